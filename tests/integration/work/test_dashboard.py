"""The first page after log-in, for somebody with services and for somebody without a provider."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template import engines
from django.test import Client

from obligations.law.determinations import determine_platform
from obligations.models import Deadline, Determination, Membership, Obligation, Platform, Provider
from obligations.rules.answer.summary import summarise
from obligations.rules.verdict.predicates import is_counted
from obligations.views.work.dashboard import Standing, standings
from tests import factories
from tests.rules_support import VERSION

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


@pytest.fixture
def _no_missing_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "MISSING VARIABLE %s")


def text_of(page: Client, url: str, status: int = 200) -> str:
    answer = page.get(url)
    assert answer.status_code == status, answer.content.decode()[:500]
    return " ".join(answer.content.decode().split())


def test_person_without_provider_founds_one_in_one_form(law: object) -> None:
    page, person = Client(), factories.make_user()
    page.force_login(person)
    assert "Begin with your provider" in text_of(page, "/dashboard/")
    answer = page.post("/provider/new/", {"name": "Ashdown Ltd", "nation": "scotland"})
    assert answer["Location"] == "/services/new/"
    membership = Membership.objects.get(user=person)
    assert (membership.provider.name, membership.role) == ("Ashdown Ltd", "owner")
    assert "No services yet" in text_of(page, "/dashboard/")


def test_name_of_a_provider_never_tells_that_another_has_it(provider: Provider) -> None:
    page = Client()
    page.force_login(factories.make_user())
    text = page.post("/provider/new/", {"name": provider.name, "nation": "scotland"})
    assert text.status_code == 302


def test_numbers_of_a_service_are_those_of_its_sentence(forum: Platform) -> None:
    (standing,) = standings([forum], forum.provider, TODAY)
    answers = determine_platform(forum, TODAY).answers
    counted = [one for one in answers if is_counted(one)]

    def number(answer: str, kind: str = "") -> int:
        return sum(one.answer == answer and kind in ("", one.kind) for one in counted)

    assert standing.duties == number("applies", "duty") > 0
    assert standing.measures == number("applies", "measure") > 0
    assert standing.stands_by == number("stands_by") > 0
    assert standing.waits == number("waits")
    assert standing.not_known == number("not_known") == sum(standing.settlers.values())
    assert standing.unverified == summarise(determine_platform(forum, TODAY)).unverified


def test_what_rests_on_memory_is_counted_among_what_applies() -> None:
    standing = Standing(Platform(name="Trial"))
    standing.count("applies", "measure", None, 5, 2)
    standing.count("stands_by", "duty", None, 3, 1)
    assert (standing.measures, standing.stands_by, standing.unverified) == (5, 3, 2)


def test_numbers_come_from_the_latest_determination(forum: Platform) -> None:
    row = Determination.objects.filter(platform=forum).latest()
    later = {**row.result, "requirements": []}
    Determination.objects.create(
        provider=forum.provider, platform=forum, as_at=TODAY + dt.timedelta(days=1),
        release=row.release, inputs_sha256="0" * 64, result=later,
    )  # fmt: skip
    (standing,) = standings([forum], forum.provider, TODAY)
    assert standing.duties > 0, "a determination of a later day is not read today"


def test_day_that_passed_before_tracking_began_is_asked_about(
    page: Client, forum: Platform, task: Obligation
) -> None:
    text = text_of(page, "/dashboard/")
    assert "Passed before you began here" in text
    assert "days late" not in text


def test_day_that_passed_since_tracking_began_is_late(page: Client, day: Deadline) -> None:
    text = text_of(page, "/dashboard/")
    assert "One thing</a> needs you today" in text
    assert f"{(TODAY - day.due_on).days} days late" in text


@pytest.mark.usefixtures("_no_missing_variables", "forum")
@pytest.mark.parametrize(
    "url",
    ["/dashboard/", "/services/", "/tasks/", "/dates/", "/changes/", "/members/", "/provider/new/",
     "/services/new/", "/services/hobby-forum/", "/services/hobby-forum/answers/",
     "/services/hobby-forum/facts/", "/services/hobby-forum/users/",
     "/services/hobby-forum/register/", "/services/hobby-forum/events/new/",
     "/services/hobby-forum/edit/", "/services/hobby-forum/why/icu-c1/"],
)  # fmt: skip
def test_page_is_whole(page: Client, url: str) -> None:
    text = text_of(page, url)
    assert "MISSING VARIABLE" not in text
    assert text.count("<h1") == 1
    assert "This is not legal advice" in text
    assert f"Law data {VERSION}" in text


def test_switching_shows_the_other_provider(page: Client, forum: Platform) -> None:
    other = factories.make_provider("A Second Provider", forum.provider.memberships.get().user)
    assert "<h1>Robin&#x27;s Forums</h1>" in text_of(page, "/dashboard/")
    page.post("/provider/switch/", {"provider": other.pk})
    assert "Hobby Forum" not in text_of(page, "/services/")


def test_switching_to_a_strangers_provider_changes_nothing(page: Client, forum: Platform) -> None:
    stranger = factories.make_provider("A Stranger's")
    page.post("/provider/switch/", {"provider": stranger.pk})
    assert "<h1>Robin&#x27;s Forums</h1>" in text_of(page, "/dashboard/")
