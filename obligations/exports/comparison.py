"""A comparison with the list of Ofcom's tool as a table, with what of the list was not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from obligations import words
from obligations.exports.columns import Column, Resource
from obligations.rules.ofcom.comparison import Comparison, Row
from obligations.rules.ofcom.pasted_list import Left

DISPUTED, UNKNOWN_CODE, NOT_UNDERSTOOD = "disputed", "unknown_code", "not_understood"


@dataclass(frozen=True)
class Unread:
    """A line of the list that named no measure we know; every column of an answer is empty."""

    place: str
    title: str
    lines: tuple[int, ...]
    remarks: tuple[str, ...]


Line = tuple[Row | Unread, str | None]


def lines_of_file(
    comparison: Comparison, positions: Mapping[str, str] | None = None
) -> Sequence[Line]:
    """Every measure of either list, then what was not understood: nothing is left out.

    Each with the provider's position in words; `positions` has them by the requirement's id.
    """
    taken = positions or {}
    listed = comparison.listed
    disputed = [
        Unread(DISPUTED, each.text, (each.line,), (words.comparisons.disputed(each),))
        for each in listed.disputed
    ]
    unknown = [
        Unread(UNKNOWN_CODE, each.written, (each.line,), (said,))
        for each, said in zip(
            listed.unknown, words.comparisons.unknown_codes(comparison), strict=True
        )
    ]
    left = [Unread(NOT_UNDERSTOOD, each.text, (each.line,), _hint(each)) for each in listed.left]
    measures = [(row, taken.get(row.answer.id)) for row in comparison.rows]
    return [*measures, *((each, None) for each in (*disputed, *unknown, *left))]


def _of_answer(name: str) -> Any:
    """A value of our answer, as its JSON has it; nothing for a line that was not read."""

    def read(line: Line) -> Any:
        row, _position = line
        if isinstance(row, Unread):
            return row.title if name == "title" else None
        value = getattr(row.answer, name)
        return str(value) if name in ("answer", "acts_on") else value

    return read


def _of_row(name: str, empty: Any = None) -> Any:
    def read(line: Line) -> Any:
        row, _position = line
        return empty if isinstance(row, Unread) else getattr(row, name)

    return read


def _because(line: Line) -> list[str]:
    row, _position = line
    return [] if isinstance(row, Unread) else list(words.comparisons.because(row))


def _hint(left: Left) -> tuple[str, ...]:
    said = words.comparisons.hint(left)
    return (said,) if said else ()


def _remarks(line: Line) -> list[str]:
    row, _position = line
    return list(row.remarks) if isinstance(row, Unread) else words.comparisons.remarks(row)


def _flip(line: Line) -> str | None:
    row, _position = line
    flip = None if isinstance(row, Unread) else row.flip
    return None if flip is None else words.flips.sentence(flip)


def _tool(line: Line) -> list[str]:
    row, _position = line
    return [] if isinstance(row, Unread) else words.comparisons.tool(row)


def _tool_verification(line: Line) -> str | None:
    row, _position = line
    return None if isinstance(row, Unread) else row.tool.verification


COMPARISON = Resource(
    name="compared",
    title="Beside the list of Ofcom's tool",
    columns=(
        Column("place", "Where it stands", lambda line: str(line[0].place),
               words.comparisons.place, 24),
        Column("ref", "Reference", _of_answer("ref"), width=14),
        Column("id", "Id", _of_answer("id"), width=14),
        Column("title", "Title, or the line as written", _of_answer("title"), width=50),
        Column("code", "Code", _of_row("code"), width=40),
        Column("lines", "Lines of the list", lambda line: [str(n) for n in line[0].lines]),
        Column("answer", "Our answer", _of_answer("answer"), words.answers.answer, 20),
        Column("position", "Your position", lambda line: line[1], width=24),
        Column("from", "From", _of_answer("starts_on"), width=13),
        Column("because", "Because", _because, width=70),
        Column("remarks", "To be known of it", _remarks, width=50),
        Column("tool", "What is known of Ofcom's tool", _tool, width=60),
        Column("tool_verification", "How far that is checked", _tool_verification,
               words.checks.verification, 24),
        Column("nearest_change", "Nearest change", _flip, width=50),
        Column("verification", "How far checked", _of_answer("verification"),
               words.checks.verification, 24),
    ),
)  # fmt: skip
