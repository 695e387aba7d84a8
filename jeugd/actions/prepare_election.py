"""Prepare an election: schools, the definition, polling stations; then freeze it, open it and close it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jeugd.actions.run_polling_station import close_joined_station
from jeugd.domain.election import Definition, ElectionId, Opening
from jeugd.domain.errors import AlreadyExists, ElectionFrozen, FieldUnfit, NoPollingStation, PictureGone
from jeugd.domain.journal import Deed
from jeugd.domain.lesson import Lesson
from jeugd.domain.polling_station import FREE_ID_LENGTH, ID_LENGTH, StationId
from jeugd.sealing.envelope import public_bytes
from jeugd.storage import elections, journal, pictures
from jeugd.storage.tables import ElectionRow, PollingStationRow, SchoolRow

if TYPE_CHECKING:
    from datetime import datetime

    from jeugd.domain.contest import Contest
    from jeugd.domain.roles import Staff
    from jeugd.sealing.custody import Custody
    from jeugd.storage.database import Session

MOST_EXPECTED = 5000
NO_LESSON = Lesson()


def add_school(session: Session, *, name: str, by: Staff) -> str:
    """Add a school to the official's municipality and return its id. Raises AlreadyExists."""
    if any(one.name.casefold() == name.casefold() for one in elections.schools_of(session, by.municipality)):
        raise AlreadyExists(name=name)
    row = SchoolRow(id=elections.new_id(), municipality=by.municipality, name=name)
    session.add(row)
    session.flush()
    return row.id


def new_election(
    session: Session,
    *,
    definition: Definition,
    by: Staff,
    now: datetime,
    publish_at: datetime | None = None,
    lesson: Lesson = NO_LESSON,
) -> ElectionId:
    """Make a draft; nothing is fixed yet."""
    row = ElectionRow(
        id=elections.new_id(),
        municipality=by.municipality,
        definition=definition.to_json(),
        publish_at=publish_at,
        lesson=lesson.to_json(),
    )
    session.add(row)
    session.flush()
    journal.note(session, Deed.ELECTION_PREPARED, by=by, now=now, election=row.id, title=definition.title)
    return ElectionId(row.id)


def set_contest(session: Session, *, election: str, number: int, contest: Contest) -> None:
    """Replace question ``number`` (from 1) of a draft, or add it as the next.

    Raises ElectionFrozen, FieldUnfit, BallotTooLong, TooManyPictures, PictureGone.
    """
    row = _draft(session, election)
    definition = Definition.from_json(row.definition)
    _check_number(number, len(definition.contests) + 1)
    if not pictures.digests_of(session, election).issuperset(one.digest for one in contest.pictures):
        raise PictureGone
    contests = list(definition.contests)
    contests[number - 1 : number] = [contest]
    changed = definition.with_contests(tuple(contests))
    changed.check_size()
    _define(session, row, changed)


def move_contest_up(session: Session, *, election: str, number: int) -> None:
    """Put question ``number`` before the one above it. Raises ElectionFrozen, FieldUnfit for the first one."""
    row = _draft(session, election)
    definition = Definition.from_json(row.definition)
    contests = list(definition.contests)
    _check_number(number, len(contests))
    _check_number(number - 1, len(contests))
    contests[number - 2 : number] = reversed(contests[number - 2 : number])
    row.definition = definition.with_contests(tuple(contests)).to_json()


def remove_contest(session: Session, *, election: str, number: int) -> None:
    """Take question ``number`` off the ballot of a draft. Raises ElectionFrozen, FieldUnfit."""
    row = _draft(session, election)
    definition = Definition.from_json(row.definition)
    contests = list(definition.contests)
    _check_number(number, len(contests))
    del contests[number - 1]
    _define(session, row, definition.with_contests(tuple(contests)))


def set_details(
    session: Session, *, election: str, title: str, opening: Opening, publish_at: datetime | None
) -> None:
    """Change the title of a draft, when its boxes open, and from when its result may be public.

    One official may move that moment later and not earlier; for that there are two (``lift_embargo``). What official
    files say stays. Raises ElectionFrozen, FieldUnfit (``field``).
    """
    row = _draft(session, election)
    definition = Definition.from_json(row.definition)
    if definition.official is not None and (opening, publish_at) != (definition.opening, row.publish_at):
        raise FieldUnfit(field="opening")
    if row.publish_at is not None and (publish_at is None or publish_at < row.publish_at):
        raise FieldUnfit(field="publish_at")
    row.definition = replace(definition, title=title, opening=opening).to_json()
    row.publish_at = publish_at


def set_seats(session: Session, *, election: str, seats: int, by: Staff, now: datetime) -> None:
    """Say how many seats there are, where no 110a said so. Raises ElectionFrozen, SeatsUnfit."""
    row = _draft(session, election)
    row.definition = Definition.from_json(row.definition).with_seats(seats).to_json()
    journal.note(session, Deed.SEATS_SET, by=by, now=now, election=election, seats=seats)


def discard_draft(session: Session, *, election: str, by: Staff, now: datetime) -> None:
    """Throw a draft away with all that hangs on it; the journal of the municipality remembers that it was there.

    Raises ElectionFrozen.
    """
    title = Definition.from_json(_draft(session, election).definition).title
    elections.delete_draft(session, election)
    journal.note(session, Deed.DRAFT_DISCARDED, by=by, now=now, title=title)


def add_station(
    session: Session,
    custody: Custody,
    *,
    election: str,
    school: str | None,
    name: str,
    expected: int,
    by: Staff,
    now: datetime,
) -> StationId:
    """Add a polling station, also to an election that is frozen or open. Raises FieldUnfit, ElectionFrozen.

    A question that is asked in class has its one station, and ends with it.
    """
    row = elections.election_to_change(session, election)
    is_free = Definition.from_json(row.definition).is_free_to_join
    if row.state.is_over or (is_free and row.state.is_frozen):
        raise ElectionFrozen
    if not 1 <= expected <= MOST_EXPECTED:
        raise FieldUnfit(field="expected")
    if school is not None and elections.school(session, school).municipality != row.municipality:
        raise FieldUnfit(field="school")
    drawn = elections.new_station_id(session, FREE_ID_LENGTH if is_free else ID_LENGTH)
    station = PollingStationRow(id=drawn, election=election, school=school, name=name, expected=expected)
    session.add(station)
    session.flush()
    if row.state.is_frozen:
        _give_keys(custody, station)
    journal.note(
        session, Deed.STATION_ADDED, by=by, now=now, election=election, station=station.id, name=name
    )
    return StationId(station.id)


def freeze(session: Session, custody: Custody, *, election: str, by: Staff, now: datetime) -> None:
    """Fix the definition, hash it, and make the keys of every station.

    Raises TooFewOptions, RulesUnfit, TransitionRefused, each before anything has changed.
    """
    row = elections.election_to_change(session, election)
    frozen = row.state.frozen()
    definition = Definition.from_json(row.definition)
    definition.check_complete()
    row.state = frozen
    row.fingerprint = definition.fingerprint()
    for station in elections.stations_of(session, election):
        _give_keys(custody, station)
    journal.note(
        session, Deed.ELECTION_FROZEN, by=by, now=now, election=election, fingerprint=row.fingerprint
    )


def open_election(session: Session, *, election: str, by: Staff, now: datetime) -> None:
    """Let the stations open. Raises NoPollingStation, TransitionRefused."""
    row = elections.election_to_change(session, election)
    row.state = row.state.opened()
    if not elections.stations_of(session, election):
        raise NoPollingStation
    journal.note(session, Deed.ELECTION_OPENED, by=by, now=now, election=election)


def close_election(session: Session, *, election: str, by: Staff, now: datetime) -> None:
    """End the voting everywhere: every station that is not closed yet is closed, for good.

    A question without poll cards is closed as its teacher would close it.
    """
    row = elections.election_to_change(session, election)
    row.state = row.state.closed()
    if Definition.from_json(row.definition).is_free_to_join:
        for station in elections.stations_of(session, election):
            close_joined_station(session, station=station.id, by=by, now=now)
    elections.close_stations(session, election)
    journal.note(session, Deed.ELECTION_CLOSED, by=by, now=now, election=election)


def _draft(session: Session, election: str) -> ElectionRow:
    row = elections.election_to_change(session, election)
    if row.state.is_frozen:
        raise ElectionFrozen
    return row


def _define(session: Session, row: ElectionRow, definition: Definition) -> None:
    """A picture that is taken off the ballot is gone, and not kept for nobody to see."""
    row.definition = definition.to_json()
    pictures.keep_only(session, row.id, {one.digest for one in definition.pictures})


def _check_number(number: int, most: int) -> None:
    if not 1 <= number <= most:
        raise FieldUnfit(field="contest")


def _give_keys(custody: Custody, station: PollingStationRow) -> None:
    """Keys are durable in the key store before the table knows of them; a spare key harms nobody."""
    station.public_key = public_bytes(custody.make_keys(StationId(station.id)).private_key)
