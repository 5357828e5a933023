"""`./bench` arrives here, in the environment that holds what benches need."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys

from obligations import intake

BENCHES = {
    "rules": "one service, every requirement, and posts that change it; beside alternatives",
    "fuzz": "hostile requests to every address, by every kind of visitor",
}


def main(words: list[str]) -> int:
    """Run a bench or list them; 1 where an answer is not what it must be."""
    parser = argparse.ArgumentParser("./bench", description="Measures, and says what it measured.")
    parser.add_argument("bench", nargs="?", choices=list(BENCHES), help="without it: the list")
    parser.add_argument("--runs", type=_runs, default=60, help="runs of each figure (default: 60)")
    parser.add_argument("--requests", type=_requests, default=2_000, help="of fuzz (2000)")
    parser.add_argument("--seed", type=int, help="of fuzz: repeats a run (default: a new one)")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    wanted = parser.parse_args(words)
    if wanted.bench is None:
        for name, text in BENCHES.items():
            print(f"./bench {name:<8} {text}")
        return 0
    if wanted.bench == "fuzz":
        from benchmarks.fuzz.run import run

        return run(wanted.requests, wanted.seed or secrets.randbelow(2**32))
    return _rules(wanted.runs, as_json=wanted.json)


def _runs(text: str) -> int:
    return _whole(text, 10_000)


def _requests(text: str) -> int:
    return _whole(text, 10_000_000)


def _whole(text: str, most: int) -> int:
    number = intake.row(text)
    if number is None or number > most:
        raise argparse.ArgumentTypeError(f"{text!r}: write a number from 1 to {most}")
    return number


def _rules(runs: int, *, as_json: bool) -> int:
    from benchmarks.database import held

    with held("rules"):
        from benchmarks import report, rules

        figures = rules.measure(runs)
    if as_json:
        print(json.dumps(report.to_json(figures), indent=1, ensure_ascii=False))
    else:
        print("\n".join(report.to_text(figures)))
    if figures.disagreements:
        print(f"{figures.disagreements} answers disagree with the tracker's.", file=sys.stderr)
    return 1 if figures.disagreements else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BrokenPipeError:  # The reader, `head` say, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
