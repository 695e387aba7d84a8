"""Queries about stations, codes, tallies, staff and the journal, and the feed of changes, on both databases."""

import threading
from datetime import timedelta

import pytest

from jeugd.actions.run_polling_station import pause_station
from jeugd.domain.errors import CodeUnknown, NotFound
from jeugd.domain.journal import Deed
from jeugd.domain.polling_station import StationState
from jeugd.domain.roles import Role
from jeugd.domain.turnout import Turnout
from jeugd.domain.voting_code import CodeState
from jeugd.sealing.code_mac import code_mac
from jeugd.sealing.link_token import token_digest
from jeugd.storage import ballots, changes, elections, journal, staff
from jeugd.storage.ballot_box import Envelope, ballot_box
from jeugd.storage.changes import ChangeFeed

LONG = timedelta(days=365)


@pytest.mark.parametrize(
    "ask", [elections.municipality, elections.school, elections.election, elections.station]
)
def test_what_does_not_exist_is_not_found(either_town, ask):
    with either_town.database.read() as session, pytest.raises(NotFound):
        ask(session, "nothing")


def test_turnout_counts_what_became_of_each_code(either_town):
    town = either_town
    codes = town.issue(5)
    town.open()
    macs = [code_mac(town.custody.keys(town.station).pepper, code) for code in codes]
    other = town.add_station("Groep 8", expected=3)
    town.issue(2, other)
    ballot_box(town.database).cast([Envelope(town.station, mac, b"s", b"a") for mac in macs[:2]])
    with town.database.write() as session:
        ballots.void(session, town.station, macs[4])
    with town.database.read() as session:
        stations = elections.stations_of(session, town.election)
        found = elections.turnouts(session, stations)
    assert found == {town.station: Turnout(28, 5, 2, 1), other: Turnout(3, 2, 0, 0)}
    assert elections.total(found) == Turnout(31, 7, 2, 1)


def test_a_station_moves_only_from_where_it_is(either_town):
    with either_town.database.write() as session:
        row = elections.station(session, either_town.station)
        assert elections.move_station(session, row, StationState.OPEN)
        assert not elections.move_station(session, row, StationState.CLOSED)
    with either_town.database.read() as session:
        assert elections.station(session, either_town.station).state is StationState.OPEN
        assert elections.any_open(session)


def test_closing_the_stations_of_an_election_leaves_the_counted_ones_alone(either_town):
    town = either_town
    stations = {state: town.add_station(f"Groep {state.value}") for state in StationState}
    with town.database.write() as session:
        for state, station in stations.items():
            elections.station(session, station).state = state
    with town.database.write() as session:
        elections.close_stations(session, town.election)
    with town.database.read() as session:
        states = {state: elections.station(session, one).state for state, one in stations.items()}
    assert states == {
        StationState.PREPARED: StationState.CLOSED,
        StationState.OPEN: StationState.CLOSED,
        StationState.PAUSED: StationState.CLOSED,
        StationState.CLOSED: StationState.CLOSED,
        StationState.COUNTED: StationState.COUNTED,
        StationState.EMPTIED: StationState.EMPTIED,
    }


def test_a_code_of_another_station_is_unknown(either_town):
    town = either_town
    mac = code_mac(town.custody.keys(town.station).pepper, town.issue(1)[0])
    other = town.add_station("Groep 8")
    with town.database.write() as session:
        assert ballots.state_of(session, town.station, mac) is CodeState.FRESH
        assert not ballots.void(session, other, mac)
        with pytest.raises(CodeUnknown):
            ballots.state_of(session, other, mac)


def test_codes_lie_in_the_order_of_their_mac_and_not_of_printing(either_town):
    town = either_town
    codes = town.issue(50)
    pepper = town.custody.keys(town.station).pepper
    printed = [code_mac(pepper, code) for code in codes]
    order = "ctid" if not town.database.is_sqlite else "mac"
    with town.database.reading() as connection:
        lying = connection.exec_driver_sql(f"SELECT mac FROM voting_code ORDER BY {order}").scalars()
        assert [bytes(mac) for mac in lying] == sorted(printed) != printed


def test_an_emptied_box_keeps_what_became_of_each_code_and_nothing_else(either_town):
    town = either_town
    pepper = town.custody.keys(town.station).pepper
    macs = [code_mac(pepper, code) for code in town.issue(3)]
    town.open()
    ballot_box(town.database).cast([Envelope(town.station, macs[0], b"sealed", b"attempt")])
    with town.database.write() as session:
        assert [sealed for _, sealed in ballots.envelopes(session, town.station)] == [b"sealed"]
        ballots.empty(session, town.station)
    with town.database.read() as session:
        assert ballots.envelopes(session, town.station) == []
        assert elections.turnout(session, elections.station(session, town.station)).cast == 1
    found = ballot_box(town.database).find(macs)
    assert {one.attempt for one in found.values()} == {None}


def test_a_tally_replaces_what_an_interrupted_count_left(either_town):
    town = either_town
    with town.database.write() as session:
        ballots.write_tally(session, town.station, 1, {"1": 9, "3": 1})
        ballots.write_tally(session, town.station, 1, {"2": 4, "1": 2})
        ballots.write_tally(session, town.station, 2, {})
    with town.database.read() as session:
        assert ballots.tallies(session, [town.station], 1) == {town.station: {"1": 2, "2": 4}}
        assert ballots.tallies(session, [town.station], 2) == {}
        assert ballots.tallies(session, [], 1) == {}


def test_the_journal_is_kept_to_the_minute_in_the_order_of_the_deeds(either_town):
    town = either_town
    with town.database.write() as session:
        for second in (59, 7):
            journal.note(
                session,
                Deed.STATION_PAUSED,
                by=town.carla,
                now=town.now.replace(second=second),
                election=town.election,
                station=town.station,
                number=second,
            )
    with town.database.read() as session:
        *_, first, second = journal.of_election(session, town.election)
    assert (first.facts, second.facts) == ('{"number": 59}', '{"number": 7}')
    assert first.minute == second.minute == town.now.replace(second=0, microsecond=0)
    assert (first.who, first.role, first.deed) == ("Carla", Role.OFFICIAL, Deed.STATION_PAUSED)


def test_a_link_lives_until_it_is_spent_or_too_old(either_town):
    town = either_town
    digest = token_digest(town.link(Role.OFFICIAL).rpartition("/")[2])
    with town.database.write() as session:
        assert staff.live_link(session, digest, town.now)
        assert staff.live_link(session, digest, town.now + LONG) is None
        assert staff.spend(session, digest)
        assert not staff.spend(session, digest)
    with town.database.read() as session:
        assert staff.live_link(session, digest, town.now) is None
        assert staff.grants(session, [], town.now) == []


def test_the_feed_tells_which_watched_station_changed_whoever_changed_it(either_town):
    town = either_town
    other = town.add_station("Groep 8")
    town.issue(1)
    told: list[str] = []
    heard = threading.Event()

    def changed(stations):
        told.extend(stations)
        if stations:
            heard.set()

    feed = ChangeFeed(town.database, lambda: [town.station], changed)
    feed.start()
    try:
        for _ in range(30):  # the feed needs a look, or a LISTEN, before it sees a change
            with town.database.write() as session:
                pause = elections.station(session, town.station).state is StationState.OPEN
                if pause:
                    pause_station(session, station=town.station, by=town.carla, now=town.now)
                changes.announce(session, [town.station, other])
            if not pause:
                town.open()
            if heard.wait(0.3):
                break
    finally:
        feed.stop()
    assert set(told) == {town.station}
