"""Every address and who may use it, in the order people meet them: a site map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from jeugd.settings import assets
from jeugd.web import (
    account,
    board,
    booth,
    classroom,
    contests,
    elections,
    exports,
    home,
    illustrations,
    imports,
    join,
    letters,
    municipality,
    official_counts,
    pictures,
    poll_cards,
    polls,
    practice,
    quick_questions,
    records,
    results,
    seats,
)
from jeugd.web.access import OFFICIALS, PUBLIC, TEACHERS, WATCHERS
from jeugd.web.doors import Door, form, health, kept, look, open_door, own_transactions, shared, trial, upload
from jeugd.web.http import see

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

VOTERS = [
    open_door("/booth/{station}/cast", booth.cast, "booth.cast", "POST"),  # first: where a whole town waits
    open_door("/booth", booth.find, "booth.find", "GET"),
    open_door("/booth", booth.enter, "booth.enter", "POST"),
    open_door("/booth/{station}", booth.show, "booth.show", "GET"),
    open_door("/booth/{station}/ballot", booth.ballot_paper, "booth.ballot", "POST"),
    open_door("/booth/{station}/check", booth.check, "booth.check", "POST"),
    open_door("/booth/{station}/{step}", booth.restart, "booth.restart", "GET"),
    open_door("/join/{station}", join.show, "join.show", "GET"),
    open_door("/join/{station}", join.enter, "join.enter", "POST"),
]

EVERYBODY = [
    look("/", home.show, "home.show", PUBLIC),
    look("/privacy", home.privacy, "home.privacy", PUBLIC),
    look("/accessibility", home.accessibility, "home.accessibility", PUBLIC),
    kept("/results/{election}.json", results.as_json, "results.json"),
    kept("/results/{election}.csv", results.as_csv, "results.csv"),
    kept("/results/{election}", results.show, "results.show"),
    kept("/exports/{election}/count.eml.xml", exports.count, "exports.count"),
    kept("/exports/{election}/stations.csv", exports.stations, "exports.stations"),
    kept("/exports/{election}/regions.csv", exports.regions, "exports.regions"),
    kept("/exports/{election}/ballots/{contest}", exports.ballots, "exports.ballots"),
    look("/pictures/{digest}", pictures.show, "pictures.show", PUBLIC),
    look("/seats", seats.show, "seats.show", PUBLIC),
    form("/sign-in/{token}", account.show, "account.show", PUBLIC, method="GET"),
    form("/sign-in/{token}", account.enter, "account.enter", PUBLIC),
    form("/sign-out", account.leave, "account.leave", PUBLIC),
]

CLASS = [
    look("/classroom/{station}", classroom.show, "classroom.show", TEACHERS),
    form("/classroom/{station}/open", classroom.open_, "classroom.open", TEACHERS),
    form("/classroom/{station}/pause", classroom.pause, "classroom.pause", TEACHERS),
    form("/classroom/{station}/close", classroom.close, "classroom.close", TEACHERS),
    form("/classroom/{station}/void", classroom.void, "classroom.void", TEACHERS),
    own_transactions("/classroom/{station}/count", classroom.count, "classroom.count", TEACHERS),
    shared("/board/{station}", board.show, "board.show", WATCHERS, block="board"),
    look("/board/{station}/changes", board.changes, "board.changes", WATCHERS),
    look("/quick-questions/{station}", quick_questions.new, "quick_questions.new", TEACHERS),
    form("/quick-questions/{station}", quick_questions.ask, "quick_questions.ask", TEACHERS),
    form("/quick-questions/{station}/places", quick_questions.places, "quick_questions.places", TEACHERS),
    look("/poll-cards/{station}", poll_cards.show, "poll_cards.show", TEACHERS),
    own_transactions("/poll-cards/{station}", poll_cards.make, "poll_cards.make", TEACHERS),
    look("/records/{station}.pdf", records.as_pdf, "records.pdf", TEACHERS),
    look("/records/{station}", records.show, "records.show", TEACHERS),
]

DESK = [
    look("/municipality", municipality.show, "municipality.show", OFFICIALS),
    form("/municipality/schools", municipality.schools, "municipality.schools", OFFICIALS),
    look("/polls", polls.show, "polls.show", OFFICIALS),
    upload("/polls", polls.load, "polls.load", OFFICIALS),
    form("/polls/{poll}", polls.take, "polls.take", OFFICIALS),
    look("/polls/{election}.toml", polls.save, "polls.save", OFFICIALS),
    look("/imports", imports.show, "imports.show", OFFICIALS),
    upload("/imports", imports.upload, "imports.upload", OFFICIALS),
    look("/elections/new", elections.new, "elections.new", OFFICIALS),
    form("/elections", elections.create, "elections.create", OFFICIALS),
    look("/elections/{election}", elections.show, "elections.show", OFFICIALS),
    form("/elections/{election}/contest", elections.contest, "elections.contest", OFFICIALS),
    form("/elections/{election}/seats", elections.seats, "elections.seats", OFFICIALS),
    form("/elections/{election}/discard", elections.discard, "elections.discard", OFFICIALS),
    form("/elections/{election}/stations", elections.stations, "elections.stations", OFFICIALS),
    form("/elections/{election}/details", elections.details, "elections.details", OFFICIALS),
    form("/elections/{election}/freeze", elections.freeze, "elections.freeze", OFFICIALS),
    form("/elections/{election}/open", elections.open_, "elections.open", OFFICIALS),
    form("/elections/{election}/close", elections.close, "elections.close", OFFICIALS),
    own_transactions("/elections/{election}/count", elections.count, "elections.count", OFFICIALS),
    form("/elections/{election}/lots", elections.lots, "elections.lots", OFFICIALS),
    form("/elections/{election}/draw", elections.draw, "elections.draw", OFFICIALS),
    form("/elections/{election}/lift", elections.lift, "elections.lift", OFFICIALS),
    form("/elections/{election}/publish", elections.publish_, "elections.publish", OFFICIALS),
    look("/contests/{election}", contests.show, "contests.show", OFFICIALS),
    look("/contests/{election}/new", contests.new, "contests.new", OFFICIALS),
    look("/contests/{election}/{number}", contests.edit, "contests.edit", OFFICIALS),
    form("/contests/{election}/{number}", contests.save, "contests.save", OFFICIALS),
    form("/contests/{election}/{number}/move", contests.move, "contests.move", OFFICIALS),
    form("/contests/{election}/{number}/remove", contests.remove, "contests.remove", OFFICIALS),
    look("/illustrations/{election}/{number}/{option}", illustrations.show, "illustrations.show", OFFICIALS),
    upload(
        "/illustrations/{election}/{number}/{option}", illustrations.save, "illustrations.save", OFFICIALS
    ),
    form(
        "/illustrations/{election}/{number}/{option}/remove",
        illustrations.remove,
        "illustrations.remove",
        OFFICIALS,
    ),
    look("/practice/{election}", practice.show, "practice.show", OFFICIALS),
    look("/practice/{election}/ballot", practice.ballot_paper, "practice.ballot", OFFICIALS),
    trial("/practice/{election}/check", practice.check, "practice.check", OFFICIALS),
    trial("/practice/{election}/cast", practice.cast, "practice.cast", OFFICIALS),
    look("/official-counts/{election}", official_counts.show, "official_counts.show", OFFICIALS),
    upload("/official-counts/{election}", official_counts.upload, "official_counts.upload", OFFICIALS),
    form("/letters/{station}", letters.make, "letters.make", OFFICIALS),
    form("/letters/{station}/revoke", letters.revoke, "letters.revoke", OFFICIALS),
]

CROWDED = ("booth.cast", "booth.ballot", "booth.show", "results.show")

# the public also gets short Dutch addresses; a browser keeps the fragment with the code across a redirect
SHORT = {
    "/s/{station}": "booth.show",
    "/j/{station}": "join.show",
    "/stem": "booth.find",
    "/uitslag/{election}": "results.show",
    "/zetels": "seats.show",
}


def routes() -> list[BaseRoute]:
    """All of them; voters first, for theirs is the hot path."""
    short = [open_door(path, _to(name), f"short.{name}", "GET") for path, name in SHORT.items()]
    health_check = open_door("/health", health, "health", "GET")
    static = Mount("/static", StaticFiles(directory=assets("static")), name="static")
    return [*VOTERS, *EVERYBODY, *CLASS, *DESK, *short, health_check, static]


def crowded() -> list[Door]:
    """The doors where a whole town may wait at the same moment."""
    return [door for door in (*VOTERS, *EVERYBODY) if door.name in CROWDED]


def _to(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def redirect(request: Request) -> Response:
        return see(request, name, **request.path_params)

    return redirect
