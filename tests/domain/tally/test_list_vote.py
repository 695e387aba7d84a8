from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain.answer import BLANK, INVALID
from jeugd.domain.tally.list_vote import count
from tests.domain.definitions import list_contests


@given(list_contests(), st.data())
@settings(deadline=None)
def test_votes_of_candidates_add_up_to_their_lists(contest, data):
    cast = data.draw(st.lists(st.sampled_from([BLANK, INVALID, *contest.by_key]), max_size=80))
    outcome = count(contest, {answer: cast.count(answer) for answer in set(cast)})
    assert outcome.votes == {key: cast.count(key) for key in contest.by_key}
    for one in contest.lists:
        assert outcome.of_list[one.number] == sum(answer.startswith(f"{one.number}.") for answer in cast)
    assert list(outcome.of_list) == [one.number for one in contest.lists]
    assert sum(outcome.of_list.values()) == outcome.valid
    assert outcome.counted == len(cast)


@given(list_contests())
@settings(deadline=None)
def test_nobody_wins_a_list_vote_and_so_nobody_ties(contest):
    outcome = count(contest, {next(iter(contest.by_key)): 5})
    assert outcome.winners == ()
    assert not outcome.is_tie


@given(list_contests())
@settings(deadline=None)
def test_a_list_without_votes_stands_in_the_result(contest):
    outcome = count(contest, {})
    assert set(outcome.of_list.values()) == {0}
    assert set(outcome.votes) == set(contest.by_key)
