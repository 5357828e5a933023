"""The shipped law data, read once, and a copy to break."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from obligations.law.edition import DEFAULT, read


@pytest.fixture(scope="session")
def shipped() -> dict[str, Any]:
    """The payload of the edition this product ships. Do not change it."""
    return read(DEFAULT).payload


@pytest.fixture
def payload(shipped: dict[str, Any]) -> dict[str, Any]:
    """A copy of the shipped payload, to be changed."""
    return copy.deepcopy(shipped)
