"""Makes what tests need, through the same actions that people use. Everything is invented."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from obligations.actions import alerts, facts, members, platforms
from obligations.law import load as loading
from obligations.law.edition import Read
from obligations.law.followed_requirements import Resting
from obligations.models import FactValue, LawAlert, Platform, Provider, Release, Role, User
from obligations.models.platforms import NO_DESIGNATIONS
from tests import laws

TODAY = dt.date(2026, 11, 21)
PASSWORD = "Correct-horse-7"
_number = itertools.count(1)

# A one-person hobby forum: small, low risk, bans all primary priority content, lets children in.
FORUM: Mapping[str, Any] = {
    "provider_is_uk": True,
    "has_user_to_user_part": True,
    "has_public_search_engine": False,
    "publishes_provider_pornographic_content": False,
    "significant_number_of_uk_users": True,
    "uk_is_target_market": True,
    "schedule_1_paragraphs": [],
    "service_start_date": "2019-05-01",
    "uk_monthly_active_users@u2u": 400,
    "children_can_access@u2u": True,
    "kind_likely_to_attract_significant_child_users@u2u": True,
    "first_access_assessment_completed_on@u2u": "2025-04-10",
    "allows_ppc_kinds@u2u": [],
}


def law_data() -> Read:
    """The edition this product ships, read once."""
    return laws.shipped()


def load_law() -> Release:
    """The shipped edition, loaded where it is not current yet."""
    data = law_data()
    return loading.load(data.payload, data.sha256, by="the tests").release


def make_user(email: str = "", **fields: Any) -> User:
    """Somebody with an account and PASSWORD."""
    return User.objects.create_user(
        email or f"person{next(_number)}@example.org", PASSWORD, **fields
    )


def make_administrator() -> User:
    """Somebody who administers the installation."""
    return User.objects.create_superuser(f"admin{next(_number)}@example.org", PASSWORD)


def make_provider(name: str = "", owner: User | None = None) -> Provider:
    """A provider, owned by somebody new unless an owner is given."""
    return platforms.create_provider(
        name=name or f"Provider {next(_number)}", by=owner or make_user()
    )


def make_member(provider: Provider, role: str = Role.READER) -> User:
    """Somebody new with a role at the provider."""
    user = make_user()
    members.add(provider=provider, by=None, email=user.email, role=role)
    return user


def make_platform(
    provider: Provider | None = None,
    name: str = "",
    answers: Mapping[str, Any] | None = None,
    *,
    as_at: dt.date = TODAY,
) -> Platform:
    """A service, with these answers (none: nothing is known of it)."""
    platform = platforms.create(
        provider=provider or make_provider(), by=None, name=name or f"Service {next(_number)}"
    )
    if answers:
        facts.record_many(platform=platform, by=None, answers=answers, as_at=as_at)
    return platform


def make_forum(provider: Provider | None = None, name: str = "", **more: Any) -> Platform:
    """The hobby forum, off the register, with other answers where given (`@` is written `__`)."""
    answers = {**FORUM, **{key.replace("__", "@"): value for key, value in more.items()}}
    platform = make_platform(provider, name)
    FactValue.objects.create(
        provider=platform.provider, platform=platform, name=NO_DESIGNATIONS, value=True
    )
    facts.record_many(platform=platform, by=None, answers=answers, as_at=TODAY)
    return platform


def make_alert(
    address: str = "robin@example.org",
    requirements: Sequence[str] = ("icu-c1",),
    near: Sequence[str] = (),
    *,
    from_check: bool = False,
    confirmed: bool = True,
    as_at: dt.date = TODAY,
) -> LawAlert:
    """Somebody asked to be told of changes on a day; confirmed, with nothing waiting to be sent."""
    now = dt.datetime.combine(as_at, dt.time(9), tzinfo=dt.UTC)
    resting = Resting(tuple(requirements), tuple(near))
    alerts.ask(address=address, resting=resting, from_check=from_check, as_at=as_at, now=now)
    alert = LawAlert.objects.order_by("pk").latest("pk")
    if confirmed:
        LawAlert.objects.filter(pk=alert.pk).update(next_attempt_at=None)
        alerts.confirm(alert=alert, as_at=as_at)
        alert.refresh_from_db()
    return alert
