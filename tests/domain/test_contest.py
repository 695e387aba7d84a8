import itertools
import random

import pytest

from jeugd.domain.contest import FREELY_MARKED, CandidateList, Contest, Method, Option, Rules, numbered
from jeugd.domain.errors import Refused, RulesUnfit
from jeugd.domain.marking import marking_of

FIRST = CandidateList(1, "Juinen Nu", (Option("1.1", "A. Bakker"), Option("1.2", "B. de Jong")))
NAMELESS = CandidateList(7, "", (Option("7.1", "H. Zandstra"), Option("7.3", "T. Bijl")))
LISTS = Contest("Op wie stem jij?", Method.LIST_VOTE, lists=(FIRST, NAMELESS))


def test_options_are_numbered_in_the_order_given():
    options = numbered([("Noor", "groep 7", "Klimmen."), ("Yassin", "", "")])
    assert options == (Option("1", "Noor", "groep 7", "Klimmen."), Option("2", "Yassin"))


def test_every_candidate_is_found_by_key_in_the_order_of_the_lists():
    assert list(LISTS.by_key) == ["1.1", "1.2", "7.1", "7.3"]
    assert LISTS.by_key["7.3"].name == "T. Bijl"


def test_a_list_keeps_its_official_number_also_after_a_gap():
    assert list(LISTS.list_by_number) == [1, 7]


@pytest.mark.parametrize(
    ("key", "expected"), [("1.2", FIRST), ("7.1", NAMELESS), ("3", None), ("blank", None)]
)
def test_a_candidate_stands_on_the_list_of_the_key(key, expected):
    assert LISTS.list_of(key) is expected


def test_the_first_candidate_leads_the_list():
    assert NAMELESS.leader.name == "H. Zandstra"


def budget(costs, purse, fewest=1, most=0, method=Method.EQUAL_SHARES):
    plans = tuple(
        Option(str(number), f"Plan {number}", cost=cost) for number, cost in enumerate(costs, start=1)
    )
    return Contest("Waaraan?", method, plans, rules=Rules(fewest=fewest, most=most, purse=purse))


@pytest.mark.parametrize(
    "method", [Method.EQUAL_SHARES, Method.GREEDY, Method.APPROVAL, Method.SEVERAL_SEATS]
)
@pytest.mark.parametrize(
    ("costs", "purse", "fewest"),
    [((80, 90), 100, 2), ((80, 90, 95), 100, 2), ((40, 50, 90), 100, 2), ((80, 190), 100, 1)],
)
def test_a_purse_that_leaves_no_choice_is_refused(method, costs, purse, fewest):
    with pytest.raises(RulesUnfit) as refusal:
        budget(costs, purse, fewest, method=method).check_complete(1)
    assert refusal.value.facts == {"contest": 1, "rule": "afford"}


@pytest.mark.parametrize("method", [Method.APPROVAL, Method.SEVERAL_SEATS])
def test_who_must_choose_everything_has_no_choice(method):
    contest = budget((0, 0, 0), 0, 3, method=method)
    with pytest.raises(RulesUnfit) as refusal:
        contest.check_complete(2)
    assert refusal.value.facts == {"contest": 2, "rule": "all"}
    budget((0, 0, 0), 0, 2, method=method).check_complete(2)


@pytest.mark.parametrize("method", [Method.INSTANT_RUNOFF, Method.BORDA, Method.SCHULZE, Method.SCALE])
def test_who_must_place_or_answer_everything_still_chooses(method):
    budget((0, 0, 0), 0, 3, method=method).check_complete(1)


def ballots(contest):
    """Every way to mark options that is let into the box."""
    for number in range(1, len(contest.options) + 1):
        for keys in itertools.combinations(contest.by_key, number):
            try:
                yield marking_of(contest).read(contest, 1, {"choice-1": keys})
            except Refused:
                continue


def test_what_may_be_fixed_can_be_filled_in_in_two_ways_or_more():
    """Against every ballot there is, for 400 budgets that were made up."""
    dice, seen = random.Random(3), {True: 0, False: 0}
    for _ in range(400):
        costs = [dice.randint(1, 9) for _ in range(dice.randint(2, 5))]
        fewest = dice.randint(1, len(costs))
        most = dice.choice([0, dice.randint(fewest, len(costs))])
        contest = budget(costs, dice.randint(0, 20), fewest, most, dice.choice(FREELY_MARKED))
        try:
            contest.check_complete(1)
        except RulesUnfit as refusal:
            if refusal.facts["rule"] in ("afford", "all"):
                assert len(list(ballots(contest))) < 2
                seen[False] += 1
        else:
            assert len(list(ballots(contest))) >= 2
            seen[True] += 1
    assert min(seen.values()) > 50
