"""Save an election or a poll as a file, and make a draft of such a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jeugd.actions.prepare_election import new_election
from jeugd.domain.election import Definition
from jeugd.domain.errors import FieldUnfit
from jeugd.domain.lesson import Lesson
from jeugd.domain.roles import Role, Staff
from jeugd.formats.poll_file import Poll, write_poll
from jeugd.storage import elections, pictures
from jeugd.storage.tables import MunicipalityRow

if TYPE_CHECKING:
    from datetime import datetime

    from jeugd.domain.election import ElectionId
    from jeugd.storage.database import Session


def save_poll(session: Session, *, election: str, with_candidates: bool = False) -> bytes:
    """An election in any state as a file that others may have: no municipality, no moment, no vote, no person.

    Candidates are people and left out, unless they are asked for. Raises NotFound.
    """
    row = elections.election(session, election)
    definition = Definition.from_json(row.definition)
    shared = definition if with_candidates else definition.without_people()
    kept = pictures.contents_of(session, election) if shared.pictures else {}
    return write_poll(shared, Lesson.from_json(row.lesson), kept)


def load_poll(session: Session, *, poll: Poll, by: Staff, now: datetime) -> ElectionId:
    """Make a draft of what was read from a file; the same file gives the same definition everywhere."""
    election = new_election(session, definition=poll.definition, by=by, now=now, lesson=poll.lesson)
    for contents in poll.pictures.values():
        pictures.keep(session, election, contents)
    return election


def official_at_terminal(session: Session, municipality: str) -> Staff:
    """Whoever types a command for a municipality. Raises FieldUnfit for one that is not here."""
    if session.get(MunicipalityRow, municipality) is None:
        raise FieldUnfit(field="municipality")
    return Staff(Role.OFFICIAL, municipality, "jeugd poll load")
