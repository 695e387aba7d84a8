"""One contract for the ballot box, on SQLite and on a real PostgreSQL."""

import contextlib
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from jeugd.actions.run_polling_station import close_station, pause_station
from jeugd.domain.errors import DatabaseUnavailable
from jeugd.domain.polling_station import StationState
from jeugd.domain.record import DifferenceReason
from jeugd.domain.voting_code import CodeState
from jeugd.sealing.code_mac import code_mac
from jeugd.storage import ballots, database
from jeugd.storage.ballot_box import BallotBox, Envelope, ballot_box
from jeugd.storage.database import Database
from tests.cast import Town, build_town
from tests.storage.planted_box import CheckThenInsert


@dataclass
class Room:
    """Groep 7b with an open box."""

    town: Town
    box: BallotBox
    macs: list[bytes]

    def envelope(self, mac: bytes, sealed: bytes = b"sealed", attempt: bytes = b"a" * 16) -> Envelope:
        return Envelope(self.town.station, mac, sealed, attempt)

    def stored(self) -> dict[bytes, bytes]:
        with self.town.database.read() as session:
            rows = session.execute(text("SELECT mac, sealed FROM voting_code WHERE sealed IS NOT NULL")).all()
        return {bytes(mac): bytes(sealed) for mac, sealed in rows}

    def pause(self) -> None:
        with self.town.database.write() as session:
            pause_station(session, station=self.town.station, by=self.town.carla, now=self.town.now)

    def close(self) -> None:
        with self.town.database.write() as session:
            close_station(
                session,
                station=self.town.station,
                admitted=0,
                reason=DifferenceReason.UNKNOWN,
                by=self.town.carla,
                now=self.town.now,
            )


@pytest.fixture
def room(either_town):
    codes = either_town.issue(20)
    either_town.open()
    pepper = either_town.custody.keys(either_town.station).pepper
    return Room(either_town, ballot_box(either_town.database), [code_mac(pepper, code) for code in codes])


def test_a_code_is_found_with_its_door(room):
    found = room.box.find(room.macs)
    assert set(found) == set(room.macs)
    assert {(one.state, one.attempt, one.station_state) for one in found.values()} == {
        (CodeState.FRESH, None, StationState.OPEN)
    }


def test_an_unknown_code_is_not_found(room):
    assert room.box.find([bytes(32)]) == {}
    assert room.box.find([]) == {}


def test_an_envelope_is_accepted_once(room):
    mac = room.macs[0]
    assert room.box.cast([room.envelope(mac, b"first", b"1" * 16)]) == {mac}
    assert room.box.cast([room.envelope(mac, b"second", b"2" * 16)]) == set()
    assert room.stored() == {mac: b"first"}
    found = room.box.find([mac])[mac]
    assert (found.state, found.attempt) == (CodeState.CAST, b"1" * 16)


def test_of_two_envelopes_for_one_code_in_one_batch_the_first_counts(room):
    mac = room.macs[0]
    accepted = room.box.cast([room.envelope(mac, b"first"), room.envelope(mac, b"second")])
    assert accepted == {mac}
    assert room.stored() == {mac: b"first"}


def test_a_used_code_in_a_batch_does_not_hinder_the_others(room):
    used, *others = room.macs[:5]
    room.box.cast([room.envelope(used)])
    assert room.box.cast([room.envelope(mac) for mac in (used, *others)]) == set(others)


def test_an_unknown_code_is_not_accepted(room):
    assert room.box.cast([room.envelope(bytes(32))]) == set()


def test_a_void_code_is_not_accepted(room):
    with room.town.database.write() as session:
        assert ballots.void(session, room.town.station, room.macs[0])
    assert room.box.cast([room.envelope(room.macs[0])]) == set()
    assert room.box.find(room.macs[:1])[room.macs[0]].state is CodeState.VOID


@pytest.mark.parametrize("shut", [Room.pause, Room.close])
def test_a_shut_door_takes_no_envelope(room, shut):
    shut(room)
    assert room.box.cast([room.envelope(mac) for mac in room.macs]) == set()
    assert room.stored() == {}


def test_a_station_that_was_never_opened_takes_no_envelope(either_town):
    codes = either_town.issue(2)
    pepper = either_town.custody.keys(either_town.station).pepper
    box = ballot_box(either_town.database)
    mac = code_mac(pepper, codes[0])
    assert box.cast([Envelope(either_town.station, mac, b"sealed", b"a" * 16)]) == set()


def test_an_open_door_elsewhere_does_not_let_an_envelope_in(room):
    """The code is of a prepared station; the request names the open one."""
    other = room.town.add_station("Groep 8")
    code = room.town.issue(1, other)[0]
    mac = code_mac(room.town.custody.keys(other).pepper, code)
    assert room.box.cast([room.envelope(mac)]) == set()
    assert room.box.cast([Envelope(other, mac, b"sealed", b"a" * 16)]) == set()


def test_stations_vote_in_one_batch_and_a_shut_one_does_not_hinder_the_other(room):
    other = room.town.add_station("Groep 8")
    code = room.town.issue(1, other)[0]
    mac = code_mac(room.town.custody.keys(other).pepper, code)
    batch = [room.envelope(room.macs[0]), Envelope(other, mac, b"sealed", b"a" * 16)]
    assert room.box.cast(batch) == {room.macs[0]}
    room.town.open(other)
    assert room.box.cast(batch) == {mac}


def test_accepted_is_durable_for_everybody_on_return(room):
    room.box.cast([room.envelope(room.macs[0])])
    somebody_else = Database(room.town.database.address)
    found = ballot_box(somebody_else).find(room.macs[:1])
    somebody_else.close()
    assert found[room.macs[0]].state is CodeState.CAST


def race(boxes: list[BallotBox], room: Room, rounds: int = 6, phones: int = 8) -> tuple[int, int]:
    """(answers that said accepted, envelopes in the box) after ``phones`` threads voted with each code."""
    starts = [threading.Barrier(phones) for _ in range(rounds)]

    def vote(phone: int) -> int:
        accepted = 0
        for mac, start in zip(room.macs, starts, strict=False):
            start.wait(10)
            accepted += len(boxes[phone % len(boxes)].cast([room.envelope(mac, secrets.token_bytes(145))]))
        return accepted

    with ThreadPoolExecutor(phones) as pool:
        accepted = sum(pool.map(vote, range(phones)))
    return accepted, len(room.stored())


def test_one_code_in_many_threads_is_accepted_once(room):
    second = Database(room.town.database.address)
    counted = race([room.box, ballot_box(second)], room)
    second.close()
    assert counted == (6, 6)


def test_the_race_finds_out_a_box_that_checks_before_it_inserts(room):
    accepted, stored = race([CheckThenInsert(room.box, room.town.database)], room)
    assert accepted > 6
    assert stored > 6


def test_batches_that_meet_in_opposite_order_do_not_wait_for_each_other_forever(room):
    start = threading.Barrier(2)

    def vote(macs: list[bytes]) -> int:
        start.wait(10)
        return len(room.box.cast([room.envelope(mac) for mac in macs]))

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(vote, [room.macs, room.macs[::-1]])) == len(room.macs)


def test_a_locked_sqlite_is_unavailable_and_the_envelope_may_be_sent_again(town, monkeypatch):
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 50)
    code = town.issue(1)[0]
    town.open()
    mac = code_mac(town.custody.keys(town.station).pepper, code)
    hurried = Database(town.database.address)
    box = ballot_box(hurried)
    with town.database.writing(), pytest.raises(DatabaseUnavailable):
        box.cast([Envelope(town.station, mac, b"sealed", b"a" * 16)])
    assert box.cast([Envelope(town.station, mac, b"sealed", b"a" * 16)]) == {mac}
    hurried.close()


def test_a_postgres_that_goes_away_is_unavailable_and_the_envelope_may_be_sent_again(
    postgres_address, tmp_path
):
    town = build_town(postgres_address, tmp_path / "keys")
    code = town.issue(1)[0]
    town.open()
    mac = code_mac(town.custody.keys(town.station).pepper, code)
    envelope = Envelope(town.station, mac, b"sealed", b"a" * 16)
    voting = Database(postgres_address)
    box = ballot_box(voting)
    with town.database.writing() as lock, ThreadPoolExecutor(1) as pool:
        lock.execute(text("SELECT 1 FROM voting_code FOR UPDATE"))
        waiting = pool.submit(box.cast, [envelope])
        with town.database.outside_transaction() as operator:
            killed = 0
            while not killed:
                killed = operator.execute(
                    text("SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE NOT granted")
                ).scalar_one()
        with pytest.raises(DatabaseUnavailable):
            waiting.result(10)
    assert box.cast([envelope]) == {mac}
    voting.close()
    town.close()


def pages(town):
    """The page of the table that each code lies on."""
    with town.database.read() as session:
        rows = session.execute(text("SELECT mac, (ctid::text::point)[0]::int FROM voting_code")).all()
    return {bytes(mac): page for mac, page in rows}


def envelopes_that_moved(town):
    """How many rows lie on another page once two hundred envelopes are in."""
    codes = town.issue(200)
    town.open()
    pepper = town.custody.keys(town.station).pepper
    box, macs = ballot_box(town.database), [code_mac(pepper, code) for code in codes]
    before = pages(town)
    sent = [Envelope(town.station, mac, secrets.token_bytes(145), secrets.token_bytes(16)) for mac in macs]
    assert box.cast(sent) == set(macs)
    after = pages(town)
    return sum(before[mac] != after[mac] for mac in macs)


@pytest.mark.parametrize(("fill", "is_found"), [(None, False), (100, True)])
def test_on_postgres_an_envelope_finds_room_beside_its_code(postgres_address, tmp_path, fill, is_found):
    """So that no index changes with a vote. Planted: pages that are full."""
    with contextlib.closing(build_town(postgres_address, tmp_path / "keys")) as town:
        if fill:
            with town.database.write() as session:
                session.execute(text(f"ALTER TABLE voting_code SET (fillfactor = {fill})"))
        assert bool(envelopes_that_moved(town)) is is_found
