"""Answers about a service: validated whole, recorded once, never rewritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from obligations import language
from obligations.actions import audit, completion, determination_sync
from obligations.actions.permissions import Refused, require
from obligations.actions.turns import in_turn
from obligations.law.determinations import Snapshot, examine
from obligations.law.told_subject import read_recorded
from obligations.models import FactValue, Permission, Platform, User
from obligations.rules import Conflict, RuleSet, SubjectError
from obligations.rules.facts.fact_set import FactSet
from obligations.rules.facts.key import Key
from obligations.rules.facts.values import plain_value
from obligations.rules.rulebook.names import SIDES
from obligations.words.conflicts import conflict_words


@dataclass(frozen=True)
class Grounds:
    """Since when answers hold (None: for as long as the service has run), and how it is known."""

    effective_from: dt.date | None = None
    how_known: str = ""
    note: str = ""


@dataclass(frozen=True)
class Recording:
    """The rows that were added, none where all was so already, and the service with them."""

    rows: list[FactValue]
    after: Snapshot


@in_turn
def record_many(
    *,
    platform: Platform,
    by: User | None,
    answers: Mapping[str, Any],
    as_at: dt.date,
    unknown: Iterable[str] = (),
    effective_from: dt.date | None = None,
    how_known: str = "",
    note: str = "",
) -> list[FactValue]:
    """Record what is new in these answers, and let the obligations and dates follow.

    A key is `name` or `name@side` (see Key); a value is what a facts file holds: yes or no, a
    number, `{"low", "high"}`, a list, a day, a level. None takes an answer back; a key that is not
    sent is left alone; what is already so is not recorded again. Facts of the provider are
    recorded for all its services.
    `unknown` are keys that were asked and answered "don't know yet": where nothing is recorded,
    that is, so that an interview does not ask for ever.

    Raises Refused, with the errors under the keys as they were sent, and writes nothing.
    """
    before = Snapshot.of(platform, as_at)
    grounds = Grounds(effective_from, how_known, note)
    return record_on(before, by=by, answers=answers, unknown=unknown, grounds=grounds).rows


def record_on(
    before: Snapshot,
    *,
    by: User | None,
    answers: Mapping[str, Any],
    unknown: Iterable[str] = (),
    grounds: Grounds,
) -> Recording:
    """The same for a service that was read in this turn of its provider."""
    platform, ruleset = before.platform, before.ruleset
    require(by, platform.provider, Permission.RECORD_FACTS)
    new = _new_answers(before, answers, grounds.effective_from)
    not_known = _first_asked(before, unknown, new)
    if not new and not not_known:
        return Recording([], before)
    undated = replace(grounds, effective_from=None)
    rows = [_row(before, key, value, grounds, by) for key, value in new.items()]
    rows += [_row(before, key, None, undated, by) for key in not_known]
    after = before.answered(rows)
    if new:
        _check(after, new, max(before.as_at, grounds.effective_from or before.as_at))
    FactValue.objects.bulk_create(rows)
    entry = audit.Entry(
        "facts.recorded", _sentence(platform, new, len(not_known), grounds.effective_from),
        platform,
        data={
            "answers": new.to_form(), "not_known": [str(key) for key in not_known],
            **asdict(grounds),
        },
    )  # fmt: skip
    services = [after] if new else []  # "Don't know yet" moves nothing.
    if any(_of_provider(key, ruleset) for key in new):
        services = determination_sync.snapshots(platform.provider, before.as_at, after)
    if services:
        determination_sync.follow_on(services, by, before=[entry])
        if completion.is_told({key.name for key in new}):
            completion.follow_answers(after)
    else:
        audit.record_all(provider=platform.provider, by=by, entries=[entry])
    return Recording(rows, after)


def _row(before: Snapshot, key: Key, value: Any, grounds: Grounds, by: User | None) -> FactValue:
    """One answer as it is kept: a fact of the provider without the service."""
    home = None if _of_provider(key, before.ruleset) else before.platform
    return FactValue(
        provider=before.platform.provider, platform=home, side=key.side or "", name=key.name,
        value=value, recorded_by=by, **asdict(grounds),
    )  # fmt: skip


def _first_asked(before: Snapshot, unknown: Iterable[str], new: FactSet) -> list[Key]:
    """The keys answered "don't know yet" of which nothing was ever recorded. Raises Refused."""
    asked = {text: Key.read(text, before.ruleset) for text in unknown}
    faults = {text: _misplaced(key, before.ruleset) for text, key in asked.items()}
    if errors := {text: [fault] for text, fault in faults.items() if fault}:
        raise Refused(errors)
    known = {each.key for each in before.recorded.answers}
    return [key for key in asked.values() if key not in known and key not in new]


def _new_answers(before: Snapshot, answers: Mapping[str, Any], since: dt.date | None) -> FactSet:
    """The answers that differ from what is recorded for that day on. Raises Refused."""
    recorded, ruleset = before.recorded, before.ruleset
    now, dated = recorded.latest(since), recorded.dated() if since is None else {}
    new = FactSet()
    errors: dict[str, list[str]] = {}
    for text, raw in answers.items():
        key, value = Key.read(text, ruleset), plain_value(raw)
        if fault := _misplaced(key, ruleset):
            errors[text] = [fault]
        elif (day := dated.get(key)) is not None:
            errors[text] = [
                f"There is an answer from {language.day(day)} on: say since when this holds."
            ]
        elif now.get(key) != value:
            new[key] = value
            if value is not None and (faults := _faults_alone(before, key, value)):
                errors[text] = faults
    if errors:
        raise Refused(errors)
    return new


def _misplaced(key: Key, ruleset: RuleSet) -> str | None:
    """Why the answer cannot stand where it was put."""
    fact = ruleset.facts.get(key.name)
    sided = key.level is not None or (fact is not None and fact.level == "side")
    if sided and key.side not in SIDES:
        return "Say which side of the service this is about: user-to-user or search."
    if fact is not None and not sided and key.side:
        return "This is about the whole service, not about one side of it."
    return None


def _faults_alone(before: Snapshot, key: Key, value: Any) -> list[str]:
    """What is wrong with one answer, whatever the others are."""
    try:
        alone = FactSet({key: value}).to_file()
        read_recorded({"platform": before.platform.name, "facts": alone}, before.ruleset)
    except SubjectError as error:
        return list(error.errors)
    return []


def _check(after: Snapshot, new: FactSet, day: dt.date) -> None:
    """Read everything that would then be so. Raises Refused, under the answers at fault."""
    errors: dict[str, list[str]] = {}
    try:
        conflicts = _conflicts(after, new, day)
    except SubjectError as error:
        for text in error.errors:
            for field in _named_in(text, new):
                errors.setdefault(field, []).append(text)
    else:
        for conflict in conflicts:
            for field in _at_fault(conflict, new):
                errors.setdefault(field, []).append(conflict_words(after.ruleset, conflict))
    if errors:
        raise Refused(errors)


def _conflicts(after: Snapshot, new: FactSet, day: dt.date) -> tuple[Conflict, ...]:
    """What contradicts itself, the new answers being what counts on the day; also those of a day
    to come, and those that yield to later ones."""
    told = after.recorded.told(day).changed(new)
    if day == after.as_at and told == after.told:
        return after.determination.conflicts
    return examine(after.recorded.file_of(told, day), day, after.ruleset)


def _at_fault(conflict: Conflict, new: FactSet) -> list[str]:
    """The new answers that a contradiction is about; where it is about none, what it names."""
    named = [str(key) for key in new if key.name in conflict.facts]
    return named or [str(Key(conflict.fact, conflict.side))]


def _named_in(text: str, new: FactSet) -> list[str]:
    """The new answers that an error names, as it names facts; else the first of a kind, or none."""
    words_of = text.replace(",", " ").replace(":", " ").split()
    named = [str(key) for key in new if key.name in words_of]
    kinds = (str(key) for key in new if key.own_name in text)
    return named or [next(kinds, "")]


def _of_provider(key: Key, ruleset: RuleSet) -> bool:
    fact = ruleset.facts.get(key.name)
    return fact is not None and fact.level == "provider"


def _sentence(platform: Platform, new: FactSet, not_known: int, since: dt.date | None) -> str:
    taken_back = sum(value is None for value in new.values())
    given = len(new) - taken_back
    parts = []
    if given:
        parts.append(f"{language.counted(given, 'answer')} recorded")
    if taken_back:
        parts.append(f"{taken_back} taken back")
    day = f", from {language.day(since)} on" if since and parts else ""
    if not_known:
        parts.append(f"{not_known} asked and not known yet")
    return f"{platform}: {language.listed(parts)}{day}."
