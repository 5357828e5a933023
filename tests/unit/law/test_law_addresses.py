"""Addresses in law data: what pages link to begins with http(s) and hides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from obligations.law.schema import Law
from obligations.rules.rulebook.sources import is_web
from obligations.templatetags.words import linked

WEB = (
    "https://www.legislation.gov.uk/ukpga/2023/50/section/9",
    "http://localhost:8000/a?b=c&d=%20#e",
    "https://[2001:db8::1]:8443/",
    "HTTPS://EXAMPLE.ORG",
)
NO_WEB = (
    "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd", "ftp://a.org/",
    "mailto:a@example.org", "//example.org/", "/library/", "example.org", "https:", "https://",
    "https:///a", "https://gov.uk@example.org/", "https://a:b@example.org/", "https://a.org\\@b.org",
    "https://a.org/\x00", "https://a.org/\n", "https://a.org/ b", "https://a.org/\u202egro",
    "https://a.org/\u200b", "https://[", "https://a.org:port/", "https://a.org:99999/", "",
)  # fmt: skip


@pytest.mark.parametrize("address", WEB)
def test_web_address_is_linked(address):
    assert is_web(address)
    assert linked(address, "here").startswith("<a href=")


@pytest.mark.parametrize("address", NO_WEB)
def test_what_is_no_web_address_is_never_a_link(address):
    assert not is_web(address)
    assert "href" not in linked(address)
    assert linked(address, "here") == "here"


def broken(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Spoils every web address in a piece of law data; where each was."""
    for step, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(value, dict | list):
            yield from broken(value, (*path, step))
        elif isinstance(value, str) and value.startswith("http"):
            node[step] = f"javascript:{value}"
            yield (*path, step)


def test_every_address_of_an_edition_is_checked(payload):
    places = list(broken(payload))
    with pytest.raises(ValidationError) as raised:
        Law.model_validate(payload)
    errors = raised.value.errors(include_url=False)
    assert {error["type"] for error in errors} == {"value_error"}
    assert len(errors) == len(places)


@pytest.mark.parametrize("url", [5, ["https://a.org/"], {"a": 1}, "https://["])
def test_source_whose_address_is_no_text_is_a_fault_and_no_crash(payload, url):
    payload["instruments"][0]["sources"] = [{"url": url, "where": "s 1"}]
    with pytest.raises(ValidationError):
        Law.model_validate(payload)
