"""The frame round every page: the two rows of links, and how a page keeps the day it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from obligations.exports import FORMATS

register = template.Library()

ROWS = {
    "public": [
        ("Library", "library", "/library/"),
        ("Check", "check", "/check/"),
        ("Reform", "reform", "/reform/"),
    ],
    "member": [
        ("Dashboard", "dashboard", ""),
        ("Services", "platform-list", ""),
        ("Tasks", "obligation-list", ""),
        ("Dates", "deadline-list", ""),
        ("Positions", "position-list", ""),
        ("Evidence", "evidence-list", ""),
        ("Records", "record-list", ""),
        ("Changes", "change-list", ""),
    ],
}


@dataclass(frozen=True)
class Link:
    """A link of the frame: its word, its address, and whether the reader is there."""

    label: str
    url: str
    current: bool


@register.simple_tag
def sign_up_open() -> bool:
    """Whether people may make their own accounts on this installation."""
    return bool(settings.OPEN_SIGN_UP)


@register.simple_tag
def file_formats() -> list[str]:
    """The formats that every list is written in."""
    return list(FORMATS)


@register.simple_tag(takes_context=True)
def nav_links(context: dict[str, Any], row: str) -> list[Link]:
    """The links of a row (`public` or `member`) whose pages exist."""
    request: HttpRequest | None = context.get("request")
    here = request.path if request else ""
    links = []
    for label, name, under in ROWS[row]:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue  # the page is not part of this version
        links.append(Link(label, url, here.startswith(under or url)))
    return links


ACCOUNT_PAGES = {
    "account-messages": "Name and messages",
    "account_email": "E-mail",
    "account_change_password": "Password",
    "mfa_index": "Second factor",
}


@register.simple_tag(takes_context=True)
def account_links(context: dict[str, Any]) -> list[Link]:
    """The pages of a person's own account."""
    request: HttpRequest | None = context.get("request")
    here = request.path if request else ""
    return [
        Link(label, reverse(name), here.startswith(reverse(name)))
        for name, label in ACCOUNT_PAGES.items()
    ]


@register.filter
def elided(page: Page[Any]) -> list[int | str]:
    """The page numbers to show, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number))
