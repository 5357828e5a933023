"""The two editions, and a copy of the frozen one to break."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests import laws


@pytest.fixture(scope="session")
def shipped() -> dict[str, Any]:
    """The payload of the edition this product ships. Do not change it."""
    return laws.shipped().payload


@pytest.fixture(scope="session")
def frozen() -> dict[str, Any]:
    """The payload of the invented law. Do not change it."""
    return laws.frozen().payload


@pytest.fixture
def payload(frozen: dict[str, Any]) -> dict[str, Any]:
    """A copy of the invented law, to be changed."""
    return copy.deepcopy(frozen)
