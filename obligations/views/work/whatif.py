"""What if: changes to a service tried on paper. Nothing is kept until somebody asks for it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from obligations import intake
from obligations.actions import scenarios
from obligations.forms.whatif import ScenarioForm, Trying
from obligations.law.determinations import Snapshot
from obligations.law.whatif import WhatIf
from obligations.models import Permission, Platform, Scenario
from obligations.views.shared.current_provider import (
    Workplace,
    allowed,
    person,
    plain_day,
    platform_at_work,
    render_work,
)
from obligations.views.shared.frame import LawDay
from obligations.views.shared.whatif import WhatIfPage
from tracker import clock


@login_required
def platform_whatif(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Choose answers to tell otherwise, see what would follow, and keep it as a scenario."""
    platform, place = platform_at_work(request, slug)
    law = plain_day(request)
    now = Snapshot.of(platform, law.today, release=law.release)
    trying = Trying(now.ruleset, now.file, law.today, {})
    page = _Page(request, law, platform, place)
    if request.method == "POST":
        return page.sent(trying)
    row = page.reopened
    told = trying if row is None else replace(trying, changes=row.changes, on=row.planned_for)
    faults = told.faults()
    return page.form(replace(told, changes={}) if faults else told, None, faults)


class _Page(WhatIfPage):
    """What is tried on a service may be kept as a scenario, and opened again."""

    def __init__(
        self, request: HttpRequest, law: LawDay, platform: Platform, place: Workplace
    ) -> None:
        super().__init__(request, law)
        self.platform, self.place, self.whose = platform, place, str(platform)

    @cached_property
    def reopened(self) -> Scenario | None:
        """The scenario that is changed further, if the address or the form names one; else 404."""
        named = self.request.POST.get("scenario") or self.request.GET.get("scenario")
        if (number := intake.row(named)) is None:
            return None
        rows = Scenario.objects.visible_to(self.request.user).filter(platform=self.platform)
        return get_object_or_404(rows, pk=number)

    @property
    def own(self) -> Scenario | None:
        """The scenario that is changed further, where this person may rewrite it."""
        row = self.reopened
        mine = row is not None and row.created_by_id == self.request.user.pk
        return row if row is not None and mine and row.launched_on is None else None

    def found(self, trying: Trying) -> WhatIf:
        ground = scenarios.ground(self.platform, self.law.today, self.law.release)
        return ground.tried(trying.changes, trying.on)

    def tried(self, go: str, trying: Trying, found: WhatIf) -> HttpResponseBase:
        """The result, or something to keep."""
        if go in {"save", "again"}:
            return self._save(trying, found, self.own if go == "again" else None)
        return self.result(trying, found, save=ScenarioForm(initial=kept(self.own)))

    def _save(self, trying: Trying, found: WhatIf, row: Scenario | None) -> HttpResponseBase:
        """Keep it as a new scenario, or in place of one's own."""
        allowed(self.place, Permission.WORK_ON_OBLIGATIONS)
        form = ScenarioForm(self.request.POST)
        said = {
            "by": person(self.request), "changes": trying.changes, "as_at": clock.today(),
            "planned_for": trying.on,
        }  # fmt: skip
        if row is None:
            kept = form.done(scenarios.save, platform=self.platform, **said)
        else:
            kept = form.done(scenarios.change, scenario=row, **said)
        if kept:
            return redirect("scenario-detail", self.platform.slug, form.made.pk)
        return self.result(trying, found, save=form)

    def draw(self, template: str, context: dict[str, Any], status: int) -> HttpResponseBase:
        context |= {
            "frame": "work/_page.html", "whose": self.platform, "platform": self.platform,
            "own": self.own, "reopened": self.reopened,
        }  # fmt: skip
        return render_work(self.request, template, self.place, context, law=self.law, status=status)


def kept(row: Scenario | None) -> dict[str, Any]:
    """What a scenario says of itself, for its form."""
    if row is None:
        return {}
    return {"name": row.name, "scenario_note": row.note, "shared": row.shared}
