"""Making an election and taking it from step to step, by an official."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from jeugd.actions import prepare_election
from jeugd.actions.apportion_seats import draw_seat
from jeugd.actions.count_ballots import count_election
from jeugd.actions.publish_results import lift_embargo, publish, settle_tie
from jeugd.domain.clock import moment_on_clock
from jeugd.domain.contest import LONGEST_TEXTS, MOST_OPTIONS, Contest, Method, numbered
from jeugd.domain.election import LONGEST_TITLE, Definition, Opening
from jeugd.domain.errors import (
    FieldMissing,
    FieldTooLong,
    FieldUnfit,
    MomentSkipped,
    Refused,
    RulesUnfit,
    SeatsUnfit,
    TooFewOptions,
)
from jeugd.domain.kind import ElectionKind
from jeugd.storage import elections
from jeugd.web.election_page import minute_of, page_of
from jeugd.web.errors import status_of
from jeugd.web.http import Form, Visit, render, see

if TYPE_CHECKING:
    from starlette.responses import Response

FIELD_REFUSALS = (FieldMissing, FieldTooLong, FieldUnfit, MomentSkipped)


@dataclass(frozen=True, slots=True)
class NewElectionPage:
    """The form for a new election."""

    kinds: tuple[ElectionKind, ...] = tuple(ElectionKind)
    openings: tuple[Opening, ...] = tuple(Opening)
    error: Refused | None = None
    title: str = ""


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
    return render(visit.request, "elections/show.html", page_of(visit))


def contest(visit: Visit) -> Response:
    """Set the first question and its options."""
    try:
        made = _contest(visit.form, _first_contest(visit))
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


def details(visit: Visit) -> Response:
    """Change the title of a draft, when its boxes open and from when its result may be public."""
    try:
        title, opening = visit.form.text("title", most=LONGEST_TITLE), _opening(visit.form)
        prepare_election.set_details(
            visit.session,
            election=visit.path("election"),
            title=title,
            opening=opening,
            publish_at=_same_or_new_moment(visit),
        )
    except FIELD_REFUSALS as error:
        return _refused(visit, error, "details")
    return _back(visit)


def freeze(visit: Visit) -> Response:
    """Fix the election; a question that is not complete says so where it stands."""
    try:
        prepare_election.freeze(
            visit.session, visit.house.custody, election=visit.path("election"), by=visit.staff, now=visit.now
        )
    except (TooFewOptions, RulesUnfit) as error:
        return _refused(visit, error, "freeze")
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
        position=visit.form.number("position"),
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


def _refused(visit: Visit, error: Refused, form: str) -> Response:
    return render(visit.request, "elections/show.html", page_of(visit, error, form), status=status_of(error))


def _back(visit: Visit) -> Response:
    return see(visit.request, "elections.show", election=visit.path("election"))


def _definition(form: Form) -> Definition:
    try:
        kind = ElectionKind(form.text("kind"))
    except ValueError as error:
        raise FieldUnfit(field="kind") from error
    title = form.text("title", most=LONGEST_TITLE)
    return Definition(kind=kind, title=title, opening=_opening(form), contests=())


def _opening(form: Form) -> Opening:
    try:
        return Opening(form.text("opening"))
    except ValueError as error:
        raise FieldUnfit(field="opening") from error


def _same_or_new_moment(visit: Visit) -> datetime | None:
    """The moment of the form; one that was left as it stood keeps its seconds."""
    moment = elections.election(visit.session, visit.path("election")).publish_at
    is_same = visit.form.optional("publish_at", most=20) == minute_of(moment)
    return moment if is_same else _publish_at(visit.form)


def _publish_at(form: Form) -> datetime | None:
    """The moment from which the result may be public, as the official's clock says it. Raises MomentSkipped too."""
    text = form.optional("publish_at", most=20)
    try:
        return moment_on_clock(_without_zone(datetime.fromisoformat(text))) if text else None
    except (ValueError, OverflowError) as error:
        raise FieldUnfit(field="publish_at") from error


def _without_zone(moment: datetime) -> datetime:
    if moment.tzinfo is not None:
        raise ValueError(moment)
    return moment


def _first_contest(visit: Visit) -> Contest:
    """The question that is there, for its introduction and rules; else an empty one."""
    definition = Definition.from_json(elections.election(visit.session, visit.path("election")).definition)
    found = next(iter(definition.contests), None)
    return found if found is not None and found.method is Method.PLURALITY else Contest("")


def _contest(form: Form, before: Contest) -> Contest:
    """The question and the rows that have a name; empty rows are left out."""
    names = {
        "name": LONGEST_TEXTS["name"],
        "detail": LONGEST_TEXTS["detail"],
        "pitch": LONGEST_TEXTS["pitch"],
    }
    rows = [
        tuple(form.optional(f"option-{number}-{name}", most=most) for name, most in names.items())
        for number in range(1, MOST_OPTIONS + 1)
    ]
    question = form.text("question", most=LONGEST_TEXTS["question"])
    options = numbered([(name, detail, pitch) for name, detail, pitch in rows if name])
    return replace(before, question=question, options=options)
