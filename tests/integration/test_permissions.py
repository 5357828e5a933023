"""Every address of the site against every kind of visitor; see tests/permission_matrix.py."""

from __future__ import annotations

from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from obligations.models import Platform, Release, Role
from tests import factories
from tests.addresses import ADDRESSES, administration_url
from tests.permission_matrix import ADMINISTRATION, KEPT_OUT, MATRIX, VISITORS
from tests.permission_world import filled, make_forum, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(law: Release) -> Platform:
    return make_forum()


@pytest.fixture
def visitors(forum: Platform) -> dict[str, Client]:
    provider = forum.provider
    outsider = factories.make_user()
    factories.make_provider(owner=outsider)
    people = {
        "outsider": outsider,
        **{role: factories.make_member(provider, role) for role in Role.values},
        "administrator": factories.make_administrator(),
    }
    clients = {"anonymous": Client()}
    for who, person in people.items():
        clients[who] = Client()
        clients[who].force_login(person)
        if who == "administrator":
            clients[who].post(reverse("provider-switch"), {"provider": provider.pk})
    return clients


@pytest.fixture
def world(forum: Platform) -> dict[str, object]:
    return make_world(forum)


def outcome(client: Client, method: str, url: str) -> str:
    """What a visitor gets, in the words of the matrix."""
    answer = client.generic(method, url)
    if answer.status_code in {301, 302}:
        to_login = reverse("account_login") in answer["Location"]
        to_login |= reverse("admin:login") in answer["Location"]
        return "login" if to_login else "ok"
    return str(answer.status_code) if answer.status_code in {403, 404, 405, 500} else "ok"


def test_every_address_has_its_row() -> None:
    ours = {name for name in ADDRESSES if not name.startswith(ADMINISTRATION)}
    assert sorted(ours - MATRIX.keys()) == [], "say in tests/permission_matrix.py who gets what"
    assert sorted(MATRIX.keys() - ours) == [], "no such address any more"


def test_every_role_is_a_visitor() -> None:
    assert {*Role.values} <= {*VISITORS}, "give it a column in tests/permission_matrix.py"


def test_every_visitor_gets_what_the_matrix_says(
    visitors: dict[str, Client], world: dict[str, object]
) -> None:
    wrong = []
    for name, rows in MATRIX.items():
        for row, who in product(rows, VISITORS):
            url = reverse(name, kwargs=filled(row, world))
            got = outcome(visitors[who], row.method, url)
            if got != row.outcomes[who]:
                wrong.append(f"{row.method} {name}: {who} gets {got}, not {row.outcomes[who]}")
    assert not wrong, "\n".join(wrong)


def test_administration_keeps_everybody_else_out(visitors: dict[str, Client]) -> None:
    wrong = []
    for name in sorted(name for name in ADDRESSES if name.startswith(ADMINISTRATION)):
        for who in KEPT_OUT:
            got = outcome(visitors[who], "GET", administration_url(name))
            refused = {"login", "403"} | ({"ok"} if name == "admin:logout" else set())
            if got not in refused:
                wrong.append(f"{name}: {who} gets {got}")
    assert not wrong, "\n".join(wrong)
