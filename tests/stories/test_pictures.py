"""A poll with a picture at each plan: composed, fixed, voted on without script, published, and seen by everybody."""

import io
import re

import pytest
from PIL import Image

from jeugd.actions.prepare_election import new_election
from jeugd.domain.answer import BLANK
from jeugd.domain.contest import Contest, Method, numbered
from jeugd.domain.election import Definition, Opening
from jeugd.domain.kind import ElectionKind
from jeugd.domain.roles import Role
from tests.drawings import digest_of, photo
from tests.polls import Poll
from tests.stories.people import Browser

PLANS = ("Skatebaan", "Pluktuin", "Bioscoop")
ASKED = Contest("Wat komt er op het plein?", Method.APPROVAL, numbered([(name, "", "") for name in PLANS]))
POLL = Definition(ElectionKind.JEUGDRAAD, "Het plein", Opening.PER_STATION, (ASKED,))
VOTERS = 40


def choose_picture(carla, election, number, plan):
    """From the form of the question to the page of the picture and back."""
    carla.go(f"/contests/{election}/1")
    values = dict(carla.filled("/1", {}))
    carla.answer = carla.client.post(f"/contests/{election}/1", data={**values, "picture": str(number)})
    assert carla.heading == f"Picture of {plan}"
    form = carla.form(f"/{number}")
    assert form.get("enctype") == "multipart/form-data"
    file = {"picture": ("IMG_2026.jpg", photo((900 + number, 600)), "image/jpeg")}
    carla.answer = carla.client.post(form.action, files=file, data={"description": f"Tekening van {plan}"})
    assert carla.status == 200, carla.text
    assert f"Tekening van {plan}" in carla.answer.text


@pytest.fixture
def poll(town, monkeypatch):
    """The pictures are chosen between the first draft and the moment that it is fixed."""

    def draft_illustrate_and_fix(definition):
        election = town.do(new_election, definition=definition)
        carla = Browser(town.signed_in(Role.OFFICIAL))
        for number, plan in enumerate(PLANS, start=1):
            choose_picture(carla, election, number, plan)
        carla.go(f"/elections/{election}").send("/freeze")
        assert carla.status == 200, carla.text
        return election

    monkeypatch.setattr(town, "add_election", draft_illustrate_and_fix)
    return Poll(town, POLL, ("Klas 1a",), VOTERS)


def seen(browser):
    """{words: address} of the pictures that a page shows."""
    images = browser.page.xpath("//img[not(ancestor::*[@hidden])]")
    return {one.get("alt"): one.get("src") for one in images}


def test_a_poll_with_pictures_from_the_composer_to_the_published_result(town, poll):
    station, code = poll.stations[0], poll.codes[poll.stations[0]][VOTERS - 1]
    pupil = Browser(town.visitor(poll.app)).go(f"/booth/{station}")
    pupil.send("/ballot", code=str(code))
    on_ballot = seen(pupil)
    assert list(on_ballot) == [f"Tekening van {plan}" for plan in PLANS]
    for address in on_ballot.values():
        look_at(town.visitor(poll.app), address)
    pupil.send("/check", {"choice-1": ["2"]})
    assert list(seen(pupil)) == ["Tekening van Pluktuin"]
    every = re.findall(r'src="(/pictures/\w+)"', pupil.answer.text)
    assert list(dict.fromkeys(every)) == list(on_ballot.values()), "and the hidden ones are asked for too"
    poll.vote([{"2": 28, "1": 10, BLANK: 1}], VOTERS - 1)
    pupil.send("/cast")
    assert pupil.heading == "Your vote is in the ballot box"
    assert seen(pupil) == {}
    poll.close(VOTERS)
    poll.count()
    poll.publish()
    result = Browser(town.visitor(poll.app)).go(f"/results/{poll.election}")
    assert "Pluktuin was chosen on the most ballots." in result.text
    assert seen(result) == {"Tekening van Pluktuin": on_ballot["Tekening van Pluktuin"]}


def look_at(visitor, address):
    """A small picture without a place or a camera, under the digest that is in the definition."""
    answer = visitor.get(address)
    assert answer.headers["content-type"] == "image/webp"
    assert digest_of(answer.content) == address.rpartition("/")[2]
    assert b"Nokia" not in answer.content
    assert len(Image.open(io.BytesIO(answer.content)).getexif()) == 0
    assert max(Image.open(io.BytesIO(answer.content)).size) == 640
