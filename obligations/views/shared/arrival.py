"""When a form arrived: the moment before anything of it was recorded."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from tracker import clock

ARRIVED = "tracker.arrived"


def note_arrival(request: HttpRequest) -> None:
    """Keep the moment, before the transaction in which the form is answered begins."""
    request.META[ARRIVED] = clock.now()


def arrived(request: HttpRequest) -> dt.datetime:
    """The moment at which the form of a request arrived."""
    moment: dt.datetime = request.META[ARRIVED]
    return moment
