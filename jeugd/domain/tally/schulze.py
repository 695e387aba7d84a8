"""Schulze: every option meets every other in a duel; chains of won duels decide when no option wins them all.

In a duel each ballot is for the option that it puts higher; options that it leaves out are below all others. A path
leads from one option to another over won duels; its strength is the number of ballots for the winner of its weakest
duel ("winning votes"). An option wins when no other has a stronger path to it than it has back. Whoever wins all
duels, the Condorcet winner, wins here too. Source: M. Schulze, "A new monotonic, clone-independent, reversal symmetric,
and Condorcet-consistent single-winner election method", Social Choice and Welfare 36 (2011). Where that leaves several
winners, people draw lots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from jeugd.domain.tally.lots import Lots, one_winner
from jeugd.domain.tally.ranking import Ranking

Matrix = dict[str, dict[str, int]]
"""{option: {other option: number}}."""


@dataclass(frozen=True, slots=True)
class Duel:
    """Two options and the ballots that put the one above the other; further ballots see no difference."""

    one: str
    other: str
    for_one: int
    for_other: int

    @property
    def winner(self) -> str | None:
        """Whom more ballots prefer; None when they are equal."""
        if self.for_one == self.for_other:
            return None
        return self.one if self.for_one > self.for_other else self.other


@dataclass(frozen=True, slots=True)
class Round:
    """Every duel once, in ballot order, and the strength of the strongest path from each option to each other.

    A strength is a number of ballots; 0 where there is no path.
    """

    duels: tuple[Duel, ...]
    strengths: Matrix

    @property
    def unbeaten(self) -> tuple[str, ...]:
        """The options to which no other has a stronger path than they have back; several before a lot decides."""
        return _unbeaten(self.strengths)

    def path(self, start: str, end: str) -> tuple[str, ...]:
        """The shortest of the strongest paths, both ends included; empty where there is none."""
        strength = self.strengths[start][end]
        paths: list[tuple[str, ...]] = [(start,)] if strength else []
        seen = {start}
        for path in paths:  # grows while it is read: breadth first
            if path[-1] == end:
                return path
            steps = [option for option in self._beaten_by(path[-1], strength) if option not in seen]
            seen.update(steps)
            paths += [(*path, option) for option in steps]
        return ()

    def _beaten_by(self, option: str, strength: int) -> list[str]:
        """Whom an option beats in a duel with at least this many ballots."""
        return [
            duel.other if option == duel.one else duel.one
            for duel in self.duels
            if duel.winner == option and max(duel.for_one, duel.for_other) >= strength
        ]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The duels and who won.

    ``winners`` is one option when the matter is decided, all equal ones while ``lots`` wait, and empty when nobody
    was ranked at all. There is one round, or none without ballots.
    """

    winners: tuple[str, ...]
    rounds: tuple[Round, ...]
    lots: Lots | None = None
    condorcet_winner: str | None = None

    @property
    def is_tie(self) -> bool:
        """Lots must be drawn before there is a winner."""
        return self.lots is not None


def count(options: Sequence[str], ballots: Mapping[Ranking, int], draws: Sequence[str] = ()) -> Outcome:
    """Count ``ballots``, {ranking of these options: number}; ``draws`` is the option drawn, if one was.

    Raises LotUnfit for a draw that settles nothing.
    """
    if not any(number for ranked, number in ballots.items() if ranked):
        return Outcome(one_winner((), draws)[0], ())
    preferred = _preferences(options, ballots)
    strengths = _strengths(preferred)
    winners, lots = one_winner(_unbeaten(strengths), draws)
    duels = tuple(Duel(a, b, preferred[a][b], preferred[b][a]) for a, b in combinations(options, 2))
    return Outcome(winners, (Round(duels, strengths),), lots, _condorcet_winner(preferred))


def _preferences(options: Sequence[str], ballots: Mapping[Ranking, int]) -> Matrix:
    """How many ballots put each option above each other."""
    preferred = {a: {b: 0 for b in options if b != a} for a in options}
    for ranked, number in ballots.items():
        below = set(options)
        for tier in ranked:
            below.difference_update(tier)
            for option in tier:
                row = preferred[option]
                for lower in below:
                    row[lower] += number
    return preferred


def _strengths(preferred: Matrix) -> Matrix:
    """The strength of the strongest path between each pair, by the algorithm of Floyd and Warshall."""
    strengths = {
        a: {b: number if number > preferred[b][a] else 0 for b, number in row.items()}
        for a, row in preferred.items()
    }
    for via, start in permutations(strengths, 2):
        row, onward = strengths[start], strengths[via]
        if first := row[via]:
            for end, rest in onward.items():
                if end != start and row[end] < (reach := min(first, rest)):
                    row[end] = reach
    return strengths


def _unbeaten(strengths: Matrix) -> tuple[str, ...]:
    return tuple(a for a, row in strengths.items() if all(row[b] >= strengths[b][a] for b in row))


def _condorcet_winner(preferred: Matrix) -> str | None:
    for option, row in preferred.items():
        if all(number > preferred[other][option] for other, number in row.items()):
            return option
    return None
