"""Where the parts, the progress and the result of a task do not say the same: why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from obligations import language


@dataclass(frozen=True, slots=True)
class Far:
    """How far a task is. `again`: it was done and is open once more; `missing`: contents that bind
    and are not covered; `despite`: why it counts as done all the same."""

    progress: str
    result: str
    done_on: dt.date | None
    again: bool
    next_due: dt.date | None
    missing: int
    despite: str


def remarks(task: Far) -> list[str]:
    """A sentence for each thing that seems to contradict another; none where all agree."""
    return list(_remarks(task))


def _remarks(task: Far) -> Iterator[str]:
    if task.progress != "done":
        if task.result == "in_place":
            yield "It is in place and not yet marked as done."
        return
    done = f"Done on {language.day(task.done_on)}" if task.done_on else "Done"
    lacks = language.counted(task.missing, "content")
    is_not = "is not" if task.missing == 1 else "are not"
    if task.missing and task.despite:
        yield f"{done}, although {lacks} {is_not} covered: {task.despite}"
    elif task.missing:
        yield f"{done}, and open again: {lacks} {is_not} covered."
    elif task.again and task.next_due:
        yield f"{done}, and to be done again by {language.day(task.next_due)}."
    elif task.next_due:
        yield f"{done}; next due {language.day(task.next_due)}."
    if task.result == "not_assessed":
        yield "Whether it is in place has not been said yet."
    elif task.result == "not_in_place":
        yield "It was done and found not in place: say what it came to, or work on it again."
