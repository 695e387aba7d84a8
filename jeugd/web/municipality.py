"""The official's desk: what comes next, the elections and the schools of one municipality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.actions.prepare_election import add_school
from jeugd.domain.election import Definition, ElectionState
from jeugd.domain.errors import AlreadyExists, FieldMissing, FieldTooLong, Refused
from jeugd.domain.kind import ElectionKind
from jeugd.storage import elections
from jeugd.web.errors import status_of
from jeugd.web.http import Visit, render, see
from jeugd.web.stations import StationView, view

if TYPE_CHECKING:
    from starlette.responses import Response

    from jeugd.domain.turnout import Turnout


@dataclass(frozen=True, slots=True)
class ElectionLine:
    """One election on the desk."""

    id: str
    title: str
    kind: ElectionKind
    state: ElectionState
    turnout: Turnout
    is_free_to_join: bool = False


@dataclass(frozen=True, slots=True)
class MunicipalityPage:
    """The desk."""

    name: str
    who: str
    elections: tuple[ElectionLine, ...]
    schools: tuple[str, ...]
    questions: tuple[StationView, ...] = ()  # that were asked in a class without poll cards
    error: Refused | None = None


def show(visit: Visit) -> Response:
    return render(visit.request, "municipality/show.html", _page(visit))


def schools(visit: Visit) -> Response:
    """Add a school."""
    try:
        add_school(visit.session, name=visit.form.text("name", most=120), by=visit.staff)
    except (AlreadyExists, FieldMissing, FieldTooLong) as error:
        return render(visit.request, "municipality/show.html", _page(visit, error), status=status_of(error))
    return see(visit.request, "municipality.show")


def _page(visit: Visit, error: Refused | None = None) -> MunicipalityPage:
    code = visit.staff.municipality
    lines = [_line(visit, row.id) for row in elections.elections_of(visit.session, code)]
    return MunicipalityPage(
        name=elections.municipality(visit.session, code).name,
        who=visit.staff.who,
        elections=tuple(line for line in lines if not line.is_free_to_join),
        schools=tuple(one.name for one in elections.schools_of(visit.session, code)),
        questions=tuple(
            view(visit.session, station.id)
            for line in lines
            if line.is_free_to_join
            for station in elections.stations_of(visit.session, line.id)
        ),
        error=error,
    )


def _line(visit: Visit, election: str) -> ElectionLine:
    row = elections.election(visit.session, election)
    definition = Definition.from_json(row.definition)
    stations = elections.stations_of(visit.session, election)
    turnout = elections.total(elections.turnouts(visit.session, stations))
    return ElectionLine(
        row.id, definition.title, definition.kind, row.state, turnout, definition.is_free_to_join
    )
