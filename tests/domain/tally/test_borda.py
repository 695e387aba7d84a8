from fractions import Fraction
from itertools import permutations
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from votelib.component.rankscore import Borda
from votelib.convert import RankedToPositionalVotes

from jeugd.domain.tally import borda
from jeugd.domain.tally.borda import Round, count
from jeugd.domain.tally.lots import Lots, LotsFor
from tests.domain.tally.ranked_elections import (
    TENNESSEE,
    cast,
    elections,
    quick,
    random_elections,
)

HALF = Fraction(1, 2)


def points(options, ballots):
    return count(options, ballots).rounds[0].points


def test_every_place_is_worth_the_number_of_options_below_it():
    outcome = count("MNCK", TENNESSEE)
    assert outcome.winners == ("N",)
    assert outcome.rounds[0].points == {"M": 126, "N": 194, "C": 173, "K": 107}
    assert outcome.rounds[0].received["N"] == {3: 26, 2: 42, 1: 32}


def test_what_a_ballot_leaves_out_shares_the_last_places():
    assert points("ABCD", cast(A=1)) == {"A": 3, "B": 1, "C": 1, "D": 1}
    assert points("ABCD", cast(A_B=2)) == {"A": 6, "B": 4, "C": 1, "D": 1}
    assert points("ABCD", cast(A_B_C=1)) == points("ABCD", cast(A_B_C_D=1))


def test_equals_share_their_places():
    assert points("ABCD", cast(AB_C=1)) == {"A": 5 * HALF, "B": 5 * HALF, "C": 1, "D": 0}
    assert points("AB", cast(AB=1)) == {"A": HALF, "B": HALF}


def test_equal_most_points_wait_for_a_lot():
    ballots = cast(A_B_C=2, B_A_C=2)
    waiting = count("ABC", ballots)
    assert waiting.lots == Lots(LotsFor.WINNER, ("A", "B"))
    assert (waiting.winners, waiting.is_tie) == (("A", "B"), True)
    settled = count("ABC", ballots, ["B"])
    assert (settled.winners, settled.lots, settled.is_tie) == (("B",), None, False)
    assert settled.rounds == waiting.rounds


# -- the same election counted by others


def completed(options, ballots):
    """Every short ballot in all ways in which it could have gone on, with weights that make them one ballot again."""
    full = {}
    weight = factorial(len(options))
    for ranked, number in ballots.items():
        named = tuple(option for (option,) in ranked)
        ends = list(permutations([option for option in options if option not in named]))
        for end in ends:
            full[named + end] = full.get(named + end, 0) + number * weight // len(ends)
    return full, weight


def points_by_votelib(options, ballots):
    full, weight = completed(options, ballots)
    scores = RankedToPositionalVotes(Borda(base=0)).convert(full)
    return {option: Fraction(scores[option], weight) for option in options}


def disagreements(number):
    return [
        (options, ballots)
        for options, ballots in random_elections(number)
        if points(options, ballots) != points_by_votelib(options, ballots)
    ]


def test_votelib_counts_10_000_elections_alike():
    """A ballot that is cut off is worth the mean of all ballots that it could have become."""
    assert disagreements(10_000) == []


# -- what holds for every election


@given(elections())
@quick
def test_every_ballot_gives_the_same_number_of_points(election):
    options, ballots = election
    (one,) = count(options, ballots).rounds
    pairs = len(options) * (len(options) - 1) // 2
    assert sum(one.points.values()) == pairs * sum(ballots.values())
    for option, received in one.received.items():
        assert sum(received.values()) == sum(ballots.values())
        assert sum(worth * number for worth, number in received.items()) == one.points[option]


def raised(ranked, option):
    """The same ballot with an option on top of all others."""
    tiers = [tuple(each for each in tier if each != option) for tier in ranked]
    return ((option,), *(tier for tier in tiers if tier))


@given(elections(), st.integers(0, 6))
@quick
def test_a_winner_who_is_ranked_higher_still_wins(election, index):
    options, ballots = election
    changed = list(ballots)[index % len(ballots)]
    for winner in count(options, ballots).winners:
        after = dict(ballots)
        number = after.pop(changed)
        higher = raised(changed, winner)
        after[higher] = after.get(higher, 0) + number
        assert winner in count(options, after).winners


# -- planted bugs: the comparisons must notice


def test_planted_bug_nothing_for_what_is_left_out(monkeypatch):
    right = borda._half_points

    def wrong(ranked, options):
        named = {option for tier in ranked for option in tier}
        return [
            (option, worth if option in named else Fraction()) for option, worth in right(ranked, options)
        ]

    monkeypatch.setattr(borda, "_half_points", wrong)
    assert disagreements(50)


def test_planted_bug_the_best_of_their_places_for_equals(monkeypatch):
    def wrong(ranked, options):
        below = len(options)
        for tier in ranked:
            yield from ((option, 2 * below - 2) for option in tier)
            below -= len(tier)

    monkeypatch.setattr(borda, "_half_points", wrong)
    with pytest.raises(AssertionError):
        test_equals_share_their_places()


def test_a_round_holds_exact_fractions():
    (one,) = count("AB", cast(AB=1)).rounds
    assert one == Round({"A": HALF, "B": HALF}, {"A": {HALF: 1}, "B": {HALF: 1}})
