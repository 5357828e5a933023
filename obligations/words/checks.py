"""How far a record of the law was checked."""

from __future__ import annotations

from functools import partial

from obligations.words.names import named

VERIFICATIONS = {
    "verified": "Checked on the official site",
    "compared": "Compared with the official text",
    "changed": "Compared with the official text; changed since",
    "seen": "Read in a source, not yet compared with the official text",
    "recalled": "From memory, not checked",
    "contested": "Sources disagree",
}

verification = partial(named, VERIFICATIONS)
