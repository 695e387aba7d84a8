"""Signing in by a link, and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.actions.sign_in import sign_in
from jeugd.domain.errors import LinkSpent
from jeugd.domain.roles import Role
from jeugd.sealing.link_token import token_digest
from jeugd.storage import staff
from jeugd.web.access import sign_device_in, sign_device_out, tokens
from jeugd.web.http import Visit, render, see

if TYPE_CHECKING:
    from starlette.responses import Response

    from jeugd.storage.tables import SignInLinkRow


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What the link is for; nothing happens until the button is pressed, so that a preview cannot use it up."""

    token: str
    role: Role


def show(visit: Visit) -> Response:
    """A link that works once asks for a press of a button; any other signs in at once."""
    link = staff.live_link(visit.session, token_digest(visit.path("token")), visit.now)
    if link is None:
        raise LinkSpent
    if not link.single_use:
        return enter(visit)
    return render(visit.request, "account/show.html", LinkPage(visit.path("token"), link.role))


def enter(visit: Visit) -> Response:
    device, link = sign_in(visit.session, token=visit.path("token"), now=visit.now)
    response = _to_room(visit, link)
    sign_device_in(visit.request, response, device)
    return response


def leave(visit: Visit) -> Response:
    staff.sign_out(visit.session, [token_digest(token) for token in tokens(visit.request)])
    response = see(visit.request, "home.show")
    sign_device_out(visit.request, response)
    return response


def _to_room(visit: Visit, link: SignInLinkRow) -> Response:
    """An official to the municipality, a teacher to the classroom, an observer to the board."""
    if link.station is None:
        return see(visit.request, "municipality.show")
    room = "classroom.show" if link.role is Role.TEACHER else "board.show"
    return see(visit.request, room, station=link.station)
