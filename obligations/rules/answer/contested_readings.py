"""A contested text read each way: what every reading of it comes to for one platform."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from obligations.rules.conditions.truth import Truth
from obligations.rules.verdict.answers import Verdict
from obligations.rules.verdict.appeals import BY_LETTER, two_readings
from obligations.rules.verdict.context import Inquiry
from obligations.rules.verdict.decision import decide


@dataclass(frozen=True, slots=True)
class ReadAs:
    """One reading of a contested text: why somebody holds it, and the answer if it is right.

    `suspended`: it then need not be complied with while an appeal is pending.
    """

    id: str
    why: str
    answer: Verdict
    starts_on: dt.date | None = None
    suspended: Truth = False


def read_each_way(inquiry: Inquiry) -> tuple[ReadAs, ...]:
    """Each reading of a contested text; none where the text is not contested or only proposed."""
    if inquiry.finding.verdict is Verdict.PROPOSED:
        return ()
    if inquiry.finding.suspended is None:
        ways = two_readings(inquiry.situation, inquiry.requirement, inquiry.reading)
        return tuple(
            ReadAs(name, why, Verdict.APPLIES, suspended=name == BY_LETTER)
            for name, why in ways.items()
        )
    found = []
    for each in inquiry.reading.candidates:
        finding = decide(
            inquiry.situation, inquiry.requirement.model_copy(update={"versions": (each,)})
        )
        if finding is None:  # A text that is only proposed binds nobody.
            found.append(ReadAs(each.id, each.why or "", Verdict.DOES_NOT_APPLY))
        else:
            found.append(ReadAs(each.id, each.why or "", finding.verdict, finding.starts_on))
    return tuple(found)
