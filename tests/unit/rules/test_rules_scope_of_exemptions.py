"""Whom Schedule 1 exempts: by its paragraphs 1 to 5, user-to-user services only (s 3(5)-(7))."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules_support import answered, service


def scope(**facts: Any) -> Any:
    mapping = service(**{"part_is_on_demand_programme_service": False} | facts)
    return answered(mapping)


@pytest.mark.parametrize("paragraph", ["1", "2", "3", "4", "5"])
def test_beside_a_search_engine_exempt_content_leaves_a_search_service(paragraph: str) -> None:
    """Comments on the provider's own content beside a search of the web: s 3(6)(b), s 5(2)."""
    found = scope(has_public_search_engine=True, schedule_1_paragraphs=[paragraph])
    assert found.scope["part3_scope"]
    assert not found.scope["side_u2u"]
    assert found.answer("osa-s26-2").answer == "applies"
    assert found.answer("osa-s9-2").answer == "does_not_apply"
    assert found.situation.value("service_kind") == "search"


@pytest.mark.parametrize("paragraph", ["1", "2", "3", "4", "5"])
def test_without_one_it_is_exempt(paragraph: str) -> None:
    found = scope(schedule_1_paragraphs=[paragraph])
    assert found.scope["part3_scope"] is False


@pytest.mark.parametrize("paragraph", ["7", "8", "9", "10"])
def test_the_other_paragraphs_exempt_search_services_too_and_from_part_5(paragraph: str) -> None:
    """Sch 1 paras 7 to 10; s 80(3)(a)."""
    found = scope(
        has_public_search_engine=True,
        schedule_1_paragraphs=[paragraph],
        publishes_provider_pornographic_content=True,
        part5_exempt=False,
    )
    assert found.scope["part3_scope"] is False
    assert found.scope["part5_scope"] is False


def test_own_pornography_beside_exempt_content_is_part_5_alone() -> None:
    """Sch 1 para 6 and Sch 2 para 1 speak of user-to-user services, not of search services."""
    facts: dict[str, Any] = {
        "publishes_provider_pornographic_content": True,
        "own_pornography_beyond_text_and_adverts": True,
        "schedule_1_paragraphs": ["4"],
        "part5_exempt": False,
    }
    alone = scope(**facts)
    assert (alone.scope["part3_scope"], alone.scope["part5_scope"]) == (False, True)
    searched = scope(**facts | {"has_public_search_engine": True})
    assert (searched.scope["part3_scope"], searched.scope["part5_scope"]) == (True, True)


@pytest.mark.parametrize(
    ("users", "shares", "listed"),
    [
        (5_250_000, True, True),
        (5_249_999, True, False),
        # A recommender alone is no functionality: s 97(2)(b) is not met, however many there are.
        (30_000_000, False, False),
    ],
)
def test_emerging_services_need_a_combination_with_a_functionality(
    users: int, shares: bool, listed: bool
) -> None:
    found = scope(
        uk_monthly_active_users=users,
        has_content_recommender_system=True,
        users_can_forward_or_share_ugc=shares,
    )
    assert found.situation.value("on_emerging_category_1_list", "u2u") is listed
