"""Closing is a latch: 100,000 random steps of an election, and of a station, and none goes back from closed to open."""

import itertools
import random
from collections import Counter

import pytest

from jeugd.domain.election import ElectionState
from jeugd.domain.errors import StationNotOpen, TransitionRefused
from jeugd.domain.polling_station import StationState

LIVES, STEPS_OF_A_LIFE = 2_000, 50
STEPS = {
    states: dict(zip(steps, list(states)[1:], strict=True))
    for states, steps in {
        ElectionState: ("frozen", "opened", "closed", "counted", "published"),
        StationState: ("opened", "paused", "closed", "counted", "emptied"),
    }.items()
}
"""Of each kind of state, the steps somebody may try, and the state that each is meant to lead to."""
STILL_TO_VOTE = {
    ElectionState: (ElectionState.DRAFT, ElectionState.FROZEN, ElectionState.OPEN),
    StationState: (StationState.PREPARED, StationState.OPEN, StationState.PAUSED),
}


def live(states, chance, tried):
    """One life from the first state on, whatever is tried; ``tried`` counts the steps by the state they began in."""
    state, was_closed = next(iter(states)), False
    for step in chance.choices(list(STEPS[states]), k=STEPS_OF_A_LIFE):
        tried[state, step] += 1
        before, (state, said) = state, take(state, step)
        was_closed = was_closed or state in (ElectionState.CLOSED, StationState.CLOSED)
        if was_closed:
            check_shut(before, state)
        meant = STEPS[states][step]
        assert said == {"state": before.value, "step": meant.value} if said else state is meant


def take(state, step):
    """The state after a step; where it is refused by name the same state, and what the refusal says."""
    try:
        return getattr(state, step)(), {}
    except TransitionRefused as refusal:
        return state, refusal.facts


def check_shut(before, state):
    assert state not in STILL_TO_VOTE[type(state)], f"back from {before.value} to {state.value}"
    assert state.is_over
    if isinstance(state, StationState):
        with pytest.raises(StationNotOpen):
            state.check_open()


def fuzz(states):
    """Every life; how often each step was tried in each state."""
    chance, tried = random.Random(13), Counter()
    for _ in range(LIVES):
        live(states, chance, tried)
    return tried


@pytest.mark.parametrize("states", STEPS)
def test_no_path_leads_from_closed_to_open(states):
    tried = fuzz(states)
    assert tried.total() == 100_000
    assert tried.keys() == set(itertools.product(states, STEPS[states])), "every step, in every state"


def one_bad_edge(states, at, step, to):
    """The planted bug: one step that leads back from one state; the others are as they were."""
    real = getattr(states, step)
    return lambda self: to if self is at else real(self)


@pytest.mark.parametrize("states", STEPS)
def test_one_bad_edge_is_found_wherever_it_is(monkeypatch, states):
    shut = set(states) - set(STILL_TO_VOTE[states])
    edges = list(itertools.product(shut, STEPS[states], STILL_TO_VOTE[states]))
    assert len(edges) == 3 * 5 * 3
    for at, step, to in edges:
        with monkeypatch.context() as planted:
            planted.setattr(states, step, one_bad_edge(states, at, step, to))
            with pytest.raises(AssertionError, match=f"back from {at.value} to {to.value}"):
                fuzz(states)


@pytest.mark.parametrize("states", STEPS)
def test_a_step_that_is_passed_over_in_silence_is_found(monkeypatch, states):
    """The planted bug: a closed door that does not say so."""
    closed = states["CLOSED"]
    monkeypatch.setattr(states, "opened", one_bad_edge(states, closed, "opened", closed))
    with pytest.raises(AssertionError):
        fuzz(states)
