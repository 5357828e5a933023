"""`./bench rules`: one service and every requirement, and a post; beside alternatives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.beside import Beside, beside
from benchmarks.interview import Steps, walk
from benchmarks.measurement import Timing, allocated, timed
from benchmarks.posts import Posted, post
from obligations import documents
from obligations.law.edition import read
from obligations.law.told_subject import read_subject
from obligations.rules import Determination, RuleSet, Subject, determine
from obligations.words.answers import trace
from tracker import clock

DEMO = Path(__file__).resolve().parent.parent / "fixtures" / "demo"
HEADLINES = ("forum", "video")


@dataclass(frozen=True)
class Service:
    """What was measured of one demo service."""

    name: str
    title: str
    requirements: int
    without: Timing
    traced: Timing
    peak: int
    peak_traced: int


@dataclass(frozen=True)
class Figures:
    """Everything that `./bench rules` shows."""

    release: str
    as_at: dt.date
    ruleset_bytes: int
    services: tuple[Service, ...]
    beside: tuple[Beside, ...]
    steps: tuple[Steps, ...]
    posts: tuple[Posted, ...]

    @property
    def disagreements(self) -> int:
        """How many answers of the alternatives differ from ours."""
        return sum(len(one.differ) for each in self.beside for one in each.agreement.values())


def measure(runs: int) -> Figures:
    """Everything, on the law data that is shipped and on its own day."""
    payload = read().payload
    held, _most = allocated(partial(_warm, payload))
    ruleset = RuleSet.from_payload(payload)
    del payload
    as_at = dt.date.fromisoformat(ruleset.law_date)
    subjects = dict(_subjects(ruleset))
    return Figures(
        release=ruleset.release,
        as_at=as_at,
        ruleset_bytes=held,
        services=tuple(
            _service(ruleset, name, each, as_at, runs) for name, each in subjects.items()
        ),
        beside=tuple(beside(ruleset, name, subjects[name], as_at, runs) for name in HEADLINES),
        steps=tuple(
            walk(ruleset, DEMO / f"{name}.yaml", as_at, max(1, runs // 20)) for name in HEADLINES
        ),
        posts=post(clock.today(), max(2, runs // 2)),
    )


def _warm(payload: dict[str, Any]) -> RuleSet:
    """A compiled rule set with everything that it works out when first asked."""
    ruleset = RuleSet.from_payload(payload)
    traced(determine(ruleset, Subject("Nobody"), dt.date.fromisoformat(ruleset.law_date)))
    return ruleset


def _subjects(ruleset: RuleSet) -> list[tuple[str, Subject]]:
    paths = sorted(DEMO.glob("*.yaml"), key=lambda path: (path.stem not in HEADLINES, path.stem))
    found = [(path.stem, documents.read(path.read_bytes())) for path in paths]
    return [(name, read_subject(mapping, ruleset)[0]) for name, mapping in found]


def traced(determination: Determination) -> list[object]:
    """Every trace of a determination."""
    return [trace(answer) for answer in determination.answers]


def _service(ruleset: RuleSet, name: str, subject: Subject, as_at: dt.date, runs: int) -> Service:
    def plain(_: None) -> Determination:
        return determine(ruleset, subject, as_at)

    def with_traces(_: None) -> object:
        return traced(determine(ruleset, subject, as_at))

    return Service(
        name,
        subject.platform,
        len(ruleset.determined),
        without=timed(plain, lambda: None, runs),
        traced=timed(with_traces, lambda: None, runs),
        peak=allocated(lambda: plain(None))[1],
        peak_traced=allocated(lambda: with_traces(None))[1],
    )
