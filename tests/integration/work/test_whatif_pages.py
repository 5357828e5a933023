"""What if on a service's pages: tried, kept, reopened, compared, decided about and launched."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from obligations.actions import facts, scenarios
from obligations.models import ChangeDecision, FactValue, Platform, Role, Scenario
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
BAN = {"allows_ppc_kinds@u2u": ["suicide"]}


def url(forum: Platform, rest: str = "what-if/") -> str:
    return f"/services/{forum.slug}/{rest}"


def tried(page: Client, forum: Platform, changes: Any = None, **more: Any) -> Any:
    told = {"changes": json.dumps({} if changes is None else changes)} | more
    return page.post(url(forum), told)


def kept(forum: Platform, **more: Any) -> Scenario:
    told: dict[str, Any] = {"name": "Ban dropped", "changes": BAN, "as_at": TODAY} | more
    return scenarios.save(platform=forum, by=None, shared=True, **told)


def test_form_holds_the_answers_and_finds_those_sought(page: Client, forum: Platform) -> None:
    text = page.get(url(forum)).content.decode()
    assert 'name="has_direct_messaging@u2u"' in text
    found = tried(page, forum, go="find", find="livestream").content.decode()
    assert 'name="has_livestreaming@u2u"' in found
    assert 'name="has_direct_messaging@u2u"' not in found
    assert "No answer holds" in tried(page, forum, go="find", find="zebra").content.decode()


def test_changed_answers_say_what_would_follow_and_nothing_is_recorded(
    page: Client, forum: Platform
) -> None:
    before = FactValue.objects.count()
    answer = page.post(url(forum), {"allows_ppc_kinds@u2u": ["suicide"], "go": "try"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "With this change Hobby Forum would gain" in text
    assert "Age checks must be highly effective" in text
    assert "these come first" in text
    assert FactValue.objects.count() == before
    assert not Scenario.objects.exists()


def test_search_keeps_what_was_changed_before(page: Client, forum: Platform) -> None:
    sent = {"allows_ppc_kinds@u2u": ["suicide"], "go": "find", "find": "livestream"}
    found = page.post(url(forum), sent)
    assert found.context["trying"].changes == BAN
    result = tried(page, forum, BAN, **{"has_livestreaming@u2u": "yes", "go": "try"})
    assert len(result.context["told"]) == 2


def test_answer_put_back_is_no_change(page: Client, forum: Platform) -> None:
    answer = tried(page, forum, BAN, **{"allows_ppc_kinds@u2u": ["none"], "go": "try"})
    assert answer.status_code == 400
    assert "Change an answer, or name a day" in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"changes": "[1"}, "What was changed could not be read"),
        ({"changes": '{"has_telepathy@u2u": true}'}, "no such fact"),
        ({"changes": '{"has_livestreaming@u2u": []}'}, "has_livestreaming: yes or no is wanted"),
        ({"changes": '{"risk:hate@u2u": {"a": 1}}'}, "is none of negligible, low, medium or high"),
        ({"changes": "{}", "on": "2020-01-01"}, "has passed"),
        ({"changes": "{}", "on": "soon"}, "Write the day as 2026-11-21."),
        ({"changes": '{"has_livestreaming@u2u": true}', "format": "docx"}, "docx"),
    ],
)
def test_what_cannot_be_tried_is_told_in_words(
    page: Client, forum: Platform, sent: dict[str, str], words: str
) -> None:
    answer = page.post(url(forum), sent)
    assert answer.status_code == 400
    assert words in answer.content.decode()


@pytest.mark.parametrize("wanted", ["csv", "json", "xlsx"])
def test_difference_as_a_file(page: Client, forum: Platform, wanted: str) -> None:
    answer = tried(page, forum, BAN, format=wanted)
    body = b"".join(answer.streaming_content)
    assert answer.headers["Content-Disposition"].endswith(f'what-if-2026-11-21.{wanted}"')
    if wanted == "json":
        rows = json.loads(body)["rows"]
        gained = [row for row in rows if row["group"] == "gained"]
        assert gained
        assert all("allow" in row["because"][0] for row in gained)
    if wanted == "csv":
        assert b"OSA 2023 s 12(6)" in body


def test_reader_tries_and_keeps_nothing(forum: Platform) -> None:
    reader = Client()
    reader.force_login(factories.make_member(forum.provider, Role.READER))
    text = tried(reader, forum, BAN).content.decode()
    assert "would gain" in text
    assert "Keep it as a scenario" not in text
    assert tried(reader, forum, BAN, go="save", name="X").status_code == 403


def test_kept_reopened_shared_and_deleted(page: Client, forum: Platform) -> None:
    answer = tried(page, forum, BAN, go="save", name="Ban dropped", scenario_note="For May.")
    row = Scenario.objects.get()
    assert answer["Location"] == url(forum, f"scenarios/{row.pk}/")
    assert (row.changes, row.shared, row.note) == (BAN, False, "For May.")
    text = page.get(answer["Location"]).content.decode()
    assert "With this change Hobby Forum would gain" in text
    assert page.get(url(forum) + f"?scenario={row.pk}").context["trying"].changes == BAN
    page.post(url(forum, f"scenarios/{row.pk}/edit/"), {"name": "Terms", "shared": "on"})
    row.refresh_from_db()
    assert (row.name, row.shared) == ("Terms", True)
    page.post(url(forum, f"scenarios/{row.pk}/delete/"))
    assert not Scenario.objects.exists()


def test_keeping_without_a_name_shows_the_result_again(page: Client, forum: Platform) -> None:
    answer = tried(page, forum, BAN, go="save")
    assert answer.status_code == 400
    assert "This field is required." in answer.content.decode()


def test_private_scenario_of_somebody_else_does_not_exist(page: Client, forum: Platform) -> None:
    other = factories.make_member(forum.provider, Role.COMPLIANCE)
    row = scenarios.save(platform=forum, by=other, name="Secret", changes=BAN, as_at=TODAY)
    for rest in ("", "launch/"):
        assert page.get(url(forum, f"scenarios/{row.pk}/{rest}")).status_code == 404
    assert "Secret" not in page.get(url(forum, "scenarios/")).content.decode()
    compared = page.get(url(forum, f"scenarios/compare/?s={row.pk}")).content.decode()
    assert "Secret" not in compared


ADULTS = {
    "children_can_access@u2u": False, "uses_age_assurance_to_exclude_children@u2u": True,
}  # fmt: skip


def test_three_scenarios_side_by_side(page: Client, forum: Platform) -> None:
    rows = [
        kept(forum),
        kept(forum, name="Streams", changes={"has_livestreaming@u2u": True}),
        kept(forum, name="Adults", changes=ADULTS),
    ]
    query = "&".join(f"s={row.pk}" for row in rows)
    answer = page.get(url(forum, f"scenarios/compare/?{query}"))
    text = answer.content.decode()
    assert all(row.name in text for row in rows)
    marks = {row.shown.ref: [mark for mark, _ in cells] for row, cells in answer.context["matrix"]}
    assert marks["OSA 2023 s 12(6)"] == ["+", "", ""]
    assert marks["OSA 2023 s 11(2)"] == ["", "", "−"]


def test_comparing_one_or_nonsense_asks_for_two(page: Client, forum: Platform) -> None:
    for query in ("", f"s={kept(forum).pk}", "s=x&s=99999999"):
        text = page.get(url(forum, f"scenarios/compare/?{query}")).content.decode()
        assert "Choose two or three scenarios" in text


def test_scenario_that_no_longer_fits_says_what_it_changed(page: Client, forum: Platform) -> None:
    row, other = kept(forum), kept(forum, name="Streams")
    Scenario.objects.filter(pk=row.pk).update(changes={"has_telepathy@u2u": True})
    text = page.get(url(forum, f"scenarios/{row.pk}/")).content.decode()
    assert "does not fit the law data or the answers any more" in text
    assert "has_telepathy@u2u" in text
    compared = page.get(url(forum, f"scenarios/compare/?s={row.pk}&s={other.pk}"))
    assert "does not fit any more" in compared.content.decode()
    assert page.get(url(forum) + f"?scenario={row.pk}").status_code == 400
    launch = page.get(url(forum, f"scenarios/{row.pk}/launch/"))
    assert launch["Location"] == url(forum, f"scenarios/{row.pk}/")


def test_launch_asks_first_whether_it_is_significant_then_for_the_assessments(
    page: Client, forum: Platform
) -> None:
    row = kept(forum)
    launch = url(forum, f"scenarios/{row.pk}/launch/")
    asked = page.get(launch).content.decode()
    assert "First decide whether the change is a significant one" in asked
    told = {"what": "The ban goes.", "significant": "yes", "planned_for": "2026-12-14"}
    page.post(url(forum, f"scenarios/{row.pk}/decide/"), told)
    text = page.get(launch).content.decode()
    assert 'name="done:osa-s9-4"' in text
    assert "Its task" in text
    refused = page.post(launch, {"on": "2026-12-14", "done:osa-s9-4": "2026-11-20"})
    assert refused.status_code == 400
    assert "Say when it was carried out. OSA 2023 s 11(4)" in refused.content.decode()
    days = {"done:osa-s9-4": "2026-11-20", "done:osa-s11-4": "2026-11-20"}
    assert page.post(launch, {"on": "2026-12-14", **days}).status_code == 302
    row.refresh_from_db()
    assert row.launched_on is not None
    text = page.get(url(forum, f"scenarios/{row.pk}/")).content.decode()
    assert "Launched on 14 December 2026" in text
    assert page.get(launch)["Location"] == url(forum, f"scenarios/{row.pk}/")


def test_launch_all_the_same_is_flagged_on_the_page(page: Client, forum: Platform) -> None:
    row = kept(forum)
    told = {"what": "The ban goes.", "significant": "yes"}
    page.post(url(forum, f"scenarios/{row.pk}/decide/"), told)
    launch = url(forum, f"scenarios/{row.pk}/launch/")
    page.post(launch, {"on": "2026-11-21", "anyway": "It was live already."})
    text = page.get(url(forum, f"scenarios/{row.pk}/")).content.decode()
    assert "Launched before every assessment was carried out" in text
    assert "It was live already." in text


def test_not_significant_is_recorded_without_a_scenario_too(page: Client, forum: Platform) -> None:
    address = url(forum, "significance/")
    refused = page.post(address, {"what": "New colours", "significant": "no"})
    assert "Say why the change is not significant." in refused.content.decode()
    page.post(
        address, {"what": "New colours", "significant": "no", "because": "Only the look changes."}
    )
    row = ChangeDecision.objects.get()
    assert (row.significant, row.because) == (False, "Only the look changes.")
    text = page.get(address).content.decode()
    assert "Only the look changes." in text
    history = page.get("/changes/").content.decode()
    assert "not a significant change, because Only the look changes." in history


def test_ticking_a_choice_beside_none_is_the_choice(page: Client, forum: Platform) -> None:
    sent = {"allows_ppc_kinds@u2u": ["none", "suicide"], "go": "try"}
    assert page.post(url(forum), sent).status_code == 200
    back = {"allows_ppc_kinds@u2u": ["suicide", "none"], "go": "find", "find": "x"}
    assert tried(page, forum, BAN, **back).context["trying"].changes == BAN


def test_a_wrong_answer_keeps_the_page_to_what_was_on_it(page: Client, forum: Platform) -> None:
    users = {"uk_monthly_active_users@u2u-low": "9", "uk_monthly_active_users@u2u-high": "3"}
    answer = page.post(url(forum), {**users, "go": "try"})
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "The high end is below the low end." in text
    assert 'name="service_start_date"' not in text


def test_own_scenario_is_changed_further_and_saved_again(page: Client, forum: Platform) -> None:
    tried(page, forum, BAN, go="save", name="Ban dropped")
    row = Scenario.objects.get()
    more = {"has_livestreaming@u2u": "yes", "scenario": row.pk}
    shown = tried(page, forum, BAN, go="try", **more).content.decode()
    assert "Save “Ban dropped” again" in shown
    tried(page, forum, BAN, go="again", name="Ban dropped", **more)
    row.refresh_from_db()
    assert row.changes == BAN | {"has_livestreaming@u2u": True}
    assert Scenario.objects.count() == 1


def test_scenario_of_another_is_only_kept_anew(page: Client, forum: Platform) -> None:
    other = kept(forum)
    sent = {"scenario": other.pk, "name": "Mine", "has_livestreaming@u2u": "yes"}
    tried(page, forum, BAN, go="again", **sent)
    other.refresh_from_db()
    assert other.changes == BAN
    assert Scenario.objects.filter(name="Mine").exists()


@pytest.mark.parametrize("named", ["²", "99999999999999999999", "x"])
def test_scenario_that_is_none_is_no_error(page: Client, forum: Platform, named: str) -> None:
    assert page.get(url(forum) + f"?scenario={named}").status_code in {200, 404}
    assert page.get(url(forum, f"scenarios/compare/?s={named}")).status_code == 200


def test_a_change_that_the_law_excludes_is_refused_with_both_values(
    page: Client, forum: Platform
) -> None:
    facts.record_many(
        platform=forum, by=None, as_at=TODAY,
        answers={"uses_age_assurance_to_exclude_children@u2u": False},
    )  # fmt: skip
    text = tried(page, forum, {"children_can_access@u2u": False}, go="try").content.decode()
    assert "they exclude each other (OSA 2023 ss 35(2), 230(4))" in text
