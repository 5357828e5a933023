"""Two answers for machines: am I alive, am I ready to serve."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class HealthMiddleware:
    """Answers before anything redirects to HTTPS, asks for the site's name or for the database.

    Who asks (the supervisor, a proxy, a monitor) stands beside the site and knows none of these.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = _ANSWERS.get(request.path)
        return answer() if answer else self.get_response(request)


def _alive() -> JsonResponse:
    """Alive: this process answers. It looks at nothing else."""
    return JsonResponse({"status": "alive"})


def _ready() -> JsonResponse:
    """Ready: the database holds the law and the cache answers; else 503 and what lacks."""
    lacks = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT version FROM obligations_release WHERE is_current")
            row = cursor.fetchone()
        if row is None:
            lacks.append("law data: run manage.py load_law")
    except DatabaseError:
        logger.exception("The database does not answer as it should")
        lacks.append("database: see the log; if its tables are missing run manage.py migrate")
    try:
        cache.set("readyz", 1, 5)
    except (RedisError, OSError):
        logger.exception("The cache does not answer")
        lacks.append("cache: see CACHE_URL")
    if lacks:
        return JsonResponse({"status": "not ready", "lacks": lacks}, status=503)
    return JsonResponse({"status": "ready", "law": row[0]})


_ANSWERS = {"/healthz": _alive, "/readyz": _ready}
