"""The form of one question: what was typed, what is wrong with it, and the contest it makes.

Nothing that was typed is lost: a form that comes back holds every field as it was sent, with each mistake at its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from jeugd.domain.contest import (
    LONGEST_TEXTS,
    MOST_OPTIONS,
    REFERENDUM_KEYS,
    RULES_OF,
    Contest,
    Method,
    Option,
    Picture,
    Rules,
)
from jeugd.domain.errors import FieldMissing, FieldTooLong, FieldUnfit, PictureGone, Refused, RulesUnfit
from jeugd.domain.plain_text import tidied
from jeugd.domain.tally.equal_shares import Completion
from jeugd.domain.tally.majority import Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from jeugd.web.http import Form

FIRST_ROWS, MORE_ROWS = 5, 5
ROW_FIELDS = ("name", "detail", "pitch", "cost", "picture")
NO_PICTURES: Collection[str] = ()
YES, NO = "yes", "no"
_WHOLE = re.compile(r"\d{1,9}|\d{1,3}(\.\d{3}){1,2}", re.ASCII)  # 2500 or 2.500, and not 12.50
_PERCENT = re.compile(r"(\d{1,3}) ?%?", re.ASCII)
_FRACTION = re.compile(r"(\d{1,4}) ?/ ?(\d{1,4})", re.ASCII)
_FIELD_OF_RULE = {
    "most": "most",
    "seats": "seats",
    "purse": "purse",
    "referendum": "options",
    "share": "quorum",
    "afford": "purse",
    "all": "fewest",
}


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


def checked(
    form: ContestForm, number: int, pictures: Collection[str] = NO_PICTURES
) -> tuple[Contest, ContestForm]:
    """The contest that a form makes as question ``number``, and the form with what is wrong with it.

    The contest is only good where the form has no errors. Too few options is none: a draft may wait for more.
    ``pictures`` are the digests of those that the election has.
    """
    reading = _Reading(form, number, pictures)
    contest = reading.contest()
    if not reading.errors and contest.has_choice:
        try:
            contest.check_rules(number)
        except RulesUnfit as error:
            reading.errors[_FIELD_OF_RULE[str(error.facts["rule"])]] = error
    return contest, replace(form, errors=reading.errors)


class _Reading:
    """Reads the fields of one form; what is wrong is remembered at its field, and reading goes on."""

    def __init__(self, form: ContestForm, number: int, pictures: Collection[str]) -> None:
        self.form, self.number, self.pictures = form, number, pictures
        self.errors: dict[str, Refused] = {}

    def contest(self) -> Contest:
        method = self._method()
        return Contest(
            question=self._text("question", self.form.said("question"), LONGEST_TEXTS["question"]),
            method=method,
            options=tuple(self._option(key, row) for key, row in self.form.keyed_rows),
            rules=self._rules(method),
            intro=self._short("intro", self.form.said("intro"), LONGEST_TEXTS["intro"]),
        )

    def _method(self) -> Method:
        found = [one for one in self.form.methods if one.value == self.form.said("method")]
        return found[0] if found else self.form.methods[0]

    def _option(self, key: str, row: Row) -> Option:
        at = f"option-{row.number}"
        return Option(
            key=key,
            name=self._text(f"{at}-name", row.name, LONGEST_TEXTS["name"]),
            detail=self._short(f"{at}-detail", row.detail, LONGEST_TEXTS["detail"]),
            pitch=self._short(f"{at}-pitch", row.pitch, LONGEST_TEXTS["pitch"]),
            cost=self._number(f"{at}-cost", row.cost, 0),
            picture=self._picture(f"{at}-picture", row),
        )

    def _rules(self, method: Method) -> Rules:
        """The rules that the method reads; the others stay as usual."""
        said, usual = self.form.said, Rules()
        declared: dict[str, Any] = {
            "fewest": self._number("fewest", said("fewest"), usual.fewest),
            "most": self._number("most", said("most"), usual.most),
            "seats": self._number("seats", said("seats"), usual.seats),
            "purse": self._number("purse", said("purse"), usual.purse),
            "completion": self._completion(said("completion")),
            "quorum": self._share("quorum"),
            "threshold": self._share("threshold"),
            "blank_counts": said("blank_counts") != NO,
            "is_shuffled": said("is_shuffled") == YES,
        }
        return replace(usual, **{name: declared[name] for name in RULES_OF[method]})

    def _picture(self, name: str, row: Row) -> Picture | None:
        """The picture that goes along, unless it was taken away meanwhile."""
        is_known = row.shown is not None and row.shown.digest in self.pictures
        if row.picture and not is_known:
            self.errors[name] = PictureGone()
            return None
        if row.shown is not None:
            self._short(name, row.shown.description, LONGEST_TEXTS["description"])
        return row.shown

    def _completion(self, said: str) -> str:
        return said if said in [one.value for one in Completion] else Rules().completion

    def _text(self, name: str, said: str, longest: int) -> str:
        if not said:
            self.errors[name] = FieldMissing(field=name)
        return self._short(name, said, longest)

    def _short(self, name: str, said: str, longest: int) -> str:
        if len(said) > longest:
            self.errors[name] = FieldTooLong(field=name, limit=longest)
        return said

    def _number(self, name: str, said: str, usual: int) -> int:
        plain = said.removeprefix("€").strip()
        if not plain:
            return usual
        if not _WHOLE.fullmatch(plain):
            self.errors[name] = FieldUnfit(field=name)
            return usual
        return int(plain.replace(".", ""))

    def _share(self, name: str) -> str:
        """A share as the rules hold it, from ``20 %`` or ``1/5``."""
        said = self.form.said(name)
        share = _share_in(said)
        if share is None:
            if said:
                self.errors[name] = RulesUnfit(contest=self.number, rule="share")
            return ""
        try:
            Rule(quorum=share) if name == "quorum" else Rule(threshold=share)
        except FieldUnfit:
            self.errors[name] = RulesUnfit(contest=self.number, rule="share")
        return str(share)


def _share_in(said: str) -> Fraction | None:
    percent, fraction = _PERCENT.fullmatch(said), _FRACTION.fullmatch(said)
    if percent:
        return Fraction(int(percent[1]), 100)
    if fraction and int(fraction[2]):
        return Fraction(int(fraction[1]), int(fraction[2]))
    return None


def _shown_share(share: str) -> str:
    """A share as people write it: in percent where that is whole."""
    found = Fraction(share) if share else None
    if found is None:
        return ""
    return f"{found * 100} %" if (found * 100).denominator == 1 else share
