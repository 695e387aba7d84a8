"""The differences between elections."""

from datetime import date
from fractions import Fraction

import pytest

from jeugd.domain.apportionment import Category, Caution, Method, RuleSet, VoteCount, apportion, rules_for
from jeugd.domain.apportionment.refusals import RulesUnknown

DAY = date(2027, 3, 17)


@pytest.mark.parametrize(
    ("category", "seats", "percentage"),
    [
        (Category.GR, 17, 50),
        (Category.GR, 18, 50),
        (Category.GR, 19, 25),
        (Category.PS, 43, 25),
        (Category.AB, 18, 25),
        (Category.AB, 26, 25),
        (Category.TK, 150, 25),
        (Category.EP, 31, 10),
    ],
)
def test_the_preference_threshold_follows_the_election(category, seats, percentage):
    assert rules_for(category, DAY).preference_percentage_for(seats) == percentage


@pytest.mark.parametrize("category", list(Category))
def test_only_small_councils_and_water_boards_use_the_largest_surpluses(category):
    rules = rules_for(category, DAY)
    assert rules.uses_largest_surpluses(18) is (category in {Category.GR, Category.AB})
    assert not rules.uses_largest_surpluses(19)


def test_a_list_below_the_quota_gets_a_residual_seat_except_in_the_tweede_kamer(council, seats_of):
    votes = [53, 48, 46, 33, 11, 9]  # 20 seats, quota 10
    assert seats_of(apportion(council(20, votes, Category.PS))) == [5, 5, 5, 3, 1, 1]
    assert seats_of(apportion(council(20, votes, Category.TK))) == [6, 5, 5, 3, 1, 0]


def test_where_nobody_reaches_the_quota_the_seats_of_the_tweede_kamer_stay_empty(council):
    outcome = apportion(council(2, [1, 1, 1], Category.TK))
    assert outcome.seats.empty_seats == 2
    assert outcome.seats.cautions == (Caution.SEATS_LEFT_EMPTY,)


def test_europe_warns_only_where_the_uncertain_threshold_matters(council):
    assert apportion(council(20, [53, 48, 46, 33, 11, 9], Category.EP)).seats.cautions == (
        Caution.RESIDUAL_THRESHOLD_UNCERTAIN,
    )
    assert apportion(council(20, [55, 25, 20], Category.EP)).seats.cautions == ()


def test_the_bill_on_residual_seats_would_be_a_new_rule_set(council):
    bill = RuleSet(Category.GR, date(2099, 1, 1), surplus_below=19, residual_threshold=Fraction(1))
    today = council(9, [80, 8, 2])  # quota 10: 8, 0, 0; 8 votes are 80 % of it
    assert apportion(today).seats.steps[0].list_number == 2
    tomorrow = VoteCount(bill, 9, today.lists)
    assert apportion(tomorrow).seats.steps[0].list_number == 1


def test_rules_hold_from_their_first_day_until_the_next():
    rules = RuleSet(Category.GR, date(2020, 1, 1), date(2021, 1, 1))
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]
    assert [rules.holds_on(day) for day in days] == [False, True, True, False]


def test_an_election_before_the_known_rules_is_refused():
    with pytest.raises(RulesUnknown) as refusal:
        rules_for(Category.GR, date(2014, 3, 19))
    assert refusal.value.facts["category"] == "GR"


def test_a_water_board_below_nineteen_seats_uses_surpluses(council):
    assert apportion(council(9, [50, 41, 9], Category.AB)).seats.steps[0].method is Method.LARGEST_SURPLUS
