"""The smallest site: it answers what it was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or b"nothing"
    start("200 OK", [("Content-Length", str(len(body)))])
    return [body]
