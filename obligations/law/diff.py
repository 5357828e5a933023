"""The difference of two editions of the law, in sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from obligations import language
from obligations.law import reading_totals
from obligations.law.counts import are_records
from obligations.law.moved_ids import aligned, moves

Record = dict[str, Any]

LABELS: dict[str, Callable[[Record], str]] = {
    "requirements": lambda r: str(r["ref"]),
    "instruments": lambda r: str(r["title"]),
    "facts": lambda r: _fact(r),
    "events": lambda r: f"The event {_quoted(r['title'])}",
    "gates": lambda r: f"The test whether {r['if_so']}" if r.get("if_so") else str(r["title"]),
    "definitions": lambda r: f"The definition of {r['title']}",
    "categories": lambda r: str(r["title"]),
    "milestones": lambda r: f"The milestone {_quoted(r['title'])}",
    "policy": lambda r: str(r["title"]),
    "themes": lambda r: f"The theme {r['name']}",
    "former": lambda r: f"The former reference {r['ref']}",
    "jobs": lambda r: f"The job {_quoted(r['title'])}",
    "topics": lambda r: f"The topic of questions {_quoted(r['title'])}",
    "exclusions": lambda r: f"That answers exclude each other ({r['id']})",
}
SECTIONS = {
    "kinds": "Kinds of harm",
    "designations": "The register of categorised services",
    "enforcement": "The enforcement record",
    "records": "Written records",
    "risk_assessment": "The risk assessment method",
    "checker": "The order of questions",
    "search": "The words that searches know",
}
FIELDS = {
    "from": "in force from",
    "to": "in force until",
    "by": "what brought it into force",
    "commenced": "switched on",
    "condition": "whom it concerns",
    "bites_only_if": "when it has something to act on",
    "ref": "reference",
    "checked": "how far it was checked",
    "triggered_by": "the event it stands by for",
    "waits_for": "what it waits for",
    "part_of": "what it is part of",
    "was": "the ids it bore before",
    "links": "the duties it serves",
    "candidates": "the readings of it",
    "one": "the one answer",
    "other": "the other answer",
    "date_note": "the note on its day",
    "scope_note": "the note on whom it concerns",
    "waits_for_note": "the note on what it waits for",
    "notes": "its notes",
    "settles": "what it settles",
    "gives": "what comes out of it",
    "takes": "about how long it takes",
    "after": "the jobs that come first",
    "ahead": "why it is done ahead",
    "clock.text": "when it is due, in words",
    "clock.rules": "the rules of when it is due",
    "clock.recurrence": "how often it is due",
}
IDENTITY = (
    ("id",), ("name",), ("service", "category", "from"), ("category",), ("fact",), ("step",),
    ("level",), ("trigger",), ("from",), ("date", "event"), ("as_of",), ("as",), ("words",),
)  # fmt: skip
"""What tells records of a list apart: the first of these sets of keys that a record has."""

CONDITIONS = (
    "condition", "bites_only_if", "waits_for", "audience", "derived_from", "due", "when", "one",
    "other",
)  # fmt: skip
LONG = 60
"""A text longer than this is said to be reworded, not quoted."""


def sentences(old: dict[str, Any] | None, new: dict[str, Any]) -> list[str]:
    """What changed from one edition to the next; for the first, that it is the first."""
    if old is None:
        return [f"This is the first law data loaded: {len(new['requirements'])} requirements."]
    moved = moves(old["requirements"], new["requirements"])
    out = list(_moved(old["requirements"], new["requirements"], moved))
    untold = [_untold(one, other) for one, other in ((old, new), (new, old))]
    old, new = aligned(old, new, moved) | untold[0], new | untold[1]
    for key, label in LABELS.items():
        out += _lists(old.get(key, []), new.get(key, []), label)
    for key, name in SECTIONS.items():
        out += [f"{name}: {change}." for change in _changes(old.get(key), new.get(key), "")]
    return out + list(reading_totals.sentences(old, new))


def changes(old: Record, new: Record, fields: Iterable[str]) -> list[str]:
    """What changed in these fields of one record, a phrase each, without its name."""
    before, after = ({name: record.get(name) for name in fields} for record in (old, new))
    return [*_changes(before, after, "")]


def _moved(old: list[Record], new: list[Record], moved: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each requirement that bears another id, by its references."""
    before, after = ({record["id"]: record for record in records} for records in (old, new))
    for was, now in moved.items():
        ref, record = before[was]["ref"], after[now]
        if ref == record["ref"]:
            yield f"{ref} has another id: it was {was} and is now {now}."
        else:
            yield _sentence(ref, f"is now {record['ref']}: {record['title']}")


def _untold(one: Record, other: Record) -> Record:
    """The former references of an edition that what moved or is gone does not tell already."""
    told = {record["id"] for record in other["requirements"]}
    return {"former": [each for each in one.get("former", ()) if each["id"] not in told]}


def _lists(old: list[Record], new: list[Record], label: Callable[[Record], str]) -> Iterator[str]:
    """Records by their stable id: what is new, what is gone, what changed."""
    before, after = ({_identity(r): r for r in records} for records in (old, new))
    for key, record in after.items():
        if key not in before:
            titled = "ref" in record and record.get("title")
            yield _sentence(label(record), f"is new: {record['title']}" if titled else "is new")
        elif record != before[key]:
            for change in _changes(before[key], record, ""):
                yield _sentence(label(before[key]), change)
    for key, record in before.items():
        if key not in after:
            yield _sentence(label(record), "is no longer in the law data")


def _sentence(subject: str, change: str) -> str:
    joint = " " if change.startswith(("is ", "has ")) else ": "
    return f"{subject}{joint}{change.rstrip('.')}."


def _identity(record: Record) -> str:
    for keys in IDENTITY:
        if all(key in record for key in keys):
            values = [record[key] for key in keys]
            return ", ".join(
                language.listed(value) if isinstance(value, list) else str(value)
                for value in values
            )
    return str(sorted((key, str(value)) for key, value in record.items()))


def _changes(old: object, new: object, path: str) -> Iterator[str]:
    """One phrase per changed field, deep into records and lists of records."""
    last = path.rsplit(".", 1)[-1]
    if old == new or not (_says(old) or _says(new)):
        return
    if isinstance(old, dict) and isinstance(new, dict) and last not in CONDITIONS:
        for key in dict.fromkeys([*old, *new]):
            if not reading_totals.is_about_checking(key):
                yield from _changes(old.get(key), new.get(key), f"{path}.{key}" if path else key)
    elif are_records(old) and are_records(new) and last == "versions":
        yield from _versions(old, new, path.removesuffix("versions").rstrip("."))
    elif are_records(old) and are_records(new) and last not in ("rules", "candidates"):
        yield from _inner_lists(old, new, path)
    else:
        yield _change(old, new, path)


def _versions(old: list[Record], new: list[Record], path: str) -> Iterator[str]:
    """Versions in order: what each says, then those that came or went."""
    single = len(old) == len(new) == 1
    for number, (before, after) in enumerate(zip(old, new, strict=False), 1):
        base = ".".join(x for x in (path, "" if single else f"version {number}") if x)
        for key in dict.fromkeys([*before, *after]):
            yield from _changes(before.get(key), after.get(key), f"{base}.{key}" if base else key)
    for version in new[len(old) :]:
        yield f"has a new version, in force from {_value(version['from'])}"
    for version in old[len(new) :]:
        yield f"has lost the version in force from {_value(version['from'])}"


def _inner_lists(old: list[Record], new: list[Record], path: str) -> Iterator[str]:
    before, after = ({_identity(r): r for r in records} for records in (old, new))
    for key, record in after.items():
        if key not in before:
            yield f"{_words(path)}: {_name(record, key)} is new"
        else:
            yield from _changes(before[key], record, f"{path}.{_name(record, key)}")
    for key, record in before.items():
        if key not in after:
            yield f"{_words(path)}: {_name(record, key)} is gone"


def _name(record: Record, key: str) -> str:
    name = record.get("label") or record.get("title") or record.get("service") or key
    return str(name).replace(".", " ")


def _change(old: object, new: object, path: str) -> str:
    words = _words(path)
    if old is None and path.rsplit(".", 1)[-1] in ("from", "to"):
        return f"{words} {_value(new)}"
    if old is None or new is None:
        if _short(old) and _short(new):
            return f"{words} changed from {_value(old)} to {_value(new)}"
        return f"{words} {'added' if old is None else 'removed'}"
    if (
        isinstance(old, list)
        and isinstance(new, list)
        and not (old + new and are_records(old + new))
    ):
        return f"{words} changed: {_came_and_went(old, new)}"
    if isinstance(old, str) and isinstance(new, str) and not (_short(old) and _short(new)):
        return f"{words} reworded"
    if _short(old) and _short(new):
        return f"{words} changed from {_value(old)} to {_value(new)}"
    return f"{words} changed"


def _says(value: object) -> bool:
    """Whether a field says anything: an empty one is as good as one an older edition lacks."""
    return value not in (None, False, "", [], {})


def _short(value: object) -> bool:
    return value is None or (isinstance(value, str | int | float) and len(str(value)) <= LONG)


def _came_and_went(old: list[object], new: list[object]) -> str:
    came, went = ([x for x in a if x not in b] for a, b in ((new, old), (old, new)))
    parts = [
        f"{verb} {', '.join(map(str, what))}"
        for verb, what in (("added", came), ("removed", went))
        if what
    ]
    return "; ".join(parts) or "another order"


def _words(path: str) -> str:
    """The field of a path in words: known names first, otherwise its own words."""
    for name in sorted(FIELDS, key=len, reverse=True):
        if path == name:
            return FIELDS[name]
        if path.endswith(f".{name}"):
            before = path[: -len(name) - 1].replace("_", " ").replace(".", ", ")
            return f"{before}, {FIELDS[name]}"
    return path.replace("_", " ").replace(".", ", ")


def _value(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return language.iso_day(text)
    return text.replace("_", " ") if re.fullmatch(r"[a-z0-9_]+", text) else _quoted(text)


def _fact(record: Record) -> str:
    """A fact by its question, or by what it means: never by its name in the data."""
    if record.get("question"):
        return f"The question {_quoted(record['question'])}"
    return f"What is worked out or recorded as {_quoted(record['meaning'].rstrip('.'))}"


def _quoted(text: object) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"
