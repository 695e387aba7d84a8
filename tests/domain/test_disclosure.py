import random
from collections import Counter
from functools import partial

import pytest

from jeugd.domain.disclosure import SMALL, LargeMajority, Table, TooFew, for_class, for_public

BLANK = "blank"


def votes(*numbers):
    """Votes of the options a, b, c ..., the last of them blank."""
    return dict(zip([*"abcdefghijklmnop"[: len(numbers) - 1], BLANK], numbers, strict=True))


@pytest.mark.parametrize("number", [0, 1, 9])
def test_a_class_sees_nothing_below_ten_votes(number):
    assert for_class(votes(number, 0, 0)) == TooFew(10)


def test_a_class_sees_its_result_from_ten_votes():
    assert for_class(votes(6, 4, 0)) == Table(votes(6, 4, 0), (), 0)


@pytest.mark.parametrize("number", [0, 19])
def test_the_public_sees_nothing_below_twenty_votes(number):
    assert for_public(votes(number, 0, 0), stations=2) == TooFew(20)


def test_the_public_sees_the_real_numbers_from_twenty_votes():
    assert for_public(votes(15, 4, 1), stations=2) == Table(votes(15, 4, 1), (), 0)


@pytest.mark.parametrize(
    "disclose", [for_class, partial(for_public, stations=1), partial(for_public, stations=2)]
)
@pytest.mark.parametrize(
    ("largest", "others", "hidden"), [(20, 0, True), (19, 1, True), (18, 2, False), (45, 4, True)]
)
def test_a_group_that_nearly_agrees_shows_no_numbers(disclose, largest, others, hidden):
    assert (disclose(votes(largest, others, 0)) == LargeMajority("a")) == hidden


@pytest.mark.parametrize(
    "disclose", [for_class, partial(for_public, stations=1), partial(for_public, stations=2)]
)
def test_a_large_group_that_agrees_shows_its_numbers(disclose):
    assert isinstance(disclose(votes(50, 0, 0)), Table)
    assert disclose(votes(49, 0, 0)) == LargeMajority("a")


def test_a_blank_majority_is_a_majority_too():
    assert for_class(votes(1, 0, 25)) == LargeMajority(BLANK)


def test_small_options_are_folded_together():
    assert for_class(votes(12, 8, 2, 1, 0)) == Table({"a": 12, "b": 8}, ("c", "d", BLANK), 3)


def test_nothing_is_folded_when_the_small_options_have_no_votes():
    assert for_class(votes(12, 8, 0)) == Table(votes(12, 8, 0), (), 0)


def test_an_option_is_never_folded_alone():
    assert for_class(votes(12, 5, 1, 3)) == Table({"a": 12, "b": 5}, ("c", BLANK), 4)


def test_a_fold_that_is_as_full_as_it_can_be_takes_the_next_option_with_it():
    assert for_class(votes(12, 5, 2, 2)) == Table({"a": 12}, ("b", "c", BLANK), 9)


def test_the_votes_shown_and_folded_are_all_votes():
    for group in random_groups(2000):
        table = for_class(group)
        if isinstance(table, Table):
            assert sum(table.shown.values()) + table.folded_votes == sum(group.values())
            assert set(table.shown) | set(table.folded) == set(group)
            assert not set(table.shown) & set(table.folded)


def random_groups(number):
    """Classes of 10 to 35 with two to six options, some of them much loved; the same ones every time."""
    dice = random.Random(20261120)
    for _ in range(number):
        answers = [*"abcdef"[: dice.randint(2, 6)], BLANK]
        weights = [dice.choice((1, 1, 3, 10, 30)) for _ in answers]
        cast = Counter(dice.choices(answers, weights, k=dice.randint(10, 35)))
        yield {answer: cast[answer] for answer in answers}


def shares(total, places):
    """Every way to divide a number of votes over places."""
    if places == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in shares(total - first, places - 1))


def known(table, disclose):
    """The folded answers whose votes an attacker finds who knows the rule and solves what is published."""
    if not table.folded:
        return set()
    possible = [
        dict(zip(table.folded, numbers, strict=True))
        for numbers in shares(table.folded_votes, len(table.folded))
        if disclose({**table.shown, **dict(zip(table.folded, numbers, strict=True))}) == table
    ]
    return {answer for answer in table.folded if len({world[answer] for world in possible}) == 1}


def betrayed(group, disclose):
    """The answers with one or two votes that an attacker finds, or sees at once."""
    table = disclose(group)
    small = {answer for answer, number in group.items() if 0 < number <= SMALL}
    return small & ({*table.shown} | known(table, disclose)) if isinstance(table, Table) else set()


def is_even_split(group):
    """Everybody knows the votes where every answer has just as many as the fold can hold; nobody stands out."""
    return set(group.values()) == {SMALL}


def all_betrayed(disclose, number=3000):
    groups = [group for group in random_groups(number) if not is_even_split(group)]
    folded = [group for group in groups if isinstance(for_class(group), Table) and for_class(group).folded]
    assert len(folded) > number // 4, "too few of these classes have something to hide"
    return sum(1 for group in folded if betrayed(group, disclose))


def test_an_attacker_who_solves_what_is_published_finds_no_small_option():
    assert all_betrayed(for_class) == 0


def hides_each_small_option(group):
    """Planted: what is small is hidden, and nothing more."""
    if not isinstance(for_class(group), Table):
        return for_class(group)
    small = tuple(answer for answer, number in group.items() if number <= SMALL)
    shown = {answer: number for answer, number in group.items() if answer not in small}
    return Table(shown, small, sum(group[answer] for answer in small))


def shows_everything(group):
    """Planted: no rule for small options at all."""
    return Table(dict(group), (), 0)


@pytest.mark.parametrize("planted", [hides_each_small_option, shows_everything])
def test_the_attacker_finds_out_a_rule_that_hides_too_little(planted):
    assert all_betrayed(planted) > 0


def test_an_election_of_one_class_shows_the_public_no_more_than_the_class_sees():
    assert for_public(votes(15, 5, 1), stations=1) == for_class(votes(15, 5, 1))
    assert for_public(votes(15, 5, 1), stations=2) == Table(votes(15, 5, 1), (), 0)
