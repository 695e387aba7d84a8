"""What several rooms say of a polling station."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.actions.publish_results import station_results
from jeugd.domain import disclosure
from jeugd.domain.election import Definition, ElectionState, Opening, class_may_see_result
from jeugd.domain.polling_station import StationState
from jeugd.storage import elections

if TYPE_CHECKING:
    from datetime import datetime

    from jeugd.domain.disclosure import Disclosed
    from jeugd.domain.result import ContestResult
    from jeugd.domain.turnout import Turnout
    from jeugd.storage.database import Session


@dataclass(frozen=True, slots=True)
class StationView:
    """A station as staff see it: names, states and numbers; never a choice."""

    id: str
    name: str
    school: str
    municipality: str
    election: str
    title: str
    state: StationState
    election_state: ElectionState
    opening: Opening
    turnout: Turnout
    admitted: int | None

    @property
    def may_open(self) -> bool:
        """The door may be opened now."""
        voting = self.state in (StationState.PREPARED, StationState.PAUSED)
        return voting and self.election_state is ElectionState.OPEN

    @property
    def may_count(self) -> bool:
        """The box may be opened now, by the one who runs the station."""
        return self.state is StationState.CLOSED and self.opening is Opening.PER_STATION


@dataclass(frozen=True, slots=True)
class ShownContest:
    """A contest with the numbers that may be shown in this room."""

    result: ContestResult
    disclosed: Disclosed


def view(session: Session, station: str) -> StationView:
    """A station by its id. Raises NotFound."""
    row = elections.station(session, station)
    election = elections.election(session, row.election)
    definition = Definition.from_json(election.definition)
    return StationView(
        id=row.id,
        name=row.name,
        school=elections.school_name(session, row),
        municipality=elections.municipality(session, election.municipality).name,
        election=election.id,
        title=definition.title,
        state=row.state,
        election_state=election.state,
        opening=definition.opening,
        turnout=elections.turnout(session, row),
        admitted=row.admitted,
    )


def class_result(session: Session, station: StationView, now: datetime) -> tuple[ShownContest, ...]:
    """What the class may see of its own box now; nothing before its moment."""
    election = elections.election(session, station.election)
    visible = class_may_see_result(station.opening, station.election_state, election.publish_at, now)
    if not station.state.has_result or not visible:
        return ()
    results = station_results(session, station.election, station.id)
    return tuple(ShownContest(result, disclosure.for_class(result.by_answer)) for result in results)
