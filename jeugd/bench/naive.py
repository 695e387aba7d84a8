"""A vote as a tutorial would write it: a SQLModel session in a thread, look, then insert, commit, render.

It runs on the same engine as the ballot box (WAL, ``synchronous=FULL``, ``BEGIN IMMEDIATE``) and answers with the same
page, so what differs is how it is written. It lets a code vote twice when two processes look at the same time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel, select
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from jeugd.bench.town import DEFINITION
from jeugd.storage.database import Database
from jeugd.web.i18n import Language, speaking
from jeugd.web.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from jeugd.domain.election import Definition
    from jeugd.settings import Settings


class NaiveTable(SQLModel, registry=registry()):
    """Tables of its own, apart from those of jeugd."""


class NaiveCode(NaiveTable, table=True):
    """A voting code as it is printed."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    used: bool = False


class NaiveBallot(NaiveTable, table=True):
    """A ballot in the clear."""

    id: int | None = Field(default=None, primary_key=True)
    station: str
    choice: str


@dataclass(frozen=True, slots=True)
class NaiveBooth:
    """What the page that thanks the voter shows."""

    station: str
    station_name: str = "Groep 7b"
    school_name: str = "De Regenboog"
    municipality: str = "Juinen"
    definition: Definition = DEFINITION


@dataclass(frozen=True, slots=True)
class NaivePage:
    """The page that thanks the voter."""

    booth: NaiveBooth


def prepare(address: str, codes: Sequence[str]) -> None:
    """Make its two tables and its codes."""
    database = Database(address)
    with database.write() as session:
        NaiveTable.metadata.create_all(session.connection())
        session.add_all([NaiveCode(code=code) for code in codes])
    database.close()


def naive_app(settings: Settings) -> Starlette:
    """One route that votes."""
    app = Starlette(routes=[Route("/booth/{station}/cast", _cast, methods=["POST"], name="booth.cast")])
    app.state.database = Database(settings.database)
    app.state.templates = Templates(lambda _name, **_path: "/")
    return app


async def _cast(request: Request) -> Response:
    form = await request.form()
    return await run_in_threadpool(_vote, request, str(form["code"]), str(form["choice-1"]))


def _vote(request: Request, typed: str, choice: str) -> Response:
    with request.app.state.database.write() as session:
        code = session.exec(select(NaiveCode).where(NaiveCode.code == typed)).one()
        if code.used:
            return PlainTextResponse("used", status_code=409)
        code.used = True
        session.add(NaiveBallot(station=request.path_params["station"], choice=choice))
    return HTMLResponse(_thanks(request))


def _thanks(request: Request) -> str:
    language = Language("en")
    token = speaking.set(language)
    try:
        page = NaivePage(NaiveBooth(request.path_params["station"]))
        context = {"page": page, "language": language, "path": request.url.path, "is_signed_in": False}
        templates: Templates = request.app.state.templates
        return templates.render("booth/cast.html", context, "main")
    finally:
        speaking.reset(token)
