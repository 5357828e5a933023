"""What people expect to end a duty and does not: tried by answering again, as flips are."""

from __future__ import annotations

from collections.abc import Iterator

from obligations import language
from obligations.rules.conditions.efforts import Effort
from obligations.rules.conditions.truth import Value
from obligations.rules.flips.changes import Change, changed
from obligations.rules.flips.search import decide_again
from obligations.rules.rulebook.names import SIDES
from obligations.rules.verdict.context import Inquiry

# What people expect to help: (in words, fact, value), for the platform or each of its sides.
_HOPES: tuple[tuple[str, str, Value], ...] = (
    ("having fewer users", "uk_monthly_active_users", 1),
    ("making no money", "qualifying_worldwide_revenue_gbp", 0),
    ("showing nothing in public", "communicates_content_publicly", False),
    ("letting in only people with an account", "users_without_accounts", False),
)


def find_no_help(inquiry: Inquiry) -> str | None:
    """What people expect to end a duty and does not, as a sentence; None where nothing is left.

    Only for what binds, or may come to bind, a service in scope.
    """
    if inquiry.outcome is not True or inquiry.requirement.gate is None:
        return None
    hopes = [(text, list(_hoped(inquiry, name, value))) for text, name, value in _HOPES]
    vain = [text for text, changes in hopes if _is_vain(inquiry, changes)]
    if not vain:
        return None
    listed = language.either(vain)
    return f"{listed[:1].upper()}{listed[1:]} would not help."


def _hoped(inquiry: Inquiry, name: str, value: Value) -> Iterator[Change]:
    fact, situation = inquiry.ruleset.facts[name], inquiry.situation
    for side in fact.sides if fact.level == "side" else (None,):
        if side is not None and side not in situation.sides():
            continue
        if inquiry.requirement.side in SIDES and side not in (None, inquiry.requirement.side):
            continue
        if situation.stated(name, side) not in (None, value):
            yield Change(name, Effort.SIZE, put=(((name, side), value),))


def _is_vain(inquiry: Inquiry, changes: list[Change]) -> bool:
    """Whether these changes are real ones and leave the answer what it is."""
    if not changes:
        return False
    situation = inquiry.situation
    subject = changed(inquiry.ruleset, situation.subject, changes, situation.as_at)
    after = decide_again(inquiry, subject)
    return after is not None and after.verdict is inquiry.finding.verdict
