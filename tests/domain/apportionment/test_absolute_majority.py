"""P 9."""

from jeugd.domain.apportionment import LotsKind, LotsRequired, MajorityLots, MajoritySeat, apportion


def test_a_majority_of_the_votes_brings_a_majority_of_the_seats(council, seats_of):
    outcome = apportion(council(15, [2571, 977, 567, 536, 453]))
    assert outcome.seats.steps[-1] == MajoritySeat(4, 1)
    assert seats_of(outcome) == [8, 3, 2, 1, 1]


def test_exactly_half_of_the_votes_is_no_majority(council, seats_of):
    outcome = apportion(council(15, [2552, 987, 570, 539, 456]))
    assert not any(isinstance(step, MajoritySeat) for step in outcome.seats.steps)
    assert seats_of(outcome) == [7, 3, 2, 2, 1]


def test_exactly_half_of_the_seats_is_not_enough(council, seats_of):
    outcome = apportion(council(24, [7501, 1249, 1249, 1249, 1249, 1249, 1248, 7]))
    assert outcome.seats.steps[-1] == MajoritySeat(7, 1)
    assert seats_of(outcome) == [13, 2, 2, 2, 2, 2, 1, 0]


def test_lists_with_the_same_last_value_draw_lots_over_the_seat(council):
    count = council(15, [2552, 511, 511, 511, 509, 509])
    outcome = apportion(count)
    assert isinstance(outcome, LotsRequired)
    assert outcome.lots == MajorityLots(LotsKind.MAJORITY_LARGEST_SURPLUS, (2, 3, 4), 1)


def test_lots_by_average_are_named_so(council):
    outcome = apportion(council(24, [7501, 1249, 1249, 1249, 1249, 1248, 1248, 8]))
    assert outcome.lots == MajorityLots(LotsKind.MAJORITY_HIGHEST_AVERAGE, (6, 7), 1)


def test_the_list_drawn_loses_its_seat(council, draw_until_done, seats_of):
    outcome, _ = draw_until_done(council(15, [2552, 511, 511, 511, 509, 509]))
    assert outcome.seats.steps[-1] == MajoritySeat(4, 1, by_lots=True)
    assert seats_of(outcome) == [8, 2, 2, 1, 1, 1]
