"""The clock on the wall in the Netherlands, and the two nights a year on which it jumps."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from jeugd.domain.errors import MomentSkipped

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def moment_on_clock(shown: datetime) -> datetime:
    """Return the moment, in UTC, at which the clock in Amsterdam shows ``shown`` (a date and time without a zone).

    In autumn an hour comes twice; then it is the second, so that nothing is public earlier than somebody could have
    meant. Raises MomentSkipped for the hour that does not come in spring, OverflowError in the first hour of year 1.
    """
    moment = shown.replace(tzinfo=AMSTERDAM, fold=1).astimezone(UTC)
    if moment.astimezone(AMSTERDAM).replace(tzinfo=None) != shown:
        raise MomentSkipped(field="publish_at")
    return moment
