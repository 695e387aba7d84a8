"""What several rooms say of a polling station."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.actions.read_class_results import class_results
from jeugd.domain.answer import BLANK
from jeugd.domain.contest import Method
from jeugd.domain.disclosed_result import middle_answer
from jeugd.domain.disclosure import LargeMajority, OutcomeOnly, Table
from jeugd.domain.election import Definition, ElectionState, Opening, class_may_see_result
from jeugd.domain.polling_station import StationState
from jeugd.domain.tally import approval, borda, instant_runoff, plurality, referendum, scale, schulze
from jeugd.storage import elections
from jeugd.web.explanations import explanation_of

if TYPE_CHECKING:
    from datetime import datetime

    from jeugd.domain.disclosure import Disclosed
    from jeugd.domain.result import ContestResult
    from jeugd.domain.turnout import Turnout
    from jeugd.storage.database import Session
    from jeugd.web.explanations import Explanation

ONE_CIRCLE = (Method.PLURALITY, Method.LIST_VOTE, Method.REFERENDUM)


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
    is_free_to_join: bool = False
    asked_in: str | None = None  # the class in which this question was asked
    has_one_circle: bool = True  # a ballot is filled in with one circle

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
    """A contest with the numbers that may be shown in this room; those of lists perhaps without their candidates'."""

    result: ContestResult
    disclosed: Disclosed
    shows_candidates: bool = True

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
    def has_one_total(self) -> bool:
        """Blank and invalid ballots are those of the whole contest; statements have their own."""
        return not isinstance(self.result.outcome, scale.Outcome)

    @property
    def middles(self) -> tuple[tuple[str, tuple[int, int] | None], ...]:
        """The statements of a scale, each with its middle answer where that may be said."""
        if not isinstance(self.result.outcome, scale.Outcome):
            return ()
        return tuple(
            (self.result.name_of(one.key), middle_answer(one)) for one in self.result.outcome.statements
        )

    @property
    def leaders(self) -> tuple[str, ...]:
        """Who won or has the most votes, after a lot if one was drawn; empty unless all of them may be named."""
        if isinstance(self.disclosed, LargeMajority):
            return (self.disclosed.answer,) if self.disclosed.answer != BLANK else ()
        leaders = _leaders(self.result)
        is_named = isinstance(self.disclosed, OutcomeOnly) or all(one in self._shown for one in leaders)
        return leaders if is_named else ()

    @property
    def is_by_lot(self) -> bool:
        """Others did as well as the one leader: a lot decided."""
        return len(self.leaders) == 1 and _is_by_lot(self.result)

    @property
    def verdict(self) -> str:
        """What a referendum decided, unless that would tell a number that is hidden; empty for other methods."""
        outcome = self.result.outcome
        if not isinstance(outcome, referendum.Outcome):
            return ""
        match self.disclosed:
            case Table(folded=()):
                return outcome.verdict.value
            case LargeMajority() if outcome.rule.blank_counts_for_quorum:
                return outcome.verdict.value
        return ""

    @property
    def explanation(self) -> Explanation | None:
        """How the method came to its outcome, round by round; only where all numbers may be shown."""
        is_whole = isinstance(self.disclosed, Table) and not self.disclosed.folded
        return explanation_of(self.result) if is_whole else None

    @property
    def folded(self) -> tuple[str, ...]:
        """Names of the answers that are only shown added up; empty for blank."""
        table = self.disclosed
        return tuple(map(self.result.name_of, table.folded)) if isinstance(table, Table) else ()

    @property
    def _shown(self) -> dict[str, int]:
        return self.disclosed.shown if isinstance(self.disclosed, Table) else {}


def _is_by_lot(result: ContestResult) -> bool:
    """Whether others did as well as the one that won by itself."""
    equals = 0
    match result.outcome:
        case approval.Outcome(tied=tied):
            equals = len(tied)
        case instant_runoff.Outcome(rounds=rounds):
            return rounds[-1].how is instant_runoff.Elimination.LOT
        case borda.Outcome(rounds=(told,)):
            equals = list(told.points.values()).count(max(told.points.values()))
        case schulze.Outcome(rounds=(told,)):
            equals = len(told.unbeaten)
        case plurality.Outcome(votes=votes):
            equals = list(votes.values()).count(max(votes.values()))
    return equals > 1


def _leaders(result: ContestResult) -> tuple[str, ...]:
    """Who won, the tied ones while a lot between them waits, or the largest lists."""
    if result.awaits_elimination:
        return ()
    if isinstance(result.outcome, referendum.Outcome):
        return _largest(result)
    if not result.contest.lists:
        return result.tied or result.winners
    return _largest(result)


def _largest(result: ContestResult) -> tuple[str, ...]:
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
        is_free_to_join=definition.is_free_to_join,
        asked_in=row.asked_in,
        has_one_circle=[one.method in ONE_CIRCLE for one in definition.contests] == [True],
    )


def class_result(session: Session, station: StationView, now: datetime) -> tuple[ShownContest, ...]:
    """What the class may see of its own box now; nothing before its moment."""
    election = elections.election(session, station.election)
    visible = class_may_see_result(station.opening, station.election_state, election.publish_at, now)
    if not station.state.has_result or not visible:
        return ()
    results = class_results(session, station.election, station.id)
    return tuple(ShownContest(result, disclosed) for result, disclosed in results)


def in_groups(fingerprint: str) -> tuple[str, ...]:
    """A SHA-256 in sixteen groups of four, to be compared by eye."""
    return tuple(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))
