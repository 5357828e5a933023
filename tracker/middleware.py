"""Middleware: what can be read at all; whom the database speaks for; who keeps what it answers;
who wrote a history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import unquote_to_bytes

import pghistory
from django.conf import settings
from django.core.exceptions import TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.template.loader import render_to_string

from tracker import database
from tracker.encoding import is_utf_8

NUL = "\x00"
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class TenancyMiddleware:
    """Enter the database as the signed-in person for the length of the request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        with database.speaking_for(
            user.pk if user.is_authenticated else None,
            sees_all=user.is_authenticated and user.is_active and user.is_superuser,
        ):
            return self.get_response(request)


class HistoryMiddleware:
    """Note the person on every row of history that this request causes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in {"GET", "HEAD", "OPTIONS"} or not request.user.is_authenticated:
            return self.get_response(request)
        with pghistory.context(user=request.user.pk):
            return self.get_response(request)


class PrivacyMiddleware:
    """What somebody signed in was shown is kept by no cache, theirs included.

    Signed in before the request or after it: the pages of logging in and out are among them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if signed_in or request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response


class ReadableMiddleware:
    """Refuse, in words and before anything reads it, what no page can keep or show.

    That is: a character NUL in the address, a form or a cookie; an address or form that is not
    UTF-8; a body that is too large, by its length (it is left unread) or by how much it holds.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length[:20]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return _too_large()
        try:
            wrong = _unreadable(request)
        except (TooManyFieldsSent, TooManyFilesSent):
            return _too_large()
        if wrong:
            return HttpResponse(
                f"{wrong} Nothing was changed.\n", status=400, content_type="text/plain"
            )
        return self.get_response(request)


def _too_large() -> HttpResponse:
    most = {
        "size": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        "fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        "files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
    }
    return HttpResponse(render_to_string("413.html", most), status=413)


def _unreadable(request: HttpRequest) -> str:
    """What is wrong with the request, as a sentence; "" where it can be read."""
    if not is_utf_8(request.headers.get("Content-Type", "")):
        return "Send the form as UTF-8."
    try:
        unquote_to_bytes(request.META.get("QUERY_STRING", "")).decode()
    except UnicodeDecodeError:
        return "The address holds letters that are not UTF-8."
    if NUL in request.path or any(NUL in each for each in _strings(request.GET)):
        return "The address holds a character NUL (%00). Take it out."
    if any(NUL in each for each in request.COOKIES.values()):
        return "A cookie holds a character NUL. Delete the cookies of this site."
    names = [file.name or "" for files in request.FILES.lists() for file in files[1]]
    if any(NUL in each for each in (*_strings(request.POST), *names)):
        return "The form holds a character NUL, which cannot be kept. Take it out."
    return ""


def _strings(sent: QueryDict) -> Iterator[str]:
    for name, values in sent.lists():
        yield name
        yield from values
