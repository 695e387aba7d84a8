import itertools
import secrets

import pytest

from jeugd.domain.errors import StationNotOpen, TransitionRefused
from jeugd.domain.polling_station import FREE_ID_LENGTH, ID_LENGTH, StationState, draw_id, read_id
from jeugd.domain.voting_code import ALPHABET

S = StationState
STEPS = {
    "opened": {S.PREPARED: S.OPEN, S.PAUSED: S.OPEN},
    "paused": {S.OPEN: S.PAUSED},
    "closed": {S.OPEN: S.CLOSED, S.PAUSED: S.CLOSED},
    "counted": {S.CLOSED: S.COUNTED},
    "emptied": {S.COUNTED: S.EMPTIED},
}


@pytest.mark.parametrize(("step", "state"), list(itertools.product(STEPS, StationState)))
def test_a_station_takes_the_steps_of_its_state_machine_and_no_other(step, state):
    if state in STEPS[step]:
        assert getattr(state, step)() is STEPS[step][state]
        return
    with pytest.raises(TransitionRefused) as refusal:
        getattr(state, step)()
    assert refusal.value.facts["state"] == state.value


@pytest.mark.parametrize("state", StationState)
def test_only_an_open_station_takes_votes(state):
    if state is S.OPEN:
        state.check_open()
        return
    with pytest.raises(StationNotOpen) as refusal:
        state.check_open()
    assert refusal.value.facts == {"state": state.value}


def test_a_station_is_over_from_its_closing_on_and_has_a_result_from_its_count_on():
    assert [state for state in S if state.is_over] == [S.CLOSED, S.COUNTED, S.EMPTIED]
    assert [state for state in S if state.has_result] == [S.COUNTED, S.EMPTIED]


@pytest.mark.parametrize("length", [ID_LENGTH, FREE_ID_LENGTH])
def test_a_station_id_is_symbols_that_can_be_typed(length):
    drawn = {draw_id(secrets.choice, length) for _ in range(200)}
    assert len(drawn) == 200
    for one in drawn:
        assert len(one) == length
        assert set(one) <= set(ALPHABET)
        assert read_id(f" {one.lower()} ") == one


@pytest.mark.parametrize(
    ("typed", "read"), [("o1lix", "0111X"), ("7F3K", "7F3K"), ("", ""), ("A" * 99, "AAAAAAAAA")]
)
def test_a_typed_id_is_forgiven_its_letters_and_never_cut_to_a_right_one(typed, read):
    assert read_id(typed) == read
