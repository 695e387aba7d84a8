"""Councils to try the templates with: each kind of step, caution and lots that the rules know."""

from __future__ import annotations

from datetime import date

from jeugd.domain.apportionment import (
    Category,
    Draw,
    ListVotes,
    LotsRequired,
    VoteCount,
    apportion,
    rules_for,
)
from jeugd.web.council import Council, council

DAY = date(2026, 3, 18)
NAMES = ("Lokaal Juinen", "Groen & <Sociaal>", "Juinen Vooruit", "H.K. Zandstra", "Christelijk Juinen")


def made(category: Category, seats: int, *lists: list[int] | int, draws: bool = True) -> Council:
    """The council of these lists (votes of each candidate, or of the list); lots fall on the first, if at all."""
    counted = tuple(
        ListVotes(number, votes) if isinstance(votes, int) else ListVotes.of(number, votes)
        for number, votes in enumerate(lists, start=1)
    )
    count = VoteCount(rules_for(category, DAY), seats, counted)
    drawn: list[Draw] = []
    while isinstance(outcome := apportion(count, drawn), LotsRequired) and draws:
        drawn.append(Draw(outcome.lots, outcome.lots.options[0]))
    return council(
        outcome,
        count,
        name_of=lambda number: NAMES[(number - 1) % len(NAMES)],
        candidate=lambda number, place: f"Kandidaat {number}.{place}",
        drawn_before=len(drawn),
    )


COUNCILS = {
    "largest surpluses": made(Category.GR, 17, [700, 600, 593], [1345, 0], [1372, 0, 0], [1157, 9], [41]),
    "highest averages": made(
        Category.GR, 23, [900, 50, 40], [700, 20, 10, 10, 10], [333, 1, 1, 1], [100] * 4
    ),
    "a majority by lots": made(Category.GR, 10, 500, 140, 140, 140, 70),
    "too few candidates": made(Category.GR, 9, [500], [200, 1, 1, 1], [150, 9, 9, 9]),
    "empty seats": made(Category.GR, 9, [500], [200]),
    "no votes": made(Category.AB, 5, [0], [0]),
    "the house": made(Category.TK, 150, 7_000_123, 3_000_456, 40_000),
    "europe": made(Category.EP, 31, 1000, 900, 25),
    "full seats only": made(Category.PS, 39, 13, 13, 13),
}
WAITING = {
    "a surplus": made(Category.GR, 10, 500, 140, 140, 140, 70, draws=False),
    "an average": made(Category.GR, 19, 100, 100, 100, draws=False),
    "a candidate": made(Category.GR, 9, [4, 3, 3, 0, 0], [14, 0, 0, 0], [21, 0, 0, 0, 0], draws=False),
}
