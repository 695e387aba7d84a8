"""Files of vote counts: what is read, what is refused and where."""

import json

import pytest

from jeugd.domain.apportionment.refusals import DrawUnfit, ListsOutOfOrder, RulesUnknown, SeatsOutOfRange
from jeugd.domain.errors import Refused
from jeugd.formats import apportionment_json
from jeugd.formats.apportionment_json import VoteFileTooLarge, VoteFileUnfit, apportion_case, apportion_file

CASE = {
    "id": "a",
    "number_of_seats": 9,
    "lists": [
        {"number": 1, "candidate_votes": [5, 4, 0, 0, 0]},
        {"number": 2, "candidate_votes": [9, 0, 0, 0, 0]},
    ],
}
DRAW = {
    "for": "list",
    "kind": "largest_remainder",
    "options": [1, 2],
    "residual_seat_numbers": [1],
    "drawn": 2,
}


def file_of(*cases):
    return json.dumps({"cases": cases}).encode()


def test_a_case_answers_with_its_id_and_the_keys_of_the_reference():
    (answer,) = json.loads(apportion_file(file_of(CASE | {"draws": [DRAW]})))["cases"]
    assert answer["id"] == "a"
    assert answer["result"] == {
        "quota": [2, 1],
        "full_seats": [4, 4],
        "residual_seats": [0, 1],
        "total_seats": [4, 5],
        "steps": [["LR", 2]],
        "warnings": [],
        "preference_threshold": {"percentage": 50, "votes": [1, 1]},
        "preferential": [[1, 2], [1]],
        "other": [[3, 4], [2, 3, 4, 5]],
        "ranking": [None, None],
    }


def test_lots_to_draw_are_an_answer_that_only_lacks_who_was_drawn():
    result = apportion_case(CASE)
    assert result["lots_required"] | {"drawn": 2} == DRAW
    assert (result["total_seats"], result["preferential"]) == ([4, 4], [])


def test_another_election_is_named_in_the_rules():
    lists = [
        {"number": number, "list_total": votes} for number, votes in enumerate((53, 48, 46, 33, 11, 9), 1)
    ]
    case = {"number_of_seats": 20, "lists": lists}
    assert apportion_case(case | {"rules": "PS"})["total_seats"] == [5, 5, 5, 3, 1, 1]
    assert apportion_case(case | {"rules": "TK (P 7 lid 2)"})["total_seats"] == [6, 5, 5, 3, 1, 0]


def test_no_cases_is_a_good_file():
    assert json.loads(apportion_file(b'\xef\xbb\xbf{"cases": []}')) == {"cases": []}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not json",
        b"\xff\xfe{}",
        b"[]",
        b"{}",
        b'{"cases": {}}',
        b'{"cases": [1]}',
        b'{"cases": [{}]}',
        b'{"cases": [{"id": 1}]}',
        b"[" * 200_000,
        b'{"cases": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_not_a_file_of_vote_counts_is_refused(data):
    with pytest.raises(VoteFileUnfit):
        apportion_file(data)


def at(where, change):
    return pytest.param(where, change, id=json.dumps(change))


@pytest.mark.parametrize(
    ("where", "change"),
    [
        at("number_of_seats", {"number_of_seats": "9"}),
        at("number_of_seats", {"number_of_seats": True}),
        at("number_of_seats", {"number_of_seats": 9.0}),
        at("lists", {"lists": None}),
        at("lists[0]", {"lists": ["A"]}),
        at("lists[0].number", {"lists": [{"number": None, "candidate_votes": [1]}]}),
        at("lists[0].candidate_votes", {"lists": [{"number": 1, "candidate_votes": [1.5]}]}),
        at("lists[0].candidate_votes", {"lists": [{"number": 1, "candidate_votes": [-1]}]}),
        at("lists[0].list_total", {"lists": [{"number": 1}]}),
        at(
            "lists[0].candidate_numbers",
            {"lists": [{"number": 1, "candidate_votes": [1], "candidate_numbers": []}]},
        ),
        at("deceased", {"deceased": []}),
        at("deceased", {"deceased": {"one": [1]}}),
        at("deceased.1", {"deceased": {"1": 1}}),
        at("deceased.3", {"deceased": {"3": [1]}}),
        at("rules", {"rules": "XX"}),
        at("rules", {"rules": {}}),
        at("date", {"date": "tomorrow"}),
        at("date", {"date": 2026}),
        at("draws", {"draws": {}}),
        at("draws[0].options", {"draws": [{}]}),
        at("draws[0].for", {"draws": [DRAW | {"for": "school"}]}),
        at("draws[0].kind", {"draws": [DRAW | {"kind": ["x"]}]}),
        at("draws[0].drawn", {"draws": [DRAW | {"drawn": None}]}),
        at("draws[0].residual_seat_numbers", {"draws": [DRAW | {"residual_seat_numbers": "1"}]}),
        at("draws[0].assign_to", {"draws": [DRAW | {"kind": "absolute_majority_largest_remainder"}]}),
        at("draws[0].seat_numbers", {"draws": [{"for": "candidate", "options": []}]}),
    ],
)
def test_a_bad_value_is_refused_with_its_place(where, change):
    with pytest.raises(VoteFileUnfit) as refusal:
        apportion_file(file_of(CASE, CASE | change))
    assert refusal.value.facts["where"] == f"cases[1].{where}"


@pytest.mark.parametrize(
    ("refused", "change"),
    [
        (SeatsOutOfRange, {"number_of_seats": 0}),
        (ListsOutOfOrder, {"lists": CASE["lists"][::-1]}),
        (DrawUnfit, {"draws": [DRAW | {"options": [2, 1]}]}),
        (RulesUnknown, {"date": "2010-03-03"}),
    ],
)
def test_a_refusal_of_the_rules_names_the_case(refused, change):
    with pytest.raises(refused) as refusal:
        apportion_file(file_of(CASE | {"id": "b"} | change))
    assert refusal.value.facts["case"] == "b"


def test_a_file_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(apportionment_json, "LARGEST_FILE", 10)
    with pytest.raises(VoteFileTooLarge):
        apportion_file(file_of(CASE))


def test_strange_ids_come_back_unharmed():
    data = b'{"cases": [' + json.dumps(CASE | {"id": "\ud800 \u00e9"}).encode() + b"]}"
    assert json.loads(apportion_file(data))["cases"][0]["id"] == "\ud800 \u00e9"


def test_any_value_in_any_place_is_answered_or_refused_by_name():
    strange = [None, True, -1, 0, 1.5, 10**30, "", "1", [], {}, [[]], [None], {"1": None}]
    full = CASE | {"draws": [DRAW], "deceased": {"1": [5]}, "rules": "GR", "date": "2026-03-18"}
    for changed in [*changes(full, strange)]:
        try:
            apportion_file(file_of(changed))
        except Refused:
            continue


def changes(value, strange):
    """Every copy of a JSON value with one place in it replaced."""
    yield from strange
    if isinstance(value, dict):
        for key in value:
            yield from ({**value, key: changed} for changed in changes(value[key], strange))
    if isinstance(value, list):
        for index in range(len(value)):
            yield from (
                [*value[:index], changed, *value[index + 1 :]] for changed in changes(value[index], strange)
            )
