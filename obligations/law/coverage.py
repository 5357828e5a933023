"""How much of an edition was compared with the official text, by Part, by Code and by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from obligations.law import files
from obligations.law.readings import Lost, Place, places, without_lost
from obligations.law.schema import Law
from obligations.rules.rulebook.trust import CHECKED, SURENESS

NO_REASON = "no reason given"
CONTESTED = "sources disagree; each reading stands in the record"
FEW = 8
"""Names of records given before the rest is only counted."""


@dataclass
class Group:
    """The records of a Part, a Code or a section: their marks, and why some were not compared."""

    name: str
    marks: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, list[str]] = field(default_factory=dict)

    def add(self, place: Place, law_date: str) -> None:
        mark = place.record.trust(law_date).mark
        self.marks[mark] += 1
        if not any(each.how in CHECKED for each in place.record.readings):
            why = place.record.not_compared or (CONTESTED if mark == "contested" else NO_REASON)
            self.reasons.setdefault(why, []).append(place.name)

    @property
    def total(self) -> int:
        return self.marks.total()

    @property
    def compared(self) -> int:
        return sum(self.marks[mark] for mark in CHECKED)

    def line(self) -> str:
        changed = f", {self.marks['changed']} changed since" if self.marks["changed"] else ""
        rest = [f"{self.marks[m]} {m}" for m in SURENESS if m not in CHECKED and self.marks[m]]
        tail = f"  |  {', '.join(rest)}" if rest else ""
        return f"{self.name:<46}{self.compared:>5} of {self.total:<4} compared{changed}{tail}"


@dataclass(frozen=True)
class Coverage:
    """The groups of an edition, in the order of the data, and the readings it has lost."""

    groups: Sequence[Group]
    requirements: Group
    lost: Sequence[Lost]

    def lines(self, *, every: bool = False) -> Iterator[str]:
        """As text for a terminal; `every` names each record that was not compared."""
        whole = self.requirements
        changed = f", {whole.marks['changed']} changed since" if whole.marks["changed"] else ""
        yield (
            f"{whole.compared} of {whole.total} requirements compared with the official text"
            f"{changed}."
        )
        yield from (group.line() for group in self.groups)
        yield "Not compared, and why:"
        for group in self.groups:
            for why, names in group.reasons.items():
                yield f"  {group.name}: {why}: {_named(names, every=every)}"
        if not any(group.reasons for group in self.groups):
            yield "  nothing"
        yield f"Readings lost, because their records were changed: {len(self.lost) or 'none'}"
        yield from (f"  {each}" for each in self.lost)


def coverage(folder: Path) -> Coverage:
    """Of an edition in a folder or a ZIP, whose records are well formed."""
    document = files.load(folder)
    law, lost = without_lost(Law.model_validate(document.data), document.data)
    law_date = law.release.law_date.isoformat()
    groups: dict[str, Group] = {}
    whole = Group("requirements")
    for place in places(law):
        if not place.record.readings and not place.record.not_compared:
            continue  # told by what it belongs to: a category by its threshold's definition
        name = _group(place, document)
        groups.setdefault(name, Group(name)).add(place, law_date)
        if place.section == "requirements":
            whole.add(place, law_date)
    return Coverage(list(groups.values()), whole, lost)


def _group(place: Place, document: files.Document) -> str:
    """A Part of the Act, a Code, guidance, or the section."""
    if place.section != "requirements":
        return place.section.replace("_", " ").capitalize()
    _, index, *_ = place.steps
    path = PurePosixPath(document.file_of(place.section, int(index)))
    words = path.stem.replace("-", " ")
    match path.parent.name:
        case "duties":
            numbers = (str(int(word)) if word.isdigit() else word for word in words.split())
            return " ".join(numbers).capitalize()
        case "measures":
            code, *more = words.split()
            return " ".join([code.upper(), *(more or ["measures"])])
        case "expectations":
            return f"Guidance: {words}"
    return words.capitalize()


def _named(names: Iterable[str], *, every: bool) -> str:
    listed = list(names)
    shown = listed if every else listed[:FEW]
    more = f" and {len(listed) - len(shown)} more" if len(listed) > len(shown) else ""
    return f"{len(listed)}: {', '.join(shown)}{more}"
