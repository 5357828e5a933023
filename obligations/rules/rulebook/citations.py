"""Short citations of official addresses: "OSA 2023 s 70", "SI 2025/226 reg 3"."""

from __future__ import annotations

import re

from obligations.rules.rulebook.record import Source

_ACT = re.compile(
    r"legislation\.gov\.uk/(?P<type>ukpga|uksi)/(?P<year>\d+)/(?P<number>\d+)(?P<rest>.*)"
)
_PARTS = {"section": "s", "schedule": "Sch", "regulation": "reg"}
_ACTS = {("2023", "50"): "OSA 2023"}


def cite(source: Source) -> str | None:
    """A short citation of an official address at legislation.gov.uk: "OSA 2023 s 70".

    With the subsections that were read, where the source names them: "OSA 2023 s 12(4)-(5)".
    """
    found = None if source.third_party else _ACT.search(source.url or "")
    if found is None:
        return None
    year, chapter = found["year"], found["number"]
    if found["type"] == "uksi":
        text = f"SI {year}/{chapter}"
    else:
        text = _ACTS.get((year, chapter), f"{year} c. {chapter}")
    steps = found["rest"].strip("/").split("/")
    if len(steps) >= 2 and steps[0] in _PARTS:
        place = f"{_PARTS[steps[0]]} {steps[1].upper()}"
        within = re.match(re.escape(place) + r"(\(\S+)", source.where or "")
        text += f" {place}{within[1].rstrip(',;') if within else ''}"
    return text


def citation(sources: tuple[Source, ...]) -> str | None:
    """The first of these sources that can be cited."""
    return next((text for text in map(cite, sources) if text), None)
