"""Queries about the pictures of options: kept beside the definition, which names them by their SHA-256."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlmodel import col, delete, select

from jeugd.storage.tables import ElectionRow, PictureRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlmodel import Session

    from jeugd.domain.election import ElectionState


def keep(session: Session, election: str, contents: bytes) -> str:
    """Keep a picture and return its digest; one that is there already stays as it is.

    The election is new or locked by who calls, so nobody keeps the same one meanwhile.
    """
    digest = hashlib.sha256(contents).hexdigest()
    if session.get(PictureRow, (election, digest)) is None:
        session.add(PictureRow(election=election, digest=digest, contents=contents))
        session.flush()
    return digest


def digests_of(session: Session, election: str) -> set[str]:
    """The digests of the pictures that an election has."""
    return set(session.exec(select(PictureRow.digest).where(PictureRow.election == election)))


def contents_of(session: Session, election: str) -> dict[str, bytes]:
    """The pictures of an election by their digest."""
    kept = select(PictureRow.digest, PictureRow.contents).where(PictureRow.election == election)
    return dict(session.exec(kept).all())


def holders(session: Session, digest: str) -> Sequence[tuple[str, ElectionState]]:
    """The municipality and the state of every election that has this picture."""
    election = select(col(ElectionRow.municipality), col(ElectionRow.state)).join(PictureRow)
    return session.exec(election.where(PictureRow.digest == digest)).all()


def contents(session: Session, digest: str) -> bytes | None:
    """The bytes of a picture, which are the same in every election, or None."""
    return session.exec(select(PictureRow.contents).where(PictureRow.digest == digest).limit(1)).first()


def keep_only(session: Session, election: str, digests: Collection[str]) -> None:
    """Remove the pictures of an election that its definition does not name any more."""
    others = (col(PictureRow.election) == election, col(PictureRow.digest).not_in(digests))
    session.flush()
    session.execute(delete(PictureRow).where(*others))
