"""How often one visitor, or one mailbox, may be the cause of what costs somebody else.

Counted in the cache, under keyed hashes: it holds no address of a client or of a person.
"""

from __future__ import annotations

import logging
import unicodedata
from contextlib import suppress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

HOUR, DAY = 3600, 86_400
_DOTS_DO_NOT_COUNT = {"gmail.com", "googlemail.com"}
log = logging.getLogger(__name__)


def within(request: HttpRequest, name: str, most: int) -> bool:
    """Count this request; whether its client is still within `most` an hour."""
    try:
        client = get_adapter().get_client_ip(request)
    except PermissionDenied:
        client = ""  # Behind a socket without a proxy's word for it: all count as one.
    return _counted(name, client, most, HOUR)


def mailbox_within(address: str, name: str, most: int) -> bool:
    """Count this message; whether the mailbox behind the address is still within `most` a day."""
    return _counted(name, mailbox(address), most, DAY)


def mailbox(address: str) -> str:
    """Where mail to the address ends up, as far as its spelling tells; for counting only.

    Capitals, what follows a plus, how the domain is written (IDNA), and dots where Google keeps the
    mailbox make no other one. Mail is sent to the address as it was given.
    """
    person, _, domain = unicodedata.normalize("NFKC", address).strip().casefold().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.rstrip(".").encode("idna").decode()
    person = person.partition("+")[0] or person
    if domain in _DOTS_DO_NOT_COUNT:
        person, domain = person.replace(".", ""), "gmail.com"
    return f"{person}@{domain}"


def _counted(name: str, subject: str, most: int, seconds: int) -> bool:
    """Whether it is still within `most`. While the cache is away everybody is: the limits that the
    database keeps still hold."""
    key = f"limit:{name}:{salted_hmac('tracker.limits', subject).hexdigest()}"
    try:
        cache.add(key, 0, seconds)
        return bool(cache.incr(key) <= most)
    except (RedisError, ValueError) as error:  # ValueError: it ended between the two
        log.warning("the cache does not count %s: %s", name, error)
        return True
