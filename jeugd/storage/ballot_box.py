"""The ballot box: the smallest set of statements between a voter and the table. Raw SQL, many votes a statement.

Two verbs. ``find`` only looks. ``cast`` puts envelopes in, each at most once, and may be repeated.
What is taken out again is the work of ``jeugd.storage.ballots``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from jeugd.domain.polling_station import StationState
from jeugd.domain.voting_code import CodeState
from jeugd.storage.changes import CHANNEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from jeugd.storage.database import Database

_OPEN = StationState.OPEN.value


@dataclass(frozen=True, slots=True)
class FoundCode:
    """What the table says of one code now; ``station_state`` is that of its polling station."""

    state: CodeState
    attempt: bytes | None
    station_state: StationState


@dataclass(frozen=True, slots=True, repr=False)
class Envelope:
    """A sealed ballot on its way to the row of its code."""

    station: str
    mac: bytes
    sealed: bytes
    attempt: bytes


class BallotBox(Protocol):
    """What both databases promise; proven by one contract suite."""

    def find(self, macs: Sequence[bytes]) -> dict[bytes, FoundCode]:
        """What is known of these codes; an unknown code is not in the answer."""

    def cast(self, envelopes: Sequence[Envelope]) -> set[bytes]:
        """Put envelopes in, in one transaction, durable on return; the answer holds the MACs that were accepted.

        An envelope is accepted if its code is fresh and its station open at the moment of the commit.
        """


def ballot_box(database: Database) -> BallotBox:
    """The ballot box of a database."""
    return SqliteBallotBox(database) if database.is_sqlite else PostgresBallotBox(database)


class SqliteBallotBox:
    """One statement and one commit, and so one flush to the disk, for many envelopes.

    The driver lets other threads run at every row that it steps over, so a batch is sent, and found, as one row: else
    the writer and the event loop would hand the interpreter to each other several times a vote.
    """

    _FIND = (
        "SELECT json_group_array(json_array(hex(c.mac), c.state, hex(c.attempt), s.state))"
        " FROM voting_code c JOIN polling_station s ON s.id = c.station WHERE c.mac IN ({marks})"
    )
    _CAST = (  # begins with UPDATE: only then does the driver tell the row count
        "UPDATE voting_code SET sealed = sent.sealed, attempt = sent.attempt, state = 1"
        " FROM (SELECT column1 AS mac, column2 AS station, column3 AS sealed, column4 AS attempt"
        " FROM (VALUES {marks})) AS sent"
        " WHERE voting_code.mac = sent.mac AND voting_code.state = 0 AND voting_code.station = sent.station"
        " AND (SELECT state FROM polling_station WHERE id = voting_code.station) = ?"
    )

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, macs: Sequence[bytes]) -> dict[bytes, FoundCode]:
        """One indexed read a code."""
        statement = self._FIND.format(marks=_marks("?", macs))
        with self._database.reading() as connection:
            row = _cursor(connection).execute(statement, tuple(macs)).fetchone()
        return _found(
            (bytes.fromhex(mac), state, bytes.fromhex(attempt) or None, door)
            for mac, state, attempt, door in json.loads(row[0])
        )

    def cast(self, envelopes: Sequence[Envelope]) -> set[bytes]:
        """The row count says whether all were accepted; if not, that of each says whether it was the one."""
        sent = list({one.mac: one for one in reversed(envelopes)}.values())
        with self._database.writing() as connection:
            cursor = _cursor(connection)
            cursor.execute("SAVEPOINT together")
            if self._put(cursor, sent) == len(sent):
                return {one.mac for one in sent}
            cursor.execute("ROLLBACK TO together")
            return {one.mac for one in sent if self._put(cursor, [one])}

    def _put(self, cursor: Any, sent: Sequence[Envelope]) -> int:  # noqa: ANN401 - a DBAPI cursor
        """Put these in if they may go in; the answer is how many did."""
        statement = self._CAST.format(marks=_marks("(?, ?, ?, ?)", sent))
        values = [value for one in sent for value in (one.mac, one.station, one.sealed, one.attempt)]
        return int(cursor.execute(statement, (*values, _OPEN)).rowcount)


class PostgresBallotBox:
    """One statement for the whole batch, which is a transaction by itself: one round trip for many votes.

    The station rows are locked FOR SHARE, so that closing waits for votes that are on their way and later votes see the
    closed door. Code rows are locked after their door and in the order of their MAC, so that several processes never
    wait for each other in a circle.
    """

    _FIND = (
        "SELECT c.mac, c.state, c.attempt, s.state FROM voting_code c"
        " JOIN polling_station s ON s.id = c.station WHERE c.mac = ANY(%s)"
    )
    _CAST = (
        "WITH sent AS (SELECT * FROM unnest(%b::bytea[], %s::text[], %b::bytea[], %b::bytea[])"
        " AS sent(mac, station, sealed, attempt)),"
        " doors AS (SELECT id FROM polling_station WHERE id = ANY(%s) AND state = %s ORDER BY id FOR SHARE),"
        " fresh AS (SELECT c.mac FROM voting_code c JOIN sent USING (mac) JOIN doors ON doors.id = sent.station"
        " WHERE c.state = 0 AND c.station = sent.station ORDER BY c.mac FOR UPDATE OF c),"
        " accepted AS (UPDATE voting_code c SET sealed = sent.sealed, attempt = sent.attempt, state = 1"
        " FROM sent JOIN fresh USING (mac) WHERE c.mac = sent.mac AND c.state = 0 RETURNING c.mac, c.station),"
        " told AS (SELECT pg_notify(%s, station) FROM accepted GROUP BY station)"
        " SELECT mac FROM accepted, (SELECT count(*) FROM told) AS everybody_told"
    )

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, macs: Sequence[bytes]) -> dict[bytes, FoundCode]:
        """One statement for all codes."""
        with self._database.outside_transaction() as connection:
            return _found(_cursor(connection).execute(self._FIND, (list(macs),)).fetchall())

    def cast(self, envelopes: Sequence[Envelope]) -> set[bytes]:
        """The rows that the UPDATE returns are the accepted ones; the watchers of their stations are told."""
        sent = list({one.mac: one for one in reversed(envelopes)}.values())
        values = (
            [one.mac for one in sent],
            [one.station for one in sent],
            [one.sealed for one in sent],
            [one.attempt for one in sent],
            list({one.station for one in sent}),
            _OPEN,
            CHANNEL,
        )
        with self._database.outside_transaction() as connection:
            return {bytes(row[0]) for row in _cursor(connection).execute(self._CAST, values).fetchall()}


def _cursor(connection: Connection) -> Any:  # noqa: ANN401 - a DBAPI cursor
    return connection.connection.cursor()


def _marks(mark: str, values: Sequence[object]) -> str:
    return ", ".join([mark] * len(values))


def _found(rows: Iterable[Sequence[Any]]) -> dict[bytes, FoundCode]:
    return {
        bytes(mac): FoundCode(CodeState(state), attempt and bytes(attempt), StationState(door))
        for mac, state, attempt, door in rows
    }
