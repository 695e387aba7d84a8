"""The booth (stemhokje): code, ballot, check, box. No cookie, no storage: what a step needs travels in its form.

Every page for voters of one station and language is the same bytes, rendered once and kept; the code and the attempt
value are spliced in. The check page is rendered anew each time: a kept one would answer faster for a choice that
somebody made before. It is as long for every choice, and so is each form that holds one: see ``web/even.py`` and
``ballot.to_even_form``.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from dataclasses import dataclass, replace
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
from jeugd.web import even, packed, paper
from jeugd.web.errors import status_of
from jeugd.web.http import (
    KEPT_HEADERS,
    VARY,
    Form,
    KeptResponse,
    house,
    read_form,
    render,
    render_text,
    see,
    visitors_language,
    wanted_block,
)
from jeugd.web.kept import takes_gzip

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from jeugd.actions.cast_ballot import Booth
    from jeugd.domain.marking import Fields
    from jeugd.domain.voting_code import VotingCode
    from jeugd.web.paper import Chosen, Question

BODY_LIMIT = 16 * 1024  # a ballot with every question of the longest poll filled in
ATTEMPT_LENGTH = 16  # bytes
CODE_MARK, ATTEMPT_MARK = "@code@", "@attempt@"
PACKED_FROM = 16 * 1024  # bytes behind the last gap: a ballot as long as this is sent compressed
PACKED_HEADERS = (
    (b"vary", b"Accept-Encoding, " + VARY.encode()),
    (b"content-encoding", b"gzip"),
    *(pair for pair in KEPT_HEADERS if pair[0] != b"vary"),
)
REFUSAL_ROOM = 1024  # bytes of what is wrong with a ballot, as a sentence
FIELD_ROOM = 16  # bytes that a field which was filled in adds to a ballot
_CODE, _ATTEMPT = CODE_MARK.encode(), ATTEMPT_MARK.encode()
_MARKS = re.compile(f"({CODE_MARK}|{ATTEMPT_MARK})")

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


@dataclass(frozen=True, slots=True)
class CodePage:
    """Step 1: your code."""

    booth: Booth
    typed: str = ""
    error: Refused | None = None


@dataclass(frozen=True, slots=True)
class BallotPage:
    """Step 2: the ballot; its questions hold what was filled in when the form comes back with an error."""

    booth: Booth
    code: str
    attempt: str
    questions: tuple[Question, ...]
    error: Refused | None = None

    @property
    def fill(self) -> int:
        """Bytes of the answers in every form that is sent."""
        return ballot.form_length(self.booth.definition)


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Step 3: is this right."""

    booth: Booth
    code: str
    attempt: str
    chosen: tuple[Chosen, ...]
    fields: Fields


@dataclass(frozen=True, slots=True)
class DonePage:
    """Step 4: in the box."""

    booth: Booth


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
    return _kept(request, "booth/show.html", CodePage(booth))


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
    return _checked(request, CheckPage(booth, voting_code.printed(code), attempt.hex(), chosen, fields))


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
    return _kept(request, "booth/cast.html", DonePage(booth))


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
    return _kept(request, "booth/ballot.html", _empty_ballot(booth), voting_code.printed(code), attempt)


def _empty_ballot(booth: Booth) -> BallotPage:
    return BallotPage(booth, CODE_MARK, ATTEMPT_MARK, paper.questions(booth.definition, booth.station))


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
    _, empty = _pieces(request, "booth/ballot.html", _empty_ballot(booth))
    fields = ballot.fullest_form(booth.definition)
    length = sum(map(len, empty)) + FIELD_ROOM * len(fields) + REFUSAL_ROOM
    text = render_text(request, "booth/ballot.html", page, block=_block(request))
    return KeptResponse(even.evened(text.encode(), length), status=status_of(error))


def _checked(request: Request, page: CheckPage) -> Response:
    """Step 3, as long as the longest choice makes it; that length is worked out once a language."""
    template, block = "booth/check.html", _block(request)
    key = (template, block, visitors_language(request))
    spaces = page.booth.pages.get(key)
    if spaces is None:
        fullest = _fullest(page)
        longest = render_text(request, template, fullest, block=block).encode()
        spaces = page.booth.pages[key] = (b" " * even.rounded(len(longest) + paper.room(fullest.chosen)),)
    text = render_text(request, template, page, block=block)
    return KeptResponse(even.evened(text.encode(), len(spaces[0])))


def _fullest(page: CheckPage) -> CheckPage:
    """Everything chosen at once, and the whole filler besides."""
    definition = page.booth.definition
    filler = (ballot.FILLER, "0" * ballot.form_length(definition))
    chosen = paper.fullest(definition, page.booth.station)
    return replace(page, chosen=chosen, fields=[*ballot.fullest_form(definition), filler])


def _kept(
    request: Request, template: str, page: CodePage | BallotPage | DonePage, code: str = "", attempt: str = ""
) -> Response:
    """A page of the booth with its marks filled in; made once a language, as pieces that are cut at the marks."""
    key, pieces = _pieces(request, template, page)
    filled = {_CODE: code.encode(), _ATTEMPT: attempt.encode()}
    if len(pieces[-1]) >= PACKED_FROM and takes_gzip(request):
        return KeptResponse(packed.fill(pieces, _packed(page.booth, key, pieces), filled), PACKED_HEADERS)
    return KeptResponse(b"".join([filled.get(piece, piece) for piece in pieces]))


def _pieces(
    request: Request, template: str, page: CodePage | BallotPage | DonePage
) -> tuple[tuple[object, ...], tuple[bytes, ...]]:
    """A page cut at its marks, and the key that it is kept under."""
    block = _block(request)
    key = (template, block, visitors_language(request))
    pieces = page.booth.pages.get(key)
    if pieces is None:
        text = render_text(request, template, page, block=block)
        pieces = page.booth.pages[key] = tuple(piece.encode() for piece in _MARKS.split(text))
    return key, pieces


def _block(request: Request) -> str | None:
    """The one part of these pages that htmx asks for, or the whole page."""
    return "main" if wanted_block(request) == "main" else None


def _packed(booth: Booth, key: tuple[object, ...], pieces: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """The same pieces, compressed; made once."""
    found = booth.pages.get((*key, "gzip"))
    if found is None:
        found = booth.pages[*key, "gzip"] = packed.pack(pieces, (_CODE, _ATTEMPT))
    return found


def _station(request: Request) -> str:
    return read_id(request.path_params["station"])
