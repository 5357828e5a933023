"""The interview over a service: each screen is recorded, and the obligations follow."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from obligations.law.determinations import determine_platform
from obligations.models import Designation, Event, FactValue, Obligation, Platform, Provider, Role
from obligations.models.platforms import NO_DESIGNATIONS
from obligations.models.situations import Recorded
from obligations.words.determinations import opening
from tests import factories
from tests.check_support import MOST_SCREENS, answers, form_of
from tests.integration.work.conftest import TODAY
from tests.rules_support import answered, demo, rules

pytestmark = pytest.mark.django_db
USERS = "uk_monthly_active_users@u2u"


@pytest.fixture
def blank(provider: Provider) -> Platform:
    """A service of which nothing is known."""
    return factories.make_platform(provider, "Village Notices")


def address(platform: Platform, **query: str) -> str:
    return f"/services/{platform.slug}/interview/" + (f"?{urlencode(query)}" if query else "")


def sent(page: Any, told: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What a browser sends for the screen on the page."""
    return form_of(page, told) | more


def walk(client: Client, platform: Platform, told: dict[str, Any]) -> tuple[Any, list[str]]:
    """Save and continue through every screen; the last page and the screens in order."""
    page: Any = client.get(address(platform))
    seen: list[str] = []
    while "screen" in page.context:
        seen.append(page.context["screen"].id)
        assert len(seen) <= 40, seen
        page = client.post(address(platform), sent(page, told), follow=True)
        assert page.status_code == 200, page.context["form"].errors
    return page, seen


def words_of(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", page.content.decode()).split())


def test_interview_gives_the_answer_of_determine(page: Client, blank: Platform) -> None:
    last, screens = walk(page, blank, answers("forum"))
    assert len(screens) == len({*screens}) <= MOST_SCREENS
    assert last.request["PATH_INFO"] == f"/services/{blank.slug}/changed/"
    wanted = opening(answered(demo("forum"), TODAY)).replace("Demo Forum", blank.name)
    assert opening(determine_platform(blank, TODAY)) == wanted
    assert re.search(r"\d+ duties now apply", words_of(last))
    assert Obligation.objects.filter(platform=blank).exists()


def test_each_screen_is_recorded_by_who_answered_it(
    page: Client, blank: Platform, provider: Provider
) -> None:
    first = page.get(address(blank))
    assert first.context["screen"].id == "what-it-is"
    more = {"how_known": "the terms", "effective_from": "2026-11-01"}
    second = page.post(address(blank), sent(first, answers("forum"), **more), follow=True)
    row = FactValue.objects.get(platform=blank, name="has_user_to_user_part")
    assert (row.value, row.how_known, str(row.effective_from)) == (True, "the terms", "2026-11-01")
    assert row.recorded_by == provider.memberships.get().user
    assert re.search(r"That settled \d+ requirements", words_of(second))
    assert second.context["screen"].id != "what-it-is"


def test_only_what_still_matters_is_asked(page: Client, forum: Platform) -> None:
    last, screens = walk(page, forum, answers("forum"))
    assert not {"what-it-is", "exempt", "users-u2u", "register"} & {*screens}
    assert "now recommended" in words_of(last)


def test_dont_know_yet_is_recorded_once_and_not_asked_again(page: Client, blank: Platform) -> None:
    _last, screens = walk(page, blank, {})
    assert len(screens) == len({*screens})
    rows = FactValue.objects.filter(platform=blank)
    assert {row.value for row in rows} == {None}
    assert rows.filter(name=NO_DESIGNATIONS).exists()
    assert "asked and not known yet" in Event.objects.filter(action="facts.recorded")[0].sentence
    count = rows.count()
    again = page.get(address(blank))
    assert "Nothing more to ask" in words_of(again)
    assert "What the service is" in words_of(again)
    screen = page.get(address(blank, screen="what-it-is"))
    page.post(address(blank), sent(screen, {}))
    assert rows.count() == count


def test_out_of_scope_ends_the_interview(page: Client, blank: Platform) -> None:
    last, screens = walk(page, blank, answers("exempt"))
    assert screens == ["what-it-is", "exempt"]
    assert "is not a regulated service" in words_of(last)


def test_the_rest_is_low_records_every_level(page: Client, forum: Platform) -> None:
    first = page.get(address(forum, screen="assessments-u2u"))
    page.post(address(forum), sent(first, {"illegal_risk_found": "higher"}))
    screen = page.get(address(forum, screen="illegal-risk-u2u"))
    page.post(address(forum), sent(screen, {"hate": "medium"}) | {"fill": "low"})
    levels = {
        row.name: row.value for row in FactValue.objects.filter(platform=forum)
        if row.name.startswith("risk:")
    }  # fmt: skip
    kinds = rules().kinds["illegal"].values()
    assert len(levels) == sum("u2u" in kind.sides for kind in kinds)
    assert {*levels.values()} == {"low"}


def test_leaving_saves_what_was_chosen_and_shows_what_changed(
    page: Client, blank: Platform
) -> None:
    first = page.get(address(blank))
    told = {"has_user_to_user_part": True}
    answer = page.post(address(blank), sent(first, told, go="later"))
    assert answer["Location"].startswith(f"/services/{blank.slug}/changed/?since=")
    assert FactValue.objects.get(platform=blank).name == "has_user_to_user_part"


def test_back_goes_the_way_one_came(page: Client, blank: Platform) -> None:
    told = answers("forum")
    second = page.post(address(blank), sent(page.get(address(blank)), told), follow=True)
    third = page.post(address(blank), sent(second, told), follow=True)
    names = [each.context["screen"].id for each in (second, third)]
    back = page.post(address(blank), sent(third, {}, go="back"), follow=True)
    assert back.context["screen"].id == names[0]
    back = page.post(address(blank), sent(back, told, go="back"), follow=True)
    assert back.context["screen"].id == "what-it-is"
    assert 'name="go" value="back"' not in back.content.decode()


def test_wrong_answer_is_said_beside_its_question_and_nothing_is_saved(
    page: Client, blank: Platform
) -> None:
    screen = page.get(address(blank, screen="users-u2u"))
    wrong = sent(screen, {}) | {f"{USERS}-low": "900", f"{USERS}-high": "300"}
    for go in ("", "later", "back"):
        answer = page.post(address(blank), wrong | {"go": go})
        assert answer.status_code == 400
        assert "The high end is below the low end." in words_of(answer)
    assert not FactValue.objects.filter(platform=blank).exists()


def test_changed_answer_behind_a_dated_one_asks_since_when(page: Client, forum: Platform) -> None:
    screen = page.get(address(forum, screen="users-u2u"))
    dated = sent(screen, {"uk_monthly_active_users": 500}) | {"effective_from": "2026-10-01"}
    page.post(address(forum), dated)
    screen = page.get(address(forum, screen="users-u2u"))
    answer = page.post(address(forum), sent(screen, {"uk_monthly_active_users": 600}))
    assert answer.status_code == 400
    assert "say since when this holds" in words_of(answer)


def test_place_on_the_register_needs_its_day(page: Client, blank: Platform) -> None:
    walk(page, blank, answers("forum") | {"designations": None})
    screen = page.get(address(blank, screen="register"))
    told = {"designations": ["2B"]}
    answer = page.post(address(blank), sent(screen, told))
    assert answer.status_code == 400
    assert "Give the day of the entry" in words_of(answer)
    page.post(address(blank), sent(screen, {**told, "designations_since": "2026-07-10"}))
    entry = Designation.objects.get(platform=blank)
    assert (entry.category, str(entry.period.lower)) == ("2B", "2026-07-10")


def test_register_can_be_said_and_taken_back(page: Client, blank: Platform) -> None:
    walk(page, blank, answers("forum"))
    assert Recorded.of(blank).file(TODAY)["designations"] == []
    screen = page.get(address(blank, screen="register"))
    page.post(address(blank), sent(screen, {"designations": None}))
    assert "designations" not in Recorded.of(blank).file(TODAY)


@pytest.mark.parametrize("query", [{"screen": "nothing"}, {"began": "yesterday"}, {"trail": "x y"}])
def test_strange_address_leads_to_the_next_screen(
    page: Client, blank: Platform, query: dict[str, str]
) -> None:
    answer = page.get(address(blank, **query))
    assert answer.context["screen"].id == "what-it-is"


def test_unknown_screen_in_a_form_leads_to_the_next(page: Client, blank: Platform) -> None:
    answer = page.post(address(blank), {"screen": "nothing"}, follow=True)
    assert answer.context["screen"].id == "what-it-is"


def test_reader_may_not(blank: Platform, provider: Provider) -> None:
    reader = Client()
    reader.force_login(factories.make_member(provider, Role.READER))
    assert reader.get(address(blank)).status_code == 403
    assert reader.post(address(blank), {"screen": "what-it-is"}).status_code == 403


def test_new_service_begins_with_its_interview(page: Client, provider: Provider) -> None:
    answer = page.post("/services/new/", {"name": "Fresh"})
    platform = Platform.objects.get(name="Fresh")
    assert answer["Location"] == address(platform)
