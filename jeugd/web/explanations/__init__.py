"""How a method came to its outcome, ready to be drawn and told: names, numbers and the lengths of bars.

Lengths are percentages. Everything here shows numbers: it is for results that may be shown in numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jeugd.domain.tally import (
    approval,
    borda,
    equal_shares,
    greedy,
    instant_runoff,
    referendum,
    scale,
    schulze,
    several_seats,
)
from jeugd.web.explanations.marks import Marks, marked, seats_of
from jeugd.web.explanations.opinions import Opinions, opinions_of
from jeugd.web.explanations.places import Duels, Points, Runoff, duels_of, points_of, runoff
from jeugd.web.explanations.purse import Budget, budget_of, shares_of
from jeugd.web.explanations.vote import Vote, vote_of

if TYPE_CHECKING:
    from jeugd.domain.result import ContestResult

Explanation = Runoff | Points | Duels | Marks | Opinions | Budget | Vote


def explanation_of(result: ContestResult) -> Explanation | None:
    """How the method came to this outcome; None where it speaks for itself, or nobody chose anything."""
    found: Explanation | None = None
    match result.outcome:
        case instant_runoff.Outcome() as outcome if result.valid:
            found = runoff(result, outcome)
        case borda.Outcome(rounds=(told,)):
            found = points_of(result, told)
        case schulze.Outcome(rounds=(told,)) as outcome:
            found = duels_of(result, outcome, told)
        case approval.Outcome():
            found = Marks(marked(result), result.counted - result.invalid)
        case several_seats.Outcome() as outcome:
            found = seats_of(result, outcome)
        case scale.Outcome() as outcome:
            found = opinions_of(result, outcome)
        case equal_shares.Outcome() as outcome:
            found = shares_of(result, outcome)
        case greedy.Outcome() as outcome:
            found = budget_of(result, outcome, outcome.turns)
        case referendum.Outcome() as outcome:
            found = vote_of(outcome)
    return found
