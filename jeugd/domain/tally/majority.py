"""What a majority is: the quorum and the share of yes that were declared before the first vote."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jeugd.domain.errors import FieldUnfit

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Rule:
    """What was declared before opening.

    ``quorum`` is the share of the entitled that must take part (None: no quorum); ``threshold`` the share of
    yes among yes and no that is enough (None: more than half). Raises FieldUnfit (``field``) for a quorum that
    is not above 0 and at most 1, or a threshold that is not above one half and at most 1.
    """

    quorum: Fraction | None = None
    threshold: Fraction | None = None
    blank_counts_for_quorum: bool = True

    def __post_init__(self) -> None:
        if self.quorum is not None and not 0 < self.quorum <= 1:
            raise FieldUnfit(field="quorum")
        if self.threshold is not None and not HALF < self.threshold <= 1:
            raise FieldUnfit(field="threshold")
