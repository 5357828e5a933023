"""Days from and to: what a list of dated versions must keep to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from obligations.rules.rulebook.record import Span


def spans(versions: Iterable[Span], field: str) -> Iterator[tuple[str, str]]:
    """Versions in order that neither end before they begin nor overlap; `to` is the last day."""
    last: Span | None = None
    for number, version in enumerate(versions):
        begins, ends = version.from_, version.to
        if begins and ends and ends < begins:
            yield f"{field}[{number}]", f"ends on {ends} before it begins on {begins}"
        if last is not None:
            if begins is None or last.from_ is None:
                yield f"{field}[{number}]", "a version without a first day must stand alone"
            elif last.to is None or last.to >= begins:
                ended = last.to or "with no end"
                yield (
                    f"{field}[{number}]",
                    f"begins on {begins} and overlaps the one before ({ended})",
                )
        last = version
