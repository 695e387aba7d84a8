"""Issue voting codes for poll cards, and declare an unused one void."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from jeugd.domain import voting_code
from jeugd.domain.errors import CodeUsed, CodeVoid, StationNotOpen, TooManyCards
from jeugd.domain.journal import Deed
from jeugd.domain.polling_station import StationId
from jeugd.domain.voting_code import CodeState, VotingCode
from jeugd.sealing.code_mac import code_mac, new_tag
from jeugd.storage import ballots, elections, journal

if TYPE_CHECKING:
    from datetime import datetime

    from jeugd.domain.roles import Staff
    from jeugd.sealing.custody import Custody
    from jeugd.storage.database import Session

MOST_CARDS = 5000


def issue_codes(
    session: Session, custody: Custody, *, station: str, number: int, by: Staff, now: datetime
) -> list[VotingCode]:
    """Issue codes and return them in an order of their own; they are kept nowhere else.

    Raises TooManyCards (more than 5,000 in one station), StationNotOpen (voting is over), KeyMissing.
    """
    row = elections.station(session, station)
    if row.state.is_over:
        raise StationNotOpen(state=row.state.value)
    issued = elections.turnout(session, row).issued
    if not 1 <= number <= MOST_CARDS - issued:
        raise TooManyCards(limit=MOST_CARDS - issued)
    pepper = custody.keys(StationId(station)).pepper
    codes = [voting_code.draw(secrets.choice) for _ in range(number)]
    ballots.add_codes(session, station, ((code_mac(pepper, code), new_tag()) for code in codes))
    journal.note(
        session, Deed.CARDS_MADE, by=by, now=now, election=row.election, station=station, number=number
    )
    return codes


def void_card(
    session: Session, custody: Custody, *, station: str, typed: str, by: Staff, now: datetime
) -> None:
    """Declare a card void that has not voted, as long as the station is not closed.

    Raises CodeMalformed, CodeUnknown, CodeUsed, CodeVoid, StationNotOpen.
    """
    row = elections.station(session, station)
    if row.state.is_over:
        raise StationNotOpen(state=row.state.value)
    mac = code_mac(custody.keys(StationId(station)).pepper, voting_code.read(typed))
    if not ballots.void(session, station, mac):
        _say_why(ballots.state_of(session, station, mac))
    journal.note(session, Deed.CARD_VOIDED, by=by, now=now, election=row.election, station=station)


def _say_why(state: CodeState) -> None:
    raise CodeVoid if state is CodeState.VOID else CodeUsed
