"""The search for a marked vote, the codes and the addresses of voters: in every file, in every log, on every page.

The name of an option stands on the ballot, so what is searched for is the vote: the ballot as it goes into the
envelope, and the fields as they come from the form.
"""

import base64
import http.client
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from jeugd.domain import ballot
from jeugd.domain.answer import Answer
from jeugd.domain.contest import Contest, Option
from jeugd.domain.roles import Role
from jeugd.domain.voting_code import printed
from tests.cast import KINDERBURGEMEESTER, Town, build_town, vote_fields
from tests.races.servers import REAL, Server, planted, serving
from tests.secrecy.worlds import paths

MARKED = "gemerkt-5f2c9"
OTHER = "gewoon"
VOTERS = ("127.7.7.7", "127.9.8.7")  # where the pupils sit
STAFF = "127.0.0.1"
DEFINITION = replace(
    KINDERBURGEMEESTER, contests=(Contest("Wie?", options=(Option(MARKED, "Noor"), Option(OTHER, "Yassin"))),)
)


class Browser:
    """Requests from one address, one at a time."""

    def __init__(self, server: Server, source: str, cookie: str = "") -> None:
        self._server = server
        self._source = source
        self._cookie = {"Cookie": cookie} if cookie else {}

    def ask(
        self, method: str, path: str, fields: dict[str, str] | bytes | None = None
    ) -> tuple[int, bytes, str]:
        """Status, body and the cookie that was set."""
        body = fields if isinstance(fields, bytes | None) else urlencode(fields).encode()
        headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection(
            *self._server.address, timeout=20, source_address=(self._source, 0)
        )
        with closing(connection):
            connection.request(method, path, body, headers | self._cookie)
            answer = connection.getresponse()
            return answer.status, answer.read(), (answer.headers["Set-Cookie"] or "").partition(";")[0]


class Lesson:
    """A class that votes on a real server, with everything that can go wrong on the way."""

    def __init__(self, town: Town, folder: Path) -> None:
        self.town = town
        self.folder = folder
        self.election = town.add_election(DEFINITION)
        self.station = town.add_station("Groep 8", election=self.election)
        town.open_election(self.election)
        self.codes = town.issue(24, self.station)
        town.open(self.station)
        self.pages: list[bytes] = []
        self.statuses: set[int] = set()

    def go(self, server: Server) -> None:
        pupils = [Browser(server, address) for address in VOTERS]
        for number, code in enumerate(self.codes[:20]):
            self.vote(pupils[number % 2], code, MARKED if number % 3 else OTHER)
        self.fail(pupils[0])
        self.backup("open")
        self.look_around(server)
        self.break_the_server(pupils[0])

    def vote(self, pupil: Browser, code: str, choice: str) -> None:
        """The whole way; what a pupil gets back of the own vote before it is cast is the pupil's to see."""
        room = f"/booth/{self.station}"
        pupil.ask("GET", f"/s/{self.station}")
        pupil.ask("GET", room)
        pupil.ask("POST", f"{room}/ballot", {"code": printed(code)})
        fields = vote_fields(printed(code), choice)
        pupil.ask("POST", f"{room}/check", fields)
        for _ in range(2):
            status, body, cookie = pupil.ask("POST", f"{room}/cast", fields)
            assert (status, cookie) == (200, "")
            self.pages.append(body)

    def fail(self, pupil: Browser) -> None:
        """Refusals of every kind, each with a real code or a marked choice in it."""
        room = f"/booth/{self.station}"
        used, fresh = self.codes[0], self.codes[22]
        for step, fields in (
            ("cast", vote_fields(used, MARKED)),
            ("ballot", {"code": used}),
            ("cast", vote_fields(fresh, "99")),
            ("cast", vote_fields(fresh)),
            ("cast", {"code": fresh, "choice-1": MARKED, "attempt": "no attempt"}),
            ("cast", {"code": fresh + "?", "choice-1": MARKED}),
            ("check", vote_fields(fresh[:-1], MARKED)),
            ("cast", vote_fields("000000000000", MARKED)),
            ("nowhere", {"code": fresh}),
        ):
            self.statuses.add(pupil.ask("POST", f"{room}/{step}", fields)[0])
        for path in (f"/booth/NOWHR/cast?code={fresh}", f"/s/{self.station}?code={fresh}&{MARKED}", "/%ff"):
            self.statuses.add(pupil.ask("POST", path, vote_fields(fresh, MARKED))[0])
            self.statuses.add(pupil.ask("GET", path)[0])
        for body in (b"\xff" * 100, f"code={fresh}&".encode() * 1000, fresh.encode() * 100_000, b"=" * 4000):
            self.statuses.add(pupil.ask("POST", f"{room}/cast", body)[0])

    def break_the_server(self, pupil: Browser) -> None:
        """A state that nobody knows is a bug: the server says 500, and writes to its log."""
        with self.town.database.writing() as connection:
            connection.execute(
                text("UPDATE polling_station SET state = 'broken' WHERE id = :id"), {"id": self.station}
            )
        for step in ("ballot", "check", "cast"):
            fields = vote_fields(self.codes[23], MARKED)
            self.statuses.add(pupil.ask("POST", f"/booth/{self.station}/{step}", fields)[0])
        with self.town.database.writing() as connection:
            connection.execute(
                text("UPDATE polling_station SET state = 'open' WHERE id = :id"), {"id": self.station}
            )

    def backup(self, name: str) -> None:
        """A proper one; PostgreSQL's is every row of every table."""
        if self.town.database.is_sqlite:
            source = self.town.settings.database.removeprefix("sqlite:///")
            with (
                closing(sqlite3.connect(source)) as one,
                closing(sqlite3.connect(self.folder / f"{name}.bak")) as other,
            ):
                one.backup(other)

    def look_around(self, server: Server) -> None:
        """Every GET route as every role."""
        for role in (None, Role.OBSERVER, Role.TEACHER, Role.OFFICIAL):
            cookie = ""
            if role:
                method = "POST" if role is Role.OFFICIAL else "GET"
                link = self.town.link(role, self.station)
                cookie = Browser(server, STAFF).ask(method, link)[2]
            for path in paths([(self.election, self.station)]):
                self.pages.append(Browser(server, STAFF, cookie).ask("GET", path)[1])


def secrets_of(lesson: Lesson) -> dict[str, bytes]:
    """What may stand nowhere, as it might be written."""
    length = ballot.plaintext_length(DEFINITION)
    found = {
        "the ballot in the envelope": ballot.to_plaintext((Answer(MARKED),), length),
        "the field of the form": f"choice-1={MARKED}".encode(),
        "the marked choice in quotes": f"'{MARKED}'".encode(),
        "the marked choice by name": f"{MARKED} ".encode(),
    }
    found |= {f"address {address}": address.encode() for address in VOTERS}
    for number, code in enumerate(lesson.codes):
        forms = (code, printed(code), code.lower(), code[:8], base64.b64encode(code.encode()).decode()[:12])
        found |= {f"code {number} as {form}": form.encode() for form in forms}
    return found


def files(lesson: Lesson) -> dict[str, bytes]:
    """Every file there is: database, journal, backups, key store and logs; for PostgreSQL its whole data directory."""
    folders = [lesson.folder]
    if not lesson.town.database.is_sqlite:
        with lesson.town.database.reading() as connection:
            folders.append(Path(connection.execute(text("SHOW data_directory")).scalar_one()))
    found = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and path.stat().st_size:
                found[str(path)] = path.read_bytes()
    return found


def hits(lesson: Lesson, contents: dict[str, bytes], wanted: dict[str, bytes]) -> list[tuple[str, str]]:
    """(what, where) of every secret that was found."""
    together = re.compile(b"|".join(map(re.escape, wanted.values())))
    names = {secret: name for name, secret in wanted.items()}
    return [
        (names[match], where) for where, data in contents.items() for match in set(together.findall(data))
    ]


@pytest.fixture
def lesson(either_town, tmp_path):
    return Lesson(either_town, tmp_path)


def hold(lesson: Lesson, *command: str) -> None:
    with serving(lesson.town, lesson.folder, 1, command or REAL) as servers:
        lesson.go(servers[0])


def test_before_the_opening_no_file_and_no_page_holds_a_vote_a_code_or_an_address(lesson):
    hold(lesson)
    wanted = secrets_of(lesson)
    assert lesson.statuses >= {404, 409, 413, 422, 500}
    logs = {name: data for name, data in files(lesson).items() if name.endswith(".log")}
    assert any(b"Traceback" in data for data in logs.values())  # the log does speak
    assert hits(lesson, files(lesson), wanted) == []
    pages = dict(enumerate(lesson.pages))
    assert len(pages) > 100
    on_pages = {name: secret for name, secret in wanted.items() if "choice" not in name}
    assert hits(lesson, {str(number): page for number, page in pages.items()}, on_pages) == []


def test_after_the_opening_too_no_file_holds_a_code_or_an_address(lesson):
    hold(lesson)
    lesson.town.shut(lesson.station)
    lesson.town.count(lesson.station)
    lesson.backup("after")
    wanted = {name: secret for name, secret in secrets_of(lesson).items() if "choice" not in name}
    assert hits(lesson, files(lesson), wanted) == []


LEAKS = {
    "talkative-log": ("code", ".log"),
    "plain-envelope": ("the ballot in the envelope", "jeugd.db"),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_the_search_finds_a_planted_leak(sqlite_address, tmp_path, leak):
    town = build_town(sqlite_address, tmp_path / "keys")
    lesson = Lesson(town, tmp_path)
    hold(lesson, *planted(leak))
    found = hits(lesson, files(lesson), secrets_of(lesson))
    town.close()
    what, where = LEAKS[leak]
    assert any(name.startswith(what) and where in place for name, place in found)


def test_an_access_log_would_be_found_out(sqlite_address, tmp_path):
    """The planted bug: the web server's own log of who asked what."""
    town = build_town(sqlite_address, tmp_path / "keys")
    lesson = Lesson(town, tmp_path)
    hold(lesson, *planted("access-log"))
    found = hits(lesson, files(lesson), secrets_of(lesson))
    town.close()
    assert any(name == f"address {VOTERS[0]}" and place.endswith(".log") for name, place in found)
