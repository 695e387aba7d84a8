"""Joining without a card: looking takes nothing, pressing takes one place, and the code stays on the page."""

import re

import pytest

from jeugd.actions import cast_ballot
from jeugd.actions.ask_quickly import ask_question, close_question
from jeugd.domain.contest import Contest, numbered
from jeugd.storage import elections
from tests.cast import vote_fields

QUESTION = Contest("Naar buiten?", options=numbered([("Ja", "", ""), ("Nee", "", "")]))
TICKET = re.compile(r'name="ticket" value="([0-9a-f]{32})"')
CODE = re.compile(r'name="code" value="([0-9A-Z-]{14})"')
ATTEMPT = re.compile(r'name="attempt" value="([0-9a-f]{32})"')


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    monkeypatch.setattr(cast_ballot, "LOOK_AGAIN_AFTER", 0.0)


@pytest.fixture
def asked(town):
    return town.do(ask_question, station=town.station, title="Naar buiten?", contest=QUESTION, places=2)


@pytest.fixture
def pupil(town):
    return town.visitor()


def taken(town, station):
    with town.database.read() as session:
        return elections.station(session, station).admitted or 0


def ticket_of(pupil, station):
    return TICKET.search(pupil.get(f"/join/{station}").text)[1]


def test_looking_takes_no_place(town, asked, pupil):
    for _ in range(3):
        assert pupil.get(f"/j/{asked}").status_code == 200
    assert ticket_of(pupil, asked) != ticket_of(pupil, asked)
    assert taken(town, asked) == 0


def test_pressing_gives_the_ballot_and_nothing_to_keep(town, asked, pupil):
    answer = pupil.post(f"/join/{asked}", data={"ticket": ticket_of(pupil, asked)}, follow_redirects=False)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert CODE.search(answer.text)[1] not in str(answer.url)
    assert "Naar buiten?" in answer.text
    assert taken(town, asked) == 1


def test_htmx_gets_the_ballot_without_the_page_around_it(asked, pupil):
    headers = {"HX-Request": "true", "HX-Target": "main#main"}
    answer = pupil.post(f"/join/{asked}", data={"ticket": ticket_of(pupil, asked)}, headers=headers)
    assert CODE.search(answer.text)
    assert "<html" not in answer.text


def test_pressing_twice_gives_the_same_ballot_until_it_is_cast(town, asked, pupil):
    ticket = {"ticket": ticket_of(pupil, asked)}
    pages = [pupil.post(f"/join/{asked}", data=ticket).text for _ in range(2)]
    assert len({CODE.search(page)[1] for page in pages}) == 1
    assert len({ATTEMPT.search(page)[1] for page in pages}) == 2
    fields = vote_fields(CODE.search(pages[0])[1], "1", attempt=ATTEMPT.search(pages[0])[1])
    assert pupil.post(f"/booth/{asked}/check", data=fields).status_code == 200
    assert pupil.post(f"/booth/{asked}/cast", data=fields).status_code == 200
    again = pupil.post(f"/join/{asked}", data=ticket)
    assert again.status_code == 409
    assert not CODE.search(again.text)
    assert taken(town, asked) == 1


def test_when_every_place_is_taken_there_is_a_sentence(asked, pupil):
    for _ in range(2):
        pupil.post(f"/join/{asked}", data={"ticket": ticket_of(pupil, asked)})
    answer = pupil.post(f"/join/{asked}", data={"ticket": ticket_of(pupil, asked)})
    assert answer.status_code == 409
    assert "All 2 places are taken." in answer.text
    assert not CODE.search(answer.text)


def test_who_comes_late_hears_that_voting_is_over(town, asked, pupil):
    ticket = {"ticket": ticket_of(pupil, asked)}
    town.do(close_question, station=asked)
    assert "closed" in pupil.get(f"/join/{asked}").text
    assert pupil.post(f"/join/{asked}", data=ticket).status_code == 409
    assert taken(town, asked) == 0


@pytest.mark.parametrize("ticket", ["", "x" * 32, "ab" * 15, "ab" * 17, "'; DROP TABLE voting_code"])
def test_a_ticket_that_is_none_takes_no_place(town, asked, pupil, ticket):
    assert pupil.post(f"/join/{asked}", data={"ticket": ticket}).status_code == 422
    assert taken(town, asked) == 0


def test_nobody_joins_where_poll_cards_are_needed(town, pupil):
    town.issue(1)
    town.open()
    assert pupil.get(f"/join/{town.station}").status_code == 404
    assert pupil.post(f"/join/{town.station}", data={"ticket": "ab" * 16}).status_code == 404
    assert pupil.get("/join/XXXXX").status_code == 404


def test_the_address_of_a_card_leads_to_the_button(asked, pupil):
    assert str(pupil.get(f"/s/{asked}").url).endswith(f"/join/{asked}")
    assert str(pupil.get(f"/booth/{asked}/check").url).endswith(f"/join/{asked}")
