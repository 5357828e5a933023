"""Flags: a date came within a lead time. One statement finds them all and queues the messages.

Running the planner again for the same day adds nothing; after downtime it raises only the most
urgent lead of each date, because the earlier ones have been overtaken by it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from obligations.actions import deadlines
from obligations.actions.turns import once_more
from obligations.calendar.leads import LEADS, WEEK
from obligations.models import DatesByMail, Deadline, Flag, Permission, roles_with
from obligations.models.standing import dates_on

# What `calendar.leads` says of one date, for all of them at once; a property test holds them
# together. A milestone counts to the first day of its range and is never overdue; something kept
# until a day is pointed out once, on that day; a day that had passed before it came onto the list
# is asked about once, because nobody knows yet whether it was met.
PLAN = """
WITH known AS (KNOWN), reached AS (
  SELECT d.id, d.provider_id, d.due_on,
    CASE
      WHEN d.derivation->>'sense' = 'keep_until' AND %(at)s < d.due_on THEN NULL
      WHEN d.derivation->>'sense' = 'keep_until' THEN 0
      WHEN %(at)s < coalesce(lower(d.period), d.due_on) THEN (
        SELECT min(lead) FROM unnest(%(leads)s::int[]) AS lead
        WHERE lead >= coalesce(lower(d.period), d.due_on) - %(at)s)
      WHEN %(at)s <= d.due_on THEN 0
      WHEN d.milestone_id IS NOT NULL THEN -%(week)s
      WHEN known.standing = 'before' THEN
        -%(week)s * ((known.added_on - d.due_on) / %(week)s)
      ELSE -%(week)s * ((%(at)s - d.due_on) / %(week)s)
    END AS lead
  FROM obligations_deadline d
  LEFT JOIN obligations_platform p ON p.id = d.platform_id
  JOIN known ON known.id = d.id
  WHERE d.status = 'open' AND p.archived_on IS NULL
), raised AS (
  INSERT INTO obligations_flag (provider_id, deadline_id, lead, due_on, flagged_on, created_at)
  SELECT r.provider_id, r.id, r.lead, r.due_on, %(at)s, now()
  FROM reached r
  WHERE r.lead IS NOT NULL AND NOT EXISTS (
    SELECT FROM obligations_flag f
    WHERE f.deadline_id = r.id AND f.due_on = r.due_on AND f.lead <= r.lead)
  ON CONFLICT (deadline_id, lead) DO UPDATE
    SET due_on = EXCLUDED.due_on, flagged_on = EXCLUDED.flagged_on
    WHERE obligations_flag.due_on <> EXCLUDED.due_on
  RETURNING id, provider_id, deadline_id, lead, due_on
), told AS (
  INSERT INTO obligations_notification
    (provider_id, flag_id, user_id, told, status, attempts, error, created_at)
  SELECT r.provider_id, r.id, m.user_id, jsonb_build_object(
      'state', CASE
        WHEN d.milestone_id IS NOT NULL AND r.lead < 0 THEN 'not_confirmed'
        WHEN d.milestone_id IS NOT NULL THEN 'coming_up'
        WHEN d.derivation->>'outcome' = 'open' AND r.lead < 0 THEN 'still_open'
        WHEN d.derivation->>'outcome' = 'open' THEN 'to_do_now'
        WHEN d.derivation->>'sense' = 'keep_until' THEN 'kept'
        WHEN known.standing = 'before' THEN 'too_late'
        WHEN known.standing = 'overdue' THEN 'overdue'
        ELSE 'due' END,
      'days', d.due_on - %(at)s, 'title', d.title, 'of', coalesce(p.name, o.name),
      'due_on', d.due_on, 'due_at', to_char(d.due_at AT TIME ZONE 'Europe/London', ', HH24:MI'),
      'pace', d.derivation->>'pace', 'why', d.derivation->>'why', 'rule', d.derivation->>'rule',
      'basis', d.derivation->>'basis', 'provisional', d.derivation->>'provisional',
      'moved_because', d.moved_because),
    'queued', 0, '', now()
  FROM raised r
  JOIN obligations_deadline d ON d.id = r.deadline_id
  JOIN obligations_provider o ON o.id = r.provider_id
  LEFT JOIN obligations_platform p ON p.id = d.platform_id
  LEFT JOIN obligations_obligation t ON t.id = d.obligation_id
  JOIN obligations_membership m ON m.provider_id = r.provider_id AND m.role = ANY(%(workers)s)
  JOIN obligations_user u ON u.id = m.user_id AND u.is_active AND (u.dates_by_mail = %(all)s
    OR u.dates_by_mail = %(own)s AND t.id IS NOT NULL AND coalesce(t.owner_id, u.id) = u.id)
  JOIN known ON known.id = d.id
  ON CONFLICT (flag_id, user_id) DO UPDATE
    SET told = EXCLUDED.told, status = 'queued', attempts = 0,
      next_attempt_at = NULL, sent_at = NULL, error = ''
  RETURNING 1
)
SELECT array(SELECT id FROM raised ORDER BY id), (SELECT count(*) FROM told)
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """The flags that one run raised, and how many messages it put in the outbox."""

    flags: Sequence[int] = ()
    messages: int = 0


def plan(*, as_at: dt.date) -> Plan:
    """Raise every flag that a day calls for; one statement, whatever the number of dates.

    It takes no provider's turn: broken off for one, it is done again.
    """
    return once_more(lambda: _planned(as_at))


def _planned(as_at: dt.date) -> Plan:
    with connection.cursor() as cursor:
        cursor.execute(
            PLAN.replace("KNOWN", _known(as_at)),
            {
                "at": as_at, "leads": list(LEADS), "week": WEEK,
                "workers": roles_with(Permission.WORK_ON_OBLIGATIONS),
                "all": DatesByMail.ALL, "own": DatesByMail.OWN,
            },
        )  # fmt: skip
        found = cursor.fetchone()
    return Plan() if found is None else Plan(tuple(found[0]), found[1])


def _known(as_at: dt.date) -> str:
    """How each open date stands (`models.standing`), as the text of a query."""
    rows = dates_on(Deadline.objects.open().order_by(), as_at).values("id", "standing", "added_on")
    operations: Any = connection.ops
    told: str = operations.compose_sql(*rows.query.sql_with_params())
    return told.replace("%", "%%")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a run would do: its changes of dates, and its flags as they would read.

    `before` counts the open dates that earlier runs pointed out; they are not flagged twice.
    """

    changes: deadlines.Changes
    flags: Sequence[Flag]
    messages: int
    before: int


def rehearse(*, as_at: dt.date) -> Rehearsal:
    """Do everything that a run for that day does, look at it, and take it all back."""
    with transaction.atomic():
        changes = deadlines.recompute_all(as_at=as_at)
        before = Deadline.objects.open().filter(flags__isnull=False).distinct().count()
        planned = plan(as_at=as_at)
        flags = list(
            Flag.objects.filter(pk__in=planned.flags)
            .select_related("deadline__platform", "deadline__milestone", "provider")
            .order_by(
                "provider__name",
                F("deadline__platform__name").asc(nulls_last=True),
                "due_on",
                "deadline__title",
                "pk",
            )
        )
        transaction.set_rollback(True)
    return Rehearsal(changes, flags, planned.messages, before)
