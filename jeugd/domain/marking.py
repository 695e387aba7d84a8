"""How a ballot is filled in: one option, a list's candidate, several options, places, points or a purse.

Each way reads the fields of a form into one answer, a line of text, and writes them back; what is in an envelope is
held to the same rules, so that nobody can slip in what no form would have let through.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from jeugd.domain.answer import BLANK, Answer
from jeugd.domain.contest import Contest, Method, Option
from jeugd.domain.errors import (
    BlankNotAlone,
    ChoiceMissing,
    ChoiceTwice,
    ChoiceUnknown,
    PlaceTwice,
    PurseExceeded,
    TooFewMarked,
    TooManyMarked,
)
from jeugd.domain.tally.scale import POINTS, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Fields = list[tuple[str, str]]
"""Names and values of a form, in order."""

SEVERAL, ABOVE, POINT = ",", ">", ":"
PLACE = re.compile(r"\d{1,4}", re.ASCII)  # Python refuses to read a number of thousands of digits


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of a filled ballot: an option, and its place or point where it has one (else empty)."""

    option: Option
    value: str = ""


class Marking(Protocol):
    """A way of filling in a contest."""

    def read(self, contest: Contest, number: int, form: Mapping[str, Sequence[str]]) -> Answer:
        """The answer in the fields of contest ``number``. Raises a refusal with ``contest=number``."""

    def fields(self, contest: Contest, number: int, answer: Answer) -> Fields:
        """The fields that ``read`` would read as this answer."""

    def fullest(self, contest: Contest, number: int) -> Fields:
        """Every field that a form of contest ``number`` can send at once, with its longest value."""

    def marks(self, contest: Contest, answer: str) -> tuple[Mark, ...] | None:
        """What a text marks; None when it is no answer to this contest. A blank marks nothing."""

    def longest(self, contest: Contest) -> int:
        """Characters of the longest answer."""


class OneOption:
    """One option or candidate, in the field ``choice-1``."""

    def read(self, contest: Contest, number: int, form: Mapping[str, Sequence[str]]) -> Answer:
        values = _values(form, number)
        if not values:
            raise ChoiceMissing(contest=number)
        if len(form[_name(number)]) > 1:
            raise ChoiceTwice(contest=number)
        if values[0] != BLANK and values[0] not in contest.by_key:
            raise ChoiceUnknown(contest=number)
        return Answer(values[0])

    def fields(self, _contest: Contest, number: int, answer: Answer) -> Fields:
        return [(_name(number), answer)]

    def fullest(self, contest: Contest, number: int) -> Fields:
        return [(_name(number), max((*contest.by_key, BLANK), key=len))]

    def marks(self, contest: Contest, answer: str) -> tuple[Mark, ...] | None:
        if answer == BLANK:
            return ()
        option = contest.by_key.get(answer)
        return None if option is None else (Mark(option),)

    def longest(self, contest: Contest) -> int:
        return max(map(len, (*contest.by_key, BLANK)))


class SeveralOptions:
    """Between the fewest and the most options, and no more than the purse; the field ``choice-1`` several times."""

    def read(self, contest: Contest, number: int, form: Mapping[str, Sequence[str]]) -> Answer:
        values = _values(form, number)
        if not values:
            raise ChoiceMissing(contest=number)
        if len(set(values)) < len(values):
            raise ChoiceTwice(contest=number)
        if BLANK in values:
            return _alone(values, number)
        if not set(values) <= contest.by_key.keys():
            raise ChoiceUnknown(contest=number)
        marked = [key for key in contest.by_key if key in values]
        _check_number(contest, number, len(marked))
        _check_purse(contest, number, marked)
        return Answer(SEVERAL.join(marked))

    def fields(self, _contest: Contest, number: int, answer: Answer) -> Fields:
        return [(_name(number), key) for key in answer.split(SEVERAL)]

    def fullest(self, contest: Contest, number: int) -> Fields:
        return [(_name(number), key) for key in (*contest.by_key, BLANK)]

    def marks(self, contest: Contest, answer: str) -> tuple[Mark, ...] | None:
        if answer == BLANK:
            return ()
        keys = answer.split(SEVERAL)
        if keys != [key for key in contest.by_key if key in keys] or not _fits(contest, keys):
            return None
        return tuple(Mark(contest.by_key[key]) for key in keys)

    def longest(self, contest: Contest) -> int:
        return _longest_join(contest.by_key)


class Places:
    """Options in an order: the field ``choice-1-4`` holds the place of option 4, from ``1``."""

    def read(self, contest: Contest, number: int, form: Mapping[str, Sequence[str]]) -> Answer:
        placed = _by_option(contest, number, form)
        if _is_blank(form, number, placed):
            return BLANK
        places = {key: int(text) for key, text in placed.items() if PLACE.fullmatch(text)}
        if len(places) < len(placed) or not all(1 <= one <= len(contest.by_key) for one in places.values()):
            raise ChoiceUnknown(contest=number)
        if len(set(places.values())) < len(places):
            raise PlaceTwice(contest=number, place=_first_twice(places.values()))
        ranked = sorted(places, key=places.__getitem__)
        _check_number(contest, number, len(ranked))
        return Answer(ABOVE.join(ranked))

    def fields(self, _contest: Contest, number: int, answer: Answer) -> Fields:
        if answer == BLANK:
            return [(_name(number), BLANK)]
        ranked = enumerate(answer.split(ABOVE), start=1)
        return [(_name(number, key), str(place)) for place, key in ranked]

    def fullest(self, contest: Contest, number: int) -> Fields:
        last = str(len(contest.by_key))
        return [*((_name(number, key), last) for key in contest.by_key), (_name(number), BLANK)]

    def marks(self, contest: Contest, answer: str) -> tuple[Mark, ...] | None:
        if answer == BLANK:
            return ()
        keys = answer.split(ABOVE)
        if len(set(keys)) < len(keys) or not _fits(contest, keys):
            return None
        return tuple(Mark(contest.by_key[key], str(place)) for place, key in enumerate(keys, start=1))

    def longest(self, contest: Contest) -> int:
        return _longest_join(contest.by_key)


class Points:
    """A point for each statement, or "I do not know"; the field ``choice-1-4`` holds that of statement 4."""

    def read(self, contest: Contest, number: int, form: Mapping[str, Sequence[str]]) -> Answer:
        given = _by_option(contest, number, form)
        if _is_blank(form, number, given):
            return BLANK
        if not set(given.values()) <= {*POINTS, UNKNOWN}:
            raise ChoiceUnknown(contest=number)
        _check_number(contest, number, len(given))
        return Answer(SEVERAL.join(f"{key}{POINT}{given[key]}" for key in contest.by_key if key in given))

    def fields(self, _contest: Contest, number: int, answer: Answer) -> Fields:
        if answer == BLANK:
            return [(_name(number), BLANK)]
        given = (one.split(POINT) for one in answer.split(SEVERAL))
        return [(_name(number, key), point) for key, point in given]

    def fullest(self, contest: Contest, number: int) -> Fields:
        return [*((_name(number, key), UNKNOWN) for key in contest.by_key), (_name(number), BLANK)]

    def marks(self, contest: Contest, answer: str) -> tuple[Mark, ...] | None:
        if answer == BLANK:
            return ()
        given = dict(one.partition(POINT)[::2] for one in answer.split(SEVERAL))
        keys = [key for key in contest.by_key if key in given]
        is_whole = answer == SEVERAL.join(f"{key}{POINT}{given[key]}" for key in keys)
        if not (is_whole and set(given.values()) <= {*POINTS, UNKNOWN} and _fits(contest, keys)):
            return None
        return tuple(Mark(contest.by_key[key], given[key]) for key in keys)

    def longest(self, contest: Contest) -> int:
        return _longest_join(f"{key}{POINT}{UNKNOWN}" for key in contest.by_key)


_MARKINGS: dict[Method, Marking] = {
    Method.PLURALITY: OneOption(),
    Method.LIST_VOTE: OneOption(),
    Method.REFERENDUM: OneOption(),
    Method.APPROVAL: SeveralOptions(),
    Method.SEVERAL_SEATS: SeveralOptions(),
    Method.EQUAL_SHARES: SeveralOptions(),
    Method.GREEDY: SeveralOptions(),
    Method.INSTANT_RUNOFF: Places(),
    Method.BORDA: Places(),
    Method.SCHULZE: Places(),
    Method.SCALE: Points(),
}


def marking_of(contest: Contest) -> Marking:
    """The way in which a contest is filled in."""
    return _MARKINGS[contest.method]


def _name(number: int, key: str = "") -> str:
    return f"choice-{number}-{key}" if key else f"choice-{number}"


def _values(form: Mapping[str, Sequence[str]], number: int) -> list[str]:
    return [value for value in form.get(_name(number), ()) if value]


def _by_option(contest: Contest, number: int, form: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The value of each option that has one. Raises ChoiceTwice, or ChoiceUnknown for an option that is not there."""
    given: dict[str, str] = {}
    for name, values in form.items():
        key = name.removeprefix(_name(number) + "-")
        if key == name or not any(values):
            continue
        if key not in contest.by_key:
            raise ChoiceUnknown(contest=number)
        if len(values) > 1:
            raise ChoiceTwice(contest=number)
        given[key] = values[0]
    return given


def _is_blank(form: Mapping[str, Sequence[str]], number: int, given: Mapping[str, str]) -> bool:
    """Whether a form with a value for each option is blank. Raises ChoiceMissing, ChoiceUnknown, BlankNotAlone."""
    values = _values(form, number)
    if values and values != [BLANK]:
        raise ChoiceUnknown(contest=number)
    if not values and not given:
        raise ChoiceMissing(contest=number)
    if values and given:
        raise BlankNotAlone(contest=number)
    return bool(values)


def _alone(values: Sequence[str], number: int) -> Answer:
    if len(values) > 1:
        raise BlankNotAlone(contest=number)
    return BLANK


def _check_number(contest: Contest, number: int, marked: int) -> None:
    if marked < contest.rules.fewest:
        raise TooFewMarked(contest=number, fewest=contest.rules.fewest, marked=marked)
    if marked > contest.most:
        raise TooManyMarked(contest=number, most=contest.most, marked=marked)


def _check_purse(contest: Contest, number: int, marked: Iterable[str]) -> None:
    cost = sum(contest.by_key[key].cost for key in marked)
    if contest.rules.purse and cost > contest.rules.purse:
        raise PurseExceeded(contest=number, over=cost - contest.rules.purse)


def _fits(contest: Contest, keys: Sequence[str]) -> bool:
    """Whether these options are on the ballot, in a number and for a price that the contest allows."""
    if not all(key in contest.by_key for key in keys):
        return False
    cost = sum(contest.by_key[key].cost for key in keys)
    in_number = contest.rules.fewest <= len(keys) <= contest.most
    return in_number and (not contest.rules.purse or cost <= contest.rules.purse)


def _first_twice(places: Iterable[int]) -> int:
    return next(place for place, options in Counter(places).items() if options > 1)


def _longest_join(parts: Iterable[str]) -> int:
    return max(sum(len(part) + 1 for part in parts) - 1, len(BLANK))
