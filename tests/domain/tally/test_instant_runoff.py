from fractions import Fraction
from itertools import pairwise

import pyrankvote
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jeugd.domain.errors import LotUnfit
from jeugd.domain.tally import instant_runoff
from jeugd.domain.tally.instant_runoff import Elimination, Outcome, Round, count
from jeugd.domain.tally.lots import Lots, LotsFor
from tests.domain.tally.ranked_elections import (
    TENNESSEE,
    cast,
    elections,
    possible_winners,
    quick,
    random_elections,
)

HALF = Fraction(1, 2)


def test_the_last_drops_out_until_one_has_more_than_half():
    assert count("MNCK", TENNESSEE) == Outcome(
        ("K",),
        (
            Round({"M": 42, "N": 26, "C": 15, "K": 17}, 0, ("C",), Elimination.LAST),
            Round({"M": 42, "N": 26, "K": 32}, 0, ("N",), Elimination.LAST),
            Round({"M": 42, "K": 58}, 0),
        ),
    )


def test_more_than_half_at_once_needs_no_second_round():
    outcome = count("ABC", cast(A=3, B_A=1, C_A=1))
    assert outcome == Outcome(("A",), (Round({"A": 3, "B": 1, "C": 1}, 0),))


def test_half_is_not_more_than_half():
    """A has 4 of 8; B and C together have 4 too, and the lot between them matters."""
    assert len(count("ABC", cast(A=4, B_C=2, C_B=2)).rounds) == 1
    assert count("ABC", cast(A=4, B_C=2, C_B=2)).lots == Lots(LotsFor.ELIMINATION, ("B", "C"))


def test_exhausted_ballots_no_longer_count_towards_the_half():
    outcome = count("ABC", cast(A=4, B=3, C=2))
    assert [(one.continuing, one.exhausted) for one in outcome.rounds] == [(9, 0), (7, 2)]
    assert outcome.winners == ("A",)


def test_equal_last_options_that_cannot_overtake_anybody_drop_out_together():
    first, last = count("ABCDE", cast(A=5, B=4, C_B=1, D_B=1, E=1)).rounds
    assert (first.eliminated, first.how) == (("C", "D", "E"), Elimination.TOGETHER)
    assert last.votes == {"A": 5, "B": 6}


def test_options_that_nobody_put_first_drop_out_together():
    first = count("ABCDE", cast(A=5, B=4, C_B=3)).rounds[0]
    assert first.eliminated == ("D", "E")


def test_a_group_that_is_harmless_only_with_the_next_one_up_drops_out_together():
    """B and C could overtake D by lot, but B, C and D together not A or E."""
    first = count("ABCDE", cast(A=9, B=1, C=1, D=2, E=8)).rounds[0]
    assert first.eliminated == ("B", "C", "D")


def test_equal_last_options_wait_for_a_lot_about_who_drops_out():
    ballots = cast(A=4, B_C=3, C_B=3)
    waiting = count("ABC", ballots)
    assert waiting.lots == Lots(LotsFor.ELIMINATION, ("B", "C"))
    assert (waiting.winners, waiting.is_tie) == ((), True)
    settled = count("ABC", ballots, ["B"])
    assert settled.rounds[0] == Round({"A": 4, "B": 3, "C": 3}, 0, ("B",), Elimination.LOT)
    assert (settled.winners, settled.is_tie) == (("C",), False)


def test_one_lot_may_lead_to_the_next():
    ballots = cast(A=2, B=2, C_A=1, D_B=1)
    assert count("ABCD", ballots).lots == Lots(LotsFor.ELIMINATION, ("C", "D"))
    assert count("ABCD", ballots, ["C"]).lots == Lots(LotsFor.WINNER, ("A", "B"))
    settled = count("ABCD", ballots, ["C", "B"])
    assert [one.how for one in settled.rounds] == [Elimination.LOT, Elimination.LAST, Elimination.LOT]
    assert [one.eliminated for one in settled.rounds] == [("C",), ("D",), ("A",)]
    assert settled.winners == ("B",)


def test_a_lot_between_the_last_two_names_the_winner():
    ballots = cast(A_B=5, B_A=5)
    waiting = count("AB", ballots)
    assert (waiting.winners, waiting.lots) == (("A", "B"), Lots(LotsFor.WINNER, ("A", "B")))
    settled = count("AB", ballots, ["B"])
    assert settled == Outcome(("B",), (Round({"A": 5, "B": 5}, 0, ("A",), Elimination.LOT),))


@pytest.mark.parametrize(
    ("ballots", "draws"),
    [
        (cast(A=4, B_C=3, C_B=3), ["A"]),
        (cast(A=4, B_C=3, C_B=3), ["x"]),
        (cast(A=4, B_C=3, C_B=3), ["B", "C"]),
        (cast(A=4), ["A"]),
        ({}, ["A"]),
        (cast(A_B=5, B_A=5), ["A", "B"]),
        (cast(A_B=5, B_A=5), ["C"]),
    ],
)
def test_a_draw_that_answers_no_lots_is_refused(ballots, draws):
    options = sorted({option for ranked in ballots for tier in ranked for option in tier} | {"A", "B"})
    with pytest.raises(LotUnfit):
        count(options, ballots, draws)


@pytest.mark.parametrize("ballots", [{}, {(): 7}, cast(A=0)])
def test_without_a_ranking_nobody_wins_and_nobody_ties(ballots):
    outcome = count("ABC", ballots)
    assert (outcome.winners, outcome.lots) == ((), None)
    assert outcome.rounds[0].exhausted == sum(ballots.values())


def test_equals_on_a_ballot_share_it():
    outcome = count("ABC", cast(AB_C=1, ABC=1, A=1))
    assert outcome.rounds[0].votes == {
        "A": HALF + Fraction(1, 3) + 1,
        "B": HALF + Fraction(1, 3),
        "C": Fraction(1, 3),
    }
    assert outcome.winners == ("A",)


# -- the same election counted by others


def winners_by_the_book(options, ballots):
    """One at a time drops out, any of the equal last, without a thought about who could overtake whom."""
    votes = dict.fromkeys(options, Fraction())
    for ranked, number in ballots.items():
        tops = [[option for option in tier if option in votes] for tier in ranked]
        top = next(filter(None, tops), [])
        for option in top:
            votes[option] += Fraction(number, len(top))
    if len(votes) == 1:
        return set(votes) if any(votes.values()) else set()
    last = [option for option, number in votes.items() if number == min(votes.values())]
    rest = ([option for option in options if option != out] for out in last)
    return set().union(*(winners_by_the_book(each, ballots) for each in rest))


def disagreements(number):
    """Elections that the rule above settles otherwise."""
    return [
        (options, ballots)
        for options, ballots in random_elections(number)
        if possible_winners(count, options, ballots) != winners_by_the_book(options, ballots)
    ]


def test_over_all_lots_the_same_can_win_as_when_one_drops_out_at_a_time():
    assert disagreements(10_000) == []


def winner_by_pyrankvote(options, ballots):
    candidates = {option: pyrankvote.Candidate(option) for option in options}
    cards = [
        pyrankvote.Ballot([candidates[option] for (option,) in ranked])
        for ranked, number in ballots.items()
        for _ in range(number)
    ]
    return pyrankvote.instant_runoff_voting(list(candidates.values()), cards).get_winners()[0].name


def test_pyrankvote_counts_10_000_elections_alike():
    """It settles ties by second choices and then in its own way: always for somebody who can win by lot."""
    for options, ballots in random_elections(10_000):
        assert winner_by_pyrankvote(options, ballots) in possible_winners(count, options, ballots)


# -- what holds for every election


@given(elections())
@quick
def test_every_ballot_is_somewhere_in_every_round(election):
    options, ballots = election
    outcome = count(options, ballots)
    for one in outcome.rounds:
        assert sum(one.votes.values()) + one.exhausted == sum(ballots.values())
    for before, after in pairwise(outcome.rounds):
        assert set(after.votes) == set(before.votes) - set(before.eliminated)
        assert after.exhausted >= before.exhausted


@given(elections())
@quick
def test_whoever_most_voters_put_first_wins(election):
    options, ballots = election
    for option in options:
        first = sum(number for ranked, number in ballots.items() if ranked[0] == (option,))
        if 2 * first > sum(ballots.values()):
            assert count(options, ballots).winners == (option,)


@given(elections(), st.integers(0, 100))
@quick
def test_every_lot_brings_the_count_further_and_earlier_rounds_stay(election, luck):
    options, ballots = election
    draws = []
    outcome = count(options, ballots)
    while outcome.lots:
        draws.append(outcome.lots.options[luck % len(outcome.lots.options)])
        further = count(options, ballots, draws)
        assert further.rounds[: len(outcome.rounds) - 1] == outcome.rounds[:-1]
        outcome = further
    assert len(outcome.winners) == 1


# -- planted bugs: the comparisons must notice


def test_planted_bug_half_is_taken_for_a_majority(monkeypatch):
    wrong = property(
        lambda one: tuple(each for each, number in one.votes.items() if 2 * number >= one.continuing)[:1]
    )
    monkeypatch.setattr(Round, "majority", wrong)
    assert disagreements(300)


def test_planted_bug_a_group_that_can_overtake_drops_out_together(monkeypatch):
    def wrong(votes):
        fewest = min(votes.values())
        return tuple(option for option, number in votes.items() if number == fewest < max(votes.values()))

    monkeypatch.setattr(instant_runoff, "_harmless", wrong)
    assert disagreements(1000)


def test_planted_bug_ties_by_the_order_of_the_options_are_noticed(monkeypatch):
    monkeypatch.setattr(instant_runoff, "answer", lambda lots, _: lots.options[0])
    assert disagreements(100)
