"""`manage.py whatif`, as people call it."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.rules_support import DEMO, VERSION

pytestmark = pytest.mark.django_db


def whatif(name: str, *args: str, as_at: str = "2026-11-21") -> str:
    out = io.StringIO()
    file = str(DEMO / f"{name}.yaml")
    call_command("whatif", file, *args, "--as-at", as_at, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def refused(name: str, *args: str) -> str:
    with pytest.raises(CommandError) as caught:
        whatif(name, *args)
    return str(caught.value)


def test_sentence_first_then_changes_assessments_and_what_stays() -> None:
    text = whatif(
        "forum", "--set", "has_direct_messaging=true", "--set", "uk_monthly_active_users=750000"
    )
    lines = text.splitlines()
    assert lines[0] == "With these two changes nothing would begin or cease to bind Demo Forum."
    assert "  Monthly UK users: 750,000 (now: 400)." in lines
    assert "If this is a significant change, these assessments must come first:" in lines
    first = "Fresh assessment before a significant change (before you launch)"
    assert f"  OSA 2023 s 9(4): {first}" in lines
    assert any(line.startswith("  If the risk of intimate image abuse were high") for line in lines)
    assert lines[-1] == "This is not legal advice."


def test_gained_rows_carry_reason_and_day() -> None:
    text = whatif("forum", "--set", "allows_ppc_kinds=+suicide", "--on", "2027-03-01")
    row = "OSA 2023 s 12(6): Age checks must be highly effective (at once)"
    assert f"You must            {row}" in text
    assert "The terms allow some primary priority content" in text
    assert "(by 28 February 2027)" in text


def test_json_of_the_same() -> None:
    document = json.loads(whatif("forum", "--set", "risk.csea_grooming=high", "--format", "json"))
    assert [each["fact"] for each in document["gave_way"]] == ["risk:csea"]
    assert document["difference"]["gained"]
    assert document["on"] == "2026-11-21"


def test_old_spelling_is_understood_and_forgetting_is_a_change() -> None:
    text = whatif("category1", "--set", "category=none")
    assert "Ofcom's register: not on it (now: Category 1)." in text
    forgotten = whatif("forum", "--unset", "children_can_access")
    assert "Not known whether children can get in (now: children can get in)." in forgotten


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ((), "nothing to try: give --set FACT=VALUE, --unset FACT or --on DATE"),
        (("--set", "has_livestreaming"), "--set 'has_livestreaming': write FACT=VALUE"),
        (
            ("--set", "has_livestreamin=yes"),
            "no such fact: 'has_livestreamin'; did you mean 'has_livestreaming'?",
        ),
        (
            ("--set", "has_livestreaming=perhaps"),
            "has_livestreaming: yes or no is wanted (true or false), not 'perhaps'",
        ),
        (("--set", "has_livestreaming=1", "--set", "has_livestreaming=0"),
         "--set has_livestreaming: told twice"),
        (("--set", "has_livestreaming=yes", "--unset", "has_livestreaming"),
         "--unset has_livestreaming: it is set, too"),
        (("--on", "2026-01-01"),
         "--on 2026-01-01 is before --as-at 2026-11-21: a change lies ahead"),
        (("--set", "has_livestreaming=yes", "--release", "1999"),
         f"no law data of version '1999' was loaded; loaded: {VERSION}"),
    ],
)  # fmt: skip
def test_wrong_calls_are_refused_in_words(args: tuple[str, ...], error: str) -> None:
    assert refused("forum", *args) == error
