"""What an official types as a moment, on every night of the year."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jeugd.domain.clock import AMSTERDAM, moment_on_clock
from jeugd.domain.errors import MomentSkipped


def shown(text):
    """What a clock shows, without a zone."""
    return datetime.fromisoformat(text)


def moment(text):
    return shown(text).replace(tzinfo=UTC)


TWICE = shown("2027-10-31T02:30")


@pytest.mark.parametrize(
    ("on_the_wall", "in_utc"),
    [
        ("2027-03-17T21:00", "2027-03-17T20:00"),
        ("2027-03-28T01:59", "2027-03-28T00:59"),
        ("2027-03-28T03:00", "2027-03-28T01:00"),
        ("2027-03-28T21:00", "2027-03-28T19:00"),
        ("2027-10-31T01:59", "2027-10-30T23:59"),
        ("2027-10-31T03:30", "2027-10-31T02:30"),
        ("2027-10-31T21:00", "2027-10-31T20:00"),
    ],
)
def test_a_moment_is_as_the_clock_shows_it(on_the_wall, in_utc):
    assert moment_on_clock(shown(on_the_wall)) == moment(in_utc)


@pytest.mark.parametrize("fold", [0, 1])
def test_an_hour_that_comes_twice_is_the_second_one(fold):
    assert moment_on_clock(TWICE.replace(fold=fold)) == moment("2027-10-31T01:30")
    careless = TWICE.replace(tzinfo=AMSTERDAM)  # what ``replace`` makes of it is an hour early
    assert careless.astimezone(UTC) == moment("2027-10-31T00:30")


@pytest.mark.parametrize("minute", ["00", "30", "59"])
def test_an_hour_that_is_left_out_is_no_moment(minute):
    with pytest.raises(MomentSkipped):
        moment_on_clock(shown(f"2027-03-28T02:{minute}"))


@given(st.datetimes(shown("2000-01-01"), shown("2100-01-01")))
def test_nothing_is_public_before_the_clock_shows_it_for_the_last_time(on_the_wall):
    try:
        found = moment_on_clock(on_the_wall)
    except MomentSkipped:
        return
    assert found.astimezone(AMSTERDAM).replace(tzinfo=None) == on_the_wall
    assert (found + timedelta(hours=1)).astimezone(AMSTERDAM).replace(tzinfo=None) != on_the_wall


def test_the_beginning_of_time_is_no_moment():
    with pytest.raises(OverflowError):
        moment_on_clock(shown("0001-01-01T00:00"))
    assert moment_on_clock(shown("9999-12-31T23:59")) == moment("9999-12-31T22:59")
