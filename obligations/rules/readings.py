"""A contested text read each way: what every reading of it comes to for one platform."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from obligations.rules.answers import Verdict
from obligations.rules.deciding import decide
from obligations.rules.inquiry import Inquiry


@dataclass(frozen=True, slots=True)
class ReadAs:
    """One reading of a contested text: why somebody holds it, and the answer if it is right."""

    id: str
    why: str
    answer: Verdict
    starts_on: dt.date | None = None


def read_each_way(inquiry: Inquiry) -> tuple[ReadAs, ...]:
    """Each reading of a contested text; none where the text is not contested or only proposed."""
    if inquiry.finding.verdict is Verdict.PROPOSED:
        return ()
    found = []
    for each in inquiry.reading.candidates:
        finding = decide(inquiry.situation, replace(inquiry.requirement, readings=(each,)))
        if finding is None:  # A text that is only proposed binds nobody.
            found.append(ReadAs(each.id, each.why or "", Verdict.DOES_NOT_APPLY))
        else:
            found.append(ReadAs(each.id, each.why or "", finding.verdict, finding.starts_on))
    return tuple(found)
