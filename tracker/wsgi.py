"""The door for gunicorn."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from tracker.encoding import HEADERS, REFUSED, is_utf_8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
os.environ.setdefault("TRACKER_PROCESS", "web")
_site = get_wsgi_application()
# Read every page's code now: once, before gunicorn forks, and not in somebody's first request.
get_resolver().url_patterns  # noqa: B018 - asking for it is what reads it


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The site, to what is UTF-8."""
    if is_utf_8(environ.get("CONTENT_TYPE", "")):
        return _site(environ, start_response)
    start_response("400 Bad Request", [*HEADERS])
    return [REFUSED]
