"""Where rights meet Django: its checks, and the end of a migration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from tracker import rights


def put(*, sender: AppConfig, **told: Any) -> None:
    """Every table that a migration made or changed has the declared rights, and no others."""
    if "plan" in told:  # Emptying tables, as tests do, sends this signal too, without a plan.
        rights.settle()


@register
def every_table_is_declared(**asked: Any) -> list[CheckMessage]:
    """A fault for each table of which nothing says who may do what."""
    return [
        Error(
            f"nothing says what the site and the jobs may do with the table {name}.",
            hint="Add a line to TABLES in tracker/rights/declaration.py.",
            id="rights.E001",
        )
        for name in rights.undeclared()
    ]
