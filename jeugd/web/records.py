"""The record (proces-verbaal) of one polling station."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.domain.errors import NotFound
from jeugd.domain.record import Reconciliation
from jeugd.storage import elections
from jeugd.web.http import Visit, render
from jeugd.web.stations import ShownContest, StationView, class_result, view

if TYPE_CHECKING:
    from starlette.responses import Response


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Admitted against cast, the cards, and the counts as far as this class may see them."""

    station: StationView
    reconciliation: Reconciliation | None
    result: tuple[ShownContest, ...]
    fingerprint: tuple[str, ...]


def show(visit: Visit) -> Response:
    station = view(visit.session, visit.path("station"))
    if not station.state.is_over:
        raise NotFound
    row = elections.station(visit.session, station.id)
    page = RecordPage(
        station=station,
        reconciliation=Reconciliation(row.admitted, station.turnout.cast, row.reason)
        if row.admitted is not None
        else None,
        result=class_result(visit.session, station, visit.now),
        fingerprint=_in_groups(elections.election(visit.session, station.election).fingerprint or ""),
    )
    return render(visit.request, "records/show.html", page)


def _in_groups(fingerprint: str) -> tuple[str, ...]:
    """Sixteen groups of four, to be compared by eye."""
    return tuple(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))
