"""Polls to begin with: the library that comes with jeugd, a file from elsewhere, and one's own as a file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.responses import Response

from jeugd.actions.exchange_polls import load_poll, save_poll
from jeugd.domain.election import Definition
from jeugd.domain.errors import FieldMissing, Refused
from jeugd.formats.poll_file import PollFileRefused, read_poll
from jeugd.formats.poll_library import LibraryPoll, library, poll_named
from jeugd.storage import elections
from jeugd.web.errors import status_of
from jeugd.web.http import Visit, render, see

TOML = "application/toml"


@dataclass(frozen=True, slots=True)
class PollsPage:
    """The library, and the form for a file; ``error`` is about the file."""

    polls: tuple[LibraryPoll, ...]
    error: Refused | None = None


def show(visit: Visit) -> Response:
    return render(visit.request, "polls/show.html", PollsPage(library()))


def load(visit: Visit) -> Response:
    """Read the file, and only then open a transaction: nothing is stored of a file that is refused."""
    try:
        poll = read_poll(visit.form.file("poll"))
    except (FieldMissing, PollFileRefused) as error:
        page = PollsPage(library(), error)
        return render(visit.request, "polls/show.html", page, status=status_of(error))
    with visit.house.database.write() as session:
        election = load_poll(session, poll=poll, by=visit.staff, now=visit.now)
    return see(visit.request, "elections.show", election=election)


def take(visit: Visit) -> Response:
    """Make a draft of a poll of the library."""
    chosen = poll_named(visit.path("poll"))
    election = load_poll(visit.session, poll=chosen.poll, by=visit.staff, now=visit.now)
    return see(visit.request, "elections.show", election=election)


def save(visit: Visit) -> Response:
    """An election as a file; its name is the title in plain letters."""
    row = elections.election(visit.session, visit.path("election"))
    title = Definition.from_json(row.definition).title.lower()
    name = re.sub(r"[^a-z0-9]+", "-", title).strip("-")[:60] or row.id
    made = save_poll(visit.session, election=row.id)
    headers = {"Content-Disposition": f'attachment; filename="{name}.toml"'}
    return Response(made, media_type=TOML, headers=headers)
