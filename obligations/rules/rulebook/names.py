"""The names of the law data that the rules themselves speak of."""

from __future__ import annotations

SIDES = ("u2u", "search")
CATEGORY_SIDES = {"1": "u2u", "2A": "search", "2B": "u2u"}
CHILD_ACCESS = "likely_accessed_by_children"
DESIGNATED = "designated"
DETERMINED_KINDS = ("duty", "measure", "expectation")
IN_FORCE, CONTESTED = "in_force", "contested"
SIDE_GATES = {"u2u": "side_u2u", "search": "side_search"}
SIDE_FACTS = {"u2u": "has_user_to_user_part", "search": "has_public_search_engine"}
