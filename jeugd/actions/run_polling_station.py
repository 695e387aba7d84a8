"""Run a polling station: open, pause, close. What a teacher does during the lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jeugd.domain.election import Definition, ElectionState
from jeugd.domain.errors import NoCodes, TransitionRefused
from jeugd.domain.journal import Deed
from jeugd.domain.polling_station import StationId, StationState
from jeugd.domain.record import DifferenceReason, reconcile
from jeugd.storage import custody_memory, elections, journal

if TYPE_CHECKING:
    from datetime import datetime

    from jeugd.domain.roles import Staff
    from jeugd.sealing.custody import Custody
    from jeugd.storage.database import Session
    from jeugd.storage.tables import PollingStationRow


def open_station(session: Session, custody: Custody, *, station: str, by: Staff, now: datetime) -> None:
    """Take votes, for the first time or after a pause.

    Raises TransitionRefused (also while the election is not open), NoCodes, KeyMissing, KeyStoreMissing or
    KeyStoreForeign.
    """
    row = elections.station(session, station)
    election = elections.election(session, row.election)
    if election.state is not ElectionState.OPEN:
        raise TransitionRefused(state=election.state.value, step="station_open")
    opened = row.state.opened()
    custody.check(custody_memory.remembered(session) or "")
    custody.keys(StationId(station))
    is_free_to_join = Definition.from_json(election.definition).is_free_to_join
    if not is_free_to_join and elections.turnout(session, row).issued == 0:
        raise NoCodes
    _move(session, row, opened)
    journal.note(session, Deed.STATION_OPENED, by=by, now=now, election=row.election, station=station)


def pause_station(session: Session, *, station: str, by: Staff, now: datetime) -> None:
    """Take no votes for a while. Raises TransitionRefused."""
    row = elections.station(session, station)
    _move(session, row, row.state.paused())
    journal.note(session, Deed.STATION_PAUSED, by=by, now=now, election=row.election, station=station)


def close_station(
    session: Session,
    *,
    station: str,
    admitted: int | None,
    reason: DifferenceReason | None,
    by: Staff,
    now: datetime,
) -> None:
    """Close for good and enter how many voters were admitted, before anybody can know a result.

    The reconciliation is checked against the votes when the door is shut, so that a vote on its way cannot slip in.
    Raises TransitionRefused, AdmittedMissing, ReasonMissing; then the station is still open.
    """
    row = elections.station(session, station)
    _move(session, row, row.state.closed())
    checked = reconcile(admitted, elections.turnout(session, row).cast, reason)
    row.admitted, row.reason = checked.admitted, checked.reason
    journal.note(
        session,
        Deed.STATION_CLOSED,
        by=by,
        now=now,
        election=row.election,
        station=station,
        admitted=checked.admitted,
        cast=checked.cast,
    )


def close_joined_station(session: Session, *, station: str, by: Staff, now: datetime) -> None:
    """Close a station without poll cards for good. Who joined was admitted; who is not in the box did not vote.

    Raises TransitionRefused.
    """
    row = elections.station_to_change(session, station)
    close_station(
        session,
        station=station,
        admitted=row.admitted or 0,
        reason=DifferenceReason.DID_NOT_VOTE,
        by=by,
        now=now,
    )


def _move(session: Session, row: PollingStationRow, to: StationState) -> None:
    """Settled by the database, so that two teachers pressing at once cannot both have done it."""
    if not elections.move_station(session, row, to):
        raise TransitionRefused(state=row.state.value, step=to.value)
    session.refresh(row)
