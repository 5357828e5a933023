"""From answers to rows: which obligations there are, set against which there should be.

A fixed number of queries, whatever the number of requirements and platforms.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from obligations.law.field_values import day
from obligations.law.law_rows import LawRows
from obligations.models import (
    AnswerKind,
    Obligation,
    ObligationPart,
    Position,
    Provider,
    Requirement,
    RequirementId,
)
from obligations.models.work import ObligationQuerySet
from obligations.rules.verdict import predicates

# The strongest answer wins where several sides, or several services, answer one requirement.
RANK = [
    AnswerKind.APPLIES,
    AnswerKind.APPLIES_FROM,
    AnswerKind.WAITS,
    AnswerKind.STANDS_BY,
    AnswerKind.NOT_KNOWN,
    AnswerKind.MAY_APPLY_LATER,
    AnswerKind.DOES_NOT_APPLY,
]
LATEST = dt.date.max

Key = tuple[int | None, int]  # Platform (None: the provider, once) and requirement.


class Tracked(NamedTuple):
    """An answer, in the fields of Obligation that follow it."""

    answer: str
    applies_from: dt.date | None = None
    ends_on: dt.date | None = None
    until_event: str = ""
    by_position: bool = False
    acts_on: str = "something"
    suspended: bool = False
    optional: bool = False
    because: tuple[str, ...] = ()

    @property
    def is_tracked(self) -> bool:
        """Is there something to keep in view: the answer says so, or the provider's position?"""
        return predicates.is_tracked(self) or self.by_position

    @property
    def is_task(self) -> bool:
        """Is there something to work on?"""
        return predicates.is_task(self, by_position=self.by_position)

    def stored(self) -> dict[str, Any]:
        """The fields of Obligation that follow it."""
        return {**self._asdict(), "because": list(self.because), "is_task": self.is_task}


@dataclass(frozen=True)
class Move:
    """An obligation whose answer is new (`before` None) or other than before."""

    platform_id: int | None
    ref: str
    before: str | None
    after: str


GONE = Tracked(AnswerKind.DOES_NOT_APPLY)
_BESIDES_REASONS = attrgetter(*Tracked._fields[:-1])


def bring_up_to_date(
    provider: Provider,
    answers: Mapping[int, list[dict[str, Any]]],
    shared: list[dict[str, Any]],
    *,
    rows: LawRows,
    as_at: dt.date,
) -> tuple[list[Move], list[Obligation]]:
    """Make the rows of these platforms, and of the provider, say what the answers say.

    `answers`: by platform, in the JSON form of a determination; `shared`: what other services of
    the provider answer to requirements that the provider owes once. What moved, and the rows as
    they are now.
    """
    law = _law(rows, (answer["id"] for answer in shared))
    said = _with_positions(provider, _strongest(law, answers, shared))
    own, contents = _parts_apart(rows.requirements, said)
    known = {(row.platform_id, row.requirement_id): row for row in _rows(provider, answers)}
    moves, added = _write_obligations(provider, known, own, rows.requirements, as_at)
    known |= {(row.platform_id, row.requirement_id): row for row in added}
    _write_parts(provider, {key: row.pk for key, row in known.items()}, contents)
    return moves, list(known.values())


def _law(rows: LawRows, kept: Iterable[str]) -> Mapping[str, Requirement]:
    """The requirements by id. `kept`: ids that determinations of an earlier edition may hold."""
    law = rows.by_id
    if law.keys() >= {*kept}:
        return law
    now = RequirementId.objects.now()
    return {**{old: law[slug] for old, slug in now.items()}, **law}


def _strongest(
    law: Mapping[str, Requirement],
    answers: Mapping[int, list[dict[str, Any]]],
    shared: list[dict[str, Any]],
) -> dict[Key, Tracked]:
    """One answer for each platform and requirement, or provider and requirement."""
    found: dict[Key, Tracked] = {}
    told = [(pk, answer) for pk, of_platform in answers.items() for answer in of_platform]
    for platform, answer in [*told, *((None, answer) for answer in shared)]:
        requirement = law[answer["id"]]
        once = requirement.level == Requirement.Level.PROVIDER
        key = (None if once else platform, requirement.pk)
        new = _tracked(answer)
        if key not in found or _order(new) < _order(found[key]):
            found[key] = new
    return found


def _with_positions(provider: Provider, said: dict[Key, Tracked]) -> dict[Key, Tracked]:
    """The answers, with the tasks that positions bring.

    Where the provider takes a requirement to apply and the answer makes no task of it, there is
    one, marked as the position's. The answer stays what it is, and no position takes a task away.
    """
    taken = Position.objects.standing().filter(provider=provider, takes__in=predicates.BINDING)
    for position in taken:
        key = (position.platform_id, position.requirement_id)
        if key in said and not predicates.binds(said[key]):
            said[key] = said[key]._replace(by_position=True, applies_from=position.applies_from)
    return said


def _tracked(answer: Mapping[str, Any]) -> Tracked:
    return Tracked(
        answer=answer["answer"],
        applies_from=day(answer["from"]),
        ends_on=day(answer["ended_on"]),
        until_event=answer["until_event"] or "",
        acts_on=answer["acts_on"],
        suspended=bool(answer.get("suspended")),  # Not in what was kept by earlier versions.
        optional=answer["optional"],
        because=tuple(answer["because"]),
    )


def _order(tracked: Tracked) -> tuple[int, bool, dt.date]:
    rank = RANK.index(AnswerKind(tracked.answer))
    return rank, tracked.suspended, tracked.applies_from or LATEST


def _parts_apart(
    law: Mapping[int, Requirement], said: Mapping[Key, Tracked]
) -> tuple[dict[Key, Tracked], dict[Key, dict[int, Tracked]]]:
    """What is an obligation of its own, and what is content of which obligation."""
    own: dict[Key, Tracked] = {}
    contents: dict[Key, dict[int, Tracked]] = {}
    for (platform, pk), tracked in said.items():
        whole = _whole(law, pk)
        home = (None if law[whole].level == Requirement.Level.PROVIDER else platform, whole)
        if whole == pk or home not in said or not said[home].is_tracked:
            own[(platform, pk)] = tracked
        else:
            contents.setdefault(home, {})[pk] = tracked
    return own, contents


def _whole(law: Mapping[int, Requirement], requirement: int) -> int:
    """The assessment or terms that a content belongs to in the end; itself, if to none."""
    while (whole := law[requirement].part_of_id) is not None:
        requirement = whole
    return requirement


def _rows(provider: Provider, platforms: Iterable[int]) -> ObligationQuerySet:
    """The obligations of these platforms, and those that the provider owes once."""
    return Obligation.objects.order_by().filter(
        Q(platform__in=list(platforms)) | Q(platform=None), provider=provider
    )


def _write_obligations(
    provider: Provider,
    rows: Mapping[Key, Obligation],
    wanted: Mapping[Key, Tracked],
    law: Mapping[int, Requirement],
    as_at: dt.date,
) -> tuple[list[Move], list[Obligation]]:
    """Add what is missing and change what reads otherwise; what moved, and the rows added."""
    added = {key: new for key, new in wanted.items() if key not in rows and new.is_tracked}
    new_rows = Obligation.objects.bulk_create(
        Obligation(
            provider=provider, platform_id=platform, requirement_id=pk, answered_at=as_at,
            **new.stored(),
        )
        for (platform, pk), new in added.items()
    )  # fmt: skip
    moves = [Move(platform, law[pk].ref, None, new.answer) for (platform, pk), new in added.items()]
    changed: list[dict[str, Any]] = []
    for key, row in rows.items():
        new = _ended(row, wanted.get(key) or _gone(law[key[1]]), as_at)
        if new == _now(row):
            continue
        now = {"answered_at": as_at, **new.stored()}
        changed.append({"id": row.pk, **now})
        if new.answer != row.answer:
            moves.append(Move(row.platform_id, law[key[1]].ref, row.answer, new.answer))
        for name, value in now.items():
            setattr(row, name, value)
    _update(changed)
    return moves, new_rows


def _gone(row: Requirement) -> Tracked:
    """Of what has no answer: where the law data no longer has it, since which edition and why."""
    if row.withdrawn_in is None:
        return GONE
    since = f"Law data {row.withdrawn_in.version} no longer has {row.ref}."
    return GONE._replace(because=(since, *filter(None, [row.notes.get("gone")])))


def _now(row: Obligation) -> Tracked:
    return Tracked._make((*_BESIDES_REASONS(row), tuple(row.because)))


def _ended(row: Obligation, new: Tracked, as_at: dt.date) -> Tracked:
    """For what no longer applies: the last day it bound, as told or else the day before this."""
    stands = new.answer != AnswerKind.DOES_NOT_APPLY or new.by_position
    if stands or new.ends_on is not None:
        return new
    if row.answer == AnswerKind.DOES_NOT_APPLY:
        return new._replace(ends_on=row.ends_on)
    bound = row.answer == AnswerKind.APPLIES and (row.applies_from or dt.date.min) < as_at
    return new._replace(ends_on=as_at - dt.timedelta(days=1) if bound else None)


def _update(changed: list[dict[str, Any]]) -> None:
    """Set the answers of many obligations in one statement."""
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE obligations_obligation AS o SET answer = v.answer,"
            " applies_from = v.applies_from, ends_on = v.ends_on, until_event = v.until_event,"
            " by_position = v.by_position, acts_on = v.acts_on, suspended = v.suspended,"
            " optional = v.optional, is_task = v.is_task, because = v.because,"
            " answered_at = v.answered_at, updated_at = %s"
            " FROM jsonb_to_recordset(%s::jsonb) AS v (id bigint, answer text,"
            " applies_from date, ends_on date, until_event text, by_position boolean, acts_on text,"
            " suspended boolean, optional boolean, is_task boolean, because jsonb,"
            " answered_at date)"
            " WHERE o.id = v.id",
            [timezone.now(), json.dumps(changed, default=str)],
        )


def _write_parts(
    provider: Provider,
    rows: Mapping[Key, int],
    contents: Mapping[Key, Mapping[int, Tracked]],
) -> None:
    """Make the contents of each obligation say what is answered of them; `rows`: its number."""
    homes = {rows[key]: of_whole for key, of_whole in contents.items()}
    parts = ObligationPart.objects.order_by().filter(obligation__in=list(rows.values()))
    found = parts.values_list("obligation_id", "requirement_id", "pk", "answer")
    known = {(of, requirement): (pk, answer) for of, requirement, pk, answer in found}
    ObligationPart.objects.bulk_create(
        ObligationPart(
            provider=provider, obligation_id=obligation, requirement_id=pk, answer=new.answer
        )
        for obligation, of_whole in homes.items()
        for pk, new in of_whole.items()
        if (obligation, pk) not in known and new.is_tracked
    )
    moved = []
    for (obligation, requirement), (pk, before) in known.items():
        answer = homes.get(obligation, {}).get(requirement, GONE).answer
        if answer != before:
            moved.append(ObligationPart(pk=pk, answer=answer))
    ObligationPart.objects.bulk_update(moved, ["answer"])
