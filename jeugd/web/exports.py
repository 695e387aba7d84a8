"""A published election as files: in the formats of the Electoral Council, and ballots of polls for researchers."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response

from jeugd.actions.export_ballots import export_ballots
from jeugd.actions.export_results import FileFormat, export_results
from jeugd.domain.election import MOST_CONTESTS
from jeugd.domain.errors import NotFound

if TYPE_CHECKING:
    from jeugd.actions.export_results import ExportedFile
    from jeugd.web.http import Visit

XML, CSV, TEXT = "application/xml", "text/csv", "text/plain"  # the XML says itself that it is UTF-8


def count(visit: Visit) -> Response:
    return _file(visit, FileFormat.EML, XML)


def stations(visit: Visit) -> Response:
    return _file(visit, FileFormat.OSV, CSV)


def regions(visit: Visit) -> Response:
    return _file(visit, FileFormat.REGIONS, CSV)


def ballots(visit: Visit) -> Response:
    """The ballots of one contest. Raises NotFound as ``_file`` does, also for a number that is written otherwise."""
    contest = visit.path("contest")
    if contest not in map(str, range(1, MOST_CONTESTS + 1)):
        raise NotFound
    return _handed_out(
        export_ballots(visit.session, election=visit.path("election"), contest=int(contest)), TEXT
    )


def _file(visit: Visit, as_format: FileFormat, media_type: str) -> Response:
    """Raises NotFound where there is nothing to export, or not yet."""
    made = export_results(visit.session, election=visit.path("election"), as_format=as_format)
    return _handed_out(made, media_type)


def _handed_out(made: ExportedFile, media_type: str) -> Response:
    headers = {"Content-Disposition": _attachment(made.name)}
    return Response(made.contents, media_type=media_type, headers=headers)


def _attachment(name: str) -> str:
    """A file to keep under this name (RFC 6266), in plain letters for who knows no others."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    also = "" if plain == name else f"; filename*=UTF-8''{quote(name)}"
    return f'attachment; filename="{plain}"{also}'
