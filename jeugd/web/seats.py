"""The Zetelrekenmachine: votes in, seats out, by the Dutch rules, each step explained. Nothing is stored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.domain.apportionment import Category, Draw, ListVotes, VoteCount, apportion, rules_for
from jeugd.domain.apportionment.refusals import DrawLeftOver, DrawnNoOption, DrawUnfit
from jeugd.domain.errors import FieldMissing, FieldUnfit, Refused
from jeugd.domain.plain_text import tidied
from jeugd.formats.apportionment_json import VoteFileUnfit, read_draw, write_lots
from jeugd.web.council import Council, council
from jeugd.web.errors import status_of
from jeugd.web.http import Form, Visit, query_form, render

if TYPE_CHECKING:
    from starlette.responses import Response

    from jeugd.domain.apportionment import Lots

FIRST_ROWS, MORE_ROWS, MOST_ROWS = 6, 6, 60
MOST_DRAWS = 30
LONGEST_DRAW = 4000  # characters
DEFAULT_SEATS = "17"
DRAW_REFUSALS = (DrawUnfit, DrawnNoOption, DrawLeftOver, VoteFileUnfit)


@dataclass(frozen=True, slots=True)
class Row:
    """One list as it was typed."""

    number: int
    name: str
    votes: str


@dataclass(frozen=True, slots=True)
class SeatsPage:
    """The form as it was filled in, and the council that follows from it.

    ``draws`` are the lots drawn so far and ``options`` those that may be drawn now, as (number, value in the form).
    ``is_stale``: earlier lots were put aside, for they were drawn for other votes.
    """

    categories: tuple[Category, ...]
    category: Category
    seats: str
    rows: tuple[Row, ...]
    most_rows: int = MOST_ROWS
    council: Council | None = None
    draws: tuple[str, ...] = ()
    options: tuple[tuple[int, str], ...] = ()
    error: Refused | None = None
    is_stale: bool = False


def show(visit: Visit) -> Response:
    """The form, and below it the answer when there is something to calculate."""
    filled = query_form(visit.request)
    try:
        page = _answered(visit, filled)
    except Refused as error:
        page = _form(filled, error)
    status = 200 if page.error is None else status_of(page.error)
    return render(visit.request, "seats/show.html", page, status=status)


def _answered(visit: Visit, filled: Form) -> SeatsPage:
    if "seats" not in filled.fields or "more" in filled.fields:
        return _form(filled)
    count = _count(visit, filled)
    asked = tuple(filled.fields.get("draw", []))[:MOST_DRAWS]
    draws = _fitting(count, asked)
    outcome = apportion(count, [_draw(one) for one in draws])
    names = {row.number: row.name for row in _rows(filled)}
    shown = council(outcome, count, lambda number: names[number] or str(number), _nobody, len(draws))
    options = _options(shown.lots) if shown.lots else ()
    return _form(filled, council=shown, draws=draws, options=options, is_stale=draws != asked)


def _form(
    filled: Form,
    error: Refused | None = None,
    *,
    council: Council | None = None,
    draws: tuple[str, ...] = (),
    options: tuple[tuple[int, str], ...] = (),
    is_stale: bool = False,
) -> SeatsPage:
    return SeatsPage(
        categories=tuple(Category),
        category=_category(filled),
        seats=filled.fields.get("seats", [DEFAULT_SEATS])[0][:9],
        rows=_rows(filled),
        council=council,
        draws=draws,
        options=options,
        error=error,
        is_stale=is_stale,
    )


def _count(visit: Visit, filled: Form) -> VoteCount:
    """Raises FieldMissing, FieldUnfit, or a refusal of the seat rules."""
    rows = [row for row in _rows(filled) if row.name or row.votes]
    lists = tuple(ListVotes(row.number, _votes(row)) for row in rows)
    return VoteCount(rules_for(_category(filled), visit.now.date()), filled.number("seats"), lists)


def _rows(filled: Form) -> tuple[Row, ...]:
    """As many rows as were filled, and more if that was asked; the place of a row is the number of its list."""
    typed = [name for name in filled.fields if name.startswith("votes-")]
    wanted = max(len(typed), FIRST_ROWS) + (MORE_ROWS if "more" in filled.fields else 0)
    return tuple(
        Row(number, _text(filled, f"name-{number}", 60), _text(filled, f"votes-{number}", 20))
        for number in range(1, min(wanted, MOST_ROWS) + 1)
    )


def _text(filled: Form, name: str, most: int) -> str:
    """What was typed, as far as it fits; a number that does not fit is refused as too large."""
    return tidied(filled.fields.get(name, [""])[0])[:most]


def _votes(row: Row) -> int:
    """The votes of a list; a point or space between thousands is read over."""
    digits = row.votes.replace(".", "").replace(" ", "")
    if not digits:
        raise FieldMissing(field=f"votes-{row.number}")
    if not (digits.isascii() and digits.isdigit()):
        raise FieldUnfit(field=f"votes-{row.number}")
    return int(digits)


def _category(filled: Form) -> Category:
    """The one asked for; the municipal council if that is none."""
    asked = filled.fields.get("category", [""])[0]
    return Category(asked) if asked in Category.__members__ else Category.GR


def _fitting(count: VoteCount, texts: tuple[str, ...]) -> tuple[str, ...]:
    """The lots drawn so far, or none when they were drawn for other votes."""
    try:
        apportion(count, [_draw(text) for text in texts])
    except DRAW_REFUSALS:
        return ()
    return texts


def _draw(text: str) -> Draw:
    """Raises VoteFileUnfit."""
    try:
        entry = json.loads(text[:LONGEST_DRAW])
    except (ValueError, RecursionError):
        entry = None
    if not isinstance(entry, dict):
        raise VoteFileUnfit(where="draw")
    return read_draw(entry)


def _options(lots: Lots) -> tuple[tuple[int, str], ...]:
    return tuple((one, json.dumps(write_lots(lots) | {"drawn": one})) for one in lots.options)


def _nobody(_list: int, _place: int) -> str:
    """Lists have no candidates here."""
    return ""
