from fractions import Fraction
from statistics import median_high, median_low

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain.tally import scale
from jeugd.domain.tally.scale import count


def of(*answers):
    """The count of one statement."""
    keys = [f"s:{answer}" for answer in answers]
    (statement,) = count(["s"], {key: keys.count(key) for key in keys}).statements
    return statement


def test_statements_are_counted_each_on_its_own():
    first, second = count(
        ["1", "12"], {"1:5": 3, "12:5": 1, "12:?": 2, "12:blank": 4, "12:invalid": 1}
    ).statements
    assert (first.key, first.points, first.unknown, first.blank) == ("1", (0, 0, 0, 0, 3), 0, 0)
    assert (second.points, second.unknown, second.blank, second.invalid) == ((0, 0, 0, 0, 1), 2, 4, 1)
    assert (second.answers, second.counted) == (1, 8)


def test_shares_are_of_those_who_have_an_opinion():
    statement = of(1, 2, 3, 4, 5, 5, "?", "?", "blank")
    assert (statement.agree, statement.disagree) == (Fraction(1, 2), Fraction(1, 3))


@pytest.mark.parametrize(
    ("answers", "medians"),
    [([4], (4, 4)), ([1, 5], (1, 5)), ([1, 2, 2, 5], (2, 2)), ([1, 1, 5], (1, 1)), ([2, 2, 4, 4], (2, 4))],
)
def test_the_median_is_exact_and_may_lie_between_two_points(answers, medians):
    assert of(*answers).medians == medians


@pytest.mark.parametrize("answers", [[], ["?"], ["blank", "invalid"]])
def test_without_an_opinion_there_is_no_median_and_no_share(answers):
    statement = of(*answers)
    assert (statement.medians, statement.agree, statement.disagree) == (None, None, None)
    assert statement.counted == len(answers)


def test_nobody_wins_a_scale_and_nobody_ties():
    outcome = count(["s"], {"s:5": 3})
    assert (outcome.winners, outcome.lots) == ((), None)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=60))
@settings(deadline=None)
def test_the_figures_are_what_a_hand_count_gives(answers):
    statement = of(*answers)
    assert statement.medians == (median_low(answers), median_high(answers))
    assert statement.agree == Fraction(sum(answer > 3 for answer in answers), len(answers))
    assert statement.disagree == Fraction(sum(answer < 3 for answer in answers), len(answers))


@given(st.lists(st.integers(1, 5), min_size=1, max_size=60))
@settings(deadline=None)
def test_the_other_way_round_is_the_mirror(answers):
    one, mirror = of(*answers), of(*(6 - answer for answer in answers))
    assert (one.agree, one.disagree) == (mirror.disagree, mirror.agree)
    assert one.medians == tuple(6 - point for point in reversed(mirror.medians))


def test_a_middle_that_counts_as_agreeing_is_found_out(monkeypatch):
    monkeypatch.setattr(scale, "_AGREE", slice(2, 5))
    with pytest.raises(AssertionError):
        test_shares_are_of_those_who_have_an_opinion()
