"""The whole procedure in the order of the law: seats (P 5 - P 10), elected candidates (P 15, P 17), ranking
(P 19).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jeugd.domain.apportionment.absolute_majority import reassign_for_majority
from jeugd.domain.apportionment.candidates import ListElection, elect
from jeugd.domain.apportionment.list_exhaustion import reassign_exhausted
from jeugd.domain.apportionment.lots import CandidateLots, Draw, Draws, Lots
from jeugd.domain.apportionment.progress import Progress
from jeugd.domain.apportionment.residual_seats import assign_residual_seats
from jeugd.domain.apportionment.standings import Standing, opening_standings, quota_of
from jeugd.domain.apportionment.steps import Article, ExhaustedSeat, MajoritySeat, Step
from jeugd.domain.apportionment.vote_count import VoteCount


class Caution(Enum):
    """Where the law is silent or unsure, and a person must decide (or ask the Electoral Council)."""

    NO_VOTES = "no_votes"  # all seats stay empty
    SEATS_LEFT_EMPTY = "seats_left_empty"
    MAJORITY_AND_EXHAUSTION = "majority_and_exhaustion"  # P 9 and P 10 together
    RESIDUAL_THRESHOLD_UNCERTAIN = "residual_threshold_uncertain"  # European Parliament, and it matters here
    PREFERENCE_THRESHOLD_DIFFERS = "preference_threshold_differs"  # the definition says otherwise than P 15


@dataclass(frozen=True, slots=True)
class SeatAssignment:
    """The seats of each list and how they came about. ``lots`` is set when it stopped for want of a draw.

    ``opening`` are the standings after P 6, ``standings`` those after the last step; both in list order.
    """

    seats: int
    quota: Fraction
    opening: tuple[Standing, ...]
    standings: tuple[Standing, ...]
    steps: tuple[Step, ...]
    cautions: tuple[Caution, ...]
    lots: Lots | None = None

    @property
    def full_seats(self) -> int:
        """Full seats of all lists; while lots are awaited, those of P 6."""
        return sum(one.full_seats for one in (self.opening if self.lots else self.standings))

    @property
    def residual_seats(self) -> int:
        """Residual seats of all lists; while lots are awaited, those there are to give."""
        if self.lots:
            return self.seats - self.full_seats
        return sum(one.residual_seats for one in self.standings)

    @property
    def empty_seats(self) -> int:
        """Seats that no list has."""
        return self.seats - sum(one.seats for one in self.standings)


@dataclass(frozen=True, slots=True)
class PreferenceThreshold:
    """P 15: a candidate needs more than ``votes``, which is ``percentage`` of the quota."""

    percentage: int
    votes: Fraction
    article: Article = Article.PREFERENCE_VOTES

    @classmethod
    def of(cls, count: VoteCount) -> PreferenceThreshold:
        """Take the percentage of the rules, or of the definition of the election when it gives one."""
        return cls(count.percentage, quota_of(count) * Fraction(count.percentage, 100))


@dataclass(frozen=True, slots=True)
class Apportioned:
    """The complete outcome."""

    seats: SeatAssignment
    threshold: PreferenceThreshold
    lists: tuple[ListElection, ...]


@dataclass(frozen=True, slots=True)
class LotsRequired:
    """The outcome so far: ``lots`` must be drawn first. ``lists`` are those whose candidates are known
    already.
    """

    lots: Lots
    seats: SeatAssignment
    threshold: PreferenceThreshold
    lists: tuple[ListElection, ...] = ()


def apportion(count: VoteCount, draws: Iterable[Draw] = ()) -> Apportioned | LotsRequired:
    """Carry out the procedure with the draws made so far, oldest first; it always starts afresh from the
    votes.

    Raises ``DrawUnfit``, ``DrawnNoOption`` or ``DrawLeftOver`` when a stored draw does not belong to these
    votes.
    """
    seats, left = assign_seats(count, Draws(tuple(draws)))
    threshold = PreferenceThreshold.of(count)
    if seats.lots is not None:
        return LotsRequired(seats.lots, seats, threshold)
    lists: list[ListElection] = []
    for one, standing in zip(count.lists, seats.standings, strict=True):
        is_ranked = count.rules.ranks_list(count.seats, standing.seats)
        elected = elect(one, standing.seats, threshold.votes, left, is_ranked=is_ranked)
        if isinstance(elected, CandidateLots):
            return LotsRequired(elected, seats, threshold, tuple(lists))
        outcome, left = elected
        lists.append(outcome)
    left.refuse_left_over()
    return Apportioned(seats, threshold, tuple(lists))


def assign_seats(count: VoteCount, draws: Draws) -> tuple[SeatAssignment, Draws]:
    """Assign the seats to the lists (P 5 - P 10); also answers the draws, with those used counted.

    Raises as ``apportion``, but leaves draws for candidates alone.
    """
    quota = quota_of(count)
    opening = opening_standings(count, quota)
    progress = Progress(count, quota, opening, draws)
    for phase in (assign_residual_seats, reassign_for_majority, reassign_exhausted):
        progress = phase(progress)
        if progress.pending is not None:
            break
    return _assignment(progress, opening), progress.draws


def _assignment(progress: Progress, opening: tuple[Standing, ...]) -> SeatAssignment:
    return SeatAssignment(
        seats=progress.count.seats,
        quota=progress.quota,
        opening=opening,
        standings=progress.standings,
        steps=progress.steps,
        cautions=() if progress.pending else tuple(_cautions(progress)),
        lots=progress.pending,
    )


def _cautions(progress: Progress) -> list[Caution]:
    count = progress.count
    kinds = {type(step) for step in progress.steps}
    found = {
        Caution.NO_VOTES: not count.votes,
        Caution.SEATS_LEFT_EMPTY: progress.seats_left > 0,
        Caution.MAJORITY_AND_EXHAUSTION: {MajoritySeat, ExhaustedSeat} <= kinds,
        Caution.RESIDUAL_THRESHOLD_UNCERTAIN: _threshold_matters(progress),
        Caution.PREFERENCE_THRESHOLD_DIFFERS: count.percentage
        != count.rules.preference_percentage_for(count.seats),
    }
    return [caution for caution, applies in found.items() if applies]


def _threshold_matters(progress: Progress) -> bool:
    """Whether a list below the quota won a residual seat where the law may forbid that."""
    if not progress.count.rules.residual_threshold_is_uncertain:
        return False
    below = {one.number for one in progress.standings if one.votes < progress.quota}
    return any(step.list_number in below for step in progress.residual_steps)
