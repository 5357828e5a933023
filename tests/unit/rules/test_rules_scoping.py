"""What would bring a service into scope."""

from __future__ import annotations

from obligations.rules.flips.scoping import entrances
from tests.rules_support import answered, demo


def test_exempt_service_is_told_what_would_end_the_exemption() -> None:
    found = entrances(answered(demo("exempt")).situation)
    assert found
    assert found[0].sentence == (
        "If it did not fit paragraph 4 (only comments, reviews, likes or votes on your own "
        "content) of Schedule 1, it would be a regulated service."
    )


def test_regulated_service_has_no_way_in() -> None:
    assert entrances(answered(demo("forum")).situation) == ()


def test_service_of_unknown_scope_has_none_either() -> None:
    assert (
        entrances(answered(demo("exempt") | {"facts": {"has_user_to_user_part": True}}).situation)
        == ()
    )
