"""Every address of the site by its name, and one of each kind of the administration's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.permission_matrix import ADMINISTRATION


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Every named address; the administration's nameless ones only redirect to named ones."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        elif pattern.name is not None:
            yield space + pattern.name
        else:
            assert space == ADMINISTRATION, f"an address without a name: {pattern.pattern}"


ADDRESSES = set(names(get_resolver().url_patterns))


def administration_url(name: str) -> str:
    """An address of the administration, with some record's number where it wants one."""
    tries: list[dict[str, str]] = [
        {},
        {"object_id": "1"},
        {"id": "1"},
        {"app_label": "obligations"},
        {"content_type_id": "1", "object_id": "1"},
    ]
    for given in tries:
        with suppress(NoReverseMatch):
            return reverse(name, kwargs=given)
    raise AssertionError(f"what stands in the address {name}?")
