"""The names that records of the law data may use for one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from obligations.law.faults import suggest

CATEGORIES = ("1", "2A", "2B")
NAMES = ("id", "name", "fact", "service", "step", "level", "trigger", "category", "band")
"""What a record is called by: the first of these that it has, else the key it stands under."""


@dataclass(frozen=True, slots=True)
class Names:
    """Every id of an edition, by what it names."""

    facts: dict[str, dict[str, Any]]
    illegal: frozenset[str]
    children: frozenset[str]
    events: frozenset[str]
    gates: frozenset[str]
    definitions: frozenset[str]
    themes: frozenset[str]
    instruments: frozenset[str]
    requirements: dict[str, str]
    """Id to kind."""
    milestones: frozenset[str]

    @property
    def duties(self) -> list[str]:
        """Ids from the Act and regulations: duties, offences and powers."""
        return [i for i, kind in self.requirements.items() if kind in ("duty", "offence", "power")]

    @property
    def measures(self) -> list[str]:
        return [i for i, kind in self.requirements.items() if kind == "measure"]


def collect(payload: dict[str, Any]) -> Names:
    """The names of a payload whose records are well formed."""
    kinds = payload["kinds"]
    children = kinds["children"] + kinds["children_merged"]
    gates = frozenset(r["id"] for r in payload["gates"])
    return Names(
        facts={f["name"]: f for f in payload["facts"]},
        illegal=frozenset(k["name"] for k in kinds["illegal"]),
        children=frozenset(k["name"] for k in children),
        events=frozenset(e["id"] for e in payload["events"]),
        gates=gates,
        definitions=gates | {d["id"] for d in payload["definitions"]},
        themes=frozenset(t["name"] for t in payload["themes"]),
        instruments=frozenset(i["id"] for i in payload["instruments"]),
        requirements={r["id"]: r["kind"] for r in payload["requirements"]},
        milestones=frozenset(m["id"] for m in payload["milestones"]),
    )


def with_malformed(names: Names, key: str, record: object) -> Names:
    """The names and that of a record which is malformed: references to it are not dangling."""
    if not isinstance(record, dict):
        return names
    name = record.get("id", record.get("name"))
    if not isinstance(name, str):
        return names
    match key:
        case "facts":
            return replace(names, facts={**names.facts, name: {"type": None}})
        case "requirements":
            kind = str(record.get("kind"))
            return replace(names, requirements={**names.requirements, name: kind})
        case "gates":
            return replace(
                names, gates=names.gates | {name}, definitions=names.definitions | {name}
            )
        case "events" | "definitions" | "themes" | "instruments" | "milestones":
            more: dict[str, Any] = {key: getattr(names, key) | {name}}
            return replace(names, **more)
        case _:
            return names


def unknown(what: str, name: object, allowed: Iterable[str]) -> str:
    """`no event is called 'x'; did you mean 'y'?`"""
    return f"no {what} is called {name!r}{suggest(str(name), allowed)}"
