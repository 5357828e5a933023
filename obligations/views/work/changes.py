"""What changed: the law, release by release, and what people of the provider decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from obligations import words
from obligations.filters.work import ChangeFilter
from obligations.law.ruleset import ruleset_for
from obligations.models import Event, Release, Requirement
from obligations.rules import RuleSet
from obligations.rules.facts.key import Key
from obligations.views.shared.current_provider import workplace
from obligations.views.work.lists import list_page
from tracker import clock

RELEASES = 5
FOLLOWED = "obligations.followed"


MOVED = {"added": "Came onto the list", "changed": "Changed", "ended": "No longer applies"}


@dataclass(frozen=True)
class Told:
    """An event with what it was about by name: each answer, and the requirements that moved."""

    event: Event
    answers: tuple[str, ...]
    moved: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]


def told(events: Iterable[Event]) -> list[Told]:
    """Events with names. One query, beside the rules of the edition in use."""
    listed = list(events)
    refs = {ref for event in listed for name in MOVED for ref in event.data.get(name) or ()}
    rows = Requirement.objects.filter(ref__in=refs).values_list("ref", "slug", "title")
    known = {ref: (ref, slug, title) for ref, slug, title in rows}
    ruleset = ruleset_for()
    return [
        Told(event, tuple(_answers(event, ruleset)), tuple(_moved(event, known)))
        for event in listed
    ]


def _answers(event: Event, ruleset: RuleSet) -> Iterator[str]:
    """Each answer of an event in words; nothing for an event of another sort."""
    if event.action != "facts.recorded":
        return
    answers = event.data.get("answers") or {}
    for key in (*answers, *(event.data.get("not_known") or ())):
        yield words.recorded.answer(ruleset, Key.parse(key), answers.get(key))


def _moved(
    event: Event, known: Mapping[str, tuple[str, str, str]]
) -> Iterator[tuple[str, tuple[tuple[str, str, str], ...]]]:
    for name, title in MOVED.items():
        if refs := [ref for ref in event.data.get(name) or () if event.action == FOLLOWED]:
            yield title, tuple(known.get(ref, (ref, "", "")) for ref in refs)


@login_required
def change_list(request: HttpRequest) -> HttpResponseBase:
    """The provider's log, filtered, beside the latest editions of the law data."""
    place = workplace(request)
    rows = (
        Event.objects.visible_to(request.user)
        .filter(provider=place.provider)
        .select_related("platform")
    )
    filterset = ChangeFilter(request.GET, rows, as_at=clock.today())
    releases = Release.objects.defer("payload")[:RELEASES]
    return list_page(
        request, "work/change_list.html", place, filterset, resource="events",
        add=lambda found: {"releases": releases, "told": told(found)},
    )  # fmt: skip
