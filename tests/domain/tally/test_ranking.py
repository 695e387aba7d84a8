import pytest
from hypothesis import given
from hypothesis import strategies as st

from jeugd.domain.tally.ranking import from_answer, ranking, to_answer
from tests.domain.tally.ranked_elections import quick, rankings

OPTIONS = ("1", "2", "3", "10")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("3>1>2>10", (("3",), ("1",), ("2",), ("10",))),
        ("10", (("10",),)),
        ("3>2=1", (("3",), ("1", "2"))),
        ("1=2=3=10", (("1", "10", "2", "3"),)),
    ],
)
def test_an_answer_is_read_as_tiers(answer, expected):
    assert from_answer(answer, OPTIONS) == expected


@pytest.mark.parametrize(
    "answer",
    [
        "",
        ">",
        "1>",
        ">1",
        "1>>2",
        "1=",
        "1>1",
        "1=1",
        "1>2=1",
        "4",
        "1>4",
        "blank",
        "invalid",
        "1 > 2",
        "1,2",
        "01",
    ],
)
def test_anything_else_is_no_ranking(answer):
    assert from_answer(answer, OPTIONS) is None


def test_equal_ballots_are_equal_values():
    assert from_answer("2=1>3", OPTIONS) == from_answer("1=2>3", OPTIONS) == ranking([["2", "1"], ["3"]])


@given(rankings(OPTIONS))
@quick
def test_a_ranking_comes_back_from_its_answer(ranked):
    assert from_answer(to_answer(ranked), OPTIONS) == ranked


@given(st.text("12=>30 ", max_size=8))
@quick
def test_every_text_is_a_ranking_of_known_options_once_each_or_none(answer):
    ranked = from_answer(answer, OPTIONS)
    if ranked is not None:
        named = [option for tier in ranked for option in tier]
        assert set(named) <= set(OPTIONS)
        assert len(set(named)) == len(named) > 0
        assert all(ranked)
