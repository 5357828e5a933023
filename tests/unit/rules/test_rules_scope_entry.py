"""What would bring a service into scope."""

from __future__ import annotations

from obligations.words.flips import entrances
from tests.rules_support import answered, demo


def test_exempt_service_is_told_what_would_end_the_exemption() -> None:
    found = {sentence for sentence, _takes in entrances(answered(demo("exempt")).situation)}
    assert (
        "If it did not fit paragraph 4 (only comments, reviews, likes or votes on your own "
        "content) of Schedule 1, it would be a regulated service."
    ) in found
    # Beside a search engine that content leaves a search service (s 3(6)), which para 4 does not
    # exempt.
    assert any(each.startswith("If it let people search more than one website") for each in found)


def test_regulated_service_has_no_way_in() -> None:
    assert entrances(answered(demo("forum")).situation) == []


def test_service_of_unknown_scope_has_none_either() -> None:
    assert (
        entrances(answered(demo("exempt") | {"facts": {"has_user_to_user_part": True}}).situation)
        == []
    )
