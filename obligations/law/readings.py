"""The records of an edition that say how far they were checked, and the readings they have lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from obligations.law.names import NAMES
from obligations.law.schema import Law
from obligations.rules.rulebook.record import Checked


@dataclass(frozen=True, slots=True)
class Place:
    """A record in an edition: its section, its name, and the steps (keys, numbers) that lead to it.

    `path` is the way in names, to tell records of one name apart: `illegal_content.steps.2`.
    """

    section: str
    name: str
    path: str
    steps: tuple[str | int, ...]
    record: Checked


@dataclass(frozen=True, order=True, slots=True)
class Lost:
    """A reading of a record whose text was changed since."""

    section: str
    name: str
    how: str
    day: str

    def __str__(self) -> str:
        return f"{self.section}: {self.name}: {self.how} on {self.day}, and changed since then"


def places(law: Law) -> Iterator[Place]:
    """Every record that can say how far it was checked, in the order of the data."""
    for section in Law.model_fields:
        yield from _within(getattr(law, section), section, "", (section,))


def _within(node: object, section: str, path: str, steps: tuple[str | int, ...]) -> Iterator[Place]:
    if isinstance(node, BaseModel):
        if isinstance(node, Checked):
            name = path.rsplit(".", 1)[-1] or section
            yield Place(section, name, path, steps, node)
        for key, info in type(node).model_fields.items():
            inner = getattr(node, key)
            if isinstance(inner, BaseModel | tuple | dict):
                said = info.alias or key
                yield from _within(inner, section, _joined(path, said), (*steps, said))
    elif isinstance(node, tuple):
        for number, inner in enumerate(node):
            yield from _within(inner, section, _joined(path, _name(inner)), (*steps, number))
    elif isinstance(node, dict):
        for key, inner in node.items():
            yield from _within(inner, section, _joined(path, str(key)), (*steps, key))


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path and name else path or name


def _name(node: object) -> str:
    if not isinstance(node, BaseModel):
        return ""
    said = (getattr(node, key) for key in NAMES if key in type(node).model_fields)
    return next((str(value) for value in said if value is not None), "")


def lost_readings(law: Law) -> Iterator[tuple[Place, frozenset[str]]]:
    """The records with readings of another text than they have now, and those texts' prints."""
    for place in places(law):
        prints = {each.of for each in place.record.readings if each.of}
        if prints and (gone := prints - {place.record.fingerprint()}):
            yield place, frozenset(gone)


def without_lost(law: Law, data: dict[str, Any]) -> tuple[Law, tuple[Lost, ...]]:
    """The law that was read from this data without its lost readings, and these.

    A record that has no other reading is as good as recalled.
    """
    lost: list[Lost] = []
    for place, gone in lost_readings(law):
        told = [each for each in place.record.readings if each.of in gone]
        lost += [
            Lost(place.section, place.name, each.how, each.day.isoformat() if each.day else "")
            for each in told
        ]
        record: Any = data
        for step in place.steps:
            record = record[step]
        kept = [each for each in record["readings"] if each.get("of") not in gone]
        record["readings"] = kept or [{"how": "recalled"}]
    return (Law.model_validate(data, context={}) if lost else law), tuple(lost)
