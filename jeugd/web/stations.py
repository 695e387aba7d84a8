"""What several rooms say of a polling station."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.actions.read_results import station_results
from jeugd.domain import disclosure
from jeugd.domain.answer import BLANK
from jeugd.domain.disclosure import LargeMajority, Table
from jeugd.domain.election import Definition, ElectionState, Opening, class_may_see_result
from jeugd.domain.polling_station import StationState
from jeugd.storage import elections

if TYPE_CHECKING:
    from datetime import datetime

    from jeugd.domain.disclosure import Disclosed
    from jeugd.domain.result import ContestResult
    from jeugd.domain.turnout import Turnout
    from jeugd.storage.database import Session

WHOLE = 100  # percent


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
class Bar:
    """One line of a result; ``length`` is a whole percentage of the longest line."""

    answer: str
    name: str
    votes: int
    length: int
    is_leader: bool


@dataclass(frozen=True, slots=True)
class ShownContest:
    """A contest with the numbers that may be shown in this room."""

    result: ContestResult
    disclosed: Disclosed

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The options or lists whose votes may be shown, most votes first; blank is not among them."""
        votes = {answer: number for answer, number in self._shown.items() if answer != BLANK}
        longest = max(votes.values(), default=0) or 1
        return tuple(
            Bar(
                answer,
                self.result.name_of(answer),
                votes[answer],
                votes[answer] * 100 // longest,
                answer in self.leaders,
            )
            for answer in sorted(votes, key=lambda answer: -votes[answer])
        )

    @property
    def blank(self) -> int | None:
        """Blank votes, if their number may be shown."""
        return self._shown.get(BLANK)

    @property
    def leaders(self) -> tuple[str, ...]:
        """Who has the most votes, after a lot if one was drawn; empty unless all of them may be named."""
        if isinstance(self.disclosed, LargeMajority):
            return (self.disclosed.answer,) if self.disclosed.answer != BLANK else ()
        leaders = _leaders(self.result)
        return leaders if all(answer in self._shown for answer in leaders) else ()

    @property
    def is_by_lot(self) -> bool:
        """Others had as many votes as the one leader: a lot decided."""
        equals = [bar for bar in self.bars if bar.length == WHOLE and bar.votes]
        return len(self.leaders) == 1 and len(equals) > 1

    @property
    def folded(self) -> tuple[str, ...]:
        """Names of the answers that are only shown added up; empty for blank."""
        table = self.disclosed
        return tuple(map(self.result.name_of, table.folded)) if isinstance(table, Table) else ()

    @property
    def _shown(self) -> dict[str, int]:
        return self.disclosed.shown if isinstance(self.disclosed, Table) else {}


def _leaders(result: ContestResult) -> tuple[str, ...]:
    """Who won, the tied ones while a lot waits, or the largest lists."""
    if not result.contest.lists:
        return result.tied or result.winners
    most = max(result.votes.values(), default=0)
    return tuple(number for number, total in result.votes.items() if total == most > 0)


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


def in_groups(fingerprint: str) -> tuple[str, ...]:
    """A SHA-256 in sixteen groups of four, to be compared by eye."""
    return tuple(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))
