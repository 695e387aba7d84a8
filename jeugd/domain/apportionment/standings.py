"""The electoral quota (P 5), the full seats (P 6), and where each list stands after every step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from jeugd.domain.apportionment.vote_count import ListVotes, VoteCount


@dataclass(frozen=True, slots=True)
class Standing:
    """The seats of one list so far. ``surplus`` (votes) is fixed by P 6, also when a full seat is taken away
    later.
    """

    number: int
    votes: int
    places: int | None
    surplus: Fraction
    meets_surplus_threshold: bool
    meets_residual_threshold: bool
    full_seats: int
    residual_seats: int = 0

    @property
    def seats(self) -> int:
        """Full and residual seats together."""
        return self.full_seats + self.residual_seats

    @property
    def average(self) -> Fraction:
        """Votes per seat if the list had one seat more (P 7)."""
        return Fraction(self.votes, self.seats + 1)

    @property
    def excess(self) -> int:
        """Seats for which the list has no candidate (P 10)."""
        return 0 if self.places is None else max(0, self.seats - self.places)

    @property
    def is_exhausted(self) -> bool:
        """Whether no candidate is left for one seat more (P 10)."""
        return self.places is not None and self.seats >= self.places

    def with_residual_seats(self, more: int) -> Standing:
        """Give (or with a negative number take) residual seats."""
        return replace(self, residual_seats=self.residual_seats + more)

    def without_full_seat(self) -> Standing:
        """Take one full seat."""
        return replace(self, full_seats=self.full_seats - 1)


def quota_of(count: VoteCount) -> Fraction:
    """Divide the valid votes by the seats, exactly (P 5: kiesdeler)."""
    return Fraction(count.votes, count.seats)


def opening_standings(count: VoteCount, quota: Fraction) -> tuple[Standing, ...]:
    """Give every list a seat for each whole quota of votes (P 6), in list order. Without votes: no seats."""
    return tuple(_opening(count, one, quota) for one in count.lists)


def _opening(count: VoteCount, one: ListVotes, quota: Fraction) -> Standing:
    full = one.votes // quota if quota else 0
    return Standing(
        number=one.number,
        votes=one.votes,
        places=one.places,
        surplus=one.votes - full * quota,
        meets_surplus_threshold=one.votes >= quota * count.rules.surplus_threshold,
        meets_residual_threshold=one.votes >= quota * count.rules.residual_threshold,
        full_seats=full,
    )
