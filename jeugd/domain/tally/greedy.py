"""Greedy: the plan with the most votes is funded first, then the next that still fits in the purse.

The rule of most cities. Source: N. Talmon and P. Faliszewski, A Framework for Approval-Based Budgeting Methods,
AAAI 33 (2019), 2181-2188, the greedy rule on the number of approvals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jeugd.domain.tally.lots import Lots, refuse_left_over
from jeugd.domain.tally.purse import Precedence, Turn, spend_by_votes, supporters_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """Plans funded in order of votes. ``supporters`` holds every plan in ballot order.

    ``turns`` tells plan by plan what was left in the purse; a plan that nobody approves has no turn.
    ``winners`` stand in the order in which they were funded, and are none while ``lots`` wait.
    """

    purse: int
    costs: dict[str, int]
    supporters: dict[str, int]
    ballots: int
    winners: tuple[str, ...]
    turns: tuple[Turn, ...]
    lots: Lots | None

    @property
    def spent(self) -> int:
        """What the funded plans cost together; never more than the purse."""
        return sum(self.costs[plan] for plan in self.winners)


def count(
    costs: Mapping[str, int],
    ballots: Mapping[frozenset[str], int],
    purse: int,
    draws: Sequence[str] = (),
) -> Outcome:
    """Divide ``purse`` over plans; ``costs`` is 0 or more for each plan, in ballot order.

    Ballots are sets of approved plans with how often each was cast; ``draws`` holds the plans drawn so far.
    Raises LotUnfit when a draw does not answer the lots now needed.
    """
    drawn = iter(draws)
    votes = supporters_of(costs, ballots)
    spending = spend_by_votes(costs, votes, purse, Precedence(drawn))
    refuse_left_over(drawn)
    return Outcome(
        purse=purse,
        costs=dict(costs),
        supporters=votes,
        ballots=sum(ballots.values()),
        winners=() if spending.lots else spending.funded,
        turns=tuple(spending.turns),
        lots=spending.lots,
    )
