"""What a change asks of a provider: the ranking behind flips."""

from __future__ import annotations

from enum import IntEnum


class Effort(IntEnum):
    """What a change asks of a provider, from the least to what it cannot do itself.

    A way of several changes asks for the sum; among equals the one with less far to go is first.
    The law data says it of each fact that is no function of a side and not of the service's nature.
    """

    WORDS = 1
    PRACTICE = 2
    FEATURE = 3
    ACCESS = 4
    FINDING = 5
    SIZE = 6
    NATURE = 7
    OTHERS = 8


EFFORTS = tuple(each.name.lower() for each in Effort)
"""As the law data spells them."""
