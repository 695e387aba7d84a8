"""P 7 and P 8."""

from fractions import Fraction

import pytest

from jeugd.domain.apportionment import Method, Standing, apportion
from jeugd.domain.apportionment import standings as standings_module

SURPLUS, UNIQUE, AVERAGE = Method.LARGEST_SURPLUS, Method.UNIQUE_HIGHEST_AVERAGE, Method.HIGHEST_AVERAGE


def steps_of(outcome):
    return [(step.method, step.list_number, step.value) for step in outcome.seats.steps]


def exactly_three_quarters(council):
    """540, 160, 160, 80, 80, 80, 60, 40 for 15 seats: the quota is 80, and 60 votes are 75 % of it."""
    return council(15, [540, 160, 160, 80, 80, 80, 60, 40])


def test_three_quarters_of_the_quota_is_enough_for_a_surplus_seat(council):
    assert steps_of(apportion(exactly_three_quarters(council))) == [(SURPLUS, 1, 60), (SURPLUS, 7, 60)]


def test_planted_bug_a_threshold_that_must_be_passed_shuts_that_list_out(council, monkeypatch):
    opening = standings_module._opening

    def strict(count, one, quota):
        standing = opening(count, one, quota)
        passes = one.votes > quota * count.rules.surplus_threshold
        return Standing(
            standing.number,
            standing.votes,
            standing.places,
            standing.surplus,
            passes,
            True,
            standing.full_seats,
        )

    monkeypatch.setattr(standings_module, "_opening", strict)
    assert (SURPLUS, 7, 60) not in steps_of(apportion(exactly_three_quarters(council)))


def test_a_list_without_surplus_may_win_a_surplus_seat(council):
    outcome = apportion(council(15, [480, 240, 240, 55, 50, 45, 45, 45]))  # quota 80, surpluses 0
    assert steps_of(outcome) == [(SURPLUS, 1, 0), (SURPLUS, 2, 0), (SURPLUS, 3, 0)]


def test_a_list_may_win_one_seat_by_surplus_and_one_by_average(council, seats_of):
    outcome = apportion(council(15, [808, 59, 58, 57, 56, 55, 54, 53]))
    assert steps_of(outcome)[:3] == [(SURPLUS, 1, 8), (UNIQUE, 1, Fraction(808, 12)), (UNIQUE, 2, 59)]
    assert seats_of(outcome) == [12, 1, 1, 1, 0, 0, 0, 0]


def test_large_councils_give_one_list_several_residual_seats(council):
    outcome = apportion(council(19, [808, 57, 56, 55, 54, 53, 52, 51, 14]))
    assert [step.list_number for step in outcome.seats.steps] == [1, 1, 2, 3, 4, 5, 1]
    assert {step.method for step in outcome.seats.steps} == {AVERAGE}


def test_a_list_without_votes_never_gets_a_seat(council, seats_of):
    outcome = apportion(council(9, [[1, 0], [0] * 20]))
    assert seats_of(outcome) == [2, 0]
    assert outcome.seats.empty_seats == 7


def test_lots_are_drawn_one_seat_at_a_time(council, draw_until_done):
    outcome, draws = draw_until_done(council(15, [500, 140, 140, 140, 140, 140]))
    assert [(draw.lots.options, draw.lots.seat_numbers) for draw in draws] == [
        ((2, 3, 4, 5, 6), (1, 2, 3, 4)),
        ((2, 3, 4, 5), (2, 3, 4)),
        ((2, 3, 4), (3, 4)),
        ((2, 3), (4,)),
    ]
    assert [step.run for step in outcome.seats.steps] == [(6,), (6, 5), (6, 5, 4), (6, 5, 4, 3)]


@pytest.mark.parametrize("seats", [19, 45])
def test_averages_are_exact_where_floats_are_not(council, seats_of, seats):
    large = 10**11  # two lists that differ by one vote in a hundred thousand million
    outcome = apportion(council(seats, [large, large + 1]))
    assert seats_of(outcome) == [seats // 2, seats // 2 + 1]
