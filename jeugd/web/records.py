"""The record (proces-verbaal) of one polling station: a page, and a PDF to sign."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from jeugd.domain.disclosure import OutcomeOnly, Table
from jeugd.domain.errors import NotFound
from jeugd.domain.record import Reconciliation
from jeugd.domain.tally import borda, instant_runoff, scale, schulze
from jeugd.formats.record_pdf import CountedContest, RecordSheet, record_pdf
from jeugd.storage import elections
from jeugd.web.http import Visit, render, render_text, visitors_language
from jeugd.web.poll_cards import print_room
from jeugd.web.stations import ShownContest, StationView, class_result, in_groups, view

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jeugd.domain.result import ContestResult


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
    return RecordSheet(
        municipality=station.municipality,
        election_title=f"{station.title} ({words['free']})" if station.is_free_to_join else station.title,
        station_name=station.name,
        school_name=station.school,
        turnout=_turnout(page, words),
        reason=words.get(f"reason_{page.reconciliation.reason.value}", "")
        if page.reconciliation and page.reconciliation.reason
        else "",
        counts=tuple(_counted(shown, words) for shown in page.result),
        definition_hash=page.fingerprint,
        language=language,
        words=words,
    )


def _turnout(page: RecordPage, words: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    turnout = page.station.turnout
    cards = [] if page.station.is_free_to_join else [("issued", turnout.issued), ("void", turnout.void)]
    numbers = [*cards, ("cast", turnout.cast)]
    if page.reconciliation is not None:
        numbers += [
            ("admitted", page.reconciliation.admitted),
            ("difference", page.reconciliation.difference),
        ]
    return tuple((words[key], number) for key, number in numbers)


def _counted(shown: ShownContest, words: Mapping[str, str]) -> CountedContest:
    """Numbers by name where every one may be shown; without them where the class sees the count merged."""
    question, disclosed = shown.result.contest.question, shown.disclosed
    if isinstance(disclosed, Table) and not disclosed.folded:
        return CountedContest(question, _rows(shown.result, words), _column(shown.result))
    leaders = ", ".join(map(shown.result.name_of, shown.leaders))
    outcome = leaders if isinstance(disclosed, OutcomeOnly) and not shown.result.is_tie else ""
    return CountedContest(question, None, "votes", outcome)


def _rows(result: ContestResult, words: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    if isinstance(result.outcome, scale.Outcome):
        return tuple(row for one in result.outcome.statements for row in _points(result, one, words))
    options = tuple((result.name_of(answer), votes) for answer, votes in result.votes.items())
    return (*options, (words["blank"], result.blank), (words["invalid"], result.invalid))


def _points(
    result: ContestResult, statement: scale.Statement, words: Mapping[str, str]
) -> Iterator[tuple[str, int]]:
    """Each point of a statement by its figure."""
    name = result.name_of(statement.key)
    numbers = zip((*scale.POINTS, scale.UNKNOWN), (*statement.points, statement.unknown), strict=True)
    yield from ((f"{name} {point}", number) for point, number in numbers)
    yield f"{name} {words['blank']}", statement.blank


def _column(result: ContestResult) -> str:
    """What the numbers are."""
    match result.outcome:
        case instant_runoff.Outcome() | borda.Outcome() | schulze.Outcome():
            return "first_places"
    return "votes" if result.is_exclusive else "ballots"
