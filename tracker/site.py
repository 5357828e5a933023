"""Where the site is: for links in messages that jobs write, which have no request to ask."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def address() -> str:
    """The site's address without a slash at its end; never taken from what a visitor sent."""
    if settings.SITE_URL:
        return str(settings.SITE_URL)
    if settings.HTTPS:
        return f"https://{settings.ALLOWED_HOSTS[0].lstrip('.')}"
    started = settings.VAR / "run" / "url"
    return started.read_text().strip() if started.exists() else "http://localhost:8000"


def link(name: str, *args: object) -> str:
    """The whole address of a page, by its name."""
    return address() + reverse(name, args=args)
