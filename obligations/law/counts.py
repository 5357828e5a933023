"""How many records an edition holds, by kind, status and how far they can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeGuard

from obligations.law.schema import Law
from obligations.rules.rulebook.trust import trust

UNCOUNTED = ("release", "themes", "topics", "former", "requirements")
SECTIONS = tuple(name for name in Law.model_fields if name not in UNCOUNTED)
PARTS = {
    "kinds": ("illegal", "children", "children_merged"),
    "policy": ("statements",),
    "designations": ("services",),
    "enforcement": ("programmes", "cases", "earlier_regime"),
    "records": ("records", "format_rules", "fields"),
    "risk_assessment": ("kinds", "risk_factors", "level_tables", "review_triggers"),
    "checker": ("questions", "not_asked", "derived"),
}
"""Of a section that is no plain list: the lists inside it that are counted by name."""


def counts(payload: dict[str, Any]) -> dict[str, Any]:
    """`requirements`: group to total, kinds, status and trust; `sections`: name to total and trust.

    Trust counts how far records were checked; a contested record counts by its best reading, and
    again under `contested`. Status is that of the last version; `no_day` is law without a day yet.
    """
    law_date = payload["release"]["law_date"]
    groups: dict[str, dict[str, Any]] = {}
    for requirement in payload["requirements"]:
        group = groups.setdefault(
            group_of(requirement),
            {"total": 0, "kinds": Counter(), "status": Counter(), "trust": Counter()},
        )
        group["total"] += 1
        group["kinds"][requirement["kind"]] += 1
        group["status"][_status(requirement["versions"][-1])] += 1
        group["trust"] += _trust(requirement, law_date)
    sections: dict[str, dict[str, Any]] = {}
    for name in SECTIONS:
        found: Counter[str] = Counter()
        for record in checked(payload[name]):
            found += _trust(record, law_date)
        sections[name] = {"total": _total(name, payload[name]), "trust": dict(found)}
    return {
        "requirements": {
            name: {key: dict(v) if isinstance(v, Counter) else v for key, v in group.items()}
            for name, group in groups.items()
        },
        "sections": sections,
    }


def group_of(requirement: dict[str, Any]) -> str:
    """`duties`, `expectations`, or a measure's code; proposals without a number stand apart."""
    match requirement["kind"]:
        case "measure":
            code = str(requirement["ref"]).split(" ", 1)[0]
            return (
                f"{code} proposals" if " proposal: " in requirement["ref"] else f"{code} measures"
            )
        case "expectation":
            return "expectations"
        case _:
            return "duties"


def _status(version: dict[str, Any]) -> str:
    no_day = version["from"] is None and version["status"] == "in_force"
    return "no_day" if no_day else str(version["status"])


def _trust(record: dict[str, Any], law_date: str) -> Counter[str]:
    """Each record under one mark, as `law_readings` counts it."""
    return Counter({trust(record, law_date).mark})


def is_checked(node: dict[str, Any]) -> bool:
    """Whether it is a record that says how far it was checked."""
    return bool(node.get("readings")) or isinstance(node.get("verification"), str | dict)


def checked(node: object) -> Iterator[dict[str, Any]]:
    """Every record inside a part of a payload that says how far it was checked, however deep."""
    if isinstance(node, dict):
        if is_checked(node):
            yield node
        for key, value in node.items():
            if key not in ("readings", "verification"):
                yield from checked(value)
    elif isinstance(node, list):
        for value in node:
            yield from checked(value)


def _total(name: str, section: object) -> dict[str, int] | int:
    if name not in PARTS:
        return len(section) if isinstance(section, list) else 1
    totals: Counter[str] = Counter()
    stack: list[object] = [section]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            for key, value in node.items():
                if key in PARTS[name] and are_records(value):
                    totals[key] += len(value)
                stack.append(value)
        elif isinstance(node, list):
            stack += node
    return {part: totals[part] for part in PARTS[name]}


def are_records(value: object) -> TypeGuard[list[dict[str, Any]]]:
    """Whether it is a list of records, if of none."""
    return isinstance(value, list) and all(isinstance(x, dict) for x in value)


def lines(payload: dict[str, Any]) -> list[str]:
    """The counts as a table for a terminal."""
    found = counts(payload)
    out = []
    for name, group in found["requirements"].items():
        kinds = "" if len(group["kinds"]) == 1 else f" ({_listed(group['kinds'])})"
        out.append(
            f"{name:<18}{group['total']:>5}{kinds}  {_listed(group['status'])}"
            f"  |  {_listed(group['trust'])}"
        )
    for name, section in found["sections"].items():
        total = section["total"]
        number = total if isinstance(total, int) else sum(total.values())
        parts = "" if isinstance(total, int) or len(total) == 1 else f"  {_listed(total)}"
        trust = f"  |  {_listed(section['trust'])}" if section["trust"] else ""
        out.append(f"{name.replace('_', ' '):<18}{number:>5}{parts}{trust}")
    return out


def _listed(numbers: dict[str, int]) -> str:
    words = {
        "no_day": "without a day yet",
        "children_merged": "merged",
        "duty": "duties",
        "offence": "offences",
        "power": "powers",
        "changed": "compared, changed since",
    }
    return ", ".join(f"{n} {words.get(k, k.replace('_', ' '))}" for k, n in numbers.items() if n)
