"""The pages of the booth as bytes: kept, cut where the code and the attempt are spliced in, and of an even length.

Every page for voters of one station and language is the same bytes, rendered once. The check page is rendered anew each
time: a kept one would answer faster for a choice that somebody made before. It is as long for every choice, and so is
each form that holds one: see ``web/even.py`` and ``ballot.to_even_form``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jeugd.domain import ballot
from jeugd.web import even, packed, paper
from jeugd.web.http import KEPT_HEADERS, VARY, KeptResponse, render_text, visitors_language, wanted_block
from jeugd.web.kept import takes_gzip

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from jeugd.actions.cast_ballot import Booth
    from jeugd.domain.errors import Refused
    from jeugd.domain.marking import Fields
    from jeugd.web.paper import Chosen, Question

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


def empty_ballot(booth: Booth) -> BallotPage:
    """Step 2 for any voter of a station, with marks where the code and the attempt go."""
    return BallotPage(booth, CODE_MARK, ATTEMPT_MARK, paper.questions(booth.definition, booth.station))


def refused_ballot(request: Request, template: str, page: BallotPage, status: int) -> Response:
    """A ballot that comes back with what is wrong; its length does not tell what was filled in."""
    _, empty = _pieces(request, template, empty_ballot(page.booth))
    fields = ballot.fullest_form(page.booth.definition)
    length = sum(map(len, empty)) + FIELD_ROOM * len(fields) + REFUSAL_ROOM
    text = render_text(request, template, page, block=_block(request))
    return KeptResponse(even.evened(text.encode(), length), status=status)


def checked(request: Request, template: str, page: CheckPage) -> Response:
    """Step 3, as long as the longest choice makes it; that length is worked out once a language."""
    block = _block(request)
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


def kept(
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
