"""A practice vote goes all the way and leaves nothing behind."""

import re

import pytest

from jeugd.actions.prepare_election import new_election
from jeugd.domain import ballot
from jeugd.domain.contest import Contest
from jeugd.domain.election import Definition, Opening
from jeugd.domain.kind import ElectionKind
from tests.actions.refusals import everything
from tests.web.pages.composing import ANSWERS, OF_EACH_WAY

POLL = Definition(ElectionKind.JEUGDRAAD, "De jeugdraad vraagt", Opening.PER_STATION, OF_EACH_WAY)


def fields():
    made = {}
    for name, value in ballot.to_form(POLL, ANSWERS):
        made.setdefault(name, []).append(value)
    return made


@pytest.fixture
def poll(town):
    return town.do(new_election, definition=POLL)


def test_a_practice_vote_says_what_would_be_stored(carla, poll):
    assert "Practice: nothing is stored" in carla.get(f"/practice/{poll}/ballot").text
    check = carla.post(f"/practice/{poll}/check", data=fields())
    assert check.status_code == 200
    sent = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', check.text)
    assert sent == ballot.to_form(POLL, ANSWERS)
    done = carla.post(f"/practice/{poll}/cast", data=fields())
    stored = [line.replace("&gt;", ">") for line in re.findall(r"<li>(.*?)</li>", done.text)]
    assert stored == list(ANSWERS)
    assert f"up to {ballot.plaintext_length(POLL)} bytes" in done.text


def test_a_practice_vote_stores_nothing(town, carla, poll):
    before = everything(town)
    for step in ("check", "cast"):
        assert carla.post(f"/practice/{poll}/{step}", data=fields()).status_code == 200
    for path in ("", "/ballot"):
        assert carla.get(f"/practice/{poll}{path}").status_code == 200
    assert everything(town) == before


@pytest.mark.parametrize("step", ["check", "cast"])
def test_a_choice_that_is_refused_comes_back_as_in_the_booth(carla, poll, step):
    answer = carla.post(f"/practice/{poll}/{step}", data={**fields(), "choice-2": ["1", "2"]})
    assert answer.status_code == 422
    assert "at most" in answer.text


def test_the_ballot_is_shown_at_the_size_of_a_phone_and_of_a_board(carla, poll):
    page = carla.get(f"/practice/{poll}").text
    assert page.count('class="preview-board"') == len(OF_EACH_WAY)
    assert page.count('class="contest contest--') == len(OF_EACH_WAY)


def test_a_question_that_is_not_complete_is_not_on_the_practice_ballot(town, carla):
    whole = POLL.with_contests((Contest("Leeg?"), OF_EACH_WAY[0]))
    election = town.do(new_election, definition=whole)
    page = carla.get(f"/practice/{election}/ballot").text
    assert "Een keuze?" in page
    assert "Leeg?" not in page
    empty = town.do(new_election, definition=POLL.with_contests(()))
    assert "nothing to look at" in carla.get(f"/practice/{empty}").text


def test_an_election_that_is_fixed_can_be_tried_too(town, carla):
    assert carla.post(f"/practice/{town.election}/cast", data={"choice-1": "1"}).status_code == 200
