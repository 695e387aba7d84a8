from datetime import timedelta

import pytest

from jeugd.actions.count_ballots import count_election
from jeugd.actions.prepare_election import close_election
from jeugd.actions.publish_results import publish, settle_tie
from jeugd.actions.read_results import election_results, station_results
from jeugd.domain.answer import BLANK
from jeugd.domain.election import ElectionState
from jeugd.domain.errors import LotNeeded, LotUnfit, NotFound, TooEarly, TransitionRefused
from jeugd.domain.journal import Deed
from jeugd.storage import elections, journal
from tests.actions.refusals import refuses
from tests.cast import KINDERBURGEMEESTER, NOW


def counted(town, *answers, publish_at=None):
    """An election of one class that has been counted."""
    election = town.add_election(KINDERBURGEMEESTER, publish_at=publish_at)
    station = town.add_station("Groep 8", election=election)
    town.open_election(election)
    codes = town.issue(max(len(answers), 1), station)
    town.open(station)
    town.vote(list(zip(codes, answers, strict=False)), station)
    town.shut(station)
    town.do(close_election, election=election)
    count_election(town.database, town.custody, election=election, by=town.carla, now=town.now)
    return election


def results(town, election):
    with town.database.read() as session:
        return [one.outcome for one in election_results(session, election)]


def state(town, election):
    with town.database.read() as session:
        return elections.election(session, election).state


def test_a_counted_election_is_published_once(either_town):
    town = either_town
    election = counted(town, "1", "1", "2", BLANK)
    assert results(town, election)[0].votes == {"1": 2, "2": 1, "3": 0}
    town.do(publish, election=election)
    assert state(town, election) is ElectionState.PUBLISHED
    with refuses(town, TransitionRefused, state="published"):
        town.do(publish, election=election)


def test_an_election_that_is_not_counted_is_not_published(town):
    with refuses(town, TransitionRefused, state="open"):
        town.do(publish, election=town.election)
    town.do(close_election, election=town.election)
    with refuses(town, TransitionRefused, state="closed"):
        town.do(publish, election=town.election)


@pytest.mark.parametrize("early", [timedelta(microseconds=1), timedelta(seconds=1), timedelta(days=400)])
def test_not_a_moment_before_the_publication_moment(town, early):
    moment = NOW + timedelta(days=400)
    election = counted(town, "1", publish_at=moment)
    town.now = moment - early
    with refuses(town, TooEarly, moment=moment):
        town.do(publish, election=election)
    town.now = moment
    town.do(publish, election=election)
    assert state(town, election) is ElectionState.PUBLISHED


def test_a_tie_waits_for_a_lot_that_people_draw(either_town):
    town = either_town
    election = counted(town, "1", "2")
    with refuses(town, LotNeeded):
        town.do(publish, election=election)
    for drawn in ("3", BLANK, "4", ""):
        with refuses(town, LotUnfit):
            town.do(settle_tie, election=election, contest=1, drawn=drawn)
    town.do(settle_tie, election=election, contest=1, drawn="2")
    assert results(town, election)[0].winners == ("2",)
    with refuses(town, LotUnfit):
        town.do(settle_tie, election=election, contest=1, drawn="1")
    town.do(publish, election=election)
    with town.database.read() as session:
        facts = [row.facts for row in journal.of_election(session, election) if row.deed is Deed.LOT_DRAWN]
    assert facts == ['{"contest": 1, "drawn": "Yassin"}']


@pytest.mark.parametrize("answers", [(), ("1",), ("1", "1", "2"), (BLANK, BLANK)])
def test_without_a_tie_there_is_no_lot(town, answers):
    election = counted(town, *answers)
    with refuses(town, LotUnfit):
        town.do(settle_tie, election=election, contest=1, drawn="1")


@pytest.mark.parametrize("contest", [0, 2, -1])
def test_a_lot_for_a_question_that_is_not_there_is_refused(town, contest):
    election = counted(town, "1", "2")
    with refuses(town, LotUnfit):
        town.do(settle_tie, election=election, contest=contest, drawn="1")


def test_lots_are_drawn_for_the_election_after_the_count_and_before_publication(town):
    with refuses(town, LotUnfit):
        town.do(settle_tie, election=town.election, contest=1, drawn="1")
    election = counted(town, "1", "2")
    town.do(settle_tie, election=election, contest=1, drawn="1")
    town.do(publish, election=election)
    with refuses(town, LotUnfit):
        town.do(settle_tie, election=election, contest=1, drawn="2")


def test_a_tie_in_one_class_stays_a_tie_there(town):
    election = counted(town, "1", "2")
    town.do(settle_tie, election=election, contest=1, drawn="1")
    with town.database.read() as session:
        station = elections.stations_of(session, election)[0].id
        assert station_results(session, election, station)[0].outcome.is_tie


def test_the_result_of_an_election_is_that_of_all_its_stations(town):
    election = town.add_election(KINDERBURGEMEESTER)
    stations = [town.add_station(name, election=election) for name in ("Groep 7", "Groep 8", "Leeg")]
    town.open_election(election)
    for station, answers in zip(stations, (["1", "2", "2"], ["1", "3", BLANK]), strict=False):
        codes = town.issue(3, station)
        town.open(station)
        town.vote(list(zip(codes, answers, strict=True)), station)
        town.shut(station)
    town.do(close_election, election=election)
    count_election(town.database, town.custody, election=election, by=town.carla, now=town.now)
    outcome = results(town, election)[0]
    assert (outcome.votes, outcome.blank, outcome.counted) == ({"1": 2, "2": 2, "3": 1}, 1, 6)


@pytest.mark.parametrize(("action", "more"), [(publish, {}), (settle_tie, {"contest": 1, "drawn": "1"})])
def test_an_election_that_does_not_exist_has_no_result(town, action, more):
    with refuses(town, NotFound):
        town.do(action, election="nowhere", **more)
