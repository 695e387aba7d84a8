"""Borda: every place on a ballot is worth points, and the option with the most points wins.

Of n options the first place is worth n - 1 points and the last none (J.-C. de Borda, "Mémoire sur les élections au
scrutin", 1781). Equals share the points of the places that they hold together (M. Dummett, "Principles of Electoral
Reform", 1997), and so do the options that a ballot leaves out: they hold the last places together. A short ballot
therefore counts as much as a long one. P. Emerson, "The original Borda count and partial voting" (2013), compares this
with other rules for short ballots.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jeugd.domain.tally.lots import Lots, one_winner
from jeugd.domain.tally.ranking import Ranking


@dataclass(frozen=True, slots=True)
class Round:
    """The points of every option, in ballot order, and where they came from.

    ``received`` says for each option how many ballots gave it how many points, most points first.
    """

    points: dict[str, Fraction]
    received: dict[str, dict[Fraction, int]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The points and who won.

    ``winners`` is one option when the matter is decided, all equal ones while ``lots`` wait, and empty when nobody
    was ranked at all. There is one round, or none without ballots.
    """

    winners: tuple[str, ...]
    rounds: tuple[Round, ...]
    lots: Lots | None = None

    @property
    def is_tie(self) -> bool:
        """Lots must be drawn before there is a winner."""
        return self.lots is not None


def count(options: Sequence[str], ballots: Mapping[Ranking, int], draws: Sequence[str] = ()) -> Outcome:
    """Count ``ballots``, {ranking of these options: number}; ``draws`` is the option drawn, if one was.

    Ballots that rank nothing give no points. Raises LotUnfit for a draw that settles nothing.
    """
    received = _received(options, ballots)
    points = {option: _total(from_ballots) for option, from_ballots in received.items()}
    most = max(points.values(), default=Fraction())
    has_ballots = any(number for ranked, number in ballots.items() if ranked)
    leaders = tuple(option for option, number in points.items() if has_ballots and number == most)
    winners, lots = one_winner(leaders, draws)
    return Outcome(winners, (Round(points, received),) if has_ballots else (), lots)


def _total(from_ballots: Mapping[Fraction, int]) -> Fraction:
    return sum((worth * number for worth, number in from_ballots.items()), Fraction())


def _received(options: Sequence[str], ballots: Mapping[Ranking, int]) -> dict[str, dict[Fraction, int]]:
    """How many ballots gave each option how many points, most points first."""
    halves: dict[str, Counter[int]] = {option: Counter() for option in options}
    for ranked, number in ballots.items():
        for option, worth in _half_points(ranked, options):
            halves[option][worth] += number
    return {
        option: {Fraction(worth, 2): each[worth] for worth in sorted(each, reverse=True)}
        for option, each in halves.items()
    }


def _half_points(ranked: Ranking, options: Sequence[str]) -> Iterator[tuple[str, int]]:
    """What a ballot is worth to each option, in halves: the mean of the places that its tier holds."""
    named = {option for tier in ranked for option in tier}
    left_out = tuple(option for option in options if option not in named)
    below = len(options)
    for tier in (*ranked, left_out) if ranked else ():
        below -= len(tier)
        for option in tier:
            yield option, 2 * below + len(tier) - 1
