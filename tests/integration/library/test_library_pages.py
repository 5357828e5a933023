"""Every page of the public library: whole, quick to ask for, clear about its day and its faults."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obligations.law.edition import digest
from obligations.law.load import load
from obligations.models import Release, Requirement
from tests import factories
from tests.rules_support import LAW_DAY, VERSION

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]

DAY = "as_at=2026-11-21"
PAGES = [
    "/", "/library/", "/library/requirements/", "/library/requirements/?kind=measure&page=2",
    "/library/requirements/osa-s9-2/", "/library/requirements/icu-c14/",
    "/library/requirements/osa-s10-3a/", "/library/requirements/ics-c8/", "/library/categories/",
    "/library/register/", "/library/milestones/", "/library/milestones/?slips=true",
    "/library/policy/", "/library/instruments/", "/library/instruments/osa-2023/",
    "/library/definitions/", "/library/kinds/", "/library/kinds/csea_grooming/",
    "/library/kinds/abuse/", "/library/events/", "/library/jobs/", "/search/?q=grooming",
    "/search/?q=section+10", "/search/?q=suicde", "/search/?q=vpn", "/search/",
    "/library/jobs/terms/", "/library/jobs/scope-note/", "/library/enforcement/",
    "/library/enforcement/suicide-forum/", "/library/records/", "/library/records/facts:large/",
    "/library/records/risk_assessment:all/", "/library/releases/",
]  # fmt: skip
MOST_QUERIES = 16


def on_day(path: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{DAY}"


@pytest.fixture
def no_missing_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "MISSING VARIABLE %s")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.usefixtures("no_missing_variables")
def test_page_is_whole(client: Client, path: str) -> None:
    response = client.get(on_day(path))
    text = response.content.decode()
    assert response.status_code == 200
    assert "MISSING VARIABLE" not in text
    assert text.count("<h1") == 1
    assert "This is not legal advice" in text
    assert f"Law data {VERSION}" in text
    assert f"following the law up to <strong>{LAW_DAY}</strong>" in text


@pytest.mark.parametrize("path", PAGES)
def test_page_asks_few_queries(client: Client, path: str) -> None:
    client.get("/library/categories/")  # compiles the rules, once per process
    with CaptureQueriesContext(connection) as asked:
        client.get(on_day(path))
    assert len(asked) <= MOST_QUERIES


@pytest.mark.parametrize("path", ["/library/requirements/", "/library/requirements/osa-s9-2/"])
def test_page_asks_few_queries_of_somebody_signed_in(client: Client, path: str) -> None:
    client.force_login(factories.make_user())
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert len(asked) <= MOST_QUERIES + 2


@pytest.mark.usefixtures("no_missing_variables")
def test_requirements_of_every_shape_have_whole_pages(client: Client) -> None:
    shape = ("kind", "side", "gate", "optional", "verification", "triggered_by", "level")
    shapes = Requirement.objects.order_by(*shape).distinct(*shape)
    for slug in shapes.values_list("slug", flat=True):
        response = client.get(f"/library/requirements/{slug}/?{DAY}")
        assert response.status_code == 200, slug
        assert b"MISSING VARIABLE" not in response.content, slug


def test_another_day_is_said_on_the_page(client: Client) -> None:
    text = client.get("/library/requirements/icu-c2/?as_at=2025-03-16").content.decode()
    assert "You are looking at the law on 16 March 2025, not today." in text
    assert "In force from 17 March 2025" in text


def test_links_keep_the_day(client: Client) -> None:
    text = client.get("/library/requirements/?as_at=2025-03-16&sort=ref").content.decode()
    assert 'href="/library/requirements/ics-a1/?as_at=2025-03-16"' in text


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "1066-10-14", "9999-12-31"])
def test_day_that_cannot_be_read_is_told_not_hidden(client: Client, day: str) -> None:
    response = client.get("/library/requirements/", {"as_at": day})
    assert response.status_code == 400
    assert "That day could not be read" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("kind=spoon", "kind: “spoon” is not known here. Use: duty, measure"),
        ("kin=measure", "There is no filter called “kin”"),
        ("in_force_on=never", "in_force_on: Write the day as 2026-11-21."),
        ("sort=upwards", "sort: “upwards” is not known here"),
    ],
)
def test_filter_that_cannot_be_read_is_told(client: Client, query: str, told: str) -> None:
    page = client.get(f"/library/requirements/?{query}")
    file = client.get(f"/library/requirements/?{query}&format=csv")
    assert (page.status_code, file.status_code) == (400, 400)
    assert told in page.content.decode()
    assert told in file.content.decode()


@pytest.mark.parametrize("query", ["q=%27%3B--", "q=%25_%5C", "q=%22a", "page=999", "page=x", "q="])
def test_odd_but_readable_addresses_work(client: Client, query: str) -> None:
    assert client.get(f"/library/requirements/?{query}").status_code == 200


def test_list_is_in_natural_order(client: Client) -> None:
    text = client.get("/library/requirements/?instrument=icc-u2u-2025").content.decode()
    assert text.index(">ICU C2<") < text.index(">ICU C10<")


def test_duties_come_first(client: Client) -> None:
    text = client.get("/library/requirements/").content.decode()
    assert text.index(">OSA 2023 s 9(2)<") < text.index(">OSA 2023 s 10(2)(a)<")
    assert ">ICU C2<" not in text
    assert client.get("/library/requirements/?page=7").content.decode().count(">ICU ") > 9


def test_first_due_day_is_in_the_sentence(client: Client) -> None:
    text = " ".join(client.get("/library/requirements/osa-s9-2/").content.decode().split())
    assert "In force since 10 January 2024; first due 16 March 2025 for services then" in text
    assert "running, three months from the first day for new ones." in text
    access = client.get("/library/requirements/osa-s36-1/").content.decode()
    assert "first due 16 April 2025 for services then" in access, "Ofcom's day for Sch 3 para 1"
    assert "first due" not in client.get("/library/requirements/icu-c1/").content.decode()


def test_volumes_of_the_code_are_named(client: Client) -> None:
    text = client.get("/library/requirements/icu-c1/").content.decode()
    assert "<dd>terrorism, CSEA and other duties</dd>" in text


@pytest.mark.parametrize("page", ["kinds", "events", "categories", "releases"])
def test_lists_without_filters_come_as_files(client: Client, page: str) -> None:
    shown = client.get(f"/library/{page}/?{DAY}").content.decode()
    assert f"?{DAY}&amp;format=csv" in shown
    file = b"".join(client.get(f"/library/{page}/?{DAY}&format=csv").streaming_content)
    assert file.decode().startswith("# ")
    assert client.get(f"/library/{page}/?{DAY}&format=spoon").status_code == 400


def test_a_milestone_is_linked_on_the_page_that_has_it(client: Client) -> None:
    pages = {n: client.get(f"/library/milestones/?page={n}").content.decode() for n in "1234"}
    links = set(re.findall(r'href="\?page=(\d+)#([^"]+)"', pages["1"]))
    assert {page for page, _ in links} == {"1", "2", "3", "4"}
    for page, slug in links:
        assert f'id="{slug}"' in pages[page]


def test_themes_without_requirements_are_no_links(client: Client) -> None:
    text = client.get("/library/policy/").content.decode()
    for address in set(re.findall(r'href="(/library/requirements/\?theme=[^"]+)"', text)):
        assert client.get(address).status_code == 200, address


def test_a_record_from_memory_says_so(client: Client) -> None:
    slug = Requirement.objects.filter(verification="recalled", kind="duty")[0].slug
    text = client.get(f"/library/requirements/{slug}/").content.decode()
    assert "From memory, not checked" in text


def test_compared_requirement_says_with_what_and_by_how_many(client: Client) -> None:
    reading = {
        "how": "compared", "text": ["osa-2023", "si-2023-1420"], "as_at": "2025-09-30",
        "where": "s 9(2)", "day": "2026-11-28", "readers": 3, "of": "0123456789ab",
    }  # fmt: skip
    Requirement.objects.filter(slug="osa-s9-2").update(
        verification="changed", readings=[reading], changed_on=dt.date(2026, 6, 29)
    )
    page = client.get("/library/requirements/osa-s9-2/")
    text = " ".join(page.content.decode().split())
    assert (
        "Compared with the official text as at 30 September 2025 by three readers; changed since"
    ) in text
    assert "Last known change: 29 June 2026." in text
    named = "Online Safety Act 2023 (Commencement No. 2) Regulations 2023"
    assert f'<a href="/library/instruments/si-2023-1420/">{named}</a>' in text
    home = client.get("/").content.decode()
    assert re.search(r"compared with the official text, \d+ changed since", " ".join(home.split()))


def test_official_document_stands_first_and_other_pages_are_folded(client: Client) -> None:
    text = client.get("/library/requirements/osa-s9-2/").content.decode()
    official, folded = text.index("Official: "), text.index("where this was read</summary>")
    assert official < folded < text.index("https://github.com/")


def test_contested_requirement_shows_every_reading(client: Client) -> None:
    text = client.get(f"/library/requirements/osa-s10-3a/?{DAY}").content.decode()
    assert "Reading 1:" in text
    assert "Reading 2:" in text
    ways = "The law can be read in two ways: in force since 29 June 2026, or waiting for a Code"
    assert ways in text
    assert "Waiting for a Code</span>" in text
    assert "2026-09-30" not in re.sub(r"<[^>]*>", "", text)


def test_known_change_that_was_not_read_is_told_beside_the_mark(client: Client) -> None:
    text = client.get(f"/library/requirements/osa-s102-8-a/?{DAY}").content.decode()
    head = text[: text.index('<h2 id="who">')]
    assert "; changed since" in head
    assert re.search(r"Changed by <a [^>]*>Crime and Policing Act 2026</a> \(29 April 2026\)", head)
    assert "could not be read" in head


def test_proposal_never_looks_like_law(client: Client) -> None:
    text = client.get(f"/library/requirements/icu-c15/?{DAY}").content.decode()
    assert "A proposal, not law" in text
    assert "In force since" not in text


def test_detail_links_duty_and_measure_both_ways(client: Client) -> None:
    measure = client.get("/library/requirements/icu-c14/").content.decode()
    duty = client.get("/library/requirements/osa-s10-2-a/").content.decode()
    assert "/library/requirements/osa-s10-2-a/" in measure
    assert "/library/requirements/icu-c14/" in duty


def test_policy_statement_is_shown_behind_its_measure(client: Client) -> None:
    text = client.get("/library/requirements/icu-f1/").content.decode()
    assert "The policy record behind it" in text
    assert "strangers to contact children" in text


def test_numbers_of_the_home_page_are_those_of_the_lists(client: Client) -> None:
    home = client.get(f"/?{DAY}").content.decode()
    listed = client.get(
        f"/library/requirements/?kind=measure&status=in_force&status=contested&{DAY}"
    )
    assert f">{listed.context['listing'].count} Code measures<" in home
    come = client.get(f"/library/requirements/?status=not_yet&{DAY}").context["listing"].count
    assert f">{come} requirements</a> are still to come" in home


def test_timeline_is_followed_by_its_table(client: Client) -> None:
    text = client.get(f"/library/milestones/?{DAY}").content.decode()
    assert 0 < text.index("</svg>\n</div>") < text.index("The same as a table")
    assert 'class="slip"' in text


def test_planned_day_that_passed_is_due_not_confirmed(client: Client) -> None:
    text = client.get(f"/library/milestones/?status=planned&{DAY}").content.decode()
    assert "Due, not confirmed" in text


def test_unknown_requirement_is_a_helpful_404(client: Client) -> None:
    response = client.get("/library/requirements/no-such-thing/")
    assert response.status_code == 404
    assert "There is no page at this address" in response.content.decode()


def test_home_without_law_data_says_so(client: Client) -> None:
    Release.objects.update(is_current=False)
    text = client.get("/").content.decode()
    assert "No law data has been loaded yet" in text


@pytest.mark.parametrize("word", ["chatbot", "preset", "federat", "geoblock"])
def test_search_finds_the_questions_whose_examples_speak_of_it(client: Client, word: str) -> None:
    """Case: is it user-to-user."""
    text = client.get(on_day(f"/library/requirements/?q={word}")).content.decode()
    assert "Questions whose examples speak of it" in text
    assert "/library/records/facts:" in text
    assert word in client.get(on_day(f"/library/records/?q={word}")).content.decode()


def test_search_says_nothing_of_questions_where_none_speaks_of_it(client: Client) -> None:
    text = client.get(on_day("/library/requirements/?q=complaints")).content.decode()
    assert "Questions whose examples speak of it" not in text


def test_what_is_no_web_address_is_never_a_link(client: Client) -> None:
    """Whatever way it came into the database: reading an edition refuses it."""
    spoilt = json.loads(json.dumps(factories.law_data().payload).replace('"http', '"javascript'))
    load(spoilt, digest(spoilt), by="the tests", same_version=True)
    drawn = set()
    for page in (
        "/library/requirements/osa-s9-2/", "/library/instruments/osa-2023/", "/library/register/",
        "/library/categories/", "/library/enforcement/suicide-forum/", "/library/milestones/",
    ):  # fmt: skip
        shown = client.get(on_day(page)).content.decode()
        drawn.add("javascripts://" in shown)
        assert not re.findall(r'href="javascript[^"]*', shown), page
    assert True in drawn


def test_two_doors_stand_first_on_the_home_page(client: Client) -> None:
    page = client.get("/").content.decode()
    main = page[page.index('<main id="main"') :]
    check, law = main.index("<h2>Check my service</h2>"), main.index("<h2>Look up the law</h2>")
    assert check < law < main.index('<p class="sentence">')
    assert main[: law + 4].count("<h2") == 2


@pytest.mark.parametrize(("open_", "words"), [(True, "Make one"), (False, "by invitation")])
def test_home_offers_what_the_installation_allows(
    client: Client, settings: Any, open_: bool, words: str
) -> None:
    settings.OPEN_SIGN_UP = open_
    page = client.get("/").content.decode()
    assert words in page
    assert ('href="/accounts/signup/"' in page) is open_


def test_policy_statement_tells_what_became_of_it_and_can_be_cited(client: Client) -> None:
    text = client.get(f"/library/policy/?{DAY}").content.decode()
    kyle = text[text.index('id="kyle-2024-12-16-3"') :].partition("</article>")[0]
    assert "Delivered" in kyle
    assert re.search(r"ICU F1</a>, <a [^>]*>ICU F2</a>: in force since 17 March 2025\.", kyle)
    assert "The newspaper and its address are not known" in kyle
    poynton = text[text.index('id="hansard-2024-11-25-2"') :].partition("</article>")[0]
    assert "“only as strong as its weakest link”" in poynton
    assert "question 11, supplementary question, 15.11" in poynton
    assert "https://hansard.parliament.uk/commons/2024-11-25/" in poynton
    wilson = text[text.index('id="hansard-2024-11-25-4"') :].partition("</article>")[0]
    assert "Not delivered" in wilson
    assert "/library/instruments/si-2025-226/" in wilson


def test_policy_statements_are_those_made_by_the_day(client: Client) -> None:
    before = client.get("/library/policy/?as_at=2024-12-15").content.decode()
    assert "Gregor Poynton" in before
    assert "Peter Kyle" not in before
    assert client.get("/library/policy/?as_at=2024-12-16").context["listing"].count == 13
    then = client.get("/library/policy/?as_at=2024-12-16").content.decode()
    assert "in force from 17 March 2025" in then


CHANGES_BY_DAY = {
    "/": ("2025-03-16", "2025-03-17"),
    "/library/": ("2025-03-16", "2025-03-17"),
    "/library/requirements/": ("2025-03-16", "2025-03-17"),
    "/library/requirements/?kind=measure&page=2": ("2025-03-16", "2025-03-17"),
    "/library/requirements/osa-s9-2/": ("2024-01-09", "2025-01-09"),
    "/library/requirements/icu-c14/": ("2025-03-16", "2025-03-17"),
    "/library/requirements/osa-s10-3a/": ("2026-06-01", "2026-11-28"),
    "/library/requirements/ics-c8/": ("2025-03-16", "2025-03-17"),
    "/library/categories/": ("2024-06-01", "2026-11-28"),
    "/library/register/?on_register=true": ("2024-06-01", "2026-11-28"),
    "/library/milestones/": ("2024-06-01", "2026-11-28"),
    "/library/policy/": ("2024-12-15", "2024-12-16"),
    "/library/instruments/osa-2023/": ("2023-10-27", "2026-11-28"),
    "/library/kinds/": ("2024-12-17", "2026-11-28"),
    "/library/kinds/csea_grooming/": ("2025-03-16", "2025-03-17"),
    "/library/kinds/abuse/": ("2025-07-24", "2025-07-25"),
    "/library/jobs/terms/": ("2025-03-16", "2025-07-25"),
    "/library/jobs/scope-note/": ("2023-10-27", "2026-11-28"),
    "/library/enforcement/": ("2025-10-12", "2025-10-13"),
    "/library/enforcement/suicide-forum/": ("2024-06-01", "2026-11-28"),
    "/search/?q=grooming": ("2025-03-16", "2025-03-17"),
    "/search/?q=section+10": ("2024-01-09", "2025-03-17"),
}


def said_on(client: Client, path: str, day: str) -> tuple[bool, str]:
    """Does the page offer a day, and the words that it says about one beside the day itself?"""
    address = f"{path}{'&' if '?' in path else '?'}as_at={day}"
    text = client.get(address).content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    words = re.sub(r"<[^>]*>", " ", main).replace(day, "")
    return 'class="datebar"' in text, " ".join(words.split())


@pytest.mark.parametrize("path", [*dict.fromkeys([*PAGES, *CHANGES_BY_DAY])])
def test_page_offers_a_day_only_where_it_says_something_else_on_it(
    client: Client, path: str
) -> None:
    early, late = CHANGES_BY_DAY.get(path, ("2024-06-01", "2026-11-28"))
    offers, before = said_on(client, path, early)
    _offers, after = said_on(client, path, late)
    assert offers is (before != after), "a bar that changes nothing, or a change without a bar"
    assert offers is (path in CHANGES_BY_DAY) or path in NEAR_ENOUGH


NEAR_ENOUGH = {
    "/library/register/", "/library/milestones/?slips=true", "/search/?q=suicde", "/search/?q=vpn",
    "/search/",
}  # fmt: skip
"""Whose sister page above shows the difference."""


def test_proposal_is_shown_from_the_day_it_was_made_public(client: Client) -> None:
    def refs(day: str) -> list[str]:
        found = client.get(f"/library/requirements/?status=proposed&as_at={day}")
        return [row.ref for row in found.context["rows"]]

    assert refs("2025-04-23") == []
    assert "ICU proposal: User sanctions policy" not in refs("2025-06-29")
    assert "ICU proposal: User sanctions policy" in refs("2025-06-30")
    assert "ICU C15" not in refs("2026-06-17")
    assert "ICU C15" in refs("2026-06-18")
    page = client.get("/library/requirements/icu-c15/?as_at=2026-06-17").content.decode()
    assert "made public later" in page
    search = client.get("/search/?q=C15&as_at=2026-06-17").content.decode()
    assert "/library/requirements/icu-c15/" not in search


def test_enforcement_is_shown_as_known_on_the_day(client: Client) -> None:
    def fined(day: str) -> dict[str, int]:
        rows = client.get(f"/library/enforcement/?as_at={day}&q=kick").context["rows"]
        return {row.slug: row.fined_gbp for row in rows}

    assert "kick-online" not in fined("2025-07-30")
    assert fined("2025-07-31")["kick-online"] == 0
    assert fined("2026-02-12")["kick-online"] == 830_000
    early = client.get("/library/enforcement/kick-online/?as_at=2025-08-01").content.decode()
    assert "Penalty" not in early
    assert "fined" not in early
    then = client.get("/library/enforcement/kick-online/?as_at=2025-07-01").content.decode()
    assert "Nothing was known of it on 1 July 2025" in then


def test_bar_says_what_changes(client: Client) -> None:
    text = client.get("/library/requirements/?as_at=2025-03-16").content.decode()
    bar = text[text.index('class="datebar"') : text.index("<main")]
    assert re.search(r"Next change, 17 March 2025</a> <span[^>]*>\d+ begin", bar)
