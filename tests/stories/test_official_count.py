"""The morning after: the official reads the official count, and everybody sees the young beside it."""

import json
import re
from datetime import UTC, datetime

import pytest

from jeugd.cli import main
from tests.formats import count_files as files
from tests.formats.eml_files import affiliation, candidate, candidate_lists, contest, definition, identifier
from tests.stories.people import cards_on, vote

DAY = datetime(2026, 3, 18, 10, tzinfo=UTC)
NINE = datetime(2026, 3, 18, 20, tzinfo=UTC)
IDENTITY = identifier(subcategory="GR1")
LISTS = candidate_lists(
    contest(
        affiliation(1, candidates="".join(candidate(place, f"Bakker{place}") for place in range(1, 8)))
        + affiliation(4, "", "".join(candidate(place, f"Bos{place}") for place in range(1, 8)))
    ),
    IDENTITY,
)
YOUNG = ["1.1"] * 8 + ["4.1"] * 16  # three and six of the nine seats
WITHOUT_VOTES = {(number, place): 0 for number in (1, 4) for place in range(1, 8)}


def telling(first=60, other=30, election=None):
    """The official count: by these numbers six and three of the nine seats."""
    votes = WITHOUT_VOTES | {(1, 1): first, (4, 2): other}
    found = files.contest(files.group(dict(sorted(votes.items())), cast=200), "")
    return files.count_file(
        found, election=election or IDENTITY.replace("<kr:NominationDate>2026-02-02</kr:NominationDate>", "")
    )


class Evening:
    """Carla's desk, and a class that votes."""

    def __init__(self, server, folder):
        self.server = server
        lists, defined = folder / "lijsten.xml", folder / "definitie.xml"
        lists.write_bytes(LISTS)
        defined.write_bytes(definition(IDENTITY, seats="9", threshold="50"))
        printed = server.command("import", "candidates", str(lists), "--definition", str(defined), "--json")
        self.election = json.loads(printed)["election"]
        link = server.command("official", "add", "carla@juinen.example", "--municipality", "GM0042")
        server.now = DAY
        server.start()
        self.carla, self.stranger = server.official(link), server.stranger()

    def desk(self):
        return self.carla.go(f"/elections/{self.election}")

    def poll(self, choices=YOUNG):
        """Two classes vote and all boxes are opened."""
        half = len(choices) // 2
        self.desk()
        self.carla.send("/freeze")
        for name, part in (("Klas 5h", choices[:half]), ("Klas 6v", choices[half:])):
            self.desk().send("/stations", name=name, expected=str(len(part)))
        self.carla.send("/open")
        addresses = {
            link.get("href") for link in self.carla.page.iter("a") if "/poll-cards/" in link.get("href")
        }
        for address, part in zip(sorted(addresses), (choices[:half], choices[half:]), strict=True):
            self.carla.go(address).send(address, number=str(len(part)))
            cards = cards_on(self.carla.answer.content)
            self.carla.go(address.replace("poll-cards", "classroom")).send("/open")
            for card, choice in zip(cards, part, strict=True):
                vote(self.server.client(), card, choice)
        self.desk().send("/close")
        self.carla.send("/count")

    def publish(self):
        self.server.now = NINE
        self.desk().send("/publish")
        assert self.stranger.go(f"/results/{self.election}").status == 200

    def upload(self, data, name="Telling.eml.xml"):
        self.desk().follow("The official count beside it")
        form = self.carla.form(f"/official-counts/{self.election}")
        assert form.get("enctype") == "multipart/form-data"
        self.carla.answer = self.carla.client.post(form.action, files={"count": (name, data)})
        return self.carla

    def official(self):
        """In the open data; who is signed in gets what is not kept for a second."""
        return self.carla.client.get(f"/results/{self.election}.json").json()["official"]


@pytest.fixture
def evening(server, tmp_path):
    return Evening(server, tmp_path)


def rows(browser, caption):
    table = next(one for one in browser.page.iter("table") if caption in one.findtext("caption", ""))
    return [" ".join(cell.text_content() for cell in row).split() for row in table.iterfind(".//tbody/tr")]


def test_the_young_stand_beside_the_official_count(server, evening):
    evening.poll()
    assert evening.upload(telling()).status == 200
    assert evening.carla.heading == "Official count"
    assert "Juinen. Official count (EML 510b)." in evening.carla.text
    assert len(evening.carla.page.xpath('//*[@class="fingerprint"]/span')) == 16
    assert rows(evening.carla, "Votes for each list") == [
        ["1", "Juinen", "Nu", "60"], ["4", "A.", "Bos1", "30"],
    ]  # fmt: skip
    assert evening.stranger.go(f"/results/{evening.election}").status == 404
    evening.publish()
    text = evening.stranger.text
    assert "If it were up to the young, Juinen Nu would have 3 seats instead of 6." in text
    assert "Other lists with more or fewer seats: A. Bos1 6 instead of 3." in text
    assert "The youth vote is not official and not representative" in text
    assert rows(evening.stranger, "Youth beside official") == [
        "1List 1 Juinen Nu 8 33.3 % 60 66.7 % \N{MINUS SIGN}33.3 3 6 \N{MINUS SIGN}3".split(),
        "4List 4 A. Bos1 16 66.7 % 30 33.3 % +33.3 6 3 +3".split(),
    ]
    titles = [
        one.text for one in evening.stranger.page.xpath('//figure[contains(@class, "beside-circle")]//title')
    ]
    assert titles == [
        "Seats by the votes of young people: Juinen Nu 3, A. Bos1 6",
        "Seats by the official count: Juinen Nu 6, A. Bos1 3",
    ]
    official = evening.official()
    told = ("list", "votes", "seats", "more_seats_with_the_young")
    assert [tuple(one[name] for name in told) for one in official["lists"]] == [(1, 60, 6, -3), (4, 30, 3, 3)]


def test_without_an_official_count_the_result_says_nothing_of_it(evening):
    evening.poll()
    evening.publish()
    assert "Youth beside official" not in evening.stranger.text
    assert evening.official() is None


def test_a_count_that_comes_late_is_corrected_and_stays_in_the_journal(server, evening):
    evening.poll()
    evening.publish()
    evening.upload(telling(45, 45))
    assert evening.official()["lists"][0]["votes"] == 45
    assert evening.upload(telling()).status == 200
    assert evening.official()["lists"][0]["votes"] == 60
    journal = evening.desk().text
    assert len(re.findall(r"Imported the official count of Juinen \(SHA-256 [0-9a-f]{8}…\)", journal)) == 2


def test_a_tie_in_the_official_count_is_told(evening):
    evening.poll()
    evening.upload(telling(45, 45))
    evening.publish()
    assert "In the official count lots decide about a seat" in evening.stranger.text
    assert "The difference is largest for Juinen Nu: 33.3 percent of the youth votes and 50.0 percent" in (
        evening.stranger.text
    )
    assert "beside-circle" not in evening.stranger.answer.text
    assert evening.official()["awaits_lots"]
    assert evening.official()["lists"][0]["seats"] is None


def test_where_too_few_voted_only_the_official_numbers_are_there(evening):
    evening.poll(YOUNG[6:12])
    evening.upload(telling())
    evening.publish()
    assert "the numbers of the youth vote are not shown" in evening.stranger.text
    assert "instead of" not in evening.stranger.text
    found = evening.official()["lists"][0]
    assert (found["seats"], found["more_seats_with_the_young"]) == (6, None)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Choose a file first"),
        (b"<a/>", "This is not an EML file"),
        (b"a;b\n", "The column Regio is missing"),
        (LISTS, "This is EML 230b"),
        (telling(election=identifier("GR2026_Juinen_jeugd")), "This is a count of young people"),
        (telling(election=identifier("GR2022_Juinen")), "This count is of another election"),
        (files.count_file(election=IDENTITY), "is not the same in this count and on the ballot"),
        (telling().replace(b">60<", b">61<", 1), "do not add up"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_answered_with_one_sentence_and_the_earlier_count_stands(evening, data, sentence):
    evening.desk().send("/freeze")
    evening.upload(telling())
    assert evening.upload(data).status == 422
    (alert,) = evening.carla.page.xpath('//main//*[@role="alert"]')
    assert sentence in alert.text_content()
    assert rows(evening.carla, "Votes for each list")[0][-1] == "60"


def test_a_draft_says_what_must_come_first(evening):
    page = evening.carla.go(f"/official-counts/{evening.election}")
    assert "Fix the election first" in page.text
    answer = evening.carla.client.post(page.answer.url.path, files={"count": ("a.xml", telling())})
    assert answer.status_code == 409


# -- the command


@pytest.fixture
def count_file(tmp_path):
    path = tmp_path / "Telling_GR2026_Juinen.eml.xml"
    path.write_bytes(telling())
    return str(path)


def refused(server, *words):
    server._capsys.readouterr()
    assert main(words) == 2
    said = server._capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


def test_the_command_says_what_it_read(server, evening, count_file):
    evening.desk().send("/freeze")
    printed = server.command("import", "results", count_file)
    assert printed.startswith(
        f"election {evening.election}: Gemeenteraad Juinen 2026; official count of Juinen"
    )
    assert re.search(r"SHA-256( [0-9a-f]{4}){16}", printed)
    assert re.search(r"list +4 +30 votes +A\. Bos1", printed)
    data = json.loads(
        server.command("import", "results", count_file, "--election", evening.election, "--json")
    )
    assert [(one["number"], one["votes"]) for one in data["lists"]] == [(1, 60), (4, 30)]
    assert (data["area"], data["source"], data["valid"], data["is_whole"]) == ("Juinen", "510b", 90, True)


def test_the_command_says_in_one_sentence_what_is_wrong(server, evening, count_file, tmp_path):
    assert "still a draft" in refused(server, "import", "results", count_file)
    assert "cannot be read" in refused(server, "import", "results", str(tmp_path / "nowhere"))
    assert "No election here belongs to nothing" in refused(
        server, "import", "results", count_file, "--election", "nothing"
    )
    other = tmp_path / "other.xml"
    other.write_bytes(telling(election=identifier("GR2022_Juinen")))
    assert "No election here belongs to GR2022_Juinen" in refused(server, "import", "results", str(other))
    table = tmp_path / "uitslag.csv"
    table.write_text("Regio;RegioCode;LijstNummer;LijstNaam;VeldType;Waarde\nJuinen;G0042;1;a;Opkomst;1\n")
    assert "does not say of which election" in refused(server, "import", "results", str(table))
