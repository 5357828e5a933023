"""Which facts still matter for a platform on a day, and how much each of them settles.

Nothing is asked that no open answer turns on. As more is told the set only shrinks, so whoever
asks these questions screen by screen comes to an end.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from obligations.rules.answer.determination import Determination
from obligations.rules.facts.key import Key
from obligations.rules.facts.subject import FactKey, Side
from obligations.rules.verdict.answers import UNSETTLED, Verdict
from obligations.rules.why.who_settles import scope_facts

MAY_ACT = (*UNSETTLED, Verdict.APPLIES, Verdict.APPLIES_FROM)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A fact that is not known and that something still turns on.

    `name` is a fact, "risk:<kind>", "children_risk:<kind>" or "designations"; `side` is None
    unless it belongs to a side. `settles` are the refs of the answers that are not known and turn
    on it, `acts_on` those of which it decides whether there is anything to act on. `scope`: it
    decides whether the service is regulated at all. `dates`: days are counted from it.
    """

    name: str
    side: Side
    settles: tuple[str, ...]
    acts_on: tuple[str, ...]
    scope: bool
    dates: bool = False

    @property
    def key(self) -> str:
        """`name`, or `name@side`: how a form and `record_many` call the answer."""
        return str(Key(self.name, self.side))


def open_questions(
    determination: Determination,
    told: Collection[str] = (),
    put_off: Callable[[FactKey], bool] = lambda key: False,
) -> tuple[OpenQuestion, ...]:
    """The facts worth asking for: scope first, then those that settle most.

    `told` are keys that were asked already, "don't know" among the answers: they are left out.
    `put_off`: what cannot be told yet, such as a level of a risk that nobody has assessed; nothing
    is asked for the sake of an answer that turns on it. Where the service is known to be out of
    scope, nothing that scope had to decide is asked.
    """
    settles: dict[FactKey, list[str]] = {}
    acts_on: dict[FactKey, list[str]] = {}
    for answer in determination.answers:
        if not any(map(put_off, answer.turns_on)):
            for key in answer.turns_on:
                settles.setdefault(key, []).append(answer.ref)
            if answer.answer in MAY_ACT and not any(map(put_off, answer.acting_turns_on)):
                for key in answer.acting_turns_on:
                    acts_on.setdefault(key, []).append(answer.ref)
    scope = scope_facts(determination.situation)
    facts = determination.situation.ruleset.facts
    found = [
        OpenQuestion(
            name, side, tuple(settles.get((name, side), ())),
            tuple(acts_on.get((name, side), ())), (name, side) in scope,
            name in facts and facts[name].for_dates,
        )
        for name, side in dict.fromkeys([*settles, *acts_on])
        if name not in facts or not facts[name].for_proposals_only
    ]  # fmt: skip
    found += [each for each in _for_dates(determination) if (each.name, each.side) not in settles]
    asked = [each for each in found if each.key not in told]
    return tuple(
        sorted(asked, key=lambda each: (not each.scope, -len(each.settles), -len(each.acts_on)))
    )


def _for_dates(determination: Determination) -> Iterator[OpenQuestion]:
    """What days are counted from, of a service that is known to be in scope."""
    situation = determination.situation
    if determination.scope["regulated_scope"] is True:
        for fact in situation.ruleset.facts.values():
            if fact.for_dates and situation.value(fact.name) is None:
                yield OpenQuestion(fact.name, None, (), (), scope=False, dates=True)
