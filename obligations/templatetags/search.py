"""Hits within a snippet."""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from obligations.search import MARK, UNMARK

register = template.Library()


@register.filter
def marked(snippet: str) -> SafeString:
    """A snippet whose hits are marked; the text itself is escaped."""
    escaped = str(conditional_escape(snippet))
    return mark_safe(escaped.replace(MARK, "<mark>").replace(UNMARK, "</mark>"))  # noqa: S308 - escaped above
