"""Patterns on ballots: which whole rankings and whole sets of plans may be handed out, so that others can recount.

A ballot with many places or plans can be a signature: who wants to buy or force a vote asks for an order that nobody
else would write, and looks for it in the data (the Italian attack). So a pattern is only handed out when so many people
wrote it that eight who work together cannot point at a ninth (SECRECY-AND-INTEGRITY 2.7, R9), and what is rare is cut
to the first choice, or left out; never so little that it could be told apart.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jeugd.domain.tally.ranking import Ranking

Pattern = TypeVar("Pattern")

FEWEST_BALLOTS = 100  # that chose something; below it nothing is handed out
FEWEST_ALIKE = 10  # ballots with the same pattern, and ballots that are hidden together


@dataclass(frozen=True, slots=True)
class OpenSets:
    """Sets that may be handed out with their number of ballots, and how many ballots were left out."""

    ballots: dict[frozenset[str], int]
    left_out: int


def open_rankings(ballots: Mapping[Ranking, int]) -> dict[Ranking, int] | None:
    """{ranking: ballots} as they may be handed out; None where there are too few.

    A rare ranking becomes its first choice, whose number of ballots is known anyway. Of each first choice at least
    FEWEST_ALIKE ballots say no more than that, or none: else the smallest common ranking with it is cut too. So who
    ranked nothing but the first choice is not told apart either.
    """
    if sum(ballots.values()) < FEWEST_BALLOTS:
        return None
    opened: Counter[Ranking] = Counter()
    for first in dict.fromkeys(ranked[:1] for ranked in ballots):
        opened.update(_cut(first, {ranked: n for ranked, n in ballots.items() if ranked[:1] == first}))
    return dict(opened)


def open_sets(ballots: Mapping[frozenset[str], int]) -> OpenSets | None:
    """Sets of marked plans as they may be handed out; None where there are too few, or all of them are rare.

    The blank ones, the empty set, stay: their number is known anyway.
    """
    chosen = {marked: number for marked, number in ballots.items() if marked and number}
    if sum(chosen.values()) < FEWEST_BALLOTS:
        return None
    common = _common(chosen)
    left_out = sum(chosen.values()) - sum(common.values())
    blank = {marked: number for marked, number in ballots.items() if not marked and number}
    return OpenSets({**common, **blank}, left_out) if common else None


def _cut(first: Ranking, ballots: Mapping[Ranking, int]) -> Mapping[Ranking, int]:
    longer = {ranked: number for ranked, number in ballots.items() if ranked != first}
    common = _common(longer, hidden=ballots.get(first, 0))
    rest = sum(ballots.values()) - sum(common.values())
    return {**common, first: rest} if rest else common


def _common(ballots: Mapping[Pattern, int], hidden: int = 0) -> dict[Pattern, int]:
    """The patterns of enough ballots. ``hidden`` are ballots that look like the cut ones, and may be few themselves."""
    by_number = sorted(ballots, key=lambda pattern: ballots[pattern])
    common = [pattern for pattern in by_number if ballots[pattern] >= FEWEST_ALIKE]
    rare = sum(ballots.values()) - sum(ballots[pattern] for pattern in common)
    while common and 0 < rare + hidden < FEWEST_ALIKE:
        rare += ballots[common.pop(0)]
    return {pattern: ballots[pattern] for pattern in ballots if pattern in common}
