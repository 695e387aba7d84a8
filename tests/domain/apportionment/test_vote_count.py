"""What cannot be an election is refused by name."""

import pytest

from jeugd.domain.apportionment import Candidate, ListVotes, VoteCount
from jeugd.domain.apportionment.refusals import (
    CandidateTwice,
    CandidateUnknown,
    ListsMissing,
    ListsOutOfOrder,
    ListTooLong,
    PercentageOutOfRange,
    SeatsOutOfRange,
    TooManyLists,
    VotesOutOfRange,
)


@pytest.mark.parametrize("seats", [0, -1, 1000])
def test_a_council_has_at_least_one_seat_and_a_possible_number(council, seats):
    with pytest.raises(SeatsOutOfRange):
        council(seats, [1])


def test_an_election_has_a_list(council):
    with pytest.raises(ListsMissing):
        council(9, [])


@pytest.mark.parametrize("numbers", [(2, 1), (1, 1), (1, 3, 2)])
def test_lists_stand_in_the_order_of_their_numbers(council, numbers):
    rules = council(9, [1]).rules
    with pytest.raises(ListsOutOfOrder):
        VoteCount(rules, 9, tuple(ListVotes(number, 1) for number in numbers))


@pytest.mark.parametrize("votes", [[-1], [-1, 2], [10**12 + 1]])
def test_votes_are_a_possible_number(council, votes):
    with pytest.raises(VotesOutOfRange):
        council(9, [votes])
    with pytest.raises(VotesOutOfRange):
        council(9, [-1])


def test_a_candidate_stands_on_a_list_once(council):
    rules = council(9, [1]).rules
    twice = ListVotes(1, 2, (Candidate(1, 1), Candidate(1, 1)))
    with pytest.raises(CandidateTwice):
        VoteCount(rules, 9, (twice,))


def test_a_deceased_candidate_stands_on_the_list():
    with pytest.raises(CandidateUnknown):
        ListVotes.of(1, [3, 2], deceased=[3])


def test_a_percentage_is_at_most_a_hundred(council):
    with pytest.raises(PercentageOutOfRange):
        council(9, [1], percentage=101)


def test_a_ballot_of_absurd_size_is_refused(council):
    with pytest.raises(TooManyLists):
        council(9, [1] * 201)
    with pytest.raises(ListTooLong):
        council(9, [[0] * 1000])
