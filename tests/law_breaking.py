"""Breaking the frozen law in one place: what a test sets, and the faults that come of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from obligations.law.edition import sound
from obligations.law.faults import LawError
from obligations.law.files import Document

Payload = dict[str, Any]
Break = Callable[[Payload], object]
Broken = dict[str, tuple[Break, str]]
"""By what is wrong: how to break the law so, and the one fault that is told."""


def faults_of(payload: Payload) -> list[str]:
    try:
        sound(Document(payload, {key: [key] * max(1, len(payload[key])) for key in payload}))
    except LawError as wrong:
        return [f"{fault.record}: {fault.field}: {fault.message}" for fault in wrong.faults]
    return []


def record(payload: Payload, name: str, section: str = "requirements") -> dict[str, Any]:
    return next(r for r in payload[section] if name in (r.get("id"), r.get("name")))


def set_(name: str, key: str, value: object, section: str = "requirements") -> Break:
    """Sets a field (a path of keys and numbers) of a record."""

    def change(payload: Payload) -> None:
        node: Any = record(payload, name, section)
        *path, last = [int(step) if step.isdigit() else step for step in key.split(".")]
        for step in path:
            node = node[step]
        node[last] = value

    return change


def second_version(**changes: object) -> Break:
    def change(payload: Payload) -> None:
        duty = record(payload, "ta-s9-2")
        duty["versions"].append({**duty["versions"][0], **changes})

    return change


def condition(tree: object) -> Break:
    return set_("tm-c1", "versions.0.condition", tree)


def due(form: object) -> Break:
    rule = {
        "when": None, "due": form, "not_before": None, "text": "x", "basis": "law",
        "sense": "do_by",
    }  # fmt: skip
    return set_("ta-s9-2", "clock.rules", [rule])


C1 = "tm-c1: versions[0].condition: "
S9 = "ta-s9-2: "
DUE = S9 + "clock.rules[0].due: "
