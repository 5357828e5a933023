"""What the two pages that compare with Ofcom's list share: reading it, the result, the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from obligations import words
from obligations.exports import LABELS
from obligations.exports.comparison import lines_of_file
from obligations.models import Position
from obligations.rules import Determination
from obligations.rules.ofcom.comparison import Comparison, Place, Row, compare
from obligations.rules.ofcom.pasted_list import LARGEST, UnreadableList, decoded, read_list
from obligations.views.shared.exports import as_file
from obligations.views.shared.frame import LawDay

Shown = list[tuple[Row, Position | None]]


@dataclass
class Sent:
    """The list that a form brought, what it came to, and what is wrong with it.

    `positions`: those that the provider of a service holds, by the requirement's id.
    """

    text: str = ""
    comparison: Comparison | None = None
    problems: list[str] = field(default_factory=list)
    positions: Mapping[str, Position] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return 400 if self.problems else 200

    @property
    def context(self) -> dict[str, Any]:
        """What the partials of the comparison show."""
        return {
            "text": self.text,
            "comparison": self.comparison,
            "groups": self._groups(),
            "missing": self._missing(),
            "problems": self.problems,
            "formats": LABELS.items(),
        }

    def _beside(self, rows: Iterable[Row]) -> Shown:
        return [(row, self.positions.get(row.answer.id)) for row in rows]

    def _groups(self) -> dict[str, Shown]:
        """The rows of each place, each with the position on it."""
        found = self.comparison
        return {str(place): self._beside(found.at(place)) for place in Place} if found else {}

    def _missing(self) -> list[tuple[str, Shown]]:
        """The same of each Code that the list has nothing of."""
        found = self.comparison.missing if self.comparison else ()
        return [(each.code, self._beside(each.rows)) for each in found]


def sent_list(
    request: HttpRequest,
    determination: Determination,
    positions: Mapping[str, Position] | None = None,
) -> Sent:
    """The list of a form beside a determination that answers proposals, too.

    A form without the field is only asking for the page. A chosen file goes before pasted text.
    """
    if "list" not in request.POST:
        return Sent()
    sent = Sent(request.POST["list"], positions=positions or {})
    file, ruleset = request.FILES.get("file"), determination.situation.ruleset
    try:
        if file is not None:
            sent.text = decoded(file.read(LARGEST + 1))
        listed = read_list(sent.text, ruleset)
    except UnreadableList as unreadable:
        sent.problems = [words.comparisons.unreadable(ruleset, unreadable)]
        return sent
    sent.comparison = compare(determination, listed)
    return sent


def comparison_file(
    request: HttpRequest, sent: Sent, comparison: Comparison, law: LawDay, whose: str
) -> HttpResponseBase:
    """The comparison in the format that the form names."""
    rows = lines_of_file(comparison, {id_: one.words for id_, one in sent.positions.items()})
    return as_file(request, "comparison", rows, law, whose=whose)
