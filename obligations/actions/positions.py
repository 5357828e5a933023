"""Positions: taking one beside a computed answer, replacing it, withdrawing it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.utils import timezone

from obligations import language
from obligations.actions import audit, determination_sync
from obligations.actions.permissions import OPERATOR, Refused, refuse, require
from obligations.actions.turns import in_turn
from obligations.calendar.days import anniversary
from obligations.law.determinations import Snapshot
from obligations.law.law_rows import law_rows
from obligations.law.positions import Computed, computed_for, fingerprints
from obligations.models import (
    AnswerKind,
    Deadline,
    Permission,
    Platform,
    Position,
    Requirement,
    User,
)
from obligations.rules import UNSETTLED, Answer
from obligations.rules.verdict.predicates import BINDING
from obligations.words.reasons import sentence

Kind = Position.Kind
TAKEN = (AnswerKind.APPLIES, AnswerKind.DOES_NOT_APPLY)
"""What a provider may take an answer to be, where it does not choose a reading."""
REPLACED = "Another position was taken."


@dataclass(frozen=True)
class _Taken:
    """What a position takes the answer to be."""

    takes: str
    applies_from: dt.date | None = None
    reading: str = ""
    reading_words: str = ""


@in_turn
def take(
    *,
    platform: Platform,
    requirement: str,
    by: User | None,
    kind: str,
    reading: str,
    reason: str,
    as_at: dt.date,
    review_on: dt.date | None = None,
    applies_from: dt.date | None = None,
    privileged: bool = False,
) -> Position:
    """Take a position on one answer for a service; an earlier one on it is replaced.

    `requirement` is an id of the law data; `reading` is `applies`, `does_not_apply`, or the id of
    the reading of a contested text that is chosen; `review_on` is a year from now unless given.
    On what the provider owes once, the position is the provider's. Raises Denied or Refused.
    """
    now = Snapshot.of(platform, as_at)
    require(by, platform.provider, Permission.TAKE_POSITIONS)
    answer = now.determination.answer(requirement)
    if answer is None:
        raise refuse("requirement", f"The law data has no answer for {requirement!r}.")
    return take_on(
        now, by=by, answer=answer, computed=computed_for(platform, answer), kind=kind,
        reading=reading, reason=reason, review_on=review_on, applies_from=applies_from,
        privileged=privileged,
    )  # fmt: skip


def take_on(
    now: Snapshot,
    *,
    by: User | None,
    answer: Answer,
    computed: Computed,
    kind: str,
    reading: str,
    reason: str,
    review_on: dt.date | None = None,
    applies_from: dt.date | None = None,
    privileged: bool = False,
) -> Position:
    """The same for a service that was read in this turn of its provider, on one of its answers;
    `computed`: what the position stands beside (`law.positions.computed_for`)."""
    platform, as_at, release = now.platform, now.as_at, now.release
    provider = platform.provider
    require(by, provider, Permission.TAKE_POSITIONS)
    assert release is not None, "Positions stand beside answers under law data that was loaded."
    review_on = review_on or anniversary(as_at, 1)
    _check(reason, review_on, as_at)
    taken = _taken(kind, reading, applies_from, answer, computed)
    record = law_rows(release).by_id[answer.id]
    own = None if answer.level == Requirement.Level.PROVIDER else platform
    about = {"provider": provider, "platform": own, "requirement": record, "side": answer.side}
    before = Position.objects.standing().filter(**about).first()
    if before is not None:
        _end(before, by, REPLACED)
    position = Position.objects.create(
        **about, **asdict(taken), kind=kind, reason=reason.strip(), privileged=privileged,
        author=by, author_label=str(by) if by else OPERATOR, taken_on=as_at, review_on=review_on,
        computed=computed.answer, computed_from=computed.starts_on,
        release=release, law_sha256=fingerprints([record.pk])[record.pk], supersedes=before,
    )  # fmt: skip
    return _begun(position, now, by)


def _begun(position: Position, now: Snapshot, by: User | None) -> Position:
    """The review of the one before is done, the next is asked for; log and tasks follow."""
    if (before := position.supersedes) is not None:
        _close_review(before, by, Deadline.Status.DONE, "The position was taken again.")
    _ask_for_review(position)
    entry = _entry(position, "taken", f"position taken that it {position.words}; computed: it "
                   f"{position.computed_words}. "
                   f"To be looked at again by {language.day(position.review_on)}.")  # fmt: skip
    services = [now]  # A position changes what is tracked, and nothing that an answer rests on.
    if position.platform is None:
        services = determination_sync.snapshots(position.provider, now.as_at, now)
    determination_sync.follow_on(services, by, before=[entry])
    return position


@in_turn
def withdraw(*, position: Position, by: User | None, why: str, as_at: dt.date) -> Position:
    """End a position without another in its place; it stays in the history. Raises Refused."""
    provider = position.provider
    require(by, provider, Permission.TAKE_POSITIONS)
    rows = Position.objects.select_related("provider", "platform", "requirement")
    row = rows.get(pk=position.pk)
    if row.ended_at is not None:
        raise refuse("", "This position has ended already.")
    if not why.strip():
        raise refuse("why", "Say why it is withdrawn.")
    _end(row, by, why.strip())
    _close_review(row, by, Deadline.Status.LAPSED, "The position was withdrawn.")
    entry = _entry(row, "withdrawn", f"the position that it {row.words} was withdrawn.")
    determination_sync.follow_recorded(provider, row.platform, as_at, by, entry)
    return row


def _check(reason: str, review_on: dt.date, as_at: dt.date) -> None:
    """Raises Refused without a reason, or where the review would not lie ahead."""
    faults: dict[str, list[str]] = {}
    if not reason.strip():
        faults["reason"] = ["Say why: a position needs a reason."]
    if review_on <= as_at:
        faults["review_on"] = [f"Choose a day after {language.day(as_at)}."]
    if faults:
        raise Refused(faults)


def _taken(
    kind: str,
    reading: str,
    applies_from: dt.date | None,
    answer: Answer,
    computed: Computed,
) -> _Taken:
    """What is taken, if it may be taken that way. Raises Refused."""
    unknown = computed.answer in UNSETTLED
    match kind:
        case Kind.CHOOSES:
            return _chosen(reading, applies_from, answer)
        case Kind.SETTLES if not unknown:
            raise refuse("kind", f"There is nothing to settle: {answer.ref} {computed.words}.")
        case Kind.DISAGREES if unknown:
            why = f"There is nothing to disagree with: whether {answer.ref} applies is not known."
            raise refuse("kind", why)
        case Kind.SETTLES | Kind.DISAGREES:
            return _other(reading, applies_from, computed)
        case _:
            raise refuse("kind", f"A position is one of: {', '.join(Kind.values)}.")


def _chosen(reading: str, applies_from: dt.date | None, answer: Answer) -> _Taken:
    """The answer under the reading that is chosen."""
    if not answer.readings:
        raise refuse("kind", f"{answer.ref} is not contested: it has no readings to choose from.")
    chosen = next((one for one in answer.readings if one.id and one.id == reading), None)
    if chosen is None:
        known = ", ".join(one.id for one in answer.readings)
        raise refuse("reading", f"{answer.ref} has no reading {reading!r}. Choose from: {known}.")
    if applies_from is not None:
        raise refuse("applies_from", "The reading itself says from which day.")
    takes = str(chosen.answer)
    starts_on = chosen.starts_on if takes in BINDING else None
    return _Taken(takes, starts_on, chosen.id, sentence(answer.inquiry.ruleset, chosen.why))


def _other(reading: str, applies_from: dt.date | None, computed: Computed) -> _Taken:
    """An answer of the provider's own, which must be another than the computed one."""
    if reading not in TAKEN:
        raise refuse("reading", f"Say one of: {', '.join(TAKEN)}.")
    if applies_from is not None and reading != AnswerKind.APPLIES:
        raise refuse("applies_from", "Only what applies has a first day. Leave this empty.")
    without_a_day = applies_from is None and reading == computed.answer
    if without_a_day or Computed(reading, applies_from).is_same(computed):
        raise refuse("reading", "This is the computed answer: there is nothing to disagree with.")
    return _Taken(reading, applies_from)


def _end(row: Position, by: User | None, why: str) -> None:
    row.ended_at, row.ended_by, row.ended_why = timezone.now(), by, why
    row.save(update_fields=["ended_at", "ended_by", "ended_why"])


def _ask_for_review(position: Position) -> None:
    """The day on which to look at it again, on the list of dates and so flagged in time."""
    requirement = position.requirement
    Deadline.objects.create(
        provider_id=position.provider_id, platform_id=position.platform_id, position=position,
        requirement=requirement, key=f"position:{position.pk}", due_on=position.review_on,
        title=f"Look again at your position on {requirement.ref}: {requirement.title}"[:300],
        derivation={
            "rule": "This day is yours, not the law's: you set it when you took the position.",
            "why": f"Set on {language.day(position.taken_on)}.", "sense": "review",
            "outcome": "day",
        },
    )  # fmt: skip


def _close_review(row: Position, by: User | None, status: str, note: str) -> None:
    Deadline.objects.open().filter(position=row).update(
        status=status, closed_at=timezone.now(), closed_by=by, closed_note=note
    )


def _entry(row: Position, verb: str, told: str) -> audit.Entry:
    """The event says what was taken and never why: a reason may be privileged."""
    of = row.platform or row.provider
    return audit.Entry(
        f"position.{verb}", f"{row.requirement.ref} of {of}: {told}", row.platform, row,
        {
            "requirement": row.requirement.slug, "kind": row.kind, "takes": row.takes,
            "applies_from": row.applies_from, "reading": row.reading, "computed": row.computed,
            "computed_from": row.computed_from, "privileged": row.privileged,
            "review_on": row.review_on, "supersedes": row.supersedes_id,
        },
    )  # fmt: skip
