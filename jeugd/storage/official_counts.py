"""Queries about the official count beside a youth vote: one an election, the last that was imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jeugd.domain.official_count import OfficialCount
from jeugd.storage.tables import OfficialCountRow

if TYPE_CHECKING:
    from sqlmodel import Session


def count_of(session: Session, election: str) -> tuple[OfficialCount, str] | None:
    """The official count beside an election, and the SHA-256 of its file in hexadecimal; None if there is none yet."""
    row = session.get(OfficialCountRow, election)
    return None if row is None else (OfficialCount.from_json(row.count), row.digest)


def keep(session: Session, election: str, count: OfficialCount, digest: str) -> None:
    """Store a count in the place of an earlier one; the caller has locked the election."""
    session.merge(OfficialCountRow(election=election, digest=digest, count=count.to_json()))
    session.flush()
