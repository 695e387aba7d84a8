import random
from collections import Counter

import pytest

from jeugd.domain.patterns import FEWEST_ALIKE, open_rankings, open_sets

A, B, C = "1", "2", "3"


def ranked(*keys):
    return tuple((key,) for key in keys)


def marked(*keys):
    return frozenset(keys)


def test_below_a_hundred_ballots_nothing_is_handed_out():
    assert open_rankings({ranked(A, B): 99}) is None
    assert open_sets({marked(A): 99, marked(): 50}) is None


def test_what_many_people_filled_in_stays_whole():
    ballots = {ranked(A, B, C): 60, ranked(B, A, C): 40}
    assert open_rankings(ballots) == ballots


def test_a_rare_ranking_becomes_its_first_choice():
    ballots = {ranked(A, B): 80, ranked(A, C): 9, ranked(A): 5, ranked(B, C, A): 6}
    assert open_rankings(ballots) == {ranked(A, B): 80, ranked(A): 14, ranked(B): 6}


def test_what_is_cut_is_never_so_little_that_it_could_be_told_apart():
    ballots = {ranked(A, B): 70, ranked(A, C): 25, ranked(A, C, B): 5}
    assert open_rankings(ballots) == {ranked(A, B): 70, ranked(A): 30}


def test_who_ranked_nothing_but_a_first_choice_is_not_told_apart_either():
    ballots = {ranked(A, B): 70, ranked(A, C): 25, ranked(A): 1, ranked(B): 4}
    assert open_rankings(ballots) == {ranked(A, B): 70, ranked(A): 26, ranked(B): 4}
    assert open_rankings({ranked(A, B): 90, ranked(A): 10}) == {ranked(A, B): 90, ranked(A): 10}


def test_rare_sets_are_left_out_and_blank_ones_stay():
    ballots = {marked(A, B): 80, marked(A): 30, marked(B): 6, marked(C): 5, marked(): 2}
    opened = open_sets(ballots)
    assert opened.ballots == {marked(A, B): 80, marked(A): 30, marked(): 2}
    assert opened.left_out == 11


def test_sets_that_are_left_out_are_never_so_few_that_they_could_be_told_apart():
    opened = open_sets({marked(A, B): 80, marked(A): 30, marked(B): 6})
    assert (opened.ballots, opened.left_out) == ({marked(A, B): 80}, 36)


def test_where_every_set_is_rare_none_is_handed_out():
    assert open_sets({frozenset({str(number)}): 9 for number in range(20)}) is None


def random_towns(number):
    dice = random.Random(7)
    for _ in range(number):
        kinds = [ranked(*dice.sample("12345", dice.randint(1, 5))) for _ in range(dice.randint(1, 30))]
        weights = [dice.choice((1, 2, 9, 40)) for _ in kinds]
        yield dict(Counter(dice.choices(kinds, weights, k=dice.randint(100, 400))))


def found_by_a_buyer(town, handed_out):
    """Longer rankings in the data that somebody who bought one and knows of eight others can be sure of."""
    return [
        one for one, ballots in (handed_out(town) or {}).items() if len(one) > 1 and ballots < FEWEST_ALIKE
    ]


def test_a_buyer_of_votes_finds_no_ranking_that_was_asked_for():
    for town in random_towns(500):
        opened = open_rankings(town)
        assert found_by_a_buyer(town, open_rankings) == []
        assert sum(opened.values()) == sum(town.values())
        firsts = [Counter() for _ in range(2)]
        for counts, ballots in zip(firsts, (town, opened), strict=True):
            for one, number in ballots.items():
                counts[one[0]] += number
        assert firsts[0] == firsts[1]


@pytest.mark.parametrize("planted", [dict, lambda town: {one: n for one, n in town.items() if n >= 3}])
def test_a_buyer_finds_out_data_that_hides_too_little(planted):
    assert any(found_by_a_buyer(town, planted) for town in random_towns(500))
