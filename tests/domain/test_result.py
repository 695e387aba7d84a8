import pytest

from jeugd.domain.answer import BLANK, INVALID
from jeugd.domain.contest import CandidateList, Contest, Method, Option, numbered
from jeugd.domain.errors import LotUnfit
from jeugd.domain.result import added_up, contest_result

PLAIN = Contest("Wie?", options=numbered([("Noor", "", ""), ("Yassin", "", "")]))
LISTS = Contest(
    "Op wie?",
    Method.LIST_VOTE,
    lists=(
        CandidateList(2, "Juinen Nu", (Option("2.1", "A. Bakker"), Option("2.2", "B. de Jong"))),
        CandidateList(5, "", (Option("5.1", "H. Zandstra"),)),
    ),
)


def test_tallies_of_stations_add_up():
    assert added_up([{"1": 3, BLANK: 1}, {"1": 2, "2": 4}, {}]) == {"1": 5, "2": 4, BLANK: 1}
    assert added_up([]) == {}


def test_a_result_shows_options_in_ballot_order_and_then_blank():
    result = contest_result(PLAIN, {"2": 4, BLANK: 1, INVALID: 2})
    assert list(result.by_answer.items()) == [("1", 0), ("2", 4), (BLANK, 1)]


def test_a_result_of_lists_shows_lists_in_official_order_and_then_blank():
    result = contest_result(LISTS, {"2.1": 3, "2.2": 2, "5.1": 1, BLANK: 4})
    assert list(result.by_answer.items()) == [("2", 5), ("5", 1), (BLANK, 4)]


@pytest.mark.parametrize(
    ("contest", "answer", "name"),
    [
        (PLAIN, "1", "Noor"),
        (PLAIN, BLANK, ""),
        (LISTS, "2", "Juinen Nu"),
        (LISTS, "5", "H. Zandstra"),
        (LISTS, "2.2", "B. de Jong"),
        (LISTS, BLANK, ""),
    ],
)
def test_an_answer_has_its_name_and_a_list_without_one_goes_by_its_leader(contest, answer, name):
    assert contest_result(contest, {}).name_of(answer) == name


def test_a_lot_decides_a_tie():
    assert contest_result(PLAIN, {"1": 3, "2": 3}).outcome.is_tie
    assert contest_result(PLAIN, {"1": 3, "2": 3}, "2").outcome.winners == ("2",)


def test_a_lot_for_what_was_no_tie_is_refused():
    with pytest.raises(LotUnfit):
        contest_result(PLAIN, {"1": 4, "2": 3}, "1")
