"""Give the lists of a counted schaduwverkiezing their seats, by the Kieswet; lots are drawn by people and stored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jeugd.actions.read_results import public_results
from jeugd.domain.apportionment import (
    Apportioned,
    CandidateLots,
    Category,
    ListVotes,
    LotsRequired,
    VoteCount,
    apportion,
    rules_for,
)
from jeugd.domain.disclosure import Table
from jeugd.domain.election import Definition, ElectionState, check_publication
from jeugd.domain.errors import LotUnfit
from jeugd.domain.journal import Deed
from jeugd.domain.tally import list_vote
from jeugd.formats.apportionment_json import read_draw, write_lots
from jeugd.storage import elections, journal, seat_draws

if TYPE_CHECKING:
    from datetime import datetime

    from jeugd.domain.apportionment import Lots
    from jeugd.domain.contest import Contest
    from jeugd.domain.official_election import OfficialElection
    from jeugd.domain.result import ContestResult
    from jeugd.domain.roles import Staff
    from jeugd.storage.database import Session

Seats = Apportioned | LotsRequired


def election_seats(session: Session, election: str) -> Seats | None:
    """The seats so far; None for an election that has none, or whose number is not known.

    None too where the numbers of votes may not be shown: seats would tell of few votes, or of nearly all the same.

    Raises DrawUnfit and its like if the stored draws do not fit these votes.
    """
    definition = Definition.from_json(elections.election(session, election).definition)
    official = definition.official
    if official is None or official.seats is None or official.category not in Category.__members__:
        return None
    result, disclosed = public_results(session, election)[0]
    if not isinstance(disclosed, Table) or disclosed.folded:
        return None
    stored = (read_draw(json.loads(text)) for text in seat_draws.draws(session, election))
    return apportion(vote_count(official, official.seats, result), stored)


def vote_count(official: OfficialElection, seats: int, result: ContestResult) -> VoteCount:
    """What the seat rules start from: the votes of each candidate of each list."""
    assert isinstance(result.outcome, list_vote.Outcome), "seats without lists"
    votes = result.outcome.votes
    lists = tuple(
        ListVotes.of_numbered(
            one.number,
            [(int(each.key.partition(".")[2]), votes[each.key]) for each in one.candidates],
        )
        for one in result.contest.lists
    )
    rules = rules_for(Category(official.category), official.day)
    return VoteCount(rules, seats, lists, official.preference_percentage)


def draw_seat(
    session: Session, *, election: str, position: int, drawn: int, by: Staff, now: datetime
) -> None:
    """Write down the list or the candidate that was drawn for the next seat, as draw number ``position`` (from 1).

    Raises LotUnfit, also for a draw that was written down already; TooEarly before the publication moment.
    """
    row = elections.election_to_change(session, election)
    if row.state is not ElectionState.COUNTED:
        raise LotUnfit
    check_publication(row.publish_at, now)
    outcome = election_seats(session, election)
    if not isinstance(outcome, LotsRequired) or drawn not in outcome.lots.options:
        raise LotUnfit
    if position != draws_made(session, election) + 1:
        raise LotUnfit
    seat_draws.add(session, election, json.dumps(write_lots(outcome.lots) | {"drawn": drawn}))
    name = _name_of(Definition.from_json(row.definition).contests[0], outcome.lots, drawn)
    journal.note(session, Deed.LOT_DRAWN, by=by, now=now, election=election, draw=position, drawn=name)


def draws_made(session: Session, election: str) -> int:
    """How many lots were drawn for seats so far."""
    return len(seat_draws.draws(session, election))


def _name_of(contest: Contest, lots: Lots, drawn: int) -> str:
    """The name of the list drawn, or of the candidate of a list."""
    if isinstance(lots, CandidateLots):
        return contest.by_key[f"{lots.list_number}.{drawn}"].name
    return contest.list_by_number[drawn].shown_name
