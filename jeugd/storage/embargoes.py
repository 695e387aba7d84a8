"""Queries about embargoes that two officials lifted before their moment; each step is one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, update

from jeugd.storage.database import changes_a_row
from jeugd.storage.tables import EmbargoLiftRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session


def lift_of(session: Session, election: str) -> EmbargoLiftRow | None:
    """Who asked to lift the embargo of an election, and who confirmed it, if anybody."""
    return session.get(EmbargoLiftRow, election, populate_existing=True)


def ask(session: Session, election: str, official: str, who: str, shut_until: datetime) -> bool:
    """Note who asks first; False if somebody asked before."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    first = insert(EmbargoLiftRow).values(
        election=election, shut_until=shut_until, asked_by=official, asked_who=who
    )
    return changes_a_row(session, first.on_conflict_do_nothing().execution_options(preserve_rowcount=True))


def confirm(session: Session, election: str, official: str, who: str, now: datetime) -> bool:
    """Note who confirms, and when; False if it is who asked, or it was confirmed before."""
    waiting = (
        col(EmbargoLiftRow.election) == election,
        col(EmbargoLiftRow.asked_by) != official,
        col(EmbargoLiftRow.confirmed_by).is_(None),
    )
    confirmed = {"confirmed_by": official, "confirmed_who": who, "lifted_at": now}
    return changes_a_row(session, update(EmbargoLiftRow).where(*waiting).values(**confirmed))
