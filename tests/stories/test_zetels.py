"""From official files at the desk to seats for all to see: with lots, an embargo, and a clock that is set back."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.formats.eml_files import affiliation, candidate, candidate_lists, contest, definition, identifier
from tests.stories.people import cards_on, vote

SPRING = "2026-03-18"
ELSEWHERE = '<kr:ElectionDomain Id="0037">Elders</kr:ElectionDomain>'
NAMES = ("Juinen Nu", "Groen Juinen", "", "Het Kanaal")


def lists_of(day):
    people = "".join(candidate(number, f"Kandidaat{number}") for number in range(1, 6))
    affiliations = "".join(affiliation(number, name, people) for number, name in enumerate(NAMES, start=1))
    return candidate_lists(contest(affiliations), identity(day))


def identity(day):
    return identifier(day=day, nomination="2026-01-05", subcategory="GR1")


class Desk:
    """Carla, who imports; Dirk, her colleague; and the stranger who looks at the result."""

    def __init__(self, server, now):
        links = [
            server.command(
                "official", "add", f"{name}@juinen.example", "--municipality", "GM0042", "--name", name
            )
            for name in ("Carla", "Dirk")
        ]
        server.now = now
        server.start()
        self.server = server
        self.carla, self.dirk = map(server.official, links)
        self.stranger = server.stranger()
        self.election = ""

    def upload(self, lists, defined=None, moment="polls_close"):
        self.carla.go("/municipality").follow("Import candidate lists")
        form = self.carla.form("/imports")
        assert form.get("enctype") == "multipart/form-data"
        files = {"lists": ("Kandidatenlijsten.eml.xml", lists), "definition": ("", b"")}
        if defined:
            files["definition"] = ("Verkiezingsdefinitie.eml.xml", defined)
        self.carla.answer = self.carla.client.post(form.action, data={"moment": moment}, files=files)
        self.election = self.carla.answer.url.path.rpartition("/")[2]
        return self.carla

    def at(self, moment):
        self.server.now = moment
        self.carla.go(f"/elections/{self.election}")
        return self

    def vote(self, choices):
        """A class votes and everything is counted."""
        self.carla.send("/stations", name="Klas 5h", expected=str(len(choices)))
        self.carla.send("/freeze")
        self.carla.follow("Poll cards").send(self.carla.answer.url.path, number=str(len(choices)))
        cards = cards_on(self.carla.answer.content)
        station = cards[0].partition("#")[0].rpartition("/")[2]
        self.carla.go(f"/elections/{self.election}").send("/open")
        self.carla.go(f"/classroom/{station}").send("/open")
        tablet = self.server.client()
        for card, choice in zip(cards, choices, strict=True):
            vote(tablet, card, choice)
        self.carla.go(f"/elections/{self.election}").send("/close")
        self.carla.send("/count")

    def draw_all(self):
        """Whatever lots are asked for fall on the first."""
        while "Lots for a seat" in self.carla.text:
            self.carla.send("/draw", drawn=self.carla.form("/draw").inputs["drawn"].value_options[0])

    def public(self):
        return self.stranger.go(f"/results/{self.election}").status


# 45 votes for 9 seats: the price of a seat is 5; lists 1 to 3 each have three votes left over, and there are two seats
EQUAL = ["1.1"] * 13 + ["2.2"] * 13 + ["3.1"] * 13 + ["4.1"] * 6
MORNING = datetime(2026, 3, 18, 10, tzinfo=UTC)
NINE = datetime(2026, 3, 18, 20, tzinfo=UTC)


def test_from_the_official_files_to_seats_with_lots(server):
    desk = Desk(server, MORNING)
    carla = desk.upload(lists_of(SPRING), definition(identity(SPRING), seats="9", threshold="50"))
    assert carla.status == 200
    assert re.search(r"SHA-256\) of the file .*?:( [0-9a-f]{4}){16}", carla.text)
    assert "18 March 2026" in carla.text
    assert carla.text.count("5 candidates") == 4
    desk.vote(EQUAL)
    assert "Lots for a seat" not in desk.at(NINE - timedelta(seconds=1)).carla.text
    assert (
        carla.client.post(
            f"/elections/{desk.election}/draw", data={"position": "1", "drawn": "1"}
        ).status_code
        == 409
    )
    drawn = []
    while "Lots for a seat" in desk.at(NINE).carla.text:
        assert carla.client.post(f"/elections/{desk.election}/publish").status_code == 409
        assert "have the same number of votes left over: 3" in carla.text
        options = carla.form("/draw").inputs["drawn"].value_options
        carla.send("/draw", drawn=options[-1])
        assert carla.status == 200
        drawn.append(options)
    assert drawn == [["1", "2", "3"], ["1", "2"]]
    carla.send("/publish")
    assert "A. Kandidaat1" in carla.text, (
        "the journal says who was drawn; a list without a name goes by its leader"
    )
    assert desk.public() == 200
    text = desk.stranger.text
    assert (
        "If it were up to the young, Groen Juinen and A. Kandidaat1 would be the largest, with 3 seats each."
        in text
    )
    assert "Juinen Nu, Groen Juinen and A. Kandidaat1 were equal. Lots decided." in text
    assert re.search(r"A\. Kandidaat2 ?13 ?own votes", text)
    data = desk.stranger.client.get(f"/results/{desk.election}.json").json()
    assert [(one["list"], one["seats"]) for one in data["seats"]] == [(1, 2), (2, 3), (3, 3), (4, 1)]


def test_a_draw_that_is_sent_twice_counts_once(server):
    desk = Desk(server, MORNING)
    desk.upload(lists_of(SPRING), definition(identity(SPRING), seats="9", threshold="50"))
    desk.vote(EQUAL)
    desk.at(NINE)
    fields = dict(desk.carla.filled("/draw", {"drawn": "1"}))
    statuses = [
        desk.carla.client.post(f"/elections/{desk.election}/draw", data=fields).status_code for _ in range(2)
    ]
    assert statuses == [200, 422]


def test_without_the_definition_the_official_says_how_many_seats_there_are(server):
    desk = Desk(server, MORNING)
    carla = desk.upload(lists_of(SPRING))
    assert "The definition of the election (EML 110a) was not there." in carla.text
    assert "Without a number of seats the result shows votes only." in carla.text
    carla.send("/seats", seats="0")
    assert carla.status == 422
    assert "That number of seats is not possible here." in carla.text
    carla.go(f"/elections/{desk.election}").send("/seats", seats="17")
    assert "By the rules it is 50 percent of the electoral quota." in carla.text
    carla.send("/seats", seats="19")
    assert "By the rules it is 25 percent of the electoral quota." in carla.text
    desk.vote(EQUAL)
    desk.at(NINE)
    desk.draw_all()
    carla.send("/publish")
    assert desk.public() == 200
    text = desk.stranger.text
    assert "Juinen Nu, Groen Juinen and A. Kandidaat1 would be the largest, with 5 seats each." in text
    assert "Juinen Nu has more seats than candidates. One seat goes back." in text
    assert "A seat that came back goes to Het Kanaal." in text


@pytest.mark.parametrize(
    ("lists", "sentence"),
    [
        (b"", "Choose a file first."),
        (b"not XML", "This file is not complete XML"),
        (b"<!DOCTYPE x [<!ENTITY y 'z'>]><x/>", "This file holds a DOCTYPE"),
        (definition(), "This is EML 110a, while 230b is needed."),
        (candidate_lists(election=identifier(domain=ELSEWHERE)), "This election is not held in municipality 0042."),
        (b"<x>" + b" " * 10_000_000 + b"</x>", "This file is too large for an official file"),
    ],
    ids=["nothing", "broken", "doctype", "another message", "another municipality", "too large"],
)  # fmt: skip
def test_a_file_that_will_not_do_is_refused_with_a_sentence_and_nothing_is_stored(server, lists, sentence):
    desk = Desk(server, MORNING)
    carla = desk.upload(lists)
    assert carla.status == 422
    assert sentence in carla.text
    assert "There are no elections yet." in carla.go("/municipality").text


def test_far_too_much_is_not_even_read(server):
    desk = Desk(server, MORNING)
    answer = desk.upload(b"x" * 20_100_000)
    assert answer.status == 413
    assert "That is too much to send at once." in answer.text


def test_a_draft_with_the_wrong_file_is_thrown_away(server):
    desk = Desk(server, MORNING)
    carla = desk.upload(lists_of(SPRING))
    carla.send("/discard")
    assert "There are no elections yet." in carla.text
    assert carla.go(f"/elections/{desk.election}").status == 404


# -- the moment of publication

MOMENTS = [
    ("winter", "2026-03-18", datetime(2026, 3, 18, 20, tzinfo=UTC)),
    ("summer", "2026-09-16", datetime(2026, 9, 16, 19, tzinfo=UTC)),
    ("the day the clock goes forward", "2026-03-29", datetime(2026, 3, 29, 19, tzinfo=UTC)),
    ("the day the clock goes back", "2026-10-25", datetime(2026, 10, 25, 20, tzinfo=UTC)),
]


@pytest.mark.parametrize(("day", "moment"), [one[1:] for one in MOMENTS], ids=[one[0] for one in MOMENTS])
def test_nine_in_the_evening_is_nine_in_amsterdam(server, day, moment):
    desk = Desk(server, moment - timedelta(hours=9))
    desk.upload(lists_of(day), definition(identity(day), seats="9", threshold="50"))
    desk.vote(EQUAL[:-6])
    early = desk.at(moment - timedelta(seconds=1)).carla.client.post(f"/elections/{desk.election}/publish")
    assert early.status_code == 409
    assert desk.public() == 404
    desk.at(moment)
    desk.draw_all()
    desk.carla.send("/publish")
    assert desk.public() == 200
    desk.at(moment - timedelta(hours=2))  # somebody sets the clock back
    assert desk.public() == 200


def test_the_evening_before_is_a_choice(server):
    desk = Desk(server, datetime(2026, 3, 17, 9, tzinfo=UTC))
    carla = desk.upload(lists_of(SPRING), moment="evening_before")
    assert "The result stays shut until 17 March 2026, 21:00." in carla.text


def test_two_officials_lift_an_embargo_and_everybody_reads_it(server):
    desk = Desk(server, MORNING)
    desk.upload(lists_of(SPRING))
    desk.vote(EQUAL)
    carla, dirk = desk.carla, desk.dirk
    carla.send("/lift")
    assert "A colleague must confirm it" in carla.text
    assert carla.client.post(f"/elections/{desk.election}/lift").status_code == 409
    assert carla.client.post(f"/elections/{desk.election}/publish").status_code == 409
    dirk.go(f"/elections/{desk.election}")
    assert "Carla asked to lift the embargo." in dirk.text
    dirk.send("/lift")
    dirk.send("/publish")
    assert "Lifted the embargo, as the second official" in dirk.text
    assert desk.public() == 200
    assert (
        "This result was to stay shut until 18 March 2026, 21:00. Two officials, Carla and Dirk, lifted that on"
        in (desk.stranger.text)
    )
