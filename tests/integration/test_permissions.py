"""Every address of the site against every kind of visitor; see tests/permission_matrix.py."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import product

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from obligations.actions import alerts, designations, invitations, positions, scenarios
from obligations.models import (
    Deadline,
    Designation,
    EnforcementCase,
    LawRecord,
    Membership,
    Obligation,
    ObligationPart,
    Platform,
    PlatformEvent,
    Position,
    Release,
    Role,
)
from tests import factories
from tests.permission_matrix import ADMINISTRATION, KEPT_OUT, MATRIX, VISITORS, Row

pytestmark = pytest.mark.django_db


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


@pytest.fixture
def forum(law: Release) -> Platform:
    forum = factories.make_forum(name="Forum")
    day = factories.TODAY
    designations.begin(platform=forum, by=None, category="2B", since=day, as_at=day)
    positions.take(
        platform=forum, requirement="icu-c1", by=None, kind="disagrees", reading="does_not_apply",
        reason="Counsel says so.", as_at=day,
    )  # fmt: skip
    return forum


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
    """What `{name}` in the matrix stands for."""
    part = ObligationPart.objects.filter(provider=forum.provider)[0]
    reader = factories.make_member(forum.provider)
    asked = invitations.invite(
        provider=forum.provider,
        by=factories.make_member(forum.provider, Role.OWNER),
        email="asked@example.org",
        role=Role.READER,
    )
    return {
        "platform": forum.slug,
        "obligation": Obligation.objects.filter(platform=forum)[0].pk,
        "whole": part.obligation_id,
        "part": part.pk,
        "deadline": Deadline.objects.filter(platform=forum, milestone=None, position=None)[0].pk,
        "scenario": scenarios.save(
            platform=forum,
            by=None,
            name="Streams",
            changes={"has_livestreaming@u2u": True},
            as_at=factories.TODAY,
            shared=True,
        ).pk,
        "designation": Designation.objects.get(platform=forum).pk,
        "event": PlatformEvent.objects.create(
            provider=forum.provider,
            platform=forum,
            event="information_notice",
            happened_on=factories.TODAY,
        ).pk,
        "position": Position.objects.get(platform=forum).pk,
        "membership": Membership.objects.get(user=reader).pk,
        "invitation": asked.pk,
        "invited": invitations.token(asked),
        "enforcement": EnforcementCase.objects.all()[0].slug,
        "record": LawRecord.objects.all()[0].slug,
        "alert": alerts.token(factories.make_alert()),
    }


def outcome(client: Client, method: str, url: str) -> str:
    """What a visitor gets, in the words of the matrix."""
    answer = client.generic(method, url)
    if answer.status_code in {301, 302}:
        to_login = reverse("account_login") in answer["Location"]
        to_login |= reverse("admin:login") in answer["Location"]
        return "login" if to_login else "ok"
    return str(answer.status_code) if answer.status_code in {403, 404, 405, 500} else "ok"


def filled(row: Row, world: dict[str, object]) -> dict[str, str]:
    return {key: value.format(**world) for key, value in row.given}


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
