import pytest

from jeugd.actions.prepare_election import close_election
from jeugd.actions.run_polling_station import close_station, open_station, pause_station
from jeugd.domain.errors import (
    AdmittedMissing,
    NoCodes,
    NotFound,
    ReasonMissing,
    StationNotOpen,
    TransitionRefused,
)
from jeugd.domain.journal import Deed
from jeugd.domain.polling_station import StationState
from jeugd.domain.record import DifferenceReason
from jeugd.storage import elections, journal
from tests.actions.refusals import refuses
from tests.cast import KINDERBURGEMEESTER


def deeds(town):
    with town.database.read() as session:
        return [row.deed for row in journal.of_election(session, town.election)]


def test_a_station_opens_pauses_opens_and_closes(either_town):
    town = either_town
    town.issue(1)
    town.open()
    town.do(pause_station, station=town.station)
    assert town.state() is StationState.PAUSED
    town.open()
    town.shut()
    assert town.state() is StationState.CLOSED
    assert deeds(town)[-4:] == [
        Deed.STATION_OPENED,
        Deed.STATION_PAUSED,
        Deed.STATION_OPENED,
        Deed.STATION_CLOSED,
    ]


def test_a_station_without_cards_does_not_open(either_town):
    with refuses(either_town, NoCodes):
        either_town.open()


def test_a_station_of_an_election_that_is_not_open_does_not_open(town):
    frozen = town.add_election(KINDERBURGEMEESTER)
    station = town.add_station("Groep 8", election=frozen)
    town.issue(1, station)
    with refuses(town, TransitionRefused, state="frozen", step="station_open"):
        town.open(station)
    town.open_election(frozen)
    town.open(station)


@pytest.mark.parametrize("before", ["prepared", "paused", "closed", "emptied"])
def test_only_an_open_station_is_paused(town, before):
    bring(town, before)
    with refuses(town, TransitionRefused, state=before, step="paused"):
        town.do(pause_station, station=town.station)


@pytest.mark.parametrize("before", ["open", "closed", "emptied"])
def test_only_a_prepared_or_paused_station_opens(town, before):
    """Above all: a closed one never again."""
    bring(town, before)
    with refuses(town, TransitionRefused, state=before, step="open"):
        town.open()


@pytest.mark.parametrize("before", ["prepared", "closed", "emptied"])
def test_only_a_station_that_voted_closes(town, before):
    bring(town, before)
    with refuses(town, TransitionRefused, state=before, step="closed"):
        town.shut()


def bring(town, to: str) -> None:
    """Groep 7b in this state."""
    town.issue(1)
    for step in {
        "prepared": [],
        "open": [town.open],
        "paused": [town.open, lambda: town.do(pause_station, station=town.station)],
        "closed": [town.open, town.shut],
        "emptied": [town.open, town.shut, town.count],
    }[to]:
        step()
    assert town.state().value == to


@pytest.mark.parametrize("admitted", [None, -1, 5001])
def test_an_impossible_number_of_admitted_voters_is_refused_and_the_door_stays_open(town, admitted):
    code = town.issue(1)[0]
    town.open()
    with refuses(town, AdmittedMissing, limit=5000):
        town.do(close_station, station=town.station, admitted=admitted, reason=None)
    town.vote([(code, "1")])


def test_a_difference_needs_a_reason_and_the_door_stays_open_without(either_town):
    town = either_town
    code, other = town.issue(2)
    town.open()
    town.vote([(code, "1")])
    with refuses(town, ReasonMissing, admitted=2, cast=1):
        town.do(close_station, station=town.station, admitted=2, reason=None)
    town.vote([(other, "1")])
    town.do(close_station, station=town.station, admitted=2, reason=DifferenceReason.CARD_LOST)
    with town.database.read() as session:
        row = elections.station(session, town.station)
        assert (row.admitted, row.reason) == (2, None)


@pytest.mark.parametrize("reason", DifferenceReason)
def test_a_difference_is_written_down_with_its_reason(town, reason):
    town.issue(1)
    town.open()
    town.do(close_station, station=town.station, admitted=3, reason=reason)
    with town.database.read() as session:
        row = elections.station(session, town.station)
        assert (row.admitted, row.reason) == (3, reason)


@pytest.mark.parametrize("shut", ["paused", "closed"])
def test_a_shut_station_takes_no_vote(either_town, shut):
    town = either_town
    code = town.issue(1)[0]
    town.open()
    if shut == "paused":
        town.do(pause_station, station=town.station)
    else:
        town.shut()
    with refuses(town, StationNotOpen, state=shut):
        town.vote([(code, "1")])


def test_closing_the_election_closes_every_station_for_good(either_town):
    town = either_town
    other = town.add_station("Groep 8")
    town.issue(1)
    town.open()
    town.do(close_election, election=town.election)
    assert town.state() is town.state(other) is StationState.CLOSED
    for station in (town.station, other):
        with refuses(town, TransitionRefused):
            town.open(station)


@pytest.mark.parametrize(
    ("action", "more"),
    [(open_station, {}), (pause_station, {}), (close_station, {"admitted": 0, "reason": None})],
)
def test_nowhere_cannot_be_run(town, action, more):
    with refuses(town, NotFound):
        town.do(action, station="nowhere", **more)
