"""A timeline in plain numbers for an SVG partial: years, dots in lanes, slips as bent arrows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from obligations.models import Milestone

WIDTH, LEFT, RIGHT, TOP, ROW, GAP = 1000, 12, 12, 44, 22, 9
MEAN_CHARACTER = 6.0
LONGEST = 46


@dataclass(frozen=True)
class Dot:
    """A milestone: where it stands, its words, and how sure its date is."""

    milestone: Milestone
    x: float
    y: int
    width: float
    text: str
    anchor: str
    text_x: float
    style: str


@dataclass(frozen=True)
class Slip:
    """From the promised day to what replaced it: across, then down or up with an arrow head."""

    path: str
    title: str


@dataclass(frozen=True)
class Timeline:
    """What the SVG draws, in its own units."""

    height: int
    ticks: list[tuple[float, str]] = field(default_factory=list)
    today: float | None = None
    dots: list[Dot] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    width: int = WIDTH


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def draw(milestones: Sequence[Milestone], as_at: dt.date) -> Timeline | None:
    """The timeline of these milestones; None where none has a date.

    Each takes the first lane in which its words have room, so the drawing is as low as it can be.
    """
    dated = sorted(
        (m for m in milestones if m.period and m.period.lower), key=lambda m: m.period.lower
    )
    if not dated:
        return None
    first = dt.date(dated[0].period.lower.year, 1, 1)
    last_year = max(m.period.lower.year for m in dated)
    end = dt.date(last_year + 1, 1, 1)
    scale = (WIDTH - LEFT - RIGHT) / (end - first).days

    def at(day: dt.date) -> float:
        return round(LEFT + min(max((day - first).days, 0), (end - first).days) * scale, 1)

    lanes: list[float] = []
    dots = []
    for milestone in dated:
        x = at(milestone.period.lower)
        span = max(0.0, at(milestone.period.upper - dt.timedelta(days=1)) - x)
        text = _short(milestone.title)
        room = len(text) * MEAN_CHARACTER + 14
        leftwards = x + span + room > WIDTH - RIGHT
        begins, ends = (x - room, x + span + 6) if leftwards else (x - 6, x + span + room)
        lane = next((n for n, used in enumerate(lanes) if used + GAP < begins), len(lanes))
        if lane == len(lanes):
            lanes.append(ends)
        lanes[lane] = ends
        dots.append(
            Dot(
                milestone=milestone,
                x=x,
                y=TOP + lane * ROW,
                width=round(span, 1),
                text=text,
                anchor="end" if leftwards else "start",
                text_x=x - 8 if leftwards else x + span + 8,
                style=_style(milestone),
            )
        )
    height = TOP + len(lanes) * ROW + 10
    step = 1 if last_year - first.year < 14 else 2
    ticks = [
        (at(dt.date(year, 1, 1)), str(year)) for year in range(first.year, last_year + 1, step)
    ]
    today = at(as_at) if first <= as_at < end else None
    return Timeline(height, ticks, today, dots, _slips(dots))


def _style(milestone: Milestone) -> str:
    if milestone.status == "slipped":
        return "slip"
    return "done" if milestone.status == "past" else "plan"


def _slips(dots: Sequence[Dot]) -> list[Slip]:
    place = {dot.milestone.pk: dot for dot in dots}
    slips = []
    for dot in dots:
        promised = place.get(dot.milestone.supersedes_id) if dot.milestone.supersedes_id else None
        if promised is None:
            continue
        down = 1 if dot.y >= promised.y else -1
        end = dot.y - down * 7
        slips.append(
            Slip(
                f"M{promised.x} {promised.y + down * 5} V{end - down * 6} H{dot.x} V{end}"
                if dot.y != promised.y
                else f"M{promised.x} {promised.y - 5} v-6 H{dot.x} V{dot.y - 7}",
                f"{promised.milestone.title}, replaced by {dot.milestone.title}",
            )
        )
    return slips
