"""Seat allocations as JSON: a file of vote counts in, a file of seats, steps and elected candidates out.

In: ``{"cases": [{"id", "number_of_seats", "lists": [{"number", "candidate_votes": [votes, ...]}], "deceased":
{"list": [candidate, ...]}, "draws": [...]}]}``. A case may name other rules than those of a gemeenteraad in
``rules`` ("TK", "PS" ...), another day in ``date``, gaps in ``candidate_numbers`` of a list, and
``list_total`` for a list whose candidates are not known. Other keys are passed over. Out: ``{"cases": [{"id",
"result": {...}}]}``; fractions are ``[numerator, denominator]``. When lots must be drawn the result has
``lots_required`` as well: the draw to add to ``draws``, without its ``drawn``.
"""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from typing import Any, TypeGuard

from jeugd.domain.apportionment import (
    Apportioned,
    CandidateLots,
    Category,
    Caution,
    Draw,
    ExhaustedSeat,
    ListElection,
    ListVotes,
    Lots,
    LotsKind,
    LotsRequired,
    MajorityLots,
    MajoritySeat,
    Method,
    RuleSet,
    SeatLots,
    Step,
    VoteCount,
    apportion,
    rules_for,
)
from jeugd.domain.errors import Refused

LARGEST_FILE = 16 * 1024 * 1024  # bytes
LARGEST_NUMBER = 10**12
CATEGORY = re.compile("(GR|PS|AB|TK|EP)(?![A-Za-z])")
LIST_NUMBER = re.compile("[0-9]{1,9}")
DEFAULT_DAY = date(2026, 3, 18)  # the municipal elections of 2026: the day the reference outcomes are for

METHOD_CODES = {
    Method.LARGEST_SURPLUS: "LR",
    Method.UNIQUE_HIGHEST_AVERAGE: "UHA",
    Method.HIGHEST_AVERAGE: "HA",
}
LOTS_WORDS = {
    LotsKind.LARGEST_SURPLUS: "largest_remainder",
    LotsKind.HIGHEST_AVERAGE: "highest_average",
    LotsKind.MAJORITY_LARGEST_SURPLUS: "absolute_majority_largest_remainder",
    LotsKind.MAJORITY_HIGHEST_AVERAGE: "absolute_majority_highest_average",
}
LOTS_KINDS = {word: kind for kind, word in LOTS_WORDS.items()}
MAJORITY_KINDS = {LotsKind.MAJORITY_LARGEST_SURPLUS, LotsKind.MAJORITY_HIGHEST_AVERAGE}
CAUTION_WORDS = {  # without votes the quota says it
    Caution.SEATS_LEFT_EMPTY: "NotAllSeatsAssigned",
    Caution.MAJORITY_AND_EXHAUSTION: "AbsoluteMajorityAndListExhaustion",
    Caution.RESIDUAL_THRESHOLD_UNCERTAIN: "ResidualThresholdUncertain",
    Caution.PREFERENCE_THRESHOLD_DIFFERS: "PreferenceThresholdDiffers",
}

Object = dict[str, Any]


class VoteFileUnfit(Refused):
    """Not a file of vote counts. Fact: ``where``, the place, as in ``cases[3].lists[0].number``."""


class VoteFileTooLarge(Refused):
    """A file of vote counts over the limit. Fact: ``limit`` in bytes."""


def apportion_file(data: bytes) -> bytes:
    """Apportion every case of a file, in its order; the same bytes for the same file.

    Raises ``VoteFileUnfit`` or ``VoteFileTooLarge``, or a refusal of the apportionment with the fact ``case``
    added.
    """
    cases = [_answer(entry, f"cases[{index}]") for index, entry in enumerate(_entries(data))]
    return json.dumps({"cases": cases}, separators=(",", ":")).encode() + b"\n"


def apportion_case(entry: Object, where: str = "case") -> Object:
    """Apportion one case: the object of a file in, its ``result`` out. Raises as ``apportion_file``."""
    return _result(apportion(*read_case(entry, where)))


def read_case(entry: Object, where: str = "case") -> tuple[VoteCount, tuple[Draw, ...]]:
    """Read the vote count and the stored draws of one case.

    Raises ``VoteFileUnfit`` or the refusals of ``VoteCount``.
    """
    deceased = _deceased(entry, where)
    lists = tuple(
        _read_list(one, position, deceased, f"{where}.lists[{position - 1}]")
        for position, one in enumerate(_objects(entry, "lists", where), start=1)
    )
    seats = _number(entry, "number_of_seats", where)
    _refuse_unknown_lists(deceased, lists, where)
    draws = _objects(entry, "draws", where) if "draws" in entry else []
    percentage = _number(entry, "preference_percentage", where) if "preference_percentage" in entry else None
    count = VoteCount(_rules(entry, where), seats, lists, percentage)
    return count, tuple(read_draw(one, f"{where}.draws[{index}]") for index, one in enumerate(draws))


# -- reading


def read_draw(entry: Object, where: str = "draw") -> Draw:
    """Read a stored draw: what ``write_lots`` wrote, with ``drawn``. Raises ``VoteFileUnfit``."""
    return Draw(_read_lots(entry, where), _number(entry, "drawn", where))


def _entries(data: bytes) -> list[Object]:
    if len(data) > LARGEST_FILE:
        raise VoteFileTooLarge(limit=LARGEST_FILE)
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # bad UTF-8, bad JSON, numbers of thousands of digits, deep nesting
        raise VoteFileUnfit(where="the file") from None
    if not isinstance(document, dict):
        raise VoteFileUnfit(where="the file")
    return _objects(document, "cases", "")


def _answer(entry: Object, where: str) -> Object:
    name = entry.get("id")
    if not isinstance(name, str):
        raise VoteFileUnfit(where=f"{where}.id")
    try:
        return {"id": name, "result": apportion_case(entry, where)}
    except VoteFileUnfit:
        raise
    except Refused as refusal:
        raise type(refusal)(case=name, **refusal.facts) from None


def _read_list(entry: Object, position: int, deceased: dict[int, list[int]], where: str) -> ListVotes:
    number = _number(entry, "number", where) if "number" in entry else position
    if "candidate_votes" not in entry:
        return ListVotes(number, _number(entry, "list_total", where))
    votes = _numbers(entry, "candidate_votes", where)
    if "candidate_numbers" not in entry:
        return ListVotes.of(number, votes, deceased.get(number, ()))
    candidates = _numbers(entry, "candidate_numbers", where)
    if len(candidates) != len(votes):
        raise VoteFileUnfit(where=f"{where}.candidate_numbers")
    return ListVotes.of_numbered(number, list(zip(candidates, votes, strict=True)), deceased.get(number, ()))


def _deceased(entry: Object, where: str) -> dict[int, list[int]]:
    """Read {list number: candidate numbers}; JSON writes the list number as text."""
    found = entry.get("deceased", {})
    if not isinstance(found, dict) or not all(LIST_NUMBER.fullmatch(key) for key in found):
        raise VoteFileUnfit(where=f"{where}.deceased")
    return {int(key): _numbers(found, key, f"{where}.deceased") for key in found}


def _refuse_unknown_lists(deceased: dict[int, list[int]], lists: tuple[ListVotes, ...], where: str) -> None:
    known = {one.number for one in lists if one.candidates is not None}
    for number in deceased:
        if number not in known:
            raise VoteFileUnfit(where=f"{where}.deceased.{number}")


def _rules(entry: Object, where: str) -> RuleSet:
    """Read the rules: ``rules`` begins with the category; those of a gemeenteraad when it is not there."""
    word, day = entry.get("rules", Category.GR.value), entry.get("date", DEFAULT_DAY.isoformat())
    category = CATEGORY.match(word) if isinstance(word, str) else None
    if category is None:
        raise VoteFileUnfit(where=f"{where}.rules")
    try:
        return rules_for(Category(category[0]), date.fromisoformat(day))
    except (TypeError, ValueError):
        raise VoteFileUnfit(where=f"{where}.date") from None


def _read_lots(entry: Object, where: str) -> Lots:
    options = tuple(_numbers(entry, "options", where))
    if entry.get("for") == "candidate":
        seat_numbers = tuple(_numbers(entry, "seat_numbers", where))
        number, votes = _number(entry, "list", where), _number(entry, "number_of_votes", where)
        return CandidateLots(number, options, votes, seat_numbers)
    if entry.get("for") != "list":
        raise VoteFileUnfit(where=f"{where}.for")
    word = entry.get("kind")
    kind = LOTS_KINDS.get(word) if isinstance(word, str) else None
    if kind is None:
        raise VoteFileUnfit(where=f"{where}.kind")
    if kind in MAJORITY_KINDS:
        return MajorityLots(kind, options, _number(entry, "assign_to", where))
    return SeatLots(kind, options, tuple(_numbers(entry, "residual_seat_numbers", where)))


def _objects(entry: Object, key: str, where: str) -> list[Object]:
    found = entry.get(key)
    place = f"{where}.{key}" if where else key
    if not isinstance(found, list):
        raise VoteFileUnfit(where=place)
    for index, one in enumerate(found):
        if not isinstance(one, dict):
            raise VoteFileUnfit(where=f"{place}[{index}]")
    return found


def _numbers(entry: Object, key: str, where: str) -> list[int]:
    found = entry.get(key)
    if not isinstance(found, list) or not all(_is_number(one) for one in found):
        raise VoteFileUnfit(where=f"{where}.{key}")
    return found


def _number(entry: Object, key: str, where: str) -> int:
    found = entry.get(key)
    if not _is_number(found):
        raise VoteFileUnfit(where=f"{where}.{key}")
    return found


def _is_number(found: object) -> TypeGuard[int]:
    """A whole number that is not negative; JSON's true is not one."""
    return type(found) is int and 0 <= found <= LARGEST_NUMBER


# -- writing


def _result(outcome: Apportioned | LotsRequired) -> Object:
    seats, standings = outcome.seats, outcome.seats.standings
    result: Object = {
        "quota": _pair(seats.quota),
        "full_seats": [one.full_seats for one in standings],
        "residual_seats": [one.residual_seats for one in standings],
        "total_seats": [one.seats for one in standings],
        "steps": [_step(step) for step in seats.steps],
        "warnings": [CAUTION_WORDS[one] for one in seats.cautions if one in CAUTION_WORDS],
        "preference_threshold": {
            "percentage": outcome.threshold.percentage,
            "votes": _pair(outcome.threshold.votes),
        },
        "preferential": [list(one.on_preference) for one in outcome.lists],
        "other": [list(one.in_list_order) for one in outcome.lists],
        "ranking": [_ranking(one) for one in outcome.lists],
    }
    if isinstance(outcome, LotsRequired):
        result["lots_required"] = write_lots(outcome.lots)
    return result


def _ranking(one: ListElection) -> list[int] | None:
    """A ranking is written only where it differs from the list."""
    return list(one.ranking) if one.ranking_is_changed else None


def _step(step: Step) -> list[str | int]:
    if isinstance(step, MajoritySeat):
        return ["P9", step.from_list, step.to_list]
    if isinstance(step, ExhaustedSeat):
        return ["P10", step.from_list, "full" if step.was_full_seat else "residual"]
    return [METHOD_CODES[step.method], step.list_number]


def write_lots(lots: Lots) -> Object:
    """Write what must be drawn, as a draw without its ``drawn``."""
    if isinstance(lots, CandidateLots):
        return {
            "for": "candidate",
            "list": lots.list_number,
            "number_of_votes": lots.votes,
            "seat_numbers": list(lots.seat_numbers),
            "options": list(lots.options),
        }
    written: Object = {"for": "list", "kind": LOTS_WORDS[lots.kind], "options": list(lots.options)}
    if isinstance(lots, MajorityLots):
        return written | {"assign_to": lots.assign_to}
    return written | {"residual_seat_numbers": list(lots.seat_numbers)}


def _pair(fraction: Fraction) -> list[int]:
    return [fraction.numerator, fraction.denominator]
