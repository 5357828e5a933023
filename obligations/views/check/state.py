"""What somebody has told so far: it travels in the form, signed, and can be saved to a file.

Nothing of it is in the database, the session, an address or a log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import yaml
from django.core import signing

from obligations import documents, intake
from obligations.forms.interview import REGISTER, REGISTER_SINCE, Course
from obligations.law.told_subject import read_subject
from obligations.models.platforms import NO_DESIGNATIONS
from obligations.rules import RuleSet, Subject, SubjectError, determine
from obligations.rules.facts.fact_set import FactSet
from obligations.rules.facts.key import Key
from obligations.rules.facts.subject import Designation, RecordedEvent

SALT = "obligations.check"
NAMELESS = "Your service"
REGISTER_KEYS = {REGISTER, REGISTER_SINCE}
LONGEST_NAME, LONGEST_TEXT, LONGEST_METHOD = 200, 2_000, 300


@dataclass(frozen=True)
class Check:
    """One check under way.

    `answers` are called as `facts.record_many` calls them (`name`, `name@side`,
    `risk:kind@side`); None is "don't know yet". `register` are dated entries on Ofcom's register
    ([] none, None not told), `events` what happened, both in the shape of a facts file.
    `methods` say how an answer is known, `seen` the screens answered, in order.
    """

    name: str = NAMELESS
    answers: Mapping[str, Any] = field(default_factory=dict)
    register: list[dict[str, Any]] | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    methods: Mapping[str, str] = field(default_factory=dict)
    seen: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)

    def told(self, screen: str, answers: Mapping[str, Any], methods: Mapping[str, str]) -> Check:
        """The check with the answers of a screen; what the screen did not ask is left alone."""
        new = {**self.answers, **answers}
        register = self.register
        if any(answers.get(key) != self.answers.get(key) for key in REGISTER_KEYS & answers.keys()):
            register = _entries(new.get(REGISTER), new.get(REGISTER_SINCE))
        seen = self.seen if screen in self.seen else (*self.seen, screen)
        kept = {key: text for key, text in {**self.methods, **methods}.items() if text}
        return replace(self, answers=new, register=register, seen=seen, methods=kept)

    @property
    def not_known(self) -> list[str]:
        """What was asked and is not known yet, as `facts.record_many` calls it."""
        keys = {key for key, value in self.answers.items() if value is None}
        register = [NO_DESIGNATIONS] if REGISTER in keys else []
        return [*sorted(keys - REGISTER_KEYS), *register]

    def named(self, name: str) -> Check:
        """The same check under another name of the service."""
        return replace(self, name=name)

    def file(self) -> dict[str, Any]:
        """The check as a facts file; a fact that was asked and is not known is null."""
        told = FactSet(
            {
                Key.parse(key): value
                for key, value in self.answers.items()
                if key not in REGISTER_KEYS
            }
        )
        if self.register is None and (categories := self.answers.get(REGISTER)):
            told[Key("designated_categories")] = categories
        found: dict[str, Any] = {"platform": self.name, **self.about, "facts": told.to_file()}
        if self.register is not None or REGISTER in self.answers:
            found[REGISTER] = self.register
        found["events"] = self.events
        if self.methods:
            found["how_known"] = dict(self.methods)
        return found

    def signed(self) -> str:
        """The check as text that only this installation can have written."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @classmethod
    def unsigned(cls, text: str) -> Check:
        """The check that `signed` wrote. Raises signing.BadSignature for any other text."""
        state = signing.loads(text, salt=SALT)
        return cls(**{**state, "seen": tuple(state["seen"])})

    @classmethod
    def from_file(cls, data: bytes, ruleset: RuleSet) -> tuple[Check, list[str]]:
        """The check that a file holds, with notes on old spellings.

        Raises documents.Unreadable, or SubjectError with every fault of what it says.
        """
        mapping = documents.read(data)
        subject, notes = read_subject(mapping, ruleset)
        told = FactSet.from_file(mapping, ruleset)
        answers = {
            **{str(key): None for key in _unknowns(told, ruleset)},
            **FactSet.from_subject(subject).to_form(),
        }
        categories = answers.pop("designated_categories", None)
        register = _register(subject)
        if register is not None:
            categories = sorted({entry["category"] for entry in register})
        if categories is not None or REGISTER in mapping:
            answers[REGISTER] = categories
            if days := {entry["from"] for entry in register or ()}:
                answers[REGISTER_SINCE] = days.pop() if len(days) == 1 else None
        about = {
            name: _words(name, mapping[name], LONGEST_TEXT)
            for name in ("provider", "about")
            if mapping.get(name)
        }
        return cls(
            name=_words("platform", subject.platform, LONGEST_NAME, lines=False),
            answers=answers,
            register=register,
            events=[_event(each) for each in subject.events],
            methods=_methods(mapping.get("how_known"), ruleset),
            about=about,
        ), notes


def to_yaml(check: Check, head: list[str]) -> str:
    """The file that `manage.py determine` reads and that the check loads again."""
    comments = "".join(f"# {line}\n" for line in head)
    return comments + yaml.safe_dump(check.file(), sort_keys=False, allow_unicode=True, width=100)


def _unknowns(told: FactSet, ruleset: RuleSet) -> Iterator[Key]:
    """What a file names without a value: asked, and not known; on its side where it has one."""
    for key in told.unknown():
        fact = ruleset.facts.get(key.name)
        if key.side is not None or (fact is not None and not fact.sides):
            yield key
        else:
            of = told.sides() if fact is None else [s for s in told.sides() if s in fact.sides]
            yield from (Key(key.name, side) for side in of)


def _methods(given: Any, ruleset: RuleSet) -> dict[str, str]:
    """How answers are known; anything but texts under facts there are is refused."""
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise SubjectError([f"how_known: names with words are wanted, not {intake.shown(given)}"])
    wrong = [key for key in given if Key.parse(str(key)).name not in ruleset.facts]
    if wrong:
        raise SubjectError([f"how_known: no such fact: {intake.shown(key)}" for key in wrong])
    return {key: _words(f"how_known.{key}", text, LONGEST_METHOD) for key, text in given.items()}


def _words(where: str, given: Any, longest: int, *, lines: bool = True) -> str:
    """Text of a file; numbers and the like as they are written."""
    try:
        return intake.text(str(given), longest=longest, lines=lines)
    except intake.Refused as refused:
        raise SubjectError([f"{where}: {refused}"]) from None


def _entries(categories: list[str] | None, since: str | None) -> list[dict[str, Any]] | None:
    """What was told of the register as dated entries; None while their day is not known."""
    if categories is None or (categories and since is None):
        return None
    return [{"category": each, "from": since} for each in categories]


def _register(subject: Subject) -> list[dict[str, Any]] | None:
    if subject.designations is None:
        return None
    return [_entry(each) for each in subject.designations]


def _entry(entry: Designation) -> dict[str, Any]:
    days = {"to": entry.to, "appealed": entry.appealed, "appeal_ended": entry.appeal_ended}
    told = {name: day.isoformat() for name, day in days.items() if day is not None}
    return {"category": entry.category, "from": entry.since.isoformat(), **told}


def _event(event: RecordedEvent) -> dict[str, Any]:
    when: dt.date = event.at or event.on
    due = {} if event.due_on is None else {"due_on": event.due_on.isoformat()}
    return {"event": event.event, "on": when.isoformat(), **due}


Interview = Course[Check]


def course_of(check: Check, ruleset: RuleSet, day: dt.date) -> Interview:
    """The course of a check on a day. Raises SubjectError where its answers contradict."""
    file = check.file()
    subject, _notes = read_subject(file, ruleset)
    return Interview(check, FactSet.from_file(file, ruleset), determine(ruleset, subject, day))
