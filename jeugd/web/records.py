"""The record (proces-verbaal) of one polling station: a page, and a PDF to sign."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from jeugd.domain.answer import BLANK
from jeugd.domain.disclosure import Table
from jeugd.domain.errors import NotFound
from jeugd.domain.record import Reconciliation
from jeugd.formats.record_pdf import RecordSheet, record_pdf
from jeugd.storage import elections
from jeugd.web.http import Visit, render, render_text, visitors_language
from jeugd.web.poll_cards import print_room
from jeugd.web.stations import ShownContest, StationView, class_result, in_groups, view

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Admitted against cast, the cards, and the counts as far as this class may see them."""

    station: StationView
    reconciliation: Reconciliation | None
    result: tuple[ShownContest, ...]
    fingerprint: tuple[str, ...]


def show(visit: Visit) -> Response:
    return render(visit.request, "records/show.html", _page(visit))


def as_pdf(visit: Visit) -> Response:
    page = _page(visit)
    words = json.loads(render_text(visit.request, "print/record.json", page))
    sheet = _sheet(page, words, visitors_language(visit.request).code)
    name = f'attachment; filename="proces-verbaal-{page.station.id}.pdf"'
    data = record_pdf(sheet, print_room())
    return Response(data, media_type="application/pdf", headers={"Content-Disposition": name})


def _page(visit: Visit) -> RecordPage:
    """Raises NotFound until the station is closed."""
    station = view(visit.session, visit.path("station"))
    if not station.state.is_over:
        raise NotFound
    row = elections.station(visit.session, station.id)
    checked = row.admitted is not None
    return RecordPage(
        station=station,
        reconciliation=Reconciliation(row.admitted or 0, station.turnout.cast, row.reason)
        if checked
        else None,
        result=class_result(visit.session, station, visit.now),
        fingerprint=in_groups(elections.election(visit.session, station.election).fingerprint or ""),
    )


def _sheet(page: RecordPage, words: Mapping[str, str], language: str) -> RecordSheet:
    station = page.station
    counts = _counts(page.result)
    return RecordSheet(
        municipality=station.municipality,
        election_title=station.title,
        station_name=station.name,
        school_name=station.school,
        turnout=_turnout(page, words),
        reason=words.get(f"reason_{page.reconciliation.reason.value}", "")
        if page.reconciliation and page.reconciliation.reason
        else "",
        counts=counts,
        blank=page.result[0].result.blank if counts is not None else 0,
        invalid=page.result[0].result.invalid if counts is not None else 0,
        definition_hash=page.fingerprint,
        language=language,
        words=words,
    )


def _turnout(page: RecordPage, words: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    turnout = page.station.turnout
    numbers = [("issued", turnout.issued), ("void", turnout.void), ("cast", turnout.cast)]
    if page.reconciliation is not None:
        numbers += [
            ("admitted", page.reconciliation.admitted),
            ("difference", page.reconciliation.difference),
        ]
    return tuple((words[key], number) for key, number in numbers)


def _counts(result: tuple[ShownContest, ...]) -> tuple[tuple[str, int], ...] | None:
    """Votes by name where every number may be shown; None where the class sees them merged, or not yet."""
    disclosed = [shown.disclosed for shown in result]
    if not result or not all(isinstance(one, Table) and not one.folded for one in disclosed):
        return None
    return tuple(
        (shown.result.name_of(answer), votes)
        for shown in result
        for answer, votes in shown.result.by_answer.items()
        if answer != BLANK
    )
