"""Poll cards (stempassen): made once, as a PDF; the codes are kept nowhere else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from jeugd.actions.issue_codes import MOST_CARDS, draw_codes, issue_codes
from jeugd.domain import voting_code
from jeugd.domain.errors import FieldMissing, FieldUnfit, Refused, TooManyCards
from jeugd.formats.poll_cards import PollCardSheet, poll_cards
from jeugd.formats.typesetting import PrintRoom
from jeugd.settings import assets
from jeugd.storage import changes
from jeugd.web.errors import status_of
from jeugd.web.http import Visit, house, render, render_text, visitors_language
from jeugd.web.stations import StationView, view

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request

    from jeugd.domain.voting_code import VotingCode
    from jeugd.storage.database import Session


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the cards that are being made now are drawn."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class PollCardsPage:
    """How many cards there are, the form for more, and how far a print that runs in this process has come."""

    station: StationView
    most: int
    drawn: Progress | None = None
    error: Refused | None = None
    entered: str = ""


def show(visit: Visit) -> Response:
    return render(visit.request, "poll_cards/show.html", _page(visit, visit.session))


def make(visit: Visit) -> Response:
    """The PDF. It is made first: if that fails nothing is issued, and meanwhile nobody waits for the database."""
    database, station_id = visit.house.database, visit.path("station")
    try:
        codes = draw_codes(visit.form.number("number"))
        with database.read() as session:
            station = view(session, station_id)
        cards = _drawn(visit, station, codes)
        with database.write() as session:
            issue_codes(
                session, visit.house.custody, station=station_id, codes=codes, by=visit.staff, now=visit.now
            )
            changes.announce(session, [station_id])
    except (FieldMissing, FieldUnfit, TooManyCards) as error:
        with database.read() as session:
            page = _page(visit, session, error)
        return render(visit.request, "poll_cards/show.html", page, status=status_of(error))
    return cards


def _drawn(visit: Visit, station: StationView, codes: Sequence[VotingCode]) -> Response:
    """The cards, while the page may ask how far they are."""
    drawing = visit.house.drawing

    def drawn(done: int) -> None:
        drawing[station.id] = Progress(done, len(codes))

    try:
        return pdf(visit.request, station, codes, drawn)
    finally:
        drawing.pop(station.id, None)


def pdf(
    request: Request,
    station: StationView,
    codes: Sequence[VotingCode],
    drawn: Callable[[int], None] | None = None,
) -> Response:
    """The cards of these codes, in this order; ``drawn`` hears how many there are so far."""
    settings = house(request).settings
    words = json.loads(render_text(request, "print/poll_cards.json", station))
    sheet = PollCardSheet(
        municipality=station.municipality,
        election_title=station.title,
        station_name=station.name,
        school_name=station.school,
        link=f"{settings.public_url}/s/{station.id}",
        typed_address=f"{settings.host}/stem",
        station_id=station.id,
        language=visitors_language(request).code,
        words=words,
    )
    data = poll_cards(sheet, [voting_code.printed(code) for code in codes], print_room(), drawn)
    name = f'attachment; filename="stempassen-{station.id}.pdf"'
    return Response(data, media_type="application/pdf", headers={"Content-Disposition": name})


def print_room() -> PrintRoom:
    """Where the print templates and fonts lie."""
    return PrintRoom(assets("templates") / "print", assets("static") / "vendor" / "fonts")


def _page(visit: Visit, session: Session, error: Refused | None = None) -> PollCardsPage:
    station = view(session, visit.path("station"))
    return PollCardsPage(
        station,
        MOST_CARDS - station.turnout.issued,
        visit.house.drawing.get(station.id),
        error,
        visit.form.optional("number"),
    )
