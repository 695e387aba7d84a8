"""Joining without a poll card: a button, and then the ballot. No cookie, no storage.

Looking takes no place, so previews of links and scanners use nothing up. The code never stands in an address.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.actions.ask_quickly import TICKET_LENGTH, join
from jeugd.domain.errors import CodeUsed, FieldUnfit, NotFound, PlacesTaken, Refused
from jeugd.domain.polling_station import read_id
from jeugd.web.booth import hand_ballot
from jeugd.web.errors import status_of
from jeugd.web.http import house, read_form, render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from jeugd.actions.cast_ballot import Booth
    from jeugd.domain.voting_code import VotingCode
    from jeugd.web.http import Form

BODY_LIMIT = 1024


@dataclass(frozen=True, slots=True)
class JoinPage:
    """The button. ``ticket`` makes pressing twice the same as once."""

    booth: Booth
    ticket: str
    error: Refused | None = None


async def show(request: Request) -> Response:
    booth = await _booth(request)
    return render(request, "join/show.html", JoinPage(booth, secrets.token_hex(TICKET_LENGTH)))


async def enter(request: Request) -> Response:
    """Take a place, and answer with the ballot."""
    form = await read_form(request, BODY_LIMIT)
    booth, ticket = await _booth(request), _ticket(form)
    try:
        code = await asyncio.to_thread(_join, request, booth, ticket)
        await house(request).booths.look(booth, code)
    except (PlacesTaken, CodeUsed) as error:
        page = JoinPage(booth, form.text("ticket"), error)
        return render(request, "join/show.html", page, status=status_of(error))
    return hand_ballot(request, booth, code)


def _join(request: Request, booth: Booth, ticket: bytes) -> VotingCode:
    with house(request).database.write() as session:
        return join(session, station=booth.station, pepper=booth.pepper, ticket=ticket)


async def _booth(request: Request) -> Booth:
    """Raises NotFound where poll cards are needed."""
    booth = await house(request).booths.enter(read_id(request.path_params["station"]))
    if not booth.definition.is_free_to_join:
        raise NotFound
    return booth


def _ticket(form: Form) -> bytes:
    try:
        ticket = bytes.fromhex(form.text("ticket"))
    except ValueError as error:
        raise FieldUnfit(field="ticket") from error
    if len(ticket) != TICKET_LENGTH:
        raise FieldUnfit(field="ticket")
    return ticket
