"""Read a result as far as it exists: votes per contest, over an election or in one station."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jeugd.domain.disclosed_result import public_sees
from jeugd.domain.election import Definition
from jeugd.domain.result import ContestResult, added_up, contest_result
from jeugd.storage import ballots, elections

if TYPE_CHECKING:
    from jeugd.domain.disclosure import Disclosed
    from jeugd.storage.database import Session


def election_results(session: Session, election: str) -> tuple[ContestResult, ...]:
    """Each contest over all counted stations, lots included. Whether it may be shown is the caller's to check."""
    stations = [one.id for one in elections.stations_of(session, election)]
    return _results(session, election, stations, ballots.lots(session, election))


def public_results(session: Session, election: str) -> tuple[tuple[ContestResult, Disclosed], ...]:
    """Each contest, and what the public may see of it once it is published."""
    turnouts = elections.turnouts(session, elections.stations_of(session, election))
    voted = sum(one.cast > 0 for one in turnouts.values())
    return tuple(
        (result, public_sees(result, stations=voted)) for result in election_results(session, election)
    )


def station_results(session: Session, election: str, station: str) -> tuple[ContestResult, ...]:
    """Each contest in one station. A tie in one class stays a tie: lots are drawn for the election."""
    return _results(session, election, [station], {})


def _results(
    session: Session, election: str, stations: list[str], lots: dict[int, list[str]]
) -> tuple[ContestResult, ...]:
    entitled = sum(elections.station(session, one).expected for one in stations)
    definition = Definition.from_json(elections.election(session, election).definition)
    return tuple(
        contest_result(
            contest,
            added_up(ballots.tallies(session, stations, number).values()),
            lots.get(number, ()),
            entitled=entitled,
        )
        for number, contest in enumerate(definition.contests, start=1)
    )
