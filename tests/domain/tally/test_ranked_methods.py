"""What every way of counting ranked ballots has in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jeugd.domain.errors import LotUnfit
from jeugd.domain.tally import borda, instant_runoff, schulze
from tests.domain.tally.ranked_elections import cast, check_names_and_order_mean_nothing, elections, quick

every_method = pytest.mark.parametrize("method", [borda, instant_runoff, schulze])


@every_method
@pytest.mark.parametrize("choice", ["A", "B", "C"])
def test_one_voter_decides(method, choice):
    assert method.count("ABC", cast(**{choice: 1})).winners == (choice,)


@every_method
@pytest.mark.parametrize("ballots", [{}, {(): 7}, cast(A=0)])
def test_without_a_ranking_nobody_wins_and_nobody_ties(method, ballots):
    outcome = method.count("ABC", ballots)
    assert (outcome.winners, outcome.is_tie) == ((), False)


@every_method
@pytest.mark.parametrize(
    ("ballots", "draws"),
    [(cast(A_B=2, B_A=2), ["C"]), (cast(A_B=2, B_A=2), ["A", "B"]), (cast(A_B=2), ["A"]), ({}, ["A"])],
)
def test_a_draw_that_settles_nothing_is_refused(method, ballots, draws):
    with pytest.raises(LotUnfit):
        method.count("ABC", ballots, draws)


@every_method
@given(elections(), st.randoms(use_true_random=False))
@quick
def test_names_and_order_mean_nothing(method, election, dice):
    check_names_and_order_mean_nothing(method.count, *election, dice)
