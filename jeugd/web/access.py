"""Who may use a route. Every route says it; a route that does not cannot be made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.domain.errors import NotYours, SignInNeeded
from jeugd.domain.roles import Role, Staff
from jeugd.sealing.link_token import token_digest
from jeugd.storage import elections, staff

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from jeugd.storage.database import Session

MOST_TOKENS = 8
_LASTS = 60 * 60 * 24 * 120  # seconds; the table decides, this is only when the browser forgets


@dataclass(frozen=True, slots=True)
class Access:
    """The roles that may enter; none means everybody."""

    roles: tuple[Role, ...] = ()

    @property
    def is_public(self) -> bool:
        """Everybody may enter."""
        return not self.roles


PUBLIC = Access()
OFFICIALS = Access((Role.OFFICIAL,))
TEACHERS = Access((Role.OFFICIAL, Role.TEACHER))
WATCHERS = Access((Role.OFFICIAL, Role.TEACHER, Role.OBSERVER))


def tokens(request: Request) -> list[str]:
    """The secrets in the staff cookie: one for each link that signed this device in."""
    return [token for token in request.cookies.get(cookie_name(request), "").split(".") if token][
        :MOST_TOKENS
    ]


def grants(session: Session, request: Request, now: datetime) -> list[Staff]:
    """What this device may be, strongest role first."""
    return staff.grants(session, [token_digest(token) for token in tokens(request)], now)


def admit(session: Session, access: Access, held: Sequence[Staff], path: Mapping[str, str]) -> Staff | None:
    """The strongest grant that opens this door. Raises SignInNeeded, NotYours, NotFound."""
    if access.is_public:
        return held[0] if held else None
    if not held:
        raise SignInNeeded
    municipality, stations = _place(session, path)
    for one in held:
        if one.role in access.roles and (municipality is None or one.may_enter(municipality, stations)):
            return one
    raise NotYours


def _place(session: Session, path: Mapping[str, str]) -> tuple[str | None, list[str]]:
    """The municipality of an address, and its station if there is one.

    Who is signed in for a class is so for the questions that were asked in it; when that link is revoked, so is this.
    """
    if "station" in path:
        row = elections.station(session, path["station"])
        stations = [one for one in (row.id, row.asked_in) if one]
        return elections.election(session, row.election).municipality, stations
    if "election" in path:
        return elections.election(session, path["election"]).municipality, []
    return None, []


def sign_device_in(request: Request, response: Response, device: str) -> None:
    """Add a device's secret to the staff cookie; it keeps the ones it had."""
    kept = [*tokens(request), device][-MOST_TOKENS:]
    name = cookie_name(request)
    response.set_cookie(
        name, ".".join(kept), max_age=_LASTS, httponly=True, samesite="lax", secure=name.startswith("__Host-")
    )


def sign_device_out(request: Request, response: Response) -> None:
    """Remove the staff cookie."""
    name = cookie_name(request)
    response.delete_cookie(name, httponly=True, samesite="lax", secure=name.startswith("__Host-"))


def cookie_name(request: Request) -> str:
    """``__Host-`` where there is TLS; browsers refuse that prefix without it."""
    return "__Host-jeugd" if request.app.state.house.settings.is_https else "jeugd"
