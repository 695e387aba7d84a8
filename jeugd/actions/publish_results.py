"""Settle a tie by lot, lift an embargo with two officials, and publish the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jeugd.actions.apportion_seats import election_seats
from jeugd.actions.read_results import election_results
from jeugd.domain.apportionment import LotsRequired
from jeugd.domain.election import Definition, ElectionState, check_publication
from jeugd.domain.errors import LiftUnfit, LotNeeded, LotUnfit, OtherOfficialNeeded, StaysInClass
from jeugd.domain.journal import Deed
from jeugd.storage import ballots, elections, embargoes, journal
from jeugd.storage.tables import LotRow

if TYPE_CHECKING:
    from datetime import datetime

    from jeugd.domain.roles import Staff
    from jeugd.storage.database import Session


def settle_tie(
    session: Session, *, election: str, contest: int, drawn: str, by: Staff, now: datetime, position: int = 1
) -> None:
    """Write down which of the tied options was drawn by lot; people draw, jeugd records.

    ``position`` is the number of the draw in its contest: a form that is sent twice draws once. Raises LotUnfit, or
    TooEarly: before the publication moment nobody hears whether there is a tie.
    """
    row = elections.election_to_change(session, election)
    if row.state is not ElectionState.COUNTED:
        raise LotUnfit
    check_publication(row.publish_at, now)
    tied = dict(enumerate(election_results(session, election), start=1)).get(contest)
    if tied is None or drawn not in tied.tied:
        raise LotUnfit
    if position != len(ballots.lots(session, election).get(contest, ())) + 1:
        raise LotUnfit
    session.add(LotRow(election=election, contest=contest, position=position, answer=drawn))
    name = tied.name_of(drawn)
    journal.note(session, Deed.LOT_DRAWN, by=by, now=now, election=election, contest=contest, drawn=name)


def publish(session: Session, *, election: str, by: Staff, now: datetime) -> None:
    """Make the result public. Raises StaysInClass, TransitionRefused, TooEarly, LotNeeded."""
    row = elections.election_to_change(session, election)
    if Definition.from_json(row.definition).is_free_to_join:
        raise StaysInClass
    published = row.state.published()
    check_publication(row.publish_at, now)
    if _waits_for_lots(session, election):
        raise LotNeeded
    row.state = published
    journal.note(session, Deed.ELECTION_PUBLISHED, by=by, now=now, election=election)


def lift_embargo(session: Session, *, election: str, by: Staff, now: datetime) -> None:
    """Bring the publication moment forward to now. It takes two officials: the first asks, the second confirms.

    Raises LiftUnfit where nothing is shut, OtherOfficialNeeded when who asked confirms.
    """
    row = elections.election_to_change(session, election)
    if row.state is ElectionState.PUBLISHED or by.official is None:
        raise LiftUnfit
    if row.publish_at is None or now >= row.publish_at:
        raise LiftUnfit
    if embargoes.ask(session, election, by.official, by.who, row.publish_at):
        journal.note(session, Deed.EMBARGO_LIFT_ASKED, by=by, now=now, election=election)
        return
    if not embargoes.confirm(session, election, by.official, by.who, now):
        raise OtherOfficialNeeded
    row.publish_at = now
    journal.note(session, Deed.EMBARGO_LIFTED, by=by, now=now, election=election)


def _waits_for_lots(session: Session, election: str) -> bool:
    tied = any(result.is_tie for result in election_results(session, election))
    return tied or isinstance(election_seats(session, election), LotsRequired)
