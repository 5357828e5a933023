"""One provider at work, with a row for everything that an address of the matrix names."""

from __future__ import annotations

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
    Role,
)
from tests import factories
from tests.permission_matrix import Row


def make_forum() -> Platform:
    """A forum on the register, whose provider disagrees with an answer."""
    forum = factories.make_forum(name="Forum")
    day = factories.TODAY
    designations.begin(platform=forum, by=None, category="2B", since=day, as_at=day)
    positions.take(
        platform=forum, requirement="icu-c1", by=None, kind="disagrees", reading="does_not_apply",
        reason="Counsel says so.", as_at=day,
    )  # fmt: skip
    return forum


def make_world(forum: Platform) -> dict[str, object]:
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


def filled(row: Row, world: dict[str, object]) -> dict[str, str]:
    """What stands in the address of a row."""
    return {key: value.format(**world) for key, value in row.given}
