"""The door for an ASGI server, for those who run one; `./start` uses WSGI."""

from __future__ import annotations

import os
from typing import Any

from django.core.asgi import get_asgi_application

from tracker.encoding import HEADERS, REFUSED, is_utf_8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
os.environ.setdefault("TRACKER_PROCESS", "web")
_site = get_asgi_application()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The site, to what is UTF-8."""
    told = dict(scope.get("headers", ())).get(b"content-type", b"").decode("latin-1")
    if is_utf_8(told):
        await _site(scope, receive, send)
        return
    headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS]
    await send({"type": "http.response.start", "status": 400, "headers": headers})
    await send({"type": "http.response.body", "body": REFUSED})
