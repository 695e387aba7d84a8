"""The official count beside a youth vote: whose lists it counts, and what sets the two apart."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jeugd.domain.contest import CandidateList, Contest, Method, Option
from jeugd.domain.errors import CountOfOtherLists
from jeugd.domain.official_count import (
    CountedCandidate,
    CountedList,
    Notice,
    OfficialCount,
    compare,
    seats_of,
    votes_on_ballot,
)
from jeugd.domain.official_election import OfficialElection


def candidates(number, *names):
    return tuple(Option(f"{number}.{place}", name) for place, name in enumerate(names, start=1))


BALLOT = Contest(
    "Op wie stem jij?",
    Method.LIST_VOTE,
    lists=(
        CandidateList(1, "Juinen Nu", candidates(1, "A. (Anna) de Vries-Bos", "B. Stam")),
        CandidateList(4, "", candidates(4, "H.K. Zandstra")),
        CandidateList(7, "Het Kanaal", candidates(7, "C. Mulder", "D. Bouzid")),
    ),
)
PEOPLE = {1: (7, 3), 4: (5,), 7: (0, 2)}
COUNTED = tuple(
    CountedList(
        one.number,
        one.name or None,
        sum(PEOPLE[one.number]),
        tuple(CountedCandidate(place, votes) for place, votes in enumerate(PEOPLE[one.number], start=1)),
    )
    for one in BALLOT.lists
)
COUNT = OfficialCount("510b", "Juinen", True, {1: 50, 4: 30, 7: 20}, {})
NINE = OfficialElection("GR2026_Juinen", "GR", "2026-03-18", "9999", seats=9)


def with_list(place, **changes):
    return [replace(one, **changes) if number == place else one for number, one in enumerate(COUNTED)]


# -- the count as such


def test_a_count_is_written_and_read_back():
    count = replace(
        COUNT,
        votes={"1.1": 50, "1.2": 0},
        blank=3,
        notices=(Notice("9999::SB1", "admitted", 9, 8), Notice(None, "ballots", 1, 2)),
    )
    assert OfficialCount.from_json(count.to_json()) == count
    assert list(OfficialCount.from_json(count.to_json()).of_list) == [1, 4, 7]


def test_equal_counts_are_equal_bytes():
    turned = replace(COUNT, of_list=dict(reversed(COUNT.of_list.items())))
    assert turned.to_json() == COUNT.to_json()
    assert replace(COUNT, of_list={**COUNT.of_list, 7: 21}).to_json() != COUNT.to_json()


# -- whose lists


def test_votes_are_found_by_the_numbers_of_the_ballot():
    of_list, votes = votes_on_ballot(reversed(COUNTED), BALLOT)
    assert list(of_list.items()) == [(1, 10), (4, 5), (7, 2)]
    assert votes == {"1.1": 7, "1.2": 3, "4.1": 5, "7.1": 0, "7.2": 2}
    assert set(votes) == set(BALLOT.by_key)


@pytest.mark.parametrize(
    "lists",
    [
        with_list(0, name="JUINEN  nu"),
        with_list(0, name=None),
        with_list(1, name="Blanco (Zandstra, H.K.)"),
        with_list(0, number=None),
        with_list(1, number=None, name="Blanco (Zandstra)"),
        [*COUNTED, CountedList(12, "Alleen in een andere kieskring", 0)],
        [*COUNTED, CountedList(None, "Ergens anders", 0)],
        with_list(0, candidates=(CountedCandidate(2, 3, "Stam"), CountedCandidate(1, 7, "VRIES-BOS"))),
    ],
)
def test_how_a_list_is_written_does_not_matter(lists):
    assert votes_on_ballot(lists, BALLOT)[0] == {1: 10, 4: 5, 7: 2}


def test_without_candidates_only_the_lists_are_known():
    of_list, votes = votes_on_ballot([replace(one, candidates=()) for one in COUNTED], BALLOT)
    assert (of_list, votes) == ({1: 10, 4: 5, 7: 2}, {})


@pytest.mark.parametrize(
    ("lists", "of", "candidate"),
    [
        (COUNTED[:2], 7, None),
        ([*COUNTED, CountedList(12, "Elders", 1)], 12, None),
        ([*COUNTED, CountedList(None, "Elders", 1)], "Elders", None),
        ([*COUNTED, COUNTED[0]], 1, None),
        (with_list(0, name="Juinen Straks"), 1, None),
        (with_list(1, number=None, name="Blanco (Bos)"), "Blanco (Bos)", None),
        (with_list(0, candidates=(*COUNTED[0].candidates, CountedCandidate(3, 0))), 1, 3),
        (with_list(0, candidates=COUNTED[0].candidates[:1]), 1, 2),
        (with_list(0, candidates=(CountedCandidate(1, 7, "Jansen"), CountedCandidate(2, 3))), 1, 1),
        (with_list(0, candidates=(CountedCandidate(1, 7), CountedCandidate(1, 3))), 1, 1),
    ],
)  # fmt: skip
def test_other_lists_are_refused(lists, of, candidate):
    with pytest.raises(CountOfOtherLists) as refused:
        votes_on_ballot(lists, BALLOT)
    assert refused.value.facts == {"list": of, "candidate": candidate}


# -- what sets the young apart


def test_shares_are_exact_and_of_the_valid_votes():
    first, *_ = compare(BALLOT, {1: 1, 4: 1, 7: 1}, COUNT).lists
    assert (first.youth_share, first.official_share) == (Fraction(1, 3), Fraction(1, 2))
    assert first.points == Fraction(-50, 3)
    assert first.more_seats is None


@given(st.lists(st.integers(0, 10**6), min_size=6, max_size=6))
def test_what_one_list_wins_others_lose(votes):
    young, official = (dict(zip((1, 4, 7), part, strict=True)) for part in (votes[:3], votes[3:]))
    found = compare(BALLOT, young, replace(COUNT, of_list=official))
    lost = 100 * ((sum(young.values()) > 0) - (sum(official.values()) > 0))
    assert sum(one.points for one in found.lists) == lost


def test_nobody_voted_and_nothing_breaks():
    found = compare(BALLOT, dict.fromkeys((1, 4, 7), 0), replace(COUNT, of_list=dict.fromkeys((1, 4, 7), 0)))
    assert {one.points for one in found.lists} == {0}


def test_the_largest_difference_comes_first_and_equals_in_list_order():
    seats = seats_of(COUNT, BALLOT, NINE)
    assert {one.number: one.seats for one in seats.standings} == {1: 2, 4: 1, 7: 2}, (
        "no list has more seats than candidates"
    )
    found = compare(BALLOT, {1: 9, 4: 1, 7: 0}, COUNT, youth_seats={1: 3, 4: 3, 7: 0}, official_seats=seats)
    assert [(one.number, one.more_seats) for one in found.changes] == [(4, 2), (7, -2), (1, 1)]
    assert found.has_seats
    assert found.furthest.number == 1


def test_a_tie_in_the_official_count_is_said_and_not_decided():
    tied = replace(COUNT, of_list={1: 10, 4: 0, 7: 10})
    seats = seats_of(tied, BALLOT, replace(NINE, seats=3))
    assert seats.lots is not None
    found = compare(BALLOT, {1: 2, 4: 1, 7: 0}, tied, youth_seats={1: 2, 4: 1, 7: 0}, official_seats=seats)
    assert (found.awaits_lots, found.has_seats, found.changes) == (True, False, ())


@pytest.mark.parametrize("official", [replace(NINE, seats=None), replace(NINE, category="BC")])
def test_without_a_number_of_seats_or_rules_there_are_none(official):
    assert seats_of(COUNT, BALLOT, official) is None
