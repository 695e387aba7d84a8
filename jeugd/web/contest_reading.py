"""The contest that a filled-in form makes: every field is read, and what is wrong is said at its own."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from jeugd.domain.contest import LONGEST_TEXTS, RULES_OF, Contest, Method, Option, Picture, Rules
from jeugd.domain.errors import FieldMissing, FieldTooLong, FieldUnfit, PictureGone, Refused, RulesUnfit
from jeugd.domain.tally.equal_shares import Completion
from jeugd.domain.tally.majority import Rule
from jeugd.web.contest_form import NO, YES, ContestForm, Row

if TYPE_CHECKING:
    from collections.abc import Collection

NO_PICTURES: Collection[str] = ()
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
