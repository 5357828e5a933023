"""Who must do what, in one sentence."""

from __future__ import annotations

from typing import Any

import pytest

from obligations.models import Requirement
from obligations.views.library.standing import sentence, subject


def requirement(**fields: Any) -> Requirement:
    return Requirement(
        **{
            "kind": "duty",
            "side": "u2u",
            "gate": "part3_scope",
            "person": "provider",
            "summary": "Carry out a risk assessment.",
            **fields,
        }
    )


def test_sentence_of_a_duty_says_who_must() -> None:
    told = sentence(requirement())
    assert told == "Providers of user-to-user services must carry out a risk assessment."


def test_sentence_of_a_duty_told_otherwise_still_reads() -> None:
    told = sentence(requirement(summary="The terms say how people are protected."))
    assert told == (
        "A duty of providers of user-to-user services: the terms say how people are protected."
    )


def test_sentence_of_a_measure_recommends() -> None:
    told = sentence(requirement(kind="measure", side="search", summary="Users can complain."))
    assert told == "Recommended to providers of search services: users can complain."


@pytest.mark.parametrize("name", ["Ofcom decides.", "Category 1 services publish."])
def test_sentence_keeps_the_capital_of_a_name(name: str) -> None:
    assert sentence(requirement(kind="measure", summary=name)).endswith(name)


def test_subject_names_the_categories() -> None:
    told = subject(requirement(categories=["1", "2A"], side="platform"))
    assert told == "Providers of Category 1 or 2A user-to-user and search services"


def test_subject_is_the_person_where_it_is_not_the_provider() -> None:
    told = subject(requirement(person="individual named under s 103"))
    assert told == "Individual named under s 103"
