"""The figures of `./bench rules` as tables, with what missed its goal, and as JSON."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.measurement import Timing
from benchmarks.rules import Figures

TRACED_GOAL, PLAIN_GOAL, STEP_GOAL, POST_GOAL = 10.0, 2.0, 100.0, 60.0
MOST_QUERIES = 30
MEGABYTE = 1_000_000


def machine() -> dict[str, Any]:
    """What it was measured on, and how busy that was."""
    return {
        "processor": _processor(),
        "processors": os.cpu_count(),
        "load": [round(each, 2) for each in os.getloadavg()],
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown"
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or "unknown"


def to_json(figures: Figures) -> dict[str, Any]:
    """Everything, with the machine and the goals that were missed."""
    return {"machine": machine(), **_plain(asdict(figures)), "missed": list(missed(figures))}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return round(value, 4)
    return value.isoformat() if isinstance(value, dt.date) else value


def missed(figures: Figures) -> Iterator[str]:
    """A sentence for each figure that misses its goal."""
    for each in figures.services:
        yield from _over(f"{each.name}, every trace", each.traced, TRACED_GOAL)
        yield from _over(f"{each.name}, without traces", each.without, PLAIN_GOAL)
    for steps in figures.steps:
        yield from _over(f"{steps.service}, one interview step", steps.step, STEP_GOAL)
    for posted in figures.posts:
        yield from _over(f"{posted.form}, one post", posted.tracker.timing, POST_GOAL)
        if (queries := posted.tracker.queries) > MOST_QUERIES:
            yield f"{posted.form}, one post: {queries} queries miss the goal of {MOST_QUERIES}."


def _over(what: str, timing: Timing, goal: float) -> Iterator[str]:
    if timing.processor > goal:
        yield f"{what}: {timing.processor:.2f} ms misses its goal of {goal:g} ms."


def to_text(figures: Figures) -> Iterator[str]:
    """The tables."""
    on = machine()
    runs = figures.services[0].without.runs
    yield f"{on['python']}, {on['system']}, {on['processors']} x {on['processor']}"
    yield f"load {', '.join(f'{each:g}' for each in on['load'])}; each figure from {runs} runs"
    yield f"law data {figures.release}, answered for {figures.as_at:%d %B %Y}"
    yield from ("", *_services(figures), "", *_steps(figures), "", *_posts(figures))
    for each in range(len(figures.beside)):
        yield from ("", *_beside(figures, each))
    yield ""
    yield (
        f"Goals, for the median of the processor's time: {TRACED_GOAL:g} ms with every trace, "
        f"{PLAIN_GOAL:g} ms without, {STEP_GOAL:g} ms for a step, {POST_GOAL:g} ms and "
        f"{MOST_QUERIES} queries for a post."
    )
    yield from list(missed(figures)) or ["Every figure meets its goal."]


def _services(figures: Figures) -> Iterator[str]:
    count = figures.services[0].requirements
    yield f"One service, all {count} requirements (ms)"
    yield _row("", "median", "p95", "processor", "per second", "peak memory")
    for each in figures.services:
        for text, timing, peak in (
            (f"{each.name}, every trace", each.traced, each.peak_traced),
            (f"{each.name}, without traces", each.without, each.peak),
        ):
            yield _row(
                text, *_times(timing), f"{count / timing.processor * 1000:,.0f}", _megabytes(peak)
            )
    yield f"The compiled rule set holds {_megabytes(figures.ruleset_bytes)}."


def _steps(figures: Figures) -> Iterator[str]:
    yield "One step of the interview: answers taken in, what is asked next; the page not drawn (ms)"
    yield _row("", "median", "p95", "processor", "screens")
    for each in figures.steps:
        yield _row(each.service, *_times(each.step), str(each.screens))


def _posts(figures: Figures) -> Iterator[str]:
    yield "One post of three answers, from the form to what follows, on a database (ms)"
    yield _row("", "median", "p95", "processor", "queries", "readings", "determinations")
    for each in figures.posts:
        for text, cost in ((each.form, each.tracker), (f"{each.form}, anew", each.anew)):
            counts = (cost.queries, cost.readings, cost.determinations)
            yield _row(text, *_times(cost.timing), *map(str, counts))
    yield "Anew: each place that needs the service reads and determines it again."


def _beside(figures: Figures, at: int) -> Iterator[str]:
    each = figures.beside[at]
    yield f"{each.service}: its {each.conditions} different conditions alone, no trace (ms)"
    yield _row("", "median", "p95", "processor", "per second", "conditions")
    for text, timing, count in (
        ("tracker, facts worked out too", each.tracker, each.conditions),
        ("closures, facts given", each.closures, each.conditions),
        ("zen-engine, facts given", each.zen, each.expressed),
    ):
        yield _row(text, *_times(timing), f"{count / timing.processor * 1000:,.0f}", str(count))
    yield f"zen-engine can express {each.expressed} of {each.conditions}."
    if each.left_out:
        yield f"  Left out, as it has no third truth: {_counts(each.left_out)}."
        yield f"  Asked all the same, it says: {_counts(each.of_unknown)}."
    for name, found in each.agreement.items():
        both = found.alike + len(found.differ)
        yield f"{name} agrees with the tracker on {found.alike} of {both}."
        yield from (f"  DISAGREES: {one}" for one in found.differ)


def _counts(found: dict[str, int]) -> str:
    return ", ".join(f"{count} {word}" for word, count in sorted(found.items()))


def _times(timing: Timing) -> tuple[str, str, str]:
    return f"{timing.median:.2f}", f"{timing.p95:.2f}", f"{timing.processor:.2f}"


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f} MB"


def _row(text: str, *figures: str) -> str:
    return f"  {text:<34}" + "".join(f"{each:>16}" for each in figures)
