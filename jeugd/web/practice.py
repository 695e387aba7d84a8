"""A practice vote (proefstem): the ballot of an election as voters will have it, with no code and no envelope.

It goes the way of the booth, from ballot to check to what would have been stored; nothing is written anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.domain import ballot
from jeugd.domain.election import Definition, ElectionState
from jeugd.domain.errors import Refused
from jeugd.domain.polling_station import StationId
from jeugd.storage import elections
from jeugd.web import paper
from jeugd.web.booth import CHOICE_REFUSALS
from jeugd.web.errors import status_of
from jeugd.web.http import Visit, render

if TYPE_CHECKING:
    from starlette.responses import Response

    from jeugd.domain.answer import Answer
    from jeugd.domain.marking import Fields
    from jeugd.web.paper import Chosen, Question

STATION = StationId("PROEF")  # no station can have this name: the order of options is drawn for it


@dataclass(frozen=True, slots=True)
class PracticePage:
    """The ballot, at the size of a phone and of a board; a draft without a whole question has nothing to show."""

    election: str
    definition: Definition
    is_draft: bool
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class PracticeBallotPage:
    """Step 2 of the booth, without the code."""

    election: str
    definition: Definition
    station: StationId
    questions: tuple[Question, ...]
    error: Refused | None = None


@dataclass(frozen=True, slots=True)
class PracticeCheckPage:
    """Step 3 of the booth."""

    election: str
    definition: Definition
    chosen: tuple[Chosen, ...]
    fields: Fields


@dataclass(frozen=True, slots=True)
class PracticeCastPage:
    """What would lie in the envelope: a line for each question, and as many bytes as every other ballot."""

    election: str
    definition: Definition
    answers: tuple[Answer, ...]
    length: int


def show(visit: Visit) -> Response:
    row = elections.election(visit.session, visit.path("election"))
    definition = _definition(visit)
    questions = paper.questions(definition, STATION)
    page = PracticePage(row.id, definition, row.state is ElectionState.DRAFT, questions)
    return render(visit.request, "practice/show.html", page)


def ballot_paper(visit: Visit) -> Response:
    definition = _definition(visit)
    questions = paper.questions(definition, STATION)
    return _ballot(visit, PracticeBallotPage(visit.path("election"), definition, STATION, questions))


def check(visit: Visit) -> Response:
    definition = _definition(visit)
    try:
        answers = ballot.read_form(definition, visit.form.fields)
    except CHOICE_REFUSALS as error:
        return _refused(visit, definition, error)
    fields = ballot.to_form(definition, answers)
    chosen = paper.chosen(definition, STATION, answers)
    page = PracticeCheckPage(visit.path("election"), definition, chosen, fields)
    return render(visit.request, "practice/check.html", page)


def cast(visit: Visit) -> Response:
    """Say what would have been stored; store nothing."""
    definition = _definition(visit)
    try:
        answers = ballot.read_form(definition, visit.form.fields)
    except CHOICE_REFUSALS as error:
        return _refused(visit, definition, error)
    length = ballot.plaintext_length(definition)
    page = PracticeCastPage(visit.path("election"), definition, answers, length)
    return render(visit.request, "practice/cast.html", page)


def _definition(visit: Visit) -> Definition:
    """The questions that are complete: the others cannot be on a ballot yet."""
    row = elections.election(visit.session, visit.path("election"))
    definition = Definition.from_json(row.definition)
    problems = definition.problems()
    whole = (one for number, one in enumerate(definition.contests, start=1) if number not in problems)
    return definition.with_contests(tuple(whole))


def _refused(visit: Visit, definition: Definition, error: Refused) -> Response:
    questions = paper.questions(definition, STATION, visit.form.fields, error)
    page = PracticeBallotPage(visit.path("election"), definition, STATION, questions, error)
    return _ballot(visit, page, status=status_of(error))


def _ballot(visit: Visit, page: PracticeBallotPage, status: int = 200) -> Response:
    return render(visit.request, "practice/ballot.html", page, status=status)
