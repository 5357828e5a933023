"""What people write when they look for something, beside the words of the records."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from obligations.rules.rulebook.record import Many, Strict

Said = Annotated[str, Field(min_length=1, max_length=80)]


class Synonyms(Strict):
    """Words for the same thing: who looks for one finds records with any of them."""

    words: Annotated[Many[Said], Field(min_length=2)]


class Form(Strict):
    """How people write a part of a reference (`written`), and how the records do (`as`)."""

    written: Annotated[Many[Said], Field(min_length=1)]
    as_: Said = Field(alias="as")


class Search(Strict):
    """How a search reads what it is sent."""

    synonyms: Many[Synonyms] = ()
    references: Many[Form] = ()
