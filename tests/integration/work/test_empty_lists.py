"""A list with nothing in it says what will be there; only filters are blamed on filters."""

from __future__ import annotations

import pytest
from django.test import Client

from obligations.models import Platform, Provider

LISTS = {
    "/services/": ("No services yet", "/services/new/"),
    "/tasks/": ("Nothing to work on here", "/services/"),
    "/dates/": ("No dates yet", "/services/"),
    "/positions/": ("No positions yet", "/services/"),
}


@pytest.mark.parametrize("address", LISTS)
def test_new_provider_is_told_what_a_list_will_hold(
    page: Client, provider: Provider, address: str
) -> None:
    said = page.get(address).content.decode()
    title, leads_to = LISTS[address]
    assert title in said
    assert f'<a class="btn btn-primary" href="{leads_to}">' in said
    assert "Nothing matches" not in said


@pytest.mark.parametrize("address", LISTS)
def test_filter_that_leaves_nothing_can_be_cleared(
    page: Client, forum: Platform, address: str
) -> None:
    said = page.get(address, {"q": "zzzz"}).content.decode()
    assert "Nothing matches these filters" in said
    assert LISTS[address][0] not in said
