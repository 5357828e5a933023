"""What a check carries: its file reads back, and what is no such file is refused in words."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from django.core import signing

from obligations.documents import LARGEST, Unreadable
from obligations.law.told_subject import read_subject
from obligations.rules import SubjectError, determine
from obligations.views.check.state import Check, course_of, to_yaml
from obligations.words import stored
from tests.rules_support import DEMO, TODAY, demo, rules

NAMES = sorted(path.stem for path in DEMO.glob("*.yaml"))
KEY = "uk_monthly_active_users@u2u"


def loaded(text: str) -> Check:
    return Check.from_file(text.encode(), rules())[0]


@pytest.mark.parametrize("name", NAMES)
def test_demo_file_survives_load_and_save(name: str) -> None:
    check = loaded((DEMO / f"{name}.yaml").read_text())
    again = loaded(to_yaml(check, ["A line of the head."]))
    assert again == check
    answers = [stored.determination(determine(rules(), read_subject(each, rules())[0], TODAY))
               for each in (demo(name), check.file())]  # fmt: skip
    assert answers[0] == answers[1]


def test_signed_state_reads_back_and_no_other_does() -> None:
    check = Check(answers={KEY: {"low": 3, "high": None}, "usable_in_uk": None}, seen=("users",))
    assert Check.unsigned(check.signed()) == check
    with pytest.raises(signing.BadSignature):
        Check.unsigned(check.signed()[:-1] + "x")
    with pytest.raises(signing.BadSignature):
        Check.unsigned("")


def test_dont_know_yet_is_saved_and_not_asked_again() -> None:
    answers = {"has_direct_messaging@u2u": None, "risk:hate@u2u": None, "usable_in_uk": None,
               "designations": None}  # fmt: skip
    check = Check(answers={"has_user_to_user_part": True, **answers})
    again = loaded(to_yaml(check, []))
    assert again.answers == check.answers
    interview = course_of(again, rules(), TODAY)
    open_keys = {each.key for screen in interview.to_come for each in screen.open}
    assert not open_keys & answers.keys()


def test_how_a_number_is_known_is_saved_with_it() -> None:
    check = Check(answers={KEY: 400}, methods={KEY: "server logs"})
    assert yaml.safe_load(to_yaml(check, []))["how_known"] == {KEY: "server logs"}
    assert loaded(to_yaml(check, [])).methods == {KEY: "server logs"}


def test_register_without_a_day_and_with_one() -> None:
    none = Check().told("register", {"designations": []}, {})
    assert none.file()["designations"] == []
    some = Check().told("register", {"designations": ["2B"]}, {})
    assert some.file()["facts"]["designated_categories"] == ["2B"]
    since = some.told("register", {"designations": ["2B"], "designations_since": "2026-07-10"}, {})
    assert since.file()["designations"] == [{"category": "2B", "from": "2026-07-10"}]
    assert "designated_categories" not in since.file()["facts"]
    assert loaded(to_yaml(since, [])).answers["designations_since"] == "2026-07-10"
    dated = loaded("platform: A\ndesignations: [{category: 2B, from: 2026-07-10}]")
    assert dated.answers["designations"] == ["2B"]
    assert dated.file()["designations"] == [{"category": "2B", "from": "2026-07-10"}]
    assert dated.told("register", {"designations": []}, {}).file()["designations"] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("platform: [", "neither YAML nor JSON"),
        ("{", "neither YAML nor JSON"),
        ("", "holds no answers"),
        ("- a\n- b", "holds no answers"),
        ("a: &a [1]\nb: *a", "aliases"),
        ("#" * (LARGEST + 1), "larger than 64 KB"),
        ("[" * 30_000, "nested too deeply"),
    ],
)
def test_file_that_is_no_check_is_refused(text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        loaded(text)


def test_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(Unreadable, match="not text"):
        Check.from_file(b"\xff\xfe\x00", rules())


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"facts": {}}, "the name of the service is missing"),
        ({"platform": "A", "facts": {"usable_in_the_uk": True}}, "did you mean 'usable_in_uk'"),
        ({"platform": "A", "facts": {1: True}}, "no such fact: '1'"),
        ({"platform": "A", "facts": {"sides": [1]}}, "names with values"),
        ({"platform": "A", "how_known": {"nothing": "x"}}, "no such fact: 'nothing'"),
        ({"platform": "A", "how_known": ["x"]}, "names with words"),
    ],
)
def test_file_that_says_what_is_not_there_is_refused(mapping: dict[str, Any], words: str) -> None:
    with pytest.raises(SubjectError, match=words):
        loaded(yaml.safe_dump(mapping))
