"""Every form that is sent: done once, tried again after a clash, and never lost.

Django masks the CSRF token anew for each page, so the token in a form names the page it was on.
The same form of the same page with the same contents, sent again (a double click, a reload, six at
once), waits for the first and is led where that was led. What was refused is not remembered.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from obligations.actions.turns import is_clash, once_more
from obligations.forms.meanwhile import SEEN, ChangedMeanwhile
from obligations.models import Post
from obligations.views.shared.arrival import note_arrival
from tracker import clock

KEPT = dt.timedelta(days=2)  # A page that was left open for longer has a form of another day.
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
GetResponse = Callable[[HttpRequest], HttpResponseBase]
Answer = Callable[[], HttpResponseBase]


class PostMiddleware:
    """Answer the posts of our own pages, each in one transaction."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if request.method != "POST" or not view.__module__.startswith("obligations.views."):
            return None

        note_arrival(request)

        def answer() -> HttpResponseBase:
            found: HttpResponseBase = view(request, *args, **kwargs)
            return found

        told = len(_told(request))
        try:
            return once_more(lambda: _once(request, answer), lambda: _rewind(request, told))
        except OperationalError as error:
            if not is_clash(error):
                raise
            return _clashed(request, told)
        except ChangedMeanwhile as changed:
            return _changed(request, changed)


def _once(request: HttpRequest, answer: Answer) -> HttpResponseBase:
    """The answer to a post, or where the same one was led before."""
    key = _key(request)
    if key is None or request.user.pk is None:
        return answer()
    with connection.cursor() as cursor:  # The same post at the same time waits for this one.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    if earlier := Post.objects.filter(key=key).first():
        messages.info(request, "This was sent twice. It was done once.")
        return HttpResponseRedirect(earlier.location)
    told = len(_told(request))
    response = answer()
    refused = any(each.level >= messages.ERROR for each in _told(request)[told:])
    if isinstance(response, HttpResponseRedirect) and not refused:
        Post.objects.filter(user=request.user.pk, at__lt=clock.now() - KEPT).delete()
        Post.objects.create(user_id=request.user.pk, key=key, location=response.url)
    return response


def _key(request: HttpRequest) -> str | None:
    """What makes two posts the same one; None where nothing tells which page it came from."""
    page = request.POST.get(TOKEN)
    if not page or not request.user.is_authenticated:
        return None
    files = [(each.name, each.size) for each in _files(request)]
    said = [request.user.pk, request.get_full_path(), sorted(request.POST.lists()), files]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _told(request: HttpRequest) -> list[Any]:
    """What the person will be told on the next page. Django has no public name for it."""
    storage: Any = messages.get_messages(request)
    found: list[Any] = storage._queued_messages
    return found


def _files(request: HttpRequest) -> list[Any]:
    return [each for _, files in request.FILES.lists() for each in files]


def _rewind(request: HttpRequest, told: int) -> None:
    """Forget what a broken-off try did outside the database."""
    del _told(request)[told:]
    for each in _files(request):
        each.seek(0)


def _clashed(request: HttpRequest, told: int) -> HttpResponseBase:
    """Nothing was saved; what was sent stands on the page and can be sent again."""
    _rewind(request, told)
    return render(request, "work/clash.html", {"sent": _sent(request)}, status=409)


def _changed(request: HttpRequest, changed: ChangedMeanwhile) -> HttpResponseBase:
    """What is recorded by now beside what was sent, which is saved when it is sent again."""
    drawn = {SEEN, *(name for each in changed.differences for name in each.inputs)}
    context = {
        "differences": changed.differences,
        "seen": changed.seen,
        "kept": _sent(request, but=drawn),
        "back": _came_from(request),
    }
    return render(request, "work/changed.html", context, status=409)


def _came_from(request: HttpRequest) -> str:
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()})
    return page if ours else reverse("dashboard")


def _sent(request: HttpRequest, but: Collection[str] = ()) -> list[tuple[str, str]]:
    """The inputs of a form as they were sent, without those that the page draws itself."""
    named = request.POST.lists()
    return [(n, each) for n, values in named for each in values if n not in {TOKEN, *but}]
