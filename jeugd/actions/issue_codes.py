"""Issue voting codes for poll cards, and declare an unused one void."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from jeugd.domain import voting_code
from jeugd.domain.election import Definition
from jeugd.domain.errors import CodeUsed, CodeVoid, JoinedWithoutCards, StationNotOpen, TooManyCards
from jeugd.domain.journal import Deed
from jeugd.domain.polling_station import StationId
from jeugd.domain.voting_code import CodeState, VotingCode
from jeugd.sealing.code_mac import code_mac, code_tag
from jeugd.storage import ballots, elections, journal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jeugd.domain.roles import Staff
    from jeugd.sealing.custody import Custody
    from jeugd.storage.database import Session

MOST_CARDS = 5000


def draw_codes(number: int) -> list[VotingCode]:
    """Draw codes for as many cards; until they are issued they are nobody's. Raises TooManyCards."""
    if not 1 <= number <= MOST_CARDS:
        raise TooManyCards(limit=MOST_CARDS)
    return [voting_code.draw(secrets.choice) for _ in range(number)]


def issue_codes(
    session: Session, custody: Custody, *, station: str, codes: Sequence[VotingCode], by: Staff, now: datetime
) -> None:
    """Let these codes vote in this station; only what ``code_mac`` makes of them is kept.

    Raises TooManyCards (more than 5,000 in one station), StationNotOpen (voting is over), JoinedWithoutCards,
    KeyMissing.
    """
    row = elections.station_to_change(session, station)
    if Definition.from_json(elections.election(session, row.election).definition).is_free_to_join:
        raise JoinedWithoutCards
    if row.state.is_over:
        raise StationNotOpen(state=row.state.value)
    issued = elections.turnout(session, row).issued
    if len(codes) > MOST_CARDS - issued:
        raise TooManyCards(limit=MOST_CARDS - issued)
    pepper = custody.keys(StationId(station)).pepper
    ballots.add_codes(session, station, ((code_mac(pepper, code), code_tag(pepper, code)) for code in codes))
    journal.note(
        session, Deed.CARDS_MADE, by=by, now=now, election=row.election, station=station, number=len(codes)
    )


def void_card(
    session: Session, custody: Custody, *, station: str, typed: str, by: Staff, now: datetime
) -> None:
    """Declare a card void that has not voted, as long as the station is not closed.

    Raises CodeMalformed, CodeUnknown, CodeUsed, CodeVoid, StationNotOpen.
    """
    row = elections.station_to_change(session, station)
    if row.state.is_over:
        raise StationNotOpen(state=row.state.value)
    mac = code_mac(custody.keys(StationId(station)).pepper, voting_code.read(typed))
    if not ballots.void(session, station, mac):
        _say_why(ballots.state_of(session, station, mac))
    journal.note(session, Deed.CARD_VOIDED, by=by, now=now, election=row.election, station=station)


def _say_why(state: CodeState) -> None:
    raise CodeVoid if state is CodeState.VOID else CodeUsed
