import random
from collections import Counter
from dataclasses import replace

import pytest

from jeugd.domain import disclosed_result, disclosure
from jeugd.domain.answer import BLANK, INVALID
from jeugd.domain.contest import Contest, Method, Option, Rules, numbered
from jeugd.domain.disclosed_result import class_sees, middle_answer, public_sees
from jeugd.domain.disclosure import (
    LargeMajority,
    OutcomeOnly,
    Overlapping,
    Table,
    TooFew,
    overlapping_for_class,
    overlapping_for_public,
)
from jeugd.domain.result import contest_result

OPTIONS = numbered([(name, "", "") for name in "abcd"])
PLANS = tuple(Option(str(number), "plan", cost=10 * number) for number in range(1, 5))
SHARES = Contest("Waar gaat het geld heen?", Method.EQUAL_SHARES, PLANS, rules=Rules(purse=60))
RUNOFF = Contest("Wat komt er?", Method.INSTANT_RUNOFF, OPTIONS)
APPROVAL = Contest("Wat mag er komen?", Method.APPROVAL, OPTIONS)
SCALE = Contest("Wat vind jij?", Method.SCALE, OPTIONS[:2])
VOTE = Contest("Zullen we?", Method.REFERENDUM, (Option("yes", "Ja"), Option("no", "Nee")))
OVERLAPPING = [one for one in Method if one not in (Method.PLURALITY, Method.LIST_VOTE, Method.REFERENDUM)]


def overlapping(*cells, ballots, chose=None):
    return Overlapping({"a": cells[0]}, cells, ballots, ballots if chose is None else chose)


def result_of(contest, tally):
    return contest_result(contest, tally, entitled=30)


@pytest.mark.parametrize("ballots", [0, 1, 9])
def test_a_class_sees_nothing_of_fewer_than_ten_ballots(ballots):
    assert overlapping_for_class(overlapping(ballots, ballots=ballots)) == TooFew(10)


@pytest.mark.parametrize("ballots", [10, 19])
def test_below_twenty_ballots_a_class_sees_the_outcome_alone(ballots):
    assert overlapping_for_class(overlapping(5, 4, ballots=ballots)) == OutcomeOnly()


def test_from_twenty_ballots_a_class_sees_the_numbers():
    assert overlapping_for_class(overlapping(12, 8, 0, ballots=24)) == Table({"a": 12}, (), 0)


@pytest.mark.parametrize("cell", [1, 2, 22, 23])
def test_one_or_two_ballots_that_can_be_told_apart_hide_the_numbers_of_a_class(cell):
    assert overlapping_for_class(overlapping(12, cell, ballots=24)) == OutcomeOnly()


def test_in_a_hall_of_fifty_small_numbers_say_nothing_of_who():
    assert isinstance(overlapping_for_class(overlapping(30, 1, ballots=50)), Table)


@pytest.mark.parametrize("stations", [1, 2])
def test_the_public_sees_nothing_below_twenty_ballots(stations):
    assert overlapping_for_public(overlapping(9, ballots=19), stations=stations) == TooFew(20)


def test_the_public_sees_the_real_numbers_of_several_classes():
    count = overlapping(12, 1, ballots=24)
    assert overlapping_for_public(count, stations=2) == Table({"a": 12}, (), 0)
    assert overlapping_for_public(count, stations=1) == OutcomeOnly()


@pytest.mark.parametrize(
    "disclose", [overlapping_for_class, lambda one: overlapping_for_public(one, stations=2)]
)
@pytest.mark.parametrize(("most", "ballots", "hidden"), [(45, 49, True), (44, 49, False), (50, 50, False)])
def test_a_small_group_that_nearly_agrees_shows_no_numbers(disclose, most, ballots, hidden):
    assert (disclose(overlapping(most, ballots=ballots)) == OutcomeOnly()) == hidden


def test_blank_ballots_do_not_hide_the_only_one_who_chose():
    count = overlapping(1, 24, ballots=25, chose=1)
    assert overlapping_for_class(count) == TooFew(10)
    assert overlapping_for_public(count, stations=2) == TooFew(20)
    assert class_sees(result_of(RUNOFF, {BLANK: 30, "1>2": 1})) == TooFew(10)


def test_invalid_ballots_are_no_ballots_here():
    assert class_sees(result_of(APPROVAL, {"1": 5, "2": 4, INVALID: 10})) == TooFew(10)


@pytest.mark.parametrize("sees", [class_sees, lambda one: public_sees(one, stations=1)])
def test_a_referendum_in_one_class_folds_its_small_numbers(sees):
    assert sees(result_of(VOTE, {"yes": 15, "no": 7, BLANK: 1})) == Table({"yes": 15}, ("no", BLANK), 8)
    assert sees(result_of(VOTE, {"yes": 24, BLANK: 1})) == LargeMajority("yes")


def test_statements_say_no_middle_answer_of_so_few_that_it_would_be_theirs():
    tally = {"1:4": 12, f"2:{BLANK}": 11, "2:5": 1}
    first, second = result_of(SCALE, tally).outcome.statements
    assert middle_answer(first) == (4, 4)
    assert second.medians == (5, 5)
    assert middle_answer(second) is None


def test_an_answer_to_one_statement_that_can_be_told_apart_hides_the_numbers_of_a_class():
    tally = {"1:4": 12, "1:2": 12, "2:3": 20, "2:5": 4}
    assert isinstance(class_sees(result_of(SCALE, tally)), Table)
    assert class_sees(result_of(SCALE, tally | {"2:5": 3, "2:1": 1})) == OutcomeOnly()


# -- somebody who knows the rules of counting works out single ballots from what a class is shown


def random_rankings(number):
    """Classes of 20 to 40 who rank one to four options, much alike; the same ones every time."""
    dice = random.Random(20261121)
    for _ in range(number):
        kinds = [">".join(dice.sample("1234", dice.randint(1, 4))) for _ in range(dice.randint(2, 5))]
        yield dict(Counter(dice.choices(kinds, k=dice.randint(20, 40))))


def betrayed_moves(tally, sees):
    """Moves of one or two ballots from an option that dropped out to another, which the rounds show."""
    result = result_of(RUNOFF, tally)
    if not isinstance(sees(result), Table):
        return []
    found = []
    for number, one in enumerate(result.outcome.rounds[:-1]):
        gone = {key for each in result.outcome.rounds[: number + 1] for key in each.eliminated}
        moved = Counter()
        for answer, ballots in tally.items():
            ranked = answer.split(">")
            top = next((key for key in ranked if key in one.votes), None)
            if top in one.eliminated:
                moved[next((key for key in ranked if key not in gone), None)] += ballots
        found += [ballots for ballots in moved.values() if ballots <= disclosure.SMALL]
    return found


def test_the_rounds_that_a_class_sees_never_follow_one_or_two_ballots():
    shown = 0
    for tally in random_rankings(1500):
        assert betrayed_moves(tally, class_sees) == []
        shown += isinstance(class_sees(result_of(RUNOFF, tally)), Table)
    assert shown > 100, "too few of these classes see their numbers"


def looks_at_votes_alone(result):
    """Planted: only the votes for each option are looked at, and not what the rounds tell."""
    return overlapping_for_class(
        replace(disclosed_result._overlapping(result), cells=result.by_answer.values())
    )


def test_who_follows_the_rounds_finds_out_a_rule_that_looks_at_votes_alone():
    assert any(betrayed_moves(tally, looks_at_votes_alone) for tally in random_rankings(1500))


def random_baskets(number):
    dice = random.Random(20261122)
    for _ in range(number):
        kinds = [",".join(sorted(dice.sample("1234", dice.randint(1, 3)))) for _ in range(dice.randint(2, 5))]
        yield dict(Counter(dice.choices(kinds, k=dice.randint(20, 40))))


def betrayed_payers(tally, sees):
    """Groups of one or two supporters that a class can tell apart by what they paid."""
    result = result_of(SHARES, tally)
    if not isinstance(sees(result), Table):
        return []
    payers = [(one.paid_most, one.paid_all, one.paid_nothing) for one in result.outcome.rounds]
    return [number for one in payers for number in one if 0 < number <= disclosure.SMALL]


def test_the_payments_that_a_class_sees_never_tell_one_or_two_supporters_apart():
    tallies = list(random_baskets(800))
    assert not any(betrayed_payers(tally, class_sees) for tally in tallies)
    assert any(betrayed_payers(tally, looks_at_votes_alone) for tally in tallies)
    assert sum(isinstance(class_sees(result_of(SHARES, tally)), Table) for tally in tallies) > 50


@pytest.mark.parametrize("method", OVERLAPPING)
def test_every_other_method_hides_a_class_of_fifteen(method):
    rules = Rules(purse=60, most=4)
    contest = Contest("Wat?", method, PLANS, rules=rules)
    tally = {"1:4": 15, "2:5": 15} if method is Method.SCALE else {"1": 8, "2": 7}
    assert class_sees(result_of(contest, tally)) == OutcomeOnly()
