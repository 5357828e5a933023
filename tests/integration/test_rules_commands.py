"""`manage.py determine` and `manage.py facts`, as people call them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from obligations.management import rulesets
from obligations.rules import Verdict
from tests.rules_support import DEMO, LAW_DAY, VERSION, demo, rules

pytestmark = pytest.mark.django_db
DAY = "2026-11-21"


def run(*args: str) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def determine(name: str, *args: str) -> str:
    return run("determine", str(DEMO / f"{name}.yaml"), "--as-at", DAY, *args)


def refused(*args: str) -> str:
    with pytest.raises(CommandError) as caught:
        run("determine", *args)
    return str(caught.value)


def test_text_opens_with_the_sentence_and_ends_with_law_date_and_caution() -> None:
    lines = determine("forum").splitlines()
    assert lines[0].startswith("Demo Forum is a regulated user-to-user service. On 21 November")
    assert lines[-2:] == [
        f"Law data of {LAW_DAY}, release {VERSION}.",
        "This is not legal advice.",
    ]
    row = next(line for line in lines if "ICU C1:" in line)
    assert row.split("ICU")[0].strip() == "Recommended to you"


def test_text_marks_what_rests_on_memory() -> None:
    rows = determine("community").splitlines()
    assert any("from memory, not checked" in row for row in rows if "OSA 2023 ss 31" in row)
    assert not any("from memory" in row for row in rows if "ICU C1:" in row)


def test_exempt_service_is_told_why() -> None:
    text = determine("exempt")
    assert "Harrowdene Speaks is not a regulated service." in text
    assert "It is exempt under Schedule 1" in text
    assert "Comply with an information notice" in text


def test_json_has_the_shape_that_was_promised() -> None:
    document = json.loads(determine("forum", "--format", "json"))
    assert set(document) == {"platform", "as_at", "release", "scope", "requirements"}
    record = next(each for each in document["requirements"] if each["ref"] == "ICU C1")
    wanted = {
        "ref": "ICU C1",
        "id": "icu-c1",
        "kind": "measure",
        "strength": "recommended",
        "side": "u2u",
        "level": "platform",
        "answer": "applies",
        "from": "2025-03-17",
        "until_event": None,
        "optional": False,
        "acts_on": "something",
        "verification": "compared",
        "settled_by": [],
        "settled_by_whom": None,
    }
    assert {key: record[key] for key in wanted} == wanted
    assert record["because"] == [
        "It is a service under the main duties of the Act.",
        "Since 17 March 2025.",
    ]
    assert {each["answer"] for each in document["requirements"]} <= {*map(str, Verdict)}


def test_codes_not_yet_in_force_apply_from_a_day() -> None:
    path = str(DEMO / "forum.yaml")
    document = json.loads(run("determine", path, "--as-at", "2025-03-16", "--format", "json"))
    found = {each["ref"]: each["answer"] for each in document["requirements"]}
    assert found["ICU C1"] == "applies_from"


def test_csv_has_one_row_for_each_requirement() -> None:
    rows = list(csv.DictReader(io.StringIO(determine("forum", "--format", "csv"))))
    document = json.loads(determine("forum", "--format", "json"))
    assert [row["ref"] for row in rows] == [each["ref"] for each in document["requirements"]]


def test_why_prints_the_sentence_and_the_tree() -> None:
    text = determine("video", "--why", "icu c14")
    assert text.startswith("ICU C14 has applied since 30 September 2026.")
    assert "> " in text
    assert (
        "It has more than 700,000 monthly UK users? "
        "Yes: monthly UK users: 6.2 million to 6.8 million." in text
    )
    assert text.count("ince 30 September 2026.") == 2  # The headline's, and that of the text.


def test_why_of_what_does_not_bind_says_what_it_would_be() -> None:
    for name, ref in (("forum", "PCU B4"), ("new-forum", "ICU C3")):
        second = determine(name, "--why", ref).splitlines()[1]
        assert second.startswith("It would be recommended to you. ")
    assert (
        determine("exempt", "--why", "OSA 2023 s 9(2)").splitlines()[1].startswith("It would be a")
    )


def test_reference_of_an_earlier_edition_leads_to_what_it_became() -> None:
    """PCS D3 and F2 are "not used" in the index of the children's Code for search."""
    told = io.StringIO()
    path = str(DEMO / "community.yaml")
    for old in ("PCS D3", "pcs-d3"):
        out = io.StringIO()
        call_command("determine", path, "--why", old, stdout=out, stderr=told)
        assert out.getvalue().startswith("PCS D4 ")
    assert told.getvalue().count("PCS D3 is now PCS D4 since law data 2026.11.28.") == 2
    assert "Until law data 2026.11.21 its reference was PCS D3." in out.getvalue()
    assert "PCS D4 was used for" in out.getvalue()
    gone = refused(path, "--why", "PCS C8")
    assert gone.startswith("PCS C8 is not used since law data 2026.11.28.")


def test_reference_that_names_another_measure_now_says_so() -> None:
    """PCU F1 and F3 had each other's number."""
    text = determine("video", "--why", "PCU F3")
    assert "Until law data 2026.11.21 its reference was PCU F1." in text
    assert "Until law data 2026.11.21, PCU F3 was used for “" in text
    assert "; see PCU F1." in text
    told = json.loads(determine("video", "--why", "PCU F3", "--format", "json"))
    assert len(told["formerly"]) == 2


def test_why_of_what_is_not_known_asks_in_words_and_once() -> None:
    text = determine("new-forum", "--why", "ICU C3")
    assert "risk:" not in text
    assert "How high is the risk of harassment, stalking, threats and abuse?" in text
    assert "child sexual exploitation and abuse (CSEA)?" in text
    assert "not known: Not known" not in text
    assert "risk:" not in determine("new-forum")


def test_flips_leave_out_what_is_meant_for_whoever_fills_in_a_form() -> None:
    assert "No only if" not in determine("forum", "--why", "PCU A1")
    assert "Both are needed" not in determine("forum", "--why", "ICU C14")


def test_without_scope_no_measure_is_recommended_yet(tmp_path: Path) -> None:
    facts = tmp_path / "unknown.yaml"
    facts.write_text("platform: Unknown\nfacts: {has_user_to_user_part: true}\n")
    assert "no Code measure is recommended to it yet;" in run("determine", str(facts))
    assert "no Code measure is recommended to it;" in determine("exempt")


def test_why_says_what_would_change_it_least_effort_first() -> None:
    lines = determine("video", "--why", "ICU C14").splitlines()
    start = lines.index("What would change it (least effort first):")
    assert lines[start + 1].strip() == (
        "If users could not share pictures or videos, ICU C14 would no longer apply."
    )
    assert any(line.startswith("What would not: ") for line in lines[start:])
    assert start < next(at for at, line in enumerate(lines) if line.startswith("The whole of it"))


def test_why_as_json_holds_sentence_tree_and_flips() -> None:
    document = json.loads(determine("forum", "--why", "PCU B4", "--format", "json"))
    assert document["answer"] == "does_not_apply"
    assert document["trace"]["sentence"] == "PCU B4 does not apply."
    flip = document["flips"][0]
    assert (flip["answer"], flip["effort"]) == ("applies", "words")
    assert flip["changes"] == [
        {"fact": "allows_ppc_kinds", "side": "u2u", "from": [], "to": ["pornographic"]}
    ]
    assert {"no_help", "outlook", "unknowns"} < set(document)


def test_why_of_what_is_not_known_says_what_each_answer_settles() -> None:
    text = determine("community", "--why", "ICS A3")
    assert "Negligible or low: it does not apply. Medium or high: still not known." in text


def test_why_of_what_stands_by_says_what_starts_it() -> None:
    assert "What will start it:" in determine("forum", "--why", "OSA 2023 s 9(4)")


def test_why_of_what_is_far_away_says_so() -> None:
    assert "More than three answers would have to change" in determine("exempt", "--why", "PCU A4")


def test_why_of_a_proposal_says_that_it_is_only_proposed() -> None:
    assert "ICU C15 is only proposed" in determine("video", "--why", "ICU C15")


def test_why_of_an_unknown_ref_names_the_nearest() -> None:
    path = str(DEMO / "forum.yaml")
    assert refused(path, "--why", "ICU C141") == (
        "no such requirement: ICU C141; did you mean ICU C14?"
    )


def test_why_of_a_subsection_is_that_of_the_requirement_about_it() -> None:
    told = determine("category1", "--why", "OSA 2023 s 15(2)")
    assert "OSA 2023 s 15(2)-(3) waits for" in told
    assert "the first Code of practice about s 15 (user empowerment)" in told
    assert "OSA 2023 s 21(6)(a)-(b), (d)-(e)" in determine("category1", "--why", "OSA 2023 s 21(6)")


def test_why_of_an_offence_points_to_the_library() -> None:
    assert "is an offence" in refused(str(DEMO / "forum.yaml"), "--why", "osa-s109-4")


def test_proposals_are_shown_only_where_asked_for() -> None:
    assert "Proposed, not law" not in determine("video")
    assert "Proposed, not law" in determine("video", "--proposals")


def test_every_fault_of_a_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    facts = {"has_user_acounts": True, "large": True, "uk_monthly_active_users": "many"}
    path.write_text(json.dumps({"platform": "Bad", "facts": facts}))
    words = refused(str(path))
    assert "did you mean 'has_user_accounts'?" in words
    assert "a number of users per month" in words


def test_a_contradiction_of_the_day_shows_both(tmp_path: Path) -> None:
    mapping = demo("new-forum")
    mapping["facts"]["likely_accessed_by_children"] = True
    path = tmp_path / "told.json"
    path.write_text(json.dumps(mapping, default=str))
    words = refused(str(path), "--as-at", DAY)
    assert "but it follows from the other answers that" in words


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("missing.yaml", None, "cannot be read"),
        ("broken.yaml", "platform: [", "neither YAML nor JSON"),
        ("broken.json", "{", "neither YAML nor JSON"),
        ("list.yaml", "- platform", "begin with platform"),
    ],
)
def test_a_file_that_cannot_be_read(
    tmp_path: Path, name: str, text: str | None, words: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    assert words in refused(str(tmp_path / name))


def test_old_spellings_are_noted_on_stderr(tmp_path: Path) -> None:
    path = tmp_path / "old.yaml"
    path.write_text("platform: Old\nfacts:\n  uk_provider: true\n")
    errors = io.StringIO()
    call_command("determine", str(path), stdout=io.StringIO(), stderr=errors)
    assert "uk_provider is an old spelling of provider_is_uk" in errors.getvalue()


def test_unknown_release_is_named() -> None:
    assert "1999.1.1" in refused(str(DEMO / "forum.yaml"), "--release", "1999.1.1")


def test_without_a_database_the_shipped_law_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(release: Any) -> Any:
        raise DatabaseError("no answer")

    monkeypatch.setattr(rulesets, "ruleset_for", unreachable)
    assert "Demo Forum" in determine("forum")
    assert "older releases" in refused(str(DEMO / "forum.yaml"), "--release", VERSION)


def test_facts_lists_the_vocabulary() -> None:
    text = run("facts")
    assert "large (boolean, u2u and search side)" in text
    assert "derived from: uk_monthly_active_users" in text
    assert "old spellings: uk_provider" in text


def test_facts_as_json_says_who_reads_each() -> None:
    document = json.loads(run("facts", "--format", "json"))
    found = {each["name"]: each for each in document["facts"]}
    assert found.keys() == rules().facts.keys()
    assert found["has_direct_messaging"]["used_by"]
    assert found["uk_monthly_active_users"]["type"] == "interval"
    assert "hate" in document["risk"]


def test_why_of_a_contested_record_says_that_sources_disagree() -> None:
    told = determine("community", "--why", "ICS C8")
    assert "Sources disagree about this record; each reading stands below." in told
    assert "This record is from memory" not in told


def plan(name: str, *args: str) -> str:
    return run("plan", str(DEMO / f"{name}.yaml"), "--as-at", DAY, *args)


def test_plan_lists_the_jobs_in_order_with_what_each_settles() -> None:
    text = plan("forum")
    assert text.startswith("Demo Forum is a regulated user-to-user service.")
    titles = [line for line in text.splitlines() if line[:2].strip().isdigit() and line[2] == "."]
    assert f"That is {len(titles)} jobs, in the order to do them:" in text
    assert [int(each[:2]) for each in titles] == [*range(1, len(titles) + 1)]
    assert re.search(r"^ ?\d+\. Write your terms \(2 to 4 hours\)", text, re.M)
    assert "OSA 2023 s 72(1): Tell users about contract claims" in text
    assert text.rstrip().endswith("This is not legal advice.")


def test_plan_of_an_exempt_service_says_why_there_is_no_job() -> None:
    text = plan("exempt")
    assert "It is exempt under Schedule 1" in text
    assert "in the order to do them" not in text
    assert "Answer a notice or a request" in text


def test_plan_as_json_holds_each_answer_under_its_job() -> None:
    found = json.loads(plan("forum", "--format", "json"))
    assert [job["number"] for job in found["jobs"] if job["number"]] == [*range(1, 11)]
    terms = next(job for job in found["jobs"] if job["id"] == "terms")
    assert "osa-s72-1" in [each["id"] for each in terms["now"]]
    to_do = [
        each for job in found["jobs"] for state in ("now", "coming") for each in job.get(state, ())
    ]
    assert found["to_do"] == len(to_do)


def test_plan_of_the_day_before_the_codes_has_what_comes() -> None:
    found = json.loads(
        run("plan", str(DEMO / "forum.yaml"), "--as-at", "2025-03-16", "--format", "json")
    )
    assert any("coming" in job for job in found["jobs"])
