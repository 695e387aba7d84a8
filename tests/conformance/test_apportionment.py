"""The seat rules against the reference data: recorded unit tests, reference vectors, two real elections."""

import json
from datetime import date
from fractions import Fraction

import pytest

from jeugd.domain.apportionment import (
    Apportioned,
    CandidateLots,
    Category,
    Caution,
    Draw,
    Draws,
    ExhaustedSeat,
    ListVotes,
    LotsKind,
    MajorityLots,
    MajoritySeat,
    Method,
    SeatLots,
    VoteCount,
    apportion,
    assign_seats,
    candidates,
    rules_for,
)
from jeugd.formats.apportionment_json import apportion_case, apportion_file
from tests.conftest import SHARED_DATA

DATA = SHARED_DATA / "apportionment"
GR = rules_for(Category.GR, date(2026, 3, 18))
TK = rules_for(Category.TK, date(2023, 11, 22))

METHODS = {
    Method.LARGEST_SURPLUS: "largest_remainder",
    Method.UNIQUE_HIGHEST_AVERAGE: "unique_highest_average",
    Method.HIGHEST_AVERAGE: "highest_average",
}
KINDS = {
    LotsKind.LARGEST_SURPLUS: "largest_remainder",
    LotsKind.HIGHEST_AVERAGE: "highest_average",
    LotsKind.MAJORITY_LARGEST_SURPLUS: "absolute_majority_largest_remainder",
    LotsKind.MAJORITY_HIGHEST_AVERAGE: "absolute_majority_highest_average",
}
WORDS = {word: kind for kind, word in KINDS.items()}
WARNINGS = {
    Caution.SEATS_LEFT_EMPTY: "NotAllSeatsAssigned",
    Caution.MAJORITY_AND_EXHAUSTION: "AbsoluteMajorityAndListExhaustion",
}


def cases(name):
    return json.loads((DATA / name).read_bytes())["cases"]


UNIT_SEATS = cases("abacus_unit_seat_assignment.json")
UNIT_CANDIDATES = cases("abacus_unit_candidate_nomination.json")
VECTORS = cases("abacus_reference_vectors.json")
REAL = {case["id"]: case for case in cases("real_elections.json")}
by_id = pytest.mark.parametrize


def pair(fraction):
    return [fraction.numerator, fraction.denominator]


def read_lists(given):
    deceased = {int(number): gone for number, gone in given["deceased"].items()}
    return tuple(
        ListVotes.of_numbered(
            one["number"],
            list(
                zip(
                    one.get("candidate_numbers") or range(1, len(one["candidate_votes"]) + 1),
                    one["candidate_votes"],
                    strict=True,
                )
            ),
            deceased.get(one["number"], ()),
        )
        for one in given["lists"]
    )


def read_list_draw(drawn):
    lots = drawn["variant"]
    kind, options = WORDS[lots["kind"]], tuple(lots["options"])
    if "assign_to" in lots:
        return Draw(MajorityLots(kind, options, lots["assign_to"]), drawn["drawn"])
    values = lots.get("list_averages") or lots["list_remainders"]
    return Draw(
        SeatLots(
            kind,
            options,
            tuple(lots["residual_seat_numbers"]),
            Fraction(*(lots.get("max_average") or lots["max_remainder"])),
            tuple((number, Fraction(*value)) for number, value in values),
        ),
        drawn["drawn"],
    )


def write_list_lots(lots):
    if isinstance(lots, MajorityLots):
        return {"kind": KINDS[lots.kind], "assign_to": lots.assign_to, "options": list(lots.options)}
    is_surplus = lots.kind is LotsKind.LARGEST_SURPLUS
    return {
        "kind": KINDS[lots.kind],
        "max_remainder" if is_surplus else "max_average": pair(lots.value),
        "residual_seat_numbers": list(lots.seat_numbers),
        "options": list(lots.options),
        "list_remainders" if is_surplus else "list_averages": [
            [number, pair(value)] for number, value in lots.values
        ],
    }


def write_step(step):
    if isinstance(step, MajoritySeat):
        change = {"type": "absolute_majority_reassignment", "from": step.from_list, "to": step.to_list}
        return {"residual_seat_number": None, "change": change | {"lots": step.by_lots}}
    if isinstance(step, ExhaustedSeat):
        change = {"type": "list_exhaustion_removal", "from": step.from_list, "full_seat": step.was_full_seat}
        return {"residual_seat_number": None, "change": change}
    change = {
        "type": METHODS[step.method],
        "list": step.list_number,
        "options": list(step.options),
        "assigned": list(step.run),
        "lots": step.by_lots,
    }
    if step.method is Method.LARGEST_SURPLUS:
        change |= {"remainder_votes": pair(step.value)}
    else:
        change |= {"votes_per_seat": pair(step.value), "exhausted": list(step.exhausted)}
    return {"residual_seat_number": step.seat_number, "change": change}


def write_seats(seats):
    return {
        "seats": seats.seats,
        "full_seats": seats.full_seats,
        "residual_seats": seats.residual_seats,
        "quota": pair(seats.quota),
        "warnings": [WARNINGS[one] for one in seats.cautions if one in WARNINGS],
        "steps": [write_step(step) for step in seats.steps],
        "standings": [
            {
                "list": one.number,
                "votes": one.votes,
                "remainder_votes": pair(one.surplus),
                "meets_75pct": one.meets_surplus_threshold,
                "full_seats": one.full_seats,
                "residual_seats": one.residual_seats,
                "total_seats": one.seats,
            }
            for one in seats.standings
        ],
    }


def reduced(value):
    """The recorded fractions, in lowest terms: [14975, 24] stays, [2, 4] becomes [1, 2]."""
    if isinstance(value, dict):
        pairs = ("remainder_votes", "votes_per_seat", "quota", "max_average", "max_remainder")
        return {key: pair(Fraction(*one)) if key in pairs else reduced(one) for key, one in value.items()}
    return [reduced(one) for one in value] if isinstance(value, list) else value


def seat_outcome(given):
    draws = Draws(tuple(read_list_draw(drawn) for drawn in given["lists_drawn"]))
    seats, _ = assign_seats(VoteCount(GR, given["number_of_seats"], read_lists(given)), draws)
    if seats.lots is None:
        return {"status": "completed", "result": write_seats(seats)}
    lots = write_list_lots(seats.lots)
    return {"status": "drawing_lots_required", "variant": lots, "preliminary": write_seats(seats)}


def read_candidate_draw(drawn):
    lots = drawn["variant"]
    return Draw(
        CandidateLots(
            lots["list"],
            tuple(lots["options"]),
            lots["number_of_votes"],
            tuple(lots["seat_numbers"]),
            lots["total_seats"],
        ),
        drawn["drawn"],
    )


def write_candidate_lots(lots):
    return {
        "list": lots.list_number,
        "total_seats": lots.seats,
        "number_of_votes": lots.votes,
        "seat_numbers": list(lots.seat_numbers),
        "options": list(lots.options),
    }


def write_list(one):
    return {
        "list": one.number,
        "seats": one.seats,
        "preferential": list(one.on_preference),
        "other": list(one.in_list_order),
        "ranking_updated": one.ranking_is_changed,
        "ranking": list(one.ranking),
    }


def candidate_outcome(given):
    council = given["number_of_seats"]
    percentage = GR.preference_percentage_for(council)
    threshold = Fraction(*given["quota"]) * Fraction(percentage, 100)
    draws = Draws(tuple(read_candidate_draw(drawn) for drawn in given["candidates_drawn"]))
    elected, chosen = [], []
    for one in read_lists(given):
        seats = given["total_seats_per_list"][str(one.number)]
        found = candidates.elect(one, seats, threshold, draws, is_ranked=GR.ranks_list(council, seats))
        if isinstance(found, CandidateLots):
            return {"status": "drawing_lots_required", "variant": write_candidate_lots(found)}
        outcome, draws = found
        elected.append(write_list(outcome))
        seated = {each.candidate for each in outcome.seated}
        chosen += [[one.number, each.number] for each in one.candidates if each.number in seated]
    result = {
        "preference_threshold_percentage": percentage,
        "preference_threshold_votes": pair(threshold),
        "chosen": chosen,
        "lists": elected,
    }
    return {"status": "completed", "result": result}


@by_id("case", UNIT_SEATS, ids=lambda case: case["id"])
def test_the_seats_and_steps_agree_with_the_unit_test(case):
    assert seat_outcome(case["input"]) == reduced(case["expected"])


@by_id("case", UNIT_CANDIDATES, ids=lambda case: case["id"])
def test_the_elected_and_the_ranking_agree_with_the_unit_test(case):
    assert candidate_outcome(case["input"]) == case["expected"]


@by_id("case", VECTORS, ids=lambda case: case["id"])
def test_the_whole_outcome_agrees_with_the_reference_vector(case):
    assert apportion_case(case) == case["expected"]


def test_all_the_cases_are_there():
    assert (len(UNIT_SEATS), len(UNIT_CANDIDATES), len(VECTORS), len(REAL)) == (64, 20, 333, 2)


def test_a_file_of_all_vectors_answers_in_the_same_order():
    answer = json.loads(apportion_file((DATA / "abacus_reference_vectors.json").read_bytes()))
    assert [one["id"] for one in answer["cases"]] == [case["id"] for case in VECTORS]
    assert [one["result"] for one in answer["cases"]] == [case["expected"] for case in VECTORS]


@by_id("case", [case for case in VECTORS if case.get("draws")], ids=lambda case: case["id"])
def test_without_its_last_draw_a_vector_asks_for_exactly_that_draw(case):
    *earlier, last = case["draws"]
    asked = apportion_case(case | {"draws": earlier})["lots_required"]
    assert asked | {"drawn": last["drawn"]} == last


def test_west_maas_en_waal_2022_agrees():
    case = REAL["GR2022_WestMaasenWaal"]
    expected, result = case["expected"], apportion_case(case)
    codes = [["largest_remainder", number] for _, number in result["steps"]]
    assert codes == expected["steps"]
    assert {"LR"} == {code for code, _ in result["steps"]}
    for key in ("quota", "total_seats", "preferential", "other", "preference_threshold"):
        assert result[key] == expected[key]
    outcome = apportion(VoteCount(GR, 17, read_lists(case | {"deceased": {}})))
    assert [one.full_seats for one in outcome.seats.opening] == expected["full_seats"]


def test_the_tweede_kamer_of_2023_agrees():
    case = REAL["TK2023"]
    lists = tuple(ListVotes(number, one["list_total"]) for number, one in enumerate(case["lists"], start=1))
    outcome = apportion(VoteCount(TK, case["number_of_seats"], lists))
    assert isinstance(outcome, Apportioned)
    seats, expected = outcome.seats, case["expected"]
    assert pair(seats.quota) == expected["quota"]
    assert [one.full_seats for one in seats.opening] == expected["full_seats"]
    assert [one.seats for one in seats.standings] == expected["total_seats"]
    names = [one["name"] for one in case["lists"]]
    assert [names[step.list_number - 1] for step in seats.steps] == expected["residual_order"]


# -- planted bugs: the data must notice


def test_a_threshold_that_may_be_equalled_breaks_a_case(monkeypatch):
    monkeypatch.setattr(candidates, "passes", lambda votes, threshold: votes >= threshold)
    name = "candidate_nomination::tests::lt_19_seats::test_lt_19_seats_candidate_votes_equals_threshold#0"
    case = next(case for case in UNIT_CANDIDATES if case["id"] == name)
    assert candidate_outcome(case["input"]) != case["expected"]


def test_the_threshold_of_the_tweede_kamer_breaks_a_council(monkeypatch):
    monkeypatch.setitem(globals(), "GR", TK)
    name = "seat_assignment::tests::gte_19_seats::test_with_multiple_remainder_seats_assigned_to_one_list#0"
    case = next(case for case in UNIT_SEATS if case["id"] == name)
    assert seat_outcome(case["input"]) != reduced(case["expected"])
