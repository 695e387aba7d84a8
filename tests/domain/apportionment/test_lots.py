"""Stored draws are checked again against the votes."""

from dataclasses import replace

import pytest

from jeugd.domain.apportionment import Draw, LotsRequired, apportion
from jeugd.domain.apportionment.refusals import DrawLeftOver, DrawnNoOption, DrawUnfit


@pytest.fixture
def tied(council):
    return council(15, [500, 140, 140, 140, 140, 140])


def test_draws_can_be_taken_up_where_they_were_left(tied, draw_until_done):
    outcome, draws = draw_until_done(tied)
    assert apportion(tied, draws) == outcome
    for made, draw in enumerate(draws):
        waiting = apportion(tied, draws[:made])
        assert isinstance(waiting, LotsRequired)
        assert waiting.lots == draw.lots


def test_a_draw_may_be_stored_without_the_figures(tied, draw_until_done):
    outcome, draws = draw_until_done(tied)
    bare = [Draw(replace(draw.lots, value=None, values=()), draw.drawn) for draw in draws]
    assert apportion(tied, bare) == outcome


def test_a_draw_of_other_votes_is_refused(council, tied, draw_until_done):
    _, draws = draw_until_done(tied)
    with pytest.raises(DrawUnfit) as refusal:
        apportion(council(15, [500, 140, 140, 140, 140, 141]), draws)
    assert refusal.value.facts == {"position": 1}


def test_a_draw_with_the_same_options_but_other_figures_is_refused(council, tied, draw_until_done):
    _, draws = draw_until_done(tied)
    with pytest.raises(DrawUnfit):
        apportion(council(15, [1000, 280, 280, 280, 280, 280]), draws)


def test_draws_in_another_order_are_refused(tied, draw_until_done):
    _, draws = draw_until_done(tied)
    with pytest.raises(DrawUnfit):
        apportion(tied, [draws[1], draws[0], *draws[2:]])


def test_a_list_that_took_no_part_cannot_be_drawn(tied):
    lots = apportion(tied).lots
    with pytest.raises(DrawnNoOption) as refusal:
        apportion(tied, [Draw(lots, 1)])
    assert refusal.value.facts == {"position": 1, "drawn": 1}


def test_a_draw_for_which_no_lots_are_needed_is_refused(council, tied, draw_until_done):
    _, draws = draw_until_done(tied)
    with pytest.raises(DrawLeftOver) as refusal:
        apportion(tied, [*draws, draws[-1]])
    assert refusal.value.facts == {"position": 5}
    with pytest.raises(DrawLeftOver):
        apportion(council(9, [9]), draws[:1])
