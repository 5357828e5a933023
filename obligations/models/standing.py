"""How dates and tasks stand on a day, in SQL: the same as `calendar.standing` says of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import TruncDate

from obligations.calendar.standing import (
    AGAIN,
    DEMANDS,
    PRESSING,
    Dated,
    Standing,
    standing,
    urgency,
)
from obligations.models.dates import Deadline
from obligations.models.work import ObligationPart, Progress
from tracker.clock import LONDON


def dated(row: Deadline) -> Dated:
    """A date as the pure rules read it."""
    return Dated(
        status=row.status,
        due_on=row.due_on,
        added_on=row.created_at.astimezone(LONDON).date(),
        of_regime=row.milestone_id is not None,
        derivation=row.derivation,
    )


def dates_on(rows: QuerySet[Any], at: dt.date) -> QuerySet[Any]:
    """Dates with `standing`, how each stands on the day, and `added_on`."""
    found: QuerySet[Any] = rows.annotate(
        added_on=TruncDate("created_at", tzinfo=LONDON),
        standing=Case(
            When(~Q(status=Deadline.Status.OPEN), then=F("status")),
            When(milestone__isnull=False, due_on__lt=at, then=Value(Standing.REGIME_PASSED)),
            When(milestone__isnull=False, then=Value(Standing.REGIME)),
            When(derivation__sense="keep_until", then=Value(Standing.KEEP)),
            When(due_on__gt=at, then=Value(Standing.AHEAD)),
            When(derivation__outcome="open", then=Value(Standing.PACE)),
            When(due_on=at, then=Value(Standing.TODAY)),
            When(due_on__lt=F("added_on"), then=Value(Standing.BEFORE)),
            default=Value(Standing.OVERDUE),
            output_field=CharField(),
        ),
    )
    return found


def tasks_on(rows: QuerySet[Any], at: dt.date) -> QuerySet[Any]:
    """Obligations with `open_now` (is there something to work on?), and of their most pressing
    open date `next_due` and `next_standing`."""
    mine = dates_on(Deadline.objects.open().filter(obligation=OuterRef("pk")), at)
    near = Q(derivation__slot=False) | Q(due_on__lte=at + dt.timedelta(days=AGAIN))
    parts = ObligationPart.objects.order_by().filter(obligation=OuterRef("pk"))
    first = mine.order_by(_rank(), "due_on")
    unfinished = (
        ~Q(progress=Progress.DONE)
        | Exists(mine.order_by().filter(near, standing__in=DEMANDS))
        | (Q(despite="") & Exists(parts.missing()))
    )
    found: QuerySet[Any] = rows.annotate(
        next_due=Subquery(first.values("due_on")[:1]),
        next_standing=Subquery(first.values("standing")[:1], output_field=CharField()),
        open_now=Case(
            When(Q(is_task=True) & unfinished, then=True),
            default=False,
            output_field=BooleanField(),
        ),
    )
    return found


def _rank() -> Case:
    """`calendar.standing.urgency`, without the day."""
    return Case(
        *(When(standing=one, then=place) for place, one in enumerate(PRESSING)),
        When(standing__in=DEMANDS, then=len(PRESSING)),
        default=len(PRESSING) + 1,
        output_field=IntegerField(),
    )


def by_urgency(rows: Iterable[Deadline], at: dt.date) -> list[Deadline]:
    """Open dates, the most pressing first: the first of a task is its next day."""
    return sorted(rows, key=lambda row: urgency(standing(dated(row), at), row.due_on))


def progress_words(task: Any) -> str:
    """How far a task of `tasks_on` is: what was done and is due again is to be done again."""
    again = task.progress == Progress.DONE and task.open_now
    return "To do again" if again else str(task.get_progress_display())
