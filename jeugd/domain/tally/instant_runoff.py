"""Instant-runoff: the last option drops out, round after round, until one has more than half of the votes.

Each ballot counts for its highest option that is still in the race; a ballot without one is exhausted. The winner has
more than half of the ballots that are not exhausted. Source: San Francisco Charter § 13.102, also for the first rule on
equal last options.

* Where the last are equal, the smallest group of lowest options that have fewer votes, even together, than each of the
  others drops out at once. None of them could have overtaken any of the others, so a lot would change nothing.
* Without such a group people draw lots, and the one drawn is out; between the last two, the one drawn wins. (Robert's
  Rules, 12th edition, 45:62-69, has the same rounds, but drops all equal last options, whatever their number.)
* Equals on a ballot, which only files of others have, share the ballot evenly: "Split-IRV" in T. Delemazure and
  D. Peters, "Generalizing Instant Runoff Voting to Allow Indifferences" (2024), who show what that costs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from jeugd.domain.tally.lots import Lots, LotsFor, answer, refuse_left_over
from jeugd.domain.tally.ranking import Ranking

FINALISTS = 2


class Elimination(Enum):
    """Why options dropped out of a round."""

    LAST = "last"
    TOGETHER = "together"
    LOT = "lot"


@dataclass(frozen=True, slots=True)
class Round:
    """The votes of every option in the race, in ballot order, and who dropped out of it.

    ``exhausted`` ballots rank none of them. ``how`` is None in the round that decides, and while lots are awaited.
    """

    votes: dict[str, Fraction]
    exhausted: int
    eliminated: tuple[str, ...] = ()
    how: Elimination | None = None

    @property
    def continuing(self) -> int:
        """Ballots that count for an option in the race."""
        return int(sum(self.votes.values()))

    @property
    def majority(self) -> tuple[str, ...]:
        """The option with more than half of these ballots, if there is one."""
        return tuple(option for option, votes in self.votes.items() if 2 * votes > self.continuing)

    @property
    def last(self) -> tuple[str, ...]:
        """The options with the fewest votes."""
        fewest = min(self.votes.values())
        return tuple(option for option, votes in self.votes.items() if votes == fewest)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rounds so far and who won.

    ``winners`` is one option when the matter is decided, both finalists while a lot between them waits, and empty
    when nobody was ranked at all or while ``lots`` for the one that drops out wait.
    """

    winners: tuple[str, ...]
    rounds: tuple[Round, ...]
    lots: Lots | None = None

    @property
    def is_tie(self) -> bool:
        """Lots must be drawn before the count goes on."""
        return self.lots is not None


def count(options: Sequence[str], ballots: Mapping[Ranking, int], draws: Sequence[str] = ()) -> Outcome:
    """Count ``ballots``, {ranking of these options: number}; ``draws`` are the options drawn so far, in order.

    Raises LotUnfit for a draw that does not answer the lots of that moment, or that nothing asked for.
    """
    drawn = iter(draws)
    rounds: list[Round] = []
    race = tuple(options)
    while True:
        now = _first_preferences(race, ballots)
        if now.majority or not now.continuing:
            refuse_left_over(drawn)
            return Outcome(now.majority, (*rounds, now))
        after = _eliminate(now, drawn)
        if isinstance(after, Lots):
            finalists = after.options if after.purpose is LotsFor.WINNER else ()
            return Outcome(finalists, (*rounds, now), after)
        race = tuple(option for option in race if option not in after.eliminated)
        if len(now.votes) == FINALISTS:
            refuse_left_over(drawn)
            return Outcome(race, (*rounds, after))
        rounds.append(after)


def _first_preferences(race: tuple[str, ...], ballots: Mapping[Ranking, int]) -> Round:
    tops: Counter[tuple[str, ...]] = Counter()
    remaining = frozenset(race)
    for ranked, number in ballots.items():
        tops[_top(ranked, remaining)] += number
    exhausted = tops.pop((), 0)
    votes = dict.fromkeys(race, Fraction())
    for tier, number in tops.items():
        for option in tier:
            votes[option] += Fraction(number, len(tier))
    return Round(votes, exhausted)


def _top(ranked: Ranking, remaining: frozenset[str]) -> tuple[str, ...]:
    """The best options on a ballot that are still in the race: one, several equals, or none."""
    for tier in ranked:
        if found := tuple(option for option in tier if option in remaining):
            return found
    return ()


def _eliminate(now: Round, drawn: Iterator[str]) -> Round | Lots:
    if together := _harmless(now.votes):
        how = Elimination.TOGETHER if len(together) > 1 else Elimination.LAST
        return replace(now, eliminated=together, how=how)
    lots = Lots(LotsFor.WINNER if len(now.votes) == FINALISTS else LotsFor.ELIMINATION, now.last)
    option = answer(lots, drawn)
    if option is None:
        return lots
    others = tuple(each for each in lots.options if each != option)
    out = others if lots.purpose is LotsFor.WINNER else (option,)
    return replace(now, eliminated=out, how=Elimination.LOT)


def _harmless(votes: Mapping[str, Fraction]) -> tuple[str, ...]:
    """The smallest group of lowest options with fewer votes together than each of the others; none if there is none."""
    total = Fraction()
    for less, more in pairwise(sorted(votes.values())):
        total += less
        if total < more:
            return tuple(option for option, number in votes.items() if number <= less)
    return ()
