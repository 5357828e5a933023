"""Two answers for machines: am I alive, am I ready to serve."""

from __future__ import annotations

import logging

from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


@transaction.non_atomic_requests
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: this process answers. It looks at nothing else."""
    return JsonResponse({"status": "alive"})


@transaction.non_atomic_requests
def readyz(request: HttpRequest) -> JsonResponse:
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
