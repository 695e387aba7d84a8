"""Ask one question in class without poll cards: whoever is in the room joins, as many as the teacher says.

A code is made when somebody joins. It is drawn from the ticket of the page on which they pressed the button, so a
second press, or a second try when the answer was lost, gives the same code and takes no second place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jeugd.actions.prepare_election import add_station, freeze, new_election, open_election
from jeugd.actions.run_polling_station import close_joined_station, open_station
from jeugd.domain import voting_code
from jeugd.domain.election import Definition, Opening
from jeugd.domain.errors import FieldUnfit, PlacesTaken, TransitionRefused
from jeugd.domain.journal import Deed
from jeugd.domain.kind import ElectionKind
from jeugd.domain.polling_station import StationId
from jeugd.sealing.code_mac import code_mac, code_seed, code_tag
from jeugd.storage import ballots, changes, elections, journal

if TYPE_CHECKING:
    from datetime import datetime

    from jeugd.domain.contest import Contest
    from jeugd.domain.roles import Staff
    from jeugd.domain.voting_code import VotingCode
    from jeugd.sealing.custody import Custody
    from jeugd.storage.database import Session

MOST_PLACES = 40
TICKET_LENGTH = 16  # bytes


def ask_question(
    session: Session,
    custody: Custody,
    *,
    station: str,
    title: str,
    contest: Contest,
    places: int,
    by: Staff,
    now: datetime,
) -> StationId:
    """Ask a question in the class of ``station``; returns the polling station of the question, which is open.

    ``title`` is what stands on the board, ``places`` how many are in the room, 1 to 40. Who is signed in for the class
    is so for its questions. Raises FieldUnfit, TooFewOptions, RulesUnfit, KeyStoreMissing or KeyStoreForeign.
    """
    _check_places(places)
    room = elections.station(session, station)
    definition = Definition(
        ElectionKind.JEUGDRAAD, title, Opening.PER_STATION, (contest,), is_free_to_join=True
    )
    election = new_election(session, definition=definition, by=by, now=now)
    asked = add_station(
        session,
        custody,
        election=election,
        school=room.school,
        name=room.name,
        expected=places,
        by=by,
        now=now,
    )
    freeze(session, custody, election=election, by=by, now=now)
    elections.station(session, asked).asked_in = room.asked_in or room.id
    open_election(session, election=election, by=by, now=now)
    journal.note(
        session, Deed.QUESTION_ASKED, by=by, now=now, election=election, station=asked, places=places
    )
    open_station(session, custody, station=asked, by=by, now=now)
    return asked


def join(session: Session, *, station: str, pepper: bytes, ticket: bytes) -> VotingCode:
    """Take a place and return its code; the same ticket again gets the same code and no other place.

    The code goes in first: of two equal tickets the second then finds it. A refusal takes it back.
    Raises PlacesTaken, StationNotOpen.
    """
    seed = code_seed(pepper, ticket)
    code = voting_code.draw(lambda symbols: symbols[next(seed) % len(symbols)])
    if not ballots.add_code(session, station, code_mac(pepper, code), code_tag(pepper, code)):
        return code
    if not elections.take_place(session, station):
        row = elections.station(session, station)
        row.state.check_open()
        raise PlacesTaken(places=row.expected)
    changes.announce(session, [station])
    return code


def add_places(session: Session, *, station: str, places: int, by: Staff, now: datetime) -> None:
    """Say that more are in the room, up to 40, while voting goes on. Raises FieldUnfit, TransitionRefused."""
    _check_places(places)
    row = elections.station(session, station)
    if row.asked_in is None or row.state.is_over:
        raise TransitionRefused(state=row.state.value, step="places")
    if not elections.add_places(session, station, places):
        raise FieldUnfit(field="places")
    journal.note(
        session, Deed.PLACES_ADDED, by=by, now=now, election=row.election, station=station, places=places
    )


def close_question(session: Session, *, station: str, by: Staff, now: datetime) -> None:
    """Close for good. Who joined was admitted; who joined and is not in the box did not vote. Raises TransitionRefused.

    The election of the question ends with it: it had one polling station.
    """
    election = elections.election_to_change(session, elections.station(session, station).election)
    close_joined_station(session, station=station, by=by, now=now)
    election.state = election.state.closed()


def _check_places(places: int) -> None:
    if not 1 <= places <= MOST_PLACES:
        raise FieldUnfit(field="places")
