from itertools import pairwise, permutations

import pytest
from hypothesis import given
from votelib.convert import RankedToCondorcetVotes
from votelib.evaluate.condorcet import Schulze, SmithSet

from jeugd.domain.tally import schulze
from jeugd.domain.tally.lots import Lots, LotsFor
from jeugd.domain.tally.schulze import Duel, count
from tests.domain.tally.ranked_elections import (
    TENNESSEE,
    cast,
    elections,
    quick,
    random_elections,
)

# M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election
# method": the first example, with its numbers of ballots, strengths of paths and outcome
SCHULZE_1 = cast(
    A_C_B_E_D=5, A_D_E_C_B=5, B_E_D_A_C=8, C_A_B_E_D=3, C_A_E_B_D=7, C_B_A_D_E=2, D_C_E_B_A=7, E_B_A_D_C=8
)
DUELS_1 = {"A": (20, 26, 30, 22), "B": (25, 16, 33, 18), "C": (19, 29, 17, 24), "D": (15, 12, 28, 14)}
STRENGTHS_1 = {
    "A": {"B": 28, "C": 28, "D": 30, "E": 24},
    "B": {"A": 25, "C": 28, "D": 33, "E": 24},
    "C": {"A": 25, "B": 29, "D": 29, "E": 24},
    "D": {"A": 25, "B": 28, "C": 28, "E": 24},
    "E": {"A": 25, "B": 28, "C": 28, "D": 31},
}


def test_the_example_of_schulze_comes_out_as_published():
    outcome = count("ABCDE", SCHULZE_1)
    (one,) = outcome.rounds
    assert (outcome.winners, outcome.condorcet_winner) == (("E",), None)
    assert one.strengths == STRENGTHS_1
    for duel in one.duels:
        others = [option for option in "ABCDE" if option != duel.one]
        assert duel.for_one == DUELS_1[duel.one][others.index(duel.other)]
        assert duel.for_one + duel.for_other == 45
    assert one.path("A", "B") == ("A", "D", "C", "B")
    assert one.path("B", "C") == ("B", "D", "C")
    assert one.path("A", "E") == ("A", "C", "E")  # as strong as the published A, D, C, E, and shorter


def test_whoever_wins_all_duels_wins():
    outcome = count("MNCK", TENNESSEE)
    assert (outcome.winners, outcome.condorcet_winner) == (("N",), "N")
    assert outcome.rounds[0].duels[0] == Duel("M", "N", 42, 58)
    assert outcome.rounds[0].duels[0].winner == "N"


def test_what_a_ballot_leaves_out_is_below_the_rest_and_equals_are_no_votes():
    (one,) = count("ABCD", cast(A=2, AB_C=1)).rounds
    assert [(duel.for_one, duel.for_other) for duel in one.duels] == [
        (2, 0),
        (3, 0),
        (3, 0),
        (1, 0),
        (1, 0),
        (1, 0),
    ]


def test_a_circle_of_equal_duels_waits_for_a_lot():
    ballots = cast(A_B_C=1, B_C_A=1, C_A_B=1)
    waiting = count("ABC", ballots)
    assert waiting.lots == Lots(LotsFor.WINNER, ("A", "B", "C"))
    assert (waiting.winners, waiting.is_tie, waiting.condorcet_winner) == (("A", "B", "C"), True, None)
    settled = count("ABC", ballots, ["C"])
    assert (settled.winners, settled.is_tie) == (("C",), False)


def test_the_weakest_duel_of_a_circle_gives_way():
    """A beats B 6 to 3, B beats C 7 to 2, C beats A 5 to 4: C's victory is the weakest."""
    outcome = count("ABC", cast(A_B_C=4, B_C_A=3, C_A_B=2))
    assert [(duel.for_one, duel.for_other) for duel in outcome.rounds[0].duels] == [(6, 3), (4, 5), (7, 2)]
    assert outcome.winners == ("A",)
    assert outcome.rounds[0].path("A", "C") == ("A", "B", "C")


def test_an_equal_duel_is_won_by_nobody():
    outcome = count("AB", cast(A_B=2, B_A=2))
    assert outcome.rounds[0].duels == (Duel("A", "B", 2, 2),)
    assert outcome.rounds[0].duels[0].winner is None
    assert outcome.rounds[0].path("A", "B") == ()
    assert outcome.winners == ("A", "B")


# -- the same election counted by others


def duels_by_votelib(options, ballots):
    known = {tuple(options): 0}  # it knows no option that nobody ranked
    return RankedToCondorcetVotes().convert(
        known | {tuple(each for (each,) in one): n for one, n in ballots.items()}
    )


def check_against_votelib(options, ballots):
    outcome = count(options, ballots)
    duels = duels_by_votelib(options, ballots)
    paths = Schulze.widest_paths(duels)
    strengths = outcome.rounds[0].strengths
    assert strengths == {a: {b: paths.get((a, b), 0) for b in options if b != a} for a in options}
    best = {
        a for a in options if all(paths.get((a, b), 0) >= paths.get((b, a), 0) for b in options if b != a)
    }
    assert set(outcome.winners) == best
    assert set(outcome.winners) <= smith_set(outcome)


def check_many_against_votelib(number):
    for options, ballots in random_elections(number):
        check_against_votelib(options, ballots)


def test_votelib_counts_10_000_elections_alike():
    check_many_against_votelib(10_000)


def smith_set(outcome):
    """The smallest group that wins every duel against the others, by looking at all groups."""
    duels = outcome.rounds[0].duels
    options = {option for duel in duels for option in (duel.one, duel.other)}
    wins = {
        (duel.one, duel.other) if duel.winner == duel.one else (duel.other, duel.one)
        for duel in duels
        if duel.winner
    }
    groups = [
        set(order[:size]) for order in permutations(sorted(options)) for size in range(1, len(options) + 1)
    ]
    dominant = [group for group in groups if all((a, b) in wins for a in group for b in options - group)]
    return min(dominant, key=len)


def test_the_group_of_smith_is_that_of_votelib():
    for options, ballots in random_elections(200):
        duels = duels_by_votelib(options, ballots)
        assert set(SmithSet().evaluate(duels)) >= smith_set(count(options, ballots))


def strongest(duels, start, end, seen=()):
    """The strength of the strongest path, by walking all of them."""
    steps = [
        (max(duel.for_one, duel.for_other), duel.other if duel.winner == duel.one else duel.one)
        for duel in duels
        if duel.winner == start
    ]
    return max(
        (
            number if option == end else min(number, strongest(duels, option, end, (*seen, start)))
            for number, option in steps
            if option not in seen
        ),
        default=0,
    )


# -- what holds for every election


@given(elections())
@quick
def test_strengths_and_paths_are_those_of_a_walk_over_all_paths(election):
    options, ballots = election
    (one,) = count(options, ballots).rounds
    won = {(duel.one, duel.other): duel.for_one for duel in one.duels if duel.winner == duel.one}
    won |= {(duel.other, duel.one): duel.for_other for duel in one.duels if duel.winner == duel.other}
    for start, end in permutations(options, 2):
        assert one.strengths[start][end] == strongest(one.duels, start, end)
        path = one.path(start, end)
        steps = [won[step] for step in pairwise(path)]
        assert min(steps, default=0) == one.strengths[start][end]
        assert path == () or (path[0], path[-1]) == (start, end)


@given(elections())
@quick
def test_whoever_wins_all_duels_is_the_only_winner_and_winners_are_in_the_group_of_smith(election):
    options, ballots = election
    outcome = count(options, ballots)
    wins = [duel.winner for duel in outcome.rounds[0].duels]
    champions = tuple(option for option in options if wins.count(option) == len(options) - 1)
    assert (outcome.condorcet_winner,) == (champions or (None,))
    if champions:
        assert outcome.winners == champions
    assert set(outcome.winners) <= smith_set(outcome)


# -- planted bugs: the comparisons must notice


def test_planted_bug_only_direct_duels_is_noticed(monkeypatch):
    monkeypatch.setattr(schulze, "permutations", lambda *_: ())
    with pytest.raises(AssertionError):
        test_the_example_of_schulze_comes_out_as_published()


def test_planted_bug_a_lost_duel_as_a_path_is_noticed(monkeypatch):
    monkeypatch.setattr(schulze, "_strengths", lambda preferred: preferred)
    with pytest.raises(AssertionError):
        check_many_against_votelib(100)


def test_planted_bug_options_left_out_that_count_as_equal_are_noticed(monkeypatch):
    right = schulze._preferences

    def wrong(options, ballots):
        return right(
            options, {ranked: number for ranked, number in ballots.items() if len(ranked) == len(options)}
        )

    monkeypatch.setattr(schulze, "_preferences", wrong)
    with pytest.raises(AssertionError):
        check_many_against_votelib(100)
