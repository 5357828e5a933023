"""The timeline: lanes that do not collide, slips from promise to actual, ranges as ranges."""

from __future__ import annotations

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange

from obligations.models import Milestone
from obligations.views.library.timeline import LEFT, RIGHT, WIDTH, draw

TODAY = dt.date(2026, 11, 21)


def milestone(pk: int, first: dt.date, days: int = 1, **fields: object) -> Milestone:
    period = DateRange(first, first + dt.timedelta(days=days))
    return Milestone(pk=pk, title=f"Event number {pk}", period=period, status="past", **fields)


def test_nothing_dated_draws_nothing() -> None:
    assert draw([Milestone(title="Some day", status="planned")], TODAY) is None


def test_neighbours_take_different_lanes() -> None:
    drawn = draw([milestone(1, dt.date(2025, 3, 16)), milestone(2, dt.date(2025, 3, 17))], TODAY)
    assert drawn is not None
    assert len({dot.y for dot in drawn.dots}) == 2


def test_a_lane_is_used_again_where_there_is_room() -> None:
    far = [milestone(1, dt.date(2023, 11, 1)), milestone(2, dt.date(2028, 3, 17))]
    drawn = draw(far, TODAY)
    assert drawn is not None
    assert len({dot.y for dot in drawn.dots}) == 1


def test_words_stay_inside_the_drawing() -> None:
    drawn = draw([milestone(n, dt.date(2024 + n % 4, 1 + n % 12, 28)) for n in range(40)], TODAY)
    assert drawn is not None
    for dot in drawn.dots:
        end = dot.text_x + len(dot.text) * 6 if dot.anchor == "start" else dot.text_x
        assert LEFT <= dot.x <= WIDTH - RIGHT
        assert end <= WIDTH


def test_a_year_is_drawn_as_long_as_a_year() -> None:
    drawn = draw([milestone(1, dt.date(2027, 1, 1), days=365)], TODAY)
    assert drawn is not None
    assert drawn.dots[0].width > (WIDTH - LEFT - RIGHT) * 0.99


def test_a_slip_runs_from_the_promise_to_what_replaced_it() -> None:
    promised = milestone(1, dt.date(2025, 7, 31))
    actual = milestone(2, dt.date(2026, 7, 10), supersedes=promised)
    drawn = draw([promised, actual], TODAY)
    assert drawn is not None
    (slip,) = drawn.slips
    first, second = drawn.dots
    assert slip.path.startswith(f"M{first.x} ")
    assert f"H{second.x} " in slip.path
    assert slip.title == "Event number 1, replaced by Event number 2"


def test_a_slip_whose_promise_is_filtered_away_is_not_drawn() -> None:
    actual = milestone(2, dt.date(2026, 7, 10), supersedes=milestone(1, dt.date(2025, 7, 31)))
    drawn = draw([actual], TODAY)
    assert drawn is not None
    assert drawn.slips == []


def test_today_is_marked_only_inside_the_drawing() -> None:
    assert getattr(draw([milestone(1, dt.date(2024, 5, 1))], TODAY), "today", 0) is None
    assert getattr(draw([milestone(1, dt.date(2026, 5, 1))], TODAY), "today", None) is not None


def test_what_is_ahead_begins_after_the_day() -> None:
    days = [TODAY - dt.timedelta(days=1), TODAY, TODAY + dt.timedelta(days=1)]
    drawn = draw([milestone(pk, day) for pk, day in enumerate(days)], TODAY)
    assert drawn is not None
    assert [dot.ahead for dot in drawn.dots] == [False, False, True]
