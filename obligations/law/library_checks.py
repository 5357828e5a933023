"""Checks of the sections people read: kinds, instruments, milestones, policy, practice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from obligations.law import condition_checks
from obligations.law.names import Names, unknown
from obligations.law.period_checks import spans
from obligations.law.schema.timeline import PUBLIC_AUDIENCES

Found = tuple[str, str, str]
Record = Any


def _known(
    record: str, field: str, what: str, used: Iterable[str], known: Iterable[str]
) -> Iterator[Found]:
    """A fault for each name that is used and not known."""
    allowed = list(known)
    for name in used:
        if name not in allowed:
            yield record, field, unknown(what, name, allowed)


def _instrument(entry: Record, names: Names) -> Iterator[Found]:
    yield from _known(entry.id, "amends", "instrument", entry.amends, names.instruments)
    begins, ends = entry.in_force, entry.in_force_to
    if begins and ends and ends < begins:
        yield entry.id, "in_force_to", f"ends on {ends} before it begins on {begins}"


def _category(entry: Record, names: Names) -> Iterator[Found]:
    record = entry.id
    yield from _known(record, "definition", "definition", [entry.definition], names.definitions)
    yield from _known(record, "instrument", "instrument", [entry.instrument], names.instruments)
    yield from _known(record, "fact", "fact", [entry.fact], names.facts)


def _milestone(entry: Record, names: Names) -> Iterator[Found]:
    record, audience = entry.id, entry.audience
    if isinstance(audience, str):
        if audience not in PUBLIC_AUDIENCES:
            yield (
                record,
                "audience",
                (
                    f"{audience!r} is not an audience; allowed: a condition, "
                    + ", ".join(PUBLIC_AUDIENCES)
                ),
            )
    else:
        yield from (
            (record, "audience", fault) for fault in condition_checks.faults(audience, names)
        )
    duties = [x for x in entry.duty_refs if isinstance(x, str)]
    yield from _known(record, "duty_refs", "duty", duties, names.duties)
    yield from _known(record, "measure_refs", "measure", entry.measure_refs, names.measures)
    if entry.supersedes is not None:
        yield from _known(record, "supersedes", "milestone", [entry.supersedes], names.milestones)


def _policy(document: Record, names: Names) -> Iterator[Found]:
    tables: dict[str, tuple[str, Iterable[str]]] = {
        "kinds": ("kind of illegal harm", names.illegal),
        "children_kinds": ("kind of content", names.children),
        "duties": ("duty", names.duties),
        "measures": ("measure", names.measures),
        "powers": ("definition", names.definitions),
        "facts": ("fact", names.facts),
        "themes": ("theme", names.themes),
    }
    for statement in document.statements:
        for key, (what, known) in tables.items():
            yield from _known(
                statement.id, f"about.{key}", what, getattr(statement.about, key), known
            )
        yield from _outcome(statement, names)


def _outcome(statement: Record, names: Names) -> Iterator[Found]:
    """What delivers a statement is what it is about; only what the law asks delivers it."""
    outcome = statement.outcome
    if outcome is None:
        return
    about = {*statement.about.duties, *statement.about.measures}
    if strange := sorted({*outcome.by} - about):
        yield statement.id, "outcome.by", f"{', '.join(strange)} is not what it is about"
    if outcome.instrument is not None:
        known = [outcome.instrument]
        yield from _known(
            statement.id, "outcome.instrument", "instrument", known, names.instruments
        )
    if (outcome.status in ("delivered", "awaited")) != bool(outcome.by):
        missing = "" if outcome.by else "out"
        yield statement.id, "outcome", f"{outcome.status} with{missing} what delivers it"


def _once(field: str, names: Iterable[str]) -> Iterator[Found]:
    """A fault for each name that stands twice."""
    for name, number in Counter(names).items():
        if number > 1:
            yield name, field, f"{name!r} stands {number} times"


def _kinds(section: Record, names: Names) -> Iterator[Found]:
    every = section.illegal + section.children + section.children_merged
    yield from _once("name", (k.name for k in every))
    children = {k.name for k in section.children}
    for kind in section.illegal + section.children:
        for field, fault in spans(kind.versions, "versions"):
            yield kind.name, field, fault
    for kind in section.illegal:
        if kind.sub_kind_of is not None:
            yield from _known(kind.name, "sub_kind_of", "kind", [kind.sub_kind_of], names.illegal)
    merged = {k.name for k in section.children_merged}
    for kind in section.children:
        if kind.merged_into is not None:
            yield from _known(kind.name, "merged_into", "kind", [kind.merged_into], merged)
        if kind.answered_by is not None:
            yield from _known(
                kind.name,
                "answered_by",
                "kind",
                [kind.answered_by],
                children - {kind.name},
            )
        if kind.named_if is not None:
            yes_or_no = [
                name for name, fact in names.facts.items() if fact and fact.type == "boolean"
            ]
            yield from _known(kind.name, "named_if", "fact", [kind.named_if], yes_or_no)
    for kind in section.children_merged:
        yield from _known(kind.name, "merges", "kind", kind.merges, children)


def _designations(section: Record, names: Names) -> Iterator[Found]:
    entries = (f"{s.service}, {s.category}, {s.from_}" for s in section.services)
    yield from _once("services", entries)
    for entry in section.services:
        if entry.to and entry.to < entry.from_:
            yield entry.service, "to", "ends before it begins"


def _enforcement(section: Record, names: Names) -> Iterator[Found]:
    cases = section.programmes + section.cases + section.earlier_regime
    yield from _once("id", (case.id for case in cases))
    for case in cases:
        yield from _known(case.id, "duties", "duty", case.duties, names.duties)
    fines = [case for case in section.cases if case.total_fines_gbp]
    held = {
        "fines_in_this_file_gbp": sum(case.total_fines_gbp for case in fines),
        "providers_fined_in_this_file": len({case.provider or case.id for case in fines}),
    }
    for field, number in held.items():
        if getattr(section.coverage, field) != number:
            yield (
                "coverage",
                field,
                f"is {getattr(section.coverage, field)}; the cases come to {number}",
            )


def _records(section: Record, names: Names) -> Iterator[Found]:
    fields = [f for r in section.records for f in r.fields]
    yield from _once("id", (entry.id for entry in (*section.format_rules, *fields)))
    yield from _once("id", (entry.id for entry in section.records))
    for entry in (*section.format_rules, *fields):
        yield from _known(entry.id, "duties", "duty", entry.duties, names.duties)


def _risk_assessment(section: Record, names: Names) -> Iterator[Found]:
    illegal, childrens = section.illegal_content, section.childrens
    for kind in illegal.kinds:
        yield from _known(kind.name, "name", "kind", [kind.name], names.illegal)
    factors = {f.id for f in illegal.risk_factors}
    for kind in illegal.kinds:
        yield from _known(kind.name, "risk_factors", "risk factor", kind.risk_factors, factors)
    for kind in childrens.kinds:
        yield from _known(kind.name, "name", "kind", [kind.name], names.children)
    for factor in illegal.risk_factors:
        yield from _known(factor.id, "kinds", "kind", factor.kinds, names.illegal)
        if factor.service_fact is not None:
            yield from _known(factor.id, "service_fact", "fact", [factor.service_fact], names.facts)
    for factor in childrens.risk_factors:
        yield from _known(factor.id, "kinds", "kind", factor.kinds, names.children)
    for example in section.significant_change_examples:
        yield from _known(example.text, "facts", "fact", example.facts, names.facts)


def _checker(section: Record, names: Names) -> Iterator[Found]:
    yield from _once("id", (q.id for q in section.questions))
    asked = {q.id for q in section.questions}
    for question in section.questions:
        record = question.id
        for name in _settled(question):
            group, colon, kind = name.partition(":")
            if not colon:
                yield from _known(record, "sets", "fact", [name], names.facts)
            elif group == "risk":
                yield from _known(record, "sets", "kind", [kind], names.illegal)
            elif group == "children_risk":
                yield from _known(record, "sets", "kind", [kind], names.children)
            elif group != "risk_factor":
                yield record, "sets", f"{group!r} is not a group of facts; allowed: risk, " \
                    "children_risk, risk_factor"  # fmt: skip
        when = question.asked_when or {}
        if "question" in when:
            yield from _known(record, "asked_when", "question", [when["question"]], asked)
        if "fact" in when:
            yield from _known(record, "asked_when", "fact", [when["fact"]], names.facts)
        if question.same_as is not None:
            yield from _known(record, "same_as", "question", [question.same_as], asked)
    for entry in section.not_asked + section.derived:
        yield from _known(entry.fact, "fact", "fact", [entry.fact], names.facts)


def _settled(question: Record) -> list[str]:
    return [*question.sets] + [
        name for option in question.options or [] for name in option.sets or {}
    ]


RECORD_CHECKS: dict[str, Callable[[Record, Names], Iterator[Found]]] = {
    "categories": _category,
    "instruments": _instrument,
    "milestones": _milestone,
    "policy": _policy,
}
SECTION_CHECKS: dict[str, Callable[[Record, Names], Iterator[Found]]] = {
    "kinds": _kinds,
    "designations": _designations,
    "enforcement": _enforcement,
    "records": _records,
    "risk_assessment": _risk_assessment,
    "checker": _checker,
}
