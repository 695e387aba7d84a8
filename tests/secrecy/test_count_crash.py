"""The count may be cut off at any point: it is repeatable, and nothing is destroyed before the counts are durable."""

from pathlib import Path

import pytest
from sqlalchemy import text

from jeugd.actions import count_ballots
from jeugd.actions.count_ballots import count_election
from jeugd.actions.prepare_election import close_election
from jeugd.app import create_app
from jeugd.domain.answer import BLANK
from jeugd.domain.errors import DatabaseUnavailable, KeyStoreUnreadable
from jeugd.domain.polling_station import StationState
from jeugd.domain.roles import Role
from jeugd.sealing.custody import Custody
from jeugd.storage import ballots, changes, elections
from jeugd.storage.database import Database
from tests.cast import Town

EXPECTED = {"1": 3, "2": 1, BLANK: 1}


class PowerCut(BaseException):
    """The machine goes off; nobody catches it."""


@pytest.fixture
def closed(either_town) -> Town:
    """Groep 7b has voted, and the door is shut."""
    codes = either_town.issue(7)
    either_town.open()
    either_town.vote(list(zip(codes, ["1", "2", "1", BLANK, "1"], strict=False)))
    either_town.shut()
    return either_town


# every step of the count, in order, by what does it
STEPS = [
    (elections, "move_station"),
    (ballots, "envelopes"),
    (count_ballots, "open_envelope"),
    (count_ballots, "tallies"),
    (ballots, "write_tally"),
    (changes, "announce"),
    (elections, "stations_in"),
    (ballots, "empty"),
    (Custody, "destroy"),
    (elections, "any_open"),
    (Database, "vacuum"),
]


def cut(monkeypatch, owner, name: str, *, after: bool, times: int = 1) -> None:
    """Go off before this step, or right after it; the ``times``-th time it is taken."""
    real = getattr(owner, name)
    taken = 0

    def step(*args, **kwargs):
        nonlocal taken
        taken += 1
        if taken == times and not after:
            raise PowerCut
        result = real(*args, **kwargs)
        if taken == times:
            raise PowerCut
        return result

    monkeypatch.setattr(owner, name, step)


def envelopes_left(town: Town) -> int:
    with town.database.reading() as connection:
        return connection.execute(text("SELECT count(sealed) FROM voting_code")).scalar_one()


def key_left(town: Town, station: str) -> bool:
    return (Path(town.settings.key_store) / f"{station}.key").exists()


def assert_nothing_is_lost(town: Town, station: str) -> None:
    """Either the counts are written, or everything that is needed to count is still there."""
    if town.tally(station):
        assert town.tally(station) == EXPECTED
        assert town.state(station).has_result
    else:
        assert (town.state(station), envelopes_left(town), key_left(town, station)) == (
            StationState.CLOSED,
            5,
            True,
        )


def assert_emptied(town: Town, station: str) -> None:
    assert town.state(station) is StationState.EMPTIED
    assert town.tally(station) == EXPECTED
    assert envelopes_left(town) == 0
    assert not key_left(town, station)
    with town.database.reading() as connection:
        attempts = connection.execute(text("SELECT count(attempt) FROM voting_code")).scalar_one()
        assert attempts == 0
        states = connection.execute(text("SELECT state, count(*) FROM voting_code GROUP BY state")).all()
        assert sorted(map(tuple, states)) == [(0, 2), (1, 5)]
        if town.database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA freelist_count").scalar_one() == 0
            journal = Path(town.settings.database.removeprefix("sqlite:///") + "-wal")
            assert not journal.exists() or journal.stat().st_size < 64 * 1024


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
def test_a_count_that_was_cut_off_is_repeated(closed, monkeypatch, owner, name, after):
    with monkeypatch.context() as patch:
        cut(patch, owner, name, after=after)
        with pytest.raises(PowerCut):
            closed.count()
    assert_nothing_is_lost(closed, closed.station)
    closed.count()
    assert_emptied(closed, closed.station)


def test_a_count_that_was_cut_off_between_the_last_two_transactions_is_repeated(closed, monkeypatch):
    with monkeypatch.context() as patch:
        cut(patch, elections, "move_station", after=False, times=2)
        with pytest.raises(PowerCut):
            closed.count()
    assert_nothing_is_lost(closed, closed.station)
    closed.count()
    assert_emptied(closed, closed.station)


@pytest.mark.parametrize(("owner", "name"), [(ballots, "empty"), (Custody, "destroy"), (Database, "vacuum")])
def test_a_server_that_starts_again_finishes_what_was_cut_off(closed, monkeypatch, owner, name):
    with monkeypatch.context() as patch:
        cut(patch, owner, name, after=False)
        with pytest.raises(PowerCut):
            closed.count()
    assert closed.state() is StationState.COUNTED
    closed.apps.append(create_app(closed.settings))
    assert_emptied(closed, closed.station)


@pytest.mark.parametrize(
    ("owner", "name", "refusal"),
    [
        (ballots, "empty", DatabaseUnavailable),
        (Custody, "destroy", KeyStoreUnreadable),
        (Database, "vacuum", DatabaseUnavailable),
    ],
)
def test_a_disk_that_is_full_takes_back_no_count_and_keeps_nobody_from_starting(
    closed, monkeypatch, owner, name, refusal, caplog
):
    def full(*_args, **_kwargs):
        raise refusal(reason="disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, full)
        teacher = closed.signed_in(Role.TEACHER)
        answer = teacher.post(f"/classroom/{closed.station}/count")
        assert answer.status_code == 200, answer.text
        assert (closed.tally(closed.station), closed.state()) == (EXPECTED, StationState.COUNTED)
        closed.app()
    assert sum("not empty yet" in line and "disk is full" in line for line in caplog.messages) == 2
    closed.app()
    assert_emptied(closed, closed.station)


def test_the_count_of_an_election_goes_on_where_it_was_cut_off(either_town, monkeypatch):
    town = either_town
    other = town.add_station("Groep 8")
    for station in (town.station, other):
        codes = town.issue(5, station)
        town.open(station)
        town.vote(list(zip(codes, ["1", "2", "1", BLANK, "1"], strict=True)), station)
    town.do(close_election, election=town.election)
    with monkeypatch.context() as patch:
        cut(patch, ballots, "write_tally", after=True, times=2)
        with pytest.raises(PowerCut):
            count_election(town.database, town.custody, election=town.election, by=town.carla, now=town.now)
    count_election(town.database, town.custody, election=town.election, by=town.carla, now=town.now)
    assert town.tally() == town.tally(other) == EXPECTED
    assert envelopes_left(town) == 0


def test_a_key_that_is_destroyed_too_early_is_found_out(closed, monkeypatch):
    """The planted bug: the key goes before the counts are durable."""
    real = ballots.write_tally

    def too_early(session, station, contest, tally):
        closed.custody.destroy(station)
        real(session, station, contest, tally)

    with monkeypatch.context() as patch:
        patch.setattr(ballots, "write_tally", too_early)
        cut(patch, changes, "announce", after=False)
        with pytest.raises(PowerCut):
            closed.count()
    with pytest.raises(AssertionError):
        assert_nothing_is_lost(closed, closed.station)


def test_envelopes_that_stay_are_found_out(closed, monkeypatch):
    """The planted bug: an emptied box that is not empty."""
    monkeypatch.setattr(ballots, "empty", lambda session, station: None)
    closed.count()
    with pytest.raises(AssertionError):
        assert_emptied(closed, closed.station)
