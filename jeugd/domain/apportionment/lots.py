"""Drawing lots (P 7, P 8, P 9, P 15; in public by P 14): what must be drawn, and the stored draws that answer
it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction

from jeugd.domain.apportionment.refusals import DrawLeftOver, DrawnNoOption, DrawUnfit


class LotsKind(Enum):
    """Why lots between lists are needed."""

    LARGEST_SURPLUS = "largest_surplus"
    HIGHEST_AVERAGE = "highest_average"
    MAJORITY_LARGEST_SURPLUS = "majority_largest_surplus"
    MAJORITY_HIGHEST_AVERAGE = "majority_highest_average"


@dataclass(frozen=True, slots=True)
class SeatLots:
    """More lists have the same best ``value`` than there are residual seats left; one list wins the next
    seat.

    ``seat_numbers`` are the residual seats left; ``values`` holds (list, surplus or average) of every list,
    for the record. A stored draw may leave both figures out.
    """

    kind: LotsKind
    options: tuple[int, ...]
    seat_numbers: tuple[int, ...]
    value: Fraction | None = None
    values: tuple[tuple[int, Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class MajorityLots:
    """Several lists won the last residual seats for the same value; the list drawn loses one to ``assign_to``
    (P 9).
    """

    kind: LotsKind
    options: tuple[int, ...]
    assign_to: int


@dataclass(frozen=True, slots=True)
class CandidateLots:
    """More candidates of a list have the same ``votes`` than it has seats left; one wins the next seat (P
    15).

    ``seat_numbers`` count within the list, which has ``seats`` (a stored draw may leave that out).
    """

    list_number: int
    options: tuple[int, ...]
    votes: int
    seat_numbers: tuple[int, ...]
    seats: int | None = None


Lots = SeatLots | MajorityLots | CandidateLots


@dataclass(frozen=True, slots=True)
class Draw:
    """Lots that were drawn: the list or candidate ``drawn``, and what it was the answer to."""

    lots: Lots
    drawn: int


@dataclass(frozen=True, slots=True)
class Draws:
    """The stored draws in the order in which they were made; the first ``used`` of them are answered for."""

    stored: tuple[Draw, ...] = ()
    used: int = 0

    @property
    def are_spent(self) -> bool:
        """Whether the next lots have still to be drawn."""
        return self.used == len(self.stored)

    def answer(self, lots: Lots) -> int:
        """Give the number drawn for these lots, by the next stored draw.

        Raises ``DrawUnfit`` when that draw answered something else, ``DrawnNoOption`` when it names an
        outsider.
        """
        draw = self.stored[self.used]
        if draw.lots not in (lots, _without_figures(lots)):
            raise DrawUnfit(position=self.used + 1)
        if draw.drawn not in lots.options:
            raise DrawnNoOption(position=self.used + 1, drawn=draw.drawn)
        return draw.drawn

    def after_one(self) -> Draws:
        """Count the next stored draw as used."""
        return replace(self, used=self.used + 1)

    def refuse_left_over(self) -> None:
        """Raise ``DrawLeftOver`` when a stored draw answered nothing."""
        if not self.are_spent:
            raise DrawLeftOver(position=self.used + 1)


def _without_figures(lots: Lots) -> Lots:
    if isinstance(lots, SeatLots):
        return replace(lots, value=None, values=())
    if isinstance(lots, CandidateLots):
        return replace(lots, seats=None)
    return lots
