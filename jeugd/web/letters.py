"""The letter to a school: the teacher's sign-in link as a QR code, made anew each time; and taking links back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.actions.sign_in import link_for_station, revoke_links
from jeugd.domain.roles import Role
from jeugd.web.http import Visit, render, see
from jeugd.web.stations import StationView, view

if TYPE_CHECKING:
    from starlette.responses import Response


@dataclass(frozen=True, slots=True)
class LetterPage:
    """Two links for one station: the teacher's and the board's. They are shown once, here."""

    station: StationView
    teacher_link: str
    board_link: str


def make(visit: Visit) -> Response:
    station = view(visit.session, visit.path("station"))
    teacher, board = (
        visit.house.settings.public_url + str(visit.request.app.url_path_for("account.show", token=token))
        for token in (
            link_for_station(visit.session, role=role, station=station.id, by=visit.staff, now=visit.now)
            for role in (Role.TEACHER, Role.OBSERVER)
        )
    )
    return render(visit.request, "letters/show.html", LetterPage(station, teacher, board))


def revoke(visit: Visit) -> Response:
    revoke_links(visit.session, station=visit.path("station"), by=visit.staff, now=visit.now)
    station = view(visit.session, visit.path("station"))
    return see(visit.request, "elections.show", election=station.election)
