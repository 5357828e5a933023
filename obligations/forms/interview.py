"""Which screen comes next: the topics that still matter, scope first, the most decisive before.

A screen is a topic; its questions are those that something still turns on and those answered
before. A topic whose questions settle nothing any more is left out, so the interview ends.
The answers come from a check, which keeps nothing, or from what is recorded of a service.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from obligations.forms.facts import FactsForm
from obligations.forms.gates import Gates, gate_question
from obligations.forms.questions import Asked, Section, sections_for
from obligations.models import Event
from obligations.rules import Determination, SubjectError
from obligations.rules.answer.open_questions import OpenQuestion, open_questions
from obligations.rules.conditions.levels import LEVELS, heights, is_told
from obligations.rules.facts.fact_set import FactSet
from obligations.rules.facts.key import Key
from obligations.rules.plan.consequences import consequences, long_jobs_added
from obligations.rules.rulebook.jobs import Job
from obligations.rules.rulebook.vocabulary import ALL_LOW, Topic
from obligations.words.conflicts import conflict_words
from obligations.words.questions import Lead, leads

REGISTER = "designations"
REGISTER_SINCE = "designations_since"  # The day of the entry, in an interview.
FILL = ("low", "negligible")
LOW_LEVELS = "negligible to low"
REGISTER_TOPIC = Topic(
    id="register", title="Ofcom’s register of categorised services", of="service",
    about="A few very large services are on it, in Category 1, 2A or 2B, and owe more. Ofcom tells "
    "a service before it adds it.",
)  # fmt: skip


@dataclass(frozen=True)
class Screen:
    """One topic as it is asked now, and what its open questions bear on."""

    section: Section
    open: tuple[OpenQuestion, ...]
    first: bool

    @property
    def id(self) -> str:
        return self.section.anchor

    @cached_property
    def settles(self) -> tuple[str, ...]:
        """The refs of the answers, not known yet, that its questions bear on."""
        return tuple(dict.fromkeys(ref for each in self.open for ref in each.settles))

    @cached_property
    def acts_on(self) -> tuple[str, ...]:
        """The refs of which its questions decide whether there is anything to act on."""
        return tuple(dict.fromkeys(ref for each in self.open for ref in each.acts_on))

    @property
    def decides_scope(self) -> bool:
        """Whether it decides if the Act concerns the service at all."""
        return any(each.scope for each in self.open)

    @property
    def dates(self) -> bool:
        """Whether days that are owed are counted from it."""
        return any(each.dates for each in self.open)

    @property
    def why(self) -> str:
        """Why the screen is asked, in one sentence; of those on scope the first says it for all."""
        if self.decides_scope:
            said = "The first questions tell whether the Act concerns the service."
            return said if self.first else ""
        if self.dates:
            return "They tell by when things are due."
        return _bears_on(self.settles, self.acts_on)


class Told(Protocol):
    """What an interview goes on from.

    `answers` are called as `facts.record_many` calls them; None is "asked, not known yet". `seen`
    are the screens answered, in order.
    """

    @property
    def answers(self) -> Mapping[str, Any]: ...

    @property
    def seen(self) -> tuple[str, ...]: ...


Source = TypeVar("Source", bound=Told)


class Course(Generic[Source]):
    """What was told, on a day: its answers, its screens, and what to ask next."""

    def __init__(self, check: Source, told: FactSet, determination: Determination) -> None:
        """`told` are the answers that the determination was found from, and what is not known.

        Raises SubjectError where the answers contradict each other.
        """
        self.check, self.told, self.determination = check, told, determination
        self.ruleset, self.subject = (
            determination.situation.ruleset,
            determination.situation.subject,
        )
        if conflicts := determination.conflicts:
            raise SubjectError([conflict_words(self.ruleset, each) for each in conflicts])

    @cached_property
    def screens(self) -> dict[str, Screen]:
        """Every topic that has open questions or answers, in the order of topics."""
        found = self._open
        screens = {}
        for section in self._sections():
            questions = [one for each in section.asked for one in found.get(each.key, ())]
            asked = tuple(each for each in section.asked if self._is_asked(each, section, found))
            told = any(each.key in self.check.answers for each in asked)
            if told or (questions and self.gates.is_open(section)):
                first = section.topic is self.ruleset.topics_of("service")[0]
                screens[section.anchor] = Screen(
                    replace(section, asked=asked), tuple(questions), first
                )
        return screens

    @cached_property
    def _open(self) -> dict[str, list[OpenQuestion]]:
        """What is worth asking for, by the key of the answer."""
        found: dict[str, list[OpenQuestion]] = {}
        for question in open_questions(self.determination, self.check.answers, self.gates.put_off):
            found.setdefault(question.key, []).append(question)
        return found | self._of_gates(found)

    @cached_property
    def gates(self) -> Gates:
        """What has to be known before some topics make sense."""
        return Gates(self.determination, self.check.answers)

    def _of_gates(self, found: Mapping[str, list[OpenQuestion]]) -> dict[str, list[OpenQuestion]]:
        """The questions whether levels of risk can be told, where a level is worth asking for."""
        gates: dict[str, list[OpenQuestion]] = {}
        for section in self._sections():
            key = self.gates.of_levels(section)
            behind = [one for each in section.asked for one in found.get(each.key, ())]
            if key is not None and behind:
                gates[str(key)] = [gate_question(key, behind)]
        return gates

    def _is_asked(self, asked: Asked, section: Section, open_: Collection[str]) -> bool:
        """Open, answered before, a level of a grid, or what follows a question that is asked."""
        return bool(section.topic.levels) or any(
            key in self.check.answers or key in open_ for key in (asked.key, asked.follows)
        )

    def _sections(self) -> Iterable[Section]:
        day = self.determination.as_at
        yield from sections_for(self.ruleset, self.told, day)
        yield Section(REGISTER_TOPIC.id, REGISTER_TOPIC, "", (*_register(self.check.answers),))

    @cached_property
    def to_come(self) -> list[Screen]:
        """The screens with questions not asked yet: scope first, then whether risks were assessed,
        then those that settle most.
        """
        waiting = [each for each in self.screens.values() if each.open]
        return sorted(
            waiting,
            key=lambda each: (
                not each.decides_scope, not self.gates.opens(each.section), not each.dates,
                -len(each.settles), -len(each.acts_on),
            ),
        )  # fmt: skip

    def with_levels(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """What a screen told, with the levels that it tells at once.

        Every kind is negligible to low where an assessment came to that, and not rated where that
        is taken back; a level that was told otherwise stays.
        """
        found, before = dict(told), self.check.answers
        for section in self._sections():
            gate = self.gates.of_assessment(section)
            keys = [each.key for each in section.asked] if gate in told else []
            if gate and told.get(gate) == ALL_LOW:
                found |= {key: LOW_LEVELS for key in keys if before.get(key) is None}
            else:
                found |= {key: None for key in keys if before.get(key) == LOW_LEVELS}
        return found

    def leads(self, screen: Screen) -> dict[str, tuple[Lead, ...]]:
        """What each answer on a screen leads to; while scope is open, no answer alone can tell."""
        if screen.decides_scope:
            return {}
        jobs = self.ruleset.jobs
        return {
            each.key: leads(consequences(self.determination, jobs, each.key))
            for each in screen.section.asked
            if each.type in ("boolean", "set") and each.key != REGISTER and not each.leads
        }

    @cached_property
    def seen(self) -> list[Screen]:
        """The screens answered, in the order in which they were."""
        order = [*self.check.seen, *(id_ for id_ in self.screens if id_ not in self.check.seen)]
        found = [self.screens[id_] for id_ in order if id_ in self.screens]
        return [each for each in found if self._was_answered(each)]

    def _was_answered(self, screen: Screen) -> bool:
        return any(each.key in self.check.answers for each in screen.section.asked)

    def before(self, id_: str) -> Screen | None:
        """The screen answered before this one, if any."""
        ids = [each.id for each in self.seen]
        place = ids.index(id_) if id_ in ids else len(ids)
        return self.seen[place - 1] if place else None

    def screen_asking(self, name: str) -> str:
        """The id of the screen that asks for a fact, or nothing."""
        for screen in self.screens.values():
            if any(name == Key.parse(each.key).name for each in screen.section.asked):
                return screen.id
        return ""

    def progress(self, id_: str) -> tuple[int, int]:
        """Which screen this is, and how many there are at most, once scope is known."""
        ids = [each.id for each in self.seen]
        coming = [each.id for each in self.to_come if each.id not in ids]
        number = ids.index(id_) + 1 if id_ in ids else len(ids) + 1
        behind = sum(
            self.gates.may_open(section) and any(each.key in self._open for each in section.asked)
            for section in self._sections()
        )
        return number, len(ids) + len(coming) + behind


def _register(answers: Mapping[str, Any]) -> Iterable[Asked]:
    """Whether the service is on Ofcom's register, and since when."""
    yield Asked(
        key=REGISTER, name=REGISTER, type="set",
        label="Is the service on Ofcom’s register of categorised services?",
        help="Almost no service is: Ofcom would have written to you.", unit="",
        choices=tuple((each, f"Category {each}") for each in ("1", "2A", "2B")),
        current=answers.get(REGISTER), left_open=REGISTER in answers and not answers[REGISTER],
    )  # fmt: skip
    yield Asked(
        key=REGISTER_SINCE, name=REGISTER_SINCE, type="date",
        label="Since which day?",
        help="The day of its entry, as Ofcom’s register says it: the duties of the category bind "
        "from then on.",
        unit="", choices=(), current=answers.get(REGISTER_SINCE), follows=REGISTER,
    )  # fmt: skip


def long_jobs(screen: Screen, before: Determination, after: Determination) -> tuple[Job, ...]:
    """The long jobs that the answers of a screen added; none while scope was open."""
    if screen.decides_scope:
        return ()
    return long_jobs_added(before, after, before.situation.ruleset.jobs)


def ids_of(jobs: Iterable[Job]) -> str:
    """Long jobs as the button that is pressed again carries them."""
    return " ".join(job.id for job in jobs)


def read_screen(
    screen: Screen,
    data: Any,
    before: Mapping[str, Any],
    *,
    finished: bool,
    last: Callable[[str], Event | None] = lambda key: None,
) -> tuple[FactsForm, dict[str, Any] | None]:
    """The screen's form as it was sent, and its answers by key; None where they are wrong.

    A screen that is `finished` has answered each of its questions: what has no answer is "don't
    know yet". Before that, only what was chosen counts.
    """
    asked = set(data.getlist("asked"))
    section = replace(
        screen.section, asked=tuple(each for each in screen.section.asked if each.key in asked)
    )
    form = FactsForm((section,), _filled(data, section), last)
    if not form.is_valid():
        return form, None
    told = form.answers()
    if finished:
        told = {key: before.get(key) for key in form.asked} | told
    return form, _without_what_follows_a_no(form, told, before)


def _without_what_follows_a_no(
    form: FactsForm, told: dict[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    """What is asked after a yes only was not asked, and is not known, where that was no yes."""
    for key, each in form.asked.items():
        if each.follows and not told.get(each.follows, before.get(each.follows)):
            if before.get(key) is None:
                told.pop(key, None)
            else:
                told[key] = None
    return told


def _filled(data: Any, section: Section) -> Any:
    """What was sent; "the rest is low" answers each level of the grid that has none.

    Not that of a part of a kind that was rated higher: one of its parts at least is as high.
    """
    filled = data.copy()
    level = filled.get("fill", "")
    if level in FILL:
        rated = {key for key in data if is_told(data.get(key))}
        higher = {key for key in rated if heights(data[key])[1] > LEVELS.index(level)}
        for each in section.asked:
            unrated = each.type == "level" and each.key not in rated
            if unrated and each.whole not in higher:
                filled[each.key] = level
    return filled


def _bears_on(settles: tuple[str, ...], acts_on: tuple[str, ...]) -> str:
    if settles:
        whether = "whether {} concern{} you"
        return f"They tell {whether.format(*_things(settles))}."
    if acts_on:
        what, _end = _things(acts_on)
        return f"They tell whether there is anything to do about {what}."
    return ""


def _things(refs: tuple[str, ...]) -> tuple[str, str]:
    """How many rules, and the ending of what they do."""
    one = len(refs) == 1
    return ("one rule", "s") if one else (f"{len(refs)} rules", "")


def problems_beside(errors: Iterable[str], keys: Iterable[str]) -> Mapping[str, list[str]]:
    """Each contradiction under the question of this screen that it names, else under none."""
    found: dict[str, list[str]] = {}
    names = {Key.parse(key).own_name: key for key in keys}
    for error in errors:
        place = next((key for name, key in names.items() if name in error), "")
        found.setdefault(place, []).append(error)
    return found
