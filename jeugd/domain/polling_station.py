"""The polling station: a class, a hall, a stand; the unit that opens, closes and counts."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NewType

from jeugd.domain.errors import StationNotOpen, TransitionRefused
from jeugd.domain.voting_code import ALPHABET

if TYPE_CHECKING:
    from collections.abc import Callable

StationId = NewType("StationId", str)
"""Five Crockford symbols; not secret, printed on every card. Eight where knowing it is enough to take part."""

ID_LENGTH = 5
FREE_ID_LENGTH = (
    8  # 40 bits: five could be found by trying addresses, and then a stranger would join from afar
)


class StationState(Enum):
    """Where a polling station stands. Closing cannot be undone.

    After CLOSED come the two steps of the count: COUNTED (the counts are durable), EMPTIED (the envelopes and the
    key are gone).
    """

    PREPARED = "prepared"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    COUNTED = "counted"
    EMPTIED = "emptied"

    def opened(self) -> StationState:
        """Take votes, for the first time or after a pause."""
        return self._step((StationState.PREPARED, StationState.PAUSED), StationState.OPEN)

    def paused(self) -> StationState:
        """Take no votes for a while."""
        return self._step((StationState.OPEN,), StationState.PAUSED)

    def closed(self) -> StationState:
        """Take no more votes, ever."""
        return self._step((StationState.OPEN, StationState.PAUSED), StationState.CLOSED)

    def counted(self) -> StationState:
        """The box was opened and the counts are written."""
        return self._step((StationState.CLOSED,), StationState.COUNTED)

    def emptied(self) -> StationState:
        """Envelopes and key are destroyed."""
        return self._step((StationState.COUNTED,), StationState.EMPTIED)

    def _step(self, expected: tuple[StationState, ...], to: StationState) -> StationState:
        if self not in expected:
            raise TransitionRefused(state=self.value, step=to.value)
        return to

    @property
    def is_over(self) -> bool:
        """No vote can come in any more."""
        return self in (StationState.CLOSED, StationState.COUNTED, StationState.EMPTIED)

    @property
    def has_result(self) -> bool:
        """The counts are durable."""
        return self in (StationState.COUNTED, StationState.EMPTIED)

    def check_open(self) -> None:
        """Raise StationNotOpen unless votes are taken now."""
        if self is not StationState.OPEN:
            raise StationNotOpen(state=self.value)


_READ_AS = str.maketrans("OIL", "011")


def draw_id(choice: Callable[[str], str], length: int = ID_LENGTH) -> StationId:
    """A station's id of so many symbols; ``choice`` picks one at random."""
    return StationId("".join(choice(ALPHABET) for _ in range(length)))


def read_id(text: str) -> StationId:
    """The id somebody typed: upper case, O as 0, I and L as 1."""
    return StationId(text.strip().upper().translate(_READ_AS)[: FREE_ID_LENGTH + 1])
