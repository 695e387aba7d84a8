"""Give the lists of a counted schaduwverkiezing their seats, by the Kieswet; lots are drawn by people and stored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jeugd.actions.publish_results import election_results
from jeugd.domain.apportionment import (
    Apportioned,
    Category,
    ListVotes,
    LotsRequired,
    VoteCount,
    apportion,
    rules_for,
)
from jeugd.domain.election import Definition, ElectionState
from jeugd.domain.errors import LotUnfit
from jeugd.domain.journal import Deed
from jeugd.formats.apportionment_json import read_draw, write_lots
from jeugd.storage import elections, journal, seat_draws

if TYPE_CHECKING:
    from datetime import datetime

    from jeugd.domain.official_election import OfficialElection
    from jeugd.domain.result import ContestResult
    from jeugd.domain.roles import Staff
    from jeugd.storage.database import Session

Seats = Apportioned | LotsRequired


def election_seats(session: Session, election: str) -> Seats | None:
    """The seats so far; None for an election that has none, or whose number is not known.

    Raises DrawUnfit and its like if the stored draws do not fit these votes.
    """
    definition = Definition.from_json(elections.election(session, election).definition)
    official = definition.official
    if official is None or official.seats is None or official.category not in Category.__members__:
        return None
    result = election_results(session, election)[0]
    stored = (read_draw(json.loads(text)) for text in seat_draws.draws(session, election))
    return apportion(vote_count(official, official.seats, result), stored)


def vote_count(official: OfficialElection, seats: int, result: ContestResult) -> VoteCount:
    """What the seat rules start from: the votes of each candidate of each list."""
    lists = tuple(
        ListVotes.of_numbered(
            one.number,
            [(int(each.key.partition(".")[2]), result.outcome.votes[each.key]) for each in one.candidates],
        )
        for one in result.contest.lists
    )
    rules = rules_for(Category(official.category), official.day)
    return VoteCount(rules, seats, lists, official.preference_percentage)


def draw_seat(session: Session, *, election: str, drawn: int, by: Staff, now: datetime) -> None:
    """Write down the list or the candidate that was drawn for the next seat. Raises LotUnfit."""
    if elections.election_to_change(session, election).state is not ElectionState.COUNTED:
        raise LotUnfit
    outcome = election_seats(session, election)
    if not isinstance(outcome, LotsRequired) or drawn not in outcome.lots.options:
        raise LotUnfit
    seat_draws.add(session, election, json.dumps(write_lots(outcome.lots) | {"drawn": drawn}))
    journal.note(session, Deed.LOT_DRAWN, by=by, now=now, election=election, drawn=str(drawn))
