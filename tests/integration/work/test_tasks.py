"""Tasks: the list, its filters and files, and the work that is kept on each."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from obligations.models import Deadline, Obligation, Platform, Role, User
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


def shown(page: Client, query: str) -> list[Obligation]:
    answer = page.get(f"/tasks/?{query}")
    assert answer.status_code == 200
    return list(answer.context["rows"])


def test_list_holds_what_there_is_to_work_on(page: Client, forum: Platform) -> None:
    rows = shown(page, "sort=ref")
    assert rows
    assert {row.answer for row in rows} <= {"applies", "applies_from"}
    assert not any(row.optional or row.acts_on == "nothing" for row in rows)
    total = page.get("/tasks/").context["listing"].count
    assert total == Obligation.objects.filter(is_task=True).exclude(progress="done").count()


def test_standing_by_is_listed_apart(page: Client, forum: Platform) -> None:
    assert {row.answer for row in shown(page, "answer=stands_by")} == {"stands_by"}


def test_filters_narrow_the_list(page: Client, task: Obligation, owner: User) -> None:
    Obligation.objects.filter(pk=task.pk).update(owner=owner, progress="in_review")
    assert shown(page, f"owner={owner.email}") == [task]
    assert shown(page, "progress=in_review&strength=must&theme=risk-assessment") == [task]
    assert task not in shown(page, "owner=nobody")
    found = shown(page, "platform=hobby-forum&q=OSA+2023+s+9(2)")
    assert task in found
    assert len(found) < 5


def test_tasks_of_a_job_are_listed_by_its_name(page: Client, task: Obligation) -> None:
    found = shown(page, "sort=ref&job=illegal-content-assessment")
    assert task in found
    slugs = {row.requirement.job.slug for row in found}
    assert slugs == {"illegal-content-assessment"}
    assert (
        "Job: Assess the risk of illegal content"
        in page.get("/tasks/?job=illegal-content-assessment").content.decode()
    )


def test_due_tells_late_from_passed_before(page: Client, day: Deadline, task: Obligation) -> None:
    assert shown(page, "due=overdue") == [task]
    assert task not in shown(page, "due=before")


def test_filter_that_is_not_known_is_said(page: Client, forum: Platform) -> None:
    answer = page.get("/tasks/?progress=finished")
    assert answer.status_code == 400
    assert "“finished” is not known here" in answer.content.decode()


def test_tasks_of_a_service_put_away_are_not_listed(page: Client, task: Obligation) -> None:
    page.post("/services/hobby-forum/archive/", {"away": "yes"})
    assert task not in shown(page, "sort=ref")


def test_list_is_a_file_with_the_providers_name(page: Client, forum: Platform) -> None:
    answer = page.get("/tasks/?strength=must&format=csv")
    text = b"".join(answer.streaming_content).decode()
    assert "# " in text.splitlines()[0]
    assert "Robin's Forums" in text
    assert "Strength: You must" in text


def test_progress_moves_along_its_steps(page: Client, task: Obligation) -> None:
    url = f"/tasks/{task.pk}/"
    page.post(f"{url}progress/", {"progress": "in_progress"})
    task.refresh_from_db()
    assert task.progress == "in_progress"
    text = page.get(url).content.decode()
    assert "How far: in progress" in text
    assert "Progress: In progress, was To do" in text


def test_step_that_cannot_follow_is_refused_in_words(page: Client, task: Obligation) -> None:
    url = f"/tasks/{task.pk}/progress/"
    page.post(url, {"progress": "in_review"})
    answer = page.post(url, {"progress": "to_do"}, follow=True)
    assert "To do cannot follow in review." in answer.content.decode()


def test_progress_that_is_none_is_told(page: Client, task: Obligation) -> None:
    answer = page.post(f"/tasks/{task.pk}/progress/", {"progress": "nearly"}, follow=True)
    assert "Nothing was changed" in answer.content.decode()
    task.refresh_from_db()
    assert task.progress == "to_do"


DONE = {"done_on": "2026-11-20", "how_checked": "The board approved it", "all_covered": "on"}


def test_done_asks_the_day_and_how(page: Client, task: Obligation) -> None:
    answer = page.post(f"/tasks/{task.pk}/done/", {"all_covered": "on"})
    assert answer.status_code == 400
    answer = page.post(f"/tasks/{task.pk}/progress/", {"progress": "done"}, follow=True)
    assert "Say on which day it was done" in answer.content.decode()
    answer = page.post(f"/tasks/{task.pk}/done/", {**DONE, "done_on": "2026-11-22"})
    assert "This day has not come yet." in answer.content.decode()
    task.refresh_from_db()
    assert task.progress == "to_do"


def test_done_closes_its_date_and_leaves_the_list(
    page: Client, task: Obligation, day: Deadline
) -> None:
    assert task in shown(page, "sort=due")
    page.post(f"/tasks/{task.pk}/done/", DONE)
    task.refresh_from_db()
    day.refresh_from_db()
    assert (task.progress, task.result) == ("done", "in_place")
    assert (day.status, day.derivation["done_on"]) == ("done", "2026-11-20")
    assert task not in shown(page, "sort=due")
    assert task in shown(page, "work=done")
    assert not task.parts.missing().exists()
    tabs = {tab["title"]: tab["count"] for tab in page.get("/tasks/").context["tabs"]}
    assert tabs["Done"] == Obligation.objects.filter(progress="done").count() == 2
    text = page.get(f"/tasks/{task.pk}/").content.decode()
    assert "How far: done" in text
    page.post(f"/tasks/{task.pk}/progress/", {"progress": "in_progress"})
    day.refresh_from_db()
    assert day.status == "open", "taken back, the date is owed again"
    assert task in shown(page, "sort=due")


def test_date_that_is_met_moves_its_task(page: Client, task: Obligation, day: Deadline) -> None:
    page.post(f"/dates/{day.pk}/close/", {"done_on": "2026-11-19", "note": "Record filed"})
    task.refresh_from_db()
    assert (task.progress, task.assessed_on) == ("done", dt.date(2026, 11, 19))
    assert task.how_checked == "Record filed"
    page.post(f"/dates/{day.pk}/reopen/")
    task.refresh_from_db()
    assert task.progress == "in_progress"


def test_done_with_a_content_missing_says_why(page: Client, task: Obligation) -> None:
    url = f"/tasks/{task.pk}/done/"
    said = {name: value for name, value in DONE.items() if name != "all_covered"}
    answer = page.post(url, said)
    assert "cover them, or say why" in answer.content.decode()
    page.post(url, {**said, "despite": "The rest waits for the new terms."})
    task.refresh_from_db()
    assert (task.progress, task.result) == ("done", "partly")
    text = page.get(f"/tasks/{task.pk}/").content.decode()
    assert "not covered: The rest waits for the new terms." in text
    assert task in shown(page, "work=done")


def test_content_taken_back_or_a_poor_result_opens_a_task_again(
    page: Client, task: Obligation
) -> None:
    page.post(f"/tasks/{task.pk}/done/", DONE)
    part = task.parts.order_by("pk")[0]
    page.post(f"/tasks/{task.pk}/parts/{part.pk}/", {"covered": "no"})
    task.refresh_from_db()
    assert task.progress == "in_progress"
    page.post(f"/tasks/{task.pk}/done/", DONE)
    page.post(f"/tasks/{task.pk}/assess/", {"result": "not_in_place"})
    task.refresh_from_db()
    assert task.progress == "in_progress"
    assert task in shown(page, "sort=due")


def test_what_was_done_comes_back_when_its_next_day_is_near(
    page: Client, task: Obligation, day: Deadline
) -> None:
    page.post(f"/tasks/{task.pk}/done/", DONE)
    for due_on, again in ((TODAY + dt.timedelta(days=200), False), (TODAY, True)):
        Deadline.objects.filter(pk=day.pk).update(status="open", closed_at=None, due_on=due_on)
        assert (task in shown(page, "sort=due")) == again
        assert (task in shown(page, "work=done")) != again
    assert "to be done again by 21 November 2026" in page.get(f"/tasks/{task.pk}/").content.decode()


def test_assessment_that_the_answers_say_was_done_is_done(page: Client, forum: Platform) -> None:
    told = Obligation.objects.get(platform=forum, requirement__slug="osa-s36-1")
    assert told.progress == "done"
    assert told.how_checked == "Said in the answers about the service."


def test_database_itself_refuses_done_without_a_day(task: Obligation) -> None:
    with pytest.raises(IntegrityError, match="done_says_when_and_how"), transaction.atomic():
        Obligation.objects.filter(pk=task.pk).update(progress="done")


def test_in_place_needs_the_day_and_how(page: Client, task: Obligation) -> None:
    url = f"/tasks/{task.pk}/assess/"
    answer = page.post(url, {"result": "in_place"})
    assert answer.status_code == 400
    assert "In place needs the day it was checked." in answer.content.decode()
    assert "In place needs how it was checked." in answer.content.decode()
    page.post(url, {"result": "in_place", "assessed_on": "2026-11-20", "how_checked": "read it"})
    task.refresh_from_db()
    assert (task.result, task.assessed_on) == ("in_place", dt.date(2026, 11, 20))


def test_only_members_can_own_a_task(page: Client, task: Obligation) -> None:
    member = factories.make_member(task.provider, Role.CONTRIBUTOR)
    stranger = factories.make_user()
    url = f"/tasks/{task.pk}/assign/"
    assert page.post(url, {"owner": stranger.pk}).status_code == 400
    page.post(url, {"owner": member.pk})
    task.refresh_from_db()
    assert task.owner == member
    page.post(url, {"owner": ""})
    task.refresh_from_db()
    assert task.owner is None


def test_note_is_kept_with_its_history(page: Client, task: Obligation) -> None:
    url = f"/tasks/{task.pk}/"
    page.post(f"{url}note/", {"note": "Ask Sam <b>first</b>."})
    text = page.get(url).content.decode()
    assert "Ask Sam &lt;b&gt;first&lt;/b&gt;." in text
    assert "Note: “Ask Sam" in text
    assert "owner@example.org" in text.split('id="history"')[1], "the history says who"


def test_content_is_covered_and_taken_back(page: Client, task: Obligation) -> None:
    part = task.parts.order_by("pk")[0]
    url = f"/tasks/{task.pk}/parts/{part.pk}/"
    page.post(url, {"covered": "yes"})
    part.refresh_from_db()
    assert part.covered
    page.post(url, {"covered": "no"})
    part.refresh_from_db()
    assert not part.covered


def test_content_of_another_task_is_not_found(page: Client, task: Obligation) -> None:
    part = task.parts.order_by("pk")[0]
    other = Obligation.objects.exclude(pk=task.pk).filter(provider=task.provider)[0]
    assert page.post(f"/tasks/{other.pk}/parts/{part.pk}/", {"covered": "yes"}).status_code == 404


def test_reader_sees_the_task_and_no_buttons(task: Obligation) -> None:
    page = Client()
    page.force_login(factories.make_member(task.provider, Role.READER))
    text = page.get(f"/tasks/{task.pk}/").content.decode()
    assert task.requirement.title in text
    assert "<button" not in text.split("<main")[1]


def test_form_leads_back_only_within_the_site(page: Client, task: Obligation) -> None:
    url = f"/tasks/{task.pk}/progress/"
    answer = page.post(url, {"progress": "in_progress", "next": "https://elsewhere.example/"})
    assert answer["Location"] == f"/tasks/{task.pk}/"
    answer = page.post(url, {"progress": "in_review", "next": "/tasks/?due=30"})
    assert answer["Location"] == "/tasks/?due=30"
