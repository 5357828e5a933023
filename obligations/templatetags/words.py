"""The words on screen, for templates. What they are is said in `obligations.words`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.html import format_html

from obligations import language, words
from obligations.rules.rulebook.sources import is_web, official_first
from obligations.rules.rulebook.trust import Trust, trust
from tracker import clock

register = template.Library()

FILTERS: dict[str, Callable[..., Any]] = {
    "strength_words": words.answers.strength,
    "answer_words": words.answers.answer,
    "verification_words": words.checks.verification,
    "kind_words": words.records.kind,
    "side_words": words.answers.side,
    "status_words": words.records.status,
    "outcome_words": words.records.outcome,
    "theme_words": words.records.theme,
    "audience_words": words.records.audience,
    "instrument_kind_words": words.records.instrument_kind,
    "person_words": words.records.person,
    "plain_words": words.names.plain,
    "long_day": language.day,
    "moment": language.moment,
    "month": language.month,
    "last_day": words.days.last_day,
    "period_words": words.days.period,
    "milestone_day": words.days.milestone_day,
    "listed": language.listed,
    "either": language.either,
    "iso_day": language.iso_day,
    "screen_level": words.answers.screen_level,
    "code_words": words.records.codes,
    "section_words": words.records.section,
    "pounds": words.cases.pounds,
    "case_on": words.cases.case_on,
    "case_status_words": words.cases.case_status,
    "comparison_pieces": words.comparisons.pieces,
    "comparison_because": words.comparisons.because,
    "comparison_remarks": words.comparisons.remarks,
    "comparison_tool": words.comparisons.tool,
    "unknown_codes": words.comparisons.unknown_codes,
    "disputed_words": words.comparisons.disputed,
    "hint_words": words.comparisons.hint,
    "note_words": words.comparisons.note,
    "flip_sentence": words.flips.sentence,
    "flip_distances": words.flips.distances,
    "takes_words": words.flips.takes,
    "no_help_words": words.flips.no_help,
    "because": words.reasons.because,
    "reasons": words.reasons.reasons,
    "formerly_words": words.formerly.of_answer,
    "how_far": words.checks.how_far,
    "settled_words": words.determinations.settled,
    "made_of_words": words.plan.made_of,
    "headline": words.answers.headline,
    "doubt_words": words.answers.doubt,
    "far_words": words.answers.far,
    "outlook_words": words.outlook.sentences,
    "comparison_more": words.comparisons.more,
    "comparison_leaves_out": words.comparisons.leaves_out,
    "told_days": words.days.told_days,
}
for name, function in FILTERS.items():
    register.filter(name, function, expects_localtime=True)


@register.filter
def shape_of(value: object) -> str:
    """`map`, `list` or `text`: how a piece of the law data is drawn."""
    return "map" if isinstance(value, dict) else "list" if isinstance(value, list) else "text"


@register.filter
def value_of(names: dict[str, str], key: str) -> str:
    """What a table of names has under a key, or the key itself."""
    return names.get(key, key)


@register.filter
def lower_first(text: str) -> str:
    """A sentence as the second half of another one."""
    return text[:1].lower() + text[1:]


@register.filter
def pairs(value: dict[str, object]) -> list[tuple[str, object]]:
    """Names and values of a piece of the law data, which may itself hold a name `items`."""
    return list(value.items())


register.filter("official_first", official_first)


@register.filter
def linked(address: str | None, text: str = "") -> str:
    """A link to another site, with these words or the address itself; plain words to no site."""
    if not is_web(address):
        return text or address or ""
    return format_html('<a href="{}" rel="noopener">{}</a>', address, text or address)


@register.filter
def third_parties(sources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pages that are no official document."""
    return [source for source in sources if source["third_party"]]


@register.filter
def trust_of_data(value: dict[str, Any]) -> Trust:
    """How far a piece of the law data was checked."""
    return trust(value, clock.today().isoformat())


@register.filter
def is_group(node: object) -> bool:
    """Is this line of a tree a group ("All of these:"), or a test with its explanation under it?"""
    text = getattr(node, "text", None) or getattr(node, "sentence", None) or ""
    if isinstance(node, dict):
        text = node.get("text") or node.get("sentence") or ""
    return str(text).endswith(":")
