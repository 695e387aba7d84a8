"""What a class sees of its own box beside everything that is public, in an election whose boxes open together."""

import pytest

from jeugd.actions import read_class_results
from jeugd.actions.count_ballots import count_election
from jeugd.actions.prepare_election import close_election, freeze, new_election, open_election
from jeugd.actions.publish_results import publish
from jeugd.actions.read_class_results import class_results
from jeugd.domain.contest import Contest, Method, numbered
from jeugd.domain.disclosure import LargeMajority, OutcomeOnly, Table, TooFew
from jeugd.domain.election import Definition, Opening
from jeugd.domain.kind import ElectionKind
from jeugd.domain.roles import Role
from jeugd.storage import elections
from jeugd.storage.tables import TallyRow, VotingCodeRow
from tests.actions.test_export_results import LARGE, PART, SCHOOLS, TINY, UNANIMOUS, _stations, counted

SMALL_BESIDE_LARGE = {"Zuid": [PART, TINY], "Noord": [LARGE, LARGE]}


def seen(town, election):
    """{school and class: what it sees}."""
    with town.database.read() as session:
        return {
            (elections.school_name(session, one), one.name): class_results(session, election, one.id)[0][1]
            for one in elections.stations_of(session, election)
        }


def published(town, schools):
    election = counted(town, schools)
    town.do(publish, election=election)
    return election


def test_classes_that_are_large_enough_see_their_numbers(either_town):
    town = either_town
    assert {type(one) for one in seen(town, published(town, SCHOOLS)).values()} == {Table}


def test_a_class_beside_a_small_one_keeps_its_numbers_so_that_the_school_does_not_give_it_away(either_town):
    town = either_town
    shown = seen(town, published(town, SMALL_BESIDE_LARGE))
    assert isinstance(shown["Zuid", "Klas 1"], OutcomeOnly)
    assert isinstance(shown["Zuid", "Klas 2"], TooFew)
    assert isinstance(shown["Noord", "Klas 1"], Table), "another school does not matter"
    assert isinstance(shown["Noord", "Klas 2"], Table)


def test_a_class_beside_one_that_nearly_agrees_keeps_its_numbers_too(town):
    shown = seen(town, published(town, {"Zuid": [PART, UNANIMOUS, LARGE]}))
    assert isinstance(shown["Zuid", "Klas 1"], OutcomeOnly)
    assert isinstance(shown["Zuid", "Klas 2"], LargeMajority)
    assert isinstance(shown["Zuid", "Klas 3"], Table)


def test_where_the_public_sees_no_numbers_a_class_sees_its_own(town):
    shown = seen(town, published(town, {"Zuid": [{"1.1": 7, "4.1": 5}, TINY]}))
    assert isinstance(shown["Zuid", "Klas 1"], Table)


def test_the_board_names_the_largest_list_and_no_number(town):
    election = published(town, SMALL_BESIDE_LARGE)
    with town.database.read() as session:
        station = next(
            one.id
            for one in elections.stations_of(session, election)
            if (elections.school_name(session, one), one.name) == ("Zuid", "Klas 1")
        )
    for role, room in ((Role.OBSERVER, "board"), (Role.TEACHER, "classroom"), (Role.TEACHER, "records")):
        text = town.signed_in(role, station=station).get(f"/{room}/{station}").text
        assert "Juinen Nu" in text
        assert ">12<" not in text
        assert "Groen Juinen" not in text


def test_a_class_that_does_not_look_at_the_total_is_found_out(town, monkeypatch):
    monkeypatch.setattr(read_class_results, "_is_seen_beside_total", lambda *_: False)
    shown = seen(town, published(town, SMALL_BESIDE_LARGE))
    with pytest.raises(AssertionError):
        assert isinstance(shown["Zuid", "Klas 1"], OutcomeOnly)


# -- marks


MARKS = Contest("Wat mag er komen?", Method.APPROVAL, numbered([(name, "", "") for name in "abc"]))
LARGE_BOX, TINY_BOX = {"1": 8, "2": 7, "1,2": 6, "3": 7}, {"1,3": 3, "2": 1}


def poll(town, *boxes):
    """A published poll whose boxes open together, a class each."""
    definition = Definition(ElectionKind.JEUGDRAAD, "Het plein", Opening.TOGETHER, (MARKS,))
    election = town.do(new_election, definition=definition)
    stations = _stations(town, election, "Zuid", boxes, town.carla)
    for step in (freeze, open_election, close_election):
        town.do(step, election=election)
    count_election(town.database, town.custody, election=election, by=town.carla, now=town.now)
    with town.database.write() as session:
        for station, box in stations.items():
            session.add(VotingCodeRow(mac=station.encode(), tag=station.encode(), station=station, state=1))
            session.add_all(TallyRow(station=station, contest=1, answer=key, votes=box[key]) for key in box)
    town.do(publish, election=election)
    return election


def test_marks_of_a_class_do_not_leave_those_of_a_small_class_in_the_total(either_town):
    town = either_town
    shown = seen(town, poll(town, LARGE_BOX, TINY_BOX))
    assert isinstance(shown["Zuid", "Klas 1"], OutcomeOnly)
    assert isinstance(shown["Zuid", "Klas 2"], TooFew)


def test_marks_are_shown_where_all_classes_are_large(town):
    shown = seen(town, poll(town, LARGE_BOX, LARGE_BOX))
    assert {type(one) for one in shown.values()} == {Table}


# -- candidates


def test_in_an_election_of_one_class_small_numbers_of_candidates_are_not_public(town):
    scattered = {"1.1": 11, "1.2": 1, "4.1": 10}
    election = voted(town, published(town, {"Zuid": [scattered]}))
    text = town.visitor().get(f"/results/{election}").text
    assert "Juinen Nu got the most votes" in text
    assert "Votes for each candidate" not in text
    assert town.visitor().get(f"/exports/{election}/regions.csv").status_code == 404
    elsewhere = voted(town, published(town, {"Noord": [scattered, PART]}))
    assert "Votes for each candidate" in town.visitor().get(f"/results/{elsewhere}").text


def voted(town, election):
    """The boxes of these tests were never voted in; a code a station says that somebody did."""
    with town.database.write() as session:
        for one in elections.stations_of(session, election):
            session.add(VotingCodeRow(mac=one.id.encode(), tag=one.id.encode(), station=one.id, state=1))
    return election
