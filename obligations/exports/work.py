"""A provider's own lists as tables: services, tasks, dates, its log, a service's answers."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from obligations import words
from obligations.exports.columns import Column, Resource, first_day, follow, last_day
from obligations.models import Deadline, Progress, Result
from obligations.models.positions import standing_position
from obligations.rules import Answer

PROVIDER_ITSELF = "The provider"
ACTS_ON = {
    "something": "Something to act on",
    "nothing": "Nothing to act on today",
    "not_known": "Not known whether there is anything to act on",
}
SUSPENDED_TITLE = "Need not be complied with while an appeal is pending"
SETTLERS = {"you": "You", "law": "The law", "ofcom": "Ofcom"}


def service(row: Any) -> str:
    """The service a row is about; what the provider owes once is the provider's own."""
    return row.platform.name if row.platform else PROVIDER_ITSELF


def _taken_words(value: Any) -> str:
    return words.answers.answer(value) if value else ""


def _person(field: str) -> Any:
    """A person's name, or their address where they gave none."""

    def read(row: Any) -> str | None:
        user = getattr(row, field)
        return str(user) if user else None

    return read


PLATFORMS = Resource(
    name="services",
    title="Services",
    related=("provider",),
    columns=(
        Column.of("name", "Service", width=30),
        Column.of("slug", "Id", name="id", width=24),
        Column.of("provider.name", "Provider", name="provider", width=30),
        Column.of("url", "Address", width=40),
        Column.of("description", "Description", width=60),
        Column.of("created_at", "Recorded", name="recorded_at", width=18),
        Column.of("archived_on", "Put away on", width=13),
    ),
)


TASKS = Resource(
    name="tasks",
    title="What the provider tracks",
    related=("platform", "requirement", "owner"),
    added=lambda as_at: standing_position(),
    rests_on=Coalesce(
        KeyTextTransform("condition", "requirement__verification_parts"),
        F("requirement__verification"),
        output_field=CharField(),
    ),
    columns=(
        Column("service", "Service", service, width=26),
        Column.of("requirement.ref", "Reference", name="ref", width=22),
        Column.of("requirement.slug", "Requirement's id", name="requirement", width=18),
        Column.of("requirement.kind", "Kind", words.records.kind, name="kind", width=14),
        Column.of("requirement.strength", "Strength", words.answers.strength,
                  name="strength", width=20),
        Column.of("requirement.title", "Title", name="title", width=50),
        Column.of("requirement.theme", "Theme", words.records.theme, name="theme", width=26),
        Column.of("answer", "Answer", words.answers.answer, width=20),
        Column.of("applies_from", "Applies from", width=13),
        Column.of("ends_on", "Last day", width=13),
        Column.of("until_event", "Until", width=30),
        Column.of("acts_on", "Acts on", ACTS_ON.__getitem__, width=26),
        Column.of("suspended", SUSPENDED_TITLE, width=18),
        Column.of("optional", "A permission", width=12),
        Column.of("because", "Because", width=60),
        Column.of("by_position", "Tracked because of your position", width=16),
        Column.of("position_takes", "Your position", _taken_words, name="position", width=20),
        Column.of("position_from", "Position: from", width=13),
        Column.of("position_reason", "Reason of the position", width=50),
        Column.of("position_review_on", "Look at it again by", width=13),
        Column.of("open_now", "To work on", width=12),
        Column.of("next_due", "Next day due", width=13),
        Column.of("next_standing", "How that day stands", words.standing.name, width=26),
        Column.of("progress", "Progress", lambda v: Progress(v).label, width=14),
        Column.of("result", "Result", lambda v: Result(v).label, width=16),
        Column.of("assessed_on", "Checked on", width=13),
        Column.of("how_checked", "How it was checked", width=40),
        Column.of("despite", "Why it is done all the same", width=40),
        Column("owner", "Owner", _person("owner"), width=26),
        Column.of("note", "Note", width=50),
        Column.of("answered_at", "Answer as at", width=13),
        Column.of("requirement.verification", "How far checked", words.checks.verification,
                  name="verification", width=24),
    ),
)  # fmt: skip


def _record(row: Any) -> Any:
    """The record of the law that a date is about."""
    about = row.obligation or row.position
    return about.requirement if about else row.milestone


def _ref(row: Any) -> str | None:
    return getattr(_record(row), "ref", None)


def _verification(row: Any) -> str:
    return str(_record(row).verification)


def _why(row: Any) -> str:
    return str(row.derivation.get("why") or "")


DATES = Resource(
    name="dates",
    title="Dates",
    related=(
        "platform", "obligation__requirement", "position__requirement", "milestone", "closed_by",
    ),
    rests_on=Coalesce(
        F("obligation__requirement__verification"), F("position__requirement__verification"),
        F("milestone__verification"),
        output_field=CharField(),
    ),
    columns=(
        Column("service", "Service", service, width=26),
        Column.of("due_on", "Due", width=13),
        Column.of("due_at", "Due at", width=18),
        Column("from", "Some day from", first_day, width=13),
        Column("to", "Some day until", last_day, width=13),
        Column.of("confirmed", "Confirmed", width=12),
        Column.of("title", "What", width=56),
        Column("ref", "Reference", _ref, width=22),
        Column.of("milestone.title", "Date of the regime", name="milestone", width=44),
        Column.of("status", "State", lambda v: Deadline.Status(v).label, width=16),
        Column.of("standing", "How it stands", words.standing.name, width=26),
        Column("why", "Why this day", _why, width=60),
        Column.of("moved_because", "Moved because", width=40),
        Column.of("closed_at", "Closed", width=18),
        Column("closed_by", "Closed by", _person("closed_by"), width=24),
        Column.of("closed_note", "Note on closing", width=40),
        Column("verification", "How far checked", _verification, words.checks.verification, 24),
    ),
)  # fmt: skip

LOG = Resource(
    name="changes",
    title="The provider's log",
    related=("platform",),
    columns=(
        Column.of("number", "Number", width=9),
        Column.of("at", "When", width=18),
        Column.of("actor_label", "Who", name="who", width=28),
        Column("service", "Service", service, width=26),
        Column.of("action", "Action", width=22),
        Column.of("sentence", "What was done", width=80),
        Column.of("subject", "About", width=24),
        Column.of("data", "Details", width=50),
        Column.of("previous_hash", "Hash before", width=24),
        Column.of("hash", "Hash", width=24),
    ),
)


def _would(row: Answer) -> str | None:
    return str(row.would) if row.would else None


ANSWERS = Resource(
    name="answers",
    title="What binds a service",
    columns=(
        Column.of("ref", "Reference", width=22),
        Column.of("id", "Id"),
        Column.of("kind", "Kind", words.records.kind, width=14),
        Column.of("strength", "Strength", words.answers.strength, width=20),
        Column.of("side", "Side", words.answers.side, width=18),
        Column.of("level", "Level", words.answers.side, width=16),
        Column.of("title", "Title", width=50),
        Column.of("theme", "Theme", words.records.theme, width=26),
        Column.of("part_of", "Part of"),
        Column("answer", "Answer", lambda row: str(row.answer), words.answers.answer, 20),
        Column("would", "If it were law", _would, words.names.plain, 14),
        Column.of("starts_on", "From", name="from", width=13),
        Column.of("ends_on", "Last day", name="ended_on", width=13),
        Column.of("until_event", "Until", width=30),
        Column.of("optional", "A permission", width=12),
        Column("acts_on", "Acts on", lambda row: str(row.acts_on), ACTS_ON.__getitem__, 26),
        Column.of("suspended", SUSPENDED_TITLE, width=18),
        Column("because", "Because", words.reasons.because, width=70),
        Column("settled_by", "Settled by", lambda row: list(row.settled_by), words.names.plain, 30),
        Column("settled_by_whom", "Who can settle it",
               lambda row: str(row.settled_by_whom or "") or None, SETTLERS.__getitem__, 14),
        Column.of("verification", "How far checked", words.checks.verification, width=24),
    ),
)  # fmt: skip

NOT_IN_A_PLAN = {"level", "theme", "would", "ended_on"}
STATES = {
    "now": "Binds now",
    "coming": "Coming",
    "unclear": "Not known yet",
    "may_come": "Not in force; may apply later",
    "idle": "Nothing to act on, or a permission",
    "paused": "Need not be complied with while an appeal is pending",
    "waits": "Waits for an event",
    "stands_by": "Stands by",
    "proposed": "Proposed",
}


def _of_job(field: str) -> Any:
    """Something of the job of a line; nothing where no job settles it."""
    read = follow(f"job.{field}")
    return lambda row: read(row) or None


PLAN = Resource(
    name="plan",
    title="The plan of a service, job by job",
    columns=(
        Column.of("number", "Job number", name="job_number", width=9),
        Column("job", "Job's id", _of_job("id"), width=26),
        Column("job_title", "Job", _of_job("title"), width=44),
        Column("takes", "About how long, our estimate", _of_job("takes.words"), width=18),
        Column.of("order", "Order among all jobs", name="job_order", width=9),
        Column.of("state", "Where it stands", STATES.__getitem__, width=24),
        *(one.under("answer") for one in ANSWERS.columns if one.name not in NOT_IN_A_PLAN),
    ),
)  # fmt: skip

WORK = {
    "platforms": PLATFORMS,
    "obligations": TASKS,
    "deadlines": DATES,
    "events": LOG,
    "answers": ANSWERS,
    "plan": PLAN,
}
"""By the names of code; a file is named as the screen names its list."""
