"""The natural order of references: C2 before C10, section 9 before section 10."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\d+")
WIDTH = 6


def natural_key(ref: str) -> str:
    """A text that sorts as people count: "ICU C2" -> "icu c000002". Numbers of up to six digits.

    Plain byte order of these keys is the order of the lists, in Python and in the database alike.
    """
    return _DIGITS.sub(lambda digits: digits.group().zfill(WIDTH), ref.casefold())
