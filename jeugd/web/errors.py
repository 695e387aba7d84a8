"""From a refusal to its status and its page; a bug to a plain page and a line in the log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from jeugd.domain import errors
from jeugd.domain.errors import Refused
from jeugd.web.http import house, render
from jeugd.web.security import headers

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_log = logging.getLogger(__name__)

NOT_FOUND = 404
RETRY_AFTER = "2"
DEFAULT_STATUS = 422
STATUS: dict[type[Refused], int] = {
    errors.NotFound: 404,
    errors.SignInNeeded: 403,
    errors.NotYours: 403,
    errors.CrossSite: 403,
    errors.LinkSpent: 410,
    errors.CodeVoid: 409,
    errors.CodeUsed: 409,
    errors.StationNotOpen: 409,
    errors.TransitionRefused: 409,
    errors.ElectionFrozen: 409,
    errors.TooEarly: 409,
    errors.NoRealElection: 409,
    errors.NotFrozenYet: 409,
    errors.LotNeeded: 409,
    errors.LiftUnfit: 409,
    errors.OtherOfficialNeeded: 409,
    errors.NoCodes: 409,
    errors.PlacesTaken: 409,
    errors.JoinedWithoutCards: 409,
    errors.StaysInClass: 409,
    errors.NoPollingStation: 409,
    errors.AlreadyExists: 409,
    errors.BodyTooLarge: 413,
    errors.TooBusy: 503,
    errors.DatabaseUnavailable: 503,
    errors.DatabaseNotMigrated: 503,
    errors.DatabaseNewer: 503,
    errors.DatabaseUnreadable: 503,
    errors.KeyStoreMissing: 503,
    errors.KeyStoreForeign: 503,
    errors.KeyStoreUnreadable: 503,
    errors.KeyMissing: 503,
}


def status_of(error: Refused) -> int:
    """The HTTP status of a refusal."""
    return STATUS.get(type(error), DEFAULT_STATUS)


async def refused(request: Request, error: Exception) -> Response:
    """The page of a refusal: one sentence, and what to do now."""
    assert isinstance(error, Refused)
    response = render(request, "errors/refused.html", error, status=status_of(error))
    if response.status_code == 503:  # noqa: PLR2004 - service unavailable
        _log.error("unavailable: %s %s", type(error).__name__, error.facts.get("reason", ""))
        response.headers["Retry-After"] = RETRY_AFTER
    return response


async def not_served(request: Request, error: Exception) -> Response:
    """Starlette's own refusals: no such page, or not with this method. A slash too many at the end is taken off."""
    assert isinstance(error, HTTPException)
    path: str = request.scope["path"]
    if error.status_code == NOT_FOUND and request.method == "GET" and path.endswith("/") and path.strip("/"):
        return RedirectResponse("/" + path.strip("/"))  # one slash: with two it would be another host
    return render(request, "errors/refused.html", errors.NotFound(), status=error.status_code)


async def broken(request: Request, _error: Exception) -> Response:
    """A bug of ours. The server logs where it happened, without the request's body, code or address."""
    response = render(request, "errors/broken.html", None, status=500)
    is_https = house(request).settings.is_https
    response.headers.update(headers(is_https=is_https))  # this answer is made outside the middleware
    return response
