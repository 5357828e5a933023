"""A row's provider is always that of what it belongs to, in the database itself."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from obligations.actions import designations as register
from obligations.actions import launches, platform_events, positions, scenarios, users
from obligations.models import Deadline, Event, Flag, Notification, Obligation, Platform, Provider
from obligations.models.tenancy import ProviderKey, SameProvider
from tests import factories

pytestmark = pytest.mark.django_db

DAY = factories.TODAY
OF_PROVIDERS = [
    model
    for model in apps.get_app_config("obligations").get_models()
    if any(field.name == "provider" for field in model._meta.fields)
]
HELD = [
    (model, field)
    for model in OF_PROVIDERS
    for field in model._meta.fields
    if field.related_model in OF_PROVIDERS and field.db_constraint  # type: ignore[union-attr]
]
IDS = [f"{model.__name__}.{field.name}" for model, field in HELD]


@pytest.fixture(scope="module")
def filled(kept: None) -> tuple[int, int]:
    """Two services of two providers, with a row of everything; their numbers."""
    made = [factories.make_forum(name=name) for name in ("Mine", "Theirs")]
    for platform in made:
        person, provider = factories.make_member(platform.provider), platform.provider
        users.record_months(
            platform=platform, by=None, side="u2u", months={DAY.replace(day=1): (300, 400)},
            method="Counted", as_at=DAY,
        )  # fmt: skip
        register.begin(platform=platform, by=None, category="2B", since=DAY, as_at=DAY)
        notice = platform_events.record_event(
            platform=platform, by=None, event="csea_content_detected", happened_on=DAY, as_at=DAY
        )
        platform_events.take_back(event=notice, by=None, as_at=DAY)
        for reason in ("Advice", "Better advice"):
            positions.take(
                platform=platform, requirement="icu-c1", by=None, kind="disagrees",
                reading="does_not_apply", reason=reason, as_at=DAY,
            )  # fmt: skip
        scenario = scenarios.save(
            platform=platform, by=None, name="Messages", as_at=DAY,
            changes={"has_direct_messaging@u2u": True},
        )  # fmt: skip
        launches.decide(
            platform=platform, by=None, what="New colours", significant=False, as_at=DAY,
            because="Only the look changes.", scenario=scenario,
        )  # fmt: skip
        near = Deadline.objects.filter(provider=provider).latest("due_on")
        flag = Flag.objects.create(
            provider=provider, deadline=near, lead=1, due_on=near.due_on, flagged_on=DAY
        )
        task = Obligation.objects.filter(provider=provider)[0]
        for of in ({"flag": flag}, {"obligation": task}):
            Notification.objects.create(provider=provider, user=person, told={}, **of)
    return made[0].pk, made[1].pk


@pytest.fixture
def mine(filled: tuple[int, int], db: None) -> Provider:
    return Platform.objects.get(pk=filled[0]).provider


@pytest.fixture
def theirs(filled: tuple[int, int], db: None) -> Provider:
    return Platform.objects.get(pk=filled[1]).provider


def test_something_is_held() -> None:
    assert len(HELD) >= 19


@pytest.mark.parametrize(("model", "field"), HELD, ids=IDS)
def test_every_way_from_a_row_to_its_parent_is_held(
    model: type[models.Model], field: models.ForeignKey
) -> None:
    held = [c.parent for c in model._meta.constraints if isinstance(c, SameProvider)]
    assert field.name in held
    assert any(isinstance(c, ProviderKey) for c in field.related_model._meta.constraints)


@pytest.mark.parametrize(("model", "field"), HELD, ids=IDS)
def test_row_cannot_hang_on_another_providers(
    model: type[models.Model], field: models.ForeignKey, mine: Provider, theirs: Provider
) -> None:
    """Written past every door: by the owner's login, with the triggers of the table off."""
    row = model._default_manager.filter(provider=mine, **{f"{field.name}__isnull": False}).first()
    assert row is not None
    constraint = next(
        c.name
        for c in model._meta.constraints
        if isinstance(c, SameProvider) and c.parent == field.name
    )
    other = {"number": 1_000_000} if model is Event else {}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        give(row, theirs, constraint, **other)


def give(row: models.Model, provider: Provider, constraint: str, **other: int) -> None:
    table, manager = row._meta.db_table, type(row)._default_manager
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        manager.filter(pk=row.pk).update(provider=provider, **other)
        cursor.execute(f'SET CONSTRAINTS "{constraint}" IMMEDIATE')


def test_event_of_a_service_has_a_provider(filled: tuple[int, int]) -> None:
    with pytest.raises(IntegrityError, match="event_of_a_service_has"), transaction.atomic():
        Event.objects.create(
            platform_id=filled[0], at=timezone.now(), actor_label="x", action="x.y", sentence="x",
            number=1, hash="x",
        )  # fmt: skip


def test_migration_names_rows_that_it_cannot_hold(mine: Provider, theirs: Provider) -> None:
    migration = import_module("obligations.migrations.0017_same_provider")
    migration.look(apps, None)
    row = Flag.objects.filter(provider=mine).first()
    Flag.objects.filter(pk=row.pk).update(provider=theirs)
    with pytest.raises(migration.Mismatched, match=f"obligations_flag, ids {row.pk}: other deadl"):
        migration.look(apps, None)
    Flag.objects.filter(pk=row.pk).update(provider=mine)
