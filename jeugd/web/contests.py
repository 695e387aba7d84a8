"""Composing the ballot of a draft: its questions, how each is filled in and counted, and their options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.actions.prepare_election import move_contest_up, remove_contest, set_contest
from jeugd.domain.election import MOST_CONTESTS, Definition, ElectionState
from jeugd.domain.errors import BallotTooLong, FieldMissing, NotFound, Refused, TooManyPictures
from jeugd.storage import elections, pictures
from jeugd.web.contest_form import ContestForm, Way, empty_form, form_of, typed_form
from jeugd.web.contest_reading import checked
from jeugd.web.errors import status_of
from jeugd.web.http import Visit, query_form, render, see

if TYPE_CHECKING:
    from starlette.responses import Response


@dataclass(frozen=True, slots=True)
class ContestsPage:
    """The questions of a ballot; they may change as long as the election is a draft."""

    election: str
    definition: Definition
    is_draft: bool

    @property
    def problems(self) -> dict[int, Refused]:
        """What must be mended before the election can be fixed, by the number of the question."""
        return self.definition.problems()

    @property
    def is_full(self) -> bool:
        """No question can be added."""
        return len(self.definition.contests) >= MOST_CONTESTS


@dataclass(frozen=True, slots=True)
class NewContestPage:
    """Which way of asking."""

    election: str
    number: int
    ways: tuple[Way, ...] = tuple(Way)


@dataclass(frozen=True, slots=True)
class EditContestPage:
    """The form of question ``number``; ``error`` is about the whole ballot."""

    election: str
    number: int
    form: ContestForm
    error: Refused | None = None


def show(visit: Visit) -> Response:
    return render(visit.request, "contests/show.html", _page(visit))


def new(visit: Visit) -> Response:
    """Choose a way of asking; of an election that is fixed there is only something to look at."""
    page = _page(visit)
    if not page.is_draft:
        return show(visit)
    asked = NewContestPage(page.election, len(page.definition.contests) + 1)
    return render(visit.request, "contests/new.html", asked)


def edit(visit: Visit) -> Response:
    """The form of a question, or of a new one in the way that the address names."""
    page, number = _page(visit), _number(visit)
    if not page.is_draft:
        return show(visit)
    form = _form(visit, page.definition, number)
    if form is None:
        return show(visit)
    return _edit(visit, page, form)


def save(visit: Visit) -> Response:
    """Save the question, and go on to the picture of a row; or only add rows or move one, and save nothing yet."""
    page, number, form = _page(visit), _number(visit), typed_form(visit.form)
    if visit.form.optional("do") == "rows":
        return _edit(visit, page, form.with_more_rows())
    if visit.form.optional("up"):
        return _edit(visit, page, form.with_row_up(visit.form.number("up")))
    contest, form = checked(form, number, pictures.digests_of(visit.session, page.election))
    wanted, option = _wanted(visit, form)
    if wanted and not option:
        form = form.with_error(f"option-{wanted}-name", FieldMissing(field="name"))
    if form.errors:
        return _edit(visit, page, form, status=status_of(next(iter(form.errors.values()))))
    try:
        set_contest(visit.session, election=page.election, number=number, contest=contest)
    except (BallotTooLong, TooManyPictures) as error:
        return _edit(visit, page, form, error, status=status_of(error))
    if option:
        return see(
            visit.request,
            "illustrations.show",
            election=page.election,
            number=visit.path("number"),
            option=option,
        )
    return see(visit.request, "contests.show", election=page.election)


def move(visit: Visit) -> Response:
    """Put a question before the one above it."""
    move_contest_up(visit.session, election=visit.path("election"), number=_number(visit))
    return see(visit.request, "contests.show", election=visit.path("election"))


def remove(visit: Visit) -> Response:
    """Take a question off the ballot."""
    remove_contest(visit.session, election=visit.path("election"), number=_number(visit))
    return see(visit.request, "contests.show", election=visit.path("election"))


def _page(visit: Visit) -> ContestsPage:
    row = elections.election(visit.session, visit.path("election"))
    return ContestsPage(row.id, Definition.from_json(row.definition), row.state is ElectionState.DRAFT)


def _edit(
    visit: Visit, page: ContestsPage, form: ContestForm, error: Refused | None = None, status: int = 200
) -> Response:
    edited = EditContestPage(page.election, _number(visit), form, error)
    return render(visit.request, "contests/edit.html", edited, status=status)


def _form(visit: Visit, definition: Definition, number: int) -> ContestForm | None:
    """The form of a question; None where there is none to fill in. Raises NotFound."""
    way = query_form(visit.request).optional("way")
    if way in [one.value for one in Way]:
        return empty_form(Way(way))
    if number > len(definition.contests):
        raise NotFound
    return form_of(definition.contests[number - 1])


def _wanted(visit: Visit, form: ContestForm) -> tuple[str, str]:
    """The row whose picture was asked for, and the key of its option; nothing where there is none."""
    row = visit.form.optional("picture")
    return row, form.key_at(row)


def _number(visit: Visit) -> int:
    """The number of the question in the address. Raises NotFound."""
    number = visit.path("number")
    if not (number.isascii() and number.isdecimal() and 0 < int(number[:3]) <= MOST_CONTESTS):
        raise NotFound
    return int(number[:3])
