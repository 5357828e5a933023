"""What a fact file tells with a day: entries on Ofcom's register, and events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from obligations import intake, language
from obligations.intake import Refused, shown
from obligations.rules.facts.file_shapes import ShapeReader
from obligations.rules.facts.subject import Designation, RecordedEvent
from obligations.rules.rulebook.names import CATEGORY_SIDES, DESIGNATED

ENTRY_KEYS = ("category", "from", "to", "appealed", "appeal_ended")


class EntryReader(ShapeReader):
    """Reads `designations` and `events`."""

    def designations(self, given: Any) -> tuple[Designation, ...] | None:
        if given is None:
            return None
        found = []
        for where, item in self.items("designations", given, ENTRY_KEYS):
            category = str(item.get("category"))
            if category not in CATEGORY_SIDES:
                self.errors.append(
                    f"{where}.category: {shown(category)} is none of "
                    f"{language.either(CATEGORY_SIDES)}"
                )
                continue
            since, to = self.day(where, item, "from"), self.day(where, item, "to", needed=False)
            if since is not None and to is not None and to <= since:
                self.errors.append(f"{where}: removed on {to}, which is not after {since}")
            elif since is not None:
                appeal = self._appeal(where, item, since)
                found.append(Designation(category, since, to, *appeal))
        return tuple(found)

    def _appeal(
        self, where: str, item: Mapping[str, Any], since: dt.date
    ) -> tuple[dt.date | None, dt.date | None]:
        """The days of an appeal against the entry, and of its end (s 167)."""
        appealed = self.day(where, item, "appealed", needed=False)
        ended = self.day(where, item, "appeal_ended", needed=False)
        if appealed is not None and appealed < since:
            self.errors.append(f"{where}.appealed: {appealed} is before the entry of {since}")
        if ended is not None and (appealed is None or ended < appealed):
            after = "no appeal is told" if appealed is None else f"the appeal is of {appealed}"
            self.errors.append(f"{where}.appeal_ended: {ended}, but {after}")
        return appealed, ended

    def events(self, given: Any) -> tuple[RecordedEvent, ...]:
        recordable = {
            event.id: event
            for event in self.ruleset.events.values()
            if event.about != "law" and event.id != DESIGNATED
        }
        found = []
        for where, item in self.items("events", given or [], ("event", "on", "due_on")):
            event = str(item.get("event"))
            if event == DESIGNATED:
                self.errors.append(f"{where}: a designation is recorded under designations")
                continue
            if event not in recordable:
                near = self.near(event, recordable)
                self.errors.append(f"{where}.event: no such event to record: {shown(event)}{near}")
                continue
            on, moment = self._when(where, item)
            due_on = self.day(where, item, "due_on", needed=False)
            if on is not None:
                found.append(RecordedEvent(event, on, moment, due_on))
        return tuple(found)

    def _when(
        self, where: str, item: Mapping[str, Any]
    ) -> tuple[dt.date | None, dt.datetime | None]:
        """The day of an event, and its moment where a time of day was told."""
        try:
            if intake.has_time(item.get("on")):
                moment = intake.moment(item["on"])
                return moment.date(), moment
        except Refused as refusal:
            self.errors.append(f"{where}.on: {refusal}")
            return None, None
        return self.day(where, item, "on"), None
