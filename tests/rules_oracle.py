"""The answers once more, slowly and from the JSON: the oracle that the rules are tested against.

It shares no code with obligations.rules: no compiled conditions, nothing kept, no classes but
this one and what it rests on (`tests.oracle_facts`). It reads a fact file as it stands (facts
already under their canonical names).
"""

from __future__ import annotations

from typing import Any

from tests.oracle_facts import PART, SIDES, Facts, conj, disj, iso

CATEGORY_SIDE = {"1": "u2u", "2A": "search", "2B": "u2u"}


class Oracle(Facts):
    """The answers for one fact file under one payload on one day."""

    # Events and categories

    def of_the_law(self, *waits: dict[str, Any] | None) -> bool:
        """Whether the first event still waited for is one of the law itself."""
        for wait in waits:
            if wait is None or not self.waiting(wait):
                continue
            if not wait.get("event"):
                return self.of_the_law(*(wait.get("all") or wait["any"]))
            event = next(each for each in self.law["events"] if each["id"] == wait["event"])
            return bool(event["about"] == "law")
        return False

    def waiting(self, wait: dict[str, Any]) -> bool:
        if wait.get("event"):
            return self.happened(wait["event"], wait.get("category")) is None
        if wait.get("all"):
            return any(self.waiting(each) for each in wait["all"])
        return all(self.waiting(each) for each in wait["any"])

    def category(self, categories: list[str]) -> str | bool | None:
        """True, "waits", False, or None."""
        if not categories:
            return True
        if self.designations is None:
            return None if self.happened("register_first_published") else self.threshold(categories)
        if any(each["category"] in categories for each in self.held()):
            return True
        ever = [each for each in self.designations if each["category"] in categories]
        if any(iso(each.get("to")) and iso(each["to"]) <= self.day for each in ever):
            return False
        return self.threshold(categories)

    def threshold(self, categories: list[str]) -> str | bool | None:
        met = disj(
            conj(
                (
                    self.value(PART[CATEGORY_SIDE[each]], None),
                    self.value(f"meets_category_{each.lower()}_threshold", CATEGORY_SIDE[each]),
                )
            )
            for each in categories
        )
        return "waits" if met else met

    # Answers

    def answer(self, record: dict[str, Any]) -> str:
        """The answer for a requirement by its version of the day, or "proposed"."""
        version = self.version(record["versions"])
        if not version["candidates"]:
            return self.text(record, version)
        found = {
            self.text(record, version | candidate).replace("proposed", "does_not_apply")
            for candidate in version["candidates"]
            if version["status"] == "contested"
        }
        if all(each["status"] != "in_force" for each in version["candidates"]):
            return "proposed"
        if len(found) == 1:
            return found.pop()
        texts = [version | each for each in version["candidates"] if each["status"] == "in_force"]
        return self.open(any(self.may_bind(record, each) for each in texts))

    @staticmethod
    def open(may_bind: bool) -> str:
        """What is not known of a day on which it may bind, else what may apply later."""
        return "not_known" if may_bind else "may_apply_later"

    def waits(self, record: dict[str, Any], version: dict[str, Any]) -> list[dict[str, Any]]:
        """What the requirement, or the whole that it is part of, waits for, and this text."""
        whole = record
        while not whole["waits_for"] and whole["part_of"]:
            (whole,) = [each for each in self.law["requirements"] if each["id"] == whole["part_of"]]
        return [each for each in (whole["waits_for"], version.get("waits_for")) if each]

    def no_day(self, record: dict[str, Any], version: dict[str, Any]) -> bool:
        switched_on = version.get("commenced") and self.waits(record, version)
        return version["from"] is None and not switched_on

    def begun(self, record: dict[str, Any], version: dict[str, Any]) -> bool:
        """Whether the text is in force on the day."""
        later = version["from"] is not None and version["from"] > self.day
        of_the_law = self.of_the_law(*self.waits(record, version))
        return not (later or of_the_law or self.no_day(record, version))

    def may_bind(self, record: dict[str, Any], version: dict[str, Any]) -> bool:
        no_register = record["categories"] and not self.happened("register_first_published")
        return self.begun(record, version) and not no_register

    def version(self, versions: list[dict[str, Any]]) -> dict[str, Any]:
        """The version of the day; before all of them the first, after all of them the last."""
        begun = [each for each in versions if each["from"] and each["from"] <= self.day]
        return begun[-1] if begun else versions[0]

    def text(self, record: dict[str, Any], version: dict[str, Any]) -> str:
        if version["status"] != "in_force":
            return "proposed"
        category = self.category(record["categories"])
        gated = record["gate"] not in (None, "none")
        names = [record["gate"]] if gated else []
        names += [f"side_{record['side']}"] if record["side"] in SIDES else []
        truth = conj(
            [self.on_sides(self.gates[name], "platform") for name in names]
            + [category is True or category == "waits" or category]
            + [self.on_sides(version["condition"], record["side"])]
        )
        left = self.scope()[1]
        if truth is False or (version["to"] and version["to"] < self.day):
            return "does_not_apply"
        if gated and left and left < self.day:
            return "does_not_apply"
        if truth is None:
            return self.open(self.may_bind(record, version))
        begun, trigger = self.begun(record, version), record["triggered_by"]
        if begun and trigger and not self.happened(trigger):
            return "stands_by"
        waits = any(map(self.waiting, self.waits(record, version)))
        no_day = self.no_day(record, version)
        if category == "waits" or waits or no_day or (trigger and not begun):
            return "waits"
        if self.appeal(record, version["condition"]) is None:
            return "not_known"
        start = self.scope()[0] if gated else None
        begins = version["from"] or self.day
        late = begins > self.day or (start is not None and start > self.day)
        return "applies_from" if late else "applies"

    # Appeals against the register

    def appeal(self, record: dict[str, Any], condition: Any) -> bool | None:
        """Whether what binds is excused by an appeal (s 167); None where that is open."""
        bound = sorted(record["categories"])
        for tree in [] if bound else [condition, *((condition or {}).get("all") or [])]:
            if (tree or {}).get("fact") == "designated_categories":
                bound = sorted(tree["in"])
        appealed, held = set(), set()
        for one in self.held():
            begun, over = iso(one.get("appealed")), iso(one.get("appeal_ended"))
            pending = begun is not None and begun <= self.day and (over or "9999") > self.day
            own = [one["category"]] if one["category"] != "2B" else ["1", "2A", "2B"]
            special = bound in (own, ["1", "2A", "2B"])
            if one["category"] in bound:
                held.add(one["category"])
                appealed |= {one["category"]} if pending and special else set()
        if not appealed:
            return False
        return True if appealed == held else None
