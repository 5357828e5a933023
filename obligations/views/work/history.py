"""What changed on a task, when and by whom: told from the rows that the database kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from obligations import language, words
from obligations.models import Obligation, Progress, Result, User

TOLD: dict[str, tuple[str, Callable[[Any], str]]] = {
    "answer": ("Answer", words.answers.answer),
    "progress": ("Progress", lambda value: str(Progress(value).label)),
    "result": ("Result", lambda value: str(Result(value).label)),
    "assessed_on": ("Checked on", lambda value: language.day(value) or "no day"),
    "how_checked": ("How it was checked", lambda value: f"“{value}”" if value else "nothing"),
    "despite": ("Why it is done all the same", lambda value: f"“{value}”" if value else "nothing"),
    "note": ("Note", lambda value: f"“{value}”" if value else "nothing"),
}


@dataclass(frozen=True)
class Step:
    """One change: what is different since the row before."""

    at: dt.datetime
    who: str
    changes: tuple[str, ...]


def history(task: Obligation) -> list[Step]:
    """Every change of a task, newest first. Two queries."""
    kept = apps.get_model("obligations", "ObligationEvent")  # Made by pghistory, so known by name.
    events = kept._default_manager.filter(pgh_obj=task)
    rows: list[Any] = list(
        events.select_related("pgh_context").order_by("pgh_created_at", "pgh_id")
    )
    people = {pk for row in rows for pk in (row.owner_id, _writer(row)) if pk is not None}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=people)}
    steps = []
    for before, row in zip([None, *rows], rows, strict=False):
        changes = _changes(before, row, names) if before else ("Came onto the list",)
        if changes:
            who = names.get(_writer(row) or 0, "")
            steps.append(Step(row.pgh_created_at, who, changes))
    return steps[::-1]


def _writer(row: Any) -> int | None:
    """The person whose request changed the row, where one did."""
    return row.pgh_context.metadata.get("user") if row.pgh_context else None


def _changes(before: Any, row: Any, names: dict[int, str]) -> tuple[str, ...]:
    found = [
        f"{title}: {say(getattr(row, name))}, was {say(getattr(before, name))}"
        for name, (title, say) in TOLD.items()
        if getattr(row, name) != getattr(before, name)
    ]
    if row.owner_id != before.owner_id:
        now, was = (names.get(pk, "nobody") for pk in (row.owner_id, before.owner_id))
        found.append(f"Owner: {now}, was {was}")
    return tuple(found)
