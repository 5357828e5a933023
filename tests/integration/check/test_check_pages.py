"""The check: from nothing to a result, to a file and back, and kept as a service."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obligations.law.determinations import determine_platform
from obligations.models import Designation, FactValue, Obligation, Platform, Provider, Role
from obligations.models.situations import Recorded
from obligations.words.determinations import opening
from tests import factories
from tests.check_support import (
    MOST_QUESTIONS,
    MOST_SCREENS,
    answers,
    begin,
    form_of,
    load,
    walk,
    words_of,
)
from tests.rules_support import DEMO, answered, demo, payload

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
USERS = "uk_monthly_active_users@u2u"
USE_IT = "significant_number_of_child_users"
FOUND = ("illegal_risk_found", "childrens_risk_found")


def assessed(name: str) -> str:
    """A demo file as it would be once its assessments found more than low risks."""
    return (DEMO / f"{name}.yaml").read_text().replace("not_assessed", "higher")


def sentence_of(page: Any) -> str:
    return "".join(text for text, _place in page.context["pieces"])


def saved(client: Client, page: Any) -> str:
    answer = client.post("/check/file/", {"state": page.context["state"], "format": "yaml"})
    assert answer["Content-Disposition"].startswith("attachment")
    return answer.content.decode()


def test_small_forum_is_through_in_twelve_screens_with_the_answer_of_determine(
    somebody: Client,
) -> None:
    page, screens = walk(somebody, answers("forum"))
    assert len(screens) == len({*screens}) <= MOST_SCREENS
    wanted = opening(answered(demo("forum"), TODAY)).replace("Demo Forum", "Hobby Forum")
    assert sentence_of(page) == wanted


@pytest.mark.parametrize("name", ["video", "category1", "suicide-forum", "studio"])
def test_others_end_with_the_answer_of_determine(somebody: Client, name: str) -> None:
    page, _screens = walk(somebody, answers(name))
    wanted = opening(answered(demo(name) | {"events": []}, TODAY))  # It asks for no events.
    assert sentence_of(page).partition(" is ")[2] == wanted.partition(" is ")[2]


def test_what_depends_on_an_assessment_is_said_so_and_asked_for_only_once_there_is_one(
    somebody: Client,
) -> None:
    told = answers("forum") | dict.fromkeys(FOUND, "not_assessed")
    page, screens = walk(somebody, told)
    assert not [each for each in screens if "risk" in each]
    assert "of which depend on your assessment" in sentence_of(page)
    [first, *_rest] = page.context["planned"].cards
    assert first.card.job.id == "illegal-content-assessment"
    assert "do this first" in words_of(page)
    assert "How high is the risk" not in words_of(page)
    page = somebody.post("/check/", {"state": page.context["state"], "go": "assessments-u2u"})
    page = somebody.post("/check/", form_of(page, dict.fromkeys(FOUND, "higher")))
    assert page.context["screen"].section.topic.levels


def test_hobby_forum_takes_no_more_screens_and_questions_than_it_should(somebody: Client) -> None:
    """As before its assessments and after them: each screen answered, with what follows a yes."""
    for found in ("not_assessed", "low"):
        page, screens, questions = begin(somebody), 0, 0
        while "screen" in page.context:
            screens += 1
            questions += len(page.context["questions"])
            told = answers("forum") | dict.fromkeys(FOUND, found)
            page = somebody.post("/check/", form_of(page, told))
        assert (screens <= MOST_SCREENS, questions <= MOST_QUESTIONS) == (True, True), found


def test_nothing_is_chosen_beforehand_and_what_was_left_open_is_shown_so(somebody: Client) -> None:
    page = begin(somebody)
    assert " checked" not in page.content.decode()
    page = somebody.post("/check/", form_of(page, {"has_user_to_user_part": True}))
    page = somebody.post("/check/", {"state": page.context["state"], "go": "what-it-is"})
    assert page.content.decode().count(" checked") == 3


def test_day_counts_only_after_a_yes(somebody: Client) -> None:
    page = begin(somebody)
    while page.context["screen"].id != "children-u2u":
        page = somebody.post("/check/", form_of(page, answers("forum")))
    told = answers("forum") | {"first_access_assessment_done": False}
    page = somebody.post("/check/", form_of(page, told))
    assert page.status_code == 200
    facts = yaml.safe_load(saved(somebody, page))["facts"]["sides"]["u2u"]
    assert facts["first_access_assessment_done"] is False
    assert "first_access_assessment_completed_on" not in facts


def test_long_job_is_told_before_the_answers_count_and_can_be_taken_back(somebody: Client) -> None:
    page = begin(somebody)
    while page.context["screen"].id != "terms-u2u":
        page = somebody.post("/check/", form_of(page, answers("forum")))
    assert "can add a job of 5 to 20 days: Put age checks in place." in words_of(page)
    allows = answers("forum") | {"allows_ppc_kinds": ["pornographic"]}
    allows |= {"ppc_identified_on_service": True}
    before = page.context["check"]
    asked = somebody.post("/check/", form_of(page, allows))
    assert "They do not count yet." in words_of(asked)
    assert (asked.context["screen"].id, asked.context["check"]) == ("terms-u2u", before)
    kept = somebody.post("/check/", form_of(asked, allows))
    assert kept.context["check"] != before
    again = somebody.post("/check/", {"state": kept.context["state"], "go": "terms-u2u"})
    back = somebody.post("/check/", form_of(again, answers("forum")) | {"go": "result"})
    assert "Put age checks in place" not in words_of(back)


def test_interview_stops_where_the_service_is_out_of_scope(somebody: Client) -> None:
    page, screens = walk(somebody, answers("exempt"))
    assert screens == ["what-it-is", "exempt"]
    assert "is not a regulated service" in sentence_of(page)
    assert "exempt under Schedule 1" in words_of(page)


def test_nobody_who_knows_nothing_goes_round_in_circles(somebody: Client) -> None:
    _page, screens = walk(somebody, {})
    assert len(screens) == len({*screens})


def test_nothing_is_kept_and_no_answer_stands_in_an_address(somebody: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        page, _screens = walk(somebody, answers("forum"))
    asked = [query["sql"].split()[0] for query in queries.captured_queries]
    assert {*asked} <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert "sessionid" not in somebody.cookies
    assert page.request["PATH_INFO"] == "/check/"
    assert page.request["QUERY_STRING"] == ""
    assert "private" in page["Cache-Control"]


def test_screen_says_why_it_asks_and_what_the_last_answers_settled(somebody: Client) -> None:
    told = answers("forum")
    page = begin(somebody)
    assert "whether the Act concerns the service" in words_of(page)
    page = somebody.post("/check/", form_of(page, told))
    assert re.search(r"That settled \d+ requirements: none", words_of(page))
    assert "Screen 2 of about" in words_of(page)


def test_screen_of_which_nothing_is_known_says_so_quietly(somebody: Client) -> None:
    page = somebody.post("/check/", form_of(begin(somebody), {}))
    assert "Nothing settled; these questions stay open." in words_of(page)
    assert 'class="settled settled-open"' in page.content.decode()


def test_screen_answered_before_is_not_numbered_anew(somebody: Client) -> None:
    page = load(somebody, (DEMO / "forum.yaml").read_text())
    page = somebody.post("/check/", {"state": page.context["state"], "go": "illegal-risk-u2u"})
    assert "A screen that you answered" in words_of(page)
    assert not re.search(r"Screen \d+ of", words_of(page))
    assert page.context["answered"] == len(page.context["seen"]) + 1


def test_exempt_service_is_told_why_and_what_would_end_it(somebody: Client) -> None:
    page = load(somebody, (DEMO / "exempt.yaml").read_text())
    told = words_of(page)
    assert "4, only comments, reviews, likes or votes on your own content" in told
    assert "If it did not fit paragraph 4 (only comments" in told
    assert "it would be a regulated service." in told
    assert "Compare with Ofcom’s list" not in told
    assert "to print" not in told
    assert "Compare with Ofcom’s list" in words_of(
        load(somebody, (DEMO / "forum.yaml").read_text())
    )


def test_the_rest_is_low_records_every_level(somebody: Client) -> None:
    page = load(somebody, assessed("new-forum"))
    page = somebody.post("/check/", {"state": page.context["state"], "go": "illegal-risk-u2u"})
    sent = form_of(page, {"risk:hate": "medium"}) | {"fill": "low"}
    page = somebody.post("/check/", sent)
    levels = yaml.safe_load(saved(somebody, page))["facts"]["sides"]["u2u"]["risk"]
    assert levels.pop("hate") == "medium"
    kinds = payload()["kinds"]["illegal"]
    assert {*levels} == {each["name"] for each in kinds if "u2u" in each["sides"]} - {"hate"}
    assert {*levels.values()} == {"low"}


def test_the_rest_is_low_leaves_parts_of_what_is_higher_open(somebody: Client) -> None:
    page = load(somebody, assessed("new-forum"))
    page = somebody.post("/check/", {"state": page.context["state"], "go": "illegal-risk-u2u"})
    sent = form_of(page, {"risk:suicide_and_self_harm": "medium"}) | {"fill": "low"}
    page = somebody.post("/check/", sent)
    levels = yaml.safe_load(saved(somebody, page))["facts"]["sides"]["u2u"]["risk"]
    assert levels["suicide_and_self_harm"] == "medium"
    assert "low" not in {levels.get(each) for each in levels if each.startswith("encouraging")}
    assert levels["csea_grooming"] == "low"


def test_back_keeps_what_was_chosen_and_changes_nothing_else(somebody: Client) -> None:
    told = answers("forum")
    second = somebody.post("/check/", form_of(begin(somebody), told))
    page = somebody.post("/check/", form_of(second, {}) | {"go": "back"})
    assert page.context["screen"].id == "what-it-is"
    assert 'value="yes" id="id_has_user_to_user_part_0" checked' in page.content.decode()
    page = somebody.post("/check/", form_of(page, told))
    assert page.context["screen"].id == second.context["screen"].id


def test_changing_an_earlier_answer_opens_what_it_had_settled(somebody: Client) -> None:
    told = answers("forum")
    page, _screens = walk(somebody, told)
    page = somebody.post("/check/", {"state": page.context["state"], "go": "users-u2u"})
    assert page.context["form"].asked[USERS].current == 400
    page = somebody.post("/check/", form_of(page, {"uk_monthly_active_users": None}))
    assert "open again" in words_of(page)
    page, _screens = walk(somebody, told, page)
    assert "is not known" in sentence_of(page) or "are not known" in sentence_of(page)


def test_range_and_its_method_are_saved(somebody: Client) -> None:
    page = load(somebody, "platform: A\nfacts: {has_user_to_user_part: true}")
    page = somebody.post("/check/", {"state": page.context["state"], "go": "users-u2u"})
    sent = form_of(page, {"uk_monthly_active_users": {"low": 300, "high": 900}})
    page = somebody.post("/check/", sent | {"how_known": "server logs"})
    file = yaml.safe_load(saved(somebody, page))
    assert file["facts"]["sides"]["u2u"]["uk_monthly_active_users"] == {"low": 300, "high": 900}
    assert file["how_known"] == {USERS: "server logs"}


def test_wrong_answer_is_said_and_the_rest_is_still_there(somebody: Client) -> None:
    page = begin(somebody)
    while page.context["screen"].id != "users-u2u":
        page = somebody.post("/check/", form_of(page, answers("forum")))
    sent = form_of(page, {}) | {f"{USERS}-low": "900", f"{USERS}-high": "300"}
    page = somebody.post("/check/", sent)
    assert page.status_code == 400
    assert "The high end is below the low end." in words_of(page)
    assert 'value="900"' in page.content.decode()


def test_answers_that_exclude_each_other_are_said_beside_their_question(
    somebody: Client,
) -> None:
    told = answers("forum") | {"children_can_access": False}
    told |= dict.fromkeys(("uses_age_assurance_to_exclude_children", USE_IT), True)
    page = begin(somebody)
    while page.status_code == 200 and "screen" in page.context:
        page = somebody.post("/check/", form_of(page, told))
    assert page.status_code == 400
    assert "they exclude each other (OSA 2023 s 35(2)" in words_of(page)


def test_saving_from_a_screen_takes_what_is_on_it(somebody: Client) -> None:
    sent = form_of(begin(somebody), {"has_user_to_user_part": True}) | {"format": "yaml"}
    file = yaml.safe_load(somebody.post("/check/file/", sent).content)
    assert file["facts"] == {"has_user_to_user_part": True}


def test_saved_file_is_what_determine_reads_and_loads_again(somebody: Client) -> None:
    page, _screens = walk(somebody, answers("forum"))
    text = saved(somebody, page)
    assert text.startswith("# Answers about Hobby Forum of 2026-11-21")
    assert opening(answered(yaml.safe_load(text), TODAY)) == sentence_of(page)
    again = load(somebody, text)
    assert sentence_of(again) == sentence_of(page)
    assert saved(somebody, again) == text


def test_faulty_file_is_refused_with_every_fault(somebody: Client) -> None:
    page = load(somebody, "platform: A\nfacts: {usable_in_the_uk: true, provider_is_uk: maybe}")
    assert page.status_code == 400
    text = words_of(page)
    assert "usable_in_the_uk" in text
    assert "yes or no is wanted" in text
    assert somebody.post("/check/load/").status_code == 400


def test_old_spelling_in_a_file_is_understood_with_a_note(somebody: Client) -> None:
    alias = next(iter(answered(demo("forum")).situation.ruleset.aliases))
    page = load(somebody, f"platform: A\nfacts: {{{alias}: null}}")
    assert page.status_code == 200
    assert f"{alias} is an old spelling" in words_of(page)


def test_state_that_was_changed_on_the_way_is_refused(somebody: Client) -> None:
    for url in ("/check/", "/check/file/"):
        page = somebody.post(url, {"state": begin(somebody).context["state"] + "x"})
        assert page.status_code == 400
        assert "Begin again, or load the file" in words_of(page)


def test_result_is_written_in_every_format(somebody: Client) -> None:
    page, _screens = walk(somebody, answers("forum"))
    count = len(answered(demo("forum"), TODAY).answers)
    for name, _label in page.context["formats"]:
        answer = somebody.post("/check/file/", {"state": page.context["state"], "format": name})
        data = b"".join(answer)
        assert answer.status_code == 200
        if name == "csv":
            lines = [row for row in data.decode().splitlines(keepends=True) if row[0] != "#"]
            assert len([*csv.DictReader(io.StringIO("".join(lines)))]) == count
        elif name == "json":
            assert len(json.loads(data)["rows"]) == count
    state = {"state": page.context["state"], "format": "scroll"}
    assert somebody.post("/check/file/", state).status_code == 400


# Keeping


@pytest.fixture
def provider() -> Provider:
    return factories.make_provider("Robin's Forums", factories.make_user("owner@example.org"))


@pytest.fixture
def owner(provider: Provider) -> Client:
    client = Client()
    client.force_login(provider.memberships.get().user)
    return client


def test_kept_check_becomes_a_service_with_its_tasks(owner: Client, provider: Provider) -> None:
    page, _screens = walk(owner, answers("forum"))
    text = saved(owner, page) + f"how_known: {{{USERS}: server logs}}\n"
    page = load(owner, text)
    answer = owner.post("/check/keep/", {"state": page.context["state"], "name": "Kept Forum"})
    platform = Platform.objects.get(provider=provider)
    assert answer["Location"] == f"/services/{platform.slug}/"
    wanted = sentence_of(page).replace("Hobby Forum", "Kept Forum")
    assert opening(determine_platform(platform, TODAY)) == wanted
    assert Obligation.objects.filter(platform=platform).exists()
    users = FactValue.objects.get(platform=platform, name="uk_monthly_active_users")
    assert (users.how_known, users.recorded_by) == ("server logs", provider.memberships.get().user)


def test_what_was_not_known_is_kept_as_asked(owner: Client, provider: Provider) -> None:
    page, _screens = walk(
        owner, answers("forum") | {"has_hyperlinking": None, "designations": None}
    )
    owner.post("/check/keep/", {"state": page.context["state"], "name": "Kept Forum"})
    platform = Platform.objects.get(provider=provider)
    unknown = {key.name for key in Recorded.of(platform).told(TODAY).unknown()}
    assert "designations:none" in unknown
    interview = owner.get(f"/services/{platform.slug}/interview/")
    assert "Nothing more to ask" in words_of(interview)


def test_register_and_events_of_a_file_are_kept(owner: Client, provider: Provider) -> None:
    page = load(owner, (DEMO / "category1.yaml").read_text())
    owner.post("/check/keep/", {"state": page.context["state"], "name": ""})
    entry = Designation.objects.get(provider=provider)
    assert entry.category == demo("category1")["designations"][0]["category"]
    assert Platform.objects.get(provider=provider).name == demo("category1")["platform"]


def test_what_the_provider_had_answered_is_left_as_it_is(owner: Client, provider: Provider) -> None:
    factories.make_platform(provider, "Older", {"provider_is_uk": False})
    page, _screens = walk(owner, answers("forum"))
    answer = owner.post(
        "/check/keep/", {"state": page.context["state"], "name": "Kept"}, follow=True
    )
    assert "left as they are" in words_of(answer)
    kept = Recorded.of(Platform.objects.get(name="Kept")).file(TODAY)
    assert kept["facts"]["provider_is_uk"] is False


def test_refused_check_leaves_nothing(owner: Client, provider: Provider) -> None:
    factories.make_platform(provider, "Taken")
    page, _screens = walk(owner, answers("new-forum"))
    answer = owner.post("/check/keep/", {"state": page.context["state"], "name": "Taken"})
    assert answer.status_code == 400
    assert "already has a service of that name" in words_of(answer)
    assert Platform.objects.count() == 1


@pytest.mark.parametrize(
    ("open_", "words"),
    [(True, "then make an account or log in"), (False, "Accounts here are by invitation.")],
)
def test_anonymous_is_led_to_save_and_to_what_the_installation_allows(
    somebody: Client, settings: Any, open_: bool, words: str
) -> None:
    settings.OPEN_SIGN_UP = open_
    page, _screens = walk(somebody, answers("exempt"))
    assert "Save the file first" in words_of(page)
    assert words in words_of(page)
    answer = somebody.post("/check/keep/", {"state": page.context["state"], "name": "A"})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_reader_is_told_why_there_is_nothing_to_keep_with(provider: Provider) -> None:
    reader = Client()
    reader.force_login(factories.make_member(provider, Role.READER))
    page, _screens = walk(reader, answers("exempt"))
    assert "does not add services" in words_of(page)
    sent = {"state": page.context["state"], "name": "A"}
    assert reader.post("/check/keep/", sent).status_code == 403


def test_question_brings_examples_each_with_where_it_rests(somebody: Client) -> None:
    """Case: is it user-to-user."""
    text = words_of(begin(somebody))
    assert "An AI chatbot that each person talks to aloneNo." in text
    assert "ss 3(1), 236(1)" in text
