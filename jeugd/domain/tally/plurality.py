"""Plurality: the option with the most votes wins; equal votes are a tie that people settle by drawing lots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.domain.answer import BLANK, INVALID
from jeugd.domain.errors import LotUnfit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jeugd.domain.contest import Contest


@dataclass(frozen=True, slots=True)
class Outcome:
    """The votes of a contest and who won.

    ``votes`` holds every option in ballot order. ``winners`` is empty when nobody got a vote, one key when the
    matter is decided, and more keys while a tie waits for a lot.
    """

    votes: dict[str, int]
    blank: int
    invalid: int
    winners: tuple[str, ...]

    @property
    def valid(self) -> int:
        """Votes for an option."""
        return sum(self.votes.values())

    @property
    def counted(self) -> int:
        """Every ballot: valid, blank and invalid."""
        return self.valid + self.blank + self.invalid

    @property
    def is_tie(self) -> bool:
        """Lots must be drawn before there is a winner."""
        return len(self.winners) > 1


def count(contest: Contest, tally: Mapping[str, int], lot: str | None = None) -> Outcome:
    """Count a contest; ``lot`` is the key that was drawn if a tie was settled.

    Raises LotUnfit when a lot is given that settles nothing.
    """
    votes = {key: tally.get(key, 0) for key in contest.by_key}
    most = max(votes.values(), default=0)
    winners = tuple(key for key, number in votes.items() if number == most > 0)
    return Outcome(votes, tally.get(BLANK, 0), tally.get(INVALID, 0), _after_lot(winners, lot))


def _after_lot(winners: tuple[str, ...], lot: str | None) -> tuple[str, ...]:
    if lot is None:
        return winners
    if len(winners) < 2 or lot not in winners:  # noqa: PLR2004 - a tie takes two
        raise LotUnfit
    return (lot,)
