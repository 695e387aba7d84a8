import pytest

from jeugd.web.rate_limit import DELAY, PER_ADDRESS, PER_STATION, WINDOW, FailureLimit
from tests.cast import vote_fields

HERE, THERE = "192.0.2.1", "198.51.100.1"


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_a_few_unknown_codes_are_answered_at_once(clock):
    limit = FailureLimit(clock)
    assert [limit.failed(HERE, "A") for _ in range(PER_ADDRESS)] == [0.0] * PER_ADDRESS
    assert limit.failed(HERE, "A") == DELAY
    assert limit.failed(THERE, "A") == 0.0


def test_the_window_ends_and_everybody_begins_anew(clock):
    limit = FailureLimit(clock)
    for _ in range(PER_ADDRESS + 1):
        limit.failed(HERE, "A")
    clock.now = WINDOW
    assert limit.failed(HERE, "A") == 0.0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.254", True),
        ("192.0.2.1", "192.0.3.1", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("", "", True),
        ("unix socket", "another", False),
    ],
)
def test_a_school_behind_one_network_shares_its_count(clock, one, other, same):
    limit = FailureLimit(clock)
    for _ in range(PER_ADDRESS):
        limit.failed(one, "A")
    assert (limit.failed(other, "B") > 0) is same


def test_many_addresses_that_guess_at_one_station_are_noticed(clock):
    limit = FailureLimit(clock)
    for number in range(PER_STATION):
        assert limit.failed(f"10.{number}.0.1", "A") == 0.0
    assert not limit.is_guessed_at("A")
    assert limit.failed("10.250.0.1", "A") == DELAY
    assert limit.is_guessed_at("A")
    assert not limit.is_guessed_at("B")


def test_who_stopped_guessing_is_not_told_of_for_ever(clock):
    limit = FailureLimit(clock)
    for _ in range(PER_STATION + 1):
        limit.failed(HERE, "A")
    assert limit.is_guessed_at("A")
    clock.now = WINDOW
    assert not limit.is_guessed_at("A")


def test_no_address_is_kept(clock):
    limit = FailureLimit(clock)
    limit.failed(HERE, "A")
    assert HERE not in repr(vars(limit))
    assert "192.0.2" not in repr(vars(limit))


def test_a_valid_code_is_never_refused_or_late_where_others_guess(town, monkeypatch):
    slept = []

    async def sleep(seconds):
        slept.append(seconds)

    monkeypatch.setattr("jeugd.web.booth.asyncio.sleep", sleep)
    codes = town.issue(30)
    town.open()
    app = town.app()
    for _ in range(PER_STATION + 50):
        app.state.house.failures.failed("testclient", town.station)
    browser = town.visitor(app)
    for code in codes:
        assert browser.post(f"/booth/{town.station}/ballot", data={"code": code}).status_code == 200
        assert browser.post(f"/booth/{town.station}/cast", data=vote_fields(code, "1")).status_code == 200
    assert not any(slept)
    unknown = "000000000000"
    assert browser.post(f"/booth/{town.station}/ballot", data={"code": unknown}).status_code == 422
    assert slept[-1] == DELAY
