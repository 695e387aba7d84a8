import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest

from jeugd.actions.prepare_election import (
    MOST_EXPECTED,
    add_school,
    add_station,
    close_election,
    freeze,
    move_contest_up,
    new_election,
    open_election,
    remove_contest,
    set_contest,
    set_details,
)
from jeugd.actions.sign_in import add_official
from jeugd.domain.contest import Contest, Method, Rules, numbered
from jeugd.domain.election import Definition, ElectionState, Opening
from jeugd.domain.errors import (
    AlreadyExists,
    BallotTooLong,
    ElectionFrozen,
    FieldUnfit,
    NoPollingStation,
    NotFound,
    RulesUnfit,
    TooFewOptions,
    TransitionRefused,
)
from jeugd.domain.journal import Deed
from jeugd.domain.official_election import OfficialElection
from jeugd.sealing.envelope import public_bytes
from jeugd.storage import elections, journal
from jeugd.storage.tables import MunicipalityRow
from tests.actions.refusals import refuses
from tests.cast import KINDERBURGEMEESTER, NOW

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


# -- composing the ballot of a draft

PLANS = tuple(Contest(f"Vraag {name}?", options=FIELD.options) for name in "abc")


@pytest.fixture
def poll(town):
    return town.do(new_election, definition=KINDERBURGEMEESTER.with_contests(PLANS))


def questions(town, election):
    return [one.question[6] for one in Definition.from_json(row(town, election).definition).contests]


def test_a_question_moves_up_one_place_at_a_time(town, poll):
    town.do(move_contest_up, election=poll, number=3)
    assert questions(town, poll) == ["a", "c", "b"]
    town.do(move_contest_up, election=poll, number=2)
    assert questions(town, poll) == ["c", "a", "b"]


def test_a_question_is_taken_off_the_ballot(town, poll):
    town.do(remove_contest, election=poll, number=2)
    assert questions(town, poll) == ["a", "c"]


@pytest.mark.parametrize(
    ("action", "number"),
    [
        (move_contest_up, 1),
        (move_contest_up, 0),
        (move_contest_up, 4),
        (remove_contest, 0),
        (remove_contest, 4),
    ],
)
def test_a_question_that_is_not_there_is_not_changed(town, poll, action, number):
    with refuses(town, FieldUnfit, field="contest"):
        town.do(action, election=poll, number=number)


@pytest.mark.parametrize("action", [move_contest_up, remove_contest])
def test_the_ballot_of_an_election_that_is_fixed_stays_as_it_is(town, action):
    with refuses(town, ElectionFrozen):
        town.do(action, election=town.election, number=1)


def test_a_ballot_that_no_form_can_send_is_refused(town):
    many = Contest("Welke?", options=numbered([(f"Plan {number}", "", "") for number in range(40)]))
    election = town.do(new_election, definition=KINDERBURGEMEESTER.with_contests((many,) * 3))
    with refuses(town, BallotTooLong):
        town.do(set_contest, election=election, number=4, contest=many)


def test_an_election_whose_rules_cannot_be_kept_stays_a_draft(town):
    """Also when a caller catches the refusal and goes on: nothing may have changed before it."""
    unfit = replace(FIELD, method=Method.APPROVAL, rules=Rules(most=9))
    election = town.do(new_election, definition=KINDERBURGEMEESTER.with_contests((FIELD, unfit)))
    with town.database.write() as session, contextlib.suppress(RulesUnfit):
        freeze(session, town.custody, election=election, by=town.carla, now=town.now)
    assert row(town, election).state is ElectionState.DRAFT
    with refuses(town, RulesUnfit, contest=2, rule="most"):
        town.do(freeze, election=election)


# -- title and moments

LATER, EARLIER = NOW + timedelta(days=2), NOW + timedelta(days=1)
SHARED = {"title": "Anders", "opening": Opening.TOGETHER}


def test_a_draft_gets_another_title_and_a_moment(town, poll):
    town.do(set_details, election=poll, publish_at=EARLIER, **SHARED)
    town.do(set_details, election=poll, publish_at=LATER, **SHARED)
    definition = Definition.from_json(row(town, poll).definition)
    assert (definition.title, definition.opening) == ("Anders", Opening.TOGETHER)
    assert definition.contests == PLANS
    assert row(town, poll).publish_at == LATER


@pytest.mark.parametrize("moment", [None, EARLIER])
def test_one_official_does_not_move_the_moment_earlier(town, poll, moment):
    town.do(set_details, election=poll, publish_at=LATER, **SHARED)
    with refuses(town, FieldUnfit, field="publish_at"):
        town.do(set_details, election=poll, publish_at=moment, **SHARED)


def test_what_official_files_say_stays(town):
    real = OfficialElection("GR2026_Juinen", "GR", "2026-03-18", "9999")
    shadow = replace(KINDERBURGEMEESTER, official=real)
    election = town.do(new_election, definition=shadow, publish_at=EARLIER)
    with refuses(town, FieldUnfit, field="opening"):
        town.do(set_details, election=election, publish_at=LATER, **SHARED)
    town.do(set_details, election=election, title="Anders", opening=shadow.opening, publish_at=EARLIER)
    assert row(town, election).publish_at == EARLIER


def test_a_fixed_election_keeps_its_title(town):
    with refuses(town, ElectionFrozen):
        town.do(set_details, election=town.election, publish_at=None, **SHARED)
