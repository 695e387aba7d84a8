"""The classroom: a teacher runs the lesson from a phone or laptop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.actions.ask_quickly import MOST_PLACES, close_question
from jeugd.actions.count_ballots import count_station
from jeugd.actions.issue_codes import void_card
from jeugd.actions.prepare_election import NO_LESSON
from jeugd.actions.run_polling_station import close_station, open_station, pause_station
from jeugd.domain.errors import AdmittedMissing, FieldMissing, FieldUnfit, ReasonMissing, Refused
from jeugd.domain.lesson import Lesson
from jeugd.domain.record import DifferenceReason
from jeugd.storage import elections
from jeugd.web.errors import status_of
from jeugd.web.http import Form, Visit, render, see
from jeugd.web.stations import ShownContest, StationView, class_result, view

if TYPE_CHECKING:
    from starlette.responses import Response

    from jeugd.storage.database import Session


@dataclass(frozen=True, slots=True)
class ClassroomPage:
    """The station, the step that comes next, and what the class may see of its result.

    ``error`` belongs to the form ``refused_form`` ("close" or "void"); ``entered`` is what was typed in it.
    """

    station: StationView
    result: tuple[ShownContest, ...]
    reasons: tuple[DifferenceReason, ...] = tuple(DifferenceReason)
    is_guessed_at: bool = False
    questions: tuple[StationView, ...] = ()  # that were asked in this class, the latest first
    most_places: int = MOST_PLACES
    lesson: Lesson = NO_LESSON
    error: Refused | None = None
    refused_form: str = ""
    entered: str = ""


def show(visit: Visit) -> Response:
    return render(visit.request, "classroom/show.html", _page(visit))


def open_(visit: Visit) -> Response:
    open_station(
        visit.session, visit.house.custody, station=visit.path("station"), by=visit.staff, now=visit.now
    )
    return _back(visit)


def pause(visit: Visit) -> Response:
    pause_station(visit.session, station=visit.path("station"), by=visit.staff, now=visit.now)
    return _back(visit)


def close(visit: Visit) -> Response:
    """Nothing is closed while the numbers are not right; the form comes back with what was typed.

    Where whoever is in the room may join, nobody needs to count: admitted is who joined.
    """
    if view(visit.session, visit.path("station")).is_free_to_join:
        close_question(visit.session, station=visit.path("station"), by=visit.staff, now=visit.now)
        return _back(visit)
    try:
        with visit.session.begin_nested():
            close_station(
                visit.session,
                station=visit.path("station"),
                admitted=_admitted(visit.form),
                reason=_reason(visit.form),
                by=visit.staff,
                now=visit.now,
            )
    except (AdmittedMissing, ReasonMissing) as error:
        return _refused(visit, error, "close", visit.form.optional("admitted"))
    return _back(visit)


def void(visit: Visit) -> Response:
    """The typed code does not come back: it must not stay on the teacher's screen."""
    try:
        with visit.session.begin_nested():
            void_card(
                visit.session,
                visit.house.custody,
                station=visit.path("station"),
                typed=visit.form.optional("code"),
                by=visit.staff,
                now=visit.now,
            )
    except Refused as error:
        return _refused(visit, error, "void", "")
    return _back(visit)


def count(visit: Visit) -> Response:
    """Open the box. The action has its own transactions: the counts must be durable before anything is destroyed."""
    count_station(visit.house.database, visit.house.custody, station=visit.path("station"))
    return _back(visit)


def _page(visit: Visit) -> ClassroomPage:
    station = view(visit.session, visit.path("station"))
    result = class_result(visit.session, station, visit.now)
    asked = elections.asked_in(visit.session, station.id)
    return ClassroomPage(
        station,
        result,
        is_guessed_at=visit.house.failures.is_guessed_at(station.id),
        questions=tuple(view(visit.session, one.id) for one in asked),
        lesson=_lesson(visit.session, station),
    )


def _lesson(session: Session, station: StationView) -> Lesson:
    return Lesson.from_json(elections.election(session, station.election).lesson)


def _refused(visit: Visit, error: Refused, form: str, entered: str) -> Response:
    visit.session.expire_all()
    station = view(visit.session, visit.path("station"))
    lesson = _lesson(visit.session, station)
    page = ClassroomPage(station, (), lesson=lesson, error=error, refused_form=form, entered=entered)
    return render(visit.request, "classroom/show.html", page, status=status_of(error))


def _back(visit: Visit) -> Response:
    return see(visit.request, "classroom.show", station=visit.path("station"))


def _admitted(form: Form) -> int | None:
    try:
        return form.number("admitted")
    except (FieldMissing, FieldUnfit):
        return None


def _reason(form: Form) -> DifferenceReason | None:
    try:
        return DifferenceReason(form.optional("reason"))
    except ValueError:
        return None
