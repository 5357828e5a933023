"""Where the site is: for links in messages that jobs write, which have no request to ask."""

from __future__ import annotations

import re

from django.conf import settings
from django.urls import reverse

NAME = "Online Safety Act tracker"
"""What it calls itself, on pages and in messages."""
_ADDRESS = re.compile(r"http://[\w.:]+")


def address() -> str:
    """The site's address without a slash at its end; never taken from what a visitor sent."""
    if settings.SITE_URL:
        return str(settings.SITE_URL)
    if settings.HTTPS:
        return f"https://{settings.ALLOWED_HOSTS[0].lstrip('.')}"
    try:
        started = (settings.VAR / "run" / "url").read_text(errors="replace").strip()
    except OSError:
        started = ""
    return started if _ADDRESS.fullmatch(started) else "http://localhost:8000"


def link(name: str, *args: object) -> str:
    """The whole address of a page, by its name."""
    return address() + reverse(name, args=args)
