"""What holds for every election."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jeugd.domain.apportionment import (
    Category,
    Draw,
    ListVotes,
    LotsRequired,
    MajoritySeat,
    Standing,
    VoteCount,
    apportion,
    residual_seats,
    rules_for,
)

DAY = date(2027, 3, 17)
RULES = {category: rules_for(category, DAY) for category in Category}
quick = settings(max_examples=150, deadline=None, database=None, derandomize=True)

votes_of_a_list = st.lists(
    st.one_of(st.integers(0, 3), st.integers(0, 60), st.sampled_from([0, 20, 40, 900])), max_size=14
)


@st.composite
def vote_counts(draw):
    lists = draw(st.lists(votes_of_a_list, min_size=1, max_size=7))
    dead = [draw(st.sets(st.integers(1, len(votes)), max_size=2)) if votes else set() for votes in lists]
    made = tuple(
        ListVotes.of(number, votes, gone)
        for number, (votes, gone) in enumerate(zip(lists, dead, strict=True), 1)
    )
    rules = RULES[draw(st.sampled_from([*Category, Category.GR, Category.GR]))]
    return VoteCount(rules, draw(st.integers(1, 45)), made)


@st.composite
def totals(draw, category=Category.PS):
    """Lists of which only the votes are known: nothing can be exhausted."""
    votes = draw(st.lists(st.integers(0, 5000), min_size=2, max_size=8))
    lists = tuple(ListVotes(number, each) for number, each in enumerate(votes, 1))
    return VoteCount(RULES[category], draw(st.integers(19, 60)), lists)


def settle(count, luck):
    draws = []
    while isinstance(outcome := apportion(count, draws), LotsRequired):
        draws.append(Draw(outcome.lots, outcome.lots.options[luck % len(outcome.lots.options)]))
    return outcome, draws


def check_no_seat_is_lost_or_invented(count, outcome):
    seats = outcome.seats
    assert sum(one.seats for one in seats.standings) + seats.empty_seats == count.seats
    assert seats.empty_seats >= 0
    assert all(one.full_seats >= 0 and one.residual_seats >= 0 for one in seats.standings)
    if seats.empty_seats:
        assert all(
            one.is_exhausted or not one.votes or not one.meets_residual_threshold for one in seats.standings
        )


def check_the_seated(count, outcome):
    for given_list, elected in zip(count.lists, outcome.lists, strict=True):
        living = [candidate.number for candidate in given_list.living]
        seated = [each.candidate for each in elected.seated]
        assert elected.seats <= given_list.places
        assert len(seated) == len(set(seated)) == elected.seats
        assert set(seated) <= set(living)
        assert sorted(elected.ranking) == sorted(living)
        assert [each.seat_number for each in elected.seated] == list(range(1, elected.seats + 1))


@quick
@given(vote_counts(), st.integers(0, 10))
def test_no_seat_is_lost_or_invented_and_no_list_is_above_its_candidates(count, luck):
    outcome, _ = settle(count, luck)
    check_no_seat_is_lost_or_invented(count, outcome)
    check_the_seated(count, outcome)


@quick
@given(vote_counts(), st.integers(0, 10))
def test_every_prefix_of_the_draws_asks_for_the_next_one(count, luck):
    outcome, draws = settle(count, luck)
    assert apportion(count, draws) == outcome
    for made, draw in enumerate(draws):
        assert apportion(count, draws[:made]).lots == draw.lots


@quick
@given(vote_counts(), st.integers(0, 10))
def test_a_list_with_most_of_the_votes_has_most_of_the_seats_unless_it_runs_out(count, luck):
    outcome, _ = settle(count, luck)
    for given_list, standing in zip(count.lists, outcome.seats.standings, strict=True):
        has_places = standing.meets_residual_threshold and given_list.places > count.seats // 2
        if 2 * given_list.votes > count.votes and has_places:
            assert 2 * standing.seats > count.seats


def shuffled(count, order):
    """The same lists in another order and with gaps in their numbers."""
    made = [
        ListVotes(3 * position + 2, one.votes, one.candidates)
        for position, one in enumerate(count.lists[index] for index in order)
    ]
    return VoteCount(count.rules, count.seats, tuple(made))


@quick
@given(vote_counts(), st.randoms(use_true_random=False))
def test_the_numbers_of_the_lists_do_not_matter(count, random):
    order = list(range(len(count.lists)))
    random.shuffle(order)
    outcome, other = apportion(count), apportion(shuffled(count, order))
    assert isinstance(outcome, LotsRequired) is isinstance(other, LotsRequired)
    assume(not isinstance(outcome, LotsRequired))
    assert [outcome.lists[index].seated for index in order] == [one.seated for one in other.lists]
    assert [outcome.lists[index].ranking for index in order] == [one.ranking for one in other.lists]


def highest_averages(count):
    """P 7 in another way: the seats go to the largest quotients v/1, v/2, v/3 ... (None for a tie)."""
    quotients = sorted(
        (
            (Fraction(one.votes, seat), one.number)
            for one in count.lists
            for seat in range(1, count.seats + 2)
            if one.votes
        ),
        reverse=True,
    )
    if not quotients or quotients[count.seats - 1][0] == quotients[count.seats][0]:
        return None
    winners = [number for _, number in quotients[: count.seats]]
    return [winners.count(one.number) for one in count.lists]


def by_p7_only(count):
    """The seats by P 7 when neither lots nor P 9 came into it; otherwise the example says nothing."""
    outcome = apportion(count)
    assume(not isinstance(outcome, LotsRequired))
    assume(not any(isinstance(step, MajoritySeat) for step in outcome.seats.steps))
    return [one.seats for one in outcome.seats.standings]


@quick
@given(totals())
def test_quota_and_averages_together_are_the_largest_quotients(count):
    expected = highest_averages(count)
    assume(expected is not None)
    assert by_p7_only(count) == expected


@quick
@given(totals())
def test_a_larger_house_takes_no_seat_from_any_list(count):
    larger = VoteCount(count.rules, count.seats + 1, count.lists)
    assert all(more >= less for less, more in zip(by_p7_only(count), by_p7_only(larger), strict=True))


@quick
@given(totals(), st.integers(0, 7), st.integers(1, 500))
def test_more_votes_take_no_seat_from_the_list_that_won_them(count, index, more):
    index %= len(count.lists)
    lists = list(count.lists)
    lists[index] = ListVotes(index + 1, lists[index].votes + more)
    grown = VoteCount(count.rules, count.seats, tuple(lists))
    assert by_p7_only(grown)[index] >= by_p7_only(count)[index]


# -- planted bugs: the properties must notice


def test_planted_bug_a_list_that_keeps_its_excess_is_noticed(council, monkeypatch):
    monkeypatch.setattr(Standing, "excess", property(lambda _: 0))
    count = council(9, [[5, 1], [3]])
    with pytest.raises(AssertionError):
        check_the_seated(count, apportion(count))


def test_planted_bug_a_seat_that_vanishes_is_noticed(council, monkeypatch):
    monkeypatch.setattr(residual_seats, "_eligible", lambda _: ())
    count = council(9, [[50] + [0] * 9, [41] + [0] * 9])
    with pytest.raises(AssertionError):
        check_no_seat_is_lost_or_invented(count, apportion(count))


def test_planted_bug_an_average_over_the_seats_held_is_noticed(council, monkeypatch):
    wrong = property(lambda one: Fraction(one.votes, max(1, one.seats)))
    monkeypatch.setattr(Standing, "average", wrong)
    count = council(19, [808, 57, 56, 55, 54, 53, 52, 51, 14], Category.PS)
    assert [one.seats for one in apportion(count).seats.standings] != highest_averages(count)
