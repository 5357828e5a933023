"""A plan in words, and as JSON."""

from __future__ import annotations

from typing import Any

from obligations import language
from obligations.rules.plan.plan import Bundle, Plan
from obligations.words import stored

TO_DO = {
    "duty": ("duty", "duties"),
    "measure": ("Code measure", "Code measures"),
    "expectation": ("point of guidance", "points of guidance"),
    "part": ("part of a duty", "parts of duties"),
    "coming": ("that starts later", "that start later"),
}


def made_of(plan: Plan) -> list[str]:
    """What there is to do adds up from: "43 duties", "25 Code measures"."""
    counts = plan.made_of
    return [
        language.counted(counts[kind], one, many)
        for kind, (one, many) in TO_DO.items()
        if counts[kind]
    ]


def record(plan: Plan) -> dict[str, Any]:
    """The plan as JSON: each job with its answers by where they stand."""
    numbers = {card.job.id: card.number for card in plan.cards}
    return {
        "platform": plan.determination.platform,
        "as_at": plan.determination.as_at.isoformat(),
        "release": plan.determination.release,
        "to_do": plan.to_do,
        "unverified": plan.unverified,
        "not_concerned": plan.not_concerned,
        "jobs": [
            _job(bundle, numbers.get(bundle.job.id) if bundle.job else None)
            for bundle in plan.bundles
        ],
    }


def _job(bundle: Bundle, number: int | None) -> dict[str, Any]:
    job = bundle.job
    about: dict[str, Any] = {"number": number, "id": job.id if job else None, "title": bundle.title}
    if job:
        about |= {
            "what": job.what, "gives": job.gives, "takes": job.takes.words,
            "after": list(job.after), "ahead": job.ahead or None, "note": job.note or None,
        }  # fmt: skip
    return about | {
        state: [
            stored.answer(line.answer) | {"parts": [stored.answer(each) for each in line.parts]}
            for line in lines
        ]
        for state, lines in bundle.states
        if lines
    }
