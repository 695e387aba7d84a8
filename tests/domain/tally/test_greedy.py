import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain.errors import LotUnfit
from jeugd.domain.tally import purse as purse_
from jeugd.domain.tally.greedy import count
from jeugd.domain.tally.purse import Precedence, Turn
from tests.domain.tally.budgets import ballots, budgets, every_outcome, random_budget, settle

ELECTIONS = 10_000


def test_the_most_votes_go_first_and_what_does_not_fit_is_passed_over():
    outcome = count({"a": 6, "b": 5, "c": 4}, ballots("3 a", "2 b", "1 c"), 10)
    assert outcome.turns == (Turn("a", 3, 6, 10), Turn("b", 2, 5, 4), Turn("c", 1, 4, 4))
    assert [turn.is_funded for turn in outcome.turns] == [True, False, True]
    assert (outcome.winners, outcome.spent) == (("a", "c"), 10)


def test_a_plan_that_nobody_approves_is_not_funded():
    outcome = count({"a": 1, "b": 1}, ballots("1 a"), 10)
    assert outcome.winners == ("a",)
    assert [turn.option for turn in outcome.turns] == ["a"]


@pytest.mark.parametrize("cast", [{}, ballots("4 ")])
def test_without_votes_nothing_is_funded(cast):
    assert count({"a": 1}, cast, 10).winners == ()


def test_equal_plans_that_fit_together_need_no_lot():
    assert count({"a": 4, "b": 6}, ballots("2 ab"), 10).winners == ("a", "b")


def test_equal_plans_that_do_not_fit_together_wait_for_a_lot():
    outcome = count({"a": 6, "b": 6, "c": 1}, ballots("2 ab", "1 c"), 10)
    assert outcome.lots.options == ("a", "b")
    assert outcome.winners == ()


@pytest.mark.parametrize(("drawn", "winners"), [("a", {"a", "c"}), ("b", {"b", "c"})])
def test_the_lot_says_which_goes_first(drawn, winners):
    outcome = count({"a": 6, "b": 6, "c": 1}, ballots("2 ab", "1 c"), 10, [drawn])
    assert set(outcome.winners) == winners
    assert outcome.turns[0].drawn_from == ("a", "b")


def test_a_lot_is_among_those_that_fit_only():
    assert count({"a": 6, "b": 6, "c": 11}, ballots("2 abc"), 10).lots.options == ("a", "b")


@pytest.mark.parametrize("draws", [["c"], ["a", "b"], ["z"]])
def test_a_draw_that_does_not_fit_is_refused(draws):
    with pytest.raises(LotUnfit):
        count({"a": 6, "b": 6, "c": 1}, ballots("2 ab", "1 c"), 10, draws)


def test_precedence_never_contradicts_an_earlier_lot():
    precedence = Precedence(iter(["a", "b", "d"]))
    assert precedence.first_of(["a", "b"]) == "a"
    assert precedence.first_of(["b", "c"]) == "b"
    assert precedence.first_of(["c", "a"]) == "a"
    assert precedence.first_of(["a", "c", "d"]) == "d"
    assert precedence.first_of(["c", "d"]) == "d"
    assert precedence.first_of(["c", "e"]).options == ("c", "e")


@given(budget=budgets())
@settings(deadline=None)
def test_the_purse_is_never_exceeded_and_no_plan_with_votes_still_fits(budget):
    costs, cast, purse = budget
    outcome, _ = settle(lambda draws: count(costs, cast, purse, draws))
    assert outcome.spent <= purse
    assert all(costs[plan] > purse - outcome.spent for plan in costs if plan not in outcome.winners)


@given(budget=budgets(), dice=st.randoms(use_true_random=False))
@settings(deadline=None)
def test_other_names_and_another_order_change_nothing(budget, dice):
    costs, cast, purse = budget
    new = dict(zip(costs, dice.sample("pqrstuvw", len(costs)), strict=True))
    renamed = {frozenset(map(new.get, ballot)): number for ballot, number in cast.items()}
    order = dice.sample(list(costs), len(costs))
    one, draws = settle(lambda draws: count(costs, cast, purse, draws))
    other = count({new[plan]: costs[plan] for plan in order}, renamed, purse, [new[plan] for plan in draws])
    assert set(other.winners) == {new[plan] for plan in one.winners}


def counted_by_pabutools(costs, cast, purse):
    from pabutools.election import Cost_Sat
    from pabutools.rules import greedy_utilitarian_welfare

    from tests.domain.tally.test_equal_shares import as_pabutools

    instance, profile = as_pabutools(costs, cast, purse)
    found = greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat, resoluteness=False)
    return {frozenset(project.name for project in allocation) for allocation in found}


def differences(elections=ELECTIONS):
    dice = random.Random(2026)
    made = [random_budget(dice) for _ in range(elections)]
    return [
        budget
        for budget in made
        if every_outcome(lambda draws, budget=budget: count(*budget, draws)) != counted_by_pabutools(*budget)
    ]


def test_pabutools_finds_the_same_outcomes_over_all_lots():
    assert differences() == []


def test_a_count_that_stops_at_the_first_that_does_not_fit_is_found_out(monkeypatch):
    take = purse_.Spending.take

    def stops(spending, option, votes, cost, drawn_from=()):
        if all(turn.is_funded for turn in spending.turns):
            take(spending, option, votes, cost, drawn_from)

    monkeypatch.setattr(purse_.Spending, "take", stops)
    assert differences(200)


def test_ties_that_the_order_settles_are_found_out(monkeypatch):
    monkeypatch.setattr(Precedence, "first_of", lambda _, plans: plans[0])
    assert differences(200)
