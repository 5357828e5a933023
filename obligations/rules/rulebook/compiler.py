"""From the JSON of a law payload to frozen records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from obligations.rules.conditions import grammar
from obligations.rules.conditions.efforts import Effort
from obligations.rules.conditions.grammar import ALWAYS, Compare, Condition, ConditionError, Family
from obligations.rules.rulebook.records import (
    CHILD_ACCESS,
    NAMED_RULES,
    ChoiceWords,
    CountListed,
    Derivation,
    Event,
    Example,
    Exclusion,
    Fact,
    FactWords,
    Former,
    Gate,
    GateRule,
    Kind,
    KindsAtLevel,
    NamedRule,
    Reading,
    Requirement,
    SettledBy,
    Source,
    Span,
    StaysOver,
    Supposed,
    Topic,
    WaitFor,
)
from obligations.rules.rulebook.trust import sources_of, trust

Record = Mapping[str, Any]
Kept = dict[Condition, Condition]
"""The conditions of a law payload met so far: equal ones become one object."""


class RuleSetError(ValueError):
    """Law data that does not compile; the message names the record."""


def facts(records: Iterable[Record], kept: Kept, law_date: str = "") -> dict[str, Fact]:
    """The vocabulary by name."""
    return {each["name"]: _fact(each, kept, law_date) for each in records}


def _fact(record: Record, kept: Kept, law_date: str) -> Fact:
    rule = record.get("derived_from")
    return Fact(
        name=record["name"],
        level=record["level"],
        sides=tuple(record.get("sides") or ()),
        type=record["type"],
        unit=record.get("unit"),
        choices=tuple(record.get("choices") or ()),
        question=record.get("question"),
        help=record.get("help"),
        meaning=record.get("meaning") or "",
        derived_from=_derivation(record["name"], rule, kept) if rule else None,
        derivation_text=rule.get("text") if rule else None,
        may_be_told=tuple(record.get("may_be_told") or ()),
        asked=bool(record.get("asked")),
        aliases=tuple(record.get("aliases") or ()),
        note=record.get("note"),
        for_proposals_only=bool(record.get("for_proposals_only")),
        verification=trust(record, law_date).mark,
        sources=_sources(record),
        examples=tuple(
            Example(each["case"], each["answer"], each["why"], each["where"])
            for each in record.get("examples") or ()
        ),
        words=_words(record),
        effort=_effort(record),
    )


def _words(record: Record) -> FactWords:
    """How a fact is spoken of; editions up to 2026.11.21 do not say."""
    supposed = record.get("supposed")
    return FactWords(
        if_so=record.get("if_so"),
        if_not=record.get("if_not"),
        noun=record.get("noun"),
        supposed=Supposed(supposed["more"], supposed["less"]) if supposed else None,
        choices=tuple(
            ChoiceWords(each["choice"], each["title"], each.get("supposed"))
            for each in record.get("choice_words") or ()
        ),
        advises=bool(record.get("help_tells_who_would_change_it")),
    )


def _effort(record: Record) -> Effort:
    """What changing a fact asks; functions of a side, unless it is said, are features."""
    if record.get("for_proposals_only"):
        return Effort.OTHERS
    if said := record.get("effort"):
        return Effort[said.upper()]
    return Effort.FEATURE if record["level"] == "side" else Effort.NATURE


def topics(records: Iterable[Record]) -> tuple[Topic, ...]:
    """The topics of questions, in the order in which they are asked."""
    return tuple(
        Topic(
            each["id"],
            each["title"],
            each["about"],
            each["of"],
            tuple(each.get("facts") or ()),
            each.get("levels"),
            each.get("once_true"),
        )
        for each in records
    )


def _derivation(owner: str, rule: Record, kept: Kept) -> Derivation:
    match rule.get("rule"):
        case None:
            return _condition(owner, rule, kept)
        case "gate":
            return GateRule(rule["gate"])
        case "kinds_at_level":
            return KindsAtLevel(rule["family"], rule["level"], rule["at_least"])
        case "count_listed":
            return CountListed(rule["family"], rule["level"], tuple(rule["kinds"]))
        case "stays_over":
            return StaysOver(Compare(rule["fact"], "over", rule["limit"]), rule["last"])
        case "settled_by":
            yes, no = (_condition(owner, rule[key], kept) for key in ("yes", "no"))
            return SettledBy(yes, no, _maybe_condition(owner, rule.get("no_counts_if"), kept))
        case str(name) if name in NAMED_RULES:
            return NamedRule(name)
        case unknown:
            raise RuleSetError(f"{owner}: no such rule: {unknown}")


def _condition(owner: str, tree: Any, kept: Kept) -> Condition:
    try:
        found = ALWAYS if tree == "always" else grammar.parse(tree)
    except ConditionError as error:
        raise RuleSetError(f"{owner}: {error}") from error
    return grammar.shared(found, kept)


def _maybe_condition(owner: str, tree: Any, kept: Kept) -> Condition | None:
    return None if tree is None else _condition(owner, tree, kept)


def _sources(record: Record) -> tuple[Source, ...]:
    return tuple(
        Source(each["url"] or "", each["where"], each["third_party"]) for each in sources_of(record)
    )


def _day(value: Any) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(value)


def _span(record: Record) -> Span:
    return Span(_day(record.get("from")), _day(record.get("to")))


def kinds(record: Record) -> dict[Family, dict[str, Kind]]:
    """Kinds of illegal harm, and of content harmful to children, each by name."""
    illegal = {each["name"]: _kind("illegal", each) for each in record["illegal"]}
    children = {each["name"]: _kind("children", each) for each in record["children"]}
    return {"illegal": illegal, "children": children}


def merged(record: Record) -> dict[str, Kind]:
    """Kinds of children's harm that the Code's conditions take together."""
    return {each["name"]: _kind("children", each) for each in record["children_merged"]}


def _kind(family: Family, record: Record) -> Kind:
    label = record.get("label") or record["name"].replace("_", " ")
    return Kind(
        name=record["name"],
        label=label,
        family=family,
        sides=tuple(record.get("sides") or ("u2u", "search")),
        counts=record.get("counts_for_multi_risk"),
        versions=tuple(_span(each) for each in record.get("versions") or ()),
        part_of=record.get("sub_kind_of") or record.get("merged_into"),
        merges=tuple(record.get("merges") or ()),
        answered_by=record.get("answered_by"),
        named_if=record.get("named_if"),
        counts_open_from=_day(record.get("counts_open_from")),
        title=record.get("title"),
    )


def events(records: Iterable[Record]) -> dict[str, Event]:
    """Events by id."""
    return {
        each["id"]: Event(
            each["id"],
            each["title"],
            each["about"],
            each.get("holder"),
            _day(each.get("occurred")),
        )
        for each in records
    }


def exclusions(records: Iterable[Record], kept: Kept) -> tuple[Exclusion, ...]:
    """Answers that exclude each other; editions up to 2026.11.21 have none."""
    return tuple(
        Exclusion(
            id=each["id"],
            one=_condition(each["id"], each["one"], kept),
            other=_condition(each["id"], each["other"], kept),
            section=each["section"],
            sentence=each["sentence"],
            on_every_side=bool(each.get("on_every_side")),
        )
        for each in records
    )


def gates(records: Iterable[Record], kept: Kept) -> dict[str, Gate]:
    """Gates by id."""
    return {
        each["id"]: Gate(
            each["id"],
            each["title"],
            each.get("definition") or "",
            _condition(each["id"], each["condition"], kept),
            _sources(each),
            each.get("if_so"),
            each.get("if_not"),
        )
        for each in records
    }


def requirements(
    records: Iterable[Record], kept: Kept, law_date: str = ""
) -> tuple[Requirement, ...]:
    """Every requirement, in the order of the data; a part waits for what its whole waits for."""
    found = {each["id"]: each for each in records}
    return tuple(
        _requirement(each, _waits_of(each, found), kept, law_date) for each in found.values()
    )


def _waits_of(record: Record, found: Mapping[str, Record]) -> Record | None:
    """What a requirement says it waits for, else what the duty that it is a part of waits for."""
    whole = found.get(record.get("part_of") or "")
    return record.get("waits_for") or (_waits_of(whole, found) if whole else None)


def _requirement(record: Record, waits: Record | None, kept: Kept, law_date: str) -> Requirement:
    gate = record.get("gate")
    return Requirement(
        id=record["id"],
        ref=record["ref"],
        kind=record["kind"],
        strength=record["strength"],
        side=record["side"],
        level=record["level"],
        title=record["title"],
        theme=record["theme"],
        gate=None if gate in (None, "none") else gate,
        categories=tuple(record.get("categories") or ()),
        instrument=record.get("instrument"),
        part_of=record.get("part_of"),
        optional=bool(record.get("optional")),
        triggered_by=record.get("triggered_by"),
        waits_for=_wait(waits) if waits else None,
        readings=tuple(_reading(record["id"], each, kept) for each in record["versions"]),
        trust=trust(record, law_date),
        sources=_sources(record),
        was=tuple(record.get("was") or ()),
    )


def changes(records: Iterable[Record]) -> dict[str, tuple[Record, ...]]:
    """Known changes of requirements that no version tells, by id, as the law data has them."""
    return {each["id"]: tuple(each["changed"]) for each in records if each.get("changed")}


def former(records: Iterable[Record]) -> tuple[Former, ...]:
    """The references that earlier editions used otherwise."""
    return tuple(
        Former(each["id"], each["ref"], each["until"], each["since"], each["title"], each["why"])
        for each in records
    )


def _reading(owner: str, record: Record, kept: Kept) -> Reading:
    condition = _maybe_condition(owner, record.get("condition"), kept)
    waits = record.get("waits_for")
    return Reading(
        status=record["status"],
        span=_span(record),
        by=record.get("by"),
        condition=condition,
        needs_child_access=condition is not None and grammar.requires(condition, CHILD_ACCESS),
        bites_only_if=_maybe_condition(owner, record.get("bites_only_if"), kept),
        why=record.get("why"),
        candidates=tuple(_reading(owner, each, kept) for each in record.get("candidates") or ()),
        id=record.get("id") or "",
        waits_for=_wait(waits) if waits else None,
        commenced=_day(record.get("commenced")),
    )


def _wait(tree: Record) -> WaitFor:
    return WaitFor(
        event=tree.get("event"),
        category=tree.get("category"),
        all=tuple(_wait(each) for each in tree.get("all") or ()),
        any=tuple(_wait(each) for each in tree.get("any") or ()),
    )
