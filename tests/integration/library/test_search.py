"""One search over everything: in people's words, by reference, misspelt, of what is not there."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obligations.models import HarmKind, LawRecord, Requirement, SearchEntry
from obligations.search import GROUPS, Found, Synonyms, search, suggestions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]

TODAY = dt.date(2026, 11, 28)
QUERIES = 11


def refs(found: Found, group: str) -> list[str]:
    return [
        hit.ref or hit.title for each in found.groups if each.name == group for hit in each.hits
    ]


def everything(found: Found) -> set[str]:
    return {hit.ref or hit.title for group in found.groups for hit in group.hits}


def turning_on(kind: str) -> set[str]:
    return set(
        Requirement.objects.current().filter(kinds__contains=[kind]).values_list("ref", flat=True)
    )


def test_grooming_finds_the_measures_that_turn_on_it_before_any_proposal() -> None:
    found = search("grooming", TODAY)
    assert {"ICU F1", "ICU F2", "ICU J1", "ICU J2"} <= set(refs(found, "in_force"))
    assert [str(each) for each in found.exact] == ["CSEA: grooming"]
    names = [group.name for group in found.groups]
    assert names.index("in_force") < names.index("proposed")


def test_groups_stand_in_the_order_that_is_told() -> None:
    order = [name for name, _title in GROUPS]
    found = [group.name for group in search("children", TODAY).groups]
    assert found == sorted(found, key=order.index)
    assert len(found) > 8


def test_fraud_and_what_people_call_it_find_every_record_that_turns_on_it() -> None:
    wanted = turning_on("fraud_and_financial_services")
    assert len(wanted) > 3
    for word in ("fraud", "scam", "Scams", "phishing"):
        found = {
            hit.ref
            for group in ("in_force", "not_yet", "proposed", "ended")
            for one in search(word, TODAY, group).groups
            for hit in one.hits
        }
        assert wanted <= found, word


def test_csam_finds_the_measures_against_it_first() -> None:
    assert refs(search("CSAM", TODAY), "in_force")[:2] == ["ICU C9", "ICU C10"]


@pytest.mark.parametrize("written", ["section 10", "s10", "s. 10", "S 10"])
def test_a_section_is_found_however_it_is_written(written: str) -> None:
    same = search("s 10", TODAY)
    found = search(written, TODAY)
    assert refs(found, "in_force") == refs(same, "in_force")
    assert all(ref.startswith("OSA 2023 s 10(") for ref in refs(found, "in_force"))


def test_a_measure_is_found_by_its_number() -> None:
    assert refs(search("C14", TODAY), "in_force")[0] == "ICU C14"
    assert everything(search("icu c14", TODAY)) == {"ICU C14"}


def test_what_has_no_record_of_its_own_is_found_in_texts() -> None:
    assert "Schedule 7 offence groups" in everything(search("sch 7", TODAY))


@pytest.mark.parametrize("name", ["4chan", "Telegram"])
def test_a_service_is_found_by_its_name(name: str) -> None:
    found = search(name, TODAY)
    assert name in refs(found, "enforcement")
    assert name in [str(each) for each in found.exact]


def test_a_misspelt_word_is_answered_with_the_nearest() -> None:
    found = search("suicde", TODAY)
    assert found.instead == "suicide"
    assert everything(found) == everything(search("suicide", TODAY))


def test_what_nothing_speaks_of_is_said(client: Client) -> None:
    found = search("VPN", TODAY)
    assert (found.missing, found.groups) == (("vpn",), ())
    page = client.get("/search/?q=VPN").content.decode()
    assert "Nothing in this law data speaks of “vpn”" in page
    some = search("grooming VPN", TODAY)
    assert some.missing == ("vpn",)
    assert everything(some) == everything(search("grooming", TODAY))


def test_little_words_are_never_missing() -> None:
    found = search("the vpn for a suicde", TODAY)
    assert found.missing == ("vpn",)
    assert "suicide" in found.instead


def test_a_group_of_which_nothing_is_left_shows_everything() -> None:
    then = dt.date(2024, 6, 1)
    assert search("ICU C1", then, "in_force") == search("ICU C1", then)
    assert search("ICU C1", then).groups


def test_words_that_stand_in_no_one_record_find_those_with_some() -> None:
    found = search("livestreaming bereaved", TODAY)
    assert found.some
    assert found.groups


@pytest.mark.parametrize(
    ("word", "also"),
    [
        ("E2EE", "encryption"), ("deepfake", "intimate images"), ("nudes", "intimate image abuse"),
        ("live streaming", "livestreams"), ("age check", "age assurance"),
        ("DMs", "direct messages"),
    ],
)  # fmt: skip
def test_words_for_the_same_thing_find_the_same(word: str, also: str) -> None:
    assert everything(search(word, TODAY)) == everything(search(also, TODAY)) != set()


def test_every_group_of_synonyms_finds_something() -> None:
    synonyms = LawRecord.objects.get(slug="search:all").body["synonyms"]
    assert synonyms
    for group in synonyms:
        found = search(group["words"][0], TODAY)
        assert found.groups, group
        assert (found.instead, found.missing, found.some) == ("", (), False), group


def test_the_longest_words_that_belong_together_are_read_first() -> None:
    read = Synonyms([{"words": ["age check", "age assurance"]}, {"words": ["check", "test"]}]).read
    assert read("an Age-check, age check") == [
        ("an",),
        ("age-check",),
        ("age check", "age assurance"),
    ]
    assert read("check it") == [("check", "test"), ("it",)]


def test_requirements_stand_as_on_the_day_that_is_asked() -> None:
    before = search("ICU C1", dt.date(2024, 6, 1))
    assert [group.name for group in before.groups] == ["not_yet"]
    assert [group.name for group in search("ICU C1", TODAY).groups] == ["in_force"]


@pytest.mark.parametrize("sent", ["'", "a & b", "!!", "x:*", "(", "\\", "%", "<b>", "t&c's", "the"])
def test_marks_are_no_fault(client: Client, sent: str) -> None:
    for path in ("/search/", "/search/suggestions/"):
        page = client.get(path, {"q": sent})
        assert page.status_code == 200, path
        assert "<b>" not in page.content.decode()


def test_too_long_or_with_lines_is_said(client: Client) -> None:
    page = client.get("/search/", {"q": "x" * 300})
    assert page.status_code == 400
    assert "could not be searched for" in page.content.decode()


def test_hits_are_marked_and_escaped(client: Client) -> None:
    page = client.get("/search/?q=grooming").content.decode()
    assert "CSEA: <mark>grooming</mark>" in page
    assert "\x02" not in page


def test_a_group_can_be_seen_whole(client: Client) -> None:
    page = client.get("/search/?q=children").content.decode()
    all_of = re.search(r'<a href="([^"]+)">All (\d+)</a>', page)
    assert all_of is not None
    whole = client.get(f"/search/{all_of[1].replace('&amp;', '&')}").content.decode()
    assert whole.count('<li>\n      <a class="row-title"') == int(all_of[2])


def test_every_address_of_a_hit_leads_somewhere(client: Client) -> None:
    seen: set[str] = set()
    for words in ("children", "fraud", "4chan", "fee", "section 9", "Telegram", "Yubo"):
        page = client.get("/search/", {"q": words}).content.decode()
        seen |= set(re.findall(r'class="row-title" href="([^"#]+)', page))
    collections = {url.split("/")[2] for url in seen}
    assert len(collections) > 7
    for url in sorted(seen):
        assert client.get(url.replace("&amp;", "&")).status_code == 200, url


def test_searching_asks_the_database_as_often_whatever_is_found(client: Client) -> None:
    client.get("/search/?q=x")
    counts = {}
    for words in ("grooming", "children", "section 10", "4chan"):
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/", {"q": words})
        counts[words] = len(queries)
    assert len(set(counts.values())) == 1, counts
    assert max(counts.values()) <= QUERIES
    missed = {}
    for words in ("vpn", "vpn qwx zzyx vbnm wqer tzui", "vpn suicde grooming"):
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/", {"q": words})
        missed[words] = len(queries)
    assert max(missed.values()) <= QUERIES + 4, missed


def test_suggestions_go_on_from_what_is_written() -> None:
    assert "grooming" in suggestions("groo")
    assert "age checks" in suggestions("age che")
    assert suggestions("g") == []


def test_requirements_are_filtered_by_the_kind_they_turn_on(client: Client) -> None:
    page = client.get("/library/requirements/?harm=csea_grooming").content.decode()
    assert "ICU F1" in page
    assert "ICU C2<" not in page
    assert "Kind of harm: CSEA: grooming" in page


def test_a_kind_tells_what_turns_on_it_by_how_it_stands(client: Client) -> None:
    page = client.get("/library/kinds/csea_grooming/").content.decode()
    in_force, proposed = page.index(">In force"), page.index(">Proposed")
    assert in_force < page.index("ICU F1: ") < proposed < page.index("ICU proposal: ")
    for kind in HarmKind.objects.filter(withdrawn_in=None):
        assert client.get(f"/library/kinds/{kind.slug}/").status_code == 200


def test_a_kind_has_what_turns_on_its_parts_and_on_what_it_is_merged_into(client: Client) -> None:
    whole = client.get("/library/kinds/csea/").content.decode()
    assert "ICU F1: " in whole
    assert "ICU C9: " in whole
    merged = set(Requirement.objects.filter(kinds__contains=["abuse_and_hate"]))
    page = client.get("/library/kinds/abuse/").content.decode()
    assert merged
    assert all(f"/library/requirements/{each.slug}/" in page for each in merged)


def test_an_edition_writes_what_is_found_anew() -> None:
    entries = SearchEntry.objects.count()
    assert entries > Requirement.objects.current().count()
    assert (
        SearchEntry.objects.exclude(requirement=None).count()
        == Requirement.objects.current().count()
    )
