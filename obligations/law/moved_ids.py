"""Requirements whose id moved: which record of one edition is which of another.

A record's former ids stand in its `was`. Two records are the same requirement where a name of one,
present or former, is a name of the other: so an edition is compared with an older or a newer one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Record = Mapping[str, Any]
Payload = dict[str, Any]


def names(record: Record) -> list[str]:
    """The id of a requirement and those it bore; editions before 2026.11.28 know no former ids."""
    return [record["id"], *record.get("was", ())]


def moves(before: Iterable[Record], after: Iterable[Record]) -> dict[str, str]:
    """Of the requirements that bear another id in `after`: the id before, and the id after."""
    old, new = ({record["id"]: record for record in records} for records in (before, after))
    homes: dict[str, str] = {}
    for record in old.values():
        if record["id"] not in new:
            for name in names(record):
                homes.setdefault(name, record["id"])
    found: dict[str, str] = {}
    for record in new.values():
        if record["id"] not in old:
            origins = (homes.get(name) for name in names(record))
            origin = next((one for one in origins if one and one not in found), None)
            if origin is not None:
                found[origin] = record["id"]
    return found


def aligned(old: Payload, new: Payload, moved: Mapping[str, str]) -> Payload:
    """The old edition with the names that its moved requirements bear in the new one.

    So that the two differ in nothing that the moves themselves say.
    """
    after = {record["id"]: record for record in new["requirements"]}
    arrived = frozenset(moved.values())

    def told(record: dict[str, Any]) -> dict[str, Any]:
        now = after.get(record["id"])
        if now is None or now["id"] not in arrived:
            return record
        kept = {key: value for key, value in record.items() if key != "was"}
        return kept | {key: now[key] for key in ("ref", "was") if key in now}

    found: Payload = _renamed(old, moved) if moved else old
    return {**found, "requirements": [told(record) for record in found["requirements"]]}


def _renamed(node: Any, moved: Mapping[str, str]) -> Any:
    """A part of an edition with the ids after the moves, wherever one stands."""
    match node:
        case str():
            return moved.get(node, node)
        case dict():
            return {key: _renamed(value, moved) for key, value in node.items()}
        case list():
            return [_renamed(value, moved) for value in node]
        case _:
            return node
