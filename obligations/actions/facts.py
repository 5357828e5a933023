"""Answers about a service: validated whole, recorded once, never rewritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from obligations import language
from obligations.actions import audit, determination_sync
from obligations.actions.permissions import Refused, require
from obligations.actions.turns import in_turn
from obligations.law.determinations import examine
from obligations.law.ruleset import ruleset_for
from obligations.models import FactValue, Permission, Platform, User
from obligations.models.situations import Recorded
from obligations.rules import Conflict, RuleSet, SubjectError, conflict_words, read_recorded
from obligations.rules.facts.fact_set import FactSet
from obligations.rules.facts.key import Key
from obligations.rules.facts.values import plain_value
from obligations.rules.rulebook.names import SIDES


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
    recorded for all its services. `effective_from` None: true for as long as the service has run.
    `unknown` are keys that were asked and answered "don't know yet": where nothing is recorded,
    that is, so that an interview does not ask for ever.

    Raises Refused, with the errors under the keys as they were sent, and writes nothing.
    """
    provider = platform.provider
    require(by, provider, Permission.RECORD_FACTS)
    ruleset = ruleset_for()
    recorded = Recorded.of(platform)
    new = _new_answers(recorded, ruleset, answers, effective_from)
    not_known = _first_asked(recorded, ruleset, unknown, new)
    if not new and not not_known:
        return []
    if new:
        _check(recorded, ruleset, new, max(as_at, effective_from or as_at))
    said = {"how_known": how_known, "note": note, "recorded_by": by}
    rows = FactValue.objects.bulk_create(
        [_row(platform, ruleset, key, v, effective_from, said) for key, v in new.items()]
        + [_row(platform, ruleset, key, None, None, said) for key in not_known]
    )
    audit.record(
        provider=provider, platform=platform, by=by, action="facts.recorded",
        sentence=_sentence(platform, new, len(not_known), effective_from),
        data={
            "answers": {str(key): value for key, value in new.items()},
            "not_known": [str(key) for key in not_known],
            "effective_from": effective_from, "how_known": how_known, "note": note,
        },
    )  # fmt: skip
    if any(_of_provider(key, ruleset) for key in new):
        determination_sync.follow_provider(provider=provider, as_at=as_at, by=by)
    elif new:  # "Don't know yet" moves nothing.
        determination_sync.follow(platform=platform, as_at=as_at, by=by)
    return rows


def _row(
    platform: Platform,
    ruleset: RuleSet,
    key: Key,
    value: Any,
    since: dt.date | None,
    said: Mapping[str, Any],
) -> FactValue:
    """One answer as it is kept: a fact of the provider without the service."""
    home = None if _of_provider(key, ruleset) else platform
    return FactValue(
        provider=platform.provider, platform=home, side=key.side or "", name=key.name, value=value,
        effective_from=since, **said,
    )  # fmt: skip


def _first_asked(
    recorded: Recorded, ruleset: RuleSet, unknown: Iterable[str], new: FactSet
) -> list[Key]:
    """The keys answered "don't know yet" of which nothing was ever recorded. Raises Refused."""
    asked = {text: Key.read(text, ruleset) for text in unknown}
    faults = {text: _misplaced(key, ruleset) for text, key in asked.items()}
    if errors := {text: [fault] for text, fault in faults.items() if fault}:
        raise Refused(errors)
    known = {each.key for each in recorded.answers}
    return [key for key in asked.values() if key not in known and key not in new]


def _new_answers(
    recorded: Recorded, ruleset: RuleSet, answers: Mapping[str, Any], since: dt.date | None
) -> FactSet:
    """The answers that differ from what is recorded for that day on. Raises Refused."""
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
            if value is not None and (faults := _faults_alone(recorded, ruleset, key, value)):
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


def _faults_alone(recorded: Recorded, ruleset: RuleSet, key: Key, value: Any) -> list[str]:
    """What is wrong with one answer, whatever the others are."""
    try:
        alone = FactSet({key: value}).to_file()
        read_recorded({"platform": recorded.platform.name, "facts": alone}, ruleset)
    except SubjectError as error:
        return list(error.errors)
    return []


def _check(recorded: Recorded, ruleset: RuleSet, new: FactSet, day: dt.date) -> None:
    """Read everything that would then be recorded. Raises Refused, under the answers at fault."""
    whole = recorded.file_of(recorded.told(day).changed(new), day)
    errors: dict[str, list[str]] = {}
    try:
        conflicts = examine(whole, day, ruleset)
    except SubjectError as error:
        for text in error.errors:
            for field in _named_in(text, new):
                errors.setdefault(field, []).append(text)
    else:
        for conflict in conflicts:
            for field in _at_fault(conflict, new):
                errors.setdefault(field, []).append(conflict_words(ruleset, conflict))
    if errors:
        raise Refused(errors)


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
