"""The law of one release, compiled once; callers keep it and ask it about any platform and day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from obligations.rules.conditions.grammar import Compare, Condition, Family, Leaf, Risk, leaves
from obligations.rules.conditions.levels import LEVELS
from obligations.rules.conditions.natural import natural_key
from obligations.rules.rulebook.citations import citation
from obligations.rules.rulebook.derivations import (
    CountListed,
    GateRule,
    KindsAtLevel,
    NamedRule,
    SettledBy,
    StaysOver,
)
from obligations.rules.rulebook.jobs import Job
from obligations.rules.rulebook.kinds import Kind, Kinds, MergedKind
from obligations.rules.rulebook.names import DETERMINED_KINDS, SIDES
from obligations.rules.rulebook.record import Kept, Many
from obligations.rules.rulebook.requirements import Former, Requirement
from obligations.rules.rulebook.terms import Term, terms_of
from obligations.rules.rulebook.tool import OfcomTool
from obligations.rules.rulebook.trust import Trust
from obligations.rules.rulebook.vocabulary import Event, Exclusion, Fact, Gate, Topic

# What a provider shows of its own. Editions up to 2026.11.21 did not know which of it Part 5 is on.
OWN_PORNOGRAPHY = "publishes_regulated_provider_pornographic_content"
ANY_OWN_PORNOGRAPHY = "publishes_provider_pornographic_content"
# What the rules stated only in code read, so that dependencies can be followed.
NAMED_RULE_READS = {
    "service_kind": (
        "has_user_to_user_part",
        "has_public_search_engine",
    ),
    "designations_on_day": (),
    "child_access_state": (
        "ofcom_child_access_decision_from",
        "first_access_assessment_done",
        "first_access_assessment_completed_on",
        "service_start_date",
        "children_can_access",
        "child_user_condition_met",
    ),
    "child_access_from": ("likely_accessed_by_children", "child_access_found_on"),
    "access_assessment_missed": ("first_access_assessment_done", "service_start_date"),
}

# What asks for levels of risk under editions that have no topics.
_LEVEL_TITLES: dict[Family, str] = {
    "illegal": "Risk of each kind of illegal content",
    "children": "Risk of each kind of content harmful to children",
}
_LEVELS = tuple(
    Topic(
        id=f"{family}-risk",
        title=title,
        about="",
        of="side",
        levels=family,
    )
    for family, title in _LEVEL_TITLES.items()
)


class RuleSetError(ValueError):
    """Law data that does not compile; the message names the record."""


class Rules(BaseModel):
    """The sections of a law payload that the evaluator reads; editions of old have fewer."""

    topics: Many[Topic] = ()
    facts: Many[Fact]
    kinds: Kinds
    events: Many[Event]
    gates: Many[Gate]
    requirements: Many[Requirement]
    former: Many[Former] = ()
    jobs: Many[Job] = ()
    exclusions: Many[Exclusion] = ()


@dataclass(frozen=True)
class RuleSet:
    """Everything needed to answer for any platform on any day, under one release."""

    release: str
    law_date: str
    facts: dict[str, Fact]
    kinds: dict[Family, Mapping[str, Kind]]
    merged: dict[str, MergedKind]
    events: dict[str, Event]
    gates: dict[str, Gate]
    requirements: tuple[Requirement, ...]
    instruments: dict[str, str]
    tool: OfcomTool
    jobs: tuple[Job, ...] = ()
    former: tuple[Former, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    topics: tuple[Topic, ...] = ()
    terms: tuple[Term, ...] = ()

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> RuleSet:
        """Compile a law payload. Raises RuleSetError where a record cannot be read."""
        kept: Kept = {}
        try:
            rules = Rules.model_validate(payload, context=kept)
        except ValidationError as wrong:
            raise RuleSetError(str(wrong)) from wrong
        kinds = rules.kinds
        ruleset = cls(
            release=str(payload["release"]["version"]),
            law_date=str(payload["release"].get("law_date", "")),
            facts={each.name: each for each in rules.facts},
            kinds={
                "illegal": {each.name: each for each in kinds.illegal},
                "children": {each.name: each for each in kinds.children},
            },
            merged={each.name: each for each in kinds.children_merged},
            events={each.id: each for each in rules.events},
            gates={each.id: each for each in rules.gates},
            requirements=tuple(_waiting_as_wholes(rules.requirements)),
            instruments={each["id"]: each["title"] for each in payload.get("instruments", ())},
            jobs=rules.jobs,
            former=rules.former,
            exclusions=rules.exclusions,
            topics=rules.topics,
            tool=OfcomTool.from_payload(payload.get("checker") or {}),
            terms=terms_of(payload),
        )
        _check_references(ruleset)
        _check_no_circles(ruleset)
        return ruleset

    @cached_property
    def trust(self) -> dict[str, Trust]:
        """How far each requirement was checked, by its id."""
        return {each.id: each.trust(self.law_date) for each in self.requirements}

    @cached_property
    def marks(self) -> dict[str, str]:
        """How far each fact was checked, as a mark of `obligations.rules.rulebook.trust`."""
        return {fact.name: fact.trust(self.law_date).mark for fact in self.facts.values()}

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Old spellings of facts, each with the name used now."""
        return {alias: fact.name for fact in self.facts.values() for alias in fact.aliases}

    def topics_of(self, part: Literal["service", "side"]) -> tuple[Topic, ...]:
        """The topics of the service, or of each side; what no topic asks stands in a last one.

        Editions up to 2026.11.21 have no topics.
        """
        placed = {name for topic in self.topics for name in topic.facts}
        rest = tuple(
            fact.name
            for fact in self.facts.values()
            if fact.asked and fact.name not in placed and (fact.level == "side") is (part == "side")
        )
        found = [each for each in self.topics if each.of == part]
        if rest:
            found.append(
                Topic(id=f"more-{part}", title="More questions", about="", of=part, facts=rest)
            )
        if part == "side" and not self.topics:
            found += _LEVELS
        return tuple(found)

    @cached_property
    def determined(self) -> tuple[Requirement, ...]:
        """The requirements that a determination answers, in natural order of their refs."""
        chosen = [each for each in self.requirements if each.kind in DETERMINED_KINDS]
        return tuple(sorted(chosen, key=lambda each: (natural_key(each.ref), each.id)))

    @cached_property
    def alike(self) -> tuple[int, ...]:
        """For each of `determined`, the place of the first that its answer turns on the same as.

        Hundreds of requirements come down to fewer than two hundred questions: one is answered
        for all that are alike.
        """
        first: dict[object, int] = {}
        return tuple(
            first.setdefault(each.turns_on, place) for place, each in enumerate(self.determined)
        )

    @cached_property
    def citations(self) -> dict[str, str | None]:
        """For each fact, where it comes from as a short citation, if that can be told."""
        return {name: citation(fact.sources) for name, fact in self.facts.items()}

    @cached_property
    def parts(self) -> dict[tuple[Family, str, str | None], tuple[str, ...]]:
        """For each kind that others make up, the kinds rated apart that do so on a side."""
        found: dict[tuple[Family, str, str | None], tuple[str, ...]] = {}
        for whole in self.merged.values():
            found |= {("children", whole.name, side): whole.merges for side in (*SIDES, None)}
        for part in self.kinds["illegal"].values():
            for side in part.sides:
                if part.part_of is not None:
                    known = found.get(("illegal", part.part_of, side), ())
                    found["illegal", part.part_of, side] = (*known, part.name)
        return found

    @cached_property
    def kind_labels(self) -> dict[tuple[Family, str], str]:
        """The label of each kind, and of each that kinds are taken together in."""
        families: tuple[Family, ...] = ("illegal", "children")
        return {
            (family, kind.name): kind.label
            for family in families
            for kind in (*self.merged.values(), *self.kinds[family].values())
        }

    @cached_property
    def by_ref(self) -> dict[str, Requirement]:
        """Every requirement by its id and by its ref, in lower case."""
        found = {each.ref.casefold(): each for each in self.requirements}
        return found | {each.id.casefold(): each for each in self.requirements}

    @cached_property
    def moved(self) -> dict[str, Requirement]:
        """For each id of earlier editions, the requirement that bore it."""
        return {old: each for each in self.requirements for old in each.was}

    @property
    def own_pornography(self) -> str:
        """The fact that tells in this edition whether the provider shows pornography of its own."""
        return OWN_PORNOGRAPHY if OWN_PORNOGRAPHY in self.facts else ANY_OWN_PORNOGRAPHY

    @cached_property
    def side_dependent(self) -> frozenset[str]:
        """Names of the facts that may differ from side to side, derived ones included."""
        return frozenset(name for name in self.facts if self._depends_on_side(name))

    def _depends_on_side(self, name: str) -> bool:
        fact = self.facts[name]
        if fact.level == "side":
            return True
        return any(self._depends_on_side(each) for each in self.inputs(fact))

    def reads_side(self, condition: Condition) -> bool:
        """Whether the condition must be read on each side apart."""
        known = self._sided.get(id(condition))
        return self._is_sided(condition) if known is None else known

    @cached_property
    def _sided(self) -> dict[int, bool]:
        """By id(), for the conditions of requirements and gates, which are kept here."""
        trees = [tree for each in self.requirements for tree in _trees(each)]
        trees += [gate.condition for gate in self.gates.values()]
        return {id(tree): self._is_sided(tree) for tree in trees}

    def _is_sided(self, condition: Condition) -> bool:
        return any(
            isinstance(leaf, Risk) or leaf.fact in self.side_dependent for leaf in leaves(condition)
        )

    def inputs(self, fact: Fact) -> tuple[str, ...]:
        """The facts that a derived fact is worked out from, one step down."""
        match fact.derived_from:
            case None | KindsAtLevel() | CountListed():
                return ()
            case GateRule(gate=gate):
                return tuple(sorted(facts_in([self.gates[gate].condition])))
            case NamedRule(rule=name):
                reads = NAMED_RULE_READS[name]
                if name == "service_kind":
                    reads = (*reads, self.own_pornography)
                return tuple(each for each in reads if each in self.facts)
            case StaysOver(fact=name, last=last):
                return tuple(each for each in (name, last) if each in self.facts)
            case SettledBy() as rule:
                return tuple(sorted(facts_in(rule.tests)))
            case condition:
                return tuple(sorted(facts_in([condition])))

    def _tests(self) -> Iterator[Leaf]:
        """Every test of the law data: of requirements, gates and derived facts."""
        trees = [tree for each in self.requirements for tree in _trees(each)]
        trees += [gate.condition for gate in self.gates.values()]
        rules = [fact.derived_from for fact in self.facts.values()]
        trees += [rule for rule in rules if isinstance(rule, Condition)]
        trees += [tree for rule in rules if isinstance(rule, SettledBy) for tree in rule.tests]
        trees += [rule.over for rule in rules if isinstance(rule, StaysOver)]
        return (leaf for tree in trees for leaf in leaves(tree))

    @cached_property
    def level_tests(self) -> dict[tuple[Family, str, str], Risk]:
        """The test of each kind for each level, the same object wherever it stands."""
        found = {
            (family, kind, level): Risk(family, kind, level)
            for family, kind in self.kind_labels
            for level in LEVELS
        }
        used = [test for test in self._tests() if isinstance(test, Risk)]
        return found | {(each.family, each.kind, each.at_least): each for each in used}

    @cached_property
    def edges(self) -> dict[str, tuple[float, ...]]:
        """For each number, the figures from which some test of it comes out otherwise."""
        found: dict[str, set[float]] = {}
        for leaf in self._tests():
            if isinstance(leaf, Compare) and isinstance(leaf.limit, int | float):
                edge = leaf.limit + (1 if leaf.op in ("over", "at_most") else 0)
                found.setdefault(leaf.fact, set()).add(edge)
        return {name: tuple(sorted(edges)) for name, edges in found.items()}

    @cached_property
    def months(self) -> frozenset[str]:
        """The facts that hold a day and mean its month."""
        rules = [fact.derived_from for fact in self.facts.values()]
        return frozenset(rule.last for rule in rules if isinstance(rule, StaysOver))

    @cached_property
    def used_by(self) -> dict[str, list[str]]:
        """For each fact, the refs of the requirements whose conditions read it directly."""
        found: dict[str, list[str]] = {name: [] for name in self.facts}
        for requirement in self.requirements:
            for name in facts_in(_trees(requirement)):
                found[name].append(requirement.ref)
        return {name: sorted(refs, key=natural_key) for name, refs in found.items()}


def _waiting_as_wholes(requirements: Iterable[Requirement]) -> Iterator[Requirement]:
    """Requirements; a part that waits for nothing of its own waits for what its whole waits for."""
    found = {each.id: each for each in requirements}
    for each in found.values():
        whole: Requirement | None = each
        while whole is not None and whole.waits_for is None:
            whole = found.get(whole.part_of or "")
        if whole is None or whole is each:
            yield each
        else:
            yield each.model_copy(update={"waits_for": whole.waits_for})


def facts_in(trees: Iterable[Condition]) -> set[str]:
    """The names of the facts that these conditions test."""
    return {leaf.fact for tree in trees for leaf in leaves(tree) if not isinstance(leaf, Risk)}


def _trees(requirement: Requirement) -> list[Condition]:
    every = [
        tree
        for top in requirement.versions
        for tree in (top.condition, top.bites_only_if, *(each.condition for each in top.candidates))
    ]
    return [tree for tree in every if tree is not None]


def _check_references(ruleset: RuleSet) -> None:
    trees = [(each.id, tree) for each in ruleset.requirements for tree in _trees(each)]
    trees += [(gate.id, gate.condition) for gate in ruleset.gates.values()]
    trees += [(each.id, tree) for each in ruleset.exclusions for tree in (each.one, each.other)]
    for owner, tree in trees:
        for leaf in leaves(tree):
            if isinstance(leaf, Risk):
                known = leaf.kind in ruleset.kinds[leaf.family] or leaf.kind in ruleset.merged
            else:
                known = leaf.fact in ruleset.facts
            if not known:
                raise RuleSetError(f"{owner}: the condition reads an unknown name: {leaf}")
    for each in ruleset.requirements:
        if each.gate is not None and each.gate not in ruleset.gates:
            raise RuleSetError(f"{each.id}: no such gate: {each.gate}")
        if each.triggered_by is not None and each.triggered_by not in ruleset.events:
            raise RuleSetError(f"{each.id}: no such event: {each.triggered_by}")


def _check_no_circles(ruleset: RuleSet) -> None:
    settled: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise RuleSetError(f"facts derived in a circle: {' <- '.join((*path, name))}")
        if name in settled:
            return
        if name not in ruleset.facts:
            raise RuleSetError(f"{path[-1]}: derived from an unknown fact: {name}")
        for each in ruleset.inputs(ruleset.facts[name]):
            visit(each, (*path, name))
        settled.add(name)

    for name in ruleset.facts:
        visit(name, ())
