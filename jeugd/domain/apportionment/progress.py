"""A seat allocation under way: standings, steps so far, draws still to use, and the lots it waits for, if
any.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from jeugd.domain.apportionment.lots import Draws, Lots
from jeugd.domain.apportionment.standings import Standing
from jeugd.domain.apportionment.steps import ResidualSeat, Step
from jeugd.domain.apportionment.vote_count import VoteCount


@dataclass(frozen=True, slots=True)
class Progress:
    """An allocation between two steps. ``is_refilling``: seats of exhausted lists are being given again (P
    10).
    """

    count: VoteCount
    quota: Fraction
    standings: tuple[Standing, ...]
    draws: Draws
    steps: tuple[Step, ...] = ()
    is_refilling: bool = False
    pending: Lots | None = None

    @property
    def seats_left(self) -> int:
        """Seats that no list has."""
        return self.count.seats - sum(standing.seats for standing in self.standings)

    @property
    def residual_steps(self) -> tuple[ResidualSeat, ...]:
        """The steps in which a residual seat was won."""
        return tuple(step for step in self.steps if isinstance(step, ResidualSeat))

    @property
    def exhausted(self) -> tuple[int, ...]:
        """Lists shut out for want of a candidate; before P 10 that does not matter."""
        if not self.is_refilling:
            return ()
        return tuple(standing.number for standing in self.standings if standing.is_exhausted)

    def after(self, step: Step, list_number: int, change: Callable[[Standing], Standing]) -> Progress:
        """Record a step that changes the standing of one list."""
        standings = tuple(change(one) if one.number == list_number else one for one in self.standings)
        return replace(self, standings=standings, steps=(*self.steps, step))

    def awaiting(self, lots: Lots) -> Progress:
        """Stop here until these lots are drawn."""
        return replace(self, pending=lots)
