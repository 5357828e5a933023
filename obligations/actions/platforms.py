"""Providers and their platforms: founding, naming, putting away."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.text import slugify

from obligations import language
from obligations.actions import audit, determination_sync, turns
from obligations.actions.permissions import Denied, Refused, refuse, require
from obligations.actions.turns import in_turn
from obligations.models import Membership, Permission, Platform, Provider, Role, User
from tracker import database

Named = TypeVar("Named", Provider, Platform)
SLUG_LENGTH = 100
TAKEN = {
    "platform_name_once": "This provider already has a service of that name.",
}


@transaction.atomic
def create_provider(
    *, name: str, by: User | None, nation: str = "england-and-wales", owner: User | None = None
) -> Provider:
    """Found a provider; `by` (or, for an operator, `owner`) owns it.

    Row-level security shows the web only the providers a person belongs to, so the number is
    reserved first and this connection admitted to it.
    """
    if by is not None and not by.is_active:
        raise Denied("This account is closed.")
    number = _reserve_provider_id()
    database.admit(number)
    provider = _save_named(
        lambda slug: Provider(pk=number, name=name.strip(), slug=slug, nation=nation), name, by
    )
    holder = owner or by
    if holder is not None:
        Membership.objects.create(provider=provider, user=holder, role=Role.OWNER)
    audit.record(
        provider=provider, by=by, action="provider.created",
        sentence=f"{provider} was set up" + (f"; {holder} owns it." if holder else "."),
        data={"name": provider.name, "nation": nation, "owner": holder.pk if holder else None},
    )  # fmt: skip
    return provider


@in_turn
def create(
    *, provider: Provider, by: User | None, name: str, description: str = "", url: str = ""
) -> Platform:
    """Add a service to the provider. It has no answers yet, so nothing is known of its duties."""
    require(by, provider, Permission.MANAGE_PLATFORMS)
    platform = _save_named(
        lambda slug: Platform(
            provider=provider, name=name.strip(), slug=slug, description=description, url=url
        ),
        name,
        by,
    )
    audit.record(
        provider=provider, platform=platform, by=by, action="platform.created",
        sentence=f"{platform} was added to the services of {provider}.", data={"name": name},
    )  # fmt: skip
    return platform


@in_turn
def change(
    *,
    platform: Platform,
    by: User | None,
    name: str | None = None,
    description: str | None = None,
    url: str | None = None,
) -> Platform:
    """Rename or describe a service; what is None is left alone, and its address stays."""
    turns.afresh(platform)
    require(by, platform.provider, Permission.MANAGE_PLATFORMS)
    changed = _change(platform, {"name": name, "description": description, "url": url})
    if changed:
        audit.record(
            provider=platform.provider, platform=platform, by=by, action="platform.changed",
            sentence=f"{platform}: {_told(changed)}.", data=changed,
        )  # fmt: skip
    return platform


@in_turn
def archive(*, platform: Platform, by: User | None, on: dt.date, why: str = "") -> Platform:
    """Put a service away from a day on: it owes nothing any more; its record stays."""
    turns.afresh(platform)
    require(by, platform.provider, Permission.MANAGE_PLATFORMS)
    if platform.archived_on is not None:
        raise refuse("", f"{platform} was put away on {language.day(platform.archived_on)}.")
    platform.archived_on = on
    platform.save(update_fields=["archived_on"])
    audit.record(
        provider=platform.provider, platform=platform, by=by, action="platform.archived",
        sentence=f"{platform} was put away" + (f": {why}" if why else "."),
        data={"on": on, "why": why},
    )  # fmt: skip
    determination_sync.follow(platform=platform, as_at=on, by=by)
    return platform


@in_turn
def restore(*, platform: Platform, by: User | None, as_at: dt.date) -> Platform:
    """Bring a service back that was put away."""
    turns.afresh(platform)
    require(by, platform.provider, Permission.MANAGE_PLATFORMS)
    if platform.archived_on is None:
        raise refuse("", f"{platform} is not put away.")
    platform.archived_on = None
    platform.save(update_fields=["archived_on"])
    audit.record(
        provider=platform.provider, platform=platform, by=by, action="platform.restored",
        sentence=f"{platform} was brought back.",
    )  # fmt: skip
    determination_sync.follow(platform=platform, as_at=as_at, by=by)
    return platform


def _reserve_provider_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('obligations_provider', 'id'))")
        return int(cursor.fetchone()[0])


def _save_named(make: Callable[[str], Named], name: str, by: User | None) -> Named:
    """Save under a slug of its own. Others' slugs cannot be seen, so a clash is met by trying.

    Only an operator's command gets the plain slug: on the site, where each has an ending, none
    tells that somebody else has the name.
    """
    plain: str = slugify(name)[:SLUG_LENGTH] or "service"
    ended: list[str] = [f"{plain}-{secrets.token_hex(3)}" for _attempt in range(5)]
    for slug in [plain, *ended] if by is None else ended:
        record = make(slug)
        _check(record)
        try:
            with transaction.atomic():
                record.save(force_insert=True)
                return record
        except IntegrityError as error:
            if why := TAKEN.get(_constraint(error)):
                raise refuse("name", why) from None
    raise refuse("name", "No address is free for this name; choose another.")


def _change(record: Provider | Platform, wanted: dict[str, str | None]) -> dict[str, list[Any]]:
    """Set what is given and differs; what was and what is, by field."""
    changed: dict[str, list[Any]] = {}
    for field, value in wanted.items():
        if value is not None and value.strip() != (before := getattr(record, field)):
            changed[field] = [before, value.strip()]
            setattr(record, field, value.strip())
    if changed:
        _check(record)
        try:
            with transaction.atomic():
                record.save(update_fields=list(changed))
        except IntegrityError as error:
            raise refuse("name", TAKEN.get(_constraint(error), "This cannot be saved.")) from None
    return changed


def _check(record: Provider | Platform) -> None:
    try:
        record.clean_fields()
    except ValidationError as error:
        raise Refused(error.message_dict) from None


def _constraint(error: IntegrityError) -> str:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


def _told(changed: dict[str, list[Any]]) -> str:
    if "name" in changed:
        return f"renamed, was {changed['name'][0]}"
    return f"changed its {' and '.join(changed)}"
