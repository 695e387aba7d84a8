"""Several seats: a voter marks up to so many options, and the options with the most marks get the seats.

With as many marks as seats it is the block vote, with fewer the limited vote, with one the single non-transferable
vote. Source: D. M. Farrell, Electoral Systems, 2nd edition (2011), chapter 2. Districts are contests of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from jeugd.domain.tally.lots import Lots, LotsFor, answer, refuse_left_over


@dataclass(frozen=True, slots=True)
class Seat:
    """Who got a seat, with how many votes, and among which equal options a lot gave it (empty without a lot)."""

    option: str
    votes: int
    drawn_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The votes of a contest and who fills its ``seats``.

    ``votes`` holds every option in ballot order; ``marks`` is how many a voter could mark. ``elected`` stands in
    order of votes, equal ones in ballot order. ``replacements`` follow in order of votes, equal ones together:
    a lot is drawn between those when a seat falls vacant. An option without votes is neither.
    While ``lots`` wait, the ones among which they are drawn are not yet elected and not yet replacements.
    """

    votes: dict[str, int]
    seats: int
    marks: int
    ballots: int
    blank: int
    invalid: int
    elected: tuple[Seat, ...]
    replacements: tuple[tuple[str, ...], ...]
    lots: Lots | None

    @property
    def winners(self) -> tuple[str, ...]:
        """The options with a seat."""
        return tuple(seat.option for seat in self.elected)

    @property
    def vacant(self) -> int:
        """Seats for which nobody got a vote, or that wait for a lot."""
        return self.seats - len(self.elected)


def count(
    options: Sequence[str],
    ballots: Mapping[frozenset[str], int],
    seats: int,
    marks: int,
    draws: Sequence[str] = (),
) -> Outcome:
    """Count ballots, each a set of marked options with how often it was cast.

    A ballot with more than ``marks`` is invalid. Ties for the last seats are settled by lot, one seat at a time;
    ``draws`` holds the options drawn so far. Raises LotUnfit when a draw does not answer the lots now needed.
    """
    valid = {ballot: number for ballot, number in ballots.items() if len(ballot) <= marks}
    votes = {
        option: sum(number for ballot, number in valid.items() if option in ballot) for option in options
    }
    drawn = iter(draws)
    elected, replacements, lots = _fill(votes, seats, drawn)
    refuse_left_over(drawn)
    return Outcome(
        votes=votes,
        seats=seats,
        marks=marks,
        ballots=sum(ballots.values()),
        blank=valid.get(frozenset(), 0),
        invalid=sum(ballots.values()) - sum(valid.values()),
        elected=elected,
        replacements=replacements,
        lots=lots,
    )


def _fill(
    votes: Mapping[str, int], seats: int, drawn: Iterator[str]
) -> tuple[tuple[Seat, ...], tuple[tuple[str, ...], ...], Lots | None]:
    """Fill the seats from the most votes down; what is left over are replacements."""
    elected: list[Seat] = []
    replacements: list[tuple[str, ...]] = []
    for number, equal in _by_votes(votes):
        seated, rest, lots = _seat_equals(equal, number, seats - len(elected), drawn)
        elected += seated
        if lots:
            return tuple(elected), (), lots
        replacements += [rest] if rest else []
    return tuple(elected), tuple(replacements), None


def _by_votes(votes: Mapping[str, int]) -> list[tuple[int, tuple[str, ...]]]:
    """Options with a vote, in groups of equal votes, most first; within a group ballot order."""
    ranked = sorted((option for option in votes if votes[option]), key=lambda option: -votes[option])
    return [(number, tuple(equal)) for number, equal in groupby(ranked, key=lambda option: votes[option])]


def _seat_equals(
    equal: tuple[str, ...], votes: int, left: int, drawn: Iterator[str]
) -> tuple[list[Seat], tuple[str, ...], Lots | None]:
    """Seat options with equal votes on the seats left: all, none, or by lot."""
    if len(equal) <= left:
        return [Seat(option, votes) for option in equal], (), None
    seated: list[Seat] = []
    rest = equal
    while len(seated) < left:
        lots = Lots(LotsFor.WINNER, rest)
        seated_next = answer(lots, drawn)
        if seated_next is None:
            return seated, rest, lots
        seated.append(Seat(seated_next, votes, rest))
        rest = tuple(option for option in rest if option != seated_next)
    return seated, rest, None
