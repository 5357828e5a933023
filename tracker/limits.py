"""How often one visitor may do what costs somebody else: counted in the cache for an hour."""

from __future__ import annotations

import logging

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

HOUR = 3600
log = logging.getLogger(__name__)


def within(request: HttpRequest, name: str, most: int) -> bool:
    """Count this request; whether its client is still within `most` an hour.

    The cache holds a keyed hash of the client's address, never the address. While the cache is
    away everybody is within: the limits that the database keeps still hold.
    """
    try:
        client = get_adapter().get_client_ip(request)
    except PermissionDenied:
        client = ""  # Behind a socket without a proxy's word for it: all count as one.
    key = f"limit:{name}:{salted_hmac('tracker.limits', client).hexdigest()}"
    try:
        cache.add(key, 0, HOUR)
        return bool(cache.incr(key) <= most)
    except (RedisError, ValueError) as error:  # ValueError: it ended between the two
        log.warning("the cache does not count %s: %s", name, error)
        return True
