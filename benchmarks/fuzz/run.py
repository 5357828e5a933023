"""`./bench fuzz`: the attack on a database of its own, and what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.database import held

if TYPE_CHECKING:  # Django is not set up when this module is read.
    from benchmarks.fuzz.attack import Findings

KINDS = {"2": "answered", "3": "led on", "4": "refused", "5": "errors of the server"}


def run(requests: int, seed: int) -> int:
    """Attack, and print what came of it; 1 where anything is found."""
    with held("fuzz"):
        return _attacked(requests, seed)


def _attacked(requests: int, seed: int) -> int:
    from benchmarks.fuzz.attack import Attack
    from benchmarks.fuzz.pages import routes
    from benchmarks.fuzz.world import explored, populate
    from tracker import clock

    def told(found: Findings) -> None:
        wrong = len(found.errors) + len(found.changed) + len(found.away)
        print(f"  {found.requests:,} requests, {found.seconds:.0f} s, {wrong} found", flush=True)

    clients, starts = populate(clock.today())
    ground = explored(clients, starts)
    every = routes()
    forms = sum(map(len, ground.forms.values()))
    print(
        f"seed {seed}: {len(every)} addresses, {forms} forms, {len(clients)} visitors", flush=True
    )
    found = Attack(clients, ground, every, seed).run(requests, told)
    print("\n".join(lines(found)))
    return 0 if found.is_clean else 1


def lines(found: Findings) -> list[str]:
    """The findings as text: statuses by kind, then each thing that should not be."""
    text = [f"{found.requests:,} requests in {found.seconds:.0f} s, seed {found.seed}"]
    for first, kind in KINDS.items():
        each = {status: n for status, n in sorted(found.statuses.items()) if status[0] == first}
        parts = ", ".join(f"{status}: {n:,}" for status, n in each.items())
        text.append(f"  {kind:<22}{sum(each.values()):>8,}  {parts}".rstrip())
    for words, what in (
        ("errors of the server", found.errors),
        ("refused, and yet rows were written", found.changed),
        ("led to another site", found.away),
    ):
        text += [f"{len(what)} {words}", *(f"  {each}" for each in what)]
    return text
