from dataclasses import replace

import pytest

from jeugd.actions.prepare_election import (
    MOST_EXPECTED,
    add_school,
    add_station,
    close_election,
    freeze,
    new_election,
    open_election,
    set_contest,
)
from jeugd.actions.sign_in import add_official
from jeugd.domain.contest import Contest, numbered
from jeugd.domain.election import Definition, ElectionState
from jeugd.domain.errors import (
    AlreadyExists,
    ElectionFrozen,
    FieldUnfit,
    NoPollingStation,
    NotFound,
    TooFewOptions,
    TransitionRefused,
)
from jeugd.domain.journal import Deed
from jeugd.sealing.envelope import public_bytes
from jeugd.storage import elections, journal
from jeugd.storage.tables import MunicipalityRow
from tests.actions.refusals import refuses
from tests.cast import KINDERBURGEMEESTER

FIELD = Contest("Wat doen we met het veld?", options=numbered([("Skaten", "", ""), ("Tuin", "", "")]))


def row(town, election):
    with town.database.read() as session:
        return elections.election(session, election)


@pytest.fixture
def draft(either_town):
    return either_town.do(new_election, definition=KINDERBURGEMEESTER)


def test_an_election_goes_from_draft_to_closed(either_town, draft):
    town = either_town
    states = [row(town, draft).state]
    station = town.add_station("Groep 8", election=draft)
    for step in (freeze, open_election, close_election):
        town.do(step, election=draft)
        states.append(row(town, draft).state)
    assert states == [
        ElectionState.DRAFT,
        ElectionState.FROZEN,
        ElectionState.OPEN,
        ElectionState.CLOSED,
    ]
    with town.database.read() as session:
        public = elections.station(session, station).public_key
        deeds = [one.deed for one in journal.of_election(session, draft)]
    assert public == public_bytes(town.custody.keys(station).private_key)
    assert deeds == [
        Deed.ELECTION_PREPARED,
        Deed.STATION_ADDED,
        Deed.ELECTION_FROZEN,
        Deed.ELECTION_OPENED,
        Deed.ELECTION_CLOSED,
    ]


STEPS = (freeze, open_election, close_election)


@pytest.mark.parametrize("done", range(4))
def test_no_step_is_taken_twice_or_out_of_turn(town, done):
    election = town.do(new_election, definition=KINDERBURGEMEESTER)
    town.add_station("Groep 8", election=election)
    for step in STEPS[:done]:
        town.do(step, election=election)
    for number, step in enumerate(STEPS):
        if number != done:
            with refuses(town, TransitionRefused):
                town.do(step, election=election)


def test_questions_of_a_draft_are_replaced_and_added(either_town, draft):
    town = either_town
    town.do(set_contest, election=draft, number=1, contest=FIELD)
    town.do(set_contest, election=draft, number=2, contest=FIELD)
    assert Definition.from_json(row(town, draft).definition).contests == (FIELD, FIELD)


@pytest.mark.parametrize("number", [-1, 0, 3])
def test_a_question_that_is_not_next_is_refused(town, number):
    election = town.do(new_election, definition=KINDERBURGEMEESTER)
    with refuses(town, FieldUnfit, field="contest"):
        town.do(set_contest, election=election, number=number, contest=FIELD)


def test_a_frozen_definition_does_not_change(either_town):
    town = either_town
    before = row(town, town.election)
    with refuses(town, ElectionFrozen):
        town.do(set_contest, election=town.election, number=1, contest=FIELD)
    assert before.fingerprint == Definition.from_json(before.definition).fingerprint()


@pytest.mark.parametrize(
    "contests", [(), (replace(FIELD, options=FIELD.options[:1]),), (FIELD, Contest("Leeg"))]
)
def test_a_contest_without_a_choice_is_not_frozen(town, contests):
    election = town.do(new_election, definition=KINDERBURGEMEESTER.with_contests(contests))
    town.add_station("Groep 8", election=election)
    with refuses(town, TooFewOptions):
        town.do(freeze, election=election)


def test_an_election_without_a_station_does_not_open(either_town):
    election = either_town.add_election(KINDERBURGEMEESTER)
    with refuses(either_town, NoPollingStation):
        either_town.open_election(election)


def test_a_station_may_be_added_until_the_closing(either_town, draft):
    """Also to an election that is frozen or open: it gets its keys at once."""
    town = either_town
    for step in STEPS:
        station = town.add_station("Groep 8", election=draft)
        has_keys = row(town, draft).state.is_frozen
        with town.database.read() as session:
            assert (elections.station(session, station).public_key is not None) == has_keys
        town.do(step, election=draft)
    with refuses(town, ElectionFrozen):
        town.add_station("Te laat", election=draft)


@pytest.mark.parametrize("expected", [0, -1, MOST_EXPECTED + 1])
def test_an_impossible_number_of_pupils_is_refused(town, expected):
    with refuses(town, FieldUnfit, field="expected"):
        town.add_station("Groep 8", expected=expected)


def test_a_school_of_another_municipality_is_refused(town):
    elsewhere = MunicipalityRow(code="GM9998", name="Ginder")
    with town.database.write() as session:
        stranger = add_official(session, email="dirk@ginder.example", name="Dirk", municipality=elsewhere)
        school = add_school(session, name="De Regenboog", by=stranger)
    asked = {"election": town.election, "name": "Groep 8", "expected": 20}
    with refuses(town, FieldUnfit, field="school"):
        town.do(add_station, school=school, **asked)
    with refuses(town, NotFound):
        town.do(add_station, school="nowhere", **asked)


def test_two_schools_of_one_name_are_one_too_many(town):
    with refuses(town, AlreadyExists, name="de regenboog"):
        town.do(add_school, name="de regenboog")


@pytest.mark.parametrize(
    ("action", "more"),
    [
        (freeze, {}),
        (open_election, {}),
        (close_election, {}),
        (set_contest, {"number": 1, "contest": FIELD}),
        (add_station, {"school": None, "name": "x", "expected": 1}),
    ],
)
def test_an_election_that_does_not_exist_is_not_found(town, action, more):
    with refuses(town, NotFound):
        town.do(action, election="nowhere", **more)
