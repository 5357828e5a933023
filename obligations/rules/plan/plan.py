"""A determination as a plan: the answers by the jobs that deal with them, nothing left over.

Each answer that is not "does not apply" stands in one place of a plan: under its job, or under
what no job settles. The contents of an assessment or of terms stand under the duty they belong to.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from obligations.rules.answer.determination import Answer, Determination
from obligations.rules.rulebook.jobs import Job, whole_of
from obligations.rules.rulebook.names import STRENGTHS
from obligations.rules.rulebook.trust import CHECKED
from obligations.rules.verdict.answers import Verdict
from obligations.rules.verdict.predicates import bites, is_tracked, is_unverified


@dataclass(frozen=True)
class Line:
    """One answer of a plan with its contents, which go with it."""

    answer: Answer
    parts: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Bundle:
    """The lines of one job; `job` is None for what no job settles.

    `now` binds and has something to act on; `idle` binds with nothing to act on today, or is a
    permission; `coming` binds from a later day; `may_come` is not in force, and turns on what is
    not known; `paused` need not be complied with while an appeal is pending; `proposed` is no law.
    """

    job: Job | None
    now: tuple[Line, ...] = ()
    coming: tuple[Line, ...] = ()
    unclear: tuple[Line, ...] = ()
    may_come: tuple[Line, ...] = ()
    idle: tuple[Line, ...] = ()
    paused: tuple[Line, ...] = ()
    waits: tuple[Line, ...] = ()
    stands_by: tuple[Line, ...] = ()
    proposed: tuple[Line, ...] = ()

    @property
    def title(self) -> str:
        return self.job.title if self.job else "Besides"

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, what binds now first."""
        return tuple(line for _, lines in self.states for line in lines)

    @property
    def states(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """The lines by where they stand."""
        return (
            ("now", self.now), ("coming", self.coming), ("unclear", self.unclear),
            ("may_come", self.may_come), ("idle", self.idle), ("paused", self.paused),
            ("waits", self.waits),
            ("stands_by", self.stands_by), ("proposed", self.proposed),
        )  # fmt: skip

    @property
    def to_do(self) -> tuple[Line, ...]:
        """What there is to work on, now or from a later day."""
        return self.now + self.coming

    @property
    def depends(self) -> tuple[Line, ...]:
        """The unclear lines that an assessment, which nobody made yet, will settle."""
        return tuple(line for line in self.unclear if line.answer.awaits_assessment)

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """Strength and number of what there is to work on, strongest first."""
        found = Counter(line.answer.strength for line in self.to_do)
        return tuple((name, found[name]) for name in STRENGTHS if found[name])

    @property
    def unverified(self) -> int:
        """How many lines to work on rest on memory, or on sources that disagree."""
        return sum(is_unverified(line.answer) for line in self.to_do)

    @property
    def starts_on(self) -> dt.date | None:
        """The first day on which something of it binds, where nothing does yet."""
        days = [line.answer.starts_on for line in self.coming if line.answer.starts_on]
        return min(days, default=None) if not self.now else None


@dataclass(frozen=True)
class Card:
    """A job to do: its bundle, its number among the jobs of this plan, and those that come first.

    A job that is done `ahead` settles nothing yet: what it settles only stands by. `awaited` is how
    many answers depend on the assessment that it is.
    """

    number: int
    job: Job
    bundle: Bundle
    after: tuple[tuple[int, Job], ...]
    awaited: int = 0

    @property
    def ahead(self) -> bool:
        """Whether nothing of it binds or will bind on a known day: it is done to be ready."""
        return not self.bundle.to_do


@dataclass(frozen=True)
class Entry:
    """One answer of a plan as a line of a table: its job, the job's number, where it stands.

    `number` is None where the job is none to do now, `order` its place among all jobs of the law
    data; a content stands where its whole does.
    """

    number: int | None
    job: Job | None
    order: int | None
    state: str
    answer: Answer


@dataclass(frozen=True)
class Plan:
    """What to do about a determination.

    `of_jobs` are the bundles that a job settles, in the order of work; `cards` those to do,
    `besides` what no job settles; `jobs` are all of the law data.
    """

    determination: Determination
    of_jobs: tuple[Bundle, ...]
    cards: tuple[Card, ...]
    besides: Bundle
    jobs: tuple[Job, ...]

    @property
    def apart(self) -> tuple[Bundle, ...]:
        """The bundles of which nothing binds or will bind on a known day."""
        return tuple(each for each in self.of_jobs if not _is_a_card(each))

    @property
    def bundles(self) -> tuple[Bundle, ...]:
        """Every bundle that holds a line, in the order of work; what no job settles comes last."""
        return (*self.of_jobs, self.besides) if self.besides.lines else self.of_jobs

    @property
    def entries(self) -> Iterator[Entry]:
        """Every answer of the plan in the order of work, contents after their whole."""
        numbers = {card.job.id: card.number for card in self.cards}
        orders = {job.id: order for order, job in enumerate(self.jobs, start=1)}
        for bundle in self.bundles:
            job = bundle.job.id if bundle.job else ""
            for state, lines in bundle.states:
                for line in lines:
                    for each in (line.answer, *line.parts):
                        yield Entry(numbers.get(job), bundle.job, orders.get(job), state, each)

    @cached_property
    def not_concerned(self) -> int:
        """How many requirements do not apply."""
        return sum(each.answer is Verdict.DOES_NOT_APPLY for each in self.determination.answers)

    @property
    def unverified(self) -> int:
        """How many lines to work on rest on memory, or on sources that disagree."""
        return sum(bundle.unverified for bundle in self.bundles)

    @property
    def to_do(self) -> int:
        """How many lines there are to work on, now or from a later day."""
        return sum(len(bundle.to_do) for bundle in self.bundles)

    @property
    def made_of(self) -> Mapping[str, int]:
        """What `to_do` adds up from: how many of each kind, parts of duties and what is coming."""
        now = [line.answer for bundle in self.bundles for line in bundle.now]
        kinds = Counter("part" if each.part_of else each.kind for each in now)
        kinds["coming"] = sum(len(bundle.coming) for bundle in self.bundles)
        return kinds

    @property
    def idle_measures(self) -> int:
        """How many Code measures, permissions aside, apply and have nothing to act on today."""
        idle = [line.answer for bundle in self.bundles for line in bundle.idle]
        return sum(each.kind == "measure" and not each.optional for each in idle)

    @property
    def unchecked(self) -> int:
        """How many lines to work on nobody has yet compared with the official text."""
        lines = [line for bundle in self.bundles for line in bundle.to_do]
        return sum(line.answer.verification not in CHECKED for line in lines)


def plan(determination: Determination, jobs: Sequence[Job]) -> Plan:
    """Put every answer under the job that settles it. Never raises; without jobs all is besides."""
    settled = {name: job for job in jobs for name in job.settles}
    wholes = {each.id: each.part_of for each in determination.answers}
    found: dict[str, list[Line]] = defaultdict(list)
    for line in nested(determination.answers):
        home = settled.get(whole_of(line.answer.id, wholes))
        if line.answer.answer is not Verdict.DOES_NOT_APPLY:
            found[home.id if home else ""].append(line)
    bundles = tuple(_bundle(job, found[job.id]) for job in _in_order(determination, jobs, found))
    return Plan(
        determination=determination,
        of_jobs=bundles,
        cards=tuple(_cards([each for each in bundles if _is_a_card(each)], determination)),
        besides=_bundle(None, found[""]),
        jobs=tuple(jobs),
    )


def _in_order(
    determination: Determination, jobs: Sequence[Job], found: Mapping[str, list[Line]]
) -> list[Job]:
    """The jobs with something to settle, that on which other answers wait before all others."""
    awaited = {family for each in determination.answers for family in each.awaits_assessment}
    with_lines = (job for job in jobs if job.id in found)
    return sorted(with_lines, key=lambda job: job.first_for not in awaited)


def nested(answers: Iterable[Answer]) -> tuple[Line, ...]:
    """The answers that stand alone; a content of a duty that binds or may stands under it.

    Of two answers for one requirement, contents go with the one on the law as it stands.
    """
    every = list(answers)
    homes = {each.id: each for each in reversed(every)}
    parts: dict[int, list[Answer]] = defaultdict(list)
    top = []
    for each in every:
        home = _home(each, homes)
        if home is not each and is_tracked(home) and is_tracked(each):
            parts[id(home)].append(each)
        else:
            top.append(each)
    return tuple(Line(each, tuple(parts[id(each)])) for each in top)


def _home(answer: Answer, homes: Mapping[str, Answer]) -> Answer:
    home = answer
    while home.part_of and home.part_of in homes:
        home = homes[home.part_of]
    return home


def _is_a_card(bundle: Bundle) -> bool:
    may_come = bundle.waits or bundle.stands_by
    return bool(bundle.to_do or (bundle.job and bundle.job.ahead and may_come))


def _cards(bundles: list[Bundle], determination: Determination) -> Iterator[Card]:
    numbers: dict[str, tuple[int, Job]] = {}
    for number, bundle in enumerate(bundles, start=1):
        if bundle.job is None:
            continue
        numbers[bundle.job.id] = (number, bundle.job)
        first = tuple(numbers[name] for name in bundle.job.after if name in numbers)
        awaited = sum(
            bundle.job.first_for in each.awaits_assessment for each in determination.answers
        )
        yield Card(number, bundle.job, bundle, first, awaited)


def _bundle(job: Job | None, lines: list[Line]) -> Bundle:
    states: dict[str, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: STRENGTHS.index(line.answer.strength)):
        states[_state(line.answer)].append(line)
    return Bundle(job, **{name: tuple(found) for name, found in states.items()})


def _state(answer: Answer) -> str:
    if answer.suspended:
        return "paused"
    match answer.answer:
        case Verdict.APPLIES:
            return "now" if bites(answer) else "idle"
        case Verdict.APPLIES_FROM:
            return "idle" if answer.optional else "coming"
        case Verdict.NOT_KNOWN:
            return "unclear"
        case Verdict.MAY_APPLY_LATER:
            return "may_come"
        case other:
            return str(other)
