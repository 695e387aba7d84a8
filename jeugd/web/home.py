"""The front door, and the pages that say what jeugd does with what it knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.domain.election import Definition, ElectionState
from jeugd.storage import elections
from jeugd.web.http import Visit, render

if TYPE_CHECKING:
    from starlette.responses import Response


@dataclass(frozen=True, slots=True)
class Published:
    """An election whose result is public."""

    id: str
    title: str
    municipality: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """Where to vote, and the results there are."""

    published: tuple[Published, ...]


def show(visit: Visit) -> Response:
    rows = [row for row in elections.all_elections(visit.session) if row.state is ElectionState.PUBLISHED]
    published = tuple(
        Published(
            row.id,
            Definition.from_json(row.definition).title,
            elections.municipality(visit.session, row.municipality).name,
        )
        for row in rows
    )
    return render(visit.request, "home/show.html", HomePage(published))


def privacy(visit: Visit) -> Response:
    return render(visit.request, "home/privacy.html", None)


def accessibility(visit: Visit) -> Response:
    return render(visit.request, "home/accessibility.html", None)
