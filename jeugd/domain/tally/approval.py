"""Approval: a voter marks every option that will do, and the option with the most marks wins.

Source: S. J. Brams and P. C. Fishburn, Approval Voting, American Political Science Review 72 (1978), 831-847.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jeugd.domain.tally.lots import Lots, one_winner


@dataclass(frozen=True, slots=True)
class Outcome:
    """The approvals of a contest.

    ``approvals`` holds every option in ballot order; ``ballots`` counts all ballots and ``blank`` those that
    approve nothing. ``winners`` is one option when the matter is decided, all equal ones while ``lots`` decide, and
    empty when nobody approved anything. ``tied`` holds the equal ones also after the lot.
    """

    approvals: dict[str, int]
    ballots: int
    blank: int
    winners: tuple[str, ...]
    tied: tuple[str, ...]
    lots: Lots | None

    @property
    def is_tie(self) -> bool:
        """Lots must be drawn before there is a winner."""
        return self.lots is not None


def count(
    options: Sequence[str], ballots: Mapping[frozenset[str], int], draws: Sequence[str] = ()
) -> Outcome:
    """Count ballots, each a set of approved options with how often it was cast.

    ``draws`` holds at most the one option that was drawn. Raises LotUnfit when a draw settles nothing.
    """
    approvals = dict.fromkeys(options, 0)
    for ballot, number in ballots.items():
        for option in ballot:
            approvals[option] += number
    most = max(approvals.values(), default=0)
    best = tuple(option for option, approved in approvals.items() if approved == most > 0)
    winners, lots = one_winner(best, draws)
    return Outcome(
        approvals=approvals,
        ballots=sum(ballots.values()),
        blank=ballots.get(frozenset(), 0),
        winners=winners,
        tied=best if len(best) > 1 else (),
        lots=lots,
    )
