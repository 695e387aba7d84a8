import pytest
from hypothesis import given
from hypothesis import strategies as st

from jeugd.domain.turnout import NO_TURNOUT, Turnout, public_number


def test_codes_that_are_not_cast_and_not_void_can_still_vote():
    assert Turnout(expected=28, issued=30, cast=23, void=2).unused == 5


@pytest.mark.parametrize(
    ("turnout", "to_come"),
    [
        (Turnout(28, 30, 23, 2), 5),
        (Turnout(28, 3, 1, 0), 27),
        (Turnout(28, 30, 30, 0), 0),
        (Turnout(28, 0, 0, 0), 28),
    ],
)
def test_who_may_still_come_has_a_code_or_is_expected(turnout, to_come):
    assert turnout.to_come == to_come


def test_turnouts_add_up():
    assert Turnout(28, 30, 23, 2) + Turnout(24, 24, 20, 0) == Turnout(52, 54, 43, 2)
    assert sum([Turnout(28, 30, 23, 2)], start=NO_TURNOUT) == Turnout(28, 30, 23, 2)


@pytest.mark.parametrize(
    ("cast", "shown"), [(0, None), (9, None), (10, 10), (14, 10), (15, 15), (1234, 1230)]
)
def test_a_stranger_sees_the_turnout_from_ten_in_steps_of_five(cast, shown):
    assert public_number(cast) == shown


@given(st.integers(0, 10_000))
def test_one_vote_more_shows_only_at_a_step(cast):
    shown = public_number(cast)
    assert shown is None or (shown % 5 == 0 and 0 <= cast - shown < 5)
