"""A question that is asked in class within a minute: one form, and the polling station is open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from jeugd.actions.ask_quickly import MOST_PLACES, add_places, ask_question
from jeugd.domain.contest import REFERENDUM_KEYS, Contest, Method, Option, numbered
from jeugd.domain.disclosure import FEWEST_IN_CLASS
from jeugd.domain.errors import (
    AlreadyExists,
    FieldMissing,
    FieldTooLong,
    FieldUnfit,
    Refused,
    TooFewOptions,
)
from jeugd.web.doors import FORM_LIMIT
from jeugd.web.errors import status_of
from jeugd.web.http import Form, Visit, render, see
from jeugd.web.stations import StationView, view

if TYPE_CHECKING:
    from starlette.responses import Response

MOST_OPTIONS = 8
OPTION_FIELDS = tuple(f"option-{number}" for number in range(1, MOST_OPTIONS + 1))
LONGEST_QUESTION, LONGEST_OPTION = 120, 60  # characters


class Answers(Enum):
    """What a quick question can be answered with."""

    OPTIONS = "options"
    YES_NO = "yes_no"
    SCALE = "scale"


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody filled in."""

    question: str = ""
    answers: str = Answers.OPTIONS.value
    options: tuple[str, ...] = ("",) * MOST_OPTIONS
    places: str = ""


@dataclass(frozen=True, slots=True)
class NewQuestionPage:
    """The form; ``fewest`` is how many votes it takes before numbers are shown."""

    station: StationView
    entered: Entered
    error: Refused | None = None
    answers: tuple[Answers, ...] = tuple(Answers)
    most_places: int = MOST_PLACES
    fewest: int = FEWEST_IN_CLASS
    longest_question: int = LONGEST_QUESTION
    longest_option: int = LONGEST_OPTION


def new(visit: Visit) -> Response:
    station = view(visit.session, visit.path("station"))
    places = min(station.turnout.expected, MOST_PLACES)
    page = NewQuestionPage(station, Entered(places=str(places)))
    return render(visit.request, "quick_questions/new.html", page)


def ask(visit: Visit) -> Response:
    """From here the class can join; the teacher goes to the classroom of the question."""
    try:
        with visit.session.begin_nested():
            asked = ask_question(
                visit.session,
                visit.house.custody,
                station=visit.path("station"),
                title=visit.form.text("question", most=LONGEST_QUESTION),
                contest=_contest(visit.form),
                places=visit.form.number("places"),
                by=visit.staff,
                now=visit.now,
            )
    except (AlreadyExists, FieldMissing, FieldTooLong, FieldUnfit, TooFewOptions) as error:
        return _refused(visit, error)
    return see(visit.request, "classroom.show", station=asked)


def places(visit: Visit) -> Response:
    """More are in the room than was said."""
    station = visit.path("station")
    number = visit.form.number("places")
    add_places(visit.session, station=station, places=number, by=visit.staff, now=visit.now)
    return see(visit.request, "classroom.show", station=station)


def _refused(visit: Visit, error: Refused) -> Response:
    visit.session.expire_all()
    page = NewQuestionPage(view(visit.session, visit.path("station")), _entered(visit.form), error)
    return render(visit.request, "quick_questions/new.html", page, status=status_of(error))


def _entered(form: Form) -> Entered:
    """What was typed, also where it is too long."""
    question, answers, places = (
        form.optional(name, most=FORM_LIMIT) for name in ("question", "answers", "places")
    )
    return Entered(
        question, answers, tuple(form.optional(name, most=FORM_LIMIT) for name in OPTION_FIELDS), places
    )


def _contest(form: Form) -> Contest:
    """The question and its answers; the words for yes, no and agreeing come with the form, in its language."""
    question = form.text("question", most=LONGEST_QUESTION)
    match _answers(form):
        case Answers.YES_NO:
            return Contest(question, options=tuple(Option(key, form.text(key)) for key in REFERENDUM_KEYS))
        case Answers.SCALE:
            return Contest(form.text("agree"), Method.SCALE, (Option("1", question),))
    return Contest(question, options=numbered([(name, "", "") for name in _options(form)]))


def _answers(form: Form) -> Answers:
    try:
        return Answers(form.text("answers"))
    except ValueError as error:
        raise FieldUnfit(field="answers") from error


def _options(form: Form) -> list[str]:
    """The options that were filled in. Raises AlreadyExists for one that stands there twice."""
    names = [name for field in OPTION_FIELDS if (name := form.optional(field, most=LONGEST_OPTION))]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise AlreadyExists(name=twice)
    return names
