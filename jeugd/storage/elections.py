"""Queries about municipalities, schools, elections and polling stations."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, TypeVar

from sqlmodel import col, delete, func, select, update

from jeugd.domain.errors import NotFound
from jeugd.domain.journal import Deed
from jeugd.domain.polling_station import StationId, StationState, draw_id
from jeugd.domain.turnout import NO_TURNOUT, Turnout
from jeugd.domain.voting_code import CodeState
from jeugd.storage.database import changes_a_row
from jeugd.storage.tables import (
    ElectionRow,
    EmbargoLiftRow,
    JournalRow,
    MunicipalityRow,
    OfficialFileRow,
    PictureRow,
    PollingStationRow,
    SchoolRow,
    SignedInDeviceRow,
    SignInLinkRow,
    VotingCodeRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlmodel import Session

_Row = TypeVar("_Row")
_LOCK = {
    "key_share": True
}  # rows that refer to this one are on their way, and need not wait for us, nor we for them


def new_id() -> str:
    """A random id that says nothing."""
    return secrets.token_hex(6)


def new_station_id(session: Session, length: int) -> StationId:
    """A station id of so many symbols that is not taken."""
    while True:
        drawn = draw_id(secrets.choice, length)
        if session.get(PollingStationRow, drawn) is None:
            return drawn


def municipality(session: Session, code: str) -> MunicipalityRow:
    """A municipality that must exist. Raises NotFound."""
    return _found(session.get(MunicipalityRow, code))


def school(session: Session, school_id: str) -> SchoolRow:
    """A school that must exist. Raises NotFound."""
    return _found(session.get(SchoolRow, school_id))


def election(session: Session, election_id: str) -> ElectionRow:
    """An election that must exist. Raises NotFound."""
    return _found(session.get(ElectionRow, election_id))


def election_to_change(session: Session, election_id: str) -> ElectionRow:
    """The same, locked until the end of the transaction, so that a step is taken once. Raises NotFound."""
    return _found(session.get(ElectionRow, election_id, with_for_update=_LOCK, populate_existing=True))


def station(session: Session, station_id: str) -> PollingStationRow:
    """A station that must exist. Raises NotFound."""
    return _found(session.get(PollingStationRow, station_id))


def station_to_change(session: Session, station_id: str) -> PollingStationRow:
    """The same, locked until the end of the transaction; who joins meanwhile waits. Raises NotFound."""
    return _found(session.get(PollingStationRow, station_id, with_for_update=_LOCK, populate_existing=True))


def schools_of(session: Session, municipality_code: str) -> Sequence[SchoolRow]:
    """The schools of a municipality by name."""
    same = select(SchoolRow).where(SchoolRow.municipality == municipality_code)
    return session.exec(same.order_by(SchoolRow.name)).all()


def elections_of(session: Session, municipality_code: str) -> Sequence[ElectionRow]:
    """The elections of a municipality, in a lasting order."""
    same = select(ElectionRow).where(ElectionRow.municipality == municipality_code)
    return session.exec(same.order_by(ElectionRow.id)).all()


def all_elections(session: Session) -> Sequence[ElectionRow]:
    """Every election on this server, in a lasting order."""
    return session.exec(select(ElectionRow).order_by(ElectionRow.id)).all()


def stations_of(session: Session, election_id: str) -> Sequence[PollingStationRow]:
    """The stations of an election by name."""
    same = select(PollingStationRow).where(PollingStationRow.election == election_id)
    return session.exec(same.order_by(PollingStationRow.name, PollingStationRow.id)).all()


def school_name(session: Session, row: PollingStationRow) -> str:
    """The name of the school where a station stands, or nothing."""
    return school(session, row.school).name if row.school else ""


def turnouts(session: Session, stations: Sequence[PollingStationRow]) -> dict[str, Turnout]:
    """Turnout by station id, counted from the codes."""
    ids = [one.id for one in stations]
    counted = session.exec(
        select(VotingCodeRow.station, VotingCodeRow.state, func.count())
        .where(col(VotingCodeRow.station).in_(ids))
        .group_by(col(VotingCodeRow.station), col(VotingCodeRow.state))
    ).all()
    numbers = {(station_id, state): number for station_id, state, number in counted}
    return {one.id: _turnout(one, numbers) for one in stations}


def turnout(session: Session, row: PollingStationRow) -> Turnout:
    """Turnout of one station."""
    return turnouts(session, [row])[row.id]


def total(every: dict[str, Turnout]) -> Turnout:
    """The turnout of all stations together."""
    return sum(every.values(), start=NO_TURNOUT)


def having(session: Session, stations: Collection[str], states: Collection[StationState]) -> set[str]:
    """Those of these stations that are in one of these states."""
    same = (col(PollingStationRow.id).in_(stations), col(PollingStationRow.state).in_(states))
    return set(session.exec(select(PollingStationRow.id).where(*same)).all())


def move_station(session: Session, row: PollingStationRow, to: StationState) -> bool:
    """Change a station's state if it is still what we think; False if somebody was first."""
    same = (col(PollingStationRow.id) == row.id, col(PollingStationRow.state) == row.state)
    return changes_a_row(session, update(PollingStationRow).where(*same).values(state=to))


def close_stations(session: Session, election_id: str) -> None:
    """Close every station of an election that is not over; one that others close or count meanwhile stays as it is.

    They are locked in the order of their ids, as a batch of votes does; else each could wait for the other.
    """
    not_over = [state for state in StationState if not state.is_over]
    same = (col(PollingStationRow.election) == election_id, col(PollingStationRow.state).in_(not_over))
    in_order = select(PollingStationRow.id).where(*same).order_by(col(PollingStationRow.id))
    session.exec(in_order.with_for_update(key_share=True)).all()
    changes_a_row(session, update(PollingStationRow).where(*same).values(state=StationState.CLOSED))
    session.expire_all()


def take_place(session: Session, station_id: str) -> bool:
    """Admit one more to an open station, in one statement; False if it is not open or every place is taken."""
    admitted = func.coalesce(col(PollingStationRow.admitted), 0)
    free = (
        col(PollingStationRow.id) == station_id,
        col(PollingStationRow.state) == StationState.OPEN,
        admitted < col(PollingStationRow.expected),
    )
    return changes_a_row(session, update(PollingStationRow).where(*free).values(admitted=admitted + 1))


def add_places(session: Session, station_id: str, places: int) -> bool:
    """Bring the number of places to ``places``; False if there are as many already, or voting is over."""
    fewer = (
        col(PollingStationRow.id) == station_id,
        col(PollingStationRow.state).in_([state for state in StationState if not state.is_over]),
        col(PollingStationRow.expected) < places,
    )
    return changes_a_row(session, update(PollingStationRow).where(*fewer).values(expected=places))


def asked_in(session: Session, station_id: str) -> Sequence[PollingStationRow]:
    """The stations of the questions that were asked in a class, the latest first."""
    asked = select(PollingStationRow).where(PollingStationRow.asked_in == station_id)
    told = asked.join(JournalRow, col(JournalRow.station) == PollingStationRow.id)
    latest_first = told.where(JournalRow.deed == Deed.QUESTION_ASKED).order_by(col(JournalRow.id).desc())
    return session.exec(latest_first).all()


def stations_in(session: Session, state: StationState) -> Sequence[str]:
    """The ids of all stations on this server that are in a state."""
    return session.exec(select(PollingStationRow.id).where(PollingStationRow.state == state)).all()


def delete_draft(session: Session, election: str) -> None:
    """Remove a draft with its stations and their links; it never had codes or votes. The journal keeps its lines."""
    stations = select(PollingStationRow.id).where(PollingStationRow.election == election)
    session.flush()
    asked = update(PollingStationRow).where(col(PollingStationRow.asked_in).in_(stations))
    session.execute(asked.values(asked_in=None))
    for table in (SignedInDeviceRow, SignInLinkRow):
        session.execute(delete(table).where(col(table.station).in_(stations)))
    journal = update(JournalRow).where(col(JournalRow.election) == election)
    session.execute(journal.values(election=None, station=None))
    session.execute(delete(EmbargoLiftRow).where(col(EmbargoLiftRow.election) == election))
    session.execute(delete(OfficialFileRow).where(col(OfficialFileRow.election) == election))
    session.execute(delete(PictureRow).where(col(PictureRow.election) == election))
    session.execute(delete(PollingStationRow).where(col(PollingStationRow.election) == election))
    session.execute(delete(ElectionRow).where(col(ElectionRow.id) == election))
    session.expire_all()


def any_open(session: Session) -> bool:
    """Whether any station on this server is voting now."""
    voting = select(PollingStationRow.id).where(
        col(PollingStationRow.state).in_([StationState.OPEN, StationState.PAUSED])
    )
    return session.exec(voting.limit(1)).first() is not None


def _turnout(row: PollingStationRow, numbers: dict[tuple[str, int], int]) -> Turnout:
    fresh, cast, void = (
        numbers.get((row.id, state), 0) for state in (CodeState.FRESH, CodeState.CAST, CodeState.VOID)
    )
    return Turnout(expected=row.expected, issued=fresh + cast + void, cast=cast, void=void)


def _found(row: _Row | None) -> _Row:
    if row is None:
        raise NotFound
    return row
