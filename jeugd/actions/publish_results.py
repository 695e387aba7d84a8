"""Settle a tie by lot and publish the result; read a result as far as it exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jeugd.domain.election import Definition, ElectionState, check_publication
from jeugd.domain.errors import LotNeeded, LotUnfit
from jeugd.domain.journal import Deed
from jeugd.domain.result import ContestResult, added_up, contest_result
from jeugd.storage import ballots, elections, journal
from jeugd.storage.tables import LotRow

if TYPE_CHECKING:
    from datetime import datetime

    from jeugd.domain.roles import Staff
    from jeugd.storage.database import Session


def settle_tie(
    session: Session, *, election: str, contest: int, drawn: str, by: Staff, now: datetime
) -> None:
    """Write down which of the tied options was drawn by lot; people draw, jeugd records. Raises LotUnfit."""
    if elections.election_to_change(session, election).state is not ElectionState.COUNTED:
        raise LotUnfit
    tied = dict(enumerate(election_results(session, election), start=1)).get(contest)
    if tied is None or not tied.outcome.is_tie or drawn not in tied.outcome.winners:
        raise LotUnfit
    session.add(LotRow(election=election, contest=contest, answer=drawn))
    name = tied.name_of(drawn)
    journal.note(session, Deed.LOT_DRAWN, by=by, now=now, election=election, contest=contest, drawn=name)


def publish(session: Session, *, election: str, by: Staff, now: datetime) -> None:
    """Make the result public. Raises TransitionRefused, TooEarly, LotNeeded."""
    row = elections.election_to_change(session, election)
    published = row.state.published()
    check_publication(row.publish_at, now)
    if any(result.outcome.is_tie for result in election_results(session, election)):
        raise LotNeeded
    row.state = published
    journal.note(session, Deed.ELECTION_PUBLISHED, by=by, now=now, election=election)


def election_results(session: Session, election: str) -> tuple[ContestResult, ...]:
    """Each contest over all counted stations, lots included. Whether it may be shown is the caller's to check."""
    stations = [one.id for one in elections.stations_of(session, election)]
    return _results(session, election, stations, ballots.lots(session, election))


def station_results(session: Session, election: str, station: str) -> tuple[ContestResult, ...]:
    """Each contest in one station. A tie in one class stays a tie: lots are drawn for the election."""
    return _results(session, election, [station], {})


def _results(
    session: Session, election: str, stations: list[str], lots: dict[int, str]
) -> tuple[ContestResult, ...]:
    definition = Definition.from_json(elections.election(session, election).definition)
    return tuple(
        contest_result(
            contest, added_up(ballots.tallies(session, stations, number).values()), lots.get(number)
        )
        for number, contest in enumerate(definition.contests, start=1)
    )
