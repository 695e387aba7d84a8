"""Preparing and running an election, by an official."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from jeugd.actions import prepare_election
from jeugd.actions.apportion_seats import draw_seat
from jeugd.actions.count_ballots import count_election
from jeugd.actions.import_candidates import OfficialFiles, import_candidates
from jeugd.actions.publish_results import lift_embargo, publish, settle_tie
from jeugd.actions.read_results import election_results
from jeugd.domain.apportionment import Category, rules_for
from jeugd.domain.contest import Contest, Method, numbered
from jeugd.domain.election import Definition, ElectionState, Opening
from jeugd.domain.errors import FieldMissing, FieldTooLong, FieldUnfit, Refused, SeatsUnfit
from jeugd.domain.kind import ElectionKind
from jeugd.formats.eml_nl import EmlRefused
from jeugd.storage import elections, embargoes, journal
from jeugd.web.council import Council, council_of
from jeugd.web.errors import status_of
from jeugd.web.http import Form, Visit, render, see
from jeugd.web.stations import StationView, in_groups, view
from jeugd.web.templates import AMSTERDAM

if TYPE_CHECKING:
    from starlette.responses import Response

    from jeugd.domain.journal import Deed
    from jeugd.domain.result import ContestResult
    from jeugd.domain.roles import Role
    from jeugd.storage.tables import JournalRow, SchoolRow

MOST_OPTIONS = 40
SPARE_ROWS = 3
FIELD_REFUSALS = (FieldMissing, FieldTooLong, FieldUnfit)
FILE_REFUSALS = (EmlRefused, *FIELD_REFUSALS)


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The form for official files."""

    error: Refused | None = None


@dataclass(frozen=True, slots=True)
class NewElectionPage:
    """The form for a new election."""

    kinds: tuple[ElectionKind, ...] = tuple(ElectionKind)
    openings: tuple[Opening, ...] = tuple(Opening)
    error: Refused | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """Who did what, to the minute."""

    minute: datetime
    who: str
    role: Role
    deed: Deed
    station: str | None
    facts: dict[str, object]


@dataclass(frozen=True, slots=True)
class ElectionPage:
    """An election at the official's desk.

    ``ties`` holds (number, contest result) of the contests that wait for a lot; only once the election is counted.
    ``error`` belongs to the form ``refused_form``: "contest", "station" or "seats". ``council`` waits for lots.
    """

    id: str
    definition: Definition
    state: ElectionState
    publish_at: datetime | None
    may_publish: bool
    fingerprint: tuple[str, ...]
    stations: tuple[StationView, ...]
    schools: tuple[SchoolRow, ...]
    journal: tuple[JournalLine, ...]
    ties: tuple[tuple[int, ContestResult], ...]
    option_rows: int
    error: Refused | None = None
    refused_form: str = ""
    source: tuple[str, ...] = ()  # the SHA-256 of the official file, in groups
    fallback_percentage: int | None = None  # the preference threshold by the rules, where no 110a gives it
    council: Council | None = None
    lift: Lift | None = None


@dataclass(frozen=True, slots=True)
class Lift:
    """How far the lifting of an embargo is; ``may_confirm`` by whoever looks at the page."""

    asked_who: str | None
    confirmed_who: str | None
    may_act: bool


def new(visit: Visit) -> Response:
    return render(visit.request, "elections/new.html", NewElectionPage())


def create(visit: Visit) -> Response:
    try:
        definition, publish_at = _definition(visit.form), _publish_at(visit.form)
    except FIELD_REFUSALS as error:
        page = NewElectionPage(error=error, title=visit.form.fields.get("title", [""])[0])
        return render(visit.request, "elections/new.html", page, status=status_of(error))
    election = prepare_election.new_election(
        visit.session, definition=definition, by=visit.staff, now=visit.now, publish_at=publish_at
    )
    return see(visit.request, "elections.show", election=election)


def import_(visit: Visit) -> Response:
    return render(visit.request, "elections/import.html", ImportPage())


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
        return render(visit.request, "elections/import.html", ImportPage(error), status=status_of(error))
    return see(visit.request, "elections.show", election=imported.election)


def seats(visit: Visit) -> Response:
    """Say how many seats there are."""
    try:
        number = visit.form.number("seats")
        prepare_election.set_seats(
            visit.session, election=visit.path("election"), seats=number, by=visit.staff, now=visit.now
        )
    except (*FIELD_REFUSALS, SeatsUnfit) as error:
        return _refused(visit, error, "seats")
    return _back(visit)


def discard(visit: Visit) -> Response:
    """Throw a draft away."""
    prepare_election.discard_draft(
        visit.session, election=visit.path("election"), by=visit.staff, now=visit.now
    )
    return see(visit.request, "municipality.show")


def show(visit: Visit) -> Response:
    return render(visit.request, "elections/show.html", _page(visit))


def contest(visit: Visit) -> Response:
    """Set the first question and its options."""
    try:
        made = _contest(visit.form)
    except FIELD_REFUSALS as error:
        return _refused(visit, error, "contest")
    prepare_election.set_contest(visit.session, election=visit.path("election"), number=1, contest=made)
    return _back(visit)


def stations(visit: Visit) -> Response:
    """Add a polling station."""
    try:
        prepare_election.add_station(
            visit.session,
            visit.house.custody,
            election=visit.path("election"),
            school=visit.form.optional("school") or None,
            name=visit.form.text("name", most=60),
            expected=visit.form.number("expected"),
            by=visit.staff,
            now=visit.now,
        )
    except FIELD_REFUSALS as error:
        return _refused(visit, error, "station")
    return _back(visit)


def freeze(visit: Visit) -> Response:
    prepare_election.freeze(
        visit.session, visit.house.custody, election=visit.path("election"), by=visit.staff, now=visit.now
    )
    return _back(visit)


def open_(visit: Visit) -> Response:
    prepare_election.open_election(
        visit.session, election=visit.path("election"), by=visit.staff, now=visit.now
    )
    return _back(visit)


def close(visit: Visit) -> Response:
    prepare_election.close_election(
        visit.session, election=visit.path("election"), by=visit.staff, now=visit.now
    )
    return _back(visit)


def count(visit: Visit) -> Response:
    """Open every box. Runs in transactions of its own, as in the classroom."""
    count_election(
        visit.house.database,
        visit.house.custody,
        election=visit.path("election"),
        by=visit.staff,
        now=visit.now,
    )
    return _back(visit)


def lots(visit: Visit) -> Response:
    """Write down which option was drawn."""
    settle_tie(
        visit.session,
        election=visit.path("election"),
        contest=visit.form.number("contest"),
        drawn=visit.form.text("drawn"),
        by=visit.staff,
        now=visit.now,
    )
    return _back(visit)


def draw(visit: Visit) -> Response:
    """Write down which list or candidate was drawn for a seat."""
    draw_seat(
        visit.session,
        election=visit.path("election"),
        position=visit.form.number("position"),
        drawn=visit.form.number("drawn"),
        by=visit.staff,
        now=visit.now,
    )
    return _back(visit)


def lift(visit: Visit) -> Response:
    """Ask to lift the embargo, or confirm what another official asked."""
    lift_embargo(visit.session, election=visit.path("election"), by=visit.staff, now=visit.now)
    return _back(visit)


def publish_(visit: Visit) -> Response:
    publish(visit.session, election=visit.path("election"), by=visit.staff, now=visit.now)
    return _back(visit)


def _page(visit: Visit, error: Refused | None = None, refused_form: str = "") -> ElectionPage:
    row = elections.election(visit.session, visit.path("election"))
    definition = Definition.from_json(row.definition)
    is_early = row.publish_at is not None and visit.now < row.publish_at
    options = max((len(one.options) for one in definition.contests), default=0)
    may_look = row.state is ElectionState.COUNTED and not is_early
    return ElectionPage(
        id=row.id,
        definition=definition,
        state=row.state,
        publish_at=row.publish_at,
        may_publish=may_look,
        fingerprint=in_groups(row.fingerprint or ""),
        stations=tuple(view(visit.session, one.id) for one in elections.stations_of(visit.session, row.id)),
        schools=tuple(elections.schools_of(visit.session, row.municipality)),
        journal=tuple(_line(one) for one in journal.of_election(visit.session, row.id)),
        ties=_ties(visit, row.id) if may_look else (),
        option_rows=min(max(options + SPARE_ROWS, 5), MOST_OPTIONS),
        error=error,
        refused_form=refused_form,
        source=in_groups(definition.source),
        fallback_percentage=_fallback_percentage(definition),
        council=_awaiting_lots(visit, row.id) if may_look else None,
        lift=_lift(visit, row.id) if is_early else None,
    )


def _fallback_percentage(definition: Definition) -> int | None:
    """The preference threshold by the rules (P 15), once the seats are known and no 110a gives it."""
    official = definition.official
    if official is None or official.is_defined or official.category not in Category.__members__:
        return None
    if official.seats is None:
        return None
    return rules_for(Category(official.category), official.day).preference_percentage_for(official.seats)


def _awaiting_lots(visit: Visit, election: str) -> Council | None:
    found = council_of(visit.session, election)
    return None if found is None or found.is_complete else found


def _lift(visit: Visit, election: str) -> Lift:
    row = embargoes.lift_of(visit.session, election)
    if row is None:
        return Lift(None, None, may_act=True)
    return Lift(row.asked_who, row.confirmed_who, may_act=row.asked_by != visit.staff.official)


def _ties(visit: Visit, election: str) -> tuple[tuple[int, ContestResult], ...]:
    results = enumerate(election_results(visit.session, election), start=1)
    return tuple((number, result) for number, result in results if result.is_tie)


def _refused(visit: Visit, error: Refused, form: str) -> Response:
    return render(visit.request, "elections/show.html", _page(visit, error, form), status=status_of(error))


def _back(visit: Visit) -> Response:
    return see(visit.request, "elections.show", election=visit.path("election"))


def _line(row: JournalRow) -> JournalLine:
    return JournalLine(row.minute, row.who, row.role, row.deed, row.station, json.loads(row.facts))


def _definition(form: Form) -> Definition:
    try:
        kind, opening = ElectionKind(form.text("kind")), Opening(form.text("opening"))
    except ValueError as error:
        raise FieldUnfit(field="kind") from error
    return Definition(kind=kind, title=form.text("title", most=120), opening=opening, contests=())


def _publish_at(form: Form) -> datetime | None:
    """The moment from which the result may be public, as the official's clock says it (Europe/Amsterdam)."""
    text = form.optional("publish_at", most=20)
    try:
        return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM) if text else None
    except ValueError as error:
        raise FieldUnfit(field="publish_at") from error


def _contest(form: Form) -> Contest:
    """The question and the rows that have a name; empty rows are left out."""
    rows = [
        (
            form.optional(f"option-{number}-name", most=80),
            form.optional(f"option-{number}-detail", most=120),
            form.optional(f"option-{number}-pitch", most=300),
        )
        for number in range(1, MOST_OPTIONS + 1)
    ]
    question = form.text("question", most=200)
    return Contest(question, Method.PLURALITY, numbered([row for row in rows if row[0]]))
