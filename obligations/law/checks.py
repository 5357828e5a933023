"""How the records of the law data hold together: names, references, days and versions.

Each check yields (record, field, sentence); `faults` adds the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from obligations.law import (
    clock_checks,
    condition_checks,
    job_checks,
    library_checks,
    vocabulary_checks,
)
from obligations.law.faults import Fault
from obligations.law.names import Names, unknown
from obligations.law.period_checks import spans
from obligations.law.readings import places
from obligations.law.schema import Law
from obligations.law.schema.vocabulary import Definition
from obligations.rules.conditions.grammar import Condition
from obligations.rules.rulebook.names import SIDES
from obligations.rules.rulebook.record import Checked
from obligations.rules.rulebook.requirements import Requirement
from obligations.rules.rulebook.vocabulary import Exclusion, Fact, Gate

Found = tuple[str, str, str]
FileOf = Callable[[str, int | None], str]

STRENGTHS = {"duty": "must", "offence": "must", "power": "must", "measure": "recommended"}


def faults(law: Law, names: Names, file_of: FileOf) -> list[Fault]:
    """Every fault across the records of an edition; `names` are all that they may use."""
    out = [
        Fault(file_of(key, index), record, field, message)
        for key, check in RECORD_CHECKS.items()
        for index, entry in enumerate(getattr(law, key))
        for record, field, message in check(entry, names)
    ]
    for key, whole in library_checks.SECTION_CHECKS.items():
        out += [Fault(file_of(key, None), *found) for found in whole(getattr(law, key), names)]
    out += [
        Fault(file_of("jobs", index), *found)
        for index, *found in job_checks.faults(law.jobs, law.requirements, names)
    ]
    out += [
        Fault(file_of(key, index), *found)
        for key, index, *found in vocabulary_checks.faults(law, names)
    ]
    out += _texts(law, names, file_of)
    out += _repeated(law, file_of)
    out += _former_ids(law.requirements, file_of)
    out += _former_references(law, file_of)
    out += _circles(law, file_of)
    return out


def _texts(law: Law, names: Names, file_of: FileOf) -> Iterator[Fault]:
    """Texts that records were compared with and that are no instrument of the law data."""
    for place in places(law):
        for text in (text for each in place.record.readings for text in each.text):
            if text not in names.instruments:
                index = place.steps[1] if len(place.steps) > 1 else None
                file = file_of(place.section, index if isinstance(index, int) else None)
                message = unknown("instrument", text, names.instruments)
                yield Fault(file, place.name, "readings.text", message)


def _repeated(law: Law, file_of: FileOf) -> Iterator[Fault]:
    """Ids, references, names and aliases that stand twice."""
    names = {"facts": "name", "themes": "name"}
    lists = [key for key in Law.model_fields if isinstance(getattr(law, key), tuple)]
    for key, field in (("requirements", "ref"), *((key, names.get(key, "id")) for key in lists)):
        values = [getattr(record, field) for record in getattr(law, key)]
        first: dict[str, int] = {}
        for index, value in enumerate(values):
            if value in first:
                where = file_of(key, first[value])
                record = str(getattr(getattr(law, key)[index], "id", value))
                yield Fault(
                    file_of(key, index), record, field, f"{value!r} stands twice, also in {where}"
                )
            first.setdefault(value, index)
    spellings = Counter(a for f in law.facts for a in {f.name, *f.aliases})
    for index, fact in enumerate(law.facts):
        for alias in fact.aliases:
            if spellings[alias] > 1:
                yield Fault(
                    file_of("facts", index), fact.name, "aliases",
                    f"{alias!r} is a name or an alias of another fact as well",
                )  # fmt: skip


def _former_ids(requirements: Iterable[Requirement], file_of: FileOf) -> Iterator[Fault]:
    """Former ids that are in use, or that two records claim: an old id leads to one record."""
    present = {entry.id for entry in requirements}
    claimed: dict[str, str] = {}
    for index, entry in enumerate(requirements):
        for old in entry.was:
            if old in present:
                fault = f"{old!r} is a present id; a former id is never used again"
            elif old in claimed:
                fault = f"{old!r} is a former id of {claimed[old]!r} already"
            else:
                claimed[old] = entry.id
                continue
            yield Fault(file_of("requirements", index), entry.id, "was", fault)


def _former_references(law: Law, file_of: FileOf) -> Iterator[Fault]:
    """References of earlier editions whose id is in use, or of which nothing tells the end."""
    present = {entry.id for entry in law.requirements}
    became = {old for entry in law.requirements for old in entry.was}
    told = {former.id for former in law.former}
    for index, entry in enumerate(law.requirements):
        for old in entry.was:
            if old not in told and old not in present:
                yield Fault(
                    file_of("requirements", index), entry.id, "was",
                    f"{old!r} stands not in `former`, which says its reference and until when",
                )  # fmt: skip
    for index, former in enumerate(law.former):
        fault = None
        if former.id in present:
            fault = f"{former.id!r} is a present id; only what is no longer used stands here"
        elif former.id not in became and not (former.title and former.why):
            fault = "no requirement has it in `was`, so `title` and `why` tell what is gone"
        if fault:
            yield Fault(file_of("former", index), former.id, "id", fault)


def _fact(fact: Fact, names: Names) -> Iterator[Found]:
    name = fact.name
    if fact.asked and not fact.question:
        yield name, "question", "is asked, and has no question"
    if (fact.level == "side") != bool(fact.sides):
        yield name, "sides", "a fact of a side names its sides, and no other fact has any"
    if (fact.type in ("choice", "set")) != bool(fact.choices):
        yield name, "choices", "a choice or a set names its choices, and no other fact has any"
    if fact.derived_from is not None:
        for fault in condition_checks.derivation_faults(fact.derived_from, names):
            yield name, "derived_from", fault
    elif fact.may_be_told:
        yield name, "may_be_told", "is for a derived fact: what is asked may be told anyhow"
    yield from _contested(name, fact)


def _exclusion(entry: Exclusion, names: Names) -> Iterator[Found]:
    """Its halves are tests of facts that people tell, each side's own or the platform's."""
    for half in ("one", "other"):
        yield from (
            (entry.id, half, fault)
            for fault in condition_checks.faults(getattr(entry, half), names)
        )
        if not list(condition_checks.facts_in(getattr(entry, half))):
            yield entry.id, half, "tests no fact"
    yield from _contested(entry.id, entry)


def _conditioned(entry: Gate | Definition, names: Names) -> Iterator[Found]:
    """Gates and definitions."""
    if entry.condition is not None:
        for fault in condition_checks.faults(entry.condition, names):
            yield entry.id, "condition", fault
    yield from _contested(entry.id, entry)


def _contested(record: str, entry: Checked) -> Iterator[Found]:
    """A reading is contested by the candidates of a version, or says itself how it is."""
    said = [each for each in entry.readings if each.how == "contested"]
    # What was read in two ways in the past alone is not contested today.
    candidates = isinstance(entry, Requirement) and bool(entry.versions[-1].candidates)
    if candidates and not said:
        yield record, "readings", "a version that holds candidates goes with a contested reading"
    if said and not candidates and not all(each.why for each in said):
        yield record, "readings", "contested goes with a version that holds candidates, or a why"


def _requirement(entry: Requirement, names: Names) -> Iterator[Found]:
    record = entry.id
    for field, value, known in (
        ("theme", entry.theme, names.themes),
        ("gate", entry.gate, names.gates),
        ("instrument", entry.instrument, names.instruments),
        ("part_of", entry.part_of, names.requirements),
        ("triggered_by", entry.triggered_by, names.events),
    ):
        what = {"triggered_by": "event", "part_of": "requirement"}.get(field, field)
        if value is not None and value not in known:
            yield record, field, unknown(what, value, known)
    for link in entry.links:
        if link not in names.duties:
            yield record, "links", unknown("duty", link, names.duties)
    wanted = STRENGTHS.get(entry.kind)
    if wanted and entry.strength != wanted:
        yield record, "strength", f"a {entry.kind} is {wanted!r}, not {entry.strength!r}"
    if entry.kind == "expectation" and entry.strength not in ("should", "information"):
        yield record, "strength", "guidance is 'should' or 'information'; only law is 'must'"
    for fault in condition_checks.wait_faults(entry.waits_for, names):
        yield record, "waits_for", fault
    for field, fault in clock_checks.faults(entry.clock, names):
        yield record, field, fault
    yield from _versions(entry, names)
    yield from _contested(record, entry)


def _versions(entry: Requirement, names: Names) -> Iterator[Found]:
    record = entry.id
    for field, fault in spans(entry.versions, "versions"):
        yield record, field, fault
    for number, version in enumerate(entry.versions):
        field = f"versions[{number}]"
        if (version.status == "contested") != bool(version.candidates):
            yield record, field, "contested needs candidates, and only contested has them"
        if version.from_ is None and version.status == "in_force" and not entry.waits_for:
            yield record, f"{field}.from", "no day is set, and waits_for does not say for what"
        if version.commenced and version.from_ and version.commenced > version.from_:
            yield record, f"{field}.commenced", "is after the day from which it binds"
        if entry.kind in ("measure", "expectation") and version.by not in names.instruments:
            yield record, f"{field}.by", unknown("instrument", version.by, names.instruments)
        for place, condition in (
            (f"{field}.condition", version.condition),
            (f"{field}.bites_only_if", version.bites_only_if),
            *(
                (f"{field}.candidates[{n}].condition", c.condition)
                for n, c in enumerate(version.candidates)
            ),
        ):
            if condition is not None:
                yield from (
                    (record, place, fault) for fault in condition_checks.faults(condition, names)
                )
                yield from (
                    (record, place, fault) for fault in _wrong_side(entry, condition, names)
                )
        if len({one.id for one in version.candidates}) < len(version.candidates):
            yield record, f"{field}.candidates", "two readings have the same id"
        for n, candidate in enumerate(version.candidates):
            if not candidate.id:
                yield record, f"{field}.candidates[{n}].id", "is missing"
            for _, fault in spans([candidate], ""):
                yield record, f"{field}.candidates[{n}]", fault
            for fault in condition_checks.wait_faults(candidate.waits_for, names):
                yield record, f"{field}.candidates[{n}].waits_for", fault


def _wrong_side(entry: Requirement, condition: Condition, names: Names) -> Iterator[str]:
    """A fact that the requirement's side does not have would never hold."""
    if entry.side in SIDES:
        for name in condition_checks.facts_in(condition):
            fact = names.facts.get(name)
            sides = fact.sides if fact else ()
            if sides and entry.side not in sides:
                yield f"{name} is no fact of the {entry.side} side, only of {', '.join(sides)}"


def _circles(law: Law, file_of: FileOf) -> Iterator[Fault]:
    """Records that are part of, or supersede, themselves by way of others."""
    for key, field in (("requirements", "part_of"), ("milestones", "supersedes")):
        above = {r.id: getattr(r, field) for r in getattr(law, key)}
        for index, entry in enumerate(getattr(law, key)):
            seen, step = [entry.id], above[entry.id]
            while step is not None and step not in seen:
                seen.append(step)
                step = above.get(step)
            if step == entry.id:
                way = " -> ".join([*seen, step])
                yield Fault(file_of(key, index), step, field, f"goes in a circle: {way}")


RECORD_CHECKS: dict[str, Callable[[Any, Names], Iterator[Found]]] = {
    "facts": _fact,
    "gates": _conditioned,
    "definitions": _conditioned,
    "exclusions": _exclusion,
    "requirements": _requirement,
    "events": lambda entry, names: _contested(entry.id, entry),
    **library_checks.RECORD_CHECKS,
}
