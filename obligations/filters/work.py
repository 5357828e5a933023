"""The filters of the lists people work with: tasks, dates, services, the provider's log.

They are made as those of the library are (obligations.filters.law), with the day they speak of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import django_filters as df
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from obligations import words
from obligations.calendar.standing import DEMANDS, Standing
from obligations.filters.base import Day, Facet, ListFilterSet, Sort, Words
from obligations.models import (
    AnswerKind,
    Deadline,
    LawJob,
    Obligation,
    Platform,
    Position,
    Progress,
    Result,
)
from obligations.models.positions import open_reason
from obligations.models.standing import dates_on, tasks_on

NOBODY, PROVIDER_ITSELF = "nobody", "provider"
FURTHER = (Standing.AHEAD, Standing.REGIME, Standing.KEEP)
NEARNESS: dict[str, str] = {
    **{one: words.standing.NAMES[one] for one in Standing if one in DEMANDS and one not in FURTHER},
    "30": "Within 30 days",
    "90": "Within 90 days",
    "later": "Later",
    **{one: words.standing.NAMES[one] for one in Standing if one not in (*DEMANDS, *FURTHER)},
    "none": "No day set",
}
WORK = {"open": "To work on", "done": "Done"}
PROGRESS = {value: str(label) for value, label in Progress.choices}
RESULTS = {value: str(label) for value, label in Result.choices}
DEADLINE_STATES = {
    "open": "Open",
    "paused": "Does not run while an appeal is pending",
    "done": "Done",
    "lapsed": "No longer owed",
}
AGAIN = {"yes": "Look at it again", "no": "Nothing has changed"}
STATES = {"stands": "Stands", "ended": "Replaced or withdrawn"}
KINDS = {value: str(label) for value, label in Position.Kind.choices}
CLOCKS = {"owed": "Owed by you", "own": "Your own", "regime": "Dates of the regime"}


def nearness(standing: str, column: str, *, at: dt.date) -> Case:
    """How near a day is: how it stands (models.standing), and how far ahead it lies."""
    ahead = Q(**{f"{standing}__in": FURTHER})
    return Case(
        When(**{f"{standing}__isnull": True}, then=Value("none")),
        When(~ahead, then=F(standing)),
        When(**{f"{column}__lte": at + dt.timedelta(days=30)}, then=Value("30")),
        When(**{f"{column}__lte": at + dt.timedelta(days=90)}, then=Value("90")),
        default=Value("later"),
        output_field=CharField(),
    )


def _of_platform(chosen: list[str]) -> Q:
    itself = Q(platform__isnull=True) if PROVIDER_ITSELF in chosen else Q()
    return Q(platform__slug__in=chosen) | itself


class OfServices(ListFilterSet):
    """A list with a facet of services, which are called by their names."""

    def _tell_choices(self) -> None:
        names = dict(Platform.objects.values_list("slug", "name"))
        names[PROVIDER_ITSELF] = "The provider itself"
        self.facets["platform"].named = lambda value: names.get(value, value)
        super()._tell_choices()


def _services() -> Facet:
    return Facet(
        "platform__slug",
        "Service",
        match=_of_platform,
        expression=Coalesce(F("platform__slug"), Value(PROVIDER_ITSELF)),
    )


def _owner_words(value: str) -> str:
    return "Nobody yet" if value == NOBODY else value


def _owned_by(chosen: list[str]) -> Q:
    unowned = Q(owner__isnull=True) if NOBODY in chosen else Q()
    return Q(owner__email__in=chosen) | unowned


class ObligationFilter(OfServices):
    """What a provider tracks. Without an answer chosen it lists tasks: those that are open, or
    those that are done where asked for."""

    q = Words("requirement__ref", "requirement__title", "note", vector="requirement__search")
    platform = _services()
    due = Facet("due_state", "Due", named=lambda value: NEARNESS[value], order=NEARNESS)
    work = Facet("work", "Work", named=lambda value: WORK[value], order=WORK)
    progress = Facet("progress", "Progress", named=lambda value: PROGRESS[value], order=PROGRESS)
    result = Facet("result", "Result", named=lambda value: RESULTS[value], order=RESULTS)
    owner = Facet(
        "owner__email", "Owner", match=_owned_by, named=_owner_words, order=(NOBODY,),
        expression=Coalesce(Cast(F("owner__email"), CharField()), Value(NOBODY)),
    )  # fmt: skip
    strength = Facet(
        "requirement__strength",
        "Strength",
        named=words.answers.strength,
        order=words.answers.STRENGTHS,
    )
    kind = Facet("requirement__kind", "Kind", named=words.records.kind, order=words.records.KINDS)
    theme = Facet("requirement__theme", "Theme", named=words.records.theme)
    job = Facet("requirement__job__slug", "Job")
    answer = Facet("answer", "Answer", named=words.answers.answer, order=AnswerKind.values)
    sort = Sort(
        due=(
            "Next day due",
            (F("next_due").asc(nulls_last=True), "requirement__natural_key", "pk"),
        ),
        ref=("Reference", ("requirement__natural_key", "pk")),
        theme=("Theme", ("requirement__theme", "requirement__natural_key", "pk")),
        changed=("Last changed first", ("-updated_at", "pk")),
    )

    def prepare(self, queryset: Any) -> QuerySet[Obligation]:
        self.facets["job"].call(LawJob.titles())
        found: QuerySet[Any] = tasks_on(queryset, self.as_at).annotate(
            due_state=nearness("next_standing", "next_due", at=self.as_at),
            work=Case(
                When(open_now=True, then=Value("open")),
                When(is_task=True, then=Value("done")),
                output_field=CharField(),
            ),
        )
        chosen = dict(self._lists())
        if not chosen.get("answer"):
            found = found.filter(
                **({"is_task": True} if chosen.get("work") else {"open_now": True})
            )
        return found


class DeadlineFilter(OfServices):
    """Days owed, and milestones of the regime that concern a service. At first: the open ones."""

    q = Words("title", "requirement__ref")
    due = Facet("due_state", "When", named=lambda value: NEARNESS[value], order=NEARNESS)
    platform = _services()
    clock = Facet("clock", "Whose day", named=lambda value: CLOCKS[value], order=CLOCKS)
    status = Facet(
        "status", "State", named=lambda value: DEADLINE_STATES[value], order=DEADLINE_STATES
    )
    sort = Sort(
        due=("Nearest first", ("due_on", "title", "pk")),
        last=("Furthest first", ("-due_on", "title", "pk")),
        changed=("Last changed first", ("-updated_at", "pk")),
    )

    def prepare(self, queryset: Any) -> QuerySet[Deadline]:
        if not dict(self._lists()).get("status"):
            queryset = queryset.open()
        found: QuerySet[Deadline] = dates_on(queryset, self.as_at).annotate(
            due_state=nearness("standing", "due_on", at=self.as_at),
            clock=Case(
                When(position__isnull=False, then=Value("own")),
                When(milestone__isnull=True, then=Value("owed")),
                default=Value("regime"),
                output_field=CharField(),
            ),
        )
        return found


class PlatformFilter(ListFilterSet):
    """The services of a provider; those put away only where asked for."""

    q = Words("name", "description", "url")
    archived = df.BooleanFilter(label="Put away", field_name="archived_on", lookup_expr="isnull",
                                exclude=True)  # fmt: skip
    sort = Sort(
        name=("Name", ("name", "pk")),
        newest=("Newest first", ("-created_at", "pk")),
    )

    def prepare(self, queryset: QuerySet[Platform]) -> QuerySet[Platform]:
        if dict(self._lists()).get("archived"):
            return queryset
        return queryset.filter(archived_on__isnull=True)


class PositionFilter(OfServices):
    """What a provider takes answers to be; at first those that stand, what to look at again first.

    `again`: the positions to look at again, each with its reasons (law.positions).
    """

    q = Words("requirement__ref", "requirement__title", "reading_words", "open_reason")
    again = Facet("again", "Look at it again", named=lambda value: AGAIN[value], order=AGAIN)
    platform = _services()
    takes = Facet("takes", "Your position", named=words.answers.answer, order=AnswerKind.values)
    kind = Facet("kind", "What it does", named=lambda value: KINDS[value], order=KINDS)
    state = Facet("state", "State", named=lambda value: STATES[value], order=STATES)
    sort = Sort(
        again=("To look at again first", ("-again", "review_on", "pk")),
        ref=("Reference", ("requirement__natural_key", "pk")),
        newest=("Newest first", ("-recorded_at", "-pk")),
    )

    def __init__(self, *args: Any, reasons: Mapping[int, tuple[str, ...]], **options: Any) -> None:
        self.reasons = reasons
        super().__init__(*args, **options)

    def prepare(self, queryset: Any) -> QuerySet[Position]:
        if not dict(self._lists()).get("state"):
            queryset = queryset.standing()
        found: QuerySet[Position] = queryset.annotate(
            open_reason=open_reason(),
            again=_either("yes", "no", pk__in=list(self.reasons)),
            state=_either("stands", "ended", ended_at__isnull=True),
        )
        return found


def _either(yes: str, no: str, **holds: Any) -> Case:
    return Case(When(**holds, then=Value(yes)), default=Value(no), output_field=CharField())


class ChangeFilter(OfServices):
    """The provider's log: who decided what when."""

    q = Words("sentence", "actor_label")
    action = Facet("action", "What was done", named=lambda value: words.names.plain(
        value.replace(".", ": ")))  # fmt: skip
    who = Facet("actor_label", "Who", named=str)
    platform = _services()
    since = Day(label="Since", field_name="at", lookup_expr="date__gte")
    until = Day(label="Until", field_name="at", lookup_expr="date__lte")
    sort = Sort(
        newest=("Newest first", ("-at", "-pk")),
        oldest=("Oldest first", ("at", "pk")),
    )
