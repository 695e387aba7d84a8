"""Councils and lists for the seat rules."""

from datetime import date

import pytest

from jeugd.domain.apportionment import Category, ListVotes, LotsRequired, VoteCount, apportion, rules_for

DAY = date(2027, 3, 17)


@pytest.fixture
def council():
    """Make a vote count: ``council(9, [40, 30, 20])`` for list totals, or lists of candidate votes."""

    def make(seats, lists, category=Category.GR, *, deceased=None, percentage=None):
        gone = deceased or {}
        made = tuple(
            ListVotes(number, votes)
            if isinstance(votes, int)
            else ListVotes.of(number, votes, gone.get(number, ()))
            for number, votes in enumerate(lists, start=1)
        )
        return VoteCount(rules_for(category, DAY), seats, made, percentage)

    return make


@pytest.fixture
def seats_of():
    """The seats per list of an outcome."""
    return lambda outcome: [one.seats for one in outcome.seats.standings]


@pytest.fixture
def draw_until_done():
    """Answer all lots with ``choose(lots)``; gives the last outcome and the draws made."""

    def run(count, choose=lambda lots: lots.options[-1]):
        from jeugd.domain.apportionment import Draw

        draws = []
        while isinstance(outcome := apportion(count, draws), LotsRequired):
            draws.append(Draw(outcome.lots, choose(outcome.lots)))
        return outcome, draws

    return run
