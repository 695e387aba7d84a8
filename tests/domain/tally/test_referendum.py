from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain.errors import FieldUnfit
from jeugd.domain.tally import referendum
from jeugd.domain.tally.referendum import Outcome, Rule, Verdict, count

MAJORITY = Rule()
QUORUM = Rule(quorum=Fraction(3, 10))
TWO_THIRDS = Rule(threshold=Fraction(2, 3))


def verdict(yes, no, rule=MAJORITY, blank=0, invalid=0, entitled=100):
    return count({"yes": yes, "no": no, "blank": blank, "invalid": invalid}, entitled, rule).verdict


@pytest.mark.parametrize(
    ("yes", "no", "says"),
    [
        (1, 0, Verdict.ACCEPTED),
        (6, 5, Verdict.ACCEPTED),
        (5, 5, Verdict.TIED),
        (5, 6, Verdict.REJECTED),
        (0, 0, Verdict.TIED),
        (0, 1, Verdict.REJECTED),
    ],
)
def test_more_than_half_of_yes_and_no_accepts_and_a_tie_does_not(yes, no, says):
    assert verdict(yes, no) is says
    assert count({"yes": yes, "no": no}, 100, Rule()).is_accepted == (says is Verdict.ACCEPTED)


@pytest.mark.parametrize(
    ("yes", "no", "says"),
    [
        (2, 1, Verdict.ACCEPTED),
        (20, 11, Verdict.REJECTED),
        (21, 10, Verdict.ACCEPTED),
        (5, 5, Verdict.REJECTED),
        (0, 0, Verdict.REJECTED),
    ],
)
def test_a_stated_share_is_enough_when_it_is_reached(yes, no, says):
    assert verdict(yes, no, TWO_THIRDS) is says


@pytest.mark.parametrize(
    ("yes", "no", "says"),
    [(29, 0, Verdict.QUORUM_MISSED), (30, 0, Verdict.ACCEPTED), (10, 20, Verdict.REJECTED)],
)
def test_a_quorum_that_is_missed_decides_before_any_majority(yes, no, says):
    assert verdict(yes, no, QUORUM) is says


def test_a_quorum_is_rounded_up_to_whole_voters():
    outcome = count({"yes": 3}, 11, QUORUM)
    assert (outcome.quorum_needed, outcome.took_part, outcome.verdict) == (4, 3, Verdict.QUORUM_MISSED)


@pytest.mark.parametrize(("counts", "says"), [(True, Verdict.ACCEPTED), (False, Verdict.QUORUM_MISSED)])
def test_whether_blank_counts_for_the_quorum_is_declared(counts, says):
    assert verdict(20, 5, Rule(Fraction(3, 10), blank_counts_for_quorum=counts), blank=5) is says


def test_an_invalid_ballot_never_counts_for_the_quorum():
    assert verdict(29, 0, QUORUM, invalid=5) is Verdict.QUORUM_MISSED


def test_blank_and_invalid_never_decide_a_majority():
    assert verdict(6, 5, blank=50, invalid=9) is Verdict.ACCEPTED


def test_the_facts_tell_how_far_it_was():
    outcome = count({"yes": 4, "no": 7, "blank": 2, "invalid": 1}, 20, Rule(Fraction(1, 2), Fraction(3, 5)))
    assert (outcome.valid, outcome.counted, outcome.took_part) == (11, 14, 13)
    assert (outcome.quorum_needed, outcome.yes_needed, outcome.verdict) == (10, 7, Verdict.REJECTED)


def test_without_a_quorum_none_is_needed():
    assert count({"yes": 1}, 1000, Rule()).quorum_needed is None


@pytest.mark.parametrize("quorum", [Fraction(0), Fraction(-1, 2), Fraction(11, 10)])
def test_an_impossible_quorum_is_refused(quorum):
    with pytest.raises(FieldUnfit):
        Rule(quorum=quorum)


@pytest.mark.parametrize("threshold", [Fraction(1, 2), Fraction(1, 3), Fraction(11, 10)])
def test_a_threshold_that_a_minority_or_a_tie_could_reach_is_refused(threshold):
    with pytest.raises(FieldUnfit):
        Rule(threshold=threshold)


votes = st.integers(0, 60)
thresholds = st.one_of(st.none(), st.fractions(min_value=Fraction(51, 100), max_value=1, max_denominator=100))


@given(votes, votes, thresholds)
@settings(deadline=None)
def test_yes_is_accepted_exactly_when_its_share_is_enough(yes, no, threshold):
    share = Fraction(yes, yes + no) if yes + no else Fraction(0)
    enough = share > Fraction(1, 2) if threshold is None else share >= threshold
    assert (verdict(yes, no, Rule(threshold=threshold)) is Verdict.ACCEPTED) == enough


@given(votes, votes)
@settings(deadline=None)
def test_yes_and_no_cannot_both_be_accepted(yes, no):
    assert {verdict(yes, no), verdict(no, yes)} != {Verdict.ACCEPTED}


@given(votes, votes, thresholds)
@settings(deadline=None)
def test_one_more_yes_never_rejects(yes, no, threshold):
    rule = Rule(threshold=threshold)
    assert verdict(yes, no, rule) is not Verdict.ACCEPTED or verdict(yes + 1, no, rule) is Verdict.ACCEPTED


def test_half_that_counts_as_a_majority_is_found_out(monkeypatch):
    monkeypatch.setattr(Outcome, "yes_needed", property(lambda outcome: outcome.valid // 2))
    with pytest.raises(AssertionError):
        test_more_than_half_of_yes_and_no_accepts_and_a_tie_does_not(5, 5, Verdict.TIED)


def test_a_quorum_that_is_rounded_down_is_found_out(monkeypatch):
    monkeypatch.setattr(referendum, "ceil", int)
    with pytest.raises(AssertionError):
        test_a_quorum_is_rounded_up_to_whole_voters()
