"""Time and memory of a call: many runs, their median, and what all but a twentieth keep to."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable, Collection
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of one run: by the clock, and of the processor's own time."""

    clock: float
    processor: float


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds: the median and the 95th percentile by the clock, and the median of the
    processor's time, which what else a machine does disturbs less."""

    median: float
    p95: float
    processor: float
    runs: int

    @classmethod
    def of(cls, runs: Collection[Run]) -> Timing:
        """The figures of single runs."""
        clock = sorted(each.clock * 1000 for each in runs)
        late = clock[round(0.95 * (len(clock) - 1))]
        processor = median(each.processor * 1000 for each in runs)
        return cls(median(clock), late, processor, len(clock))


class Stopwatch:
    """Runs of one thing, each measured with `with`."""

    def __init__(self) -> None:
        self.runs: list[Run] = []

    def __enter__(self) -> None:
        self._clock, self._processor = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        clock, processor = time.perf_counter(), time.process_time()
        self.runs.append(Run(clock - self._clock, processor - self._processor))


def timed(call: Callable[[T], object], fresh: Callable[[], T], runs: int) -> Timing:
    """The time of `call` alone, each run on something `fresh`; the first run does not count."""
    call(fresh())
    gc.collect()
    watch = Stopwatch()
    for _ in range(runs):
        given = fresh()
        with watch:
            call(given)
    return Timing.of(watch.runs)


def allocated(call: Callable[[], object]) -> tuple[int, int]:
    """Bytes that the result of a call holds on to, and the most held while it ran."""
    gc.collect()
    tracemalloc.start()
    try:
        kept = call()
        held, most = tracemalloc.get_traced_memory()
        del kept
    finally:
        tracemalloc.stop()
    return held, most
