import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain.answer import BLANK, INVALID
from jeugd.domain.contest import Contest, Option, numbered
from jeugd.domain.errors import LotUnfit
from jeugd.domain.tally.plurality import Outcome, count

CONTEST = Contest("Wie?", options=numbered([("Noor", "", ""), ("Yassin", "", ""), ("Fenna", "", "")]))


def test_the_option_with_the_most_votes_wins():
    outcome = count(CONTEST, {"1": 4, "2": 9, BLANK: 2, INVALID: 1})
    assert outcome == Outcome({"1": 4, "2": 9, "3": 0}, blank=2, invalid=1, winners=("2",))
    assert (outcome.valid, outcome.counted, outcome.is_tie) == (13, 16, False)


def test_equal_votes_are_a_tie_that_waits_for_a_lot():
    outcome = count(CONTEST, {"1": 5, "3": 5, "2": 4})
    assert outcome.winners == ("1", "3")
    assert outcome.is_tie


@pytest.mark.parametrize("drawn", ["1", "3"])
def test_a_lot_settles_a_tie_and_changes_no_vote(drawn):
    outcome = count(CONTEST, {"1": 5, "3": 5, "2": 4}, drawn)
    assert outcome.winners == (drawn,)
    assert not outcome.is_tie
    assert outcome.votes == {"1": 5, "2": 4, "3": 5}


@pytest.mark.parametrize(
    ("tally", "drawn"),
    [({"1": 5, "3": 5}, "2"), ({"1": 5, "3": 5}, BLANK), ({"1": 5}, "1"), ({}, "1"), ({BLANK: 3}, BLANK)],
)
def test_a_lot_that_settles_nothing_is_refused(tally, drawn):
    with pytest.raises(LotUnfit):
        count(CONTEST, tally, drawn)


@pytest.mark.parametrize("tally", [{}, {BLANK: 28}, {INVALID: 1}, {"1": 0, "2": 0}])
def test_without_a_vote_for_anybody_nobody_wins_and_nobody_ties(tally):
    outcome = count(CONTEST, tally)
    assert outcome.winners == ()
    assert not outcome.is_tie
    assert outcome.valid == 0
    assert outcome.counted == sum(tally.values())


@pytest.mark.parametrize("choice", ["1", "2", "3"])
def test_one_voter_decides(choice):
    assert count(CONTEST, {choice: 1}).winners == (choice,)


def test_blank_votes_never_win():
    assert count(CONTEST, {"2": 1, BLANK: 27}).winners == ("2",)


ballots = st.lists(st.sampled_from(["1", "2", "3", BLANK, INVALID]), max_size=60)


@given(ballots)
@settings(deadline=None)
def test_the_count_is_what_a_hand_count_gives(cast):
    outcome = count(CONTEST, {answer: cast.count(answer) for answer in set(cast)})
    assert outcome.counted == len(cast)
    assert outcome.votes == {key: cast.count(key) for key in "123"}
    most = max(outcome.votes.values())
    assert set(outcome.winners) == {key for key in "123" if most and cast.count(key) == most}


@given(ballots, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_other_names_and_another_order_change_nothing(cast, dice):
    tally = {answer: cast.count(answer) for answer in set(cast)}
    renamed = dict(zip("123", dice.sample(["8", "zz", "4.2"], 3), strict=True))
    options = [Option(new, "x") for new in renamed.values()]
    dice.shuffle(options)
    other = count(
        Contest("Wie?", options=tuple(options)), {renamed.get(key, key): n for key, n in tally.items()}
    )
    one = count(CONTEST, tally)
    assert other.votes == {renamed[key]: number for key, number in one.votes.items()}
    assert set(other.winners) == {renamed[key] for key in one.winners}
    assert (other.blank, other.invalid) == (one.blank, one.invalid)


def test_a_count_that_favours_the_first_is_found_out():
    def favours(tally):
        return max("123", key=lambda key: tally.get(key, 0))

    dice = random.Random(1)
    tallies = [{key: dice.randint(0, 3) for key in "123"} for _ in range(100)]
    assert any(set(count(CONTEST, tally).winners) != {favours(tally)} for tally in tallies)
