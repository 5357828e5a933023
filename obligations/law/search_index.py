"""Writes what a search looks through: an entry for each record, and the words that records use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from obligations import language
from obligations.law.references import keys_of, plain
from obligations.models import HarmKind, SearchEntry, SearchWord
from obligations.rules.conditions.grammar import Leaf, Risk, leaves, parse
from obligations.rules.rulebook.jobs import jobs_of

Record = dict[str, Any]
Collection = SearchEntry.Collection
_WORD = re.compile(r"[^\W\d_]{4,40}(?:-[^\W\d_]{2,20})*")


def write(payload: Record, requirements: Mapping[str, int]) -> None:
    """Every record as a search sees it; `requirements` is id to key.

    Call inside a transaction, after the other tables say what the payload says.
    """
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    entries = list(_entries(payload, requirements))
    for order, entry in enumerate(entries):
        entry.order = order
    SearchEntry.objects.bulk_create(entries, batch_size=500)
    words = Counter(word for entry in entries for word in _words_of(entry))
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, records=count) for word, count in words.items()], batch_size=2000
    )


def _words_of(entry: SearchEntry) -> set[str]:
    return set(_WORD.findall(f"{entry.title} {entry.text} {entry.about}".casefold()))


def _entries(payload: Record, requirements: Mapping[str, int]) -> Iterator[SearchEntry]:
    speech = Speech(payload)
    yield from _requirements(payload, requirements, speech)
    for family in ("illegal", "children", "children_merged"):
        for r in payload["kinds"][family]:
            label = speech.kinds[r["name"]]
            names = (r["name"], label.rsplit(": ", 1)[-1])
            yield _entry(Collection.KIND, r["name"], label, r["meaning"], names=names)
    for r in payload["milestones"]:
        yield _entry(Collection.MILESTONE, r["id"], r["title"], r["summary"])
    enforcement = payload["enforcement"]
    for r in (*enforcement["programmes"], *enforcement["cases"], *enforcement["earlier_regime"]):
        yield _case(r)
    for number, r in enumerate(payload["designations"]["services"]):
        title = f"{r['service']}, Category {r['category']}"
        text = joined(r["provider"], r["note"])
        yield _entry(Collection.REGISTER, f"{number}", title, text, names=(r["service"],))
    for document in payload["policy"]:
        for r in document["statements"]:
            who = r["speaker"] or (document["author"] or {}).get("name") or document["title"]
            about = joined(document["title"], *(speech.themes[t] for t in r["about"]["themes"]))
            yield _entry(Collection.POLICY, r["id"], who, r["gist"], about)
    for r in payload["definitions"]:
        text = joined(r["definition"], speech.told(r["condition"]))
        yield _entry(Collection.DEFINITION, f"definitions:{r['id']}", r["title"], text)
    for r in payload["facts"]:
        yield _fact(r)
    for r in payload["jobs"]:
        yield _entry(Collection.JOB, r["id"], r["title"], joined(r["what"], r["gives"]))
    for r in payload["events"]:
        yield _entry(Collection.EVENT, r["id"], r["title"], r["meaning"])
    for r in payload["instruments"]:
        about = joined(r["citation"], r["issuer"])
        yield _entry(Collection.INSTRUMENT, r["id"], r["title"], r["note"], about)
    for r in payload["records"]["records"]:
        yield _entry(Collection.RECORD, f"records:{r['id']}", r["title"], _texts(r))


def _requirements(
    payload: Record, keys: Mapping[str, int], speech: Speech
) -> Iterator[SearchEntry]:
    jobs = {r["id"]: r["title"] for r in payload["jobs"]}
    homes = jobs_of(payload["jobs"], payload["requirements"])
    for r in payload["requirements"]:
        job = jobs.get(homes.get(r["id"], ""))
        about = joined(
            speech.turns_on(r), job and f"Job: {job}", f"Theme: {speech.themes[r['theme']]}"
        )
        entry = _entry(Collection.REQUIREMENT, r["id"], r["title"], r["summary"], about)
        entry.ref, entry.requirement_id = r["ref"], keys[r["id"]]
        entry.names += [
            plain(r["ref"]),
            *(key for ref in (r["ref"], *r["sections"]) for key in keys_of(ref)),
        ]
        yield entry


def _case(r: Record) -> SearchEntry:
    text = joined(r["provider"], r["status"], _texts([r["events"], r["note"]]))
    names = (r["service"], r["provider"] or "")
    return _entry(Collection.ENFORCEMENT, r["id"], r["service"], text, names=names)


def _fact(r: Record) -> SearchEntry:
    examples = [f"{each['case']} {each['why']}" for each in r["examples"]]
    text = joined(r["help"], r["meaning"], *examples)
    title = r["question"] or r["if_so"] or r["noun"] or r["meaning"]
    return _entry(Collection.QUESTION, f"facts:{r['name']}", language.capital(title), text)


def _entry(
    collection: str,
    slug: str,
    title: str,
    text: str | None,
    about: str = "",
    names: tuple[str, ...] = (),
) -> SearchEntry:
    called = dict.fromkeys(plain(each) for each in (title, *names) if each)
    return SearchEntry(
        collection=collection, slug=slug, title=title, text=text or "", about=about,
        names=list(called),
    )  # fmt: skip


class Speech:
    """The records of an edition that others speak of, in words."""

    def __init__(self, payload: Record) -> None:
        self.kinds = HarmKind.labels()
        self.facts = {r["name"]: r["if_so"] or r["noun"] or r["name"] for r in payload["facts"]}
        self.themes = {r["name"]: r["title"] for r in payload["themes"]}

    def turns_on(self, requirement: Record) -> str:
        """What the conditions of a requirement test, whatever they say of it."""
        return self._told(_tests(requirement))

    def told(self, condition: Record | None) -> str:
        """What a condition tests."""
        return self._told(leaves(parse(condition)) if condition else ())

    def _told(self, tests: Iterable[Leaf]) -> str:
        """Tests in words, each once: "Turns on: CSEA: grooming; ..."."""
        found = dict.fromkeys(map(self._test, tests))
        return f"Turns on: {'; '.join(found)}" if found else ""

    def _test(self, test: Leaf) -> str:
        return self.kinds[test.kind] if isinstance(test, Risk) else self.facts[test.fact]


def kinds_of(requirement: Record) -> list[str]:
    """The kinds of harm whose level a requirement turns on, in any of its versions."""
    return list(dict.fromkeys(test.kind for test in _tests(requirement) if isinstance(test, Risk)))


def _tests(requirement: Record) -> Iterator[Leaf]:
    for version in requirement["versions"]:
        for reading in (version, *version["candidates"]):
            for condition in (reading.get("condition"), reading.get("bites_only_if")):
                yield from leaves(parse(condition)) if condition else ()


def _texts(node: Any) -> str:
    """Every text inside a record, addresses and ids aside."""
    if isinstance(node, str):
        return node if " " in node and "://" not in node else ""
    if isinstance(node, list):
        return joined(*map(_texts, node))
    if isinstance(node, dict):
        return joined(*(_texts(v) for k, v in node.items() if k not in ("sources", "readings")))
    return ""


def joined(*parts: str | None) -> str:
    """Sentences side by side, those that there are."""
    return " ".join(part if part[-1] in ".:;!?" else f"{part}." for part in parts if part)
