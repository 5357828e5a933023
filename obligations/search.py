"""Searches the law data: one box over every collection, in the words that people use.

What is sent is read as references (`obligations.law.references`) and words; each word, or words
side by side, stands for its synonyms, which are law data. PostgreSQL's text search ranks what is
found: a title before a text, a text before what a condition turns on. Where nothing is found, the
nearest words that the records use are offered, and what speaks of some of the words.
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import (
    Count,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Concat

from obligations.filters.law import with_standing
from obligations.law.references import Asked, asked, plain
from obligations.models import LawRecord, Requirement, SearchEntry, SearchWord

Collection = SearchEntry.Collection
FEW = 6
"""How many of a group are shown beside other groups."""
LONGEST = 200
MARK, UNMARK = "\x02", "\x03"
"""What stands around a hit in a snippet."""
_WEIGHTS = [0.05, 0.25, 0.5, 1.0]  # of D, C, B and A
_TOKEN = re.compile(r"[^\W_]+(?:[-'’&/][^\W_]+)*")
_NEAR = 0.72

GROUPS = (
    ("in_force", "In force"),
    ("not_yet", "Coming"),
    ("proposed", "Proposed"),
    (Collection.MILESTONE, "Dates"),
    (Collection.KIND, "Kinds of harm"),
    (Collection.ENFORCEMENT, "Enforcement"),
    (Collection.REGISTER, "Ofcom’s register"),
    (Collection.POLICY, "Policy record"),
    (Collection.DEFINITION, "Definitions"),
    (Collection.QUESTION, "Questions of a check"),
    (Collection.JOB, "Jobs"),
    (Collection.EVENT, "Events"),
    (Collection.INSTRUMENT, "Sources of law"),
    (Collection.RECORD, "Records to keep"),
    ("ended", "No longer in force"),
)
"""The groups of a result in their order: requirements by how they stand, then collections."""
_STANDS = {"contested": "in_force", "withdrawn": "ended"}


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind: the best of it, and how many there are."""

    name: str
    title: str
    count: int
    hits: Sequence[SearchEntry]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search.

    `exact`: what is called just so. `instead`: what was looked for in the place of words that no
    record uses; `missing`: words that nothing here speaks of; `some`: not all words stand in one
    record, so what has some of them is shown.
    """

    groups: tuple[Group, ...] = ()
    exact: tuple[SearchEntry, ...] = ()
    instead: str = ""
    missing: tuple[str, ...] = ()
    some: bool = False


Alternatives = tuple[str, ...]


class Synonyms:
    """The words that mean the same, as an edition has them."""

    def __init__(self, groups: Iterable[Mapping[str, Any]]) -> None:
        self._groups: dict[tuple[str, ...], Alternatives] = {}
        for group in groups:
            for each in group["words"]:
                self._groups[_tokens(each)] = tuple(group["words"])
        self._longest = max(map(len, self._groups), default=1)

    def read(self, text: str) -> list[Alternatives]:
        """The words of a text, the most that belong together first, each with its synonyms."""
        tokens, found, at = _tokens(text), [], 0
        while at < len(tokens):
            for length in range(min(self._longest, len(tokens) - at), 0, -1):
                part = tokens[at : at + length]
                if part in self._groups or length == 1:
                    found.append(self._groups.get(part, part))
                    at += length
                    break
        return found


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text.casefold()))


def search(text: str, as_at: dt.date, within: str = "") -> Found:
    """What the law data say of a text, requirements as they stand on a day.

    `within` is the name of one group: all of it, in the place of the best of each.
    """
    record = LawRecord.objects.filter(slug="search:all").values_list("body", flat=True).first()
    data = record or {}
    sought = asked(text[:LONGEST], data.get("references", ()))
    words = Synonyms(data.get("synonyms", ())).read(sought.words)
    if found := _grouped(_matching(sought.keys, words), words, as_at, within):
        return Found(found, exact=_exactly(text, words) if not within else ())
    if within:  # On another day, say, nothing of it is left: then everything is shown.
        return search(text, as_at)
    return _else(sought, words, as_at)


def _else(sought: Asked, words: list[Alternatives], as_at: dt.date) -> Found:
    """Nothing has it all: references within texts, the nearest words, what has some of them."""
    both = [*sought.written, *words]
    if sought.keys and (spelt := _grouped(_matching((), both), both, as_at)):
        return Found(spelt)
    unknown = _unknown(words)
    known = frozenset(SearchWord.objects.values_list("word", flat=True)) if unknown else ()
    instead, missing = [], []
    for each in words:
        if each not in unknown:
            instead.append(each)
        elif near := difflib.get_close_matches(each[0], known, n=1, cutoff=_NEAR):
            instead.append((near[0],))
        else:
            missing.append(each[0])
    told = " ".join(each[0] for each in instead)
    if found := _grouped(_matching(sought.keys, instead), instead, as_at):
        return Found(found, instead="" if told == sought.words else told, missing=tuple(missing))
    found = _grouped(_matching_some(sought.keys, instead), instead, as_at)
    return Found(found, missing=tuple(missing), some=True)


def _unknown(words: Sequence[Alternatives]) -> set[Alternatives]:
    """The words that no record has; "the", "for" and their like are none. One query."""
    if not words:
        return set()
    asked_of: dict[str, Any] = {}
    for number, each in enumerate(words):
        query = _any_of(each)
        asked_of[f"in_{number}"] = Count("pk", filter=Q(vector=query))
        asked_of[f"parts_{number}"] = Max(
            Func(query, function="numnode", output_field=IntegerField())
        )
    told = SearchEntry.objects.aggregate(**asked_of)
    return {
        each
        for number, each in enumerate(words)
        if told[f"parts_{number}"] and not told[f"in_{number}"]
    }


def _any_of(alternatives: Alternatives) -> Any:
    queries = [SearchQuery(each, search_type="phrase", config="english") for each in alternatives]
    return functools.reduce(operator.or_, queries)


def _matching(keys: Sequence[str], words: Sequence[Alternatives]) -> QuerySet[SearchEntry] | None:
    if not keys and not words:
        return None
    rows = SearchEntry.objects.all()
    for key in keys:
        rows = rows.filter(names__contains=[key])
    if words:
        rows = rows.filter(vector=functools.reduce(operator.and_, map(_any_of, words)))
    return rows


def _matching_some(
    keys: Sequence[str], words: Sequence[Alternatives]
) -> QuerySet[SearchEntry] | None:
    tests = [Q(names__contains=[key]) for key in keys]
    tests += [Q(vector=_any_of(each)) for each in words]
    return SearchEntry.objects.filter(functools.reduce(operator.or_, tests)) if tests else None


def _exactly(text: str, words: Sequence[Alternatives]) -> tuple[SearchEntry, ...]:
    """Kinds, definitions, cases and services that are called what was sought, or the same."""
    names = {plain(text), *map(plain, words[0] if len(words) == 1 else ())}
    named = (Collection.KIND, Collection.DEFINITION, Collection.ENFORCEMENT, Collection.REGISTER)
    return tuple(
        SearchEntry.objects.filter(collection__in=named, names__overlap=sorted(names))[:FEW]
    )


def _grouped(
    rows: QuerySet[SearchEntry] | None,
    words: Sequence[Alternatives],
    as_at: dt.date,
    within: str = "",
) -> tuple[Group, ...]:
    """The hits by group, best first; with a snippet each, those that are shown."""
    if rows is None:
        return ()
    stands = with_standing(Requirement.objects.filter(pk=OuterRef("requirement")), as_at)
    ranked = rows.annotate(standing=Subquery(stands.values("standing")))
    if words:
        query = functools.reduce(operator.or_, map(_any_of, words))
        ranked = ranked.annotate(rank=SearchRank(F("vector"), query, weights=_WEIGHTS))
        ranked = ranked.order_by("-rank", "order")
    by_group: dict[str, list[int]] = {}
    for pk, collection, standing in ranked.values_list("pk", "collection", "standing"):
        name = str(_STANDS.get(standing, standing) if standing else collection)
        by_group.setdefault(name, []).append(pk)
    shown = {name: keys if within else keys[:FEW] for name, keys in by_group.items()}
    wanted = shown.get(within, []) if within else [pk for keys in shown.values() for pk in keys]
    entries = _with_snippets(wanted, words)
    return tuple(
        Group(name, title, len(by_group[name]), [entries[pk] for pk in shown[name]])
        for name, title in GROUPS
        if name in by_group and (not within or name == within)
    )


def _with_snippets(keys: Sequence[int], words: Sequence[Alternatives]) -> dict[int, SearchEntry]:
    rows = SearchEntry.objects.filter(pk__in=keys)
    if words:
        rows = rows.annotate(
            snippet=SearchHeadline(
                Concat("text", Value(" ", TextField()), "about"),
                functools.reduce(operator.or_, map(_any_of, words)),
                config="english", start_sel=MARK, stop_sel=UNMARK,
                max_words=30, min_words=12, max_fragments=1,
            )
        )  # fmt: skip
    return {row.pk: row for row in rows}


def suggestions(text: str) -> list[str]:
    """What to write on with: words that begin so, then titles; for a box that offers them."""
    tokens = _tokens(text[:LONGEST])
    if not tokens or len(tokens[-1]) < 2:
        return []
    before = text[: text.casefold().rfind(tokens[-1])]
    words = SearchWord.objects.filter(word__startswith=tokens[-1]).values_list("word", flat=True)
    begun = re.findall(r"[^\W_]+", " ".join(tokens))
    query = SearchQuery(" & ".join(begun) + ":*", search_type="raw", config="english")
    titles = (
        SearchEntry.objects.annotate(
            rank=SearchRank(F("vector"), query, weights=[0.0, 0.0, 0.0, 1.0])
        )
        .filter(vector=query, rank__gt=0)
        .order_by("-rank", "order")
        .values_list("title", flat=True)
    )
    found = [f"{before}{word}" for word in words[:5]] + list(titles[:5])
    return list(dict.fromkeys(found))
