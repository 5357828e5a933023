"""The demo: the facts files of fixtures/demo, as services of invented providers."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from obligations.actions import audit, demo, demo_work, facts
from obligations.actions.permissions import Refused
from obligations.law.determinations import determine_platform
from obligations.law.ruleset import ruleset_for
from obligations.law.told_subject import read_subject
from obligations.models import (
    Deadline,
    Event,
    FactValue,
    Membership,
    Obligation,
    Platform,
    Provider,
    Release,
    User,
)
from obligations.rules import determine
from obligations.words import stored
from tests import factories
from tests.factories import TODAY
from tracker import clock

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "demo"
PATHS = demo.files(FOLDER)


@pytest.fixture(scope="module")
def var(kept: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of a clone in which the demo was made on TODAY."""
    folder = tmp_path_factory.mktemp("var")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "VAR", folder)
        patch.setattr(clock, "today", lambda: TODAY)
        (folder / "said").write_text(make_demo())
        yield folder


def make_demo() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_there_are_eight_services() -> None:
    assert len(PATHS) == 8


def test_each_service_is_answered_as_its_file_is(var: Path) -> None:
    ruleset = ruleset_for()
    for path in PATHS:
        platform = Platform.objects.get(name=demo.read_file(path)["platform"])
        subject, _notes = read_subject(demo.read_file(path), ruleset)
        expected = stored.determination(determine(ruleset, subject, TODAY))
        assert stored.determination(determine_platform(platform, TODAY)) == expected, path.name


def test_doing_it_again_changes_nothing(var: Path) -> None:
    counts = [model.objects.count() for model in (Provider, Platform, FactValue, Event, User)]
    make_demo()
    owner = User.objects.get(email="demo@example.org")
    demo.make(folder=FOLDER, owner=owner, as_at=TODAY)
    again = [model.objects.count() for model in (Provider, Platform, FactValue, Event, User)]
    assert again == [*counts[:3], counts[3] + 1, counts[4]]  # It says itself that it was made.


def test_passwords_are_random_kept_and_readable_by_their_owner_alone(var: Path) -> None:
    said = (var / "said").read_text()
    file = var / "demo-login.txt"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = dict(re.findall(r"^(\S+@\S+)  (\S+)$", file.read_text(), re.MULTILINE))
    assert set(kept) == {"demo@example.org", "admin@example.org"}
    for email, password in kept.items():
        assert password in said
        assert User.objects.get(email=email).check_password(password)
    assert make_demo().count(kept["demo@example.org"]) == 1


def test_demo_person_signs_in_and_sees_the_services(var: Path, client: Client) -> None:
    said = (var / "demo-login.txt").read_text()
    (password,) = re.findall(r"^demo@example.org  (\S+)$", said, re.MULTILINE)
    answer = client.post(
        reverse("account_login"), {"login": "demo@example.org", "password": password}
    )
    assert answer.status_code == 302
    assert answer["Location"] == reverse("dashboard")
    assert EmailAddress.objects.get(email="demo@example.org").verified
    assert client.get(reverse("dashboard")).status_code == 200


def test_demo_person_owns_the_providers_and_administers_nothing(var: Path) -> None:
    person = User.objects.get(email="demo@example.org")
    assert Membership.objects.filter(user=person, role="owner").count() == Provider.objects.count()
    assert not person.is_staff
    assert User.objects.get(email="admin@example.org").is_superuser


def test_chains_of_the_demo_hold(var: Path) -> None:
    assert all(audit.verify_chain(provider).holds for provider in (*Provider.objects.all(), None))


def test_without_law_it_says_what_to_do(var: Path) -> None:
    Release.objects.update(is_current=False)
    with pytest.raises(CommandError, match="load_law"):
        call_command("demo")


def test_follow_brings_everything_up_to_a_day(var: Path) -> None:
    out = StringIO()
    call_command("follow", stdout=out)
    assert out.getvalue() == "21 November 2026: 0 providers had changes.\n"


def test_what_was_done_is_done_and_the_next_dates_follow(var: Path) -> None:
    owed = Deadline.objects.open().filter(platform__name="Demo Forum", milestone=None)
    assert {(row.requirement.slug, str(row.due_on)) for row in owed} == {
        ("osa-s9-3", "2027-03-14"),
        ("osa-s11-3", "2027-07-18"),
        ("osa-s10-3a", "2027-06-30"),  # the day to look at its reading of s 10(3A) again
    }
    task = Obligation.objects.get(platform__name="Demo Forum", requirement__slug="osa-s9-2")
    assert (task.progress, task.result, str(task.assessed_on)) == ("done", "in_place", "2026-03-14")


def test_work_on_what_is_not_owed_is_refused(var: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(
        "platform: Demo Forum\ndates:\n  - {requirement: osa-s26-2, done_on: 2025-03-14}\n"
    )
    with pytest.raises(Refused, match="owes nothing"):
        demo_work.do(wrong, among=[Platform.objects.get(name="Demo Forum")], as_at=TODAY)


def test_what_people_made_of_the_demo_is_left_alone(var: Path) -> None:
    forum = Platform.objects.get(name="Demo Forum")
    factories.make_platform(name="Demo Forum")  # of another provider
    told = {"uk_monthly_active_users@u2u": 900}
    facts.record_many(platform=forum, by=None, answers=told, as_at=TODAY)
    owner = User.objects.get(email="demo@example.org")
    assert demo.make(folder=FOLDER, owner=owner, as_at=TODAY) == []
    told_last = FactValue.objects.filter(platform=forum, name="uk_monthly_active_users").last()
    assert told_last is not None
    assert told_last.value == 900


def test_a_provider_with_several_services_has_one_dashboard(var: Path) -> None:
    provider = Provider.objects.get(name="Commonfold Co-operative Ltd")
    names = set(provider.platforms.values_list("name", flat=True))
    assert names == {"Commonfold", "Loopwise", "Allotment Exchange"}
