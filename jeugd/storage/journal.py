"""The journal: written in the transaction of the deed itself, to the minute."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlmodel import col, select

from jeugd.storage.tables import JournalRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel import Session

    from jeugd.domain.journal import Deed
    from jeugd.domain.roles import Staff


def note(
    session: Session,
    deed: Deed,
    *,
    by: Staff,
    now: datetime,
    election: str | None = None,
    station: str | None = None,
    **facts: object,
) -> None:
    """Write down who did what; ``facts`` are numbers and names of options, never a code or a vote."""
    session.add(
        JournalRow(
            municipality=by.municipality,
            election=election,
            station=station,
            minute=now.replace(second=0, microsecond=0),
            role=by.role,
            who=by.who,
            deed=deed,
            facts=json.dumps(facts),
        )
    )


def of_election(session: Session, election: str) -> Sequence[JournalRow]:
    """The journal of an election, oldest first."""
    return session.exec(
        select(JournalRow).where(JournalRow.election == election).order_by(col(JournalRow.id))
    ).all()
