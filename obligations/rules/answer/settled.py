"""What answers settled: two determinations of one service, before and after them."""

from __future__ import annotations

from dataclasses import dataclass

from obligations.rules.answer.answer import Answer
from obligations.rules.answer.determination import Determination
from obligations.rules.verdict.answers import UNSETTLED
from obligations.rules.verdict.predicates import is_tracked


@dataclass(frozen=True)
class Settled:
    """What the last answers settled, or opened again; `told` is whether there were any."""

    bind: tuple[Answer, ...]
    other: tuple[Answer, ...]
    opened: int
    told: bool = True

    @classmethod
    def between(cls, before: Determination, after: Determination, *, told: bool = True) -> Settled:
        """What is known now and was not, and how many are not known any more.

        `told`: whether anything was answered but "don't know yet".
        """
        known = {each.id: each.answer not in UNSETTLED for each in before.answers}
        new = [
            each for each in after.answers
            if each.answer not in UNSETTLED and not known.get(each.id, False)
        ]  # fmt: skip
        opened = sum(
            each.answer in UNSETTLED and known.get(each.id, False) for each in after.answers
        )
        bind = tuple(each for each in new if is_tracked(each))
        return cls(bind, tuple(each for each in new if not is_tracked(each)), opened, told)

    @property
    def anything(self) -> bool:
        """Whether an answer is known now that was not: good news, where the rest is only news."""
        return bool(self.bind or self.other)
