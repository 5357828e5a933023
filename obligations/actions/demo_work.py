"""What the invented people of the demo have done: dates met, tasks, results, positions taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from obligations.actions import deadlines, obligations, positions
from obligations.actions.permissions import Refused
from obligations.models import Deadline, Obligation, Platform, Progress


def files(folder: Path) -> list[Path]:
    """The files of work, beside the facts files of the demo."""
    return sorted((folder / "work").glob("*.yaml"))


def do(path: Path, *, among: Iterable[Platform], as_at: dt.date) -> None:
    """Do what a file says was done, if its service is among these; raises Refused for what is not
    owed."""
    described: dict[str, Any] = yaml.load(path.read_text(), yaml.CSafeLoader)
    platform = next((each for each in among if each.name == described["platform"]), None)
    if platform is None:
        return
    for entry in described.get("dates", []):
        _meet(platform, entry["requirement"], entry["done_on"], as_at)
    # A position may bring the task that was then worked on.
    for requirement, position in described.get("positions", {}).items():
        positions.take(
            platform=platform, requirement=requirement, by=None, as_at=as_at, **position
        )  # fmt: skip
    for requirement, work in described.get("tasks", {}).items():
        _work_on(platform, requirement, work, as_at)


def _meet(platform: Platform, requirement: str, done_on: dt.date, as_at: dt.date) -> None:
    owed = Deadline.objects.concerning(platform).filter(requirement__slug=requirement)
    deadline = owed.open().order_by("due_on").first()
    if deadline is None:
        raise Refused({requirement: [f"{platform} owes nothing for this on {as_at}."]})
    deadlines.close(deadline=deadline, by=None, done_on=done_on, as_at=as_at)


def _work_on(platform: Platform, requirement: str, work: Mapping[str, Any], as_at: dt.date) -> None:
    row = Obligation.objects.concerning(platform).filter(requirement__slug=requirement).first()
    if row is None:
        raise Refused({requirement: [f"{platform} has no such task."]})
    if work["progress"] == Progress.DONE:
        obligations.complete(
            obligation=row, by=None, done_on=work["checked_on"], how_checked=work["how_checked"],
            all_covered=True, as_at=as_at,
        )  # fmt: skip
        return
    obligations.change_progress(obligation=row, by=None, progress=work["progress"], as_at=as_at)
    obligations.assess(
        obligation=row, by=None, result=work["result"], assessed_on=work.get("checked_on"),
        how_checked=work.get("how_checked", ""), as_at=as_at,
    )  # fmt: skip
