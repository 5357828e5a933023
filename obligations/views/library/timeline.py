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
    ahead: bool


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


@dataclass(frozen=True)
class Scale:
    """The years from the first to the last, across the drawing."""

    first: dt.date
    end: dt.date

    def at(self, day: dt.date) -> float:
        days, whole = (day - self.first).days, (self.end - self.first).days
        return round(LEFT + min(max(days, 0), whole) * (WIDTH - LEFT - RIGHT) / whole, 1)

    def ticks(self) -> list[tuple[float, str]]:
        """Each year, or every other one where there are many."""
        years = range(self.first.year, self.end.year)
        step = 1 if len(years) < 15 else 2
        return [(self.at(dt.date(year, 1, 1)), str(year)) for year in years[::step]]


def draw(milestones: Sequence[Milestone], as_at: dt.date) -> Timeline | None:
    """The timeline of these milestones; None where none has a date."""
    dated = sorted(
        (m for m in milestones if m.period and m.period.lower), key=lambda m: m.period.lower
    )
    if not dated:
        return None
    first, last = dated[0].period.lower.year, dated[-1].period.lower.year
    scale = Scale(dt.date(first, 1, 1), dt.date(last + 1, 1, 1))
    dots, lanes = _dots(dated, scale, as_at)
    today = scale.at(as_at) if scale.first <= as_at < scale.end else None
    height = TOP + lanes * ROW + 10
    return Timeline(height, scale.ticks(), today, dots, _slips(dots))


def _dots(dated: Sequence[Milestone], scale: Scale, as_at: dt.date) -> tuple[list[Dot], int]:
    """Each in the first lane in which its words have room, and how many lanes that takes."""
    lanes: list[float] = []
    dots = []
    for milestone in dated:
        x = scale.at(milestone.period.lower)
        span = max(0.0, scale.at(milestone.period.upper - dt.timedelta(days=1)) - x)
        text = _short(milestone.title)
        room = len(text) * MEAN_CHARACTER + 14
        leftwards = x + span + room > WIDTH - RIGHT
        begins, ends = (x - room, x + span + 6) if leftwards else (x - 6, x + span + room)
        lane = next((n for n, used in enumerate(lanes) if used + GAP < begins), len(lanes))
        lanes[lane:] = [ends, *lanes[lane + 1 :]]
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
                ahead=milestone.period.lower > as_at,
            )
        )
    return dots, len(lanes)


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
