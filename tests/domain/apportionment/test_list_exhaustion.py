"""P 10, with P 19a and P 9."""

from jeugd.domain.apportionment import Caution, ExhaustedSeat, MajoritySeat, Standing, apportion


def test_a_list_gives_up_residual_seats_before_full_seats(council):
    outcome = apportion(council(6, [[6, 0], [4, 0], [50, 0]]))
    taken = [step for step in outcome.seats.steps if isinstance(step, ExhaustedSeat)]
    assert [step.was_full_seat for step in taken] == [False, True, True, True]
    assert [one.seats for one in outcome.seats.standings] == [2, 2, 2]


def test_refilled_seats_name_the_exhausted_lists(council):
    outcome = apportion(council(6, [[6, 0], [4, 0], [50, 0]]))
    refills = [step for step in outcome.seats.steps if getattr(step, "is_refill", False)]
    assert [step.exhausted for step in refills] == [(3,), (3,), (3,), (1, 3)]
    assert [step.seat_number for step in refills] == [2, 3, 4, 5]


def test_the_surplus_is_not_computed_again_when_a_full_seat_goes(council):
    outcome = apportion(council(5, [[300, 0], [100, 0], [80, 0]]))
    assert outcome.seats.standings[0].full_seats == 2
    assert outcome.seats.standings[0].surplus == outcome.seats.opening[0].surplus == 12


def test_a_seat_that_nobody_can_fill_stays_empty(council):
    outcome = apportion(council(9, [[5, 1], [3]]))
    assert (outcome.seats.empty_seats, outcome.seats.cautions) == (6, (Caution.SEATS_LEFT_EMPTY,))


def test_a_deceased_candidate_fills_no_seat_but_the_votes_count(council, seats_of):
    lists = [[300, 0, 0], [100, 0], [80, 0]]  # five seats, quota 96: 3, 1, 0 and one more for list 3
    assert seats_of(apportion(council(5, lists))) == [3, 1, 1]
    assert seats_of(apportion(council(5, lists, deceased={1: [3]}))) == [2, 2, 1]
    assert seats_of(apportion(council(5, lists, deceased={3: [1, 2]}))) == [3, 2, 0]


def test_a_list_may_win_back_what_it_lost_to_the_majority(council, seats_of):
    lists = [[2571] + [0] * 6, [977, 0, 0, 0], [567, 0], [536, 0], [453, 0]]
    outcome = apportion(council(15, lists))
    assert MajoritySeat(4, 1) in outcome.seats.steps
    assert outcome.seats.steps[-1].list_number == 4
    assert seats_of(outcome) == [7, 3, 2, 2, 1]


def test_majority_and_exhaustion_together_are_flagged(council):
    outcome = apportion(council(15, [[2571] + [0] * 6, [977, 0, 0, 0], [567, 0], [536, 0], [453, 0]]))
    assert outcome.seats.cautions == (Caution.MAJORITY_AND_EXHAUSTION,)


def test_planted_bug_a_list_that_keeps_its_excess_has_empty_chairs(council, monkeypatch):
    monkeypatch.setattr(Standing, "excess", property(lambda _: 0))
    outcome = apportion(council(9, [[5, 1], [3]]))
    assert any(len(one.seated) < one.seats for one in outcome.lists)
