"""What is wrong with the law data, said so that an editor can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """One fault: the file, the record's id, the field, what is wrong and what is allowed."""

    file: str
    record: str
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(x for x in (self.file, self.record, self.field, self.message) if x)


class LawError(ValueError):
    """The law data cannot be used; `faults` holds everything that was found, in order of files."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))


def suggest(wrong: str, allowed: Iterable[str]) -> str:
    """`; did you mean 'x'?` for the nearest allowed name, or every name where there are few."""
    names = sorted(set(allowed))
    near = difflib.get_close_matches(wrong, names, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {near[0]!r}?"
    if 0 < len(names) <= 12:
        return "; allowed: " + ", ".join(names)
    return ""
