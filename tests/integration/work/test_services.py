"""The page of a service: its sentence, the list with its reasons, every answer, its file."""

from __future__ import annotations

import csv
import html
import re

import pytest
from django.test import Client

from obligations.actions import determination_sync
from obligations.law.determinations import determine_platform
from obligations.models import FactValue, Obligation, Platform, Provider
from obligations.words.determinations import opening
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
TAGS = re.compile(r"<[^>]+>")


def words_of(markup: str) -> str:
    return " ".join(html.unescape(TAGS.sub("", markup)).split())


def test_page_opens_with_the_sentence_of_command_and_report(page: Client, forum: Platform) -> None:
    text = page.get("/services/hobby-forum/").content.decode()
    assert opening(determine_platform(forum, TODAY)) in words_of(text)


def test_each_number_of_the_sentence_leads_to_as_many_rows(page: Client, forum: Platform) -> None:
    text = page.get("/services/hobby-forum/").content.decode()
    (sentence,) = re.findall(r'<p class="sentence">(.*?)</p>', text, re.S)
    links = re.findall(r'<a href="([^"]+)">(\d+)', sentence)
    assert len(links) >= 3
    for url, number in links:
        rows = page.get(html.unescape(url)).content.decode()
        assert rows.count('class="answer"') == int(number), url


def test_row_says_why_and_leads_to_its_task(page: Client, forum: Platform) -> None:
    text = page.get("/services/hobby-forum/").content.decode()
    row = text.split('id="icu-c1"')[1].split("</details>")[0]
    assert "It is a service under the main duties of the Act." in row
    task = Obligation.objects.get(platform=forum, requirement__slug="icu-c1")
    assert f'href="/tasks/{task.pk}/"' in row
    assert 'href="/services/hobby-forum/why/icu-c1/"' in row


def test_reasoning_is_a_page_and_a_piece_for_htmx(page: Client, forum: Platform) -> None:
    whole = page.get("/services/hobby-forum/why/icu-c14/").content.decode()
    piece = page.get("/services/hobby-forum/why/icu-c14/", headers={"HX-Request": "true"})
    assert "<h1" in whole
    assert "<h1" not in piece.content.decode()
    assert 'class="tree"' in piece.content.decode()
    assert "HX-Request" in piece["Vary"]


def test_reasoning_of_an_unknown_requirement_is_not_found(page: Client, forum: Platform) -> None:
    assert page.get("/services/hobby-forum/why/icu-z9/").status_code == 404


def test_another_day_is_answered_as_that_day(page: Client, forum: Platform) -> None:
    text = page.get("/services/hobby-forum/?as_at=2025-03-16").content.decode()
    assert "You are looking at the law on 16 March 2025, not today." in text
    assert "no Code measure is recommended to it" in words_of(text)


def test_day_that_is_none_is_said(page: Client, forum: Platform) -> None:
    answer = page.get("/services/hobby-forum/?as_at=2026-02-30")
    assert answer.status_code == 400
    assert "is not a day" in answer.content.decode()


def test_service_outside_the_act_says_why(page: Client, provider: Provider) -> None:
    factories.make_forum(provider, "Council Comments", schedule_1_paragraphs=["9"])
    text = words_of(page.get("/services/council-comments/").content.decode())
    assert "Council Comments is not a regulated service." in text
    assert "Nothing, on this day. Because:" in text


def test_what_is_not_known_asks_the_question_that_settles_it(
    page: Client, provider: Provider
) -> None:
    factories.make_platform(provider, "Young Site", {"has_user_to_user_part": True})
    text = page.get("/services/young-site/").content.decode()
    assert "Not known yet: tell us" in text
    assert "/services/young-site/facts/?fact=" in text


def test_filter_that_does_not_occur_is_said(page: Client, forum: Platform) -> None:
    answer = page.get("/services/hobby-forum/answers/?answer=perhaps")
    assert answer.status_code == 400
    assert "does not occur here" in answer.content.decode()


def test_answers_are_a_file_with_the_same_rows(page: Client, forum: Platform) -> None:
    query = "answer=applies&kind=measure&counted=yes"
    rows = page.get(f"/services/hobby-forum/answers/?{query}").content.decode()
    file = page.get(f"/services/hobby-forum/answers/?{query}&format=csv")
    lines = b"".join(file.streaming_content).decode().splitlines()
    assert any("Kind: Code measure" in line for line in lines if line.startswith("# "))
    table = list(csv.DictReader(line for line in lines if not line.startswith("# ")))
    assert len(table) == rows.count('class="answer"') > 0


def test_file_of_an_unknown_format_is_refused_in_words(page: Client, forum: Platform) -> None:
    answer = page.get("/services/hobby-forum/answers/?format=pdf")
    assert answer.status_code == 400
    assert "csv" in answer.content.decode()


def test_service_is_added_renamed_put_away_and_brought_back(
    page: Client, provider: Provider
) -> None:
    answer = page.post("/services/new/", {"name": "Chat", "description": "", "url": ""})
    platform = Platform.objects.get(name="Chat")
    # No address on the site tells by its ending, or by having none, whether another has the name.
    assert re.fullmatch("chat-[0-9a-f]{6}", platform.slug)
    address = f"/services/{platform.slug}/"
    assert answer["Location"] == f"{address}interview/"
    page.post(f"{address}edit/", {"name": "Chatter", "description": "Talk", "url": ""})
    assert Platform.objects.get(slug=platform.slug).name == "Chatter"
    page.post(f"{address}archive/", {"why": "closed", "away": "yes"})
    assert "Chatter" not in page.get("/services/").content.decode()
    assert "Chatter" in page.get("/services/?archived=true").content.decode()
    again = page.post(f"{address}archive/", {"why": "twice", "away": "yes"}, follow=True)
    assert "was put away on" in again.content.decode()
    page.post(f"{address}archive/", {"away": "no"})
    assert "Chatter" in page.get("/services/").content.decode()


def test_name_that_is_taken_is_said_beside_the_field(page: Client, forum: Platform) -> None:
    answer = page.post("/services/new/", {"name": "Hobby Forum"})
    text = answer.content.decode()
    assert "This provider already has a service of that name." in text
    assert 'value="Hobby Forum"' in text, "what was written is kept"


def test_answers_that_contradict_each_other_are_shown(page: Client, forum: Platform) -> None:
    """Recording refuses them; a newer release may bring them about."""
    FactValue.objects.create(
        provider=forum.provider, platform=forum, side="u2u",
        name="first_access_assessment_done", value=False,
    )  # fmt: skip
    text = words_of(page.get("/services/hobby-forum/").content.decode())
    assert "Some answers contradict each other on this day." in text


def test_answers_that_exclude_each_other_by_now_are_shown_and_stop_nothing(
    page: Client, forum: Platform
) -> None:
    """Recorded before the law data said so: the page shows both, and tasks go on following."""
    for name, value in (
        ("children_can_access", False),
        ("uses_age_assurance_to_exclude_children", False),
    ):
        FactValue.objects.create(
            provider=forum.provider, platform=forum, side="u2u", name=name, value=value
        )
    determination_sync.follow(platform=forum, as_at=TODAY, by=None)
    text = words_of(page.get("/services/hobby-forum/").content.decode())
    assert "OSA 2023 ss 35(2), 230(4)" in text
    task = Obligation.objects.get(platform=forum, requirement__slug="osa-s11-2")
    assert task.answer == "applies", "without age checks children can get in"
    report = page.get("/services/hobby-forum/report/")
    assert report.status_code == 409
    assert "they exclude each other" in report.content.decode()


def test_answers_that_cannot_be_read_lead_to_what_is_wrong(page: Client, forum: Platform) -> None:
    """A newer release may no longer have a choice that was recorded."""
    FactValue.objects.create(
        provider=forum.provider, platform=forum, name="schedule_1_paragraphs", value=["99"]
    )
    for url in ("answers/", "why/icu-c1/"):
        assert page.get(f"/services/hobby-forum/{url}")["Location"] == "/services/hobby-forum/"
    text = page.get("/services/hobby-forum/").content.decode()
    assert "Nothing can be worked out" in text


def test_reasoning_shows_what_would_change_it_and_what_would_not(
    page: Client, forum: Platform
) -> None:
    url = "/services/hobby-forum/why/icu-c1/"
    whole = page.get(url).content.decode()
    piece = page.get(url, headers={"HX-Request": "true"}).content.decode()
    for text in (words_of(whole), words_of(piece)):
        assert "What would change it" in text
        assert "If it had no user-to-user part, ICU C1 would no longer apply." in text
        assert "Invite-only, free or tiny is not an exemption." in text
        assert "What would not:" in text
    assert "<h2>What would change it</h2>" in whole
    assert "<h2>" not in piece


def test_reasoning_of_what_stands_by_says_what_will_start_it(page: Client, forum: Platform) -> None:
    text = words_of(page.get("/services/hobby-forum/why/osa-s9-4/").content.decode())
    assert "What will start it" in text
    assert "would then apply from the day on which that happens." in text


def test_reasoning_of_what_is_not_known_asks_and_says_what_each_reply_settles(
    page: Client, provider: Provider
) -> None:
    factories.make_platform(provider, "Young Site", {"has_user_to_user_part": True})
    text = page.get("/services/young-site/why/osa-s9-2/").content.decode()
    assert "What would settle it" in text
    assert "/services/young-site/facts/?fact=schedule_1_paragraphs" in text
    assert "What would change it" not in text
