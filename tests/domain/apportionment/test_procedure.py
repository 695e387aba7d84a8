"""Whole elections, worked by hand."""

from fractions import Fraction

from jeugd.domain.apportionment import (
    Apportioned,
    Article,
    Category,
    Caution,
    Draw,
    LotsKind,
    LotsRequired,
    Method,
    SeatLots,
    apportion,
)

WEST_MAAS_EN_WAAL = [1893, 1345, 1372, 1157, 941, 972, 999, 671]
TWEEDE_KAMER_2023 = [
    *(2450878, 1643073, 1589519, 1343287, 656292, 485551, 345822, 328225, 246765, 235148, 232963, 217270),
    *(212532, 178802, 71345, 52913, 51043, 44253, 12838, 9117, 5487, 5325, 5122, 4152, 3966, 1038),
]


def test_west_maas_en_waal_in_2022(council, seats_of):
    outcome = apportion(council(17, WEST_MAAS_EN_WAAL))
    assert isinstance(outcome, Apportioned)
    assert outcome.seats.quota == 550
    assert [one.full_seats for one in outcome.seats.opening] == [3, 2, 2, 2, 1, 1, 1, 1]
    assert [one.surplus for one in outcome.seats.opening] == [243, 245, 272, 57, 391, 422, 449, 121]
    assert [step.list_number for step in outcome.seats.steps] == [7, 6, 5, 3]
    assert seats_of(outcome) == [3, 2, 3, 2, 2, 2, 2, 1]
    assert (outcome.threshold.percentage, outcome.threshold.votes) == (50, 275)
    assert outcome.seats.cautions == ()


def test_the_tweede_kamer_in_2023(council, seats_of):
    outcome = apportion(council(150, TWEEDE_KAMER_2023, Category.TK))
    assert outcome.seats.quota == 69551 + Fraction(38, 75)
    assert sum(one.full_seats for one in outcome.seats.opening) == 140
    assert [step.list_number for step in outcome.seats.steps] == [6, 7, 3, 2, 1, 4, 1, 3, 2, 8]
    assert seats_of(outcome) == [37, 25, 24, 20, 9, 7, 5, 5, 3, 3, 3, 3, 3, 2, 1] + [0] * 11


def test_one_list_takes_every_seat(council, seats_of):
    outcome = apportion(council(9, [[5, 4] + [0] * 10]))
    assert seats_of(outcome) == [9]
    assert outcome.lists[0].on_preference == (1, 2)
    assert outcome.lists[0].in_list_order == (3, 4, 5, 6, 7, 8, 9)


def test_one_voter_fills_the_council_from_one_list(council, seats_of):
    outcome = apportion(council(9, [[0] * 12, [0, 1] + [0] * 10]))
    assert outcome.seats.quota == Fraction(1, 9)
    assert seats_of(outcome) == [0, 9]
    assert outcome.lists[1].on_preference == (2,)
    assert outcome.lists[1].ranking[:3] == (2, 1, 3)
    assert outcome.lists[0].seated == ()


def test_without_votes_all_seats_stay_empty_and_it_says_so(council, seats_of):
    outcome = apportion(council(11, [[0, 0], [0, 0, 0]]))
    assert seats_of(outcome) == [0, 0]
    assert (outcome.seats.quota, outcome.seats.empty_seats, outcome.seats.steps) == (0, 11, ())
    assert outcome.seats.cautions == (Caution.NO_VOTES, Caution.SEATS_LEFT_EMPTY)
    assert all(one.seated == () for one in outcome.lists)


def test_a_tie_is_an_outcome_that_names_the_lots(council, seats_of):
    outcome = apportion(council(9, [1, 1]))
    assert isinstance(outcome, LotsRequired)
    assert (outcome.lots.options, outcome.lots.seat_numbers) == ((1, 2), (1,))
    assert outcome.lots.value == Fraction(1, 9)
    assert seats_of(outcome) == [4, 4]
    assert outcome.seats.cautions == ()


def test_a_tie_goes_on_from_the_stored_draw(council, seats_of):
    count = council(9, [1, 1])
    outcome = apportion(count, [Draw(apportion(count).lots, 2)])
    assert seats_of(outcome) == [4, 5]
    assert outcome.seats.steps[0].by_lots


def test_a_tie_that_fits_in_the_seats_left_needs_no_lots(council, seats_of):
    outcome = apportion(council(9, [21, 20, 20, 20]))  # quota 9: 2, 2, 2, 2 and surpluses 3, 2, 2, 2
    assert seats_of(outcome) == [3, 2, 2, 2]
    outcome = apportion(council(10, [16, 16, 16, 32]))  # quota 8, no seat left
    assert outcome.seats.steps == ()


def test_a_tie_among_candidates_comes_after_the_seats(council):
    outcome = apportion(council(9, [[7, 7, 7, 0], [69, 0, 0, 0, 0, 0, 0, 0]]))
    assert isinstance(outcome, LotsRequired)
    assert (outcome.lots.list_number, outcome.lots.options) == (1, (1, 2, 3))
    assert outcome.seats.lots is None
    assert outcome.lists == ()


def test_every_step_carries_its_article(council):
    small = apportion(council(15, [808, 59, 58, 57, 56, 55, 54, 53])).seats.steps
    assert {step.article for step in small} == {Article.LARGEST_SURPLUSES}
    assert [step.method for step in small[:2]] == [Method.LARGEST_SURPLUS, Method.UNIQUE_HIGHEST_AVERAGE]
    large = apportion(council(23, [600, 302, 98, 99, 101])).seats.steps
    assert {step.article for step in large} == {Article.HIGHEST_AVERAGES}


def test_a_list_whose_candidates_are_unknown_has_seats_and_no_names(council, seats_of):
    outcome = apportion(council(9, [90, 0]))
    assert seats_of(outcome) == [9, 0]
    assert (outcome.lists[0].seats, outcome.lists[0].seated, outcome.lists[0].ranking) == (9, (), ())


def test_a_definition_with_another_threshold_is_followed_and_flagged(council):
    outcome = apportion(council(9, [[6, 3, 0, 0, 0, 0, 0, 0, 0]], percentage=25))
    assert (outcome.threshold.percentage, outcome.threshold.votes) == (25, Fraction(1, 4))
    assert Caution.PREFERENCE_THRESHOLD_DIFFERS in outcome.seats.cautions
    assert apportion(council(9, [[9] + [0] * 9], percentage=50)).seats.cautions == ()


def test_the_same_input_gives_the_same_outcome(council):
    count = council(17, WEST_MAAS_EN_WAAL)
    assert apportion(count) == apportion(count)


def test_the_lots_for_a_seat_show_every_list_for_the_record(council):
    lots = apportion(council(9, [1, 1])).lots
    assert lots == SeatLots(
        LotsKind.LARGEST_SURPLUS, (1, 2), (1,), Fraction(1, 9), ((1, Fraction(1, 9)), (2, Fraction(1, 9)))
    )
