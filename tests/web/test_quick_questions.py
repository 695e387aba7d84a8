"""Asking within a minute: one form, and the class can join."""

import csv
import io
import re

import pypdf
import pytest

from jeugd.actions.ask_quickly import close_question
from jeugd.actions.sign_in import revoke_links
from jeugd.domain.contest import Method
from jeugd.domain.election import Definition, ElectionState
from jeugd.domain.roles import Role
from jeugd.storage import elections

QUESTION = {"question": "Naar buiten?", "answers": "yes_no", "yes": "Ja", "no": "Nee", "places": "12"}
OWN = {
    "question": "Wat doen we?",
    "answers": "options",
    "option-1": "Voetbal",
    "option-3": "Dans",
    "places": "12",
}
SCALE = {"question": "Het is hier leuk", "answers": "scale", "agree": "Ben je het eens?", "places": "12"}


def ask(town, teacher, fields=QUESTION):
    """The polling station of a question that was asked in groep 7b."""
    answer = teacher.post(f"/quick-questions/{town.station}", data=fields)
    assert answer.status_code == 200, answer.text
    return str(answer.url).rpartition("/")[2]


def definition_of(town, station):
    with town.database.read() as session:
        row = elections.election(session, elections.station(session, station).election)
        return Definition.from_json(row.definition)


@pytest.fixture
def app(town):
    return town.app()


@pytest.fixture
def teacher(town, app):
    return town.signed_in(Role.TEACHER, app)


@pytest.mark.parametrize(
    ("fields", "method", "options"),
    [
        (QUESTION, Method.PLURALITY, {"yes": "Ja", "no": "Nee"}),
        (OWN, Method.PLURALITY, {"1": "Voetbal", "2": "Dans"}),
        (SCALE, Method.SCALE, {"1": "Het is hier leuk"}),
    ],
)
def test_one_form_leads_to_an_open_question_in_the_own_room(town, teacher, fields, method, options):
    asked = ask(town, teacher, fields)
    definition = definition_of(town, asked)
    contest = definition.contests[0]
    assert definition.title == fields["question"]
    assert contest.question == fields.get("agree", fields["question"])
    assert (contest.method, {one.key: one.name for one in contest.options}) == (method, options)
    room = teacher.get(f"/classroom/{asked}").text
    assert "Free participation" in room
    assert "0 of 12 joined" in room
    assert f"/board/{asked}" in room


def test_the_form_says_beforehand_that_small_numbers_are_not_shown(town, teacher):
    assert "fewer than 10 votes" in teacher.get(f"/quick-questions/{town.station}").text


def test_the_form_knows_how_many_are_in_the_class(town, teacher):
    assert 'name="places" type="text" value="28"' in teacher.get(f"/quick-questions/{town.station}").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"question": ""},
        {"question": "x" * 121},
        {"option-3": ""},
        {"option-3": "Voetbal"},
        {"option-3": "x" * 61},
        {"answers": "essay"},
        {"answers": ""},
        {"answers": "yes_no"},
        {"places": ""},
        {"places": "0"},
        {"places": "41"},
        {"places": "all"},
    ],
    ids=str,
)
def test_what_is_wrong_comes_back_with_what_was_typed_and_asks_nothing(town, teacher, wrong):
    answer = teacher.post(f"/quick-questions/{town.station}", data=OWN | wrong)
    assert answer.status_code in (409, 422)
    assert 'role="alert"' in answer.text
    assert 'value="Voetbal"' in answer.text
    with town.database.read() as session:
        assert elections.asked_in(session, town.station) == []
        assert len(elections.all_elections(session)) == 1


def test_who_is_signed_in_for_the_class_enters_the_room_of_its_question(town, app, teacher):
    asked = ask(town, teacher)
    board = town.signed_in(Role.OBSERVER, app)
    assert board.get(f"/board/{asked}").status_code == 200
    assert board.get(f"/classroom/{asked}").status_code == 403
    other = town.signed_in(Role.TEACHER, app, town.add_station("Groep 8"))
    assert {other.get(f"/{room}/{asked}").status_code for room in ("classroom", "board")} == {403}


def test_when_the_link_of_the_class_is_revoked_the_room_of_its_question_shuts_too(town, app, teacher):
    asked = ask(town, teacher)
    own = town.signed_in(Role.TEACHER, app, asked)
    town.do(revoke_links, station=town.station)
    assert teacher.get(f"/classroom/{asked}").status_code == 403
    assert teacher.post(f"/classroom/{asked}/close").status_code == 403
    assert own.get(f"/classroom/{asked}").status_code == 200


def test_the_room_of_the_class_lists_its_questions_and_so_does_the_desk(town, app, teacher):
    asked = ask(town, teacher)
    assert f'href="/classroom/{asked}"' in teacher.get(f"/classroom/{town.station}").text
    desk = town.signed_in(Role.OFFICIAL, app).get("/municipality").text
    assert desk.count("Naar buiten?") == 1
    assert f'href="/classroom/{asked}"' in desk


def test_places_are_added_while_voting_goes_on(town, teacher):
    asked = ask(town, teacher)
    room = teacher.post(f"/quick-questions/{asked}/places", data={"places": "14"}).text
    assert "0 of 14 joined" in room
    assert teacher.post(f"/quick-questions/{asked}/places", data={"places": "13"}).status_code == 422
    teacher.post(f"/classroom/{asked}/close")
    assert teacher.post(f"/quick-questions/{asked}/places", data={"places": "20"}).status_code == 409


def test_closing_asks_for_no_number(town, teacher):
    asked = ask(town, teacher)
    room = teacher.get(f"/classroom/{asked}").text
    assert 'name="admitted"' not in room
    assert "/poll-cards/" not in room
    assert "Open the ballot box" in teacher.post(f"/classroom/{asked}/close").text


def test_free_participation_is_said_wherever_the_question_appears(town, app, teacher):
    """Also in a published result and its files, if one should ever be there."""
    asked = ask(town, teacher)
    said = [teacher.get(f"/{room}/{asked}").text for room in ("classroom", "board")]
    said.append(town.visitor(app).get(f"/j/{asked}").text)
    town.do(close_question, station=asked)
    town.count(asked)
    said += [teacher.get(f"/{room}/{asked}").text for room in ("classroom", "board", "records")]
    pdf = pypdf.PdfReader(io.BytesIO(teacher.get(f"/records/{asked}.pdf").content))
    said.append(pdf.pages[0].extract_text())
    with town.database.write() as session:
        row = elections.election(session, elections.station(session, asked).election)
        row.state = ElectionState.PUBLISHED
        election = row.id
    public = town.visitor(app)
    said.append(public.get(f"/results/{election}").text)
    assert [bool(re.search("Free participation", text)) for text in said] == [True] * len(said)
    assert public.get(f"/results/{election}.json").json()["free_to_join"] is True
    table = list(csv.reader(io.StringIO(public.get(f"/results/{election}.csv").text)))
    assert table[0][-1] == "participation"


def test_a_station_with_poll_cards_is_not_called_free(town, app, teacher):
    rooms = [teacher.get(f"/{room}/{town.station}").text for room in ("classroom", "board")]
    assert not [text for text in rooms if "Free participation" in text]
