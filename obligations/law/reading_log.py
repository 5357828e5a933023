"""Takes readers' logs into an edition: what they compared becomes readings of its records.

An entry names a record (`section`, `id`) and an `outcome`: `agrees` or `corrected` (every field of
the record, as it is now, agrees with `text` as at `as_at`, at `where`, found by `readers`),
`unclear` (it could not be compared: `why`) or `contested` (readers differ: `why`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from obligations.law import files
from obligations.law.reading_stamps import Files
from obligations.law.readings import Place, places
from obligations.law.schema import Law
from obligations.rules.rulebook.trust import CHECKED

Entry = Mapping[str, Any]
COMPARED = ("agrees", "corrected")
OUTCOMES = (*COMPARED, "unclear", "contested")


@dataclass
class Taken:
    """What came of entries: records that got a reading or a reason, and what was left out."""

    compared: list[str] = field(default_factory=list)
    contested: list[str] = field(default_factory=list)
    not_compared: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def read_log(path: Path) -> list[Entry]:
    """The entries of a log; days as text. Raises ValueError where it is no list of entries."""
    try:
        found = yaml.safe_load(path.read_text())
    except (ValueError, RecursionError, yaml.YAMLError) as wrong:
        raise ValueError(f"{path.name} is not readable YAML: {wrong}") from wrong
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ValueError(f"{path.name} is no list of entries")
    return found


def take(folder: Path, entries: Iterable[Entry], day: dt.date) -> Taken:
    """Writes entries into the files of an edition. The same entries again change nothing.

    Whatever cannot be taken is left out and told; everything else is done.
    """
    law = Law.model_validate(files.load(folder).data)
    known = list(places(law))
    texts = {each.id: each.url or "" for each in law.instruments}
    taken, open_files = Taken(), Files.open(folder)
    found: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        if wrong := _wrong(entry, texts):
            taken.left_out.append(f"{_called(entry)}: {wrong}")
            continue
        for number in _find(entry, known, taken):
            found[number].append(entry)
    for number, mine in found.items():
        _apply(known[number], mine, day, open_files, taken)
        _name_the_text(known[number], mine, texts, open_files)
    taken.files = open_files.save()
    return taken


def _called(entry: Entry) -> str:
    return f"{entry.get('section')}: {entry.get('id')}"


def _find(entry: Entry, known: Sequence[Place], taken: Taken) -> list[int]:
    """The record an entry names, by its name or by the way to it; told where it is not one.

    What has the very same name and way, such as the entries of one service on the register, is
    taken together.
    """
    name, section = str(entry.get("id")), entry.get("section")
    mine = [(number, each) for number, each in enumerate(known) if each.section == section]
    exact = [pair for pair in mine if name in (pair[1].name, pair[1].path)]
    fitting = exact or [pair for pair in mine if pair[1].path.endswith(f".{name}")]
    ways = {each.path for _, each in fitting}
    if len(ways) == 1:
        return [number for number, _ in fitting]
    what = f"more than one record: {', '.join(sorted(ways))}" if ways else "no such record"
    taken.left_out.append(f"{_called(entry)}: {what}")
    return []


def _wrong(entry: Entry, texts: Mapping[str, str]) -> str:
    """Why an entry cannot be taken; empty where it can."""
    outcome = entry.get("outcome")
    if outcome not in OUTCOMES:
        return f"the outcome {outcome!r} is none of {', '.join(OUTCOMES)}"
    if outcome not in COMPARED:
        return "" if entry.get("why") else "says no why"
    missing = [key for key in ("text", "as_at", "where") if not entry.get(key)]
    if missing:
        return f"says no {', '.join(missing)}"
    unknown = [text for text in _many(entry["text"]) if text not in texts]
    if unknown:
        return f"no instrument is called {', '.join(unknown)}"
    try:
        _day(entry)
    except ValueError:
        return f"{entry['as_at']!r} is not a day"
    return ""


def _many(value: Any) -> list[str]:
    return [str(each) for each in (value if isinstance(value, list) else [value])]


def _day(entry: Entry) -> str:
    """The day of the copy; of several the earliest, so that nothing looks newer than it is."""
    return min(dt.date.fromisoformat(each).isoformat() for each in _many(entry["as_at"]))


def _readers(entry: Entry) -> int:
    readers = entry.get("readers")
    return readers if isinstance(readers, int) and readers > 0 else 1


def _apply(
    place: Place, entries: Sequence[Entry], day: dt.date, open_files: Files, taken: Taken
) -> None:
    """Gives one record what its entries say. Of several comparisons that by most readers counts."""
    record, called = place.record, f"{place.section}: {place.path or place.name}"
    now = record.fingerprint()
    before = [each.model_dump(mode="json") for each in record.readings]
    after = [each for each in before if each.get("of") in (None, now)]
    agreed = [each for each in entries if each["outcome"] in COMPARED]
    if agreed:
        best = max(agreed, key=lambda each: (_readers(each), _day(each)))
        after = _with_compared(after, best, now, day)
    disputed = [each for each in entries if each["outcome"] == "contested"]
    if disputed:
        after = [each for each in after if each["how"] != "contested"]
        after.append({"how": "contested", "why": " ".join(str(disputed[-1]["why"]).split())})
    checked = any(each["how"] in CHECKED for each in after)
    unclear = [each for each in entries if each["outcome"] == "unclear"]
    reason = " ".join(str(unclear[-1]["why"]).split()) if unclear else record.not_compared
    reason = None if checked else reason
    if (after or before) == before and reason == record.not_compared:
        taken.unchanged.append(called)
        return
    lost_all = bool(before) and not after
    open_files.write(place, [{"how": "recalled"}] if lost_all else after, reason)
    for found, what in ((agreed, taken.compared), (disputed, taken.contested)):
        if found:
            what.append(called)
    if not agreed and reason:
        taken.not_compared.append(called)


def _name_the_text(
    place: Place, entries: Sequence[Entry], texts: Mapping[str, str], open_files: Files
) -> None:
    """A record that names no official document gets the one it was compared with."""
    sources = getattr(place.record, "sources", None)
    agreed = [each for each in entries if each["outcome"] in COMPARED]
    if not sources or not agreed or any(not each.third_party for each in sources):
        return
    where = str(agreed[-1]["where"])
    url = address(texts[_many(agreed[-1]["text"])[0]], where)
    if url:
        open_files.add_source(place, url, where)


def address(url: str, where: str) -> str:
    """The address of a place in an instrument: an Act has one for each section and Schedule."""
    found = re.search(r"\b(ss?|Sch) (\d+[A-Z]*)", where)
    if found is None or not re.fullmatch(r".*legislation\.gov\.uk/ukpga/\d+/\d+", url):
        return url
    step = "schedule" if found[1] == "Sch" else "section"
    return f"{url}/{step}/{found[2]}"


def _with_compared(
    readings: list[dict[str, Any]], entry: Entry, now: str, day: dt.date
) -> list[dict[str, Any]]:
    """The readings with this comparison in the place of an older one; the same keeps its day."""
    text, as_at = _many(entry["text"]), _day(entry)
    new = {
        "how": "compared", "text": text, "as_at": as_at, "where": str(entry["where"]),
        "readers": _readers(entry), "of": now,
    }  # fmt: skip
    for each in readings:
        if {key: each.get(key) for key in new} == new:
            return readings
    rest = [each for each in readings if each["how"] != "compared"]
    return [new | {"day": day.isoformat()}, *rest]


def verify(folder: Path, entry: Entry, day: dt.date) -> Taken:
    """Writes that an editor (`by`) compared a record on the official site."""
    law = Law.model_validate(files.load(folder).data)
    taken, open_files = Taken(), Files.open(folder)
    known = list(places(law))
    for place in (known[number] for number in _find(entry, known, taken)):
        now = place.record.fingerprint()
        kept = [
            each.model_dump(mode="json")
            for each in place.record.readings
            if each.how != "verified" and each.of in (None, now)
        ]
        said = {"by": entry["by"], "day": day.isoformat(), "of": now, "where": entry.get("where")}
        open_files.write(place, [{"how": "verified"} | said, *kept], None)
        taken.compared.append(_called(entry))
    taken.files = open_files.save()
    return taken
