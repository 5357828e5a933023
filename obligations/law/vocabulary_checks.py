"""Whether every fact has its words, and every one that is asked its place in a topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from obligations.law.names import Names, unknown
from obligations.law.schema import Law
from obligations.rules.rulebook.vocabulary import Fact, Topic

Found = tuple[str, int, str, str, str]


def faults(law: Law, names: Names) -> Iterator[Found]:
    """Key, place in it, record, field, sentence; editions up to 2026.11.21 have neither."""
    if not law.topics:
        return
    for index, topic in enumerate(law.topics):
        for field, message in _topic(topic, names.facts):
            yield "topics", index, topic.id, field, message
    placed = Counter(name for topic in law.topics for name in topic.facts)
    for index, fact in enumerate(law.facts):
        for field, message in (*_words(fact), *_place(fact, placed[fact.name])):
            yield "facts", index, fact.name, field, message


def _topic(topic: Topic, facts: dict[str, Fact | None]) -> Iterator[tuple[str, str]]:
    for name in topic.facts:
        if name not in facts:
            yield "facts", unknown("fact", name, facts)
        elif (fact := facts[name]) and (fact.level == "side") is not (topic.of == "side"):
            yield "facts", f"{name!r} is a fact of the {fact.level}: another topic asks it"
    for field in ("once_true", "once_false", "assessed_by"):
        name = getattr(topic, field)
        if name is not None and name not in facts:
            yield field, unknown("fact", name, facts)
    for name in topic.facts:
        fact = facts.get(name)
        if fact and fact.follows is not None and fact.follows not in topic.facts:
            yield "facts", f"{name!r} follows {fact.follows!r}, which stands in another topic"


def _words(fact: Fact) -> Iterator[tuple[str, str]]:
    if fact.type != "boolean":
        if not fact.noun:
            yield "noun", "say what it is called within a sentence: `worldwide revenue`"
        return
    for field, when in (("if_so", "yes"), ("if_not", "no")):
        if not getattr(fact, field):
            yield field, f"say what is so when it is {when}: `it has direct messages`"


def _place(fact: Fact, times: int) -> Iterator[tuple[str, str]]:
    asked = fact.asked and not fact.for_proposals_only
    if asked and times == 0:
        yield "asked", "it stands in no topic, so nobody would be asked; add it under `topics`"
    elif times > 1:
        yield "asked", "it stands in topics twice"
    elif times and not asked:
        yield "asked", "it stands in a topic, but is never asked"
