"""List vote: votes of each list and each candidate, as in a Dutch election. Apportionment makes seats of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.domain.answer import BLANK, INVALID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jeugd.domain.contest import Contest


@dataclass(frozen=True, slots=True)
class Outcome:
    """Votes per list number and per candidate key, in official order. There is no winner here and so no tie."""

    votes: dict[str, int]
    of_list: dict[int, int]
    blank: int
    invalid: int

    @property
    def valid(self) -> int:
        """Votes for a candidate."""
        return sum(self.votes.values())

    @property
    def counted(self) -> int:
        """Every ballot: valid, blank and invalid."""
        return self.valid + self.blank + self.invalid

    @property
    def winners(self) -> tuple[str, ...]:
        """Nobody: lists get seats."""
        return ()

    @property
    def is_tie(self) -> bool:
        """Never, for the same reason."""
        return False


def count(contest: Contest, tally: Mapping[str, int]) -> Outcome:
    """Add the votes of the candidates up to their lists."""
    votes = {key: tally.get(key, 0) for key in contest.by_key}
    of_list = {one.number: sum(votes[candidate.key] for candidate in one.candidates) for one in contest.lists}
    return Outcome(votes, of_list, tally.get(BLANK, 0), tally.get(INVALID, 0))
