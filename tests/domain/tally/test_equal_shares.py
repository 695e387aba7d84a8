import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain.errors import LotUnfit
from jeugd.domain.tally import equal_shares, greedy
from jeugd.domain.tally.equal_shares import Completion, Reason, count
from jeugd.domain.tally.equal_shares.sharing import Offer, Sharing, Wallet, _Split
from tests.domain.tally.budgets import ballots, budgets, every_outcome, random_budget, settle, wieliczka

ELECTIONS = 10_000

# The two worked examples of equalshares.net: b(ike path), g(ym), p(ark), y (playground), l(ibrary)
COSTS = {"b": 700, "g": 400, "p": 250, "y": 200, "l": 100}
SPORT_AND_KIDS = ("3 bg", "3 bgp", "1 pyl", "1 y", "1 yl", "1 pyl")
EXAMPLE_1 = ballots(*SPORT_AND_KIDS, "1 b")
EXAMPLE_2 = ballots(*SPORT_AND_KIDS, "1 g")


def told(outcome):
    return [(one.option, one.offer.effective, one.offer.most_paid) for one in outcome.rounds]


# -- worked by hand


def test_the_first_example_of_equalshares_net_has_its_outcome_and_payments():
    outcome = count(COSTS, EXAMPLE_1, 1100)
    assert outcome.first_share == outcome.share == 100
    assert told(outcome) == [("b", 7, 100), ("y", 4, 50), ("l", 3, Fraction(100, 3))]
    assert outcome.winners == ("b", "y", "l")
    assert outcome.spent == 1000


def test_greedy_decides_otherwise_on_the_same_ballots():
    assert greedy.count(COSTS, EXAMPLE_1, 1100).winners == ("b", "g")


def test_the_second_example_has_supporters_who_pay_all_they_have_left():
    outcome = count(COSTS, EXAMPLE_2, 1100)
    assert [one.option for one in outcome.rounds] == ["g", "p", "y"]
    park = outcome.rounds[1]
    assert (park.paid_most, park.paid_all, park.paid_nothing) == (2, 3, 0)
    assert park.offer.most_paid == (250 - 3 * (100 - Fraction(400, 7))) / 2
    assert park.offer.effective == 250 / park.offer.most_paid
    assert (round(park.offer.effective, 1), round(outcome.rounds[2].offer.effective, 1)) == (
        Fraction(41, 10),
        Fraction(33, 10),
    )


def test_a_round_tells_the_other_offers_and_what_everybody_has_left():
    first, second, _ = count(COSTS, EXAMPLE_1, 1100).rounds
    assert [(one.option, one.effective) for one in first.others] == [("g", 6), ("p", 5), ("y", 4), ("l", 3)]
    assert first.wallets == (Wallet(Fraction(100), 4), Wallet(Fraction(0), 7))
    assert second.others == (Offer("l", Fraction(3), Fraction(100, 3)),)


def test_a_plan_that_was_not_funded_says_what_its_supporters_had_left():
    gym, park = count(COSTS, EXAMPLE_1, 1100).unfunded
    assert (gym.option, gym.reason, gym.had, gym.cost, gym.round) == ("g", Reason.SUPPORTERS_SHORT, 0, 400, 1)
    assert (park.option, park.reason, park.had, park.round) == ("p", Reason.SUPPORTERS_SHORT, 200, 1)


def test_a_plan_without_supporters_or_dearer_than_the_purse_says_so():
    outcome = count({"a": 5, "b": 11, "c": 1}, ballots("2 ab"), 10)
    assert [(one.option, one.reason, one.had) for one in outcome.unfunded] == [
        ("b", Reason.DEARER_THAN_PURSE, None),
        ("c", Reason.NO_SUPPORTERS, None),
    ]


def test_a_plan_too_dear_for_its_supporters_from_the_start_dropped_out_before_the_first_round():
    (beaten,) = count({"a": 6, "b": 6}, ballots("3 a", "1 b"), 8).unfunded
    assert (beaten.option, beaten.had, beaten.round) == ("b", 2, 0)


@pytest.mark.parametrize("completion", Completion)
@pytest.mark.parametrize("cast", [{}, ballots("3 "), {frozenset("a"): 0}])
def test_without_anybody_who_approves_a_plan_nothing_is_funded(cast, completion):
    outcome = count({"a": 1, "b": 2}, cast, 10, completion)
    assert outcome.winners == ()
    assert {one.reason for one in outcome.unfunded} == {Reason.NO_SUPPORTERS}


def test_one_voter_decides_on_the_whole_purse():
    assert set(count({"a": 4, "b": 6, "c": 1}, ballots("1 ab"), 10).winners) == {"a", "b"}


def test_a_plan_that_costs_nothing_is_funded_and_nobody_pays():
    outcome = count({"a": 0, "b": 4}, ballots("1 a", "1 b"), 4)
    assert outcome.winners == ("a",)
    assert (outcome.rounds[0].offer.most_paid, outcome.rounds[0].paid_most) == (0, 1)


# -- ties


def test_equal_plans_that_cannot_both_be_paid_wait_for_a_lot():
    outcome = count({"a": 6, "b": 6}, ballots("2 ab"), 10)
    assert outcome.lots.options == ("a", "b")
    assert outcome.winners == outcome.unfunded == ()


@pytest.mark.parametrize("drawn", ["a", "b"])
def test_people_settle_it_and_the_round_says_so(drawn):
    outcome = count({"a": 6, "b": 6}, ballots("2 ab"), 10, draws=[drawn])
    assert outcome.winners == (drawn,)
    assert outcome.rounds[0].drawn_from == ("a", "b")


@pytest.mark.parametrize(
    ("costs", "cast"), [({"a": 5, "b": 5}, ["2 ab"]), ({"a": 5, "b": 5}, ["1 a", "1 b"])]
)
def test_equal_plans_that_can_both_be_paid_need_no_lot(costs, cast):
    outcome = count(costs, ballots(*cast), 10)
    assert set(outcome.winners) == {"a", "b"}
    assert all(one.drawn_from == () for one in outcome.rounds)


@pytest.mark.parametrize("draws", [["c"], ["a", "b"], ["a", "a"]])
def test_a_draw_that_does_not_fit_is_refused(draws):
    with pytest.raises(LotUnfit):
        count({"a": 6, "b": 6, "c": 4}, ballots("2 ab", "1 c"), 15, draws=draws)


def test_a_draw_where_nothing_is_equal_is_refused():
    with pytest.raises(LotUnfit):
        count({"a": 6, "b": 6}, ballots("2 ab", "1 a"), 10, draws=["a"])


def test_a_lot_that_was_drawn_holds_for_larger_shares_too():
    outcome, draws = settle(
        lambda draws: count({"a": 6, "b": 6}, ballots("2 ab", "3 "), 10, Completion.ADD1, draws=draws), max
    )
    assert draws == ["b"]
    assert outcome.winners == ("b",)


# -- completion


def test_larger_shares_spend_what_supporters_did_not():
    cast = ballots("1 a", "1 b", "2 ")
    assert count({"a": 4, "b": 5}, cast, 12).winners == ()
    outcome = count({"a": 4, "b": 5}, cast, 12, Completion.ADD1)
    assert set(outcome.winners) == {"a", "b"}
    assert (outcome.first_share, outcome.share, outcome.raises) == (3, 5, 2)


def test_shares_stop_before_more_than_the_purse_is_spent():
    outcome = count({"a": 6, "b": 7}, ballots("1 a", "1 b"), 10, Completion.ADD1)
    assert outcome.winners == ("a",)
    assert (outcome.share, outcome.raises) == (6, 1)


def test_a_smaller_step_finds_what_a_larger_one_passes_over():
    costs, cast = {"a": 11, "b": 12}, ballots("1 a", "1 b")
    assert count(costs, cast, 20, Completion.ADD1, Fraction(2)).winners == ()
    assert count(costs, cast, 20, Completion.ADD1, Fraction(1)).winners == ("a",)


def test_what_is_left_goes_to_the_plans_with_the_most_votes_and_the_rest_says_what_was_left():
    costs, cast = {"a": 6, "b": 4, "c": 8}, ballots("2 a", "1 b", "1 c")
    outcome = count(costs, cast, 10, Completion.UTILITARIAN)
    assert outcome.rounds == ()
    assert [(one.option, one.left) for one in outcome.turns][:1] == [("a", 10)]
    assert outcome.winners == ("a", "b")
    (beaten,) = outcome.unfunded
    assert (beaten.option, beaten.reason, beaten.left) == ("c", Reason.PURSE_SHORT, 4)


def test_completions_may_follow_each_other():
    costs, cast = {"a": 6, "b": 7, "c": 4}, ballots("2 a", "2 b", "1 c")
    plain, _ = settle(lambda draws: count(costs, cast, 10, Completion.ADD1, Fraction(9), draws))
    both, _ = settle(lambda draws: count(costs, cast, 10, Completion.ADD1_UTILITARIAN, Fraction(9), draws))
    assert plain.spent < both.spent <= 10


# -- what holds always


@pytest.mark.parametrize("completion", Completion)
@given(budget=budgets())
@settings(deadline=None, max_examples=60)
def test_nobody_pays_more_than_a_share_and_the_purse_is_never_exceeded(completion, budget):
    costs, cast, purse = budget
    outcome, _ = settle(lambda draws: count(costs, cast, purse, completion, draws=draws))
    assert outcome.spent <= purse
    assert all(wallet.left >= 0 for one in outcome.rounds for wallet in one.wallets)
    paid = sum(one.cost for one in outcome.rounds)
    left = outcome.rounds[-1].wallets if outcome.rounds else ()
    assert not left or sum(wallet.left * wallet.voters for wallet in left) + paid == outcome.share * sum(
        cast.values()
    )
    assert all(one.paid_most + one.paid_all + one.paid_nothing == one.supporters for one in outcome.rounds)


@given(budget=budgets())
@settings(deadline=None, max_examples=60)
def test_it_is_priceable_no_supporters_have_the_money_for_a_plan_that_was_not_funded(budget):
    """D. Peters and P. Skowron (2020): payments by supporters only, and none of them left out together."""
    costs, cast, purse = budget
    outcome, _ = settle(lambda draws: count(costs, cast, purse, draws=draws))
    assert {one.option for one in outcome.unfunded} == set(costs) - set(outcome.winners)
    assert all(one.had < one.cost for one in outcome.unfunded)
    effective = [one.offer.effective for one in outcome.rounds]
    assert effective == sorted(effective, reverse=True)
    assert all(one.offer.effective * one.offer.most_paid == one.cost for one in outcome.rounds)


@pytest.mark.parametrize("completion", Completion)
@given(budget=budgets(), dice=st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_other_names_and_another_order_change_nothing(completion, budget, dice):
    costs, cast, purse = budget
    new = dict(zip(costs, dice.sample("pqrstuvw", len(costs)), strict=True))
    order = dice.sample(list(costs), len(costs))
    renamed = {frozenset(map(new.get, ballot)): number for ballot, number in cast.items()}
    one, draws = settle(lambda draws: count(costs, cast, purse, completion, draws=draws))
    other = count(
        {new[plan]: costs[plan] for plan in order},
        renamed,
        purse,
        completion,
        draws=[new[plan] for plan in draws],
    )
    assert set(other.winners) == {new[plan] for plan in one.winners}
    assert (other.spent, other.share) == (one.spent, one.share)


@given(budget=budgets())
@settings(deadline=None, max_examples=60)
def test_everybody_twice_changes_nothing(budget):
    costs, cast, purse = budget
    twice = {ballot: 2 * number for ballot, number in cast.items()}
    assert every_outcome(lambda draws: count(costs, cast, purse, draws=draws)) == every_outcome(
        lambda draws: count(costs, twice, purse, draws=draws)
    )


# -- counted by others


def as_pabutools(costs, cast, purse):
    from pabutools.election import ApprovalBallot, ApprovalProfile, Instance, Project

    projects = {plan: Project(plan, cost) for plan, cost in costs.items()}
    voters = [ApprovalBallot(projects[plan] for plan in ballot) for ballot in cast.elements()]
    instance = Instance(projects.values(), budget_limit=purse)
    return instance, ApprovalProfile(voters, instance=instance)


def counted_by_pabutools(costs, cast, purse):
    from pabutools.election import Cost_Sat
    from pabutools.rules import method_of_equal_shares

    instance, profile = as_pabutools(costs, cast, purse)
    found = method_of_equal_shares(instance, profile, sat_class=Cost_Sat, resoluteness=False)
    return {frozenset(project.name for project in allocation) for allocation in found}


def raised_by_pabutools(costs, cast, purse):
    """Ties by name; it does not stop by itself when all is funded, hence the bound."""
    from pabutools.election import Cost_Sat
    from pabutools.rules import exhaustion_by_budget_increase, method_of_equal_shares

    instance, profile = as_pabutools(costs, cast, purse)
    found = exhaustion_by_budget_increase(
        instance,
        profile,
        method_of_equal_shares,
        {"sat_class": Cost_Sat},
        exhaustive_stop=False,
        budget_step=len(profile),
        budget_bound=(2 * purse + 1) * len(profile),
    )
    return frozenset(project.name for project in found)


def differences(ours, theirs, elections=ELECTIONS):
    dice = random.Random(2026)
    made = [random_budget(dice) for _ in range(elections)]
    return [budget for budget in made if ours(*budget) != theirs(*budget)]


def ours(costs, cast, purse):
    return every_outcome(lambda draws: count(costs, cast, purse, draws=draws))


def ours_raised(costs, cast, purse):
    outcome, _ = settle(lambda draws: count(costs, cast, purse, Completion.ADD1, draws=draws))
    return frozenset(outcome.winners)


def test_pabutools_finds_the_same_outcomes_over_all_lots():
    assert differences(ours, counted_by_pabutools) == []


def test_pabutools_raises_shares_to_the_same_outcome():
    assert differences(ours_raised, raised_by_pabutools) == []


def test_another_way_to_split_a_price_is_found_out(monkeypatch):
    def only_those_who_can_pay_an_equal_part(sharing, plan):
        cost, groups = sharing.budget.costs[plan] * sharing.scale, sharing.of_plan[plan]
        able = sum(group.voters for group in groups if group.left * sharing.budget.supporters[plan] >= cost)
        return _Split(cost, able) if able == sharing.budget.supporters[plan] else None

    monkeypatch.setattr(Sharing, "_split", only_those_who_can_pay_an_equal_part)
    assert differences(ours, counted_by_pabutools, 300)


def test_ties_that_the_order_settles_are_found_out(monkeypatch):
    monkeypatch.setattr(Sharing, "undisputed", lambda _, tied: min(tied))
    assert differences(ours, counted_by_pabutools, 300)


def test_shares_that_stop_a_step_too_soon_are_found_out(monkeypatch):
    raises = equal_shares._raises
    monkeypatch.setattr(equal_shares, "_raises", lambda *given: max(0, raises(*given) - 1))
    assert differences(ours_raised, raised_by_pabutools, 200)


# -- a real one


def test_wieliczka_2023_has_the_outcome_that_was_published():
    costs, votes, selected, cast = wieliczka()
    outcome = count(costs, cast, 1_000_000, Completion.ADD1)
    assert outcome.supporters == votes
    assert outcome.ballots == 6586
    assert set(outcome.winners) == selected
    assert (len(selected), outcome.spent, outcome.lots) == (30, 995_079, None)


def test_greedy_would_have_funded_other_plans_there():
    costs, _, selected, cast = wieliczka()
    outcome = greedy.count(costs, cast, 1_000_000)
    assert set(outcome.winners) != selected
    assert len(outcome.winners) == 23
