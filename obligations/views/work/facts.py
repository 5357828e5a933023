"""Answering questions about a service: its facts, its place on the register, events, users."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from obligations.actions import designations, facts, platform_events, turns, users
from obligations.actions.permissions import Refused
from obligations.forms.facts import FactsForm
from obligations.forms.questions import Section, sections_for
from obligations.forms.work import (
    AppealForm,
    DesignationForm,
    EndDesignationForm,
    EventForm,
    MonthlyUsersForm,
)
from obligations.law.determinations import Snapshot
from obligations.models import (
    Designation,
    Event,
    EventKind,
    FactValue,
    MonthlyUsers,
    Permission,
    Platform,
    PlatformEvent,
)
from obligations.models.platforms import NO_DESIGNATIONS
from obligations.rules.facts.key import Key
from obligations.views.shared.current_provider import (
    allowed,
    done,
    person,
    plain_day,
    platform_at_work,
    render_work,
    tell_errors,
)
from obligations.views.work.effect import to_effect
from tracker import clock

ABOUT = {
    "platform": "About this service",
    "provider": "About the provider: notices, decisions and fees",
}
REGISTER = ("designated", "register_entry_removed")  # They have a page of their own.


@login_required
def platform_facts(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions about a service; `?topic=` asks only those of one topic."""
    platform, place = platform_at_work(request, slug)
    allowed(place, Permission.RECORD_FACTS)
    if request.method == "POST":
        turns.take(platform.provider_id)
    law = plain_day(request)
    now = Snapshot.of(platform, law.today, release=law.release)
    everything = sections_for(now.ruleset, now.told, law.today)
    asked = _chosen(everything, request.GET.get("topic", ""), request.GET.get("fact", ""))
    form = FactsForm(asked, request.POST or None, last_answer(platform))
    if request.method == "POST" and form.is_valid():
        rows = _recorded(request, now, form)
        if rows is not None:
            return to_effect(request, platform) if rows else redirect("platform-detail", slug)
    context = {
        "platform": platform,
        "form": form,
        "shown": form.shown(),
        "everything": everything,
        "one_topic": len(asked) < len(everything),
        "unanswered": sum(section.unknown for section in everything),
    }
    status = 400 if form.errors else 200
    return render_work(request, "work/platform_facts.html", place, context, law=law, status=status)


def last_answer(platform: Platform) -> Callable[[str], Event | None]:
    """What the log says of the last answer of a key, for a service and its provider."""
    told = Event.objects.filter(provider=platform.provider_id, action="facts.recorded")
    newest = told.order_by("-number")
    return lambda key: newest.filter(data__answers__has_key=key).first()


def _chosen(sections: tuple[Section, ...], topic: str, fact: str) -> tuple[Section, ...]:
    """The sections of one topic, or the one that asks for a fact; all where none is named."""
    if fact:
        chosen = tuple(
            section for section in sections
            if any(fact in {each.name, Key.parse(each.key).name} for each in section.asked)
        )  # fmt: skip
        return chosen or sections
    return tuple(section for section in sections if section.anchor == topic) or sections


def _recorded(request: HttpRequest, now: Snapshot, form: FactsForm) -> list[FactValue] | None:
    """Record what was answered; None, with the reasons beside the questions, where refused."""
    try:
        done = facts.record_on(
            now, by=person(request), answers=form.answers(), grounds=form.grounds()
        )
    except Refused as refused:
        form.show_refusal(refused)
        return None
    messages.success(request, _told(done.rows))
    return done.rows


def _told(rows: list[FactValue]) -> str:
    """What saving came to."""
    if not rows:
        return "Nothing was different from what is recorded, so nothing was saved."
    number = "One answer" if len(rows) == 1 else f"{len(rows):,} answers"
    return f"{number} saved. What follows from them is below."


@login_required
def platform_register(request: HttpRequest, slug: str) -> HttpResponse:
    """The service's place on Ofcom's register of categorised services, and how it changes."""
    platform, place = platform_at_work(request, slug)
    if request.method == "POST":
        allowed(place, Permission.RECORD_FACTS)
    form = DesignationForm(request.POST or None)
    who = {"by": person(request), "as_at": clock.today()}
    if form.done(designations.begin, platform=platform, **who):
        return to_effect(request, platform)
    said_none = FactValue.objects.filter(platform=platform, name=NO_DESIGNATIONS)
    latest = said_none.order_by("-recorded_at", "-pk").first()
    context = {
        "platform": platform,
        "form": form,
        "entries": [
            (entry, _end_form(entry), _appeal_form(entry))
            for entry in Designation.objects.filter(platform=platform).order_by("-period")
        ],
        "says_none": latest is not None and latest.value is True,
        "today": clock.today(),
    }
    status = 400 if form.errors else 200
    return render_work(request, "work/platform_register.html", place, context, status=status)


def _end_form(entry: Designation, data: Any = None) -> EndDesignationForm:
    after = entry.period.upper
    last_day = after - dt.timedelta(days=1) if after else None
    return EndDesignationForm(data, row=entry, initial={"last_day": last_day})


def _appeal_form(entry: Designation, data: Any = None) -> AppealForm:
    now = {"appealed_on": entry.appealed_on, "ended_on": entry.appeal_ended_on}
    return AppealForm(data, row=entry, initial=now)


def _entry_in_turn(platform: Platform, pk: int) -> Designation:
    """An entry on the register, as it stands in the provider's turn; else 404."""
    turns.take(platform.provider_id)
    return get_object_or_404(Designation, platform=platform, pk=pk)


@require_POST
@login_required
def platform_register_none(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the service is in no part of the register, or that this is not known."""
    platform, place = platform_at_work(request, slug)
    allowed(place, Permission.RECORD_FACTS)
    none = request.POST.get("none") == "yes"
    said = {"platform": platform, "as_at": clock.today(), "none": none}
    if done(request, designations.say_none, **said):
        return to_effect(request, platform)
    return redirect("platform-register", platform.slug)


@require_POST
@login_required
def platform_register_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say on which day an entry on the register ended."""
    platform, place = platform_at_work(request, slug)
    allowed(place, Permission.RECORD_FACTS)
    entry = _entry_in_turn(platform, pk)
    form = _end_form(entry, request.POST)
    if form.done(designations.end, designation=entry, by=person(request), as_at=clock.today()):
        return to_effect(request, platform)
    tell_errors(request, form)
    return redirect("platform-register", platform.slug)


@require_POST
@login_required
def platform_register_appeal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say on which day an appeal against an entry was made, and when it was over."""
    platform, place = platform_at_work(request, slug)
    allowed(place, Permission.RECORD_FACTS)
    entry = _entry_in_turn(platform, pk)
    form = _appeal_form(entry, request.POST)
    who = {"by": person(request), "as_at": clock.today()}
    if form.done(designations.appeal, designation=entry, **who):
        messages.success(request, "Saved. What follows from the appeal is below.")
        return to_effect(request, platform)
    tell_errors(request, form)
    return redirect("platform-register", platform.slug)


@require_POST
@login_required
def platform_register_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back an entry on the register that was recorded by mistake."""
    platform, place = platform_at_work(request, slug)
    allowed(place, Permission.RECORD_FACTS)
    entry = get_object_or_404(Designation, platform=platform, pk=pk)
    if request.POST.get("mistake") == "yes":
        designations.remove(designation=entry, by=person(request), as_at=clock.today())
        messages.success(request, "The entry was taken back, and so is what followed from it.")
        return to_effect(request, platform)
    return redirect("platform-register", platform.slug)


@login_required
def platform_event_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Record that something happened; what stood by for it becomes a task and its clock starts."""
    platform, place = platform_at_work(request, slug)
    allowed(place, Permission.RECORD_FACTS)
    rows = EventKind.objects.filter(about__in=ABOUT, withdrawn_in=None).exclude(slug__in=REGISTER)
    kinds = {kind.slug: kind for kind in rows}
    chosen = {"event": request.GET.get("event", ""), "happened_on": clock.today()}
    choices = [(kind.slug, kind.title) for kind in kinds.values()]
    form = EventForm(choices, request.POST or None, initial=chosen)
    if _happened(request, platform, form):
        return to_effect(request, platform)
    happened = PlatformEvent.objects.standing().concerning(platform)[:20]
    earlier = [
        (kinds[row.event].title if row.event in kinds else row.event, row) for row in happened
    ]
    options = [(option, kinds[str(option.data["value"])]) for option in form["event"]]
    context = {
        "platform": platform,
        "form": form,
        "earlier": earlier,
        "groups": [
            (title, [(option, kind) for option, kind in options if kind.about == about])
            for about, title in ABOUT.items()
        ],
    }
    status = 400 if form.errors else 200
    return render_work(request, "work/platform_event_new.html", place, context, status=status)


@require_POST
@login_required
def platform_event_take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back an event that was recorded by mistake."""
    platform, place = platform_at_work(request, slug)
    allowed(place, Permission.RECORD_FACTS)
    event = get_object_or_404(PlatformEvent.objects.concerning(platform), pk=pk)
    mistake = request.POST.get("mistake") == "yes"
    if mistake and done(request, platform_events.take_back, event=event, as_at=clock.today()):
        messages.success(request, "The event was taken back, and so is what followed from it.")
        return to_effect(request, platform)
    return redirect("platform-event-new", platform.slug)


def _happened(request: HttpRequest, platform: Platform, form: EventForm) -> bool:
    who = {"by": person(request), "as_at": clock.today()}
    if not form.done(platform_events.record_event, platform=platform, **who):
        return False
    row = form.made
    title = dict(form.kinds).get(row.event, row.event)
    then = "now binds" if row.happened_on <= clock.today() else "binds from that day"
    messages.success(request, f"Recorded: {title}. What stood by for it {then}.")
    return True


@login_required
def platform_users(request: HttpRequest, slug: str) -> HttpResponse:
    """UK users by month; six whole months make the average that size and categories turn on."""
    platform, place = platform_at_work(request, slug)
    allowed(place, Permission.RECORD_FACTS)
    form = MonthlyUsersForm(request.POST or None)
    who = {"by": person(request), "as_at": clock.today()}
    if form.done(users.record_months, platform=platform, **who):
        messages.success(request, "The month was saved.")
        return redirect("platform-users", platform.slug)
    rows = MonthlyUsers.objects.filter(platform=platform).order_by(
        "side", "-month", "-recorded_at", "-pk"
    )
    context = {"platform": platform, "form": form, "months": rows.distinct("side", "month")}
    status = 400 if form.errors else 200
    return render_work(request, "work/platform_users.html", place, context, status=status)
