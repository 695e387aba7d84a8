"""The cast: gemeente Juinen, school De Regenboog, juf Anna and groep 7b, meester Bram, ambtenaar Carla, a stranger."""

from __future__ import annotations

import asyncio
import base64
import inspect
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from starlette.applications import Starlette
from starlette.testclient import TestClient

from jeugd.actions.cast_ballot import Booths
from jeugd.actions.count_ballots import count_station
from jeugd.actions.issue_codes import draw_codes, issue_codes
from jeugd.actions.prepare_election import add_school, add_station, freeze, new_election, open_election
from jeugd.actions.run_polling_station import close_station, open_station
from jeugd.actions.sign_in import add_official, link_for_official, link_for_station
from jeugd.app import create_app, open_custody
from jeugd.domain.answer import Answer
from jeugd.domain.contest import Contest, numbered
from jeugd.domain.election import Definition, Opening
from jeugd.domain.kind import ElectionKind
from jeugd.domain.polling_station import StationState
from jeugd.domain.record import DifferenceReason
from jeugd.domain.roles import Role, Staff
from jeugd.domain.voting_code import VotingCode
from jeugd.sealing.custody import Custody
from jeugd.settings import Settings
from jeugd.storage import ballots, elections
from jeugd.storage.database import Database
from jeugd.storage.tables import MunicipalityRow

Result = TypeVar("Result")

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HOST = "stem.juinen.example"
SECRET = base64.b64encode(bytes(range(32))).decode()
CHILDREN = [
    ("Noor", "De Regenboog, groep 7", "Klimmen."),
    ("Yassin", "De Wilgen, groep 8", "Zwemmen."),
    ("Fenna", "", ""),
]
KINDERBURGEMEESTER = Definition(
    kind=ElectionKind.KINDERBURGEMEESTER,
    title="Kinderburgemeester van Juinen",
    opening=Opening.PER_STATION,
    contests=(Contest("Wie wordt de nieuwe kinderburgemeester?", options=numbered(CHILDREN)),),
)


@dataclass
class Town:
    """A database with Juinen in it, and short ways to do what the cast does. ``now`` may be moved by a test."""

    settings: Settings
    database: Database
    custody: Custody
    carla: Staff
    election: str
    station: str
    now: datetime = NOW
    apps: list[Starlette] = field(default_factory=list)

    def do(self, action: Callable[..., Result], **asked: object) -> Result:
        """One action in one transaction, by Carla and now unless somebody else is asked."""
        known = {"custody": self.custody, "by": self.carla, "now": self.now} | asked
        wanted = inspect.signature(action).parameters
        with self.database.write() as session:
            return action(session, **{name: value for name, value in known.items() if name in wanted})

    def vote(self, filled: Iterable[tuple[VotingCode, str]], station: str | None = None) -> None:
        """Cast (code, answer) one after the other, without a server; several contests share a comma."""
        booths = Booths(self.database, self.custody)

        async def cast() -> None:
            for code, answers in filled:
                booth = await booths.enter(station or self.station)
                chosen = tuple(Answer(one) for one in answers.split(","))
                await booths.cast(booth, code, secrets.token_bytes(16), chosen)

        try:
            asyncio.run(cast())
        finally:
            booths.stop()

    def shut(self, station: str | None = None, admitted: int | None = None) -> None:
        """Close the station; as many voters were admitted as voted, unless ``admitted`` says otherwise."""
        station = station or self.station
        with self.database.read() as session:
            cast = elections.turnout(session, elections.station(session, station)).cast
        number = cast if admitted is None else admitted
        self.do(close_station, station=station, admitted=number, reason=DifferenceReason.UNKNOWN)

    def count(self, station: str | None = None) -> None:
        """Open the box of a closed station."""
        count_station(self.database, self.custody, station=station or self.station)

    def tally(self, station: str | None = None, contest: int = 1) -> dict[str, int]:
        """What the box of a counted station held."""
        station = station or self.station
        with self.database.read() as session:
            return ballots.tallies(session, [station], contest).get(station, {})

    def state(self, station: str | None = None) -> StationState:
        """Where a station stands."""
        with self.database.read() as session:
            return elections.station(session, station or self.station).state

    def issue(self, number: int, station: str | None = None) -> list[VotingCode]:
        """Poll cards for a station."""
        with self.database.write() as session:
            codes = draw_codes(number)
            issue_codes(
                session,
                self.custody,
                station=station or self.station,
                codes=codes,
                by=self.carla,
                now=self.now,
            )
            return codes

    def open(self, station: str | None = None) -> None:
        """Open the polling station."""
        with self.database.write() as session:
            open_station(session, self.custody, station=station or self.station, by=self.carla, now=self.now)

    def add_station(self, name: str, expected: int = 28, election: str | None = None) -> str:
        """Another class."""
        with self.database.write() as session:
            return add_station(
                session,
                self.custody,
                election=election or self.election,
                school=None,
                name=name,
                expected=expected,
                by=self.carla,
                now=self.now,
            )

    def add_election(self, definition: Definition, publish_at: datetime | None = None) -> str:
        """Another election, frozen and open, without stations yet: add them with ``add_station``."""
        with self.database.write() as session:
            made = new_election(
                session, definition=definition, by=self.carla, now=self.now, publish_at=publish_at
            )
            freeze(session, self.custody, election=made, by=self.carla, now=self.now)
        return made

    def open_election(self, election: str) -> None:
        """Let the stations of an election open."""
        with self.database.write() as session:
            open_election(session, election=election, by=self.carla, now=self.now)

    def link(self, role: Role, station: str | None = None) -> str:
        """The path of a new sign-in link."""
        with self.database.write() as session:
            if role is Role.OFFICIAL:
                token = link_for_official(session, email="carla@juinen.example", now=self.now)
            else:
                token = link_for_station(
                    session, role=role, station=station or self.station, by=self.carla, now=self.now
                )
        return f"/sign-in/{token}"

    def app(self) -> Starlette:
        """A server process on this town, as far as one process can hold it."""
        made = create_app(self.settings, clock=lambda: self.now)
        self.apps.append(made)
        return made

    def visitor(self, app: Starlette | None = None) -> TestClient:
        """A browser without a cookie: a pupil, or the stranger."""
        return TestClient(
            app or self.app(),
            base_url=f"http://{HOST}",
            headers={"Origin": f"http://{HOST}", "Accept-Language": "en"},
            follow_redirects=True,
        )

    def signed_in(self, role: Role, app: Starlette | None = None, station: str | None = None) -> TestClient:
        """Carla, juf Anna or the board, signed in on a device of their own."""
        browser = self.visitor(app)
        path = self.link(role, station)
        answer = browser.post(path) if role is Role.OFFICIAL else browser.get(path)
        assert answer.status_code == 200, answer.text
        return browser

    def close(self) -> None:
        """Give everything back."""
        for app in self.apps:
            app.state.house.booths.stop()
            app.state.house.database.close()
        self.database.close()


def build_town(address: str, keys: Path | str) -> Town:
    """Juinen: school De Regenboog, an open kinderburgemeester election, groep 7b prepared and without cards yet.

    ``keys`` is a folder, or the address of a second database.
    """
    settings = Settings(
        secret=SECRET, public_url=f"http://{HOST}", database=address, key_store=str(keys), language="en"
    )
    database = Database(address)
    custody = open_custody(settings, database)
    with database.write() as session:
        juinen = MunicipalityRow(code="GM9999", name="Juinen")
        carla = add_official(session, email="carla@juinen.example", name="Carla", municipality=juinen)
        school = add_school(session, name="De Regenboog", by=carla)
        election = new_election(session, definition=KINDERBURGEMEESTER, by=carla, now=NOW)
        station = add_station(
            session,
            custody,
            election=election,
            school=school,
            name="Groep 7b",
            expected=28,
            by=carla,
            now=NOW,
        )
        freeze(session, custody, election=election, by=carla, now=NOW)
        open_election(session, election=election, by=carla, now=NOW)
    return Town(settings, database, custody, carla, election, station)


def vote_fields(code: str, *choices: str, attempt: str | None = None) -> dict[str, str]:
    """The fields of the form that casts a vote."""
    fields = {"code": code, "attempt": attempt or secrets.token_hex(16)}
    return fields | {f"choice-{number}": choice for number, choice in enumerate(choices, start=1)}
