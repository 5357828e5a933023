"""A list of Code measures as a person pastes it: from a page, a PDF, a table or a sentence.

Each measure counts once, however it is written ("ICU C1", "icuc1", "ICU-C1, C2 and C5", "ICU C1 to
C9"). What cannot be read is kept and said: nothing of a list is dropped in silence.
"""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from dataclasses import dataclass, field

from obligations.rules.conditions.natural import natural_key
from obligations.rules.ofcom.codes import (
    Code,
    Measures,
    Written,
    codes_in,
    family_of,
    plain,
    ref_of,
)
from obligations.rules.rulebook import formerly
from obligations.rules.rulebook.requirements import Former, Requirement
from obligations.rules.rulebook.ruleset import RuleSet

LARGEST = 64 * 1024
LONGEST_LINE = 200
NEAR = 3
"""How many lines under its code a measure's title may stand, as on a card of the tool."""
TOO_LARGE = "The list is larger than 64 KB. Give only the list of measures."
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_BARE = re.compile(r"(?<![A-Za-z0-9])[A-J]\d{1,2}(?![A-Za-z0-9])")
_NUMBERED = re.compile(r"^\W*\d{1,3}[.)]\s+")


class UnreadableList(ValueError):
    """What was given holds no list; the message says what to do.

    `unknown`: codes on it that are of no measure.
    """

    def __init__(self, message: str, unknown: tuple[Unknown, ...] = ()) -> None:
        super().__init__(message)
        self.unknown = unknown


@dataclass(frozen=True, slots=True)
class Named:
    """A measure on the list, and the lines that name it."""

    id: str
    ref: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A code that this law data does not have, as it was written, and the nearest that it has.

    `formerly`: how earlier editions used it.
    """

    written: str
    line: int
    nearest: str | None
    nearest_title: str | None
    formerly: tuple[Former, ...] = ()


@dataclass(frozen=True, slots=True)
class Disputed:
    """A line whose number is of one measure and whose words are clearly the title of another.

    Neither is taken to be on the list by it. `formerly`: that the one of the words once bore the
    number, where an earlier edition gave it so.
    """

    line: int
    text: str
    by_number: Requirement
    by_title: Requirement
    formerly: Former | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A line that names no measure.

    `may_be`: the measures whose title it is; `bare`: it has a code without its Code.
    """

    line: int
    text: str
    may_be: tuple[str, ...] = ()
    bare: bool = False


@dataclass(frozen=True, slots=True)
class RangeRead:
    """Two codes that were read as a range, with so many between; None: as two codes."""

    line: int
    first: str
    last: str
    between: int | None


@dataclass(frozen=True, slots=True)
class TitleRead:
    """A line that was read as a measure, by its title."""

    line: int
    ref: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """Measures on more than one line, each counted once."""

    refs: tuple[str, ...]


Note = RangeRead | TitleRead | Repeated


@dataclass(frozen=True)
class Listed:
    """What a pasted list names, in natural order, and everything of it that was not understood.

    `notes` say how parts of it were read that could have been meant otherwise.
    """

    measures: tuple[Named, ...]
    unknown: tuple[Unknown, ...] = ()
    left: tuple[Left, ...] = ()
    notes: tuple[Note, ...] = ()
    disputed: tuple[Disputed, ...] = ()


def decoded(data: bytes) -> str:
    """The text of a file. Raises UnreadableList for what is too large, or no text."""
    if len(data) > LARGEST:
        raise UnreadableList(TOO_LARGE)
    if data.startswith(b"%PDF"):
        raise UnreadableList("This is a PDF. Open it, copy the text of the list and paste that.")
    if data.startswith(b"PK\x03\x04"):
        raise UnreadableList(
            "This is a document or a spreadsheet. Save it as text or CSV, or copy and paste it."
        )
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(unicodedata.category(each) == "Cc" and not each.isspace() for each in text):
            return text
    raise UnreadableList("The file is not text. Copy the list and paste it, or save it as text.")


def read_list(text: str, ruleset: RuleSet) -> Listed:
    """The measures that a text names. Raises UnreadableList where it names none."""
    if len(text.encode(errors="replace")) > LARGEST:
        raise UnreadableList(TOO_LARGE)
    if not text.strip():
        raise UnreadableList("The list is empty. Paste the measures that Ofcom's tool listed.")
    measures = Measures(each for each in ruleset.determined if each.kind == "measure")
    reading = _Reading(measures, ruleset)
    for number, line in enumerate(text.splitlines(), start=1):
        reading.take(number, _cleaned(line))
    reading.take_titles()
    found = reading.listed()
    if not found.measures and not found.disputed:
        none = "No measure was found in the list: the code of one looks like ICU C1."
        raise UnreadableList(none, found.unknown[:5])
    return found


def _cleaned(line: str) -> str:
    """A line without what cannot be seen; dashes, full-width letters and spaces made plain.

    One space where there were many: patterns then read any line in time that grows with it.
    """
    plainly = unicodedata.normalize("NFKC", line).translate(_UNSEEN).translate(_DASHES)
    return " ".join(plainly.split())


@dataclass
class _Reading:
    """One pass over a list: what it named so far, and what is still to be looked at."""

    measures: Measures
    ruleset: RuleSet
    found: dict[str, list[int]] = field(default_factory=dict)
    unknown: list[Unknown] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    disputed: list[Disputed] = field(default_factory=list)
    parted: str = ""

    def take(self, number: int, line: str) -> None:
        """The codes of a line; a line without any is looked at again for a title."""
        if not plain(line):
            return
        whole, self.parted = f"{self.parted} {line}".strip(), ""
        if codes := codes_in(whole, self.measures.families):
            if not self._disputes(number, whole, codes):
                self._take_codes(number, codes)
        elif plain(line).upper() in self.measures.families:
            self.parted = line  # A table may have parted "ICU" from "C1".
        elif not line.startswith("#"):
            self.left.append(Left(number, line))

    def _take_codes(self, number: int, codes: list[Written]) -> None:
        for place, each in enumerate(codes):
            measure = self.measures.by_code.get(each.code)
            if measure is None or not each.whole:
                self._not_known(number, each)
            else:
                self._named(measure, number)
            if each.ends_range:
                self._between(number, codes[place - 1].code, each.code)

    def _named(self, measure: Requirement, number: int) -> None:
        self.found.setdefault(measure.id, []).append(number)

    def _not_known(self, number: int, each: Written) -> None:
        near = self.measures.nearest(each.code)
        ref, title = (near.ref, near.title) if near else (None, None)
        written = ref_of(each.code) if each.joined else " ".join(each.text.split())
        earlier = formerly.named(self.ruleset, ref_of(each.code)) if each.whole else ()
        self.unknown.append(Unknown(written, number, ref, title, earlier))

    def _between(self, number: int, first: Code, last: Code) -> None:
        """The measures of a range; one that runs backwards is two codes."""
        inside = self.measures.between(first, last)
        for measure in inside:
            self._named(measure, number)
        between = len(inside) if first < last else None
        self.notes.append(RangeRead(number, ref_of(first), ref_of(last), between))

    def _disputes(self, number: int, line: str, codes: list[Written]) -> bool:
        """Whether one code stands with the title of another: in a list that miscounts, or in one
        made with an edition that numbered otherwise."""
        measure = self.measures.by_code.get(codes[0].code)
        if measure is None or len(codes) > 1 or not codes[0].whole:
            return False
        words_beside = line.replace(codes[0].text, " ", 1)
        titles = self.measures.titles[codes[0].code[0]]
        other = titles.other(measure, [words_beside, *_cells(words_beside)])
        if other is None:
            return False
        then = formerly.numbered(self.ruleset, other, measure.ref)
        self.disputed.append(Disputed(number, line[:LONGEST_LINE], measure, other, then))
        return True

    def take_titles(self) -> None:
        """Lines that are the title of one measure and nothing else."""
        families = {family_of(self.measures.by_id[id_]) for id_ in self.found}
        lines, self.left = self.left, []
        for each in lines:
            named = self._with_title(each.text)
            if any(self._said_above(measure, each.line) for measure in named):
                continue
            chosen = [one for one in named if family_of(one) in families] or named
            if len(chosen) == 1:
                self._named(chosen[0], each.line)
                self.notes.append(TitleRead(each.line, chosen[0].ref))
            else:
                may_be = tuple(one.ref for one in chosen)
                bare = not chosen and _BARE.search(each.text) is not None
                self.left.append(Left(each.line, each.text[:LONGEST_LINE], may_be, bare))

    def _with_title(self, line: str) -> list[Requirement]:
        """The measures whose title the line, or one cell of it, is."""
        for text in (line, _NUMBERED.sub("", line), *_cells(line)):
            if found := self.measures.by_title.get(plain(text)):
                return found
        return []

    def _said_above(self, measure: Requirement, line: int) -> bool:
        return any(line - NEAR <= each < line for each in self.found.get(measure.id, ()))

    def listed(self) -> Listed:
        """What was read, in natural order."""
        by_id = self.measures.by_id
        order = sorted(self.found, key=lambda id_: natural_key(by_id[id_].ref))
        named = tuple(
            Named(id_, by_id[id_].ref, tuple(sorted(set(self.found[id_])))) for id_ in order
        )
        again = tuple(each.ref for each in named if len(each.lines) > 1)
        notes = [*dict.fromkeys(self.notes), *([Repeated(again)] if again else [])]
        unknown, left = tuple(dict.fromkeys(self.unknown)), tuple(self.left)
        return Listed(named, unknown, left, tuple(notes), tuple(self.disputed))


def _cells(line: str) -> list[str]:
    """The cells of a line of a table."""
    return [cell for row in csv.reader([line.replace("\t", ",")]) for cell in row]
