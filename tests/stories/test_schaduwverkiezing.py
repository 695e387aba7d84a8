"""Sixteen- and seventeen-year-olds vote on a real candidate list; all boxes open together, at nine in the evening."""

import csv
import io
import itertools
import json
import re
from datetime import UTC, datetime

import pytest

from tests.formats.eml_files import affiliation, candidate, candidate_lists, contest
from tests.stories.people import cards_on, on_the_ballot, sign_in, vote, without_host

MORNING = datetime(2026, 3, 18, 10, tzinfo=UTC)
ALMOST_NINE = datetime(2026, 3, 18, 19, 59, 59, tzinfo=UTC)  # in Amsterdam it is winter time
NINE = datetime(2026, 3, 18, 20, tzinfo=UTC)

LISTS = candidate_lists(
    contest(
        affiliation(1, "Juinen Nu", candidate(1, "Bakker") + candidate(2, "De Jong"))
        + affiliation(
            4, "Groen Juinen", candidate(1, "Bouzid") + candidate(2, "Mulder") + candidate(3, "Stam")
        )
        + affiliation(7, "", candidate(1, "Zandstra"))
    )
)
VOTERS = 24


@pytest.fixture
def eml_file(tmp_path):
    path = tmp_path / "kandidatenlijsten.eml.xml"
    path.write_bytes(LISTS)
    return str(path)


class ClassPoll:
    """An imported election with one class, and everybody who looks at it."""

    def __init__(self, server, carla, election):
        self.carla, self.election = carla, election
        carla.go(f"/elections/{election}").send("/stations", name="Klas 5h", expected=str(VOTERS))
        carla.send("/freeze")
        carla.follow("Poll cards").send(carla.answer.url.path, number=str(VOTERS))
        self.cards = cards_on(carla.answer.content)
        self.station = self.cards[0].partition("#")[0].rpartition("/")[2]
        carla.go(f"/elections/{election}").send("/open")
        carla.send(f"/letters/{self.station}")
        links = [without_host(link) for link in re.findall(r"http://\S+/sign-in/\S+", carla.text)]
        self.teacher, self.board = (sign_in(server.client(), link) for link in links)
        self.stranger = server.stranger()
        self.teacher.send("/open")

    def everything(self):
        """What every role reads on every page about this election, without what tells two elections apart."""
        pages = [f"/elections/{self.election}", f"/results/{self.election}", f"/results/{self.election}.json"]
        pages += [f"/results/{self.election}.csv", f"/booth/{self.station}", "/"]
        pages += [f"/{room}/{self.station}" for room in ("classroom", "board", "records", "poll-cards")]
        seen = {}
        for who in (self.carla, self.teacher, self.board, self.stranger):
            for page in pages:
                answer = who.client.get(page)
                seen[(page, who is self.carla, who is self.teacher)] = (
                    answer.status_code,
                    self._same(answer.text),
                )
        return [seen[key] for key in sorted(seen)]

    def _same(self, text):
        text = re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)
        return text.replace(self.election, "ELECTION").replace(self.station, "STATION")


def prepare(server, eml_file, number=1):
    """The same list as often as the story needs it."""
    printed = [server.command("import", "candidates", eml_file, "--json") for _ in range(number)]
    link = server.command("official", "add", "carla@juinen.example", "--municipality", "GM0042")
    server.now = MORNING
    server.start()
    carla = server.official(link)
    return [ClassPoll(server, carla, json.loads(one)["election"]) for one in printed]


def test_the_import_says_what_it_read(server, eml_file):
    printed = server.command("import", "candidates", eml_file)
    assert "Gemeenteraad Juinen 2026, 2026-03-18" in printed
    assert re.search(r"SHA-256( [0-9a-f]{4}){16}", printed)
    assert re.search(r"list +4 +3 candidates +Groen Juinen", printed)
    assert re.search(r"list +7 +1 candidates +A\. Zandstra", printed), (
        "a list without a name goes by its leader"
    )
    data = json.loads(server.command("import", "candidates", eml_file, "--json"))
    assert [(one["number"], one["candidates"]) for one in data["lists"]] == [(1, 2), (4, 3), (7, 1)]
    assert (data["category"], data["date"], data["seats"]) == ("GR", "2026-03-18", None)


def test_the_ballot_shows_every_list_and_every_candidate(server, eml_file):
    (poll,) = prepare(server, eml_file)
    pupil = on_the_ballot(server.client(), poll.cards[0])
    offered = pupil.form("/check").inputs["choice-1"].value_options
    on_list = {"1": ["1.1", "1.2"], "4": ["4.1", "4.2", "4.3"], "7": ["7.1"]}
    whole_lists_too = [[leader, leader, *others] for leader, *others in on_list.values()]
    assert offered == [*itertools.chain(*whole_lists_too), "blank"]
    for words in ("List 1", "Juinen Nu", "List 4", "Groen Juinen", "List 7", "A. Zandstra", "A. Mulder"):
        assert words in pupil.text
    pupil.send("/check", {"choice-1": "4.2"})
    assert "List 4 Groen Juinen" in pupil.text
    assert "A. Mulder" in pupil.text


CHOICES = ["1.1"] * 4 + ["1.2"] * 3 + ["4.2"] * 9 + ["7.1"] * 4 + ["blank"] * 3


def count(poll, voters):
    poll.teacher.go(f"/classroom/{poll.station}").send("/close", admitted=str(voters))
    assert poll.teacher.status == 200
    poll.carla.go(f"/elections/{poll.election}").send("/close")
    poll.carla.send("/count")


def test_a_school_votes_on_the_real_list(server, eml_file):
    (poll,) = prepare(server, eml_file)
    tablet = server.client()
    for card, choice in zip(poll.cards, CHOICES, strict=False):
        vote(tablet, card, choice)
    count(poll, len(CHOICES))
    too_early_and_then_not(server, poll)
    poll.stranger.go(f"/uitslag/{poll.election}")
    assert "If it were up to the young, Groen Juinen would be the largest" in poll.stranger.text
    assert "Admitted = voted: 23." in poll.stranger.text
    assert "not official" in poll.stranger.text
    for candidate_line in ("1. A. Bakker", "2. A. De Jong", "2. A. Mulder", "3. A. Stam"):
        assert candidate_line in poll.stranger.text
    expected = [("1", "Juinen Nu", 7), ("4", "Groen Juinen", 9), ("7", "A. Zandstra", 4), ("blank", "", 3)]
    data = poll.stranger.client.get(f"/results/{poll.election}.json").json()
    assert [tuple(row.values()) for row in data["contests"][0]["votes"]] == expected
    rows = csv.reader(io.StringIO(poll.stranger.client.get(f"/results/{poll.election}.csv").text))
    assert list(rows)[1:] == [["1", *map(str, row)] for row in expected]


def too_early_and_then_not(server, poll):
    """Published at nine and not a second earlier, also by who knows the address of the button."""
    server.now = ALMOST_NINE
    early = poll.carla.client.post(f"/elections/{poll.election}/publish")
    assert early.status_code == 409
    assert "It is too early to publish. It is possible from" in early.text
    assert poll.stranger.go(f"/results/{poll.election}").status == 404
    server.now = NINE
    poll.carla.go(f"/elections/{poll.election}").send("/publish")
    assert poll.carla.status == 200


def test_nobody_sees_anything_anywhere_before_publication(server, eml_file):
    one, other = prepare(server, eml_file, number=2)
    tablet = server.client()
    for poll, choice in ((one, "1.1"), (other, "4.3")):
        for card in poll.cards:
            vote(tablet, card, choice)
    assert one.everything() == other.everything()
    for poll in (one, other):
        poll.teacher.go(f"/classroom/{poll.station}").send("/close", admitted=str(VOTERS))
        assert poll.teacher.client.post(f"/classroom/{poll.station}/count").status_code == 409
    assert one.everything() == other.everything()
    for poll in (one, other):
        poll.carla.go(f"/elections/{poll.election}").send("/close")
        poll.carla.send("/count")
    assert one.everything() == other.everything()
    server.now = ALMOST_NINE
    assert one.everything() == other.everything()
    server.now = NINE
    for poll in (one, other):
        assert poll.stranger.go(f"/results/{poll.election}").status == 404
        poll.carla.go(f"/elections/{poll.election}").send("/publish")
    # and now they differ: the comparison sees what there is to see
    assert one.everything() != other.everything()
    assert "A large majority chose Juinen Nu" in one.teacher.go(f"/classroom/{one.station}").text
    assert "A large majority chose Groen Juinen" in other.board.go(f"/board/{other.station}").text
