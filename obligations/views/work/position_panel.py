"""What stands beside a computed answer: the position, why to look at it again, earlier ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from obligations import words
from obligations.forms.base import WorkForm
from obligations.forms.positions import PositionForm, WithdrawForm, first_values
from obligations.law.positions import Computed, computed_for, fingerprints, look_again
from obligations.models import (
    Obligation,
    Permission,
    Platform,
    Position,
    Provider,
    Reader,
    Requirement,
)
from obligations.rules import Answer
from obligations.views.shared.current_provider import Workplace, person
from obligations.views.shared.frame import LawDay
from tracker.clock import LONDON


@dataclass(frozen=True)
class Told:
    """A position as one reader may read it; `again` says why to look at it again."""

    position: Position
    reason: str
    ended_why: str
    again: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """May the reader read the reason?"""
        return self.reason == self.position.reason


def reader_of(request: HttpRequest, place: Workplace) -> Reader:
    """Who reads this page, at the provider on screen."""
    return Reader.of(person(request), place.role)


def tell(position: Position, reader: Reader, again: tuple[str, ...] = ()) -> Told:
    return Told(position, position.reason_for(reader), position.ended_why_for(reader), again)


def beside(
    request: HttpRequest,
    platform: Platform,
    place: Workplace,
    law: LawDay,
    answer: Answer,
    refused: dict[str, WorkForm],
) -> dict[str, Any]:
    """What the page of an answer says of positions; `refused` holds a form with its reasons."""
    rows = (
        Position.objects.concerning(platform)
        .filter(requirement__slug=answer.id, taken_on__lte=law.as_at)
        .select_related("requirement", "author", "release", "ended_by", "provider", "platform")
        .defer("release__payload", "release__difference")
        .order_by("-recorded_at", "-pk")
    )
    reader = reader_of(request, place)
    standing = next((row for row in rows if _is_held(row, law)), None)
    computed = computed_for(platform, answer)
    context: dict[str, Any] = {
        "earlier": [tell(row, reader) for row in rows if row is not standing],
        "held": _held_told(standing, reader, computed, answer, law) if standing else None,
    }
    if place.may(Permission.TAKE_POSITIONS) and law.is_today:
        first = first_values(standing, law.today)
        context["position_form"] = refused.get("take") or PositionForm(
            answer, computed, row=standing or platform, initial=first
        )
        context["withdraw_form"] = refused.get("withdraw") or WithdrawForm()
    return context


def beside_gone(
    request: HttpRequest,
    platform: Platform,
    place: Workplace,
    requirement: Requirement,
    refused: dict[str, WorkForm],
) -> dict[str, Any]:
    """The position that stands on what the law data no longer has: it can only be withdrawn."""
    rows = Position.objects.standing().concerning(platform).filter(requirement=requirement)
    position = rows.select_related("author", "provider", "platform").first()
    context: dict[str, Any] = {
        "held": tell(position, reader_of(request, place)) if position else None
    }
    if place.may(Permission.TAKE_POSITIONS):
        context["withdraw_form"] = refused.get("withdraw") or WithdrawForm()
    return context


def with_positions(
    tasks: Iterable[Obligation], provider: Provider | None
) -> list[tuple[Obligation, Position | None]]:
    """Each task with the position that stands beside its answer. One query."""
    rows = Position.objects.standing().filter(provider=provider)
    taken = {(row.platform_id, row.requirement_id): row for row in rows}
    return [(task, taken.get((task.platform_id, task.requirement_id))) for task in tasks]


def held_on(request: HttpRequest, place: Workplace, task: Obligation) -> Told | None:
    """The position on what a task is about, as the person may read it. One query."""
    rows = Position.objects.standing().filter(
        provider=task.provider, platform=task.platform, requirement=task.requirement
    )
    position = rows.select_related("release").defer("release__payload").first()
    return tell(position, reader_of(request, place)) if position else None


def _is_held(row: Position, law: LawDay) -> bool:
    """Is it held now, or was it at the end of the day that the page speaks of?"""
    if row.ended_at is None or law.is_today:
        return row.ended_at is None
    return row.ended_at.astimezone(LONDON).date() > law.as_at


def _held_told(
    row: Position, reader: Reader, computed: Computed, answer: Answer, law: LawDay
) -> Told:
    again: tuple[str, ...] = ()
    if law.is_today:
        again = look_again(row, computed, fingerprints([row.requirement_id])[row.requirement_id],
                           law.today)  # fmt: skip
        again += _reading_moved(row, answer)
    return tell(row, reader, again)


def _reading_moved(row: Position, answer: Answer) -> tuple[str, ...]:
    """Of a chosen reading: that it is gone, or comes to something else for the service by now."""
    if row.kind != Position.Kind.CHOOSES:
        return ()
    chosen = next((one for one in answer.readings if one.id == row.reading), None)
    if chosen is None:
        return ("The reading that was chosen is no longer in the law data.",)
    now = Computed(str(chosen.answer), chosen.starts_on)
    if now.is_same(Computed(row.takes, row.applies_from)):
        return ()
    reads = words.answers.within(now.answer, now.starts_on)
    return (f"Read as you chose, it now {reads}; when you chose, it {row.words}.",)
