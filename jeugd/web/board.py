"""The board (digibord): read from eight metres. Turnout while voting, the result afterwards; never a choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import StreamingResponse

from jeugd.live import CHANGED
from jeugd.web.http import Visit, render
from jeugd.web.sheets import Sheet, sheets_of
from jeugd.web.stations import ShownContest, StationView, class_result, view

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.responses import Response

    from jeugd.live import Broadcaster


@dataclass(frozen=True, slots=True)
class BoardPage:
    """What is on the wall. ``address`` is what pupils type, ``link`` what the QR code holds: the station, no code."""

    station: StationView
    result: tuple[ShownContest, ...]
    address: str
    link: str

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The result as it is shown, a sheet at a time."""
        return tuple(sheets_of(self.result))


def show(visit: Visit) -> Response:
    station = view(visit.session, visit.path("station"))
    settings = visit.house.settings
    way_in = f"/j/{station.id}" if station.is_free_to_join else "/stem"
    page = BoardPage(
        station=station,
        result=class_result(visit.session, station, visit.now),
        address=f"{settings.host}{way_in}",
        link=f"{settings.public_url}{way_in if station.is_free_to_join else f'/s/{station.id}'}",
    )
    return render(visit.request, "board/show.html", page)


def changes(visit: Visit) -> Response:
    """A stream of server-sent events that says only that something changed."""
    stream = _messages(visit.house.broadcaster, visit.path("station"))
    return StreamingResponse(
        stream,
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _messages(broadcaster: Broadcaster, station: str) -> AsyncIterator[bytes]:
    """Begins with a change, so that a watcher who comes back has missed nothing."""
    with broadcaster.watch(station) as watch:
        yield CHANGED
        while not watch.closed:
            yield await watch.message()
