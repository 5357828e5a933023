"""How jobs hold together: what they settle exists, and is settled once; what comes first does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from obligations.law.names import Names, unknown
from obligations.rules.rulebook.jobs import Job
from obligations.rules.rulebook.names import DETERMINED_KINDS
from obligations.rules.rulebook.requirements import Requirement

Found = tuple[int, str, str, str]


def faults(
    jobs: Iterable[Job], requirements: Iterable[Requirement], names: Names
) -> Iterator[Found]:
    """(index of the job, its id, field, sentence) for whatever does not hold together."""
    wholes = {each.id: each.part_of for each in requirements}
    settled: dict[str, str] = {}
    earlier: list[str] = []
    every = [job.id for job in jobs]
    for index, job in enumerate(jobs):
        for sentence in _after(job, earlier, every):
            yield index, job.id, "after", sentence
        for name in job.settles:
            if sentence := _wrong(name, names, wholes) or _again(name, job.id, settled):
                yield index, job.id, "settles", sentence
            settled.setdefault(name, job.id)
        earlier.append(job.id)


def _after(job: Job, earlier: list[str], every: list[str]) -> Iterator[str]:
    for name in job.after:
        if name not in every:
            yield unknown("job", name, every)
        elif name not in earlier:
            yield f"{name!r} comes first, so it stands earlier in the list"


def _wrong(name: str, names: Names, wholes: dict[str, str | None]) -> str:
    kind = names.requirements.get(name)
    if kind is None:
        return unknown("requirement", name, names.requirements)
    if kind not in DETERMINED_KINDS:
        return f"{name!r} is {'an' if kind == 'offence' else 'a'} {kind}: nobody works on it"
    whole = wholes.get(name)
    if whole and not _in_a_circle(name, wholes):
        return f"{name!r} goes with {whole!r}, which it is part of; leave it out"
    return ""


def _again(name: str, job: str, settled: dict[str, str]) -> str:
    if name not in settled:
        return ""
    other = "this job" if settled[name] == job else f"the job {settled[name]!r}"
    return f"{name!r} is settled by {other} already"


def _in_a_circle(name: str, wholes: dict[str, str | None]) -> bool:
    """Whether a requirement is part of itself by way of others: said by another check."""
    above, seen = wholes.get(name), {name}
    while above and above not in seen:
        seen.add(above)
        above = wholes.get(above)
    return above is not None
