"""Every answer for a service, filtered, and the reasoning behind one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers

from obligations import words
from obligations.exports import FORMATS, RESOURCES, Asked, UnknownFormat, edition_of, respond
from obligations.exports.positions import with_taken
from obligations.forms.base import WorkForm
from obligations.law.answer_rows import Row, by_theme, event_words
from obligations.law.determinations import determine_platform
from obligations.law.positions import standing_on
from obligations.law.ruleset import ruleset_for
from obligations.models import Obligation, Platform, Position, Requirement
from obligations.rules import Answer, SubjectError
from obligations.rules.verdict.predicates import is_counted
from obligations.views.shared import explanations
from obligations.views.shared.current_provider import Workplace, platform_at_work, render_work
from obligations.views.shared.exports import refused
from obligations.views.shared.frame import LawDay, law_day
from obligations.views.shared.moved_ids import moved_to
from obligations.views.work.position_panel import beside, beside_gone
from tracker import clock

Positions = Mapping[str, Position]
PER_PAGE = 100
FILTERS = ("answer", "suspended", "kind", "strength", "theme", "verification", "position")
SUSPENDED = {
    "yes": "Need not be complied with while an appeal is pending",
    "no": "Not suspended",
    "unclear": "Two readings of what an appeal suspends",
}
POSITION = {"yes": "You take one", "no": "None"}
NAMED: dict[str, Callable[[str], str]] = {
    "answer": words.answers.answer,
    "suspended": SUSPENDED.__getitem__,
    "kind": words.records.kind,
    "strength": words.answers.strength,
    "theme": words.records.theme,
    "verification": words.checks.verification,
    "position": lambda value: POSITION.get(value, value),
}
TITLES = {
    "answer": "Answer",
    "suspended": "Appeal",
    "kind": "Kind",
    "strength": "Strength",
    "theme": "Theme",
    "verification": "How far checked",
    "position": "Your position",
}


def _value(name: str, answer: Answer, taken: Positions) -> str:
    """What an answer has under a filter."""
    if name == "position":
        return "yes" if answer.id in taken else "no"
    if name == "suspended":
        return words.answers.SUSPENDED[answer.suspended]
    return str(getattr(answer, name))


def _choices(
    answers: list[Answer], chosen: dict[str, str], taken: Positions
) -> list[dict[str, Any]]:
    """Each filter with the values that occur, how many answers have them, and which is chosen."""
    found = []
    for name in FILTERS:
        others = [one for one in answers if _matches(one, {**chosen, name: ""}, taken)]
        values = sorted({_value(name, one, taken) for one in answers}, key=NAMED[name])
        counts = dict.fromkeys(values, 0)
        for one in others:
            counts[_value(name, one, taken)] += 1
        options = [(value, NAMED[name](value), counts[value]) for value in values]
        found.append(
            {"name": name, "title": TITLES[name], "chosen": chosen[name], "options": options}
        )
    return found


def _matches(answer: Answer, chosen: dict[str, str], taken: Positions) -> bool:
    return all(not value or _value(name, answer, taken) == value for name, value in chosen.items())


def _formats() -> list[tuple[str, str]]:
    return [(name, one.label) for name, one in FORMATS.items()]


def _with_format(request: HttpRequest, wanted: str) -> str:
    query = request.GET.copy()
    query["format"] = wanted
    return f"?{query.urlencode()}"


def _in_words(chosen: dict[str, str], counted: bool) -> str:
    """The filters in one line, for the head of a file."""
    used = [f"{TITLES[name]}: {NAMED[name](value)}" for name, value in chosen.items() if value]
    if counted:
        used.append("only what the opening sentence counts")
    return "; ".join(used) or "Everything"


def _as_file(
    request: HttpRequest,
    rows: list[Answer],
    law: LawDay,
    problems: list[str],
    filters: str,
    platform: Platform,
    taken: Positions,
) -> HttpResponseBase:
    """The filtered answers in the format that the address names."""
    if problems or law.error:
        return refused([*problems, law.error] if law.error else problems)
    asked = Asked(filters, law.as_at, edition_of(law.release), clock.now(), whose=platform.name)
    try:
        return respond(
            request, with_taken(RESOURCES["answers"], taken), rows, request.GET["format"], asked
        )
    except UnknownFormat as unknown:
        return refused([str(unknown)])


@login_required
def platform_answers(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every answer for a service on a day, filtered by what the address says."""
    platform, place = platform_at_work(request, slug)
    law = law_day(request)
    ruleset = ruleset_for(law.release)
    try:
        found = determine_platform(platform, law.as_at, release=law.release).answers
    except SubjectError:
        return redirect("platform-detail", slug)  # That page shows what cannot be read.
    taken = standing_on(platform, None if law.is_today else law.as_at)
    counted = request.GET.get("counted") == "yes"
    answers = [one for one in found if not counted or is_counted(one)]
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    filters = _choices(answers, chosen, taken)
    problems = [
        f"{each['title']}: “{each['chosen'][:40]}” does not occur here."
        for each in filters
        if each["chosen"] and each["chosen"] not in [value for value, _, _ in each["options"]]
    ]
    rows = [] if problems else [one for one in answers if _matches(one, chosen, taken)]
    if "format" in request.GET:
        said = _in_words(chosen, counted)
        return _as_file(request, rows, law, problems, said, platform, taken)
    rows.sort(key=lambda one: words.records.theme(one.theme).casefold())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "platform": platform,
        "filters": filters,
        "problems": problems,
        "files": [(label, _with_format(request, name)) for name, label in _formats()],
        "count": len(rows),
        "page": page,
        "groups": by_theme(
            Row(one, event_words(one, ruleset), position=taken.get(one.id))
            for one in page.object_list
        ),
        "counted": counted,
        "filtered": counted or any(chosen.values()),
    }
    status = 400 if problems else 200
    return render_work(
        request, "work/platform_answers.html", place, context, law=law, status=status
    )


@login_required
def platform_why(request: HttpRequest, slug: str, requirement: str) -> HttpResponse:
    """The whole reasoning behind one answer: a page, or the tree alone where htmx asks for it."""
    platform, place = platform_at_work(request, slug)
    return why_page(request, platform, place, requirement, {})


def why_page(
    request: HttpRequest,
    platform: Platform,
    place: Workplace,
    requirement: str,
    refused_forms: dict[str, WorkForm],
) -> HttpResponse:
    """The page of one answer; `refused_forms`: what could not be taken, with its reasons."""
    law = law_day(request)
    try:
        determination = determine_platform(platform, law.as_at, release=law.release)
    except SubjectError:
        return redirect("platform-detail", platform.slug)
    answer = determination.answer(requirement)
    if answer is None:
        led = moved_to(request, law.release, "platform-why", platform.slug, name=requirement)
        return led or _gone_page(request, platform, place, requirement, refused_forms)
    context = {
        "platform": platform,
        "answer": answer,
        "nodes": explanations.nodes(answer.trace),
        "unknowns": explanations.asked(answer, ruleset_for(law.release)),
        "can": place.can,
    }
    if "HX-Request" in request.headers:
        fragment = render(request, "work/_why.html", context)
        patch_vary_headers(fragment, ["HX-Request"])
        return fragment
    context["task"] = (
        Obligation.objects.concerning(platform).filter(requirement__slug=requirement).first()
    )
    context |= beside(request, platform, place, law, answer, refused_forms)
    status = 400 if refused_forms else 200
    return render_work(request, "work/platform_why.html", place, context, law=law, status=status)


def _gone_page(
    request: HttpRequest,
    platform: Platform,
    place: Workplace,
    requirement: str,
    refused_forms: dict[str, WorkForm],
) -> HttpResponse:
    """What a service has on a requirement that the law data no longer has; else 404."""
    rows = Requirement.objects.exclude(withdrawn_in=None).select_related("withdrawn_in")
    record = get_object_or_404(
        rows.defer("withdrawn_in__payload", "withdrawn_in__difference"), slug=requirement
    )
    context = {
        "platform": platform,
        "requirement": record,
        "task": Obligation.objects.concerning(platform).filter(requirement=record).first(),
        **beside_gone(request, platform, place, record, refused_forms),
    }
    status = 400 if refused_forms else 200
    return render_work(request, "work/platform_gone.html", place, context, status=status)
