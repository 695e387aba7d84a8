"""A town hall for a journey in the browser: a server whose clock a test moves, an official, schools and pupils."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from jeugd.web.kept import KEPT_FOR
from tests.browser.conftest import LAPTOP, PHONE, WALL
from tests.cast import SECRET
from tests.races.servers import ROOT, free_port
from tests.stories.people import cards_on

Open = Callable[..., Any]

FROZEN, OPENED, CLOSED, PUBLISHED = "freeze", "open", "close", "publish"


@dataclass(frozen=True)
class Official:
    """The files of the Electoral Council for one council; ``seats`` by hand where there is no 110a."""

    code: str
    name: str
    lists: Path
    count: Path
    nine: datetime
    definition: Path | None = None
    seats: int | None = None


class TownHall:
    """A server process with a database of its own. ``now`` is what its clock says."""

    def __init__(self, folder: Path, files: Official) -> None:
        self.files = files
        self._clock = folder / "clock.txt"
        self.now = files.nine - timedelta(hours=9)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._environment = {k: v for k, v in os.environ.items() if not k.startswith("JEUGD_")} | {
            "JEUGD_DATABASE": f"sqlite:///{folder / 'jeugd.db'}",
            "JEUGD_KEY_STORE": str(folder / "keys"),
            "JEUGD_SECRET": SECRET,
            "JEUGD_PUBLIC_URL": self.url,
        }
        self.command("migrate")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.clocked_server", str(self._clock), str(port)],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "listening\n"

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self._clock.read_text())

    @now.setter
    def now(self, moment: datetime) -> None:
        beside = self._clock.with_suffix(".new")  # a reader never meets half a moment
        beside.write_text(moment.isoformat())
        beside.replace(self._clock)

    def command(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "jeugd", *words],
            cwd=ROOT, env=self._environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout.strip()

    def refused_command(self, *words: str) -> str:
        """What a command says that does not do it."""
        done = subprocess.run(
            [sys.executable, "-m", "jeugd", *words],
            cwd=ROOT, env=self._environment, check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (2, "")
        return done.stderr

    def sign_in_link(self) -> str:
        code, name = self.files.code, self.files.name
        return self.command(
            "official", "add", "carla@town.example", "--municipality", code, "--municipality-name", name,
            "--name", "Carla",
        )  # fmt: skip

    def status(self, path: str) -> int:
        """What a stranger is told."""
        try:
            with urllib.request.urlopen(self.url + path) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def cast(self, card: str, choice: str) -> None:
        """A vote over plain HTTP, with what stands on the card."""
        address, _, code = card.partition("#")
        station = address.rpartition("/")[2]
        fields = {"code": code, "attempt": os.urandom(16).hex(), "choice-1": choice}
        body = urllib.parse.urlencode(fields).encode()
        with urllib.request.urlopen(f"{self.url}/booth/{station}/cast", body) as answer:
            assert answer.status == 200

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)
        assert self._process.stdout is not None
        self._process.stdout.close()


@contextmanager
def town_hall(folder: Path, files: Official) -> Iterator[TownHall]:
    made = TownHall(folder, files)
    try:
        yield made
    finally:
        made.stop()


class Desk:
    """Carla's laptop."""

    def __init__(self, hall: TownHall, opened: Open) -> None:
        self.hall = hall
        self.page = opened(hall.url, LAPTOP, accept_downloads=True)
        self.page.goto(hall.sign_in_link())
        self.page.locator("form[action*='/sign-in/'] button").click()
        self.page.get_by_role("heading", name=hall.files.name).wait_for()
        self.election = ""

    def add_schools(self, names: Sequence[str]) -> None:
        for name in names:
            self.page.locator("form[action$='/municipality/schools'] input[name=name]").fill(name)
            self._press("/municipality/schools")

    def import_lists(self) -> None:
        """Both files over the page; seats are typed where no 110a says them."""
        files = self.hall.files
        self.page.get_by_role("link", name="Kandidatenlijsten inlezen").click()
        self.page.locator("input[name=lists]").set_input_files(files.lists)
        if files.definition:
            self.page.locator("input[name=definition]").set_input_files(files.definition)
        self.page.locator("form[enctype] button").click()
        self.page.locator("#official").wait_for()
        self.election = self.page.url.partition("?")[0].rpartition("/")[2]
        if files.seats:
            self.page.locator("input[name=seats]").fill(str(files.seats))
            self._press("/seats")

    def go(self) -> None:
        self.page.goto(f"{self.hall.url}/elections/{self.election}")

    def step(self, name: str) -> None:
        """The next step of the election; one that cannot be undone is asked twice."""
        self.go()
        form = self.page.locator(f"form[action$='/elections/{self.election}/{name}']")
        careful = self.page.locator("details.act", has=form)
        if careful.count():
            careful.locator("summary").click()
        with self.page.expect_navigation():
            form.locator("button").click()

    def may(self, name: str) -> bool:
        """Whether the button for a step stands on the desk."""
        self.go()
        return bool(self.page.locator(f"form[action$='/elections/{self.election}/{name}']").count())

    def forced(self, name: str) -> Any:
        """The step of who knows the address of its button."""
        return self.page.context.request.post(
            f"{self.hall.url}/elections/{self.election}/{name}", headers={"Origin": self.hall.url}
        )

    def add_station(self, school: str, name: str, expected: int) -> str:
        self.go()
        form = self.page.locator("form[action$='/stations']")
        if not form.is_visible():
            self.page.locator("details.act", has=form).locator("summary").click()
        form.locator("input[name=name]").fill(name)
        form.locator("select[name=school]").select_option(label=school)
        form.locator("input[name=expected]").fill(str(expected))
        self._press("/stations")
        links = self.page.locator("a[href*='/classroom/']").all()
        found = [link.get_attribute("href") for link in links if name in link.inner_text()]
        return str(found[0]).partition("?")[0].rpartition("/")[2]

    def letter(self, station: str) -> tuple[str, str]:
        """The links of the teacher and of the board."""
        self.go()
        with self.page.expect_navigation():
            self.page.locator(f"form[action$='/letters/{station}'] button").click()
        teacher, board = self.page.locator(".letter-address").all_inner_texts()
        return teacher.strip(), board.strip()

    def poll_cards(self, station: str, number: int) -> list[str]:
        """What cameras read on the printed cards."""
        self.page.goto(f"{self.hall.url}/poll-cards/{station}")
        self.page.locator("input[name=number]").fill(str(number))
        with self.page.expect_download() as waiting:
            self.page.locator("form[action*='/poll-cards/'] button").click()
        cards: list[str] = cards_on(waiting.value.path())
        assert len(set(cards)) == number
        return cards

    def import_count(self) -> None:
        """The official count over the page."""
        self.go()
        self.page.locator("a[href*='/official-counts/']").first.click()
        self.page.locator("input[name=count]").set_input_files(self.hall.files.count)
        self.page.locator("form[enctype] button").click()
        self.page.locator("#read").wait_for()
        self.page.wait_for_timeout(KEPT_FOR * 1_100)  # a public result is kept for a second

    def _press(self, action: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(f"form[action*='{action}'] button").first.click()


class Class:
    """A class with a teacher's laptop, a board on the wall and cards in a box."""

    def __init__(self, desk: Desk, opened: Open, school: str, name: str, voters: int) -> None:
        self.hall = desk.hall
        self.voters = voters
        self.id = desk.add_station(school, name, voters)
        self.cards = desk.poll_cards(self.id, voters)
        teacher, board = desk.letter(self.id)
        self.teacher = opened(self.hall.url, LAPTOP)
        self.teacher.goto(teacher)
        self.board = opened(self.hall.url, WALL)
        self.board.goto(board)
        self.board.locator("#board").wait_for()

    def open(self) -> None:
        self.teacher.goto(f"{self.hall.url}/classroom/{self.id}")
        self.teacher.locator("form[action$='/open'] button").click()
        self.teacher.locator("form[action$='/close']").first.wait_for(state="attached")

    def vote(self, choices: Sequence[str]) -> None:
        """The class, over plain HTTP; the last card is for the phone."""
        for card, choice in zip(self.cards, choices, strict=False):
            self.hall.cast(card, choice)

    def vote_by_phone(self, opened: Open, words: str) -> Any:
        """A pupil searches a name on a phone and fills the circle."""
        phone = opened(self.hall.url, PHONE, has_touch=True, is_mobile=True)
        phone.goto(self.cards[-1])
        phone.locator("[data-ballot]").wait_for()
        phone.get_by_role("searchbox").fill(words)
        phone.locator(".candidates .choice", has_text=words).locator("visible=true").first.click()
        phone.get_by_role("button", name="Verder").click()
        phone.get_by_role("heading", name="Dit is jouw stem").wait_for()
        assert words in phone.locator("main").inner_text()
        phone.get_by_role("button", name="Ja, in de stembus").click()
        phone.get_by_role("heading", name="Je stem zit in de stembus").wait_for()
        return phone

    def close(self) -> None:
        self.teacher.locator("summary", has_text="Sluit het stembureau").click()
        self.teacher.locator("input[name=admitted]").fill(str(self.voters))
        self.teacher.get_by_role("button", name="Definitief sluiten").click()
        self.board.get_by_text("gesloten").first.wait_for(timeout=20_000)
