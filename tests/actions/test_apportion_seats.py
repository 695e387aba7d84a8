"""Seats for a counted schaduwverkiezing: lots are drawn by people, stored in their order, and hold up publication."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from jeugd.actions import publish_results
from jeugd.actions.apportion_seats import draw_seat, draws_made, election_seats
from jeugd.actions.count_ballots import count_election
from jeugd.actions.prepare_election import close_election
from jeugd.actions.publish_results import publish
from jeugd.domain.apportionment import Apportioned, CandidateLots, LotsRequired, SeatLots
from jeugd.domain.contest import CandidateList, Contest, Method, Option
from jeugd.domain.election import Definition, Opening
from jeugd.domain.errors import LotNeeded, LotUnfit, TooEarly
from jeugd.domain.journal import Deed
from jeugd.domain.kind import ElectionKind
from jeugd.domain.official_election import OfficialElection
from jeugd.storage import journal
from jeugd.storage.tables import TallyRow
from tests.actions.refusals import refuses
from tests.cast import NOW

NAMES = ("Juinen Nu", "Groen Juinen", "", "Partij van het Kanaal")
LISTS = tuple(
    CandidateList(
        number,
        name,
        tuple(Option(f"{number}.{place}", f"Kandidaat {number}.{place}") for place in range(1, 6)),
    )
    for number, name in enumerate(NAMES, start=1)
)
OFFICIAL = OfficialElection("GR2026_Juinen", "GR", "2026-03-18", "9999", seats=9)
JUINEN = Definition(
    ElectionKind.SCHADUWVERKIEZING,
    "Gemeenteraad Juinen",
    Opening.TOGETHER,
    (Contest("Op wie stem jij?", Method.LIST_VOTE, lists=LISTS),),
    official=OFFICIAL,
)


def counted(town, tally, publish_at=None, made=JUINEN):
    """An election of one class whose box held these votes."""
    election = town.add_election(made, publish_at=publish_at)
    station = town.add_station("Klas 5h", election=election)
    town.open_election(election)
    town.do(close_election, election=election)
    count_election(town.database, town.custody, election=election, by=town.carla, now=town.now)
    with town.database.write() as session:
        for answer, votes in tally.items():
            session.add(TallyRow(station=station, contest=1, answer=answer, votes=votes))
    return election


def seats(town, election):
    with town.database.read() as session:
        return election_seats(session, election)


# 45 votes, quota 5: full seats 2, 2, 2, 2 and three votes left over each for the last one
EQUAL = {"1.1": 13, "2.1": 13, "3.1": 13, "4.1": 6}
# list 1 has two seats; its second and third candidate pass the threshold with equal votes
EQUAL_CANDIDATES = {"1.1": 4, "1.2": 3, "1.3": 3, "2.1": 14, "3.1": 21}


def test_seats_follow_from_the_votes(either_town):
    election = counted(either_town, {"1.1": 12, "2.2": 18, "3.1": 6, "4.1": 9, "blank": 3})
    outcome = seats(either_town, election)
    assert isinstance(outcome, Apportioned)
    assert sum(one.seats for one in outcome.seats.standings) == 9
    assert outcome.lists[1].on_preference == (2,)


def test_lots_are_drawn_one_by_one_and_remembered(either_town):
    town = either_town
    election = counted(town, EQUAL)
    drawn = []
    while isinstance(outcome := seats(town, election), LotsRequired):
        assert isinstance(outcome.lots, SeatLots)
        with refuses(town, LotNeeded):
            town.do(publish, election=election)
        drawn.append(outcome.lots.options[-1])
        town.do(draw_seat, election=election, position=len(drawn), drawn=drawn[-1])
    assert drawn
    assert isinstance(outcome, Apportioned)
    town.do(publish, election=election)
    with town.database.read() as session:
        assert draws_made(session, election) == len(drawn)
        facts = [
            json.loads(row.facts)
            for row in journal.of_election(session, election)
            if row.deed is Deed.LOT_DRAWN
        ]
    assert [fact["draw"] for fact in facts] == list(range(1, len(drawn) + 1))
    assert {fact["drawn"] for fact in facts} <= {"Juinen Nu", "Groen Juinen", "Kandidaat 3.1"}


def test_equal_candidates_draw_lots_too(town):
    election = counted(town, EQUAL_CANDIDATES)
    outcome = seats(town, election)
    assert isinstance(outcome, LotsRequired)
    assert isinstance(outcome.lots, CandidateLots)
    town.do(draw_seat, election=election, position=1, drawn=3)
    outcome = seats(town, election)
    assert outcome.lists[0].on_preference == (1, 3)
    with town.database.read() as session:
        last = journal.of_election(session, election)[-1]
    assert json.loads(last.facts) == {"draw": 1, "drawn": "Kandidaat 1.3"}


@pytest.mark.parametrize(("position", "drawn"), [(1, 4), (1, 99), (0, 1), (2, 1)])
def test_only_who_takes_part_can_be_drawn_and_only_for_the_next_draw(town, position, drawn):
    election = counted(town, EQUAL)
    with refuses(town, LotUnfit):
        town.do(draw_seat, election=election, position=position, drawn=drawn)


def test_the_same_draw_is_written_down_once(town):
    election = counted(town, EQUAL)
    town.do(draw_seat, election=election, position=1, drawn=1)
    with refuses(town, LotUnfit):
        town.do(draw_seat, election=election, position=1, drawn=2)


def test_no_lots_without_a_tie_and_none_after_publication(town):
    election = counted(town, {"1.1": 20, "2.1": 15, "3.1": 10})
    with refuses(town, LotUnfit):
        town.do(draw_seat, election=election, position=1, drawn=1)
    town.do(publish, election=election)
    with refuses(town, LotUnfit):
        town.do(draw_seat, election=election, position=1, drawn=1)


def test_before_the_publication_moment_nobody_hears_whether_there_is_a_tie(town):
    moment = NOW + timedelta(hours=3)
    tied, clear = (counted(town, tally, publish_at=moment) for tally in (EQUAL, {"1.1": 30, "2.1": 15}))
    for election in (tied, clear):
        with refuses(town, TooEarly, moment=moment):
            town.do(draw_seat, election=election, position=1, drawn=1)
        with refuses(town, TooEarly, moment=moment):
            town.do(publish, election=election)


@pytest.mark.parametrize("tally", [{"1.1": 5, "2.1": 5}, {"1.1": 40, "2.1": 1}, {}])
def test_where_numbers_may_not_be_shown_there_are_no_seats_and_no_lots(town, tally):
    election = counted(town, tally)
    assert seats(town, election) is None
    town.do(publish, election=election)


@pytest.mark.parametrize("official", [None, replace(OFFICIAL, seats=None), replace(OFFICIAL, category="ER")])
def test_without_a_council_or_its_number_of_seats_there_are_none_to_give(town, official):
    assert seats(town, counted(town, EQUAL, made=replace(JUINEN, official=official))) is None


def test_a_publication_that_forgets_the_lots_is_found_out(town, monkeypatch):
    election = counted(town, EQUAL)
    monkeypatch.setattr(publish_results, "election_seats", lambda *_: None)
    with pytest.raises(pytest.fail.Exception), refuses(town, LotNeeded):
        town.do(publish, election=election)
