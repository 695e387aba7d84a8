"""A schaduwverkiezing from the files of the Electoral Council to the comparison with the real count, in the browser."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jeugd.formats.eml_nl.count_refusals import NotOfficial
from jeugd.formats.eml_nl.counts import must_be_official, read_count
from jeugd.formats.kiesraad_csv import is_unofficial, read_regions
from tests.browser.conftest import PHONE
from tests.browser.test_pages import check
from tests.browser.town_hall import (
    CLOSED,
    FROZEN,
    OPENED,
    PUBLISHED,
    Class,
    Desk,
    Official,
    TownHall,
    town_hall,
)
from tests.formats import count_files
from tests.formats.eml_files import (
    affiliation,
    candidate,
    candidate_lists,
    contest,
    definition,
    identifier,
    region,
)

pytestmark = pytest.mark.xdist_group("browser, schaduwverkiezing")

SECOND = timedelta(seconds=1)
SCHOOLS = ("De Regenboog", "Het Baken")
EXPORTS = ("count.eml.xml", "stations.csv", "regions.csv")
NAMES = {1: "Juinen Nu", 2: "Groen Juinen", 4: "Partij van het Kanaal"}
FIRST = {1: "Bakker", 2: "Bouzid", 4: "Zandstra"}
OFFICIAL_VOTES = {1: 600, 2: 290, 4: 10}  # nine seats: six, three and none
CLASS = ["1.1"] * 4 + ["4.1"] * 8 + ["2.1"] * 11  # small numbers would send a class to the other places
JUINEN = CLASS + CLASS[:-1]  # and one by phone for list 2: two, four and three seats


def files_of_juinen(folder: Path) -> Official:
    """A council of nine seats: lists, definition and official count, of our own making."""
    identity = identifier(subcategory="GR1")
    people = {
        number: "".join(
            candidate(place, FIRST[number] if place == 1 else f"Vos{place}") for place in range(1, 10)
        )
        for number in NAMES
    }
    lists = "".join(affiliation(number, name, people[number]) for number, name in NAMES.items())
    votes = {
        (number, place): OFFICIAL_VOTES[number] if place == 1 else 0
        for number in NAMES
        for place in range(1, 10)
    }
    counted = "".join(
        count_files.selection(
            f'<AffiliationIdentifier Id="{number}"><RegisteredName>{name}</RegisteredName></AffiliationIdentifier>',
            OFFICIAL_VOTES[number],
        )
        + "".join(count_files.of_candidate(place, votes[number, place]) for place in range(1, 10))
        for number, name in NAMES.items()
    ) + count_files.figures(votes, cast=1600)
    made = {
        "lists": candidate_lists(contest(lists), identity),
        "definition": definition(identity, region("42", "GEMEENTE", "Juinen"), seats="9", threshold="50"),
        "count": count_files.count_file(count_files.contest(counted, ""), election=identity),
    }
    for name, data in made.items():
        (folder / f"{name}.eml.xml").write_bytes(data)
    return Official(
        code="GM0042",
        name="Juinen",
        lists=folder / "lists.eml.xml",
        definition=folder / "definition.eml.xml",
        count=folder / "count.eml.xml",
        nine=datetime(2026, 3, 18, 20, tzinfo=UTC),
    )


class Journey:
    """Two schools, a class each, from the files to the morning after."""

    def __init__(self, hall: TownHall, opened: Callable[..., Any]) -> None:
        self.hall, self.opened = hall, opened
        self.desk = Desk(hall, opened)

    def prepare(self, voters: int) -> None:
        """Import, fix, two stations with their cards, letters and boards, and open."""
        self.desk.add_schools(SCHOOLS)
        self.desk.import_lists()
        self.desk.step(FROZEN)
        half = voters // 2
        self.classes = [
            Class(self.desk, self.opened, school, f"Klas {name}", number)
            for school, name, number in zip(SCHOOLS, ("5h", "6v"), (half, voters - half), strict=True)
        ]
        self.desk.step(OPENED)

    def vote(self, choices: Sequence[str], by_phone: str) -> None:
        """Everybody by HTTP but the last, who has a phone."""
        first, second = self.classes
        for one, own in ((first, choices[: first.voters]), (second, choices[first.voters :])):
            one.open()
            one.vote(own)
        self.phone = second.vote_by_phone(self.opened, by_phone)
        for one in self.classes:
            one.board.locator("#board", has_text=str(one.voters)).wait_for(timeout=20_000)
            one.close()

    def count(self) -> None:
        self.desk.step(CLOSED)
        self.desk.step("count")

    @property
    def result(self) -> str:
        return f"/results/{self.desk.election}"

    @property
    def public(self) -> list[str]:
        exports = [f"/exports/{self.desk.election}/{one}" for one in EXPORTS]
        return [self.result, f"{self.result}.json", f"{self.result}.csv", *exports]

    def expect_nothing(self, names: Sequence[str]) -> None:
        """No address, screen, button or command says anything."""
        assert {self.hall.status(path) for path in self.public} == {404}
        assert not self.desk.may(PUBLISHED)
        for one in self.classes:
            for screen in (one.board, one.teacher):
                screen.reload()
                shown = screen.locator("main").inner_text()
                assert not [name for name in names if name in shown]
        for kind in ("eml", "osv", "regions", "json"):
            self.hall.refused_command("export", self.desk.election, "--format", kind)

    def publish_at_nine(self, names: Sequence[str]) -> None:
        """A second too early, and then on time."""
        self.hall.now = self.hall.files.nine - SECOND
        self.expect_nothing(names)
        early = self.desk.forced(PUBLISHED)
        assert early.status == 409
        assert "21.00 uur" in early.text()
        self.hall.now = self.hall.files.nine
        assert self.desk.may(PUBLISHED)
        self.desk.step(PUBLISHED)
        assert {self.hall.status(path) for path in self.public} == {200}
        self.hall.now = self.hall.files.nine - timedelta(hours=1)
        assert {self.hall.status(path) for path in self.public} == {200}, (
            "a clock that was set back hides nothing"
        )
        self.hall.now = self.hall.files.nine + timedelta(hours=2)

    def downloads(self) -> dict[str, bytes]:
        """Every file that the result offers, by the end of its address."""
        page = self.opened(self.hall.url, PHONE, accept_downloads=True)
        page.goto(self.hall.url + self.result)
        found = {}
        for link in page.locator("a[download], a[href*='/exports/']").all():
            with page.expect_download() as waiting:
                link.click()
            name = str(link.get_attribute("href")).partition("?")[0].rpartition("/")[2]
            found[name.replace(self.desk.election, "result")] = Path(waiting.value.path()).read_bytes()
        return found

    def compared(self) -> Any:
        """The public result on a phone."""
        page = self.opened(self.hall.url, PHONE)
        page.goto(self.hall.url + self.result)
        check(page)
        return page


def check_downloads(files: dict[str, bytes], voters: int, of_list: dict[int, int]) -> None:
    """Each file says what it is, and all say the same."""
    assert set(files) == {"result.csv", "result.json", *EXPORTS}
    count = read_count(files["count.eml.xml"])
    with pytest.raises(NotOfficial):
        must_be_official(count)
    total = count.contests[0].total
    assert (total.ballots, {one.number: one.votes for one in total.lists}) == (voters, of_list)
    assert [unit.name for unit in count.contests[0].units] == list(SCHOOLS)
    assert is_unofficial(files["regions.csv"])
    (whole,) = read_regions(files["regions.csv"])
    assert {one.number: one.votes for one in whole.lists} == of_list
    table = list(csv.reader(io.StringIO(files["stations.csv"].decode("utf-8-sig")), delimiter=";"))
    assert "niet officieel" in table[0][2]
    assert [one for one in table[5][5:] if one] == list(SCHOOLS)
    data = json.loads(files["result.json"])
    assert (data["unofficial"], data["cast"]) == (True, voters)
    votes = {row["answer"]: row["votes"] for row in data["contests"][0]["votes"]}
    assert {int(answer): number for answer, number in votes.items() if answer != "blank"} == of_list
    rows = list(csv.reader(io.StringIO(files["result.csv"].decode())))
    assert {row[1]: int(row[3]) for row in rows[1:]} == votes


def seats_of(data: bytes) -> tuple[list[int], list[int]]:
    """The seats of the young and the official ones, in list order."""
    page = json.loads(data)
    return [one["seats"] for one in page["seats"]], [one["seats"] for one in page["official"]["lists"]]


def test_a_schaduwverkiezing_from_the_files_to_the_comparison(tmp_path, opened):
    with town_hall(tmp_path, files_of_juinen(tmp_path)) as hall:
        journey = Journey(hall, opened)
        journey.prepare(len(JUINEN) + 1)
        journey.vote(JUINEN, "Bouzid")
        journey.count()
        journey.publish_at_nine(list(NAMES.values()))
        for one in journey.classes:
            one.board.reload()
            one.board.get_by_text("Groen Juinen").first.wait_for()
        assert "Jongeren naast officieel" not in journey.compared().locator("main").inner_text()
        journey.desk.import_count()
        page = journey.compared()
        words = " ".join(page.locator("main").inner_text().split())
        assert "Als het aan de jongeren lag, had Juinen Nu 2 zetels in plaats van 6." in words
        assert "Partij van het Kanaal 3 in plaats van 0" in words
        assert "niet officieel en niet representatief" in words
        files = journey.downloads()
        check_downloads(files, 46, {1: 8, 2: 22, 4: 16})
        assert seats_of(files["result.json"]) == ([2, 4, 3], [6, 3, 0])
