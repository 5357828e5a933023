"""`./bench` lists what it can measure, says figures with their goals, and refuses odd wishes."""

from __future__ import annotations

import datetime as dt

import pytest

from benchmarks.__main__ import main
from benchmarks.beside import Agreement, Beside
from benchmarks.interview import Steps
from benchmarks.measurement import Run, Timing, allocated
from benchmarks.posts import Cost, Posted
from benchmarks.report import missed, to_json, to_text
from benchmarks.rules import Figures, Service

FAST, SLOW = Timing(1.0, 1.5, 0.9, 60), Timing(2.5, 30.0, 2.4, 60)


def figures(timing: Timing, differ: tuple[str, ...] = ()) -> Figures:
    alike = {"closures": Agreement(3, ()), "zen-engine": Agreement(2, differ)}
    left_out = {"read what is not known": 1}
    return Figures(
        release="2026.11.21",
        as_at=dt.date(2026, 11, 21),
        ruleset_bytes=1_000_000,
        services=(Service("forum", "Demo Forum", 450, timing, timing, 200_000, 700_000),),
        beside=(
            Beside("forum", 3, timing, timing, timing, 2, left_out, {"false": 1}, alike),
        ),
        steps=(Steps("forum", 13, timing),),
        posts=(Posted("facts", Cost(timing, 28, 1, 2), Cost(timing, 40, 9, 5)),),
    )  # fmt: skip


def test_without_a_name_it_lists_the_benches(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "./bench rules" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["nothing"], ["rules", "--runs", "0"], ["rules", "--runs", "x"]])
def test_odd_wish_is_refused_in_words(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(words)
    assert words[-1] in capsys.readouterr().err


def test_figure_that_misses_its_goal_is_said() -> None:
    assert not list(missed(figures(FAST)))
    assert "Every figure meets its goal." in list(to_text(figures(FAST)))
    short = ["forum, without traces: 2.40 ms misses its goal of 2 ms."]
    assert list(missed(figures(SLOW))) == short
    assert short[0] in list(to_text(figures(SLOW)))
    assert to_json(figures(SLOW))["missed"] == short


def test_disagreement_is_counted_and_shown() -> None:
    found = figures(FAST, ("X on u2u: True, not False",))
    assert figures(FAST).disagreements == 0
    assert found.disagreements == 1
    text = list(to_text(found))
    assert "  DISAGREES: X on u2u: True, not False" in text
    assert "zen-engine agrees with the tracker on 2 of 3." in text


def test_median_and_late_runs_are_told_apart() -> None:
    runs = [Run(clock / 1000, 0.001) for clock in range(1, 101)]
    found = Timing.of(runs)
    assert (found.median, found.p95, found.processor, found.runs) == (50.5, 95.0, 1.0, 100)


def test_memory_is_told_while_a_call_runs_and_after() -> None:
    def call() -> bytes:
        passing = bytes(5_000_000)
        return passing[:1_000_000]

    held, most = allocated(call)
    assert 1_000_000 <= held < 1_100_000
    assert 6_000_000 <= most < 6_100_000
