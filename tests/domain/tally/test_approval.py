import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain.errors import LotUnfit
from jeugd.domain.tally import approval
from jeugd.domain.tally.approval import count
from tests.domain.tally.budgets import ballots

OPTIONS = ("a", "b", "c")

casts = st.lists(st.frozensets(st.sampled_from(OPTIONS)), max_size=40)


def cast_as(marked):
    return {ballot: marked.count(ballot) for ballot in marked}


def test_the_option_that_most_voters_approve_wins():
    outcome = count(OPTIONS, ballots("3 ab", "2 b", "1 c", "4 "))
    assert outcome.approvals == {"a": 3, "b": 5, "c": 1}
    assert (outcome.winners, outcome.ballots, outcome.blank) == (("b",), 10, 4)
    assert (outcome.lots, outcome.tied, outcome.is_tie) == (None, (), False)


def test_equal_approvals_are_a_tie_that_waits_for_a_lot():
    outcome = count(OPTIONS, ballots("2 ac", "1 b"))
    assert outcome.winners == outcome.lots.options == outcome.tied == ("a", "c")
    assert outcome.is_tie


@pytest.mark.parametrize("drawn", ["a", "c"])
def test_a_lot_settles_a_tie_and_the_outcome_still_says_who_were_equal(drawn):
    outcome = count(OPTIONS, ballots("2 ac", "1 b"), [drawn])
    assert (outcome.winners, outcome.tied, outcome.lots) == ((drawn,), ("a", "c"), None)


@pytest.mark.parametrize("draws", [["b"], ["a", "c"], ["z"]])
def test_a_draw_that_does_not_fit_is_refused(draws):
    with pytest.raises(LotUnfit):
        count(OPTIONS, ballots("2 ac", "1 b"), draws)


@pytest.mark.parametrize("cast", [{}, ballots("7 "), ballots("2 a")])
def test_a_draw_where_nothing_is_equal_is_refused(cast):
    with pytest.raises(LotUnfit):
        count(OPTIONS, cast, ["a"])


@pytest.mark.parametrize("cast", [{}, ballots("7 ")])
def test_without_approvals_nobody_wins_and_nobody_ties(cast):
    outcome = count(OPTIONS, cast)
    assert (outcome.winners, outcome.lots, outcome.tied) == ((), None, ())


@given(casts)
@settings(deadline=None)
def test_the_count_is_what_a_hand_count_gives(marked):
    outcome = count(OPTIONS, cast_as(marked))
    assert outcome.approvals == {one: sum(one in ballot for ballot in marked) for one in OPTIONS}
    assert outcome.ballots == len(marked)
    most = max(outcome.approvals.values())
    assert set(outcome.winners) == {one for one in OPTIONS if outcome.approvals[one] == most > 0}


@given(casts, st.permutations(OPTIONS))
@settings(deadline=None)
def test_other_names_and_another_order_change_nothing(marked, order):
    new = {"a": "z", "b": "4", "c": "q"}
    renamed = cast_as([frozenset(map(new.get, ballot)) for ballot in marked])
    other = count([new[one] for one in order], renamed)
    one = count(OPTIONS, cast_as(marked))
    assert set(other.winners) == {new[winner] for winner in one.winners}


@given(casts)
@settings(deadline=None)
def test_one_more_approval_never_makes_a_winner_lose(marked):
    before = count(OPTIONS, cast_as(marked))
    for winner in before.winners:
        assert winner in count(OPTIONS, cast_as([*marked, frozenset(winner)])).winners


def test_a_count_that_settles_ties_itself_is_found_out(monkeypatch):
    monkeypatch.setattr(approval, "one_winner", lambda leaders, _: (leaders[:1], None))
    with pytest.raises(AssertionError):
        test_the_count_is_what_a_hand_count_gives.hypothesis.inner_test([frozenset("ab")])
