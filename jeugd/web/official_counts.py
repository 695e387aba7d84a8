"""The official count beside a schaduwverkiezing, at the official's desk: what was read of its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.actions.import_results import counted_lists, has_real_election, import_results
from jeugd.domain.election import Definition, ElectionState
from jeugd.domain.errors import (
    CountOfAnotherPlace,
    CountOfOtherLists,
    FieldMissing,
    FieldTooLong,
    NoRealElection,
    NotFrozenYet,
    Refused,
)
from jeugd.domain.official_count import OfficialCount
from jeugd.formats.csv_table import CsvRefused
from jeugd.formats.eml_nl import EmlRefused
from jeugd.formats.official_counts import read_official_file
from jeugd.storage import elections, official_counts
from jeugd.web.errors import status_of
from jeugd.web.http import Visit, render, see
from jeugd.web.stations import in_groups

if TYPE_CHECKING:
    from starlette.responses import Response

    from jeugd.storage.database import Session

FILE_REFUSALS = (
    EmlRefused,
    CsvRefused,
    CountOfOtherLists,
    CountOfAnotherPlace,
    NoRealElection,
    NotFrozenYet,
    FieldMissing,
    FieldTooLong,
)


@dataclass(frozen=True, slots=True)
class OfficialCountPage:
    """The form, and what was read before; ``lists`` holds number, name and votes, ``digest`` is in groups.

    ``has_real_election``: there is one beside this, so that it can have an official count.
    """

    id: str
    title: str
    is_draft: bool
    has_real_election: bool
    count: OfficialCount | None
    digest: tuple[str, ...]
    lists: tuple[tuple[int, str, int], ...]
    error: Refused | None = None


def show(visit: Visit) -> Response:
    return render(visit.request, "official_counts/show.html", _page(visit.session, visit.path("election")))


def upload(visit: Visit) -> Response:
    """Read the file, and only then open a transaction: a refused file leaves the earlier count as it was."""
    election = visit.path("election")
    try:
        file = read_official_file(visit.form.file("count"))
        with visit.house.database.write() as session:
            import_results(session, election=election, file=file, by=visit.staff, now=visit.now)
    except FILE_REFUSALS as error:
        with visit.house.database.read() as session:
            page = _page(session, election, error)
        return render(visit.request, "official_counts/show.html", page, status=status_of(error))
    return see(visit.request, "official_counts.show", election=election)


def _page(session: Session, election: str, error: Refused | None = None) -> OfficialCountPage:
    row = elections.election(session, election)
    definition = Definition.from_json(row.definition)
    found = official_counts.count_of(session, election)
    count, digest = found if found is not None else (None, "")
    return OfficialCountPage(
        id=row.id,
        title=definition.title,
        is_draft=row.state is ElectionState.DRAFT,
        has_real_election=has_real_election(definition),
        count=count,
        digest=in_groups(digest),
        lists=counted_lists(definition, count) if count else (),
        error=error,
    )
