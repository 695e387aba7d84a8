"""Doors: how a handler becomes a route. Each says who may enter, and what kind of transaction stands behind it.

``look`` only reads. So do ``kept``, whose answers are the same for everybody, and ``shared``, where one block is the
same for every watcher. ``form`` runs in one transaction that is committed once, and then the watchers are told.
``trial`` reads a form and changes nothing.
``own_transactions`` is for counting, which must be durable before it goes on. ``open_door`` is for voters: nobody signs
in, and the handler is asynchronous because it shares its commit with others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Match, Route

from jeugd.domain.errors import Refused
from jeugd.storage import changes, elections
from jeugd.web.access import PUBLIC, Access, admit, cookie_name, grants
from jeugd.web.errors import refused
from jeugd.web.http import (
    Form,
    Visit,
    house,
    read_form,
    read_upload,
    sent_headers,
    visitors_language,
    wanted_block,
)
from jeugd.web.security import check_same_site

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from jeugd.storage.database import Session

    Handler = Callable[[Visit], Response]
    Wrapped = Callable[[Request], Awaitable[Response]]

_NOTHING = "\0"  # no name has it, and PostgreSQL does not take it even to look
_ELSEWHERE: tuple[Match, Scope] = (Match.NONE, {})
FORM_LIMIT = 64 * 1024  # bytes
UPLOAD_LIMIT = 2 * 10_000_000 + FORM_LIMIT  # bytes: two files of the Electoral Council, and the fields


class Door(Route):
    """A route that says who may use it."""

    def __init__(self, path: str, endpoint: Wrapped, name: str, access: Access, method: str) -> None:
        super().__init__(path, endpoint, methods=[method], name=name)
        self.access = access
        self.app = _answering(endpoint)
        self._start, self._end = path.partition("{")[0], path.rpartition("}")[2]
        self._name, self._method = path.partition("{")[2].partition("}")[0], method

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Most addresses are told apart by how they start and end, before any of them is read as a pattern."""
        path = scope["path"]
        is_ours = path.startswith(self._start) and path.endswith(self._end)
        if (is_ours or scope.get("root_path")) and _NOTHING not in path:
            return super().matches(scope)
        return _ELSEWHERE

    def opens(self, scope: Scope) -> bool:
        """Whether this is the door of a plain address with one name in it; that name is then known."""
        path = scope["path"]
        if scope["method"] != self._method or not (path.startswith(self._start) and path.endswith(self._end)):
            return False
        value = path[len(self._start) : len(path) - len(self._end)]
        if not (value.isascii() and value.isalnum()):
            return False
        scope["path_params"] = {self._name: value}
        return True


class ShortWay:
    """Leads straight to the doors where a whole town waits; whatever else comes goes the ordinary way.

    What is behind a door, its refusals and the headers of the answer are the same on both ways.
    """

    def __init__(self, app: ASGIApp, *, doors: Sequence[Door]) -> None:
        self._app = app
        self._doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["root_path"]:
            for door in self._doors:
                if door.opens(scope):
                    await _through(door, scope, receive, send)
                    return
        await self._app(scope, receive, send)


async def _through(door: Door, scope: Scope, receive: Receive, send: Send) -> None:
    try:
        await door.app(scope, receive, send)
    except Refused as error:
        response = await refused(Request(scope, receive), error)
        await response(scope, receive, send)


def _answering(endpoint: Wrapped) -> ASGIApp:
    """Without the second net for exceptions that Starlette hangs under every route: the app has one around it."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        response = await endpoint(Request(scope, receive, send))
        await response(scope, receive, send)

    return app


def open_door(path: str, handler: Wrapped, name: str, method: str) -> Door:
    """A voter's door."""

    async def endpoint(request: Request) -> Response:
        check_same_site(request.method, sent_headers(request), has_cookie=False)
        return await handler(request)

    return Door(path, endpoint, name, PUBLIC, method)


def look(path: str, handler: Handler, name: str, access: Access) -> Door:
    """A door that only reads."""
    return Door(path, _looking(handler, access), name, access, "GET")


def _looking(handler: Handler, access: Access) -> Wrapped:
    def visit(request: Request) -> Response:
        with house(request).database.read() as session:
            return handler(_visit(request, session, access, Form({})))

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(visit, request)

    return endpoint


def kept(path: str, handler: Handler, name: str) -> Door:
    """A door that only reads, to what is the same for everybody: its answers are made once and kept."""
    make = _looking(handler, PUBLIC)

    async def endpoint(request: Request) -> Response:
        return await house(request).kept_answers.get(request, lambda: make(request))

    return Door(path, endpoint, name, PUBLIC, "GET")


def shared(path: str, handler: Handler, name: str, access: Access, block: str) -> Door:
    """A door that only reads, for a room with watchers: all who may enter share this block until the next change."""
    make = _looking(handler, access)

    def check(request: Request) -> None:
        with house(request).database.read() as session:
            _visit(request, session, access, Form({}))

    async def endpoint(request: Request) -> Response:
        station = request.path_params["station"]
        change = house(request).broadcaster.change(station)
        if change is None or wanted_block(request) != block:
            return await make(request)
        await run_in_threadpool(check, request)
        key = (name, station, visitors_language(request))
        return await house(request).kept_blocks.get(key, lambda: make(request), change)

    return Door(path, endpoint, name, access, "GET")


def form(path: str, handler: Handler, name: str, access: Access, method: str = "POST") -> Door:
    """A door behind which something changes: one action, one transaction. GET is for links that sign in."""

    def visit(request: Request, filled: Form) -> Response:
        with house(request).database.write() as session:
            response = handler(_visit(request, session, access, filled))
            changes.announce(session, _touched(session, request))
            return response

    return _posted(path, visit, name, access, method)


def trial(path: str, handler: Handler, name: str, access: Access) -> Door:
    """A door behind which a form is read and answered, and nothing changes."""

    def visit(request: Request, filled: Form) -> Response:
        with house(request).database.read() as session:
            return handler(_visit(request, session, access, filled))

    return _posted(path, visit, name, access)


def own_transactions(path: str, handler: Handler, name: str, access: Access) -> Door:
    """A door behind which the action sees to its own transactions; access is checked in one that only reads."""

    def visit(request: Request, filled: Form) -> Response:
        with house(request).database.read() as session:
            admitted = _visit(request, session, access, filled)
        return handler(admitted)

    return _posted(path, visit, name, access)


def upload(path: str, handler: Handler, name: str, access: Access) -> Door:
    """A door for files, as ``own_transactions``. Who may not enter is refused before anything is read."""

    def enter(request: Request) -> Visit:
        with house(request).database.read() as session:
            return _visit(request, session, access, Form({}))

    async def endpoint(request: Request) -> Response:
        _check_same_site(request)
        admitted = await run_in_threadpool(enter, request)
        filled = await read_upload(request, UPLOAD_LIMIT)
        return await run_in_threadpool(handler, replace(admitted, form=filled))

    return Door(path, endpoint, name, access, "POST")


async def health(request: Request) -> Response:
    """For whoever watches the machine: the database answers."""
    await run_in_threadpool(house(request).database.check_migrated)
    return PlainTextResponse("ok")


def _posted(
    path: str, visit: Callable[[Request, Form], Response], name: str, access: Access, method: str = "POST"
) -> Door:
    async def endpoint(request: Request) -> Response:
        _check_same_site(request)
        return await run_in_threadpool(visit, request, await read_form(request, FORM_LIMIT))

    return Door(path, endpoint, name, access, method)


def _check_same_site(request: Request) -> None:
    has_cookie = cookie_name(request) in request.cookies
    check_same_site(request.method, sent_headers(request), has_cookie=has_cookie)


def _visit(request: Request, session: Session, access: Access, filled: Form) -> Visit:
    now = house(request).clock()
    by = admit(session, access, grants(session, request, now), request.path_params)
    return Visit(request, session, by, now, filled)


def _touched(session: Session, request: Request) -> list[str]:
    """The stations that this address is about."""
    if "station" in request.path_params:
        return [request.path_params["station"]]
    if "election" in request.path_params:
        return [one.id for one in elections.stations_of(session, request.path_params["election"])]
    return []
