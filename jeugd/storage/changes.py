"""Which stations changed, whoever changed them: by LISTEN/NOTIFY on PostgreSQL, by ``PRAGMA data_version`` on SQLite.

Says only *that* a station changed. Whoever watches asks again.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, text

from jeugd.domain.errors import DatabaseUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from sqlalchemy import Connection
    from sqlmodel import Session

    from jeugd.storage.database import Database

CHANNEL = "jeugd_station"
LOOK_EVERY = 0.05  # seconds
REST = 0.25  # seconds after an announcement: what merges a burst of votes into the next one
LISTEN = 0.2  # seconds until we look whether to stop
TRY_AGAIN_AFTER = 1.0

_log = logging.getLogger(__name__)


def announce(session: Session, stations: Iterable[str]) -> None:
    """Tell every process, when this transaction commits, that these stations changed. SQLite needs no telling."""
    if session.get_bind().dialect.name == "postgresql":
        for station in stations:
            session.execute(
                text("SELECT pg_notify(:channel, :station)"), {"channel": CHANNEL, "station": station}
            )


class ChangeFeed:
    """A thread that tells ``changed`` which of the ``watched`` stations have changed, until ``stop``."""

    def __init__(
        self,
        database: Database,
        watched: Callable[[], Collection[str]],
        changed: Callable[[Collection[str]], None],
    ) -> None:
        self._database = database
        self._watched = watched
        self._changed = changed
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jeugd-changes", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking; returns when the thread has ended."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        follow = self._follow_sqlite if self._database.is_sqlite else self._follow_postgres
        while not self._stopping.is_set():
            with contextlib.suppress(DatabaseUnavailable):
                follow()
            if not self._stopping.is_set():
                _log.warning("lost the database while watching for changes; trying again")
                self._changed(self._watched())
                self._stopping.wait(TRY_AGAIN_AFTER)

    def _follow_sqlite(self) -> None:
        seen: dict[str, tuple[object, ...]] = {}
        version = None
        with self._database.outside_transaction() as connection:
            while not self._stopping.wait(LOOK_EVERY):
                watched = set(self._watched())
                now = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
                if now == version and watched <= seen.keys():
                    continue
                version, before = now, seen
                seen = _states(connection, watched)
                # a station seen for the first time is told too: it may have changed since its watcher last looked
                self._changed([one for one in watched if before.get(one) != seen.get(one)])

    def _follow_postgres(self) -> None:
        with self._database.outside_transaction() as connection:
            driver = connection.connection.driver_connection
            connection.exec_driver_sql(f"LISTEN {CHANNEL}")
            while driver is not None and not self._stopping.is_set():
                told = {notice.payload for notice in driver.notifies(timeout=LISTEN, stop_after=1)}
                self._say(told & set(self._watched()))

    def _say(self, stations: Collection[str]) -> None:
        """Tell of changes at once, then leave everybody some rest. A station that is new to us counts as changed."""
        if stations:
            self._changed(stations)
            self._stopping.wait(REST)


def _states(connection: Connection, stations: Collection[str]) -> dict[str, tuple[object, ...]]:
    """State and numbers of each station; two looks that differ mean a change."""
    statement = text(
        "SELECT s.id, s.state, s.expected, count(c.mac), sum(c.state = 1), sum(c.state = 2) FROM polling_station s"
        " LEFT JOIN voting_code c ON c.station = s.id WHERE s.id IN :stations GROUP BY s.id"
    ).bindparams(bindparam("stations", expanding=True))
    rows = connection.execute(statement, {"stations": list(stations)}).all()
    return {row[0]: tuple(row[1:]) for row in rows}
