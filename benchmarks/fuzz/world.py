"""Who visits and what there is to see: two services of one provider, a person of every kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from django.test import Client

from benchmarks.fuzz.pages import Ground, crawl, press
from obligations.actions import alerts, demo, platforms, positions, scenarios, subjects
from obligations.law.followed_requirements import Resting
from obligations.law.ruleset import ruleset_for
from obligations.law.told_subject import read_subject
from obligations.models import LawAlert, Membership, Platform, Provider, Role, User
from tracker import clock

DEMO = Path(__file__).resolve().parents[2] / "fixtures" / "demo"
PASSWORD = "Correct-horse-7"  # noqa: S105 - of nobody there is
SERVICES = ("forum", "video")


def populate(as_at: dt.date) -> tuple[dict[str, Client], list[str]]:
    """Make the world; the browsers of its visitors by name, and addresses that no page links to."""
    owner = _person("owner")
    provider = platforms.create_provider(name="Fuzzed", by=owner)
    outsider = _person("outsider")
    platforms.create_provider(name="Elsewhere", by=outsider)
    made = [_service(provider, name, as_at) for name in SERVICES]
    people = {"outsider": outsider, "owner": owner}
    for role in Role.values:
        if role != Role.OWNER:
            people[role] = _person(role)
            Membership.objects.create(provider=provider, user=people[role], role=role)
    people["administrator"] = User.objects.create_superuser("administrator@example.org", PASSWORD)
    clients = {"anonymous": _browser(None)}
    clients |= {name: _browser(person) for name, person in people.items()}
    return clients, [*_work_on(made[0], owner, as_at), "/", "/check/", "/alerts/", "/admin/"]


def explored(clients: Mapping[str, Client], starts: list[str]) -> Ground:
    """What a crawl finds: as the owner and the administrator, and in a check as anybody."""
    ground = Ground()
    crawl([clients["owner"], clients["administrator"]], starts, ground)
    press(clients["anonymous"], (DEMO / "forum.yaml").read_bytes(), ground)
    return ground


def _person(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org", PASSWORD)


def _browser(person: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def _service(provider: Provider, name: str, as_at: dt.date) -> Platform:
    subject, _notes = read_subject(demo.read_file(DEMO / f"{name}.yaml"), ruleset_for())
    made, _left = subjects.keep(
        provider=provider, by=None, subject=subject, as_at=as_at, methods={}
    )
    return made


def _work_on(platform: Platform, by: User, as_at: dt.date) -> list[str]:
    """A position, a scenario and an alert; the addresses of what no page links to."""
    positions.take(
        platform=platform, requirement="icu-c1", by=by, kind="disagrees",
        reading="does_not_apply", reason="Counsel says so.", as_at=as_at,
    )  # fmt: skip
    scenarios.save(
        platform=platform, by=by, name="Streams", changes={"has_livestreaming@u2u": True},
        as_at=as_at, shared=True,
    )  # fmt: skip
    alerts.ask(
        address="robin@example.org", resting=Resting(("icu-c1",), ()), from_check=False,
        as_at=as_at, now=clock.now(),
    )  # fmt: skip
    token = alerts.token(LawAlert.objects.latest("pk"))
    service = f"/services/{platform.slug}"
    return [
        f"/alerts/confirm/{token}/", f"/alerts/stop/{token}/", f"{service}/",
        f"{service}/facts/", f"{service}/interview/", f"{service}/register/", f"{service}/whatif/",
        f"{service}/events/new/", f"{service}/users/", f"{service}/edit/", f"{service}/compare/",
    ]  # fmt: skip
