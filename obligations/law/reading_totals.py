"""How far the records of two editions were checked, and where they were read: told in totals.

What makes a record surer changes nothing in the law, so it is one sentence for a section; a record
that has become less sure is told by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from obligations import language
from obligations.law.counts import is_checked
from obligations.law.names import NAMES
from obligations.rules.rulebook.trust import SURENESS, sources_of, trust

Payload = dict[str, Any]
Checks = dict[str, tuple[str, str, list[Any]]]
"""Of a section, by the place and name of a record: its name for people, its mark, its sources."""

MARKS = {
    "verified": "checked on the official site",
    "compared": "compared with the official text",
    "changed": "compared, and changed since",
    "seen": "read in a source",
    "recalled": "from memory",
    "contested": "on which sources disagree",
}
KEYS = (
    "readings", "verification", "sources", "not_compared", "changed", "third_party", "official",
)  # fmt: skip
ENDS = ("_readings", "_verification", "_sources")


def is_about_checking(key: str) -> bool:
    """Whether a field says how far a record was checked or where it was read, not what it says."""
    return key in KEYS or key.endswith(ENDS)


def sentences(old: Payload, new: Payload) -> Iterator[str]:
    """What changed in how far records were checked, section by section."""
    for section in new:
        before, after = _checks(old, section), _checks(new, section)
        for name, (label, mark, _) in after.items():
            if name in before and SURENESS.index(mark) > SURENESS.index(before[name][1]):
                was = MARKS[before[name][1]]
                yield f"{label}: less sure than before: {MARKS[mark]}, no longer {was}."
        earlier, later = (Counter(each[1] for each in found.values()) for found in (before, after))
        named = section.replace("_", " ").capitalize()
        if earlier != later and len(before) == len(after):
            yield f"{named}, how far checked: {_listed(later)}; before, {_listed(earlier)}."
        moved = sum(name in before and each[2] != before[name][2] for name, each in after.items())
        if moved:
            yield f"{named}: sources of {language.counted(moved, 'record')} changed."


def _checks(payload: Payload, section: str) -> Checks:
    law_date = payload["release"]["law_date"]
    found: Checks = {}
    for path, record in _records(payload.get(section, []), ()):
        names = (record.get(key) for key in NAMES)
        name = next((str(each) for each in names if each is not None), path[-1] if path else "")
        if record.get("from"):
            name = f"{name}, {record.get('category')}, {record['from']}"
        label = str(record.get("ref") or name)
        # One name may stand in several lists of a section.
        found[" ".join((*path, name))] = (label, trust(record, law_date).mark, sources_of(record))
    return found


def _records(node: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Payload]]:
    """Every record that says how far it was checked, with the keys that lead to it."""
    if isinstance(node, dict):
        if is_checked(node):
            yield path, node
        for key, value in node.items():
            if key not in KEYS:
                yield from _records(value, (*path, key))
    elif isinstance(node, list):
        for value in node:
            yield from _records(value, path)


def _listed(marks: Counter[str]) -> str:
    return ", ".join(f"{marks[mark]} {MARKS[mark]}" for mark in SURENESS if marks[mark])
