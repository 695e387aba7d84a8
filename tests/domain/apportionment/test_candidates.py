"""P 15, P 17 and P 19a."""

from fractions import Fraction

import pytest

from jeugd.domain.apportionment import (
    Article,
    CandidateLots,
    Draw,
    ListVotes,
    apportion,
    candidates,
)
from jeugd.domain.apportionment.candidates import elect
from jeugd.domain.apportionment.lots import Draws


def elected(votes, seats, threshold, *, deceased=(), draws=()):
    found = elect(ListVotes.of(1, votes, deceased), seats, Fraction(threshold), Draws(draws), is_ranked=True)
    return found if isinstance(found, CandidateLots) else found[0]


def test_exactly_the_threshold_is_not_enough():
    assert elected([60, 50, 40], 2, 50).on_preference == (1,)
    assert elected([60, 51, 40], 2, 50).on_preference == (1, 2)


def test_planted_bug_a_threshold_that_may_be_equalled_elects_another(monkeypatch):
    monkeypatch.setattr(candidates, "passes", lambda votes, threshold: votes >= threshold)
    with pytest.raises(AssertionError):
        test_exactly_the_threshold_is_not_enough()


def test_most_votes_sit_first_and_the_rest_follow_the_list():
    one = elected([5, 0, 60, 70, 0], 4, 50)
    assert (one.on_preference, one.in_list_order) == ((4, 3), (1, 2))
    assert [(each.candidate, each.seat_number, each.article) for each in one.seated] == [
        (4, 1, Article.PREFERENCE_VOTES),
        (3, 2, Article.PREFERENCE_VOTES),
        (1, 3, Article.LIST_ORDER),
        (2, 4, Article.LIST_ORDER),
    ]


def test_equal_candidates_who_all_fit_sit_in_list_order():
    assert elected([60, 70, 60, 0], 3, 50).on_preference == (2, 1, 3)


def test_equal_candidates_for_too_few_seats_draw_lots():
    lots = elected([80, 60, 60, 60], 3, 50)
    assert lots == CandidateLots(1, (2, 3, 4), 60, (2, 3), 3)
    again = elected([80, 60, 60, 60], 3, 50, draws=(Draw(lots, 4),))
    assert again == CandidateLots(1, (2, 3), 60, (3,), 3)
    one = elected([80, 60, 60, 60], 3, 50, draws=(Draw(lots, 4), Draw(again, 2)))
    assert one.on_preference == (1, 4, 2)
    assert [each.by_lots for each in one.seated] == [False, True, True]


def test_a_list_without_seats_draws_no_lots():
    assert elected([60, 60], 0, 50).seated == ()


def test_a_deceased_candidate_is_never_elected():
    one = elected([90, 60, 0], 2, 50, deceased=(1,))
    assert (one.on_preference, one.in_list_order, one.ranking) == ((2,), (3,), (2, 3))


def test_a_list_of_which_everyone_died_elects_nobody(council):
    outcome = apportion(council(9, [[5, 4], [4, 0, 0, 0, 0, 0, 0, 0, 0]], deceased={1: [1, 2]}))
    assert (outcome.lists[0].seats, outcome.lists[0].seated, outcome.lists[0].ranking) == (0, (), ())
    assert outcome.lists[1].seats == 9


def test_candidate_numbers_may_have_gaps():
    one = ListVotes.of_numbered(7, [(3, 266), (2, 187)])
    found, _ = elect(one, 1, Fraction(170), Draws(), is_ranked=True)
    assert (found.on_preference, found.ranking, found.ranking_is_changed) == ((3,), (3, 2), False)
