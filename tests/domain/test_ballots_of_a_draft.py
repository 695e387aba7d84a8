"""What a draft may still lack, what fits on one ballot, and what of it may be shared."""

from dataclasses import fields, replace

import pytest

from jeugd.domain.contest import RULES_OF, CandidateList, Contest, Method, Option, Rules, numbered
from jeugd.domain.election import MOST_CONTESTS, MOST_ON_BALLOT, Definition, Opening
from jeugd.domain.errors import BallotTooLong, RulesUnfit, TooFewOptions
from jeugd.domain.kind import ElectionKind
from jeugd.domain.official_election import OfficialElection

PLANS = numbered([("Skatebaan", "", ""), ("Pluktuin", "", "")])
WHOLE = Contest("Wat?", options=PLANS)
EMPTY = Contest("Wie?")
TOO_MANY = Contest("Welke?", Method.APPROVAL, PLANS, rules=Rules(most=9))
CANDIDATES = CandidateList(1, "Juinen Nu", (Option("1.1", "A. Bakker"),))


def definition(*contests, kind=ElectionKind.JEUGDRAAD):
    return Definition(kind, "De jeugdraad vraagt", Opening.PER_STATION, contests)


def test_every_question_that_is_not_complete_is_named():
    problems = definition(WHOLE, EMPTY, TOO_MANY).problems()
    assert {number: type(problem) for number, problem in problems.items()} == {
        2: TooFewOptions,
        3: RulesUnfit,
    }
    assert all(problem.facts["contest"] == number for number, problem in problems.items())


def test_the_first_question_that_is_not_complete_stops_the_freezing():
    with pytest.raises(TooFewOptions) as caught:
        definition(WHOLE, EMPTY, TOO_MANY).check_complete()
    assert caught.value.facts == {"contest": 2}
    definition(WHOLE).check_complete()


def test_a_ballot_holds_so_many_questions_and_options():
    definition(*[WHOLE] * MOST_CONTESTS).check_size()
    with pytest.raises(BallotTooLong):
        definition(*[WHOLE] * (MOST_CONTESTS + 1)).check_size()
    long = Contest("Wat?", options=numbered([(f"Plan {number}", "", "") for number in range(30)]))
    definition(*[long] * (MOST_ON_BALLOT // 30)).check_size()
    with pytest.raises(BallotTooLong):
        definition(*[long] * (MOST_ON_BALLOT // 30), WHOLE).check_size()


def test_what_is_shared_of_a_poll_is_the_poll():
    poll = definition(WHOLE, TOO_MANY)
    assert poll.without_people() == poll


def test_no_candidate_is_shared():
    team = Contest("Wie?", Method.SEVERAL_SEATS, PLANS, rules=Rules(seats=1))
    assert definition(WHOLE, team).without_people().contests == (WHOLE, replace(team, options=()))
    mayor = definition(WHOLE, kind=ElectionKind.KINDERBURGEMEESTER)
    assert mayor.without_people().contests == (replace(WHOLE, options=()),)


def test_nothing_of_a_real_election_is_shared():
    listed = Contest("Wie?", Method.LIST_VOTE, lists=(CANDIDATES,))
    official = OfficialElection("GR2026_Juinen", "GR", "2026-03-18", "9999")
    shadow = replace(
        definition(listed, kind=ElectionKind.SCHADUWVERKIEZING), source="ab" * 32, official=official
    )
    shared = shadow.without_people()
    assert (shared.contests[0].lists, shared.source, shared.official) == ((), "", None)
    assert "Bakker" not in shared.to_json()
    assert "2026" not in shared.to_json()


def test_every_rule_is_read_by_some_method_and_every_method_says_which():
    assert set(RULES_OF) == set(Method)
    assert {name for names in RULES_OF.values() for name in names} == {one.name for one in fields(Rules)}
