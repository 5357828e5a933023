"""What a change came to, in sentences: the opening, and the titles of what became of answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from obligations import language
from obligations.rules.answer.determination import Determination
from obligations.rules.answer.summary import summarise
from obligations.rules.whatif.difference import Difference, Group, Row

TITLES = {
    Group.GAINED: "Gained",
    Group.LOST: "Lost",
    Group.REDATED: "From another day",
    Group.BEGINS: "Begun",
    Group.ACTS: "Something to act on now",
    Group.RESTS: "Nothing certain to act on any more",
    Group.PAUSED: "Need not be complied with while an appeal is pending",
    Group.RESUMED: "To be complied with: no appeal is pending any more",
    Group.WAITS: "Waiting now",
    Group.STANDS_BY: "Standing by now",
    Group.UNCLEAR: "Not known any more",
    Group.CLEARED: "Settled: does not concern it",
    Group.PROPOSED: "Proposed texts that come out otherwise",
}
KINDS = {
    "duty": ("duty", "duties"),
    "measure": ("Code measure", "Code measures"),
    "expectation": ("point of Ofcom's guidance", "points of Ofcom's guidance"),
}

FIGURES = (
    ("Duties to meet", "duties"),
    ("Code measures recommended", "measures"),
    ("Starting later", "applies_from"),
    ("Waiting for an event", "waits"),
    ("Standing by", "stands_by"),
    ("Not known", "not_known"),
)


def opening(name: str, found: Difference) -> str:
    """ "Demo Forum gained 2 duties and lost no duty or measure; 3 are not known any more." """
    if not found:
        return f"Nothing that binds {name} is different because of it."
    parts = [f"{name} gained {counted_rows(found.gained)} and lost {counted_rows(found.lost)}"]
    if moved := len(found.redated):
        parts.append(f"{moved} {'binds' if moved == 1 else 'bind'} from another day")
    if unclear := len(found.of(Group.UNCLEAR)):
        parts.append(f"{unclear} {'is' if unclear == 1 else 'are'} not known any more")
    if others := len([row for row in found.softer if row.group is not Group.UNCLEAR]):
        parts.append(f"{language.counted(others, 'other answer')} changed")
    return f"{'; '.join(parts)}."


def heading(group: Group, rows: tuple[Row, ...]) -> str:
    """A group's title with its number."""
    return f"{TITLES[group]} ({len(rows)})"


def figures(before: Determination, after: Determination) -> list[tuple[str, int, int]]:
    """The headline figures before and after, for a table."""
    old, new = summarise(before), summarise(after)
    return [(title, getattr(old, of), getattr(new, of)) for title, of in FIGURES]


def counted_rows(rows: Iterable[Row]) -> str:
    """ "9 Code measures and 2 duties", without what headline figures leave out."""
    return counted(row.shown.kind for row in rows if row.counts) or "no duty or measure"


def counted(kinds: Iterable[str]) -> str:
    """How many there are of each kind of requirement; empty where there are none."""
    found = Counter(kinds)
    return language.listed(
        [f"{found[kind]} {KINDS[kind][found[kind] != 1]}" for kind in KINDS if found[kind]]
    )
