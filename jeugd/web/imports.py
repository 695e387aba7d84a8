"""Official files that become an election: the candidate lists of a real one (EML_NL)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.actions.import_candidates import OfficialFiles, import_candidates
from jeugd.domain.apportionment.refusals import ListTooLong, RulesUnknown, SeatsOutOfRange, TooManyLists
from jeugd.domain.errors import FieldMissing, FieldTooLong, FieldUnfit, Refused
from jeugd.formats.eml_nl import EmlRefused
from jeugd.web.errors import status_of
from jeugd.web.http import Visit, render, see

if TYPE_CHECKING:
    from starlette.responses import Response

FILE_REFUSALS = (
    EmlRefused,
    RulesUnknown,
    SeatsOutOfRange,
    TooManyLists,
    ListTooLong,
    FieldMissing,
    FieldTooLong,
    FieldUnfit,
)


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """The form for official files."""

    error: Refused | None = None


def show(visit: Visit) -> Response:
    return render(visit.request, "imports/show.html", ImportsPage())


def upload(visit: Visit) -> Response:
    """Read the official files, and only then open a transaction: nothing is stored of a file that is refused."""
    try:
        files = OfficialFiles.read(visit.form.file("lists"), visit.form.files.get("definition") or None)
        with visit.house.database.write() as session:
            imported = import_candidates(
                session,
                files=files,
                by=visit.staff,
                now=visit.now,
                is_evening_before=visit.form.optional("moment") == "evening_before",
            )
    except FILE_REFUSALS as error:
        return render(visit.request, "imports/show.html", ImportsPage(error), status=status_of(error))
    return see(visit.request, "elections.show", election=imported.election)
