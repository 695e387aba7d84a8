"""Nobody on PostgreSQL waits for one who waits for them: locks are taken in one order, and only as strong as needed."""

import asyncio
import contextlib
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, text

from jeugd.actions import issue_codes as issuing
from jeugd.actions.cast_ballot import Booths
from jeugd.actions.issue_codes import issue_codes
from jeugd.actions.prepare_election import close_election
from jeugd.actions.run_polling_station import close_station
from jeugd.domain.answer import Answer
from jeugd.domain.election import ElectionState
from jeugd.domain.errors import Refused, StationNotOpen, TooManyCards
from jeugd.storage import elections
from jeugd.storage.database import Database
from tests.cast import KINDERBURGEMEESTER, build_town

pytestmark = pytest.mark.xdist_group("load")


@pytest.fixture
def town(postgres_address, tmp_path):
    built = build_town(postgres_address, tmp_path / "keys")
    yield built
    built.close()


@pytest.fixture
def another(postgres_address):
    """A second way to the same database."""
    made = Database(postgres_address)
    yield made
    made.close()


def open_stations(town, number):
    """An election with so many stations that vote."""
    election = town.add_election(KINDERBURGEMEESTER)
    stations = [town.add_station(f"Groep {one}", election=election) for one in range(number)]
    for one in stations:
        town.issue(1, one)
    town.open_election(election)
    for one in stations:
        town.open(one)
    return election, stations


def test_teachers_and_the_official_close_in_the_same_moment(town):
    """Each teacher's line in the journal refers to the election that the official holds."""
    for _ in range(6):
        election, stations = open_stations(town, 6)
        ready = threading.Barrier(7)

        def press(action, asked, ready=ready):
            ready.wait()
            try:
                town.do(action, **asked)
            except Refused as error:
                return error.name
            return "done"

        teachers = [{"station": one, "admitted": 0, "reason": None} for one in stations]
        with ThreadPoolExecutor(7) as pool:
            official = pool.submit(press, close_election, {"election": election})
            others = [pool.submit(press, close_station, one) for one in teachers]
        assert official.result() == "done"
        assert {one.result() for one in others} <= {"done", "TransitionRefused"}
        with town.database.read() as session:
            assert elections.election(session, election).state is ElectionState.CLOSED


def test_the_official_closes_stations_in_the_order_in_which_votes_lock_them(town, another):
    """Somebody holds the door of one station; the official and a batch of votes for two of them wait behind."""
    stations = sorted(town.add_station(f"Groep {one}") for one in range(6))
    first, last = stations[0], stations[-1]
    codes = {one: town.issue(1, one)[0] for one in stations}
    for one in reversed(stations):  # so the rows do not lie in the order of their ids
        town.open(one)
    booths = Booths(town.database, town.custody)

    async def vote():
        entered = [(await booths.enter(one), codes[one]) for one in (first, last)]
        asked = (booths.cast(booth, code, b"1" * 16, (Answer("1"),)) for booth, code in entered)
        return await asyncio.gather(*asked, return_exceptions=True)

    with ThreadPoolExecutor(2) as pool:
        with another.writing() as held:
            held.execute(text("SELECT id FROM polling_station WHERE id = :id FOR UPDATE"), {"id": last})
            official = pool.submit(town.do, close_election, election=town.election)
            wait_for_locks(another, 1)
            voters = pool.submit(asyncio.run, vote())
            wait_for_locks(another, 2)
        official.result()
        votes = voters.result()
    booths.stop()
    assert [type(one) for one in votes] == [StationNotOpen] * 2


def wait_for_locks(database, number):
    """Return when so many wait for somebody else's lock."""
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    for _ in itertools.repeat(None, 2000):
        with database.outside_transaction() as connection:
            if connection.execute(waiting).scalar_one() >= number:
                return
        threading.Event().wait(0.005)
    raise AssertionError(number)


def test_two_who_print_at_once_do_not_print_too_many(town, monkeypatch):
    monkeypatch.setattr(issuing, "MOST_CARDS", 50)
    both_looked = threading.Barrier(2)
    real = elections.turnout

    def look(session, row):
        found = real(session, row)
        with contextlib.suppress(threading.BrokenBarrierError):  # the other waits for our lock, as it should
            both_looked.wait(0.5)
        return found

    monkeypatch.setattr(elections, "turnout", look)

    def print_cards():
        try:
            town.do(issue_codes, station=town.station, codes=issuing.draw_codes(30))
        except TooManyCards as error:
            return error.facts["limit"]
        return None

    with ThreadPoolExecutor(2) as pool:
        printed = [pool.submit(print_cards) for _ in range(2)]
    assert sorted((one.result() for one in printed), key=str) == [20, None]


def test_no_cards_come_after_the_station_has_closed(town):
    """Whoever makes cards when a teacher closes is before them or after them, and not in between."""
    town.issue(3)
    town.open()
    began = threading.Event()

    def watch(connection, _cursor, statement, *_):
        if statement.startswith("INSERT INTO voting_code"):
            began.set()
            threading.Event().wait(0.5)

    event.listen(town.database.engine, "before_cursor_execute", watch)
    with ThreadPoolExecutor(2) as pool:
        cards = pool.submit(town.do, issue_codes, station=town.station, codes=issuing.draw_codes(5))
        assert began.wait(5)
        closing = pool.submit(town.do, close_station, station=town.station, admitted=0, reason=None)
        threading.Event().wait(0.2)
        assert not closing.done()
        cards.result()
        closing.result()
    event.remove(town.database.engine, "before_cursor_execute", watch)
