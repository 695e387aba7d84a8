"""The demonstration's memory: what it made and the codes it may show, in one file beside its database.

Only the demonstration keeps voting codes. Started again on the same folder it goes on where it was.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from jeugd.actions.issue_codes import draw_codes, issue_codes
from jeugd.actions.prepare_election import (
    NO_LESSON,
    add_school,
    add_station,
    freeze,
    new_election,
    open_election,
)
from jeugd.actions.run_polling_station import open_station
from jeugd.actions.sign_in import add_official, link_for_official, link_for_station
from jeugd.app import open_custody
from jeugd.demo.juinen import (
    DEFINITIONS,
    MUNICIPALITY,
    OFFICIAL,
    POLL,
    POLL_LESSON,
    POLL_STATIONS,
    SCHOOLS,
    STATIONS,
)
from jeugd.domain.errors import FileUnreadable, FileUnwritable
from jeugd.domain.roles import Role, Staff
from jeugd.domain.voting_code import printed
from jeugd.sealing.link_token import token_digest
from jeugd.storage import staff
from jeugd.storage.database import Database
from jeugd.storage.tables import MunicipalityRow, PollingStationRow

if TYPE_CHECKING:
    from jeugd.domain.election import Definition
    from jeugd.domain.lesson import Lesson
    from jeugd.sealing.custody import Custody
    from jeugd.settings import Settings
    from jeugd.storage.database import Session

SPARE_CODES = 40
"""Codes a station that are printed on no card: for trying out, and for the JSON."""

Asked: TypeAlias = "tuple[Definition, tuple[tuple[str, str, int], ...], Lesson]"
"""What is voted on, by which classes (name, school, pupils), and the lesson around it."""


@dataclass(frozen=True, slots=True)
class DemoStation:
    """A station with everything a visitor may try; codes as printed on cards."""

    id: str
    name: str
    expected: int
    teacher_token: str
    board_token: str
    cards: tuple[str, ...]
    spare: tuple[str, ...]
    simulated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoElection:
    """An election and its stations."""

    id: str
    kind: str
    title: str
    stations: tuple[DemoStation, ...]


@dataclass(frozen=True, slots=True)
class Town:
    """Juinen as it was built: one election of each kind, and a poll with several ways of asking."""

    official_token: str
    elections: tuple[DemoElection, ...]
    poll: DemoElection

    @property
    def votes(self) -> tuple[DemoElection, ...]:
        """Everything that can be voted on."""
        return (*self.elections, self.poll)


def secret_of(folder: Path) -> str:
    """The demonstration's own secret, made at the first start."""
    path = folder / "secret"
    if not path.exists():
        _write(path, base64.b64encode(secrets.token_bytes(32)).decode())
    return _text(path)


def town(folder: Path, settings: Settings) -> Town:
    """Juinen in this folder: built at the first start, remembered afterwards. Raises FileUnreadable, FileUnwritable."""
    memory, draft = folder / "town.json", folder / "town.json.new"
    with contextlib.closing(Database(settings.database)) as database:
        database.migrate()
        known = next((path for path in (memory, draft) if path.exists()), None)
        if known is not None:
            built = _read(known)
            with database.write() as session:
                if _is_in(session, built):
                    built = _with_live_link(session, built)
                    _write(memory, json.dumps(asdict(built)))
                    return built
        custody = open_custody(settings, database)
        with database.write() as session:
            built = _build(session, custody)
            # before the database is sure of it, for the database could not tell the codes
            _write(draft, json.dumps(asdict(built)))
        _write(memory, json.dumps(asdict(built)))
    draft.unlink()
    return built


def _is_in(session: Session, town: Town) -> bool:
    """Whether a town that was written down while it was built is in the database: the power may have gone before."""
    return session.get(PollingStationRow, town.poll.stations[0].id) is not None


def _with_live_link(session: Session, town: Town) -> Town:
    """The official's link lasts a week, and a demonstration that is kept longer gets a new one."""
    now = datetime.now(UTC)
    if staff.live_link(session, token_digest(town.official_token), now):
        return town
    return replace(
        town, official_token=link_for_official(session, email=OFFICIAL[0], now=now, single_use=False)
    )


def _build(session: Session, custody: Custody) -> Town:
    now = datetime.now(UTC)
    municipality = MunicipalityRow(code=MUNICIPALITY[0], name=MUNICIPALITY[1])
    by = add_official(session, email=OFFICIAL[0], name=OFFICIAL[1], municipality=municipality)
    schools = {name: add_school(session, name=name, by=by) for name in SCHOOLS}
    asked = [(one, STATIONS[one.kind], NO_LESSON) for one in DEFINITIONS]
    *elections, poll = (
        _election(session, custody, one, schools, by, now)
        for one in (*asked, (POLL, POLL_STATIONS, POLL_LESSON))
    )
    token = link_for_official(session, email=OFFICIAL[0], now=now, single_use=False)
    return Town(token, tuple(elections), poll)


def _election(
    session: Session,
    custody: Custody,
    asked: Asked,
    schools: dict[str, str],
    by: Staff,
    now: datetime,
) -> DemoElection:
    definition, classes, lesson = asked
    election = new_election(session, definition=definition, by=by, now=now, lesson=lesson)
    doors = [
        (
            add_station(
                session,
                custody,
                election=election,
                school=schools[school],
                name=name,
                expected=expected,
                by=by,
                now=now,
            ),
            name,
            expected,
        )
        for name, school, expected in classes
    ]
    freeze(session, custody, election=election, by=by, now=now)
    open_election(session, election=election, by=by, now=now)
    stations = tuple(_station(session, custody, *door, by=by, now=now) for door in doors)
    return DemoElection(election, definition.kind.value, definition.title, stations)


def _station(
    session: Session, custody: Custody, station: str, name: str, expected: int, *, by: Staff, now: datetime
) -> DemoStation:
    number = expected + SPARE_CODES + expected
    codes = draw_codes(number)
    issue_codes(session, custody, station=station, codes=codes, by=by, now=now)
    open_station(session, custody, station=station, by=by, now=now)
    teacher, board = (
        link_for_station(session, role=role, station=station, by=by, now=now)
        for role in (Role.TEACHER, Role.OBSERVER)
    )
    shown = [printed(code) for code in codes]
    return DemoStation(
        id=station,
        name=name,
        expected=expected,
        teacher_token=teacher,
        board_token=board,
        cards=tuple(shown[:expected]),
        spare=tuple(shown[expected : expected + SPARE_CODES]),
        simulated=tuple(shown[expected + SPARE_CODES :]),
    )


def _read(path: Path) -> Town:
    try:
        data = json.loads(_text(path))
        elections = tuple(_read_election(one) for one in data["elections"])
        return Town(data["official_token"], elections, _read_election(data["poll"]))
    except (ValueError, LookupError, TypeError) as error:  # it was changed, or broke off
        raise FileUnreadable(path=str(path)) from error


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError as error:
        raise FileUnreadable(path=str(path)) from error


def _read_election(data: dict[str, Any]) -> DemoElection:
    stations = tuple(_read_station(each) for each in data["stations"])
    return DemoElection(data["id"], data["kind"], data["title"], stations)


def _read_station(data: dict[str, object]) -> DemoStation:
    lists = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    return DemoStation(**lists)  # type: ignore[arg-type] # the file is our own


def _write(path: Path, text: str) -> None:
    """All of it or nothing, for nobody else to read."""
    written = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        written.replace(path)
    except OSError as error:
        written.unlink(missing_ok=True)
        raise FileUnwritable(path=str(path)) from error
