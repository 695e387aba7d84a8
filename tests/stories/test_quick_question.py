"""Juf Anna asks her class something without poll cards: from an empty machine to the result, by forms alone."""

import re

from tests.stories.people import sign_in, without_host

PUPILS = 12


def prepare(server):
    """Carla makes a school, a draft and a class; the election itself is far from ready."""
    link = server.command(
        "official", "add", "carla@juinen.example", "--municipality", "GM9999", "--municipality-name", "Juinen"
    )
    server.start()
    carla = server.official(link)
    carla.send("/municipality/schools", name="De Regenboog")
    carla.follow("New election")
    carla.send("/elections", title="Jeugdraad", kind="jeugdraad", opening="together")
    school = next(one.get("value") for one in carla.page.iter("option") if one.text == "De Regenboog")
    carla.send("/stations", name="Groep 7b", school=school, expected=str(PUPILS))
    station = re.search(r"/letters/(\w{5})", carla.answer.text)[1]
    desk = carla.answer.url.path
    carla.send(f"/letters/{station}")
    links = [without_host(one) for one in re.findall(r"http://\S+/sign-in/\S+", carla.text)]
    anna, board = (sign_in(server.client(), one) for one in links)
    return carla.go(desk), anna, board, station


def ask(anna):
    """Two presses."""
    anna.follow("Ask a quick question")
    anna.send(anna.answer.url.path, {"question": "Gaan we vrijdag naar het bos?", "answers": "yes_no"})
    assert anna.status == 200, anna.text
    assert f"0 of {PUPILS} joined" in anna.text
    return anna.answer.url.path.rpartition("/")[2]


def join(server, station):
    """A pupil at the ballot."""
    pupil = server.stranger().go(f"/j/{station}")
    assert pupil.heading == "Gaan we vrijdag naar het bos?"
    return pupil.send(f"/join/{station}")


def vote(pupil, choice):
    pupil.send("/check", {"choice-1": choice})
    pupil.send("/cast")
    assert pupil.heading == "Your vote is in the ballot box"


def test_a_quick_question_from_the_class_to_the_result_of_the_class(server):
    carla, anna, board, station = prepare(server)
    asked = ask(anna)
    wall = board.go(f"/board/{asked}").text
    assert "Free participation" in wall
    assert f"/j/{asked}" in wall

    pupils = [join(server, asked) for _ in range(PUPILS)]
    late = join(server, asked)
    assert (late.status, late.text.count(f"All {PUPILS} places are taken.")) == (409, 1)
    for pupil, choice in zip(pupils, ["yes"] * 7 + ["no"] * 4, strict=False):
        vote(pupil, choice)
    anna.go(f"/classroom/{asked}")
    assert f"{PUPILS} of {PUPILS} joined" in anna.text
    assert "11 of 12 voted" in anna.text
    anna.send("/places", places=str(PUPILS + 1))
    vote(join(server, asked), "no")

    anna.go(f"/classroom/{asked}").send("/close")
    assert join_is_over(server, asked)
    assert "7" not in board.go(f"/board/{asked}").page.find(".//main").text_content().split()
    anna.send("/count")
    for seen in (anna.text, board.go(f"/board/{asked}").text):
        assert "Yes got the most votes." in seen
    record = anna.follow("Record").text
    assert "Free participation" in record
    assert re.search(r"Voters admitted\s*13", record)
    assert "Somebody was admitted and did not vote" in record
    assert "Poll cards" not in record

    anna.go(f"/classroom/{station}")
    assert "Gaan we vrijdag naar het bos?" in anna.text
    assert "bos" not in server.stranger().go("/").text
    shut(carla, anna, station, asked)
    assert "Gaan we vrijdag naar het bos?" in carla.go("/municipality").text


def join_is_over(server, station):
    late = server.stranger().go(f"/j/{station}")
    return (late.status, late.heading) == (409, "Voting is over")


def shut(carla, anna, station, asked):
    """The link of the class is the root: with it the room of its question is shut."""
    carla.send(f"/letters/{station}/revoke")
    assert carla.status == 200, carla.text
    assert anna.go(f"/classroom/{asked}").status == 403


def test_a_quick_question_with_few_votes_shows_no_numbers(server):
    _, anna, _, _ = prepare(server)
    asked = ask(anna)
    for _ in range(9):
        vote(join(server, asked), "yes")
    anna.go(f"/classroom/{asked}").send("/close")
    anna.send("/count")
    assert "Too few votes to show a result." in anna.text
    assert "Yes got" not in anna.text
