"""Shares that grow in leaps come to the same outcome as those that take every step."""

import random
from fractions import Fraction

import pytest

from jeugd.domain.tally import equal_shares
from jeugd.domain.tally.equal_shares import Completion, count, growth
from jeugd.domain.tally.equal_shares.sharing import Budget
from jeugd.domain.tally.purse import Precedence
from tests.domain.tally.budgets import ballots, random_budget, settle

ELECTIONS = 400
STEPS = (Fraction(1), Fraction(1, 3), Fraction(2))
MILLION = ({"a": 900_000, "b": 50_000}, ballots("1 a", "12 b", "12 "), 1_000_000)


def raised(costs, cast, purse, step=Fraction(1)):
    return settle(lambda draws: count(costs, cast, purse, Completion.ADD1, step, draws))


def steps_taken(costs, cast, purse, step):
    """How many steps shares grew, until no more or until lots must be drawn."""
    budget = Budget(costs, cast, purse)
    return equal_shares._raises(budget, step, Precedence(iter(())))


def every_step(monkeypatch):
    monkeypatch.setattr(equal_shares, "steps_alike", lambda *_: 0)


def budgets(number=ELECTIONS):
    dice = random.Random(20261124)
    for _ in range(number):
        yield *random_budget(dice, 6, 10, dice.choice((40, 400))), dice.choice(STEPS)


def test_leaps_come_to_the_outcome_of_every_step(monkeypatch):
    leaps = [raised(*one) for one in budgets()]
    every_step(monkeypatch)
    assert leaps == [raised(*one) for one in budgets()]


def test_a_leap_that_is_one_step_too_long_is_found_out(monkeypatch):
    right = [steps_taken(*one) for one in budgets(100)]
    too_long = growth.steps_alike
    monkeypatch.setattr(equal_shares, "steps_alike", lambda *asked: too_long(*asked) + 1)
    assert [steps_taken(*one) for one in budgets(100)] != right


def test_a_comparison_that_nobody_looks_at_is_found_out(monkeypatch):
    right = [steps_taken(*one) for one in budgets(100)]
    monkeypatch.setattr(growth._Division, "_stays_above", lambda *_: None)
    assert [steps_taken(*one) for one in budgets(100)] != right


def test_one_vote_for_a_dear_plan_in_a_large_purse_does_not_hold_up_the_count(monkeypatch):
    divisions = []
    share_out = equal_shares.share_out
    monkeypatch.setattr(
        equal_shares,
        "share_out",
        lambda *asked, **more: divisions.append(asked) or share_out(*asked, **more),
    )
    outcome = count(*MILLION, Completion.ADD1)
    assert (outcome.raises, outcome.winners) == (860_000, ("b", "a"))
    assert len(divisions) < 20


@pytest.mark.parametrize("purse", [999_999_999, 10**12])
def test_the_largest_purse_is_divided_too(purse):
    assert count({"a": purse - 1, "b": 1}, ballots("1 a", "2 b"), purse, Completion.ADD1).spent == purse
