"""The form of one question: what was typed in it, and what is wrong with that.

Nothing that was typed is lost: a form that comes back holds every field as it was sent, with each mistake at its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from jeugd.domain.contest import (
    MOST_OPTIONS,
    REFERENDUM_KEYS,
    RULES_OF,
    Contest,
    Method,
    Picture,
)
from jeugd.domain.errors import FieldUnfit, Refused
from jeugd.domain.plain_text import tidied
from jeugd.domain.tally.equal_shares import Completion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jeugd.web.http import Form

FIRST_ROWS, MORE_ROWS = 5, 5
ROW_FIELDS = ("name", "detail", "pitch", "cost", "picture")
YES, NO = "yes", "no"


class Way(Enum):
    """How an official calls a question, before choosing how it is counted."""

    ONE = "one"
    SEVERAL = "several"
    RANKED = "ranked"
    STATEMENTS = "statements"
    BUDGET = "budget"
    REFERENDUM = "referendum"
    SEATS = "seats"


METHODS = {
    Way.ONE: (Method.PLURALITY,),
    Way.SEVERAL: (Method.APPROVAL,),
    Way.RANKED: (Method.INSTANT_RUNOFF, Method.BORDA, Method.SCHULZE),
    Way.STATEMENTS: (Method.SCALE,),
    Way.BUDGET: (Method.EQUAL_SHARES, Method.GREEDY),
    Way.REFERENDUM: (Method.REFERENDUM,),
    Way.SEATS: (Method.SEVERAL_SEATS,),
}
"""The methods of a way, the usual one first. A list vote is not composed: it is imported."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form: an option as it was typed; ``number`` from 1.

    A picture goes along as ``<digest> <description>``, so that it stays with its option when rows are moved.
    """

    number: int
    name: str = ""
    detail: str = ""
    pitch: str = ""
    cost: str = ""
    picture: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing was typed in it."""
        return not (self.name or self.detail or self.pitch or self.cost)

    @property
    def shown(self) -> Picture | None:
        """The picture that goes along."""
        digest, _, description = self.picture.partition(" ")
        return Picture(digest, description) if description else None


@dataclass(frozen=True, slots=True)
class ContestForm:
    """What was typed; ``errors`` by the name of the field, ``options`` for all rows together.

    ``moved`` is the row that was just moved up.
    """

    way: Way
    typed: Mapping[str, str]
    rows: tuple[Row, ...]
    errors: Mapping[str, Refused] = field(default_factory=dict)
    moved: int = 0

    @property
    def methods(self) -> tuple[Method, ...]:
        """Among which the official chooses."""
        return METHODS[self.way]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that may be declared, whichever of the methods is chosen."""
        return tuple(dict.fromkeys(name for method in self.methods for name in RULES_OF[method]))

    @property
    def completions(self) -> tuple[Completion, ...]:
        """What may happen to money that is left over."""
        return tuple(Completion)

    @property
    def keyed_rows(self) -> tuple[tuple[str, Row], ...]:
        """The rows that become options, each with its key; empty ones do not, unless both answers are given."""
        if self.way is Way.REFERENDUM:
            return tuple(zip(REFERENDUM_KEYS, self.rows, strict=False))
        filled = (row for row in self.rows if not row.is_empty)
        return tuple((str(place), row) for place, row in enumerate(filled, start=1))

    def said(self, name: str) -> str:
        """What stands in a field."""
        return self.typed.get(name, "")

    def key_at(self, number: str) -> str:
        """The key of the option in a row of the form, or nothing."""
        return next((key for key, row in self.keyed_rows if str(row.number) == number), "")

    def with_error(self, name: str, error: Refused) -> ContestForm:
        """The same with something wrong at a field."""
        return replace(self, errors={**self.errors, name: error})

    def with_more_rows(self) -> ContestForm:
        """The same with empty rows at the end, up to the most that a ballot holds."""
        return replace(self, rows=_padded(self.rows, len(self.rows) + MORE_ROWS))

    def with_row_up(self, number: int) -> ContestForm:
        """The same with a row before the one above it; the first row stays where it is."""
        if not 1 < number <= len(self.rows):
            return self
        rows = list(self.rows)
        rows[number - 2 : number] = reversed(rows[number - 2 : number])
        numbered = tuple(replace(row, number=place) for place, row in enumerate(rows, start=1))
        return replace(self, rows=numbered, moved=number - 1)


def way_of(contest: Contest) -> Way | None:
    """How an official calls this question; None for a list vote."""
    return next((way for way, methods in METHODS.items() if contest.method in methods), None)


def empty_form(way: Way) -> ContestForm:
    """The form of a new question."""
    return _form_of(Contest("", METHODS[way][0]), way)


def form_of(contest: Contest) -> ContestForm | None:
    """The form of a question that is there; None for a list vote, which is not composed."""
    way = way_of(contest)
    return None if way is None else _form_of(contest, way)


def _form_of(contest: Contest, way: Way) -> ContestForm:
    rules = contest.rules
    typed = {
        "question": contest.question,
        "intro": contest.intro,
        "method": contest.method.value,
        "fewest": str(rules.fewest),
        "most": str(rules.most or ""),
        "seats": str(rules.seats),
        "purse": str(rules.purse or ""),
        "completion": rules.completion,
        "quorum": _shown_share(rules.quorum),
        "threshold": _shown_share(rules.threshold),
        "blank_counts": YES if rules.blank_counts else NO,
        "is_shuffled": YES if rules.is_shuffled else NO,
    }
    rows = tuple(
        Row(number, one.name, one.detail, one.pitch, str(one.cost or ""), _sent(one.picture))
        for number, one in enumerate(contest.options, start=1)
    )
    wanted = len(REFERENDUM_KEYS) if way is Way.REFERENDUM else max(len(rows) + 1, FIRST_ROWS)
    return ContestForm(way, typed, _padded(rows, wanted))


def _sent(picture: Picture | None) -> str:
    return f"{picture.digest} {picture.description}" if picture else ""


def _shown_share(share: str) -> str:
    """A share as people write it: in percent where that is whole."""
    found = Fraction(share) if share else None
    if found is None:
        return ""
    return f"{found * 100} %" if (found * 100).denominator == 1 else share


def typed_form(form: Form) -> ContestForm:
    """What was sent, as it was typed. Raises FieldUnfit for a way that there is not."""
    try:
        way = Way(_tidy(form, "way"))
    except ValueError as error:
        raise FieldUnfit(field="way") from error
    typed = {name: _tidy(form, name) for name in form.fields if not name.startswith("option-")}
    return ContestForm(way, typed, tuple(_rows(form, way)))


def _rows(form: Form, way: Way) -> Iterator[Row]:
    most = len(REFERENDUM_KEYS) if way is Way.REFERENDUM else MOST_OPTIONS
    for number in range(1, most + 1):
        if f"option-{number}-name" in form.fields:
            yield Row(number, *(_tidy(form, f"option-{number}-{one}") for one in ROW_FIELDS))


def _padded(rows: tuple[Row, ...], wanted: int) -> tuple[Row, ...]:
    return rows + tuple(Row(number) for number in range(len(rows) + 1, min(wanted, MOST_OPTIONS) + 1))


def _tidy(form: Form, name: str) -> str:
    return tidied(form.fields.get(name, [""])[0])
