"""One database: SQLite in one file, or PostgreSQL. Transactions, migrations, house-keeping of pages."""

from __future__ import annotations

import contextlib
import selectors
import sqlite3
from importlib import resources
from typing import TYPE_CHECKING, Any

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    DisconnectionError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.pool import ConnectionPoolEntry, NullPool
from sqlmodel import Session, create_engine

from jeugd.domain.errors import (
    DatabaseNewer,
    DatabaseNotMigrated,
    DatabaseUnavailable,
    DatabaseUnreadable,
    SettingUnfit,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Insert, Update

__all__ = ["Database", "Session"]

BUSY_MILLISECONDS = (
    5000  # how long anybody waits for another's lock, for a connection or for a server that is away
)
IDLE_MILLISECONDS = 60_000  # a transaction of a process that fell silent; it may hold the door of a station
_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",  # as platforms write it
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_IN_MEMORY = (None, "", ":memory:")
_WHERE_IT_FELL_SILENT = {  # libpq: a server or a network that is gone without a word is noticed within 15 seconds
    "connect_timeout": BUSY_MILLISECONDS // 1000,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,
}
_WRITES = {"jeugd_writes": True}
# the former needs no file descriptor of its own; Windows lacks it
_POLL = getattr(selectors, "PollSelector", selectors.DefaultSelector)


class Database:
    """A database by its address: ``sqlite:///file`` or ``postgresql://...`` (psycopg 3).

    One that is rarely asked keeps no connections, so that nobody needs to close it. ``setting`` is to blame for an
    address that cannot be one.
    """

    def __init__(
        self, address: str, *, keeps_connections: bool = True, setting: str = "JEUGD_DATABASE"
    ) -> None:
        self.address = address
        self.setting = setting
        try:
            self.engine = _engine(make_url(address), keeps_connections=keeps_connections)
        except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
            raise SettingUnfit(name=setting) from error
        self._writing = self.engine.execution_options(**_WRITES)

    @property
    def is_sqlite(self) -> bool:
        """One file, one writer at a time."""
        return self.engine.dialect.name == "sqlite"

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only looks; nothing is committed."""
        with self._named_errors(), _session(self.engine) as session:
            yield session

    @contextlib.contextmanager
    def write(self) -> Iterator[Session]:
        """A session in one transaction, committed at the end; its first statement takes SQLite's write lock."""
        with (
            self._named_errors(),
            _session(self._writing, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A bare connection that only looks, for the hot paths."""
        with self._named_errors(), self.engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A bare connection in one transaction, committed at the end, for the hot paths."""
        with self._named_errors(), self._writing.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def outside_transaction(self) -> Iterator[Connection]:
        """A bare connection where every statement stands by itself."""
        alone = {"jeugd_alone": True} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        with self._named_errors(), self.engine.connect().execution_options(**alone) as connection:
            yield connection

    def check_migrated(self) -> None:
        """Raise DatabaseNotMigrated, or DatabaseNewer, unless the tables are those of this version."""
        with self._named_errors(), self.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
        ours = ScriptDirectory.from_config(self._alembic())
        if current is not None and current not in {one.revision for one in ours.walk_revisions()}:
            raise DatabaseNewer
        if current != ours.get_current_head():
            raise DatabaseNotMigrated

    def migrate(self) -> None:
        """Bring the tables to this version; nothing happens if they are. Raises DatabaseNewer."""
        with self._named_errors():
            try:
                command.upgrade(self._alembic(), "head")
            except CommandError as error:
                raise DatabaseNewer from error

    def vacuum(self, table: str = "voting_code", key: str = "pk_voting_code") -> None:
        """Write every page anew, so that neither freed space nor the order of cells tells of the past.

        SQLite rewrites the whole file; PostgreSQL one table, in the order of its key (a full vacuum would keep the
        order in which the rows were last changed).
        """
        with self.outside_transaction() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("VACUUM")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                connection.exec_driver_sql(f"CLUSTER {table} USING {key}")

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @contextlib.contextmanager
    def _named_errors(self) -> Iterator[None]:
        """A database that is locked, full or away is DatabaseUnavailable; other errors are bugs and pass.

        The drivers' own errors come from the bare cursors of the hot paths. An error of the class between all others
        is SQLite's word for a file that is damaged or not its own; an error in the program without a statement comes
        from an address with an option that does not exist.
        """
        try:
            yield
        except (
            OperationalError,
            sqlite3.OperationalError,
            psycopg.OperationalError,
            NoConnectionLeft,
        ) as error:
            raise DatabaseUnavailable(reason=_reason(error)) from error
        except (DBAPIError, sqlite3.DatabaseError, psycopg.errors.ReadOnlySqlTransaction) as error:
            if _passes_by_itself(error):
                raise DatabaseUnavailable(reason=_reason(error)) from error
            if type(error) in (DatabaseError, sqlite3.DatabaseError):
                raise DatabaseUnreadable(reason=_reason(error)) from error
            if isinstance(error, ProgrammingError) and error.statement is None:
                raise SettingUnfit(name=self.setting) from error
            raise

    def _alembic(self) -> Config:
        config = Config()
        config.set_main_option("script_location", str(resources.files("jeugd.storage") / "migrations"))
        config.attributes["engine"] = self.engine
        return config


def _session(engine: Engine, *, expire_on_commit: bool = True) -> Session:
    """A session that ends when it is closed; another would begin anew, on a connection that nobody gives back."""
    return Session(engine, expire_on_commit=expire_on_commit, close_resets_only=False)


def changes_a_row(session: Session, statement: Update | Insert) -> bool:
    """Whether this statement found its row as its conditions say: what may happen once is settled here."""
    session.flush()
    return session.connection().execute(statement).rowcount > 0


def _passes_by_itself(error: Exception) -> bool:
    """Whether it is worth trying again: the line was lost, or PostgreSQL only reads (full, or not the first server)."""
    was_lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return was_lost or isinstance(getattr(error, "orig", error), psycopg.errors.ReadOnlySqlTransaction)


def _reason(error: Exception) -> str:
    """The first line of what the driver says, for the log and the terminal: it names no value of a row."""
    return str(getattr(error, "orig", None) or error).partition("\n")[0]


def _engine(url: URL, *, keeps_connections: bool) -> Engine:
    """Raises ArgumentError or ValueError for an address that cannot be one."""
    if url.drivername not in _DRIVERS:
        raise ArgumentError
    url = url.set(drivername=_DRIVERS[url.drivername])
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite and url.database in _IN_MEMORY:
        raise ArgumentError
    options: dict[str, Any] = {"pool_timeout": BUSY_MILLISECONDS / 1000}
    if not sqlite:
        options["pool_size"] = 10
    if not keeps_connections:
        options = {"poolclass": NullPool}
    if not sqlite:
        options["connect_args"] = {
            name: value for name, value in _WHERE_IT_FELL_SILENT.items() if name not in url.query
        }
    engine = create_engine(url, hide_parameters=True, **options)
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgres)
        event.listen(engine, "checkout", _check_line)
    return engine


def _prepare_postgres(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 - a DBAPI connection
    """As patient as SQLite, and with an end to a transaction whose process fell silent."""
    connection.execute(f"SET lock_timeout = {BUSY_MILLISECONDS}")
    connection.execute(f"SET idle_in_transaction_session_timeout = {IDLE_MILLISECONDS}")
    connection.commit()


def _check_line(connection: Any, _entry: ConnectionPoolEntry, _lent: object) -> None:  # noqa: ANN401 - as above
    """Nobody speaks on a line that is not used, but a server that goes away: then the pool takes another line.

    This is seen without asking the server; the pool's own ping costs a round trip for every batch of votes.
    """
    if connection.closed:
        raise DisconnectionError
    with _POLL() as selector:
        selector.register(connection.fileno(), selectors.EVENT_READ)
        if selector.select(0):
            raise DisconnectionError


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 - a DBAPI connection
    """Durable before it is acknowledged (FULL), readers beside the writer (WAL), freed cells overwritten."""
    connection.isolation_level = None  # the driver's own BEGIN is too late: see ``_begin_sqlite``
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "secure_delete=ON",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:  # noqa: ANN401 - sqlalchemy's Connection; its stub lacks the method
    """Writers queue up before they read; otherwise the later of two would fail or overwrite the earlier."""
    options = connection.get_execution_options()
    if not options.get("jeugd_alone"):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("jeugd_writes") else "BEGIN")
