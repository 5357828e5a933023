"""The names that records of the law data may use for one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from obligations.law.faults import suggest
from obligations.law.schema import Law
from obligations.rules.rulebook.vocabulary import Fact

NAMES = ("id", "name", "fact", "service", "step", "level", "trigger", "category", "band")
"""What a record is called by: the first of these that it has, else the key it stands under."""


@dataclass(frozen=True, slots=True)
class Names:
    """Every id of an edition, by what it names."""

    facts: dict[str, Fact | None]
    """By name; None is one that is malformed."""
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


def collect(law: Law) -> Names:
    """The names of an edition whose records are well formed."""
    kinds = law.kinds
    gates = frozenset(r.id for r in law.gates)
    return Names(
        facts={f.name: f for f in law.facts},
        illegal=frozenset(k.name for k in kinds.illegal),
        children=frozenset(k.name for k in kinds.children)
        | {k.name for k in kinds.children_merged},
        events=frozenset(e.id for e in law.events),
        gates=gates,
        definitions=gates | {d.id for d in law.definitions},
        themes=frozenset(t.name for t in law.themes),
        instruments=frozenset(i.id for i in law.instruments),
        requirements={r.id: r.kind for r in law.requirements},
        milestones=frozenset(m.id for m in law.milestones),
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
            return replace(names, facts={**names.facts, name: None})
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
