"""What the database remembers of its key store: a fingerprint, so that a missing or foreign store is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from jeugd.storage.tables import CustodyRow

if TYPE_CHECKING:
    from sqlmodel import Session


def one_at_a_time(session: Session) -> None:
    """Wait until no other process founds the key store; until this transaction ends, nobody else does.

    SQLite's writers come one after the other anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {CustodyRow.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))


def remembered(session: Session) -> str | None:
    """The fingerprint, or None before the first start."""
    row = session.get(CustodyRow, 1)
    return row.fingerprint if row else None


def remember(session: Session, fingerprint: str) -> None:
    """Remember the key store that was founded for this database."""
    session.add(CustodyRow(id=1, fingerprint=fingerprint))
