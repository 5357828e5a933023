"""Reads an edition of the law data and refuses it whole when anything in it is wrong."""

from __future__ import annotations

import hashlib
import json
import types
import typing
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from obligations.law import checks, files
from obligations.law.faults import Fault, LawError, suggest
from obligations.law.names import collect, unknown, with_malformed
from obligations.law.readings import Lost, without_lost
from obligations.law.schema import Law
from obligations.rules.rulebook.derivations import RULES

Payload = dict[str, Any]
"""One edition as JSON: the keys of `obligations.law.schema.Law`, days as ISO text."""

DEFAULT = Path(__file__).resolve().parent.parent.parent / "fixtures" / "law"
"""The edition this product ships."""


@dataclass(frozen=True, slots=True)
class Read:
    """A sound edition: its payload and the SHA-256 of the payload's canonical JSON.

    `lost` are the readings that are not in the payload, because their records were changed since.
    """

    payload: Payload
    sha256: str
    lost: tuple[Lost, ...] = ()


def read(path: Path = DEFAULT) -> Read:
    """Reads a folder or ZIP of YAML files.

    Raises LawError with every fault found: what each record says by itself, and how the well
    formed ones hold together.
    """
    document = files.load(path)
    law, lost = without_lost(sound(document), document.data)
    payload = _payload(law)
    return Read(payload, digest(payload), lost)


def sound(document: files.Document) -> Law:
    """The law of a document. Raises LawError with every fault."""
    try:
        law = Law.model_validate(document.data, context={})
    except ValidationError as wrong:
        errors = _told_once(wrong.errors(include_url=False))
        faults = document.faults + [_fault(document, error) for error in errors]
        raise LawError(faults + _faults_of_the_rest(document, errors)) from wrong
    faults = document.faults + checks.faults(law, collect(law), document.file_of)
    if faults:
        raise LawError(faults)
    return law


def _told_once(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without lists that are too short only because what stands in them is malformed."""
    deeper = {each["loc"][:end] for each in errors for end in range(len(each["loc"]))}
    return [each for each in errors if each["type"] != "too_short" or each["loc"] not in deeper]


def _payload(law: Law) -> Payload:
    return law.model_dump(mode="json", by_alias=True)


def as_read_today(payload: Payload) -> Payload:
    """A payload loaded by an earlier version of the tracker, with the keys of today's schema."""
    try:
        return _payload(Law.model_validate(payload))
    except ValidationError:
        return payload


def _faults_of_the_rest(document: files.Document, errors: list[ErrorDetails]) -> list[Fault]:
    """How the well formed records hold together, so that an editor mends everything at once."""
    places = {error["loc"][:2] for error in errors}
    malformed = {(str(p[0]), p[1]) for p in places if len(p) == 2 and isinstance(p[1], int)}
    if len(malformed) < len(places):
        return []  # a whole section is malformed or missing
    rest = document.without(malformed)
    law = Law.model_validate(rest.data, context={})
    names = collect(law)
    for key, index in malformed:
        names = with_malformed(names, key, document.data[key][index])
    return checks.faults(law, names, rest.file_of)


def digest(payload: Payload) -> str:
    """SHA-256 of the canonical JSON: the same law has the same hash however its files are split."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _fault(document: files.Document, error: ErrorDetails) -> Fault:
    """A pydantic error in an editor's words."""
    loc = error["loc"]
    key = str(loc[0])
    index = loc[1] if len(loc) > 1 and isinstance(loc[1], int) else None
    record, path = _place(document.data, loc)
    file = document.file_of(key, index)
    return Fault(file, record, path or key, _words(error, loc))


def _place(data: object, loc: Sequence[int | str]) -> tuple[str, str]:
    """The innermost record with a name along an error's path, and the path from there on."""
    record, path, node = "", "", data
    for step in loc:
        match node:
            case dict() if step in node:
                node, path = node[step], f"{path}.{step}" if path else str(step)
            case list() if isinstance(step, int) and step < len(node):
                node, path = node[step], f"{path}[{step}]"
            case dict() if step == loc[-1]:
                return record, f"{path}.{step}" if path else str(step)
            case _:
                continue  # a tag of pydantic's, such as the name of a union's member
        if isinstance(node, dict):
            name = node.get("id") or node.get("name")
            if isinstance(name, str):
                record, path = name, ""
    return record, path


def _words(error: ErrorDetails, loc: Sequence[int | str]) -> str:
    context = error.get("ctx") or {}
    value = error.get("input")
    match error["type"]:
        case "extra_forbidden":
            return f"unknown key{suggest(str(loc[-1]), _allowed(loc[:-1]))}"
        case "missing":
            return "is missing"
        case "literal_error" | "enum":
            expected = str(context.get("expected", "")).replace(" or ", ", ")
            names = [x.strip().strip("'") for x in expected.split(",")]
            near = suggest(str(value), names)
            return f"{value!r} is not one of {expected}" + (near if "mean" in near else "")
        case "union_tag_invalid":
            return unknown("rule", context["tag"], RULES)
        case "value_error":
            return str(context.get("error", error["msg"]))
        case _:
            said = error["msg"].replace("valid tuple", "list")
            return f"{said}, not {value!r}" if _small(value) else said


def _small(value: object) -> bool:
    return value is None or (isinstance(value, str | int | float | bool) and len(str(value)) < 60)


def _allowed(loc: Sequence[int | str]) -> list[str]:
    """The keys the schema allows at an error's path."""
    models: list[type[BaseModel]] = [Law]
    for step in loc:
        if isinstance(step, int):
            continue
        found = [
            inner
            for model in models
            for name, info in model.model_fields.items()
            if step in (name, info.alias)
            for inner in _models(info.annotation)
        ]
        models = found or models
    return [info.alias or name for model in models for name, info in model.model_fields.items()]


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Every model inside a type annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    origin = typing.get_origin(annotation)
    if origin is None and not isinstance(annotation, types.UnionType):
        return []
    return [m for inner in typing.get_args(annotation) for m in _models(inner)]
