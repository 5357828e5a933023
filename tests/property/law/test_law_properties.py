"""What holds for every edition, however it is edited."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obligations.law.diff import sentences
from obligations.law.edition import digest, read, sound
from obligations.law.faults import LawError
from obligations.law.files import Document
from obligations.law.moved_ids import moves

SHIPPED: dict[str, Any] = read().payload
HASH = digest(SHIPPED)
LISTS = [key for key, value in SHIPPED.items() if isinstance(value, list)]


@given(st.sampled_from(LISTS), st.data())
@settings(max_examples=25, deadline=None)
def test_a_record_left_out_and_put_back_is_told_once_each_way(key, data):
    index = data.draw(st.integers(0, len(SHIPPED[key]) - 1))
    less = {**SHIPPED, key: [r for i, r in enumerate(SHIPPED[key]) if i != index]}
    (gone,) = sentences(SHIPPED, less)
    (new,) = sentences(less, SHIPPED)
    assert gone.endswith(" is no longer in the law data.")
    assert " is new" in new


def leaves(node: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(node, dict):
        return [leaf for k, v in node.items() for leaf in leaves(v, (*path, k))]
    if isinstance(node, list):
        return [leaf for i, v in enumerate(node) for leaf in leaves(v, (*path, i))]
    return [path]


REQUIREMENT_LEAVES = leaves(SHIPPED["requirements"])


@given(st.sampled_from(REQUIREMENT_LEAVES), st.text(max_size=5))
@settings(max_examples=50, deadline=None)
def test_checks_never_break_on_what_a_requirement_says(path, text):
    """Checks are total: they answer with faults, whatever a text says."""
    requirements = list(SHIPPED["requirements"])
    record = copy.deepcopy(requirements[path[0]])
    node: Any = record
    for step in path[1:-1]:
        node = node[step]
    if not isinstance(node[path[-1]], str):
        return
    node[path[-1]] = text
    requirements[path[0]] = record
    payload = {**SHIPPED, "requirements": requirements}
    with suppress(LawError):
        sound(Document(payload))


@given(st.sampled_from(REQUIREMENT_LEAVES))
@settings(max_examples=50, deadline=None)
def test_every_changed_text_is_told_and_hashed(path):
    """No change is silent: one changed leaf gives another hash and at least one sentence."""
    requirements = list(SHIPPED["requirements"])
    record = copy.deepcopy(requirements[path[0]])
    node: Any = record
    for step in path[1:-1]:
        node = node[step]
    old = node[path[-1]]
    if {"readings", "not_compared"} & set(path):  # told in totals, no news of the law
        return
    if path[-1] == "id" and len(path) == 2:
        return
    node[path[-1]] = "changed" if old != "changed" else "again"
    requirements[path[0]] = record
    payload = {**SHIPPED, "requirements": requirements}
    assert digest(payload) != HASH
    assert sentences(SHIPPED, payload)


@pytest.mark.parametrize("key", sorted(SHIPPED))
def test_payload_is_plain_json(key):
    assert json.loads(json.dumps(SHIPPED[key])) == SHIPPED[key]


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)), st.booleans())
@settings(max_examples=60, deadline=None)
def test_what_moved_is_found_in_both_directions(order, moving, chained):
    """However many move, in whatever order, and whichever edition is the older."""
    older = [{"id": f"old-{n}", "was": ["oldest"] if n == 0 and chained else []} for n in range(6)]
    newer = [
        {"id": f"new-{n}", "was": [f"old-{n}", *older[n]["was"]]} if n in moving else older[n]
        for n in order
    ]
    wanted = {f"old-{n}": f"new-{n}" for n in moving}
    assert moves(older, newer) == wanted
    assert moves(newer, older) == {new: old for old, new in wanted.items()}
