"""A contested text read each way: what every reading of it comes to for one platform."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from obligations.rules.conditions.truth import Truth
from obligations.rules.verdict.answers import Verdict
from obligations.rules.verdict.appeals import BY_LETTER
from obligations.rules.verdict.context import Inquiry
from obligations.rules.verdict.decision import decide
from obligations.rules.why.because import appeal_reasons
from obligations.rules.why.reasons import AppealRead, Reading


@dataclass(frozen=True, slots=True)
class ReadAs:
    """One reading of a contested text: why somebody holds it, and the answer if it is right.

    `suspended`: it then need not be complied with while an appeal is pending.
    """

    id: str
    why: Reading | AppealRead
    answer: Verdict
    starts_on: dt.date | None = None
    suspended: Truth = False


def read_each_way(inquiry: Inquiry) -> tuple[ReadAs, ...]:
    """Each reading of a contested text; none where the text is not contested or only proposed."""
    if inquiry.finding.verdict is Verdict.PROPOSED:
        return ()
    if inquiry.finding.suspended is None:
        return tuple(
            ReadAs(each.way, each, Verdict.APPLIES, suspended=each.way == BY_LETTER)
            for each in appeal_reasons(inquiry)
            if isinstance(each, AppealRead)
        )
    found = []
    for each in inquiry.reading.candidates:
        finding = decide(
            inquiry.situation, inquiry.requirement.model_copy(update={"versions": (each,)})
        )
        why = Reading(each.why or "")
        if finding is None:  # A text that is only proposed binds nobody.
            found.append(ReadAs(each.id, why, Verdict.DOES_NOT_APPLY))
        else:
            found.append(ReadAs(each.id, why, finding.verdict, finding.starts_on))
    return tuple(found)
