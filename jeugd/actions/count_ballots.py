"""Open a ballot box and count it: in memory, shuffled, once. May be repeated after a crash at any point.

1. The counts are written in one transaction (CLOSED -> COUNTED). Until it is durable nothing is destroyed.
2. The envelopes are removed, the key and the pepper destroyed, and the station is EMPTIED.
3. The pages of the database are written anew, as soon as no station is voting.

What comes after the first step may fail, on a full disk for instance, without taking back that the box was counted: it
is done with the next count, or when the server starts.
"""

from __future__ import annotations

import logging
import random
from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING

from jeugd.domain import ballot
from jeugd.domain.election import Definition, ElectionState, Opening
from jeugd.domain.errors import DatabaseUnavailable, KeyStoreUnreadable, TransitionRefused
from jeugd.domain.journal import Deed
from jeugd.domain.polling_station import StationId, StationState
from jeugd.sealing.envelope import Unopenable, open_envelope, read_private_key
from jeugd.storage import ballots, changes, elections, journal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from jeugd.domain.answer import Answer
    from jeugd.domain.contest import Contest
    from jeugd.domain.roles import Staff
    from jeugd.sealing.custody import Custody
    from jeugd.storage.database import Database, Session
    from jeugd.storage.tables import ElectionRow

_log = logging.getLogger(__name__)


def count_station(database: Database, custody: Custody, *, station: str) -> None:
    """Open and count the box of one closed station. Raises TransitionRefused where the box may not be opened yet."""
    with database.read() as session:
        row = elections.station(session, station)
        _check_may_open(elections.election(session, row.election), row.state)
        state = row.state
    if state is StationState.CLOSED:
        with database.write() as session:
            _count(session, custody, StationId(station))
    tidy_up(database, custody)


def count_election(database: Database, custody: Custody, *, election: str, by: Staff, now: datetime) -> None:
    """Open and count every box of a closed election that is still shut, then call the election counted."""
    with database.read() as session:
        if elections.election(session, election).state is not ElectionState.CLOSED:
            raise TransitionRefused(state=elections.election(session, election).state.value, step="counted")
        shut = [one.id for one in elections.stations_of(session, election) if not one.state.has_result]
    for station in shut:
        with database.write() as session:
            _count(session, custody, StationId(station))
    with database.write() as session:
        row = elections.election_to_change(session, election)
        row.state = row.state.counted()
        journal.note(session, Deed.ELECTION_COUNTED, by=by, now=now, election=election)
    tidy_up(database, custody)


def tidy_up(database: Database, custody: Custody) -> None:
    """Empty the boxes that have been counted, now if that is possible."""
    try:
        empty_boxes(database, custody)
    except (DatabaseUnavailable, KeyStoreUnreadable) as error:
        _log.error(
            "boxes that were counted are not empty yet: %s %s", error.name, error.facts.get("reason", "")
        )


def empty_boxes(database: Database, custody: Custody) -> None:
    """Destroy the envelopes and keys of every box that has been counted; also finishes what a crash interrupted."""
    with database.read() as session:
        counted = elections.stations_in(session, StationState.COUNTED)
    for station in counted:
        with database.write() as session:
            ballots.empty(session, station)
        custody.destroy(StationId(station))
    with database.read() as session:
        voting = elections.any_open(session)
    if counted and not voting:
        database.vacuum()
    with database.write() as session:
        for station in counted:
            elections.move_station(session, elections.station(session, station), StationState.EMPTIED)


def _check_may_open(election: ElectionRow, state: StationState) -> None:
    together = Definition.from_json(election.definition).opening is Opening.TOGETHER
    if state.is_over and not (together and election.state is ElectionState.OPEN):
        return
    raise TransitionRefused(state=state.value, step=StationState.COUNTED.value)


def _count(session: Session, custody: Custody, station: StationId) -> None:
    row = elections.station(session, station)
    if row.state.has_result:
        return
    if not elections.move_station(session, row, row.state.counted()):
        return
    definition = Definition.from_json(elections.election(session, row.election).definition)
    opened = list(_opened(session, custody, station, row.election, definition))
    random.SystemRandom().shuffle(opened)
    for number, tally in enumerate(tallies(definition, opened), start=1):
        ballots.write_tally(session, station, number, tally)
    changes.announce(session, [station])


def _opened(
    session: Session, custody: Custody, station: StationId, election: str, definition: Definition
) -> Iterator[tuple[Answer, ...]]:
    sealed = ballots.envelopes(session, station)
    if not sealed:
        return
    key = read_private_key(custody.keys(station).private_key)
    for tag, envelope in sealed:
        try:
            yield ballot.from_plaintext(definition, open_envelope(envelope, key, election=election, tag=tag))
        except Unopenable:
            yield ballot.spoilt(definition)


def tallies(definition: Definition, opened: Sequence[tuple[Answer, ...]]) -> list[Counter[str]]:
    """One tally a contest; from here on the questions of one ballot are no longer together."""
    return [
        _split(contest, Counter(map(itemgetter(place), opened)))
        for place, contest in enumerate(definition.contests)
    ]


def _split(contest: Contest, answers: Counter[Answer]) -> Counter[str]:
    """What the answers add up to."""
    tally: Counter[str] = Counter()
    for answer, number in answers.items():
        for part in ballot.counted_as(contest, answer):
            tally[part] += number
    return tally
