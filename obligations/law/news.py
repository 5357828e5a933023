"""What changed in the law for whoever follows some requirements: by a release, or by a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q

from obligations import language, words
from obligations.law import diff
from obligations.law.edition import Payload
from obligations.law.moved_ids import aligned, moves
from obligations.models import EventKind, Release, Requirement, RequirementVersion
from obligations.models.law import IN_FORCE
from obligations.rules.rulebook.names import DETERMINED_KINDS, SIDE_GATES
from obligations.rules.rulebook.trust import SURENESS, trust

WHOM = ("gate", "side", "categories", "triggered_by", "waits_for", "versions")
"""The fields that decide whom a requirement binds and when."""
WEIGHTY = (
    "ref", "title", "summary", "kind", "strength", "level", "person", "optional", *WHOM, "clock",
    "checked",
)  # fmt: skip
"""The fields of which a change is told; notes, sources and links are not among them. `checked` is
told where a record has become less sure: that somebody compared it is no news of the law."""
GONE = "is no longer in the law data"


@dataclass(frozen=True)
class Shared:
    """A change beneath several requirements: a scope test, how a fact is worked out, an event.

    `scope`: it also decides whether the Act concerns a service at all.
    """

    sentence: str
    requirements: frozenset[str]
    scope: bool = False


@dataclass(frozen=True)
class Difference:
    """What one edition changed against another, in phrases by id of requirement.

    The ids are those of the later edition; of what it no longer has, those of the earlier."""

    changed: Mapping[str, list[str]]
    whom: Mapping[str, list[str]]
    shared: tuple[Shared, ...]
    new: frozenset[str]


@dataclass(frozen=True)
class Arrival:
    """On a day, without a new edition, a version of a requirement began or ended, or what it
    waits for happened."""

    requirement: str
    day: dt.date
    sentence: str


def between(before: Release, after: Release) -> Difference:
    """What `after` changed against `before`. Worked out once per process."""
    return _between(before.sha256, after.sha256)


@lru_cache(maxsize=8)
def _between(before: str, after: str) -> Difference:
    payloads = dict(
        Release.objects.filter(sha256__in=(before, after)).values_list("sha256", "payload")
    )
    return difference(payloads[before], payloads[after])


def difference(old: Payload, new: Payload) -> Difference:
    """The difference of two editions as followers are told it."""
    moved = moves(old["requirements"], new["requirements"])
    refs = {each["id"]: each["ref"] for each in old["requirements"]}
    old = aligned(old, new, moved)
    before, after = (_by_id(payload["requirements"]) for payload in (old, new))
    changed: dict[str, list[str]] = {
        key: [f"is now {after[key]['ref']}; it was {refs[was]}"]
        for was, key in moved.items()
        if after[key]["ref"] != refs[was]
    }
    whom: dict[str, list[str]] = {}
    for key, record in before.items():
        if key not in after:
            changed[key] = [GONE]
        elif record != after[key]:
            now, then = (
                _trimmed(each, payload["release"]["law_date"])
                for each, payload in ((after[key], new), (record, old))
            )
            if SURENESS.index(now["checked"]) < SURENESS.index(then["checked"]):
                then["checked"] = now["checked"]
            for found, fields in ((changed, WEIGHTY), (whom, WHOM)):
                if phrases := diff.changes(then, now, fields):
                    found.setdefault(key, []).extend(phrases)
    fresh = {
        key
        for key, record in after.items()
        if key not in before and record["kind"] in DETERMINED_KINDS
    }
    return Difference(changed, whom, tuple(_beneath(old, new, after)), frozenset(fresh))


def arrivals(since: dt.date, until: dt.date) -> list[Arrival]:
    """What the days after `since`, up to `until`, brought with the law data in use, by day."""
    found = [*_versions_of(since, until), *_events_of(since, until)]
    return sorted(found, key=lambda each: (each.day, each.requirement))


def _by_id(records: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in records}


def _trimmed(record: Mapping[str, Any], law_date: str) -> dict[str, Any]:
    """A requirement without its notes, and with how far it was checked as one word."""
    versions = [
        {name: value for name, value in version.items() if name != "date_note"}
        for version in record["versions"]
    ]
    return {**record, "versions": versions, "checked": trust(record, law_date).mark}


def _beneath(
    old: Payload, new: Payload, requirements: Mapping[str, dict[str, Any]]
) -> Iterator[Shared]:
    """Changed scope tests, facts that are worked out otherwise, events that have happened."""
    gates = _by_id(old["gates"])
    for gate in new["gates"]:
        if gate["id"] in gates and gate["condition"] != gates[gate["id"]]["condition"]:
            users = frozenset(
                key for key, each in requirements.items() if gate["id"] in _gates_of(each)
            )
            test = gate["if_so"] or gate["title"]
            yield Shared(f"The test whether {test} changed.", users, scope=True)
    facts = {record["name"]: record for record in old["facts"]}
    for fact in new["facts"]:
        known = facts.get(fact["name"])
        if known is not None and known["derived_from"] != fact["derived_from"]:
            affected = _built_on(fact["name"], new["facts"])
            users = frozenset(
                key for key, each in requirements.items() if affected & {*_facts_in(each)}
            )
            name = words.names.plain(fact["name"])
            yield Shared(f"How “{name}” is worked out changed.", users)
    events = _by_id(old["events"])
    for event in new["events"]:
        known = events.get(event["id"])
        if known is not None and event["occurred"] and known["occurred"] != event["occurred"]:
            users = frozenset(
                key for key, each in requirements.items() if event["id"] in {*_awaited(each)}
            )
            yield Shared(f"{event['title']}: {language.iso_day(event['occurred'])}.", users)


def _gates_of(requirement: Mapping[str, Any]) -> tuple[str | None, ...]:
    return requirement["gate"], SIDE_GATES.get(requirement["side"])


def _built_on(name: str, facts: Sequence[Mapping[str, Any]]) -> set[str]:
    """The fact and every fact that is worked out from it."""
    found = {name}
    while more := {
        fact["name"]
        for fact in facts
        if fact["name"] not in found and found & {*_values(fact["derived_from"], "fact")}
    }:
        found |= more
    return found


def _facts_in(requirement: Mapping[str, Any]) -> Iterator[str]:
    return _values(requirement["versions"], "fact")


def _awaited(requirement: Mapping[str, Any]) -> Iterator[str]:
    """The events that it, or a reading of it, waits for."""
    readings = [c for version in requirement["versions"] for c in version["candidates"]]
    return _values([requirement["waits_for"], *(c.get("waits_for") for c in readings)], "event")


def _values(tree: Any, key: str) -> Iterator[str]:
    """Every text under a key, however deep in a tree of the law data."""
    if isinstance(tree, Mapping):
        for name, value in tree.items():
            if name == key and isinstance(value, str):
                yield value
            else:
                yield from _values(value, key)
    elif isinstance(tree, list):
        for part in tree:
            yield from _values(part, key)


def _versions_of(since: dt.date, until: dt.date) -> Iterator[Arrival]:
    """Versions in force that began, or whose last day has passed."""
    rows = RequirementVersion.objects.filter(
        requirement__withdrawn_in=None, status__in=IN_FORCE, period__isnull=False
    )
    moved = rows.filter(
        Q(period__startswith__gt=since, period__startswith__lte=until)
        | Q(period__endswith__gt=since, period__endswith__lte=until)
    )
    by_slug: dict[str, list[RequirementVersion]] = {}
    for row in (
        rows.filter(requirement__in=moved.values("requirement"))
        .select_related("requirement")
        .order_by("requirement__slug", "period")
    ):
        by_slug.setdefault(row.requirement.slug, []).append(row)
    for slug, versions in by_slug.items():
        starts = {row.period.lower for row in versions}
        for number, row in enumerate(versions):
            first, after = row.period.lower, row.period.upper
            if first and since < first <= until:
                yield Arrival(slug, first, _began(row, first, again=number > 0))
            if after and since < after <= until and after not in starts:
                last = language.day(after - dt.timedelta(days=1))
                yield Arrival(slug, after, f"It is no longer in force; its last day was {last}.")


def _began(version: RequirementVersion, day: dt.date, *, again: bool) -> str:
    what = "A new version of it is" if again else "It is"
    unsure = " Sources disagree about it." if version.status == "contested" else ""
    return f"{what} in force since {language.day(day)}.{unsure}"


def _events_of(since: dt.date, until: dt.date) -> Iterator[Arrival]:
    """Events of the law whose day has come, for what waits for them."""
    events = EventKind.objects.filter(
        withdrawn_in=None, occurred__gt=since, occurred__lte=until
    ).in_bulk(field_name="slug")
    if not events:
        return
    for requirement, awaited in _waiting():
        for slug in dict.fromkeys(_values(awaited, "event")):
            if event := events.get(slug):
                assert event.occurred is not None
                said = f"What it waits for happened on {language.day(event.occurred)}"
                yield Arrival(requirement, event.occurred, f"{said}: {event.title}.")


def _waiting() -> Iterator[tuple[str, list[Any]]]:
    """Every requirement with what it, and each reading of it, waits for."""
    texts = RequirementVersion.objects.filter(requirement__withdrawn_in=None)
    readings: dict[str, list[Any]] = {}
    for slug, candidates in texts.exclude(candidates=[]).values_list(
        "requirement__slug", "candidates"
    ):
        readings.setdefault(slug, []).extend(each.get("waits_for") for each in candidates)
    waiting = Requirement.objects.current().filter(
        Q(waits_for__isnull=False) | Q(slug__in=list(readings))
    )
    for slug, waits in waiting.values_list("slug", "waits_for"):
        yield slug, [waits, *readings.get(slug, ())]
