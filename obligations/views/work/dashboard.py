"""The first page after log-in: what needs somebody, every service, what comes, what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from obligations import intake, language, words
from obligations.calendar.standing import NEEDS_DOING
from obligations.forms.work import ProviderForm
from obligations.law.positions import to_look_at_again
from obligations.models import (
    Deadline,
    Event,
    Invitation,
    Notification,
    Obligation,
    Platform,
    Position,
    Provider,
    Release,
    User,
)
from obligations.models.standing import tasks_on
from obligations.views.shared.current_provider import (
    CHOSEN,
    back_to,
    person,
    render_work,
    workplace,
)
from obligations.views.work.dates import Day, days
from tracker import clock

COMING = 90
PRESSES = "&".join(f"due={each}" for each in NEEDS_DOING)
SHOWN = 8

COUNTS = """
SELECT latest.platform_id, answer ->> 'answer', answer ->> 'kind', answer ->> 'settled_by_whom',
       count(*), count(*) FILTER (WHERE (answer ->> 'is_unverified')::boolean)
  FROM (SELECT DISTINCT ON (platform_id) platform_id, result
          FROM obligations_determination
         WHERE provider_id = %s AND as_at <= %s
         ORDER BY platform_id, as_at DESC, made_at DESC) AS latest,
       jsonb_array_elements(latest.result -> 'requirements') AS answer
 WHERE (answer ->> 'is_counted')::boolean AND answer ->> 'answer' <> 'does_not_apply'
   AND NOT COALESCE((answer ->> 'suspended')::boolean, FALSE)
 GROUP BY 1, 2, 3, 4
"""
"""How many answers of each sort the latest determination of each service holds, and how many of
them rest on law from memory or contested: one query.

It counts what the opening sentence counts (rules.predicates, stored with each answer), so that the
numbers are those on the page of the service."""


@dataclass
class Standing:
    """One service on the dashboard, in numbers."""

    platform: Platform
    duties: int = 0
    measures: int = 0
    from_a_date: int = 0
    waits: int = 0
    stands_by: int = 0
    not_known: int = 0
    unverified: int = 0
    settlers: dict[str, int] = field(default_factory=dict)
    determined: bool = False

    def count(self, answer: str, kind: str, whom: str | None, rows: int, unverified: int) -> None:
        """Add one line of COUNTS. Of what applies, `unverified` rests on memory or is contested."""
        self.determined = True
        if answer == "applies":
            self.unverified += unverified
        match answer:
            case "applies" if kind == "measure":
                self.measures += rows
            case "applies" if kind == "duty":
                self.duties += rows
            case "applies_from":
                self.from_a_date += rows
            case "waits":
                self.waits += rows
            case "stands_by":
                self.stands_by += rows
            case "not_known":
                self.not_known += rows
                settler = whom or "law"
                self.settlers[settler] = self.settlers.get(settler, 0) + rows


def standings(platforms: Iterable[Platform], provider: Provider, as_at: dt.date) -> list[Standing]:
    """Each service in numbers, by its latest determination. One query."""
    found = {platform.pk: Standing(platform) for platform in platforms}
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [provider.pk, as_at])
        for platform_id, *line in cursor.fetchall():
            if platform_id in found:
                found[platform_id].count(*line)
    return list(found.values())


def _coming(provider: Provider, at: dt.date) -> QuerySet[Deadline]:
    """Open days of services that are not put away, until 90 days from now, late ones first."""
    return (
        Deadline.objects.open()
        .filter(provider=provider, platform__archived_on__isnull=True)
        .filter(due_on__lte=at + dt.timedelta(days=COMING))
        .select_related("platform", "obligation__requirement", "milestone")
        .order_by("due_on", "title", "pk")
    )


@dataclass(frozen=True)
class Opening:
    """What the first sentence says: how much is owed today or late, what to confirm, what is next.

    `next_day` is the next day that somebody here owes, else the next of the regime.
    """

    now: int
    to_confirm: int
    next_day: Day | None


def _opening(coming: list[Day]) -> Opening:
    ahead = [day for day in coming if not day.needs_doing and not day.passed_before]
    own = [day for day in ahead if not day.is_milestone]
    return Opening(
        now=sum(day.needs_doing for day in coming),
        to_confirm=sum(day.passed_before for day in coming),
        next_day=next(iter(own or ahead), None),
    )


@dataclass(frozen=True)
class Yours:
    """A task of the person on whose screen it is, and who gave it to them when, in words."""

    task: Obligation
    given: str


def _yours(user: User, provider: Provider, at: dt.date) -> list[Yours]:
    """What is this person's to do at the provider, what is due next first. One query."""
    given = Notification.objects.filter(obligation=OuterRef("pk"), user=user)
    rows = (
        tasks_on(Obligation.objects.tasks(), at)
        .filter(Q(platform=None) | Q(platform__archived_on=None), provider=provider, owner=user)
        .filter(open_now=True)
        .annotate(given=Subquery(given.values("told")))
        .select_related("requirement", "platform")
        .order_by(F("next_due").asc(nulls_last=True), "requirement__natural_key", "pk")
    )
    return [Yours(row, words.messages.given(row.given) if row.given else "") for row in rows]


@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """The provider on screen at a glance; for somebody without one, how to begin."""
    place = workplace(request)
    if place.provider is None:
        return render_work(request, "work/welcome.html", place, {"form": ProviderForm()})
    today = clock.today()
    platforms = Platform.objects.filter(provider=place.provider, archived_on__isnull=True)
    coming = days(_coming(place.provider, today), today)
    held = Position.objects.standing().filter(provider=place.provider)
    held = held.select_related("requirement")
    owed = [day for day in coming if day.needs_doing]
    to_confirm = [day for day in coming if day.passed_before]
    later = [day for day in coming if not day.needs_doing and not day.passed_before]
    yours = _yours(person(request), place.provider, today)
    context = {
        "yours": yours[:SHOWN],
        "yours_count": len(yours),
        "yours_words": language.small(len(yours)).capitalize(),
        "opening": _opening(coming),
        "now_words": language.small(len(owed)).capitalize(),
        "to_confirm_words": language.small(len(to_confirm)),
        "to_confirm": to_confirm[:SHOWN],
        "to_confirm_more": max(0, len(to_confirm) - SHOWN),
        "invited": Invitation.objects.open().to(person(request).email).count(),
        "again": len(to_look_at_again(held, today)),
        "standings": standings(platforms, place.provider, today),
        "owed": owed[:SHOWN],
        "presses": PRESSES,
        "owed_more": max(0, len(owed) - SHOWN),
        "later": later[:SHOWN],
        "later_more": max(0, len(later) - SHOWN),
        "release": Release.objects.defer("payload").filter(is_current=True).first(),
        "log": Event.objects.filter(provider=place.provider).select_related("platform")[:6],
        "today": today,
    }
    return render_work(request, "work/dashboard.html", place, context)


@require_POST
@login_required
def provider_switch(request: HttpRequest) -> HttpResponse:
    """Put another provider on screen."""
    chosen = intake.row(request.POST.get("provider"))
    if chosen and Provider.objects.visible_to(request.user).filter(pk=chosen).exists():
        request.session[CHOSEN] = chosen
        return redirect("dashboard")
    return back_to(request, "dashboard")
