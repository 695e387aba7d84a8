"""The real election beside which a schaduwverkiezing is held: what its official files say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jeugd.domain.clock import AMSTERDAM

POLLS_CLOSE = time(21)  # Kieswet J 1, second paragraph
EUROPE_CLOSES = time(23)  # Y 22b: on Sunday, when the last member state closes
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class OfficialElection:
    """An election as EML_NL names it.

    ``held_on`` is a day in ISO 8601. ``seats`` and ``preference_percentage`` (of the quota, P 15) come from a 110a or
    by hand.
    """

    id: str
    category: str
    held_on: str
    domain: str = ""
    seats: int | None = None
    preference_percentage: int | None = None

    @property
    def day(self) -> date:
        """The day of the vote."""
        return date.fromisoformat(self.held_on)

    @property
    def is_defined(self) -> bool:
        """A 110a came with the lists; it gives the seats and the preference threshold."""
        return self.preference_percentage is not None

    def evening_before(self) -> datetime:
        """The day before at 21:00 in Amsterdam: a moment that officials may choose, when nobody votes for real yet."""
        return datetime.combine(self.day - timedelta(days=1), POLLS_CLOSE, AMSTERDAM)

    def embargo_until(self) -> datetime:
        """The moment before which no result is shown: 21:00 in Amsterdam; for Europe the Sunday after at 23:00."""
        if self.category == "EP":
            sunday = date.fromordinal(self.day.toordinal() + (SUNDAY - self.day.weekday()) % 7)
            return datetime.combine(sunday, EUROPE_CLOSES, AMSTERDAM)
        return datetime.combine(self.day, POLLS_CLOSE, AMSTERDAM)
