"""Changes tried on paper: what they come to, kept, shared, changed, thrown away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from obligations.actions import audit
from obligations.actions.due_dates import done_so_far
from obligations.actions.permissions import Denied, Refused, refuse, require
from obligations.actions.turns import in_turn
from obligations.calendar.working_days import Jurisdiction
from obligations.law.determinations import Snapshot
from obligations.law.significant_changes import Changing, changing_for
from obligations.law.told_subject import read_subject
from obligations.law.whatif import WhatIf, what_if
from obligations.models import Permission, Platform, Release, Scenario, User
from obligations.rules import RuleSet, Situation, Subject, SubjectError


@dataclass(frozen=True)
class Ground:
    """A service as it is on a day, read once, on which changes are tried."""

    ruleset: RuleSet
    changing: Changing
    subject: Subject
    as_at: dt.date
    where: Jurisdiction
    done: Mapping[str, dt.date]

    def tried(self, changes: Mapping[str, Any], on: dt.date | None = None) -> WhatIf:
        """What changes made on a day would come to.

        Raises SubjectError where a change cannot be read (any more) or contradicts the rest.
        """
        return what_if(
            self.ruleset, self.changing, self.subject, changes, self.as_at, on=on,
            where=self.where, done=self.done,
        )  # fmt: skip


def ground(platform: Platform, as_at: dt.date, release: Release | None = None) -> Ground:
    """The service under a release, by default the current one. Reads only; raises SubjectError."""
    now = Snapshot.of(platform, as_at, release=release)
    subject, _notes = read_subject(now.file, now.ruleset)
    done = done_so_far(platform, Situation(now.ruleset, subject, as_at))
    where = Jurisdiction(platform.provider.nation)
    return Ground(now.ruleset, changing_for(release), subject, as_at, where, done)


def try_out(
    platform: Platform, changes: Mapping[str, Any], as_at: dt.date, on: dt.date | None = None
) -> WhatIf:
    """What changes to a service would come to under the current release. Raises SubjectError."""
    return ground(platform, as_at).tried(changes, on)


@in_turn
def save(
    *,
    platform: Platform,
    by: User | None,
    name: str,
    changes: Mapping[str, Any],
    as_at: dt.date,
    planned_for: dt.date | None = None,
    note: str = "",
    shared: bool = False,
) -> Scenario:
    """Keep changes under a name. Raises Refused where there is nothing to keep, or no name."""
    provider = platform.provider
    require(by, provider, Permission.WORK_ON_OBLIGATIONS)
    _check(platform, name, changes, as_at, planned_for)
    row = Scenario.objects.create(
        provider=provider, platform=platform, name=name.strip(), note=note, changes=dict(changes),
        planned_for=planned_for, shared=shared, created_by=by,
    )  # fmt: skip
    told(row, by, "saved", "saved")
    return row


@in_turn
def change(
    *,
    scenario: Scenario,
    by: User | None,
    name: str,
    changes: Mapping[str, Any],
    as_at: dt.date,
    planned_for: dt.date | None = None,
    note: str = "",
    shared: bool = False,
) -> Scenario:
    """Rewrite a scenario of one's own that was not launched. Raises Refused, Denied."""
    row = _own(scenario, by)
    _check(row.platform, name, changes, as_at, planned_for)
    was_shared = row.shared
    row.name, row.note, row.changes = name.strip(), note, dict(changes)
    row.planned_for, row.shared = planned_for, shared
    row.save()
    said = "saved again"
    if row.shared != was_shared:
        said = "shared inside the provider" if row.shared else "made private again"
    verb = "changed" if row.shared == was_shared else "shared" if row.shared else "unshared"
    told(row, by, verb, said)
    return row


@in_turn
def delete(*, scenario: Scenario, by: User | None) -> None:
    """Throw a scenario of one's own away. Raises Refused once something was decided on it."""
    row = _own(scenario, by)
    if row.decisions.exists():
        raise refuse("", "A decision was recorded on this scenario, so it is kept.")
    told(row, by, "deleted", "deleted")
    row.delete()


def _check(
    platform: Platform,
    name: str,
    changes: Mapping[str, Any],
    as_at: dt.date,
    planned_for: dt.date | None,
) -> None:
    errors: dict[str, list[str]] = {}
    if not name.strip():
        errors["name"] = ["Give the scenario a name."]
    if not changes and planned_for is None:
        errors[""] = ["Nothing was changed, so there is nothing to keep."]
    if planned_for is not None and planned_for < as_at:
        errors["planned_for"] = ["This day has passed."]
    if errors:
        raise Refused(errors)
    try:
        try_out(platform, changes, as_at, planned_for)
    except SubjectError as error:
        raise Refused({"": list(error.errors)}) from error


def _own(scenario: Scenario, by: User | None) -> Scenario:
    """The scenario as it stands in this turn, for its author. Raises Denied, Refused."""
    require(by, scenario.provider, Permission.WORK_ON_OBLIGATIONS)
    row = Scenario.objects.get(pk=scenario.pk)
    if by is not None and row.created_by_id != by.pk:
        raise Denied("Only its author may change a scenario.")
    if row.launched_on is not None:
        raise refuse("", "This scenario was launched: it stays as it was.")
    return row


def quoted(scenario: Scenario) -> str:
    """The name as a sentence of the log has it."""
    return f"“{scenario.name}”"


def told(
    row: Scenario, by: User | None, verb: str, said: str, data: Mapping[str, Any] | None = None
) -> None:
    """Put it in the log. Of a private scenario everybody may read only that there is one."""
    open_to_all = row.shared or row.launched_on is not None
    name = f"scenario {quoted(row)}" if open_to_all else "a private scenario"
    kept = {
        "name": row.name, "changes": row.changes, "planned_for": row.planned_for, **(data or {}),
    }  # fmt: skip
    audit.record(
        provider=row.provider, platform=row.platform, by=by, action=f"scenario.{verb}",
        subject=row, sentence=f"{row.platform}: {name} {said}.",
        data={"shared": row.shared, **(kept if open_to_all else {})},
    )  # fmt: skip
