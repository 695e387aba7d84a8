"""Queries about the files of the Electoral Council that an election was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import select

from jeugd.storage.tables import OfficialFileRow

if TYPE_CHECKING:
    from sqlmodel import Session


def keep(session: Session, election: str, message: str, contents: bytes, digest: str) -> None:
    """Keep a file as it came, with its SHA-256; an election has one file of a message."""
    session.add(OfficialFileRow(election=election, message=message, digest=digest, contents=contents))
    session.flush()


def is_kept(session: Session, election: str, message: str) -> bool:
    """Whether an election was made of such a file."""
    same = (OfficialFileRow.election == election, OfficialFileRow.message == message)
    return session.exec(select(OfficialFileRow.digest).where(*same)).first() is not None


def contents(session: Session, election: str, message: str) -> bytes | None:
    """The file as it came, or None."""
    row = session.get(OfficialFileRow, (election, message))
    return None if row is None else row.contents
