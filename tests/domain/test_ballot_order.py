import hashlib
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain.ballot_order import NEVER_SHUFFLED, ballot_order, is_shuffled
from jeugd.domain.contest import Contest, Method, Rules, numbered
from jeugd.domain.polling_station import StationId
from jeugd.domain.voting_code import ALPHABET
from tests.domain.polls import contests

SHUFFLED = Contest(
    "Wat?", options=numbered([(name, "", "") for name in "ABCDE"]), rules=Rules(is_shuffled=True)
)
stations = st.text(ALPHABET, min_size=5, max_size=5).map(StationId)


@given(contests(), st.integers(1, 12), stations)
@settings(deadline=None)
def test_no_option_is_lost_and_the_order_is_always_the_same(contest, number, station):
    order = ballot_order(contest, number, station)
    assert Counter(order) == Counter(contest.options)
    assert order == ballot_order(contest, number, station)
    if not is_shuffled(contest):
        assert order == contest.options


@given(stations, st.permutations(SHUFFLED.options))
def test_the_order_in_which_options_were_written_makes_no_difference(station, options):
    assert ballot_order(replace(SHUFFLED, options=tuple(options)), 1, station) == ballot_order(
        SHUFFLED, 1, station
    )


def test_the_order_is_the_one_that_anybody_can_work_out():
    lots = {hashlib.sha256(f"7F3K2|2|{key}".encode()).hexdigest(): key for key in "12345"}
    expected = [lots[one] for one in sorted(lots)]
    assert [option.key for option in ballot_order(SHUFFLED, 2, StationId("7F3K2"))] == expected
    assert expected == ["2", "1", "4", "3", "5"], "as sha256sum gives it"


def test_every_option_is_first_about_as_often():
    firsts = Counter(ballot_order(SHUFFLED, 1, StationId(f"{number:05d}"))[0].key for number in range(2000))
    assert set(firsts) == set("12345")
    assert all(320 < times < 480 for times in firsts.values()), firsts


def test_another_question_has_another_order():
    orders = {
        tuple(option.key for option in ballot_order(SHUFFLED, number, StationId("7F3K2")))
        for number in range(1, 9)
    }
    assert len(orders) > 4


@pytest.mark.parametrize("method", NEVER_SHUFFLED)
def test_lists_and_yes_and_no_are_never_shuffled(method):
    assert not is_shuffled(replace(SHUFFLED, method=method))
    assert ballot_order(replace(SHUFFLED, method=method), 1, StationId("7F3K2")) == SHUFFLED.options
    assert is_shuffled(replace(SHUFFLED, method=Method.SCALE))
