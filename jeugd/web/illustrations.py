"""The picture of one option of a draft: choose it, say what it shows, and take it away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jeugd.actions.illustrate_options import option_of, remove_picture, set_picture
from jeugd.domain.contest import LONGEST_TEXTS
from jeugd.domain.election import Definition, ElectionState
from jeugd.domain.errors import (
    DescriptionMissing,
    FieldMissing,
    FieldTooLong,
    NotFound,
    Refused,
    TooManyPictures,
)
from jeugd.domain.plain_text import tidied
from jeugd.formats.pictures import PictureRefused, read_picture
from jeugd.storage import elections
from jeugd.web.errors import status_of
from jeugd.web.http import Visit, render, see

if TYPE_CHECKING:
    from starlette.responses import Response

    from jeugd.domain.contest import Option
    from jeugd.storage.database import Session

LONGEST = LONGEST_TEXTS["description"]
_REFUSALS = (PictureRefused, DescriptionMissing, FieldMissing, FieldTooLong, TooManyPictures)
_ABOUT_DESCRIPTION = (DescriptionMissing, FieldTooLong)


@dataclass(frozen=True, slots=True)
class IllustrationPage:
    """The picture of one option; ``description`` is as it was typed."""

    election: str
    number: str
    is_draft: bool
    option: Option
    description: str
    longest: int = LONGEST
    error: Refused | None = None

    @property
    def file_error(self) -> Refused | None:
        """What is wrong with the file."""
        return None if isinstance(self.error, _ABOUT_DESCRIPTION) else self.error

    @property
    def description_error(self) -> Refused | None:
        """What is wrong with the description."""
        return self.error if isinstance(self.error, _ABOUT_DESCRIPTION) else None


def show(visit: Visit) -> Response:
    return render(visit.request, "illustrations/show.html", _page(visit, visit.session))


def save(visit: Visit) -> Response:
    """Read the picture, and only then open a transaction: nothing is stored of a file that is refused."""
    try:
        made = read_picture(visit.form.file("picture")) if "picture" in visit.form.files else None
        with visit.house.database.write() as session:
            set_picture(
                session,
                election=visit.path("election"),
                number=_number(visit),
                option=visit.path("option"),
                contents=made,
                description=visit.form.optional("description", most=LONGEST),
            )
    except _REFUSALS as error:
        return _refused(visit, error)
    return _back(visit)


def remove(visit: Visit) -> Response:
    """Take the picture away."""
    remove_picture(
        visit.session, election=visit.path("election"), number=_number(visit), option=visit.path("option")
    )
    return _back(visit)


def _back(visit: Visit) -> Response:
    """To the question: other options want a picture too."""
    return see(visit.request, "contests.edit", election=visit.path("election"), number=visit.path("number"))


def _page(visit: Visit, session: Session) -> IllustrationPage:
    row = elections.election(session, visit.path("election"))
    option = option_of(Definition.from_json(row.definition), _number(visit), visit.path("option"))
    description = option.picture.description if option.picture else ""
    return IllustrationPage(
        row.id, visit.path("number"), row.state is ElectionState.DRAFT, option, description
    )


def _refused(visit: Visit, error: Refused) -> Response:
    with visit.house.database.read() as session:
        page = _page(visit, session)
    typed = tidied(visit.form.fields.get("description", [""])[0])
    page = replace(page, description=typed, error=error)
    return render(visit.request, "illustrations/show.html", page, status=status_of(error))


def _number(visit: Visit) -> int:
    """The number of the question in the address. Raises NotFound."""
    number = visit.path("number")
    if not (number.isascii() and number.isdecimal() and len(number) < 4):  # noqa: PLR2004 - there are twelve
        raise NotFound
    return int(number)
