"""What goes in: the seats to fill and the valid votes on each candidate of each list. Blank and invalid never
count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise

from jeugd.domain.apportionment.refusals import (
    CandidateTwice,
    CandidateUnknown,
    ListsMissing,
    ListsOutOfOrder,
    ListTooLong,
    PercentageOutOfRange,
    SeatsOutOfRange,
    TooManyLists,
    VotesOutOfRange,
)
from jeugd.domain.apportionment.rule_sets import RuleSet

MOST_SEATS = 999
MOST_LISTS = 200
MOST_CANDIDATES = 999  # a list
MOST_VOTES = 10**12
WHOLE = 100  # percent


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place on a list. Votes on a deceased candidate count for the list only (P 19a)."""

    number: int
    votes: int
    is_deceased: bool = False


@dataclass(frozen=True, slots=True)
class ListVotes:
    """A list with its votes; ``candidates`` in list order, or None when only its total is known."""

    number: int
    votes: int
    candidates: tuple[Candidate, ...] | None = None

    @classmethod
    def of(cls, number: int, votes: Iterable[int], deceased: Collection[int] = ()) -> ListVotes:
        """Make a list of candidates 1, 2, 3 ... from their votes.

        Raises ``CandidateUnknown`` for a deceased candidate who is not on it.
        """
        return cls.of_numbered(number, list(enumerate(votes, start=1)), deceased)

    @classmethod
    def of_numbered(
        cls, number: int, votes: Collection[tuple[int, int]], deceased: Collection[int] = ()
    ) -> ListVotes:
        """Make a list from (candidate number, votes) pairs in list order; numbers may have gaps."""
        known = {candidate for candidate, _ in votes}
        for candidate in deceased:
            if candidate not in known:
                raise CandidateUnknown(list=number, candidate=candidate)
        candidates = tuple(Candidate(candidate, of_it, candidate in deceased) for candidate, of_it in votes)
        return cls(number, sum(of_it for _, of_it in votes), candidates)

    @property
    def living(self) -> tuple[Candidate, ...]:
        """The candidates who can be elected, in list order (P 19a)."""
        return tuple(candidate for candidate in self.candidates or () if not candidate.is_deceased)

    @property
    def places(self) -> int | None:
        """How many seats the list can fill; None when its candidates are not known."""
        return None if self.candidates is None else len(self.living)


@dataclass(frozen=True, slots=True)
class VoteCount:
    """Everything the seats follow from, lots excepted. ``preference_percentage`` overrules P 15 (the 110a has
    it).

    Raises a refusal from ``refusals`` when the numbers cannot be those of an election.
    """

    rules: RuleSet
    seats: int
    lists: tuple[ListVotes, ...]
    preference_percentage: int | None = None

    def __post_init__(self) -> None:
        """Refuse numbers that no election can have."""
        if not 1 <= self.seats <= MOST_SEATS:
            raise SeatsOutOfRange(seats=self.seats, most=MOST_SEATS)
        if self.preference_percentage is not None and not 0 <= self.preference_percentage <= WHOLE:
            raise PercentageOutOfRange(percentage=self.preference_percentage)
        if not self.lists:
            raise ListsMissing
        if len(self.lists) > MOST_LISTS:
            raise TooManyLists(most=MOST_LISTS)
        _refuse_disorder(self.lists)
        for one in self.lists:
            _refuse_unfit(one)

    @property
    def votes(self) -> int:
        """All valid votes."""
        return sum(one.votes for one in self.lists)

    @property
    def percentage(self) -> int:
        """The preference threshold in percent of the quota."""
        if self.preference_percentage is not None:
            return self.preference_percentage
        return self.rules.preference_percentage_for(self.seats)


def _refuse_disorder(lists: tuple[ListVotes, ...]) -> None:
    for earlier, later in pairwise(lists):
        if later.number <= earlier.number:
            raise ListsOutOfOrder(list=later.number)


def _refuse_unfit(one: ListVotes) -> None:
    if len(one.candidates or ()) > MOST_CANDIDATES:
        raise ListTooLong(list=one.number, most=MOST_CANDIDATES)
    seen: set[int] = set()
    for candidate in one.candidates or ():
        if candidate.number in seen:
            raise CandidateTwice(list=one.number, candidate=candidate.number)
        seen.add(candidate.number)
    votes = [one.votes, *(candidate.votes for candidate in one.candidates or ())]
    if not all(0 <= number <= MOST_VOTES for number in votes):
        raise VotesOutOfRange(list=one.number, most=MOST_VOTES)
