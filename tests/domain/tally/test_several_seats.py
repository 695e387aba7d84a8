import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain.errors import LotUnfit
from jeugd.domain.tally import several_seats
from jeugd.domain.tally.several_seats import Seat, count
from tests.domain.tally.budgets import ballots, settle

OPTIONS = ("a", "b", "c", "d")

casts = st.lists(st.frozensets(st.sampled_from(OPTIONS), max_size=3), max_size=30)
numbers = st.integers(1, 5)


def cast_as(marked):
    return {ballot: marked.count(ballot) for ballot in marked}


def test_seats_go_to_the_most_votes_and_the_next_are_replacements():
    outcome = count(OPTIONS, ballots("4 ab", "3 ac", "1 c", "1 d"), seats=2, marks=2)
    assert outcome.votes == {"a": 7, "b": 4, "c": 4, "d": 1}
    assert outcome.elected == (Seat("a", 7),)
    assert outcome.lots.options == ("b", "c")
    assert (outcome.replacements, outcome.vacant) == ((), 1)


@pytest.mark.parametrize(("drawn", "other"), [("b", "c"), ("c", "b")])
def test_a_lot_gives_the_last_seat_and_the_loser_is_the_first_replacement(drawn, other):
    outcome = count(OPTIONS, ballots("4 ab", "3 ac", "1 c", "1 d"), seats=2, marks=2, draws=[drawn])
    assert outcome.elected == (Seat("a", 7), Seat(drawn, 4, ("b", "c")))
    assert (outcome.replacements, outcome.vacant, outcome.lots) == (((other,), ("d",)), 0, None)


def test_lots_give_one_seat_at_a_time():
    cast = ballots("2 a", "1 b", "1 c", "1 d")
    first = count(OPTIONS, cast, seats=3, marks=1)
    second = count(OPTIONS, cast, seats=3, marks=1, draws=["c"])
    assert (first.lots.options, second.lots.options) == (("b", "c", "d"), ("b", "d"))
    assert count(OPTIONS, cast, seats=3, marks=1, draws=["c", "d"]).winners == ("a", "c", "d")


@pytest.mark.parametrize("draws", [["a"], ["c", "c"], ["c", "d", "b"]])
def test_a_draw_that_does_not_fit_is_refused(draws):
    with pytest.raises(LotUnfit):
        count(OPTIONS, ballots("2 a", "1 b", "1 c", "1 d"), seats=3, marks=1, draws=draws)


def test_equals_who_all_have_a_seat_need_no_lot():
    outcome = count(OPTIONS, ballots("2 ab", "1 c"), seats=2, marks=2)
    assert (outcome.winners, outcome.replacements, outcome.lots) == (("a", "b"), (("c",),), None)


def test_equal_replacements_stand_together():
    outcome = count(OPTIONS, ballots("3 a", "1 b", "1 d"), seats=1, marks=1)
    assert outcome.replacements == (("b", "d"),)


def test_without_votes_a_seat_stays_vacant_and_nobody_replaces():
    outcome = count(OPTIONS, ballots("3 a", "5 "), seats=2, marks=1)
    assert (outcome.winners, outcome.vacant, outcome.replacements, outcome.blank) == (("a",), 1, (), 5)


def test_a_ballot_with_too_many_marks_is_invalid():
    outcome = count(OPTIONS, ballots("3 abc", "1 a"), seats=2, marks=2)
    assert (outcome.votes["a"], outcome.invalid, outcome.ballots) == (1, 3, 4)


@given(casts, numbers, numbers)
@settings(deadline=None)
def test_nobody_without_a_seat_has_more_votes_than_somebody_with_one(marked, seats, marks):
    outcome, _ = settle(lambda draws: count(OPTIONS, cast_as(marked), seats, marks, draws))
    valid = [ballot for ballot in marked if len(ballot) <= marks]
    assert outcome.votes == {one: sum(one in ballot for ballot in valid) for one in OPTIONS}
    supported = [one for one in OPTIONS if outcome.votes[one]]
    assert len(outcome.winners) == min(seats, len(supported))
    assert {*outcome.winners, *(one for equal in outcome.replacements for one in equal)} == set(supported)
    fewest = min((seat.votes for seat in outcome.elected), default=0)
    assert all(outcome.votes[one] <= fewest for one in supported if one not in outcome.winners)


@given(casts, numbers, st.permutations(OPTIONS))
@settings(deadline=None)
def test_other_names_and_another_order_change_nothing(marked, seats, order):
    new = dict(zip(OPTIONS, "z4qk", strict=True))
    renamed = cast_as([frozenset(map(new.get, ballot)) for ballot in marked])
    one, draws = settle(lambda draws: count(OPTIONS, cast_as(marked), seats, 3, draws))
    other = count([new[each] for each in order], renamed, seats, 3, [new[each] for each in draws])
    assert set(other.winners) == {new[winner] for winner in one.winners}


def test_a_count_that_settles_ties_by_order_is_found_out(monkeypatch):
    monkeypatch.setattr(several_seats, "answer", lambda lots, _: lots.options[0])
    with pytest.raises(AssertionError):
        test_seats_go_to_the_most_votes_and_the_next_are_replacements()
