"""Middleware: the database speaks for the signed-in person; histories know who wrote."""

from __future__ import annotations

from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponseBase

from tracker import database

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
