"""What every record of the law data is made of: days, sources, readings, conditions.

Records are frozen, and read by the evaluator as they are. An edition of any age is read into them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    model_serializer,
    model_validator,
)

from obligations.rules.conditions import grammar
from obligations.rules.rulebook.sources import is_web, official_first
from obligations.rules.rulebook.trust import SURENESS, Trust, older_readings, trust

T = TypeVar("T")


class Strict(BaseModel):
    """A record whose every key is known: a misspelt key is an error, never silently dropped."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class AsWritten(Strict):
    """A record of one of several forms, kept without the keys that it does not give."""

    @model_serializer(mode="wrap")
    def _what_is_given(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        given = {type(self).model_fields[name].alias or name for name in self.model_fields_set}
        return {name: value for name, value in dump(self).items() if name in given}


Many = Annotated[tuple[T, ...], Field(strict=False)]
"""A list of the data, as a tuple."""


def _calendar_day(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(f"{value!r} is not a day; write it as YYYY-MM-DD")
    try:
        return dt.date.fromisoformat(value)
    except ValueError as no_such_day:
        raise ValueError(f"{value} is not in the calendar") from no_such_day


Day = Annotated[dt.date, BeforeValidator(_calendar_day)]
"""A day, written as ISO text."""


class Span(Strict):
    """Days from and to, both included; None is open."""

    from_: Day | None = Field(alias="from")
    to: Day | None

    def holds(self, day: dt.date) -> bool:
        """Whether the day lies in the span."""
        begun = self.from_ is None or self.from_ <= day
        return begun and (self.to is None or day <= self.to)


def _web_address(value: str, info: ValidationInfo) -> str:
    """What was loaded before addresses were looked at is read all the same: pages link to none."""
    if info.context is None and not is_web(value):
        raise ValueError(
            f"{value[:200]!r} is no web address; it begins with http:// or https://, names a host,"
            " and has no spaces, invisible characters, user name or password"
        )
    return value


Address = Annotated[str, AfterValidator(_web_address)]
"""An address that a page may link to."""


Kept = dict[grammar.Condition, grammar.Condition]
"""The conditions of an edition met so far: equal ones are one.

The context in which a payload that was loaded is read; an edition that is checked has none.
"""


def _parsed(value: object, info: ValidationInfo) -> grammar.Condition:
    found = grammar.ALWAYS if value == "always" else grammar.parse(value)
    return found if info.context is None else grammar.shared(found, info.context)


def _scope(value: object, info: ValidationInfo) -> grammar.Condition | None:
    return None if value in ("unknown", None) else _parsed(value, info)


def _tree(condition: grammar.Condition | None) -> dict[str, Any] | None:
    return None if condition is None else grammar.to_json(condition)


Condition = Annotated[grammar.Condition, PlainValidator(_parsed), PlainSerializer(_tree)]
"""A condition tree, or the word `always`. Its names are checked in `obligations.law.checks`."""

Scope = Annotated[grammar.Condition | None, PlainValidator(_scope), PlainSerializer(_tree)]
"""A condition, or the word `unknown`: who is concerned was not read, so the answer is not known."""


class Source(Strict):
    """Where something was read: the official document, or a third party's page about it."""

    url: Address | None
    where: str
    third_party: bool = False


def _of_any_edition(value: object) -> object:
    """Sources as today's editions have them; what is no list of sources is left to be refused."""
    if isinstance(value, list) and all(map(_is_source, value)):
        return official_first(value)
    return value


def _is_source(value: object) -> bool:
    known = {"url", "where", "official", "third_party"}
    return (
        isinstance(value, dict)
        and "url" in value
        and isinstance(value["url"], str | None)
        and isinstance(value.get("official"), str | None)
        and isinstance(value.get("where"), str)
        and not set(value) - known
    )


Sources = Annotated[Many[Source], BeforeValidator(_of_any_edition)]
"""Official documents first, third parties' pages last, each once."""


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Reading(Strict):
    """How far a record was checked: one reading of it.

    verified: an editor (`by`) compared it on the official site on a `day`. compared: `readers`
    people compared every field with a copy of the official `text` (ids of instruments) as it stood
    on `as_at`, at a place in it (`where`). seen: read in a source; recalled: from memory; `parts`
    say the same of single parts. contested: sources disagree (`why`, or the versions' candidates).

    `of` is the fingerprint of the record that was read (`obligations.law.readings`): a record that
    was changed since has lost the reading.
    """

    how: Literal["verified", "compared", "seen", "recalled", "contested"]
    text: Annotated[Many[str], BeforeValidator(_one_or_more)] = ()
    as_at: Day | None = None
    where: str | None = None
    day: Day | None = None
    readers: Annotated[int, Field(ge=1)] | None = None
    by: str | None = None
    of: Annotated[str, Field(pattern="^[0-9a-f]{12}$")] | None = None
    parts: dict[
        Literal["text", "code", "condition", "links"],
        Literal["verified", "seen", "recalled", "unknown"],
    ] = Field(default_factory=dict)
    why: str | None = None

    @model_validator(mode="after")
    def _says_what_it_must(self) -> Reading:
        needs = NEEDS.get(self.how, ())
        missing = [name for name in needs if not getattr(self, name)]
        if missing:
            raise ValueError(f"{self.how} says {', '.join(needs)}; missing: {', '.join(missing)}")
        if self.how not in NEEDS and self.of:
            raise ValueError("only what was compared or verified has a fingerprint (of)")
        return self

    @model_serializer(mode="wrap")
    def _what_is_said(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in dump(self).items() if value}


NEEDS = {
    "verified": ("by", "day", "of"),
    "compared": ("text", "as_at", "where", "day", "readers", "of"),
}


class Change(Strict):
    """A known change of a provision whose new text could not be read, or not yet."""

    day: Day
    by: str
    note: str | None = None


class OfAnyEdition(Strict):
    """A record that editions up to 2026.11.21 gave a `verification` in the place of readings."""

    @model_validator(mode="before")
    @classmethod
    def _readings(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {
            name.replace("verification", "readings") if name in OLDER else name: (
                older_readings(inner) if name in OLDER else inner
            )
            for name, inner in value.items()
        }


OLDER = ("verification", "status_verification", "when_enhanced_verification")


def _best_first(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    return tuple(sorted(readings, key=lambda each: SURENESS.index(each.how)))


Readings = Annotated[Many[Reading], AfterValidator(_best_first)]

TRUSTED: Mapping[str, Any] = {
    "readings": True, "not_compared": True, "changed": True, "sources": True,
    "versions": {"__all__": {"from_", "to", "status"}},
}  # fmt: skip
"""The fields of a record that tell how far it was checked."""


class Checked(OfAnyEdition):
    """A record that says how far it was checked: its readings, best first.

    `not_compared`: why nobody compared it, such as a text that is not to be had. `changed`: known
    changes of the provision that no version of the record tells. `ours`: the fields that are our
    own doing and not the law's, beside those of `NOT_LEGAL`.
    """

    ours: ClassVar[frozenset[str]] = frozenset()

    readings: Readings = ()
    not_compared: str | None = None
    changed: Many[Change] = ()

    def trust(self, law_date: str) -> Trust:
        """How far it was checked, in an edition that follows the law to this day."""
        said = self.model_dump(mode="json", by_alias=True, include=TRUSTED)
        return trust(said, law_date)

    def fingerprint(self) -> str:
        """The first 12 hex digits of the SHA-256 of what the record says of the law.

        A field that has its default is left out, so that a new kind of field changes nothing.
        """
        said = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        legal = {name: value for name, value in said.items() if name not in self.ours}
        text = json.dumps(_legal(legal), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


NOT_LEGAL = frozenset(
    {
        "id", "was", "readings", "not_compared", "changed", "sources", "note", "theme", "why",
        "unstructured",
    }
)  # fmt: skip
"""Fields that are no part of what a record says of the law, wherever they stand in it; notes
(`date_note`, `scope_note` ...) and further lists of sources and readings are not either."""


def _legal(node: Any) -> Any:
    if isinstance(node, list):
        return [_legal(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        name: _legal(value)
        for name, value in node.items()
        if name not in NOT_LEGAL and not name.endswith(("_note", "_sources", "_readings"))
    }


class Sourced(Checked):
    """A record that says where it was read and how far it was checked."""

    readings: Annotated[Readings, Field(min_length=1)]
    sources: Sources
