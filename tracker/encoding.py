"""What is no UTF-8 is refused before Django makes a request of it.

Some names of encodings (`charset=hex`) fail while it does, before any middleware is asked.
"""

from __future__ import annotations

from django.utils.http import parse_header_parameters

REFUSED = b"Send the form as UTF-8. Nothing was changed.\n"
HEADERS = (("Content-Type", "text/plain"), ("Content-Length", str(len(REFUSED))))


def is_utf_8(content_type: str) -> bool:
    """Does the header Content-Type leave the encoding open, or say UTF-8, and can it be read?"""
    try:
        _kind, told = parse_header_parameters(content_type)
    except (LookupError, ValueError):
        return False
    return told.get("charset", "utf-8").lower() in {"utf-8", "utf8"}
