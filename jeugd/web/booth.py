"""The booth (stemhokje): code, ballot, check, box. No cookie, no storage: what a step needs travels in its form.

Its pages stand in ``web/booth_pages.py``.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.domain import ballot, voting_code
from jeugd.domain.errors import (
    BlankNotAlone,
    ChoiceMissing,
    ChoiceTwice,
    ChoiceUnknown,
    CodeMalformed,
    CodeUnknown,
    CodeUsed,
    CodeVoid,
    FieldUnfit,
    PlaceTwice,
    PurseExceeded,
    Refused,
    TooFewMarked,
    TooManyMarked,
)
from jeugd.domain.polling_station import read_id
from jeugd.web import paper
from jeugd.web.booth_pages import (
    BallotPage,
    CheckPage,
    CodePage,
    DonePage,
    checked,
    empty_ballot,
    kept,
    refused_ballot,
)
from jeugd.web.errors import status_of
from jeugd.web.http import Form, house, read_form, render, see

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from jeugd.actions.cast_ballot import Booth
    from jeugd.domain.voting_code import VotingCode

BODY_LIMIT = 16 * 1024  # a ballot with every question of the longest poll filled in
ATTEMPT_LENGTH = 16  # bytes
CODE_REFUSALS = (CodeMalformed, CodeUnknown, CodeUsed, CodeVoid)
CHOICE_REFUSALS = (
    ChoiceMissing,
    ChoiceTwice,
    ChoiceUnknown,
    BlankNotAlone,
    TooFewMarked,
    TooManyMarked,
    PlaceTwice,
    PurseExceeded,
)


@dataclass(frozen=True, slots=True)
class FindPage:
    """Type the station and the code, for those without a camera."""

    station: str = ""
    error: Refused | None = None
    station_error: Refused | None = None


async def find(request: Request) -> Response:
    """The way in for those who type everything."""
    return render(request, "booth/find.html", FindPage())


async def enter(request: Request) -> Response:
    """Station and code typed: on to the ballot of that station."""
    form = await read_form(request, BODY_LIMIT)
    station = read_id(form.optional("station", most=20))
    try:
        booth = await house(request).booths.enter(station)
    except Refused as error:
        page = FindPage(station=station, station_error=error)
        return render(request, "booth/find.html", page, status=status_of(error))
    return await _ballot(request, booth, form)


async def show(request: Request) -> Response:
    """Step 1 of a station; where whoever is in the room may join, that is the button that says so."""
    booth = await house(request).booths.enter(_station(request))
    if booth.definition.is_free_to_join:
        return see(request, "join.show", station=booth.station)
    return kept(request, "booth/show.html", CodePage(booth))


async def ballot_paper(request: Request) -> Response:
    """Step 2: a valid code gets the ballot; it is not used yet."""
    form = await read_form(request, BODY_LIMIT)
    booth = await house(request).booths.enter(_station(request))
    return await _ballot(request, booth, form)


async def check(request: Request) -> Response:
    """Step 3: the choice, to look at once more."""
    form = await read_form(request, BODY_LIMIT)
    booth = await house(request).booths.enter(_station(request))
    try:
        code, attempt = await _code(request, booth, form), _attempt(form)
        answers = ballot.read_form(booth.definition, form.fields)
    except CODE_REFUSALS as error:
        return _code_refused(request, booth, form, error)
    except CHOICE_REFUSALS as error:
        return _choice_refused(request, booth, form, error)
    chosen = paper.chosen(booth.definition, booth.station, answers)
    fields = ballot.to_even_form(booth.definition, answers)
    return checked(
        request,
        "booth/check.html",
        CheckPage(booth, voting_code.printed(code), attempt.hex(), chosen, fields),
    )


async def cast(request: Request) -> Response:
    """Step 4: into the box; answered when it is durable."""
    form = await read_form(request, BODY_LIMIT)
    booths = house(request).booths
    booth = await booths.find(_station(request))
    try:
        code = voting_code.read(form.optional("code"))
        answers = ballot.read_form(booth.definition, form.fields)
        await booths.cast(booth, code, _attempt(form), answers)
    except CODE_REFUSALS as error:
        await _slow_down(request, booth, error)
        return _code_refused(request, booth, form, error)
    except CHOICE_REFUSALS as error:
        return _choice_refused(request, booth, form, error)
    return kept(request, "booth/cast.html", DonePage(booth))


async def restart(request: Request) -> Response:
    """Somebody reloaded a step by its address: begin again, with nothing of the vote on the page."""
    return see(request, "booth.show", station=_station(request))


async def _ballot(request: Request, booth: Booth, form: Form) -> Response:
    try:
        code = await _code(request, booth, form)
    except CODE_REFUSALS as error:
        return _code_refused(request, booth, form, error)
    return hand_ballot(request, booth, code)


def hand_ballot(request: Request, booth: Booth, code: VotingCode) -> Response:
    """Step 2 for a code that may vote, with an attempt of its own."""
    attempt = secrets.token_hex(ATTEMPT_LENGTH)
    return kept(request, "booth/ballot.html", empty_ballot(booth), voting_code.printed(code), attempt)


async def _code(request: Request, booth: Booth, form: Form) -> VotingCode:
    """The code of a form, looked up but not used."""
    try:
        code = voting_code.read(form.optional("code"))
        await house(request).booths.look(booth, code)
    except CODE_REFUSALS as error:
        await _slow_down(request, booth, error)
        raise
    return code


async def _slow_down(request: Request, booth: Booth, error: Refused) -> None:
    """An unknown code counts against its address and the station; over the limit the answer comes late."""
    if isinstance(error, CodeUnknown):
        address = request.client.host if request.client else ""
        await asyncio.sleep(house(request).failures.failed(address, booth.station))


def _attempt(form: Form) -> bytes:
    text = form.optional("attempt")
    try:
        attempt = bytes.fromhex(text)
    except ValueError as error:
        raise FieldUnfit(field="attempt") from error
    if len(attempt) != ATTEMPT_LENGTH:
        raise FieldUnfit(field="attempt")
    return attempt


def _code_refused(request: Request, booth: Booth, form: Form, error: Refused) -> Response:
    page = CodePage(
        booth, typed=form.optional("code") if isinstance(error, CodeMalformed) else "", error=error
    )
    return render(request, "booth/show.html", page, status=status_of(error))


def _choice_refused(request: Request, booth: Booth, form: Form, error: Refused) -> Response:
    questions = paper.questions(booth.definition, booth.station, form.fields, error)
    code = voting_code.printed(voting_code.read(form.optional("code")))
    page = BallotPage(booth, code, _attempt(form).hex(), questions, error)
    return refused_ballot(request, "booth/ballot.html", page, status_of(error))


def _station(request: Request) -> str:
    return read_id(request.path_params["station"])
