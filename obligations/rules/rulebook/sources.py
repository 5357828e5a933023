"""Where records of the law were read: official documents first, third parties' pages last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

OFFICIAL = ("gov.uk", "parliament.uk", "ofcom.org.uk", "ofco01mstr8c35fprod.dxcloud.episerver.net")
"""Hosts of the legislation, Parliament, government and Ofcom (the last is Ofcom's own server)."""
COPY = re.compile(r"\s*\(point-in-time text [^)]*\)")
"""What a place in a copy of the Act says about the copy; it is no part of the provision."""


def official_first(sources: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Sources as `{url, where, third_party}`, each once, third parties' pages last.

    In editions up to 2026.11.21 a third party's page names its `official` address: that becomes a
    source of its own, at the same place. Where `third_party` is not said, the host tells.
    """
    found: list[dict[str, Any]] = []
    for source in sources:
        if official := source.get("official"):
            where = COPY.sub("", source["where"])
            found.append({"url": official, "where": where, "third_party": False})
        if source.get("url") != official or not official:
            found.append(_today(source))
    once: dict[tuple[Any, Any], dict[str, Any]] = {}
    for each in found:
        once.setdefault((each["url"], each["where"]), each)
    return sorted(once.values(), key=lambda each: bool(each["third_party"]))


def _today(source: Mapping[str, Any]) -> dict[str, Any]:
    third = source.get("third_party")
    return {
        "url": source.get("url"),
        "where": source.get("where"),
        "third_party": not is_official(source.get("url")) if third is None else third,
    }


@lru_cache(maxsize=4096)
def is_web(address: str | None) -> bool:
    """Whether a page may link there: http or https and a host; no user name, nothing unseen."""
    if not address or "\\" in address or any(c.isspace() or not c.isprintable() for c in address):
        return False
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it raises for a port that is none
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


def is_official(url: str | None) -> bool:
    """Whether an address is one of those that publish the law; what has none is no official one."""
    host = urlsplit(url or "").hostname or ""
    return any(host == own or host.endswith(f".{own}") for own in OFFICIAL)
