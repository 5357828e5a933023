"""The steps of an interview: what the server works out between two screens, page and form aside."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measurement import Stopwatch, Timing
from obligations.rules import RuleSet
from obligations.rules.answer.settled import Settled
from obligations.views.check.state import Check, course_of
from obligations.words.determinations import settled


@dataclass(frozen=True)
class Steps:
    """The interview of one service, from an empty check to its result."""

    service: str
    screens: int
    step: Timing


def walk(ruleset: RuleSet, file: Path, as_at: dt.date, runs: int) -> Steps:
    """Answer every screen from a demo file, as somebody does who knows all that is in it."""
    known, _notes = Check.from_file(file.read_bytes(), ruleset)
    watch, screens = Stopwatch(), 0
    for _ in range(runs):
        state, screens = Check(known.name).signed(), 0
        while state:
            with watch:
                state = _step(state, known, ruleset, as_at)
            screens += bool(state)
    return Steps(file.stem, screens, Timing.of(watch.runs))


def _step(state: str, known: Check, ruleset: RuleSet, as_at: dt.date) -> str:
    """Take in the answers of the screen that comes next; empty after the last one."""
    before = course_of(Check.unsigned(state), ruleset, as_at)
    if not before.to_come:
        return ""
    screen = before.to_come[0]
    told = {each.key: known.answers.get(each.key) for each in screen.section.asked}
    after = course_of(before.check.told(screen.id, told, {}), ruleset, as_at)
    after.progress(after.to_come[0].id if after.to_come else "")
    assert settled(Settled.between(before.determination, after.determination))
    return after.check.signed()
