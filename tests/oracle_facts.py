"""What holds of a fact file, slowly and from the JSON: facts, levels of risk, conditions."""

from __future__ import annotations

import datetime as dt
from typing import Any

LEVELS = ["negligible", "low", "medium", "high"]
PART = {"u2u": "has_user_to_user_part", "search": "has_public_search_engine"}
SIDES = ["u2u", "search"]


def conj(truths: Any) -> bool | None:
    truths = list(truths)
    return False if False in truths else (None if None in truths else True)


def disj(truths: Any) -> bool | None:
    truths = list(truths)
    return True if True in truths else (None if None in truths else False)


def iso(value: Any) -> str | None:
    return None if value is None else str(value)


def add_months(day: str, months: int) -> dt.date:
    date = dt.date.fromisoformat(day)
    month = date.month - 1 + months
    year, month = date.year + month // 12, month % 12 + 1
    for last in (date.day, 30, 29, 28):
        try:
            return dt.date(year, month, min(date.day, last))
        except ValueError:
            continue
    raise AssertionError(day)


class Facts:
    """One fact file under one payload on one day."""

    def __init__(self, payload: dict[str, Any], mapping: dict[str, Any], as_at: dt.date) -> None:
        self.law, self.day = payload, as_at.isoformat()
        self.specs = {fact["name"]: fact for fact in payload["facts"]}
        self.facts = {k: v for k, v in mapping["facts"].items() if v is not None}
        self.by_side = mapping.get("sides", {})
        self.designations = mapping.get("designations")
        self.events = mapping.get("events") or []
        self.gates = {gate["id"]: gate["condition"] for gate in payload["gates"]}
        self.kinds = payload["kinds"]

    # Facts

    def told(self, name: str, side: str | None) -> Any:
        if self.specs[name]["level"] == "side":
            own = self.by_side.get(side, {})
            if name in own:
                return own[name]
            if self.by_side and name not in self.facts:
                return None
            if not self.by_side and side is not None and self.facts.get(PART[side]) is False:
                return None
        return self.facts.get(name)

    def value(self, name: str, side: str | None) -> Any:
        spec = self.specs[name]
        if name in ("service_start_date", "scope_left_date"):
            return self.scope()[name == "scope_left_date"]
        if spec["level"] == "side" and side is None:
            return None
        if spec["level"] == "side" and side not in spec["sides"]:
            return {"boolean": False, "set": []}.get(spec["type"])
        told = self.told(name, side)
        if spec.get("may_be_told") and told not in spec["may_be_told"]:
            told = None
        rule = spec["derived_from"]
        computed = None if rule is None else self.derived(rule, side)
        counts = (rule or {}).get("no_counts_if")
        if told is False and computed is None and counts and self.holds(counts, side) is not True:
            return None
        return told if computed is None else computed

    def derived(self, rule: dict[str, Any], side: str | None) -> Any:
        match rule.get("rule"):
            case None:
                return self.holds(rule, side)
            case "gate":
                return self.holds(self.gates[rule["gate"]], side)
            case "kinds_at_level":
                low, high = self.count(rule["family"], side)
                if low >= rule["at_least"]:
                    return True
                return False if high < rule["at_least"] else None
            case "count_listed":
                low, high = self.number(rule["family"], rule["kinds"], rule["level"], side)
                return {"low": low, "high": high}
            case "stays_over":
                last = iso(self.told(rule["last"], side))
                if last and last <= self.day < add_months(last[:8] + "01", 7).isoformat():
                    return True
                return self.holds({"fact": rule["fact"], "over": rule["limit"]}, side)
            case "settled_by":
                if self.holds(rule["yes"], side) is True:
                    return True
                return False if self.holds(rule["no"], side) is True else None
            case "designations_on_day":
                if self.designations is None:
                    return None if self.happened("register_first_published") else []
                return [each["category"] for each in self.held()]
            case "service_kind":
                return None
            case "child_access_state":
                return self.child_access(side)
            case "child_access_from":
                return self.child_access_from(side)
            case "access_assessment_missed":
                done, due = self.assessed(side), self.access_due()
                if done is True:
                    return False
                if due is None:
                    return None
                return False if self.day < due else (True if done is False else None)
        raise AssertionError(rule)

    # Child access

    def scope(self) -> tuple[str | None, str | None, str]:
        """First and last day of the period in scope that counts, and the end of the one before."""
        first, last = (iso(self.facts.get(n)) for n in ("service_start_date", "scope_left_date"))
        if not (first and last and first > last):
            return first, last, ""
        return (None, last, "") if self.day <= last else (first, None, last)

    def assessed(self, side: str | None) -> bool | None:
        on = iso(self.told("first_access_assessment_completed_on", side))
        done: bool | None = self.told("first_access_assessment_done", side)
        return self.scope()[2] < on <= self.day if on else done

    def access_due(self) -> str | None:
        start, guidance = self.scope()[0], "2025-01-16"
        if start is None:
            return None
        if start <= guidance:
            return "2025-04-16"
        return (add_months(start, 3) - dt.timedelta(1)).isoformat()

    def child_access(self, side: str | None) -> bool | None:
        decided = iso(self.told("ofcom_child_access_decision_from", side))
        if decided and decided <= self.day:
            return True
        done, due = self.assessed(side), self.access_due()
        names = ("children_can_access", "child_user_condition_met")
        if_done = conj(self.value(name, side) for name in names)
        if_not = None if due is None else self.day >= due
        if done is None:
            return if_done if if_done == if_not else None
        return if_done if done else if_not

    def child_access_from(self, side: str | None) -> str | None:
        if self.value("likely_accessed_by_children", side) is not True:
            return None
        on = iso(self.told("first_access_assessment_completed_on", side))
        if on and not self.assessed(side):
            on = None
        found = iso(self.told("child_access_found_on", side))
        found = found if found and found > self.scope()[2] else None
        first = [found] if found else [on, self.access_due()]
        days = [*first, iso(self.told("ofcom_child_access_decision_from", side))]
        return min((day for day in days if day and day <= self.day), default=None)

    # Levels of risk

    def given(self, family: str, kind: str, side: str | None) -> str | None:
        key = "risk" if family == "illegal" else "children_risk"
        if side is None or (not self.by_side and self.facts.get(PART[side]) is False):
            return None
        source = self.by_side.get(side, {}) if self.by_side else self.facts
        records = {k["name"]: k for k in self.kinds[family]}
        if kind in records and side not in records[kind]["sides"]:
            return None
        found: str | None = (source.get(key) or {}).get(kind)
        return found

    def level(self, family: str, kind: str, least: str, side: str | None) -> bool | None:
        given = self.given(family, kind, side)
        if given:
            reached = [LEVELS.index(end) >= LEVELS.index(least) for end in given.split(" to ")]
            if all(reached) or not any(reached):
                return reached[0]
        for whole in self.kinds["children_merged"] if family == "children" else []:
            if whole["name"] == kind:
                return disj(self.level(family, part, least, side) for part in whole["merges"])
        record = next(each for each in self.kinds[family] if each["name"] == kind)
        subs = self.subs(family, kind, side)
        if subs:
            return disj(self.level(family, sub, least, side) for sub in subs)
        above = record.get("sub_kind_of") or record.get("merged_into") or record.get("answered_by")
        top = self.given(family, above, side) if above else None
        if top:
            reached = [LEVELS.index(end) >= LEVELS.index(least) for end in top.split(" to ")]
            if not any(reached):
                return False
            return True if all(reached) and self.subs(family, above, side) == [kind] else None
        unnamed = record.get("named_if") and self.told(record["named_if"], side) is False
        return False if unnamed and least != "negligible" else None

    def listed(self, family: str) -> list[dict[str, Any]]:
        """The kinds of the day's list; before there was one, of the first."""
        begun = min(v["from"] for kind in self.kinds[family] for v in kind["versions"])
        day = max(self.day, begun)
        return [
            each
            for each in self.kinds[family]
            if any(v["from"] <= day <= (v["to"] or "9999") for v in each["versions"])
        ]

    def subs(self, family: str, kind: str | None, side: str | None) -> list[str]:
        """The kinds of illegal harm rated apart within another one."""
        return [
            each["name"]
            for each in self.listed(family)
            if kind is not None and each.get("sub_kind_of") == kind and side in each["sides"]
        ]

    def number(self, family: str, kinds: list[str], least: str, side: str | None) -> list[int]:
        """How many of these kinds are at a level, at least and at most."""
        truths = {kind: self.level(family, kind, least, side) for kind in kinds}
        low = list(truths.values()).count(True)
        for whole in self.kinds["children_merged"] if family == "children" else []:
            own = [truths[kind] for kind in whole["merges"] if kind in truths]
            if None in own and True not in own:
                low += self.level(family, whole["name"], least, side) is True
        return [low, len(truths) - list(truths.values()).count(False)]

    def count(self, family: str, side: str | None) -> tuple[int, int]:
        found: dict[bool | None, list[str]] = {True: [], None: [], False: []}
        for kind in self.listed(family):
            opened = (kind.get("counts_open_from") or "9999") <= self.day
            found[None if opened else kind["counts_for_multi_risk"]].append(kind["name"])
        low, high = self.number(family, found[True], "medium", side)
        for kind in found[None]:
            within = [each for each in self.subs(family, kind, side) if each in found[True]]
            if all(self.level(family, each, "medium", side) is False for each in within):
                high += self.level(family, kind, "medium", side) is not False
        return low, high

    # Conditions

    def holds(self, tree: Any, side: str | None) -> bool | None:
        if tree is None:
            return None
        if "all" in tree:
            return conj(self.holds(part, side) for part in tree["all"])
        if "any" in tree:
            return disj(self.holds(part, side) for part in tree["any"])
        if "not" in tree:
            inner = self.holds(tree["not"], side)
            return None if inner is None else not inner
        for key, family in (("risk", "illegal"), ("children_risk", "children")):
            if key in tree:
                return self.level(family, tree[key], tree["at_least"], side)
        value = self.value(tree["fact"], side)
        if value is None:
            return None
        if "is" in tree:
            return bool(value == tree["is"])
        if "in" in tree:
            return any(str(each) in tree["in"] for each in value)
        (op,) = set(tree) - {"fact"}
        return self.compare(value, op, self.day if tree[op] == "as_at" else tree[op])

    def compare(self, value: Any, op: str, limit: Any) -> bool | None:
        if isinstance(limit, str):
            ends = [iso(value)]
        elif isinstance(value, dict):
            high = value.get("high")
            ends = [value.get("low") or 0, float("inf") if high is None else high]
        else:
            ends = [value]
        tests = {
            "over": lambda end: end > limit,
            "at_least": lambda end: end >= limit,
            "under": lambda end: end < limit,
            "at_most": lambda end: end <= limit,
        }
        found = {tests[op](end) for end in ends}
        return found.pop() if len(found) == 1 else None

    def reads_side(self, tree: Any) -> bool:
        if tree is None:
            return False
        if "rule" in tree:
            if tree["rule"] == "gate":
                return self.reads_side(self.gates[tree["gate"]])
            if tree["rule"] == "settled_by":
                return self.reads_side(tree["yes"]) or self.reads_side(tree["no"])
            return tree["rule"] not in ("service_kind", "designations_on_day")
        if "not" in tree:
            return self.reads_side(tree["not"])
        if "fact" in tree:
            spec = self.specs[tree["fact"]]
            return spec["level"] == "side" or self.reads_side(spec["derived_from"])
        if "all" in tree or "any" in tree:
            return any(self.reads_side(part) for part in tree.get("all", tree.get("any")))
        return True

    def on_sides(self, tree: Any, side: str) -> bool | None:
        if tree is None:
            return None
        if side in SIDES:
            return self.holds(tree, side)
        if not self.reads_side(tree):
            return self.holds(tree, None)
        return disj(conj((self.value(PART[s], None), self.holds(tree, s))) for s in SIDES)

    # Events

    def held(self) -> list[dict[str, Any]]:
        return [
            each
            for each in self.designations or []
            if iso(each["from"]) <= self.day < (iso(each.get("to")) or "9999")
        ]

    def happened(self, event: str, category: str | None = None) -> str | None:
        occurred = next(each for each in self.law["events"] if each["id"] == event)["occurred"]
        if occurred:
            return occurred if occurred <= self.day else None
        if event == "designated":
            days = [iso(each["from"]) for each in self.held() if each["category"] == category]
        else:
            days = [iso(each["on"]) for each in self.events if each["event"] == event]
        return max((day for day in days if day and day <= self.day), default=None)
