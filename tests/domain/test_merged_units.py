"""Which schools an export shows by themselves: none that is small, and none that can be worked out from the rest."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jeugd.domain.disclosure import (
    FEWEST_IN_PUBLIC,
    UNANIMITY_BELOW,
    MergedPlaces,
    Place,
    Table,
    for_public,
    merged_units,
)

ANSWERS = ("1", "2", "3", "blank")
NUMBERS = st.one_of(st.integers(0, 6), st.integers(0, 60))


def place(*votes, stations=2):
    """Votes of the lists 1, 2 and 3 and blank; as many as are given."""
    return Place(dict(zip(ANSWERS, (*votes, 0, 0, 0, 0), strict=False)), stations)


PLACES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2),
    st.builds(lambda votes, stations: place(*votes, stations=stations), st.tuples(*[NUMBERS] * 4), st.integers(1, 3)),
    max_size=9,
)  # fmt: skip


def total(places):
    """The votes of all places by answer."""
    return {answer: sum(one.votes[answer] for one in places) for answer in ANSWERS}


def tables(places, merge):
    """What is published: the votes of each unit, and of which places it is."""
    merged = merge(places)
    if merged is None:
        return []
    folded = [merged.folded] if merged.folded else []
    return [
        (unit, total([places[key] for key in unit])) for unit in (*((key,) for key in merged.shown), *folded)
    ]


def is_small(votes):
    """Not to be shown to the public by itself: too few, or nearly all the same."""
    return not isinstance(for_public(votes, stations=2), Table)


def betrayed(places, merge):
    """The places that are too small to be shown, and that somebody reads in a table or works out from it.

    Whoever knows that nobody voted somewhere takes that place away.
    """
    found = set()
    for unit, votes in tables(places, merge):
        voted = [key for key in unit if places[key].counted]
        if len(voted) == 1 and is_small(votes):
            found |= {*voted}
        if is_small(votes):
            found |= {*unit}
    return found


@given(PLACES)
@settings(deadline=None, max_examples=400)
@example({"a": place(10, 9), "b": place(15, 10)})
@example({"a": place(0), "b": place(15, 10), "c": place(15, 10)})
@example({"a": place(30, 1), "b": place(1, 30)})
@example({})
def test_no_place_that_is_small_is_shown_or_can_be_worked_out(places):
    assert betrayed(places, merged_units) == set()


@given(PLACES)
@settings(deadline=None, max_examples=200)
def test_every_unit_has_the_votes_that_a_public_result_needs(places):
    for _, votes in tables(places, merged_units):
        counted = sum(votes.values())
        assert counted >= FEWEST_IN_PUBLIC
        assert counted >= UNANIMITY_BELOW or max(votes.values()) * 10 <= counted * 9


@given(PLACES)
@settings(deadline=None, max_examples=200)
def test_every_vote_is_in_one_unit(places):
    made = tables(places, merged_units)
    if made:
        assert sorted(key for unit, _ in made for key in unit) == sorted(places)
        assert {answer: sum(votes[answer] for _, votes in made) for answer in ANSWERS} == total(
            places.values()
        )


@given(PLACES)
@settings(deadline=None, max_examples=200)
def test_nothing_is_shown_only_where_all_together_may_not_be_shown(places):
    stations = sum(one.stations for one in places.values())
    disclosed = for_public(total(places.values()), stations=stations)
    assert (merged_units(places) is not None) or not isinstance(disclosed, Table) or bool(disclosed.folded)


@given(PLACES)
@settings(deadline=None, max_examples=200)
def test_there_is_never_exactly_one_hidden_place(places):
    merged = merged_units(places)
    assert merged is None or len(merged.folded) != 1


@given(PLACES, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=200)
def test_the_order_of_the_places_makes_no_difference(places, dice):
    keys = list(places)
    dice.shuffle(keys)
    one, other = merged_units(places), merged_units({key: places[key] for key in keys})
    if one is None or other is None:
        assert one is other
    else:
        assert (set(one.shown), set(one.folded)) == (set(other.shown), set(other.folded))
        assert list(other.shown) == [key for key in keys if key in other.shown]  # and they keep their own


# -- by hand


def test_large_places_are_all_shown():
    assert merged_units({"a": place(15, 10), "b": place(20, 30)}) == MergedPlaces(("a", "b"), ())


def test_one_small_place_takes_the_next_smallest_along():
    places = {"large": place(30, 30), "small": place(4, 4), "next": place(12, 10)}
    assert merged_units(places) == MergedPlaces(("large",), ("small", "next"))


def test_small_places_that_make_twenty_votes_need_no_other():
    places = {"a": place(6, 4), "b": place(15, 15), "c": place(5, 5)}
    assert merged_units(places) == MergedPlaces(("b",), ("a", "c"))


def test_nineteen_votes_are_too_few_and_twenty_are_not():
    assert merged_units({"a": place(10, 9)}) is None
    assert merged_units({"a": place(10, 10)}) == MergedPlaces(("a",), ())


def test_a_fold_that_nearly_agrees_takes_more_along():
    places = {"a": place(15), "b": place(12), "c": place(10, 20), "d": place(40, 40)}
    assert merged_units(places) == MergedPlaces(("d",), ("a", "b", "c"))


def test_a_large_place_that_agrees_is_shown():
    assert merged_units({"a": place(60), "b": place(10, 10)}) == MergedPlaces(("a", "b"), ())


@pytest.mark.parametrize(("stations", "shown"), [(1, False), (2, True)])
def test_one_class_in_which_somebody_stands_out_is_not_shown(stations, shown):
    places = {"class": place(20, 8, 1, stations=stations), "a": place(20, 20), "b": place(25, 25)}
    assert ("class" in merged_units(places).shown) == shown


def test_a_school_hall_is_no_class():
    assert merged_units({"hall": place(30, 19, 1, stations=1)}) == MergedPlaces(("hall",), ())


# -- planted


def shows_everything(places):
    """Planted: no rule at all."""
    return MergedPlaces(tuple(places), ())


def hides_the_small_and_nothing_more(places):
    """Planted: without R5, one hidden place is what the total leaves."""
    small = tuple(key for key, one in places.items() if is_small(one.votes))
    return MergedPlaces(tuple(key for key in places if key not in small), small)


def forgets_near_unanimity(places):
    """Planted: only counts votes, without R4."""
    small = [key for key in sorted(places, key=lambda key: places[key].counted) if places[key].counted < 20]
    rest = sorted(places.keys() - set(small), key=lambda key: places[key].counted)
    while small and rest and sum(places[key].counted for key in small) < FEWEST_IN_PUBLIC:
        small.append(rest.pop(0))
    return MergedPlaces(tuple(rest), tuple(small))


def random_towns(number):
    dice = random.Random(20261120)
    for _ in range(number):
        yield {
            key: place(*(dice.choice((0, 2, 5, 9, 20)) for _ in range(3)), stations=dice.randint(1, 3))
            for key in "abcdef"[: dice.randint(2, 6)]
        }


@pytest.mark.parametrize(
    "planted", [shows_everything, hides_the_small_and_nothing_more, forgets_near_unanimity]
)
def test_a_rule_that_hides_too_little_is_found_out(planted):
    assert any(betrayed(town, planted) for town in random_towns(500))
    assert not any(betrayed(town, merged_units) for town in random_towns(500))


def in_the_order_given(places):
    """Planted: of two places of equal size it takes along whichever comes first."""
    small = [key for key in places if is_small(places[key].votes)]
    rest = sorted((key for key in places if key not in small), key=lambda key: places[key].counted)
    return MergedPlaces((), tuple([*small, *rest[:1]] if small else small))


def test_a_rule_that_depends_on_the_order_is_found_out():
    places = {"a": place(12, 10), "b": place(10, 12), "small": place(5)}
    turned = dict(reversed(places.items()))
    assert set(in_the_order_given(places).folded) != set(in_the_order_given(turned).folded)
    assert set(merged_units(places).folded) == set(merged_units(turned).folded)
