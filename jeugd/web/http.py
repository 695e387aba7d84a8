"""What every handler shares: the visit, forms, and rendering a page or one block of it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, RedirectResponse, Response

from jeugd.domain.errors import BodyTooLarge, FieldMissing, FieldTooLong, FieldUnfit, FormUnread
from jeugd.domain.plain_text import tidied
from jeugd.web.i18n import Language, language_of, speaking

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence
    from datetime import datetime

    from starlette.requests import Request

    from jeugd.domain.roles import Staff
    from jeugd.storage.database import Session
    from jeugd.web.house import House

MOST_FIELDS = 240  # a question of 40 options with five fields each
MOST_FILES = 2
MOST_BOUNDARY = 80  # bytes of the line between two parts (RFC 2046, 5.1.1: 70 and two dashes)
LONGEST_FIELD = 4096  # bytes of one field beside the files
LONGEST_QUERY = 32 * 1024  # bytes
DRAINED = 4_000_000  # bytes that are read and thrown away, so that the browser hears the answer
_HOUSE, _HEADERS = "jeugd.house", "jeugd.headers"  # found once a request
VARY = "HX-Request, HX-Target, Accept-Language, Cookie"
KEPT_HEADERS = (
    (b"content-type", b"text/html; charset=utf-8"),
    (b"vary", VARY.encode()),
    (b"cache-control", b"no-store"),
)


class Form:
    """The fields of a form, as text."""

    def __init__(self, fields: Mapping[str, list[str]], files: Mapping[str, bytes] | None = None) -> None:
        self.fields = fields
        self.files = files or {}

    def file(self, name: str) -> bytes:
        """A file that must be there. Raises FieldMissing."""
        if not self.files.get(name):
            raise FieldMissing(field=name, is_file=True)
        return self.files[name]

    def text(self, name: str, *, most: int = 200) -> str:
        """A field that must be filled. Raises FieldMissing, FieldTooLong."""
        value = self.optional(name, most=most)
        if not value:
            raise FieldMissing(field=name)
        return value

    def optional(self, name: str, *, most: int = 200) -> str:
        """A field that may be empty, tidied. Raises FieldTooLong."""
        value = tidied(self.fields.get(name, [""])[0])
        if len(value) > most:
            raise FieldTooLong(field=name, limit=most)
        return value

    def number(self, name: str) -> int:
        """A whole number. Raises FieldMissing, FieldUnfit."""
        value = self.text(name, most=9)
        if not (value.isascii() and value.isdigit()):
            raise FieldUnfit(field=name)
        return int(value)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of one visitor, ready for a handler."""

    request: Request
    session: Session
    by: Staff | None
    now: datetime
    form: Form

    @property
    def house(self) -> House:
        """What this process shares."""
        return house(self.request)

    @property
    def staff(self) -> Staff:
        """Whoever is signed in; only for routes that ask for staff."""
        assert self.by is not None, "a route for staff let a stranger in"
        return self.by

    def path(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])


def house(request: Request) -> House:
    """What this process shares."""
    found: House | None = request.scope.get(_HOUSE)
    if found is None:
        found = request.scope[_HOUSE] = request.app.state.house
    return found


async def read_form(request: Request, limit: int) -> Form:
    """The fields of an urlencoded body of at most ``limit`` bytes. Raises BodyTooLarge, FieldUnfit, FormUnread."""
    body = await _body(request)
    if len(body) > limit:
        raise BodyTooLarge(limit=limit)
    try:
        return Form(_fields(body.decode()))
    except ValueError as error:
        raise FieldUnfit(field="form") from error


def query_form(request: Request) -> Form:
    """The fields of a form that was sent with GET, by the same rules. Raises BodyTooLarge, FieldUnfit."""
    query: bytes = request.scope["query_string"]
    if len(query) > LONGEST_QUERY:
        raise BodyTooLarge(limit=LONGEST_QUERY)
    try:
        return Form(_fields(query.decode()))
    except ValueError as error:
        raise FieldUnfit(field="form") from error


async def read_upload(request: Request, limit: int) -> Form:
    """The fields and files of a multipart body of at most ``limit`` bytes. Raises BodyTooLarge, FormUnread.

    Fields keep the rules of other forms; a file that was not chosen is left out.
    """
    body = await _whole_body(request, limit)
    parser = MultiPartParser(
        request.headers,
        _once(body),
        max_files=MOST_FILES,
        max_fields=MOST_FIELDS,
        max_part_size=LONGEST_FIELD,
    )
    try:
        parts = await parser.parse()
    except MultiPartException as error:
        raise FormUnread from error
    async with contextlib.AsyncExitStack() as opened:
        fields: dict[str, list[str]] = {}
        files: dict[str, bytes] = {}
        for name, part in parts.multi_items():
            if isinstance(part, str):
                fields.setdefault(name, []).append(part)
            else:
                opened.push_async_callback(part.close)
                files[name] = await part.read()
    return Form(fields, files)


async def _whole_body(request: Request, limit: int) -> bytes:
    """A multipart body that did not break off: it ends with the line that it began with, and two dashes."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit + DRAINED:
                break
    except ClientDisconnect as error:
        raise FormUnread from error
    if len(body) > limit:
        raise BodyTooLarge(limit=limit)
    first = bytes(body[:MOST_BOUNDARY]).partition(b"\r\n")[0]
    is_multipart = header(request, b"content-type").lower().startswith("multipart/form-data")
    if not (is_multipart and first and body.rstrip(b"\r\n").endswith(first + b"--")):
        raise FormUnread
    return bytes(body)


async def _once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body


async def _body(request: Request) -> bytes:
    """Raises FormUnread for a phone that hung up halfway: nobody hears it, and it is no error of ours."""
    body, more = b"", True
    while more and len(body) <= DRAINED:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise FormUnread
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def _fields(text: str) -> dict[str, list[str]]:
    """What ``application/x-www-form-urlencoded`` says (URL Standard, 5.1), values of a name in their order."""
    pairs = text.split("&", MOST_FIELDS)
    if len(pairs) > MOST_FIELDS:
        raise FieldUnfit(field="form")
    fields: dict[str, list[str]] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        fields.setdefault(_unescaped(name), []).append(_unescaped(value))
    return fields


def _unescaped(text: str) -> str:
    spaced = text.replace("+", " ")
    return unquote(spaced, errors="strict") if "%" in spaced else spaced


def render(request: Request, template: str, page: object, *, status: int = 200) -> Response:
    """The page, or the one block of it that htmx asks for; the block bears the name of the target's id."""
    html = render_text(request, template, page, block=wanted_block(request))
    return HTMLResponse(html, status_code=status, headers={"Vary": VARY, "Cache-Control": "no-store"})


def render_text(request: Request, template: str, page: object, *, block: str | None = None) -> str:
    """A page or one block of it, in the visitor's language."""
    language = visitors_language(request)
    token = speaking.set(language)
    try:
        return house(request).templates.render(template, _context(request, page, language), block)
    finally:
        speaking.reset(token)


def visitors_language(request: Request) -> Language:
    """The language in which to answer."""
    asked = request.query_params.get("lang", "") if request.scope["query_string"] else ""
    return language_of(asked, header(request, b"accept-language"), house(request).settings.language)


def wanted_block(request: Request) -> str | None:
    """The id in ``HX-Target: div#turnout``, if htmx asks for a part of a page."""
    sent = sent_headers(request)
    if sent.get(b"hx-request") != b"true" or sent.get(b"hx-request-type") == b"full":
        return None
    return header(request, b"hx-target").partition("#")[2] or None


def header(request: Request, name: bytes) -> str:
    """A header by its name in lower case, or nothing."""
    return sent_headers(request).get(name, b"").decode("latin-1")


def sent_headers(request: Request) -> dict[bytes, bytes]:
    """All headers by name, gathered once a request, for the hot paths ask for several."""
    sent: dict[bytes, bytes] | None = request.scope.get(_HEADERS)
    if sent is None:
        sent = request.scope[_HEADERS] = dict(request.scope["headers"])
    return sent


class KeptResponse(Response):
    """An answer of bytes that are kept, with headers that are written out already: the cheapest one to send."""

    def __init__(
        self, body: bytes, headers: Sequence[tuple[bytes, bytes]] = KEPT_HEADERS, status: int = 200
    ) -> None:
        self.status_code = status
        self.background = None
        self.body = body
        self.raw_headers = [*headers, (b"content-length", b"%d" % len(body))]


def see(request: Request, name: str, **path: str) -> Response:
    """Go and look there: 303, keeping a language that was asked for."""
    language = visitors_language(request)
    address = str(request.app.url_path_for(name, **path))
    return RedirectResponse(
        address + (f"?lang={language.code}" if language.is_asked else ""), status_code=303
    )


def _context(request: Request, page: object, language: Language) -> dict[str, Any]:
    return {
        "page": page,
        "language": language,
        "path": request.url.path,
        "is_signed_in": bool(request.cookies),
    }
