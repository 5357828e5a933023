"""The interview as a way to fill in a service's facts: what matters, screen by screen, recorded.

Each screen is recorded when it is answered, by whoever answered it, and the obligations follow. So
there is nothing to lose by leaving, and nothing to carry from screen to screen but the moment at
which it began, which tells at the end what changed since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from obligations import intake, words
from obligations.actions import designations, facts, turns
from obligations.actions.permissions import Refused, refuse
from obligations.forms.facts import FactsForm
from obligations.forms.interview import (
    REGISTER,
    REGISTER_SINCE,
    REGISTER_TOPIC,
    Course,
    Screen,
    ids_of,
    long_jobs,
    read_screen,
)
from obligations.law.determinations import Snapshot
from obligations.models import Permission, Platform
from obligations.models.platforms import NO_DESIGNATIONS
from obligations.rules import SubjectError
from obligations.rules.answer.settled import Settled
from obligations.rules.answer.summary import summarise
from obligations.rules.facts.fact_set import FactSet
from obligations.rules.rulebook.jobs import Job
from obligations.views.shared.current_provider import (
    Workplace,
    allowed,
    person,
    plain_day,
    platform_at_work,
    render_work,
)
from obligations.views.shared.frame import LawDay
from obligations.views.work.effect import to_effect
from obligations.views.work.facts import last_answer
from obligations.words.determinations import changed_words
from obligations.words.questions import jobs_added
from tracker import clock

REFUSED_AT = {"since": REGISTER_SINCE, "category": REGISTER, "none": REGISTER}


@dataclass(frozen=True)
class Answers:
    """What is recorded of a service: where its interview goes on from.

    `answers` hold None for what was asked and is not known. Entries on Ofcom's register have a page
    of their own, so only that there are none is an answer here.
    """

    now: Snapshot
    answers: Mapping[str, Any]
    seen: tuple[str, ...] = ()

    @classmethod
    def of(cls, now: Snapshot) -> Answers:
        """What is recorded on the day. Raises SubjectError where it cannot be read."""
        asked = FactSet.from_subject(now.subject)
        answers = {str(key): asked.get(key) for key in (*now.told.unknown(), *asked)}
        if answers.pop(NO_DESIGNATIONS, True) is None:
            answers[REGISTER] = None
        if now.subject.designations == ():
            answers[REGISTER] = []
        return cls(now, answers)


Interview = Course[Answers]


def course_of(now: Snapshot) -> Interview:
    """The course of a service's interview. Raises SubjectError where its answers contradict."""
    return Interview(Answers.of(now), now.told, now.determination)


@login_required
def platform_interview(request: HttpRequest, slug: str) -> HttpResponse:
    """The next screen of a service's interview, or the one named; posted to, it is recorded."""
    platform, place = platform_at_work(request, slug)
    allowed(place, Permission.RECORD_FACTS)
    if request.method == "POST":
        turns.take(platform.provider_id)
    law = plain_day(request)
    now = Snapshot.of(platform, law.today, release=law.release)
    try:
        interview = course_of(now)
    except SubjectError as error:
        for text in error.errors:
            messages.error(request, text)
        return redirect("platform-facts", slug)
    if request.method == "POST":
        return _answered(request, platform, place, law, interview)
    wanted = request.GET.get("screen", "")
    screen = interview.screens.get(wanted) or next(iter(interview.to_come), None)
    if screen is None:
        return _finished(request, platform, place, law, interview)
    return _screen(request, platform, place, law, interview, screen)


def _answered(
    request: HttpRequest, platform: Platform, place: Workplace, law: LawDay, interview: Interview
) -> HttpResponse:
    """Record what a screen sent, and go where its button leads; what is wrong is said in place."""
    wanted = request.POST.get("go", "")
    sent = interview.screens.get(request.POST.get("screen", ""))
    if sent is None:
        return redirect(_address(platform, request, wanted, _trail(request, interview)))
    form, told = read_screen(
        sent, request.POST, interview.check.answers, finished=not wanted,
        last=last_answer(platform),
    )  # fmt: skip
    if told is None:
        return _screen(request, platform, place, law, interview, sent, form)
    told = interview.with_levels(told)
    with transaction.atomic():
        after = _recorded(request, interview.check, form, told)
        added = long_jobs(sent, interview.determination, after.determination) if after else ()
        unsure = bool(added) and request.POST.get("sure") != ids_of(added)
        transaction.set_rollback(unsure)
    if after is None or unsure:
        return _screen(request, platform, place, law, interview, sent, form, added)
    if wanted == "later":
        return to_effect(request, platform, _began(request))
    trail = _trail(request, interview)
    if wanted == "back":
        return redirect(_address(platform, request, trail[-1] if trail else "", trail[:-1]))
    if not wanted:
        any_told = any(value is not None for value in told.values())
        _say_what_settled(request, interview, after, told=any_told)
    return redirect(_address(platform, request, wanted, [*trail, sent.id]))


def _recorded(
    request: HttpRequest, before: Answers, form: FactsForm, told: Mapping[str, Any]
) -> Snapshot | None:
    """Record a screen: the service after it; None, with the reasons beside the questions, where
    it was refused."""
    now, known = before.now, before.answers
    try:
        if REGISTER in told:
            return _register_recorded(request, now, told, known)
        done = facts.record_on(
            now, by=person(request), grounds=form.grounds(),
            answers={key: value for key, value in told.items() if value != known.get(key)},
            unknown=[key for key, value in told.items() if value is None],
        )  # fmt: skip
    except Refused as refused:
        errors = {REFUSED_AT.get(key, key): texts for key, texts in refused.errors.items()}
        form.show_refusal(Refused(errors))
        return None
    return done.after


def _register_recorded(
    request: HttpRequest, now: Snapshot, told: Mapping[str, Any], before: Mapping[str, Any]
) -> Snapshot:
    """The service with its place on the register: none, not known, or an entry from its day.

    Raises Refused."""
    categories = told[REGISTER]
    who: dict[str, Any] = {"platform": now.platform, "by": person(request), "as_at": now.as_at}
    if categories is None and before.get(REGISTER) is None:
        grounds = facts.Grounds()
        return facts.record_on(
            now, by=who["by"], answers={}, unknown=[NO_DESIGNATIONS], grounds=grounds
        ).after
    if not categories:
        return designations.say_none(**who, none=categories == []) or now
    if told.get(REGISTER_SINCE) is None:
        raise refuse(REGISTER_SINCE, "Give the day of the entry: the category binds from then.")
    since = dt.date.fromisoformat(told[REGISTER_SINCE])
    return designations.begin_all(**who, categories=categories, since=since) or now


def _say_what_settled(
    request: HttpRequest, before: Interview, after: Snapshot, *, told: bool
) -> None:
    """What the screen settled, as a message above the next one."""
    settled = Settled.between(before.determination, after.determination, told=told)
    tone = messages.success if settled.anything else messages.info
    tone(request, words.determinations.settled(settled))


def _address(platform: Platform, request: HttpRequest, screen: str, trail: list[str]) -> str:
    """The interview's address: a screen or the next one, the way one came, and when one began."""
    began = _began(request).isoformat()
    carried = {"screen": screen, "trail": " ".join(dict.fromkeys(trail)), "began": began}
    query = urlencode({name: value for name, value in carried.items() if value})
    return f"{reverse('platform-interview', args=[platform.slug])}?{query}"


def _trail(request: HttpRequest, interview: Interview) -> list[str]:
    """The screens that led here, for Back."""
    told = request.POST.get("trail", "") or request.GET.get("trail", "")
    return [each for each in told.split() if each in interview.screens]


def _began(request: HttpRequest) -> dt.datetime:
    """The moment at which this interview began: now, unless an earlier one is carried along."""
    now = clock.now()
    try:
        told = intake.moment(request.POST.get("began", "") or request.GET.get("began", ""))
    except intake.Refused:
        return now
    return told if told.tzinfo is not None and told < now else now


def _screen(
    request: HttpRequest,
    platform: Platform,
    place: Workplace,
    law: LawDay,
    interview: Interview,
    screen: Screen,
    form: FactsForm | None = None,
    added: Sequence[Job] = (),
) -> HttpResponse:
    """A screen; `added` are the long jobs that what was just sent would add, were it recorded."""
    counts = summarise(interview.determination)
    answers = len(interview.determination.answers)
    form = form or FactsForm((screen.section,))
    form.leads = interview.leads(screen)
    context = {
        "platform": platform,
        "screen": screen,
        "form": form,
        "questions": form.shown()[0][1],
        "left": len([each for each in interview.to_come if each.id != screen.id]),
        "seen": [each for each in interview.seen if each.id != screen.id],
        "trail": " ".join(each for each in _trail(request, interview) if each != screen.id),
        "began": _began(request).isoformat(),
        "ranges": any(each.type == "interval" for each in screen.section.asked),
        "is_register": screen.section.anchor == REGISTER_TOPIC.id,
        "settled_count": answers - counts.not_known,
        "answers": answers,
        "added": jobs_added(added) if added else "",
        "sure": ids_of(added),
    }
    status = 400 if form.errors else 200
    return render_work(
        request, "work/platform_interview.html", place, context, law=law, status=status
    )


def _finished(
    request: HttpRequest, platform: Platform, place: Workplace, law: LawDay, interview: Interview
) -> HttpResponse:
    """Nothing more is worth asking: to the service, with what changed; or what is not known yet."""
    if "began" in request.GET:
        before = Snapshot.of(platform, law.today, _began(request), law.release)
        messages.success(request, changed_words(before.determination, interview.determination))
        return to_effect(request, platform, _began(request))
    unknown = [each for each in interview.seen if each.section.unknown]
    context = {"platform": platform, "seen": unknown, "began": _began(request).isoformat()}
    return render_work(request, "work/platform_interview_done.html", place, context, law=law)
