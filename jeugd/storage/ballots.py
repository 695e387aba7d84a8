"""Queries about codes, envelopes on their way out of the box, tallies and lots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlmodel import col, delete, insert, select, update

from jeugd.domain.errors import CodeUnknown
from jeugd.domain.voting_code import CodeState
from jeugd.storage.database import changes_a_row
from jeugd.storage.tables import LotRow, TallyRow, VotingCodeRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlmodel import Session


def add_codes(session: Session, station: str, macs_and_tags: Iterable[tuple[bytes, bytes]]) -> None:
    """Insert fresh codes in the order of their MAC, which is random."""
    rows = [
        {"mac": mac, "tag": tag, "station": station, "state": CodeState.FRESH}
        for mac, tag in sorted(macs_and_tags)
    ]
    session.execute(insert(VotingCodeRow), rows)


def add_code(session: Session, station: str, mac: bytes, tag: bytes) -> bool:
    """Insert one fresh code; False if it is there already. Two at once: the second waits, and finds the first."""
    inserted = text(
        "INSERT INTO voting_code (mac, tag, station, state) VALUES (:mac, :tag, :station, :state)"
        " ON CONFLICT DO NOTHING"
    )
    code = {"mac": mac, "tag": tag, "station": station, "state": int(CodeState.FRESH)}
    return session.connection().execute(inserted, code).rowcount > 0


def void(session: Session, station: str, mac: bytes) -> bool:
    """Declare a fresh code void; False if it is not fresh or not of this station."""
    fresh = (
        col(VotingCodeRow.mac) == mac,
        col(VotingCodeRow.station) == station,
        col(VotingCodeRow.state) == CodeState.FRESH,
    )
    return changes_a_row(session, update(VotingCodeRow).where(*fresh).values(state=CodeState.VOID))


def state_of(session: Session, station: str, mac: bytes) -> CodeState:
    """What became of a code of this station. Raises CodeUnknown."""
    row = session.get(VotingCodeRow, mac)
    if row is None or row.station != station:
        raise CodeUnknown
    return CodeState(row.state)


def envelopes(session: Session, station: str) -> list[tuple[bytes, bytes]]:
    """(tag, sealed ballot) of every code of a station that was cast, in the order of the MAC."""
    cast = select(VotingCodeRow.tag, VotingCodeRow.sealed).where(
        VotingCodeRow.station == station, VotingCodeRow.state == CodeState.CAST
    )
    rows = session.exec(cast.order_by(col(VotingCodeRow.mac))).all()
    return [(tag, sealed) for tag, sealed in rows if sealed is not None]


def empty(session: Session, station: str) -> None:
    """Remove the envelopes and attempts of a station, all in one statement; what became of each code stays."""
    same = col(VotingCodeRow.station) == station
    session.execute(update(VotingCodeRow).where(same).values(sealed=None, attempt=None))


def write_tally(session: Session, station: str, contest: int, tally: Mapping[str, int]) -> None:
    """Write the count of one contest, answers sorted, replacing what an interrupted count left."""
    session.execute(
        delete(TallyRow).where(col(TallyRow.station) == station, col(TallyRow.contest) == contest)
    )
    rows = [
        {"station": station, "contest": contest, "answer": answer, "votes": votes}
        for answer, votes in sorted(tally.items())
    ]
    if rows:
        session.execute(insert(TallyRow), rows)


def tallies(session: Session, stations: Sequence[str], contest: int) -> dict[str, dict[str, int]]:
    """{station: {answer: votes}} of the stations that have been counted."""
    same = select(TallyRow).where(col(TallyRow.station).in_(stations), TallyRow.contest == contest)
    found: dict[str, dict[str, int]] = {}
    for row in session.exec(same).all():
        found.setdefault(row.station, {})[row.answer] = row.votes
    return found


def lots(session: Session, election: str) -> dict[int, list[str]]:
    """{contest: answers drawn, in order} of an election."""
    same = select(LotRow).where(LotRow.election == election).order_by(col(LotRow.position))
    drawn: dict[int, list[str]] = {}
    for row in session.exec(same).all():
        drawn.setdefault(row.contest, []).append(row.answer)
    return drawn
