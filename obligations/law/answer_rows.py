"""A determination as people read it: what binds by theme, what waits, what is not known and why.

Pages and reports tell an answer in the same order. The contents of an assessment or of terms stand
under the duty they belong to; permissions are listed and not counted. The sentence that opens both
is `obligations.words.determinations.opening`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from obligations import words
from obligations.models import Obligation, Position
from obligations.rules import Answer, Determination, RuleSet, Verdict
from obligations.rules.plan.plan import nested
from obligations.rules.verdict.predicates import BINDING

NO_POSITIONS: Mapping[str, Position] = MappingProxyType({})
ASSESSMENT = "assessment"
SETTLERS = {
    ASSESSMENT: "Depends on your assessment",
    "you": "You can settle it",
    "law": "The law has not settled it",
    "ofcom": "Ofcom has not said",
}


@dataclass
class Row:
    """One answer as a line that opens, the event it is about in words, what is tracked of it.

    `position`: what the provider takes it to be, beside the answer and never instead.
    """

    answer: Answer
    event: str = ""
    task: Obligation | None = None
    parts: list[Row] = field(default_factory=list)
    position: Position | None = None


@dataclass(frozen=True)
class Group:
    """The answers of one theme, with how many of each strength."""

    theme: str
    rows: tuple[Row, ...]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Strength and number, strongest first; permissions are not counted."""
        found = Counter(row.answer.strength for row in self.rows if not row.answer.optional)
        return [(name, found[name]) for name in words.answers.STRENGTHS if found[name]]

    @property
    def permissions(self) -> int:
        return sum(row.answer.optional for row in self.rows)


@dataclass(frozen=True)
class Question:
    """A fact that is not known, and how many answers wait for it."""

    name: str
    text: str
    settles: int


@dataclass(frozen=True)
class Explained:
    """Everything there is to say about what binds a service on a day."""

    determination: Determination
    groups: tuple[Group, ...]
    by_answer: Mapping[str, tuple[Row, ...]]
    questions: tuple[Question, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row that stands alone, whatever its answer."""
        return tuple(row for rows in self.by_answer.values() for row in rows)

    @property
    def waits(self) -> tuple[Row, ...]:
        return self.by_answer.get("waits", ())

    @property
    def may_apply_later(self) -> tuple[Row, ...]:
        """What is not in force on the day and turns on facts that are missing."""
        return self.by_answer.get("may_apply_later", ())

    @property
    def not_known(self) -> tuple[tuple[str, str, tuple[Row, ...]], ...]:
        """What is not known, by who can settle it; apart what an assessment will tell."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.by_answer.get("not_known", ()):
            answer = row.answer
            whom = ASSESSMENT if answer.awaits_assessment else answer.settled_by_whom or "law"
            found[whom].append(row)
        return tuple((whom, SETTLERS[whom], tuple(found[whom])) for whom in SETTLERS if found[whom])

    @property
    def not_concerned(self) -> int:
        """How many requirements do not apply."""
        return len(self.by_answer.get("does_not_apply", ()))


def explain(
    determination: Determination,
    ruleset: RuleSet,
    tasks: Iterable[Obligation] = (),
    positions: Mapping[str, Position] = NO_POSITIONS,
) -> Explained:
    """Put the answers of a determination in the order a person reads them.

    `positions`: those that stand, by the requirement's id (law.positions.standing_on).
    """
    tracked = {task.requirement.slug: task for task in tasks}

    def row_of(answer: Answer, parts: Iterable[Answer] = ()) -> Row:
        return Row(
            answer, event_words(answer, ruleset), tracked.get(answer.id),
            [row_of(each) for each in parts], positions.get(answer.id),
        )  # fmt: skip

    top = [row_of(line.answer, line.parts) for line in nested(determination.answers)]
    by_answer: dict[str, list[Row]] = defaultdict(list)
    for row in top:
        by_answer[str(row.answer.answer)].append(row)
    binding = [row for name in BINDING for row in by_answer[name]]
    return Explained(
        determination=determination,
        groups=by_theme(binding),
        by_answer={name: tuple(found) for name, found in by_answer.items()},
        questions=_questions(by_answer["not_known"], ruleset),
    )


def scope_reasons(determination: Determination) -> list[str]:
    """Why nothing binds a service that is not regulated."""
    if determination.scope["regulated_scope"] is not False:
        return []
    outside = (one for one in determination.answers if one.answer is Verdict.DOES_NOT_APPLY)
    return next((words.reasons.because(one) for one in outside if one.kind == "duty"), [])


def ways_into_scope(determination: Determination) -> list[tuple[str, str]]:
    """What would make a service that is not regulated one that is, each with what it takes."""
    return words.flips.entrances(determination.situation)


def event_words(answer: Answer, ruleset: RuleSet) -> str:
    """What an answer stands by or waits for, in words."""
    event = ruleset.events.get(answer.until_event or "")
    return event.title if event else words.names.plain(answer.until_event or "")


def by_theme(rows: Iterable[Row]) -> tuple[Group, ...]:
    """The rows by theme, in the order of the themes' words; in each the strongest first."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.answer.theme].append(row)
    order = list(words.answers.STRENGTHS)
    return tuple(
        Group(theme, tuple(sorted(found[theme], key=lambda row: order.index(row.answer.strength))))
        for theme in sorted(found, key=lambda theme: words.records.theme(theme).casefold())
    )


def _questions(rows: list[Row], ruleset: RuleSet) -> tuple[Question, ...]:
    """The facts that people can settle, those first that settle most."""
    settles = Counter(
        name
        for row in rows
        if row.answer.settled_by_whom == "you" and not row.answer.awaits_assessment
        for name in row.answer.settled_by
    )
    return tuple(
        Question(name, question_text(name, ruleset), count) for name, count in settles.most_common()
    )


def question_text(name: str, ruleset: RuleSet) -> str:
    """What to ask for a fact, or for a level of risk."""
    group, _, kind = name.partition(":")
    if group == "risk" and kind in ruleset.kinds["illegal"]:
        return f"How high is the risk of {words.conditions.kind_words(ruleset, 'illegal', kind)}?"
    if group == "children_risk" and kind in ruleset.kinds["children"]:
        content = words.conditions.kind_words(ruleset, "children", kind)
        return f"How high is the risk of {content} to children?"
    fact = ruleset.facts.get(name)
    return (fact.question or fact.meaning) if fact else words.names.plain(name)
