"""Poll cards (stempassen): made once, as a PDF; the codes are kept nowhere else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from jeugd.actions.issue_codes import MOST_CARDS, issue_codes
from jeugd.domain import voting_code
from jeugd.domain.errors import FieldMissing, FieldUnfit, Refused, TooManyCards
from jeugd.formats.poll_cards import PollCardSheet, poll_cards
from jeugd.formats.typesetting import PrintRoom
from jeugd.settings import assets
from jeugd.web.errors import status_of
from jeugd.web.http import Visit, render, render_text, visitors_language
from jeugd.web.stations import StationView, view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from jeugd.domain.voting_code import VotingCode
    from jeugd.settings import Settings


@dataclass(frozen=True, slots=True)
class PollCardsPage:
    """How many cards there are, and the form for more."""

    station: StationView
    most: int
    error: Refused | None = None
    entered: str = ""


def show(visit: Visit) -> Response:
    return render(visit.request, "poll_cards/show.html", _page(visit))


def make(visit: Visit) -> Response:
    """The PDF; nothing is issued if it cannot be made, for both are in one transaction."""
    try:
        codes = issue_codes(
            visit.session,
            visit.house.custody,
            station=visit.path("station"),
            number=visit.form.number("number"),
            by=visit.staff,
            now=visit.now,
        )
    except (FieldMissing, FieldUnfit, TooManyCards) as error:
        page = _page(visit, error)
        return render(visit.request, "poll_cards/show.html", page, status=status_of(error))
    station = view(visit.session, visit.path("station"))
    return pdf(visit.request, visit.house.settings, station, codes)


def pdf(request: Request, settings: Settings, station: StationView, codes: Sequence[VotingCode]) -> Response:
    """The cards of these codes, in this order."""
    words = json.loads(render_text(request, "print/poll_cards.json", None))
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
    data = poll_cards(sheet, [voting_code.printed(code) for code in codes], print_room())
    name = f'attachment; filename="stempassen-{station.id}.pdf"'
    return Response(data, media_type="application/pdf", headers={"Content-Disposition": name})


def print_room() -> PrintRoom:
    """Where the print templates and fonts lie."""
    return PrintRoom(assets("templates") / "print", assets("static") / "vendor" / "fonts")


def _page(visit: Visit, error: Refused | None = None) -> PollCardsPage:
    station = view(visit.session, visit.path("station"))
    return PollCardsPage(station, MOST_CARDS - station.turnout.issued, error, visit.form.optional("number"))
