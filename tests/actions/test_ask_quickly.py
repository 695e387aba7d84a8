"""A question without poll cards: places instead of cards, and the same machinery behind it."""

import json

import pytest
from sqlalchemy import text

from jeugd.actions.ask_quickly import MOST_PLACES, add_places, ask_question, close_question, join
from jeugd.actions.count_ballots import count_election
from jeugd.actions.prepare_election import add_station, close_election, discard_draft, new_election
from jeugd.actions.publish_results import publish
from jeugd.actions.run_polling_station import open_station, pause_station
from jeugd.domain import voting_code
from jeugd.domain.contest import Contest, Method, Option, numbered
from jeugd.domain.election import Definition, ElectionState, Opening
from jeugd.domain.errors import (
    ElectionFrozen,
    FieldUnfit,
    JoinedWithoutCards,
    PlacesTaken,
    StationNotOpen,
    StaysInClass,
    TooFewOptions,
    TransitionRefused,
)
from jeugd.domain.journal import Deed
from jeugd.domain.kind import ElectionKind
from jeugd.domain.polling_station import FREE_ID_LENGTH, ID_LENGTH, StationState
from jeugd.domain.record import DifferenceReason
from jeugd.domain.roles import Role
from jeugd.storage import elections, journal
from tests.cast import KINDERBURGEMEESTER

QUESTION = Contest("Naar buiten?", options=numbered([("Ja", "", ""), ("Nee", "", "")]))
TICKETS = [bytes([number]) * 16 for number in range(1, 50)]


@pytest.fixture
def asked(town):
    return ask(town)


def ask(town, contest=QUESTION, places=3, station=None):
    return town.do(
        ask_question, station=station or town.station, title="Naar buiten?", contest=contest, places=places
    )


def joins(town, station, ticket):
    return town.do(join, station=station, pepper=town.custody.keys(station).pepper, ticket=ticket)


def row_of(town, station):
    with town.database.read() as session:
        return elections.station(session, station)


def definition_of(town, station):
    with town.database.read() as session:
        row = elections.election(session, elections.station(session, station).election)
        return Definition.from_json(row.definition), row


def test_a_question_is_open_at_once_in_the_class_in_which_it_was_asked(town, asked):
    room, row = row_of(town, town.station), row_of(town, asked)
    definition, election = definition_of(town, asked)
    assert row.state is StationState.OPEN
    assert (row.name, row.school, row.expected, row.asked_in) == (room.name, room.school, 3, room.id)
    assert (definition.kind, definition.opening) == (ElectionKind.JEUGDRAAD, Opening.PER_STATION)
    assert definition.is_free_to_join
    assert (election.state, election.fingerprint) == (ElectionState.OPEN, definition.fingerprint())


def test_free_participation_is_part_of_what_is_hashed(town, asked):
    definition, _ = definition_of(town, asked)
    careless = json.loads(definition.to_json()) | {"is_free_to_join": False}
    assert Definition.from_json(json.dumps(careless)).fingerprint() != definition.fingerprint()


def test_a_question_that_is_asked_from_a_question_belongs_to_the_same_class(town, asked):
    assert row_of(town, ask(town, station=asked)).asked_in == town.station


@pytest.mark.parametrize("places", [0, MOST_PLACES + 1])
def test_a_room_holds_between_one_and_forty(town, places):
    with pytest.raises(FieldUnfit):
        ask(town, places=places)


def test_a_question_with_one_option_is_no_question(town):
    with pytest.raises(TooFewOptions):
        ask(town, Contest("Wat?", options=QUESTION.options[:1]))


def test_as_many_join_as_there_are_places(either_town):
    asked = ask(either_town)
    codes = {joins(either_town, asked, ticket) for ticket in TICKETS[:3]}
    assert len(codes) == 3
    with pytest.raises(PlacesTaken) as refusal:
        joins(either_town, asked, TICKETS[3])
    assert refusal.value.facts == {"places": 3}
    with either_town.database.read() as session:
        row = elections.station(session, asked)
        assert (row.admitted, elections.turnout(session, row).issued) == (3, 3)


def test_the_same_ticket_gives_the_same_code_and_takes_no_second_place(either_town):
    asked = ask(either_town)
    code = joins(either_town, asked, TICKETS[0])
    assert joins(either_town, asked, TICKETS[0]) == code == voting_code.read(code)
    either_town.vote([(code, "1")], asked)
    assert joins(either_town, asked, TICKETS[0]) == code
    with either_town.database.read() as session:
        assert elections.station(session, asked).admitted == 1


def test_a_ticket_gives_another_code_in_another_class(town):
    one, other = ask(town), ask(town)
    assert joins(town, one, TICKETS[0]) != joins(town, other, TICKETS[0])


def test_nobody_joins_while_voting_is_paused_or_over(town, asked):
    town.do(pause_station, station=asked)
    with pytest.raises(StationNotOpen):
        joins(town, asked, TICKETS[0])
    town.do(open_station, station=asked)
    joins(town, asked, TICKETS[0])
    town.do(close_question, station=asked)
    with pytest.raises(StationNotOpen):
        joins(town, asked, TICKETS[1])
    assert row_of(town, asked).admitted == 1


def test_places_can_be_added_and_never_taken_away(town, asked):
    town.do(add_places, station=asked, places=4)
    assert row_of(town, asked).expected == 4
    for places in (4, 3, MOST_PLACES + 1):
        with pytest.raises(FieldUnfit):
            town.do(add_places, station=asked, places=places)
    town.do(close_question, station=asked)
    with pytest.raises(TransitionRefused):
        town.do(add_places, station=asked, places=9)


def test_places_are_not_for_a_station_with_poll_cards(town):
    with pytest.raises(TransitionRefused):
        town.do(add_places, station=town.station, places=MOST_PLACES)


def test_poll_cards_are_not_for_a_question_without_them(town, asked):
    with pytest.raises(JoinedWithoutCards):
        town.issue(3, asked)


@pytest.mark.parametrize(("voted", "reason"), [(2, None), (1, DifferenceReason.DID_NOT_VOTE)])
def test_who_joined_was_admitted_and_nobody_counts_pupils(either_town, voted, reason):
    asked = ask(either_town)
    codes = [joins(either_town, asked, ticket) for ticket in TICKETS[:2]]
    either_town.vote([(code, "1") for code in codes[:voted]], asked)
    either_town.do(close_question, station=asked)
    with either_town.database.read() as session:
        row = elections.station(session, asked)
        assert (row.state, row.admitted, row.reason) == (StationState.CLOSED, 2, reason)
        assert elections.election(session, row.election).state is ElectionState.CLOSED


@pytest.mark.parametrize(("voted", "reason"), [(2, None), (1, DifferenceReason.DID_NOT_VOTE)])
def test_an_official_closes_a_question_as_its_teacher_does(either_town, voted, reason):
    asked = ask(either_town)
    codes = [joins(either_town, asked, ticket) for ticket in TICKETS[:2]]
    either_town.vote([(code, "1") for code in codes[:voted]], asked)
    election = row_of(either_town, asked).election
    either_town.do(close_election, election=election)
    row = row_of(either_town, asked)
    assert (row.state, row.admitted, row.reason) == (StationState.CLOSED, 2, reason)
    with either_town.database.read() as session:
        assert elections.election(session, election).state is ElectionState.CLOSED


def test_a_question_is_closed_once(town, asked):
    town.do(close_question, station=asked)
    with pytest.raises(TransitionRefused):
        town.do(close_question, station=asked)


def test_a_question_is_counted_like_any_box(town):
    asked = ask(town, Contest("Het is hier leuk", Method.SCALE, (Option("1", "Het is hier leuk"),)), 12)
    town.vote(
        [(joins(town, asked, ticket), f"1:{point}") for ticket, point in zip(TICKETS, "554?", strict=False)],
        asked,
    )
    town.do(close_question, station=asked)
    town.count(asked)
    assert town.tally(asked) == {"1:5": 2, "1:4": 1, "1:?": 1}
    assert town.state(asked) is StationState.EMPTIED


def test_after_the_count_the_codes_lie_in_the_order_of_their_mac_and_not_of_joining(either_town):
    asked = ask(either_town, places=20)
    for ticket in TICKETS[:20]:
        joins(either_town, asked, ticket)
    either_town.do(close_question, station=asked)
    either_town.count(asked)
    with either_town.database.reading() as connection:
        where = "" if either_town.database.is_sqlite else " ORDER BY ctid"
        macs = [bytes(row[0]) for row in connection.execute(text(f"SELECT mac FROM voting_code{where}"))]
    assert len(macs) == 20
    assert macs == sorted(macs)


def test_the_result_of_a_question_is_never_published(town, asked):
    election = row_of(town, asked).election
    town.do(close_question, station=asked)
    count_election(town.database, town.custody, election=election, by=town.carla, now=town.now)
    with pytest.raises(StaysInClass):
        town.do(publish, election=election)


def test_the_journal_knows_the_question_and_the_places_and_nobody_who_joined(town, asked):
    joins(town, asked, TICKETS[0])
    town.do(add_places, station=asked, places=4)
    with town.database.read() as session:
        lines = journal.of_election(session, elections.station(session, asked).election)
        told = [(line.deed, json.loads(line.facts)) for line in lines]
    assert (Deed.QUESTION_ASKED, {"places": 3}) in told
    assert told[-1] == (Deed.PLACES_ADDED, {"places": 4})


def test_the_questions_of_a_class_stand_the_latest_first(town):
    other = town.add_station("Groep 8")
    asked = [ask(town), ask(town)]
    ask(town, station=other)
    with town.database.read() as session:
        assert [one.id for one in elections.asked_in(session, town.station)] == asked[::-1]


def test_a_draft_with_a_class_in_which_something_was_asked_can_be_thrown_away(either_town):
    draft = either_town.do(new_election, definition=KINDERBURGEMEESTER)
    room = either_town.add_station("Groep 8", election=draft)
    asked = ask(either_town, station=room)
    either_town.do(discard_draft, election=draft)
    with either_town.database.read() as session:
        row = elections.station(session, asked)
        assert (row.asked_in, row.state) == (None, StationState.OPEN)


def test_a_question_gets_no_second_station_that_would_outlive_it(town, asked):
    _, row = definition_of(town, asked)
    with pytest.raises(ElectionFrozen):
        town.do(add_station, election=row.id, school=None, name="Elders", expected=5000)
    official = town.signed_in(Role.OFFICIAL)
    assert f"/elections/{row.id}/stations" not in official.get(f"/elections/{row.id}").text
    posted = official.post(f"/elections/{row.id}/stations", data={"name": "Elders", "expected": "5000"})
    assert posted.status_code == 409


def test_the_address_of_a_question_is_too_long_to_be_found_by_trying(town, asked):
    assert len(asked) == FREE_ID_LENGTH
    assert len(town.station) == ID_LENGTH, "who has a poll card needs no secret address"
