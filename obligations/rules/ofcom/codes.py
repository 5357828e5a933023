"""The codes of measures ("ICU C1") as people write them, and the measures that they name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from obligations.rules.ofcom.titles import Titles
from obligations.rules.rulebook.requirements import Requirement

Code = tuple[str, str, int]
RANGES = frozenset({"-", "to", "through"})
_REF = re.compile(r"([A-Z]{3}) ([A-Z])(\d+)")
_NUMBER = r"(?P<number>\d{1,4})(?:\.\d+)*(?P<tail>[A-Z0-9]*)"
_CODE = re.compile(
    rf"(?<![A-Z0-9])(?P<family>[A-Z]{{3}})[\s._:/|,;\"'-]{{0,4}}(?P<letter>[A-Z])[\s._-]?{_NUMBER}",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:\s*(?P<sign>[-,;/&+]|\s)\s*(?:and\s+|or\s+)?|\s+(?P<word>to|through|and|or)\s+)"
    rf"(?:(?P<family>[A-Z]{{3}})[\s._:-]*)?(?P<letter>[A-Z]){_NUMBER}",
    re.IGNORECASE,
)
_MORE_NUMBER = re.compile(r"(?P<sign>-)(?P<number>\d{1,4})(?![A-Z0-9.])", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Written:
    """A code as it stands in a line. `joined`: what joins it to the one before, if anything."""

    code: Code
    text: str
    whole: bool
    joined: str = ""

    @property
    def ends_range(self) -> bool:
        return self.joined in RANGES


def ref_of(code: Code) -> str:
    """("ICU", "C", 1) as the Codes write it: ICU C1."""
    family, letter, number = code
    return f"{family} {letter}{number}"


def plain(text: str) -> str:
    """A title without case, marks and bullets."""
    return _NOT_LETTERS.sub(" ", text.casefold()).strip()


def codes_in(line: str, families: Collection[str]) -> list[Written]:
    """Every code in a line, in order; after one, "C2", "to C9" and "-9" belong to its family."""
    found: list[Written] = []
    place = 0
    while match := _CODE.search(line, place):
        family = match["family"].replace("l", "I").upper()  # Print makes an l of an I.
        if family not in families and not _mistyped(match["family"], families):
            place = match.start() + 1
            continue
        found.append(_written(match, family, match["letter"]))
        found += (more := list(_more(line, match.end(), found[-1])))
        place = match.end() + sum(len(each.text) for each in more)
    return found


def _more(line: str, place: int, first: Written) -> Iterator[Written]:
    """The codes that go on right after one, each with the text that joins it."""
    family, letter, _ = first.code
    while match := _MORE.match(line, place) or _MORE_NUMBER.match(line, place):
        groups = match.groupdict()
        if (groups.get("family") or family).upper() != family:
            return
        letter = (groups.get("letter") or letter).upper()
        yield _written(match, family, letter, (groups.get("word") or groups["sign"]).lower())
        place = match.end()


def _written(match: re.Match[str], family: str, letter: str, joined: str = "") -> Written:
    code = (family, letter.upper(), int(match["number"]))
    return Written(code, match.group(), not match.groupdict().get("tail"), joined)


def _mistyped(family: str, families: Collection[str]) -> bool:
    """Whether three letters were meant as the name of a Code, as "IUC" is; never a word."""
    near = (_apart(family.upper(), each) for each in families)
    return not family.islower() and any(letters == 0 or places == 1 for letters, places in near)


def _apart(one: str, other: str) -> tuple[int, int]:
    """How far two names are apart: letters that differ in any order, and places that differ."""
    letters = (Counter(one) - Counter(other)).total()
    return letters, sum(a != b for a, b in zip(one, other, strict=True))


class Measures:
    """The measures of a release by code, by id and by title; the titles of each Code."""

    def __init__(self, every: Iterable[Requirement]) -> None:
        self.by_id: Mapping[str, Requirement] = {each.id: each for each in every}
        coded: dict[Code, Requirement] = {}
        self.by_title: dict[str, list[Requirement]] = {}
        for each in self.by_id.values():
            if match := _REF.fullmatch(each.ref):
                coded[match[1], match[2], int(match[3])] = each
            self.by_title.setdefault(plain(each.title), []).append(each)
        self.by_code: Mapping[Code, Requirement] = dict(sorted(coded.items()))
        self.families = frozenset(family for family, _, _ in coded)
        self.titles = {
            family: Titles(each for code, each in coded.items() if code[0] == family)
            for family in self.families
        }

    def between(self, first: Code, last: Code) -> list[Requirement]:
        """The measures that a range leaves unsaid."""
        return [each for code, each in self.by_code.items() if first < code < last]

    def nearest(self, code: Code) -> Requirement | None:
        """The measure nearest to a code that is none: by its family, then letter, then number."""
        family, letter, number = code
        apart = {each: _apart(family, each) for each in self.families}

        def distance(each: Code) -> tuple[tuple[int, int], int, int, int]:
            letters = abs(ord(each[1]) - ord(letter))
            return apart[each[0]], letters, abs(each[2] - number), each[2]

        return self.by_code[min(self.by_code, key=distance)] if self.by_code else None


def family_of(measure: Requirement) -> str:
    """The first word of a measure's reference, which names its Code."""
    return measure.ref.partition(" ")[0]
