"""An official composes a poll with a question of every way, tries it, fixes it and gives it to others."""

import pytest

OPTIONS = {"option-1-name": "Skatebaan", "option-2-name": "Pluktuin", "option-3-name": "Bankjes"}
PRICES = {"option-1-cost": "8.000", "option-2-cost": "3000", "option-3-cost": "300"}
ASKED = {
    "One choice": {"question": "Wat komt er?", **OPTIONS},
    "Several choices": {"question": "Wat is goed?", "most": "2", **OPTIONS},
    "Put in order": {"question": "In welke volgorde?", "method": "schulze", "is_shuffled": "yes", **OPTIONS},
    "Statements": {"question": "Eens?", "option-1-name": "De bus is gratis.", "intro": "Zeg wat je vindt."},
    "Divide a budget": {"question": "Waaraan?", "purse": "10.000", **OPTIONS, **PRICES},
    "Referendum: yes or no": {"question": "Doen we het?", "quorum": "20", "blank_counts": "no"},
    "Several seats to fill": {"question": "Wie?", "seats": "2", "most": "2", **OPTIONS},
}


@pytest.fixture
def carla(server):
    link = server.command("official", "add", "carla@juinen.example", "--municipality", "GM9999")
    server.start()
    return server.official(link)


def draft(carla):
    carla.go("/elections/new")
    carla.send("/elections", title="De jeugdraad vraagt", kind="jeugdraad", opening="per_station")
    return carla.answer.url.path


def compose(carla, way, fields):
    """Add one question; the page of questions is open."""
    number = len(carla.page.xpath("//section[contains(@class, 'contest-card')]")) + 1
    carla.follow("Add a question").follow(way)
    carla.send(f"/{number}", fields)
    assert carla.status == 200, carla.text
    assert fields["question"] in carla.text


def test_a_ballot_with_every_way_of_asking_is_composed_tried_and_fixed(server, carla):
    page = draft(carla)
    carla.follow("Write the questions")
    for way, fields in ASKED.items():
        compose(carla, way, fields)
    carla.send("/7/move")
    headings = [one.text_content().strip() for one in carla.page.xpath("//h2")]
    assert headings[5:7] == ["6. Wie?", "7. Doen we het?"]
    carla.send("/6/move").send("/5/remove")
    assert "Wie?" not in carla.text
    carla.follow("Look at the ballot and try it").follow("Try the ballot")
    filled = {"choice-1": "1", "choice-2": ["3"], "choice-3-2": "1", "choice-4-1": "5"}
    carla.send("/check", {**filled, "choice-5": ["2"], "choice-6": "no"})
    assert carla.status == 200, carla.text
    carla.send("/cast")
    assert carla.heading == "This would lie in the envelope"
    assert [one.text for one in carla.page.xpath("//ol/li")] == ["1", "3", "2", "1:5", "2", "no"]
    carla.go(page).send("/freeze")
    assert carla.status == 200, carla.text
    assert "Check number of this election" in carla.text


def test_a_poll_goes_to_another_municipality_as_a_file(server, carla, tmp_path):
    page = draft(carla)
    carla.follow("Write the questions")
    for way in ("Put in order", "Divide a budget", "Referendum: yes or no"):
        compose(carla, way, ASKED[way])
    election = page.rpartition("/")[2]
    file = carla.client.get(f"/polls/{election}.toml").content
    assert server.command("poll", "save", election).encode() == file.strip()
    eve = server.official(server.command("official", "add", "eve@elders.example", "--municipality", "GM0042"))
    eve.answer = eve.client.post("/polls", files={"poll": ("poll.toml", file)})
    theirs = eve.answer.url.path
    prints = []
    for browser, path in ((carla, page), (eve, theirs)):
        browser.go(path).send("/freeze")
        assert browser.status == 200, browser.text
        prints.append(browser.page.xpath("string(//*[@class='fingerprint'])").split())
    assert prints[0] == prints[1] != []
    (tmp_path / "poll.toml").write_bytes(file)
    said = server.command("poll", "load", str(tmp_path / "poll.toml"), "--municipality", "GM0042")
    assert "De jeugdraad vraagt, a draft" in said


def test_an_example_is_taken_given_a_title_and_fixed(server, carla):
    carla.go("/elections/new").follow("Choose an example")
    carla.send("/polls/schoolplein")
    carla.send("/details", title="Het plein van De Regenboog")
    assert carla.heading == "Het plein van De Regenboog"
    carla.send("/freeze")
    assert carla.status == 200, carla.text


def test_a_question_that_is_half_done_waits_and_says_what_it_lacks(server, carla):
    draft(carla)
    carla.follow("Write the questions")
    compose(carla, "Several choices", {"question": "Wat?", "option-1-name": "Skatebaan"})
    assert "at least two options" in carla.text
    carla.follow("Change").send("/1", {"option-2-name": "Pluktuin"})
    assert "at least two options" not in carla.text
