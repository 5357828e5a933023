"""The names of the law data that the rules themselves speak of."""

from __future__ import annotations

from typing import Literal, get_args

Side = Literal["u2u", "search"]
SIDES: tuple[str, ...] = get_args(Side)
Strength = Literal["must", "recommended", "should", "information"]
STRENGTHS: tuple[str, ...] = get_args(Strength)
"""How strongly a requirement asks, strongest first."""
CATEGORY_SIDES = {"1": "u2u", "2A": "search", "2B": "u2u"}
CHILD_ACCESS = "likely_accessed_by_children"
DESIGNATED = "designated"
DeterminedKind = Literal["duty", "measure", "expectation"]
DETERMINED_KINDS: tuple[str, ...] = get_args(DeterminedKind)
IN_FORCE, CONTESTED = "in_force", "contested"
SIDE_GATES = {"u2u": "side_u2u", "search": "side_search"}
SIDE_FACTS = {"u2u": "has_user_to_user_part", "search": "has_public_search_engine"}
