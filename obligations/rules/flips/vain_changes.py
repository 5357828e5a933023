"""What people expect to end a duty and does not: tried by answering again, as flips are."""

from __future__ import annotations

from collections.abc import Iterator

from obligations.rules.conditions.efforts import Effort
from obligations.rules.conditions.truth import Value
from obligations.rules.flips.changes import Change, changed
from obligations.rules.flips.search import decide_again
from obligations.rules.rulebook.names import SIDES
from obligations.rules.verdict.context import Inquiry

# What people expect to help, for the platform or each of its sides.
_HOPES: tuple[tuple[str, Value], ...] = (
    ("uk_monthly_active_users", 1),
    ("qualifying_worldwide_revenue_gbp", 0),
    ("communicates_content_publicly", False),
    ("users_without_accounts", False),
)


def find_no_help(inquiry: Inquiry) -> tuple[str, ...]:
    """The facts of which people expect that another answer ends a duty, and it does not.

    Only for what binds, or may come to bind, a service in scope.
    """
    if inquiry.outcome is not True or inquiry.requirement.gate is None:
        return ()
    hopes = [(name, list(_hoped(inquiry, name, value))) for name, value in _HOPES]
    return tuple(name for name, changes in hopes if _is_vain(inquiry, changes))


def _hoped(inquiry: Inquiry, name: str, value: Value) -> Iterator[Change]:
    fact, situation = inquiry.ruleset.facts[name], inquiry.situation
    for side in fact.sides if fact.level == "side" else (None,):
        if side is not None and side not in situation.sides():
            continue
        if inquiry.requirement.side in SIDES and side not in (None, inquiry.requirement.side):
            continue
        if situation.stated(name, side) not in (None, value):
            yield Change(None, Effort.SIZE, put=(((name, side), value),))


def _is_vain(inquiry: Inquiry, changes: list[Change]) -> bool:
    """Whether these changes are real ones and leave the answer what it is."""
    if not changes:
        return False
    situation = inquiry.situation
    subject = changed(inquiry.ruleset, situation.subject, changes, situation.as_at)
    after = decide_again(inquiry, subject)
    return after is not None and after.verdict is inquiry.finding.verdict
