"""The obligations of one service on one day, as a document: what binds, what is due, who, why.

Plain data for a page, a PDF and JSON alike. It reads the answers of a determination, and beside
them what people recorded of their work (owner, progress, dates). Reasons that several answers share
are given once, as numbered grounds.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from obligations import language, words
from obligations.calendar import ranges
from obligations.calendar.ranges import DayRange, Precision
from obligations.calendar.standing import colour, standing
from obligations.exports.head import LICENCE, NOT_ADVICE, Edition, Rests, edition_of, moment_words
from obligations.exports.positions import Taken, positions_told
from obligations.law.answer_rows import Explained, Row, explain
from obligations.law.determinations import determine_platform
from obligations.law.positions import standing_on
from obligations.law.ruleset import ruleset_for
from obligations.models import Deadline, Obligation, Platform, Release
from obligations.models.standing import by_urgency, dated, progress_words, tasks_on
from obligations.rules import Determination, RuleSet, SubjectError
from obligations.rules.verdict import predicates
from obligations.words.conflicts import conflict_words
from obligations.words.determinations import opening

A_DAY = "A day on which it comes into force"
SIDE_NAMES = {"u2u": "User-to-user side", "search": "Search side"}
POSITION = "The provider's position, beside the computed answer"
ID = re.compile(r"\b[a-z0-9]+(?:-[a-z0-9]+)+\b")
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Part:
    """A content of an assessment or of terms, named under the duty it belongs to."""

    ref: str
    title: str


@dataclass(frozen=True)
class Line:
    """One requirement: what it asks, since when, on which grounds, who does it and how far it is.

    `grounds` are numbers in the report's list, `why` the reasons that are its own (those that all
    share are said once, in `Report.common`); `remarks` say what a reader must not miss; `due` is
    the next day owed for it.
    """

    ref: str
    id: str
    title: str
    kind: str
    strength: str
    theme: str
    answer: str
    starts_on: dt.date | None
    grounds: tuple[int, ...]
    why: tuple[str, ...]
    remarks: tuple[str, ...]
    due: dt.date | None
    owner: str
    progress: str
    result: str
    verification: str
    official: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Block:
    """Lines under one heading, all of one strength where they bind."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Theme:
    """What binds under one theme: a block for each strength, strongest first."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Day:
    """A date: when in words, what, why then. `state`: overdue, soon, regime or nothing."""

    when: str
    due_on: dt.date
    what: str
    ref: str
    why: str
    state: str
    state_words: str


@dataclass(frozen=True)
class Report:
    """Everything the document says, in its order."""

    title: str
    service: str
    provider: str
    as_at: dt.date
    known_at: dt.datetime | None
    made_on: dt.date
    edition: Edition | None
    opening: str
    scope_reasons: tuple[str, ...]
    common: tuple[str, ...]
    grounds: tuple[str, ...]
    dates: tuple[Day, ...]
    questions: tuple[tuple[str, int], ...]
    not_known: tuple[Block, ...]
    now: tuple[Theme, ...]
    later: tuple[Theme, ...]
    waits: tuple[Block, ...]
    may_apply_later: tuple[Block, ...]
    stands_by: tuple[Block, ...]
    not_concerned: int
    positions: tuple[Taken, ...]
    trust: Rests
    instruments: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON data, days as ISO text."""
        text = json.dumps(asdict(self), default=lambda day: day.isoformat())
        found: dict[str, Any] = json.loads(text)
        found["notes"] = {"trust": self.trust_words, "notice": f"{NOT_ADVICE} {LICENCE}"}
        return found

    @property
    def trust_words(self) -> str:
        """How far the answers that bind rest on law that nobody has checked."""
        return self.trust.sentence("requirements that bind")

    @property
    def known_words(self) -> str:
        return f"as known on {moment_words(self.known_at)}" if self.known_at else ""

    @property
    def is_empty(self) -> bool:
        """Does nothing bind, now or later?"""
        return not self.now and not self.later


def obligations_report(
    platform: Platform,
    as_at: dt.date,
    *,
    made_on: dt.date,
    release: Release | None = None,
    known_at: dt.datetime | None = None,
) -> Report:
    """The report of a service on a day. Raises SubjectError where its facts contradict themselves.

    Work and dates are as recorded now; asked `known_at` a moment, the report leaves them out,
    because they are not kept as they were then. A fixed number of queries.
    """
    ruleset = ruleset_for(release)
    determination = determine_platform(platform, as_at, known_at, release)
    if determination.conflicts:
        raise SubjectError([conflict_words(ruleset, each) for each in determination.conflicts])
    tasks, days = ([], []) if known_at else (_tasks(platform, as_at), _days(platform))
    positions = standing_on(platform, None if as_at == made_on else as_at, known_at)
    found = explain(determination, ruleset, tasks, positions)
    return _Writer(found, ruleset, days, as_at).report(platform, made_on, release, known_at)


def _tasks(platform: Platform, as_at: dt.date) -> list[Obligation]:
    rows = tasks_on(Obligation.objects.concerning(platform), as_at)
    return list(rows.select_related("requirement", "owner"))


def _days(platform: Platform) -> list[Deadline]:
    rows = Deadline.objects.open().concerning(platform).order_by("due_on", "title", "pk")
    return list(
        rows.select_related("obligation__requirement", "position__requirement", "milestone")
    )


class _Writer:
    """Puts one determination in the order and the words of the document."""

    def __init__(
        self, found: Explained, ruleset: RuleSet, days: Sequence[Deadline], as_at: dt.date
    ) -> None:
        self.found = found
        self.ruleset = ruleset
        self.days = days
        self.as_at = as_at
        self.both_sides = all(found.determination.scope[g] for g in ("side_u2u", "side_search"))
        self.requirements = {one.id: one for one in ruleset.requirements}
        self.next_due: dict[int, dt.date] = {}
        for day in reversed(by_urgency(days, as_at)):
            if day.obligation_id is not None:
                self.next_due[day.obligation_id] = day.due_on
        self.common, self.grounds = self._shared_reasons()

    def report(
        self,
        platform: Platform,
        made_on: dt.date,
        release: Release | None,
        known_at: dt.datetime | None,
    ) -> Report:
        found = self.found
        binding = self._binding()
        return Report(
            title=f"Online Safety Act obligations of {platform.name}",
            service=platform.name,
            provider=platform.provider.name,
            as_at=self.as_at,
            known_at=known_at,
            made_on=made_on,
            edition=edition_of(release),
            opening=opening(found.determination),
            scope_reasons=() if binding else self._scope_reasons(found.determination),
            common=self.common,
            grounds=tuple(self.grounds),
            dates=tuple(self._day(day) for day in self.days),
            questions=tuple((one.text, one.settles) for one in found.questions),
            not_known=tuple(
                Block(words_, self._lines(rows)) for _, words_, rows in found.not_known
            ),
            now=self._themes("applies"),
            later=self._themes("applies_from"),
            waits=self._by_event(found.waits),
            may_apply_later=self._by_start(found.may_apply_later),
            stands_by=self._by_event(found.by_answer.get("stands_by", ())),
            not_concerned=found.not_concerned,
            positions=positions_told(found),
            trust=_trust(binding),
            instruments=self._cited(binding),
        )

    def _binding(self) -> list[Row]:
        return [row for name in predicates.BINDING for row in self.found.by_answer.get(name, ())]

    def _shared_reasons(self) -> tuple[tuple[str, ...], dict[str, int]]:
        """The reasons that every binding line gives; and those that more than one gives, numbered
        in the order they come up."""
        binding = self._binding()
        count = Counter(why for row in binding for why in words.reasons.reasons(row.answer))
        common = tuple(why for why, lines in count.items() if lines == len(binding) > 1)
        shared = [why for why, lines in count.items() if lines > 1 and why not in common]
        return common, {why: number for number, why in enumerate(shared, start=1)}

    def _themes(self, answer: str) -> tuple[Theme, ...]:
        themes = []
        for group in self.found.groups:
            rows = [row for row in group.rows if row.answer.answer == answer]
            blocks = tuple(
                Block(words.answers.strength(strength), self._lines(of_strength))
                for strength in words.answers.STRENGTHS
                if (of_strength := [row for row in rows if row.answer.strength == strength])
            )
            if blocks:
                themes.append(Theme(words.records.theme(group.theme), blocks))
        return tuple(themes)

    def _lines(self, rows: Iterable[Row]) -> tuple[Line, ...]:
        return tuple(self._line(row) for row in rows)

    def _line(self, row: Row) -> Line:
        answer, task = row.answer, row.task
        reasons = words.reasons.reasons(answer)
        to_do = predicates.is_task(answer)
        return Line(
            ref=answer.ref,
            id=answer.id,
            title=answer.title,
            kind=answer.kind,
            strength=answer.strength,
            theme=answer.theme,
            answer=str(answer.answer),
            starts_on=answer.starts_on,
            grounds=tuple(self.grounds[why] for why in reasons if why in self.grounds),
            why=tuple(one for one in reasons if one not in self.grounds and one not in self.common),
            remarks=self._remarks(row),
            due=self.next_due.get(task.pk) if task else None,
            owner=str(task.owner) if task and task.owner else "",
            progress=progress_words(task) if task and to_do else "",
            result=task.get_result_display() if task and task.result != "not_assessed" else "",
            verification=answer.verification,
            official=self._official(answer.id),
            parts=tuple(
                Part(part.answer.ref, part.answer.title)
                for part in row.parts
                if predicates.binds(part.answer)
            ),
        )

    def _official(self, requirement: str) -> str:
        """The address of the official text, if there is one."""
        sources = self.requirements[requirement].sources
        return next((one.url for one in sources if one.url and not one.third_party), "")

    def _remarks(self, row: Row) -> tuple[str, ...]:
        answer, found = row.answer, []
        if self.both_sides and answer.side in SIDE_NAMES:
            found.append(f"{SIDE_NAMES[answer.side]}.")
        if answer.level == "provider":
            found.append("Owed once by the provider.")
        if answer.optional:
            found.append("A permission: nothing is owed.")
        if answer.suspended:
            found.append(f"It {words.reasons.NOT_NOW}.")
        if answer.acts_on == "nothing":
            found.append("Nothing to act on today.")
        if answer.acts_on == "not_known":
            found.append("Whether there is anything to act on is not known.")
        if predicates.is_unverified(answer):
            found.append(f"{words.checks.verification(answer.verification)}.")
        if row.position is not None:
            found.append(f"{POSITION}: {row.position.words}.")
        return tuple(found)

    def _by_event(self, rows: Iterable[Row]) -> tuple[Block, ...]:
        """Lines that wait for or stand by for the same event, in the order the events come up."""
        events: dict[str, list[Row]] = {}
        for row in rows:
            events.setdefault(row.event or A_DAY, []).append(row)
        return tuple(Block(event, self._lines(of_event)) for event, of_event in events.items())

    def _by_start(self, rows: Iterable[Row]) -> tuple[Block, ...]:
        """Lines that come into force on the same day, or after the same event."""
        starts: dict[str, list[Row]] = {}
        for row in rows:
            first = row.answer.starts_on
            when = row.event or A_DAY if first is None else f"From {language.day(first)}"
            starts.setdefault(when, []).append(row)
        return tuple(Block(when, self._lines(of_start)) for when, of_start in starts.items())

    def _scope_reasons(self, determination: Determination) -> tuple[str, ...]:
        """Why nothing binds: the reasons that most answers give."""
        reasons = Counter(
            tuple(words.reasons.reasons(answer))
            for answer in determination.answers
            if answer.answer == "does_not_apply"
        )
        return reasons.most_common(1)[0][0] if reasons else ()

    def _day(self, row: Deadline) -> Day:
        state, state_words = self._state(row)
        about = row.obligation or row.position
        requirement = about.requirement if about else None
        return Day(
            when=_when(row),
            due_on=row.due_on,
            what=row.title,
            ref=requirement.ref if requirement else "",
            why="" if row.milestone else self._with_refs(str(row.derivation.get("why") or "")),
            state=state,
            state_words=state_words,
        )

    def _with_refs(self, text: str) -> str:
        """The text with requirements named by their reference, where it has their ids."""
        return ID.sub(lambda found: getattr(self.requirements.get(found[0]), "ref", found[0]), text)

    def _state(self, row: Deadline) -> tuple[str, str]:
        found = standing(dated(row), self.as_at)
        if row.milestone is not None:
            return "regime", "Date of the regime" if row.confirmed else "Not confirmed"
        told = words.standing.told(found, row.due_on, self.as_at)
        return colour(found, row.due_on, self.as_at), language.capital(told)

    def _cited(self, rows: Iterable[Row]) -> tuple[str, ...]:
        """The titles of the instruments that the binding lines come from, most cited first."""
        found = Counter(self.requirements[row.answer.id].instrument or "" for row in rows)
        named: Mapping[str, str] = self.ruleset.instruments
        return tuple(named[slug] for slug, _ in found.most_common() if slug in named)


def _when(row: Deadline) -> str:
    """The day in words; of a month, season or year the range, never a false day."""
    if row.period and row.milestone:
        days = DayRange(row.period.lower, row.period.upper - ONE_DAY)
        told = ranges.words(days, Precision(row.milestone.precision))
        return language.capital(told)
    return language.day(row.due_on)


def _trust(rows: Sequence[Row]) -> Rests:
    return Rests.of(row.answer.verification for row in rows)
