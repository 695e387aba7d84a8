"""What every handler shares: the visit, forms, and rendering a page or one block of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from starlette.responses import HTMLResponse, RedirectResponse, Response

from jeugd.domain.errors import BodyTooLarge, FieldMissing, FieldTooLong, FieldUnfit
from jeugd.web.i18n import Language, language_of, speaking

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from starlette.requests import Request

    from jeugd.domain.roles import Staff
    from jeugd.storage.database import Session
    from jeugd.web.house import House

MOST_FIELDS = 200
DRAINED = 4_000_000  # bytes that are read and thrown away, so that the browser hears the answer
VARY = "HX-Request, HX-Target, Accept-Language, Cookie"


class Form:
    """The fields of a form, as text."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        self.fields = fields

    def text(self, name: str, *, most: int = 200) -> str:
        """A field that must be filled. Raises FieldMissing, FieldTooLong."""
        value = self.optional(name, most=most)
        if not value:
            raise FieldMissing(field=name)
        return value

    def optional(self, name: str, *, most: int = 200) -> str:
        """A field that may be empty, with its white space tidied. Raises FieldTooLong."""
        value = " ".join(self.fields.get(name, [""])[0].replace("\x00", "").split())
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
    found: House = request.app.state.house
    return found


async def read_form(request: Request, limit: int) -> Form:
    """The fields of an urlencoded body of at most ``limit`` bytes. Raises BodyTooLarge, FieldUnfit."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > DRAINED:
            break
    if len(body) > limit:
        raise BodyTooLarge(limit=limit)
    try:
        text = body.decode("utf-8")
        return Form(parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"))
    except ValueError as error:
        raise FieldUnfit(field="form") from error


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
    return language_of(request, house(request).settings.language)


def wanted_block(request: Request) -> str | None:
    """The id in ``HX-Target: div#turnout``, if htmx asks for a part of a page."""
    if request.headers.get("hx-request") != "true" or request.headers.get("hx-request-type") == "full":
        return None
    return request.headers.get("hx-target", "").partition("#")[2] or None


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
