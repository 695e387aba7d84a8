"""Queries about the lots that were drawn for seats, in the order in which they were drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from jeugd.storage.tables import SeatDrawRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session


def draws(session: Session, election: str) -> Sequence[str]:
    """The stored draws of an election, oldest first, as JSON."""
    same = select(SeatDrawRow.draw).where(SeatDrawRow.election == election)
    return session.exec(same.order_by(col(SeatDrawRow.position))).all()


def add(session: Session, election: str, draw: str) -> None:
    """Store the next draw; the primary key lets nobody else be the next too."""
    position = len(draws(session, election)) + 1
    session.add(SeatDrawRow(election=election, position=position, draw=draw))
    session.flush()
