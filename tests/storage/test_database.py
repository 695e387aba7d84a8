"""Transactions: writers queue up, errors have names, and what is acknowledged is on the disk."""

import contextlib
import errno
import selectors
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, InvalidRequestError

from jeugd.domain.errors import DatabaseUnavailable, DatabaseUnreadable, SettingUnfit
from jeugd.storage import database as database_module
from jeugd.storage.database import Database, Session
from jeugd.storage.tables import MunicipalityRow
from tests.conftest import ROOT

TIMES = 40
WRITE = "INSERT INTO municipality (code, name) VALUES ('GM9999', 'Juinen')"


@pytest.fixture
def database(address):
    made = Database(address)
    yield made
    made.close()


def read_and_write(database: Database) -> int:
    """Eight threads each add one to a number, five times, by reading it first; what became of it."""
    with database.write() as session:
        session.add(MunicipalityRow(code="GM9999", name="0"))

    def add(_: int) -> None:
        with database.write() as session:
            row = session.get(MunicipalityRow, "GM9999", with_for_update=True)
            row.name = str(int(row.name) + 1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(TIMES)))
    with database.read() as session:
        return int(session.get(MunicipalityRow, "GM9999").name)


def test_nobody_overwrites_what_another_has_just_written(database):
    assert read_and_write(database) == TIMES


def test_the_drivers_own_transactions_would_lose_updates(sqlite_address):
    """The planted bug: without BEGIN IMMEDIATE the later of two writers fails, or overwrites the earlier."""
    planted = Database(sqlite_address)
    event.remove(planted.engine, "begin", database_module._begin_sqlite)
    try:
        assert read_and_write(planted) < TIMES
    except DatabaseUnavailable:
        pass
    finally:
        planted.close()


def test_a_transaction_that_fails_leaves_nothing(database):
    def fail_halfway() -> None:
        with database.write() as session:
            session.add(MunicipalityRow(code="GM9999", name="Juinen"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    with database.read() as session:
        assert session.get(MunicipalityRow, "GM9999") is None


def test_a_reader_commits_nothing(database):
    with database.read() as session:
        session.add(MunicipalityRow(code="GM9999", name="Juinen"))
        session.flush()
    with database.read() as session:
        assert session.get(MunicipalityRow, "GM9999") is None


def test_readers_are_not_held_up_by_a_writer(database):
    with database.write() as writer:
        writer.add(MunicipalityRow(code="GM9999", name="Juinen"))
        writer.flush()
        with database.read() as reader:
            assert reader.get(MunicipalityRow, "GM9999") is None


@pytest.mark.parametrize("way_in", ["read", "write"])
def test_a_session_that_was_closed_does_not_begin_again(database, way_in):
    """Else it would take a connection, and a transaction on it, that nobody gives back."""
    with getattr(database, way_in)() as session:
        pass
    with pytest.raises(InvalidRequestError, match="permanently closed"):
        session.get(MunicipalityRow, "GM9999")
    assert database.engine.pool.checkedout() == 0


def test_a_connection_that_nobody_gives_back_is_found_out(sqlite_address, connections):
    """The planted bug: a session as sqlalchemy makes it, used once more after it was closed."""
    planted = Database(sqlite_address)
    with Session(planted.engine) as session:
        pass
    session.get(MunicipalityRow, "GM9999")
    planted.close()
    (left,) = connections.left_open()
    session.invalidate()
    assert left.startswith(f"{Path(__file__).relative_to(ROOT)}:")


def test_connections_that_were_given_back_are_not_held_against_anybody(sqlite_address, connections):
    database = Database(sqlite_address)
    database.check_migrated()
    database.close()
    assert connections.left_open() == []


def test_sqlite_flushes_every_commit_and_overwrites_what_is_deleted(sqlite_address):
    database = Database(sqlite_address)
    with database.reading() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("synchronous", "journal_mode", "secure_delete", "foreign_keys", "busy_timeout")
        ]
    database.close()
    assert found == [2, "wal", 1, 1, 5000]


def test_postgres_answers_after_the_flush_and_keeps_no_commit_moments(postgres_address):
    database = Database(postgres_address)
    with database.reading() as connection:
        settings = [
            connection.execute(text(f"SHOW {name}")).scalar_one()
            for name in ("synchronous_commit", "track_commit_timestamp")
        ]
    database.close()
    assert settings == ["on", "off"]


def test_a_locked_file_is_unavailable(sqlite_address, monkeypatch):
    monkeypatch.setattr(database_module, "BUSY_MILLISECONDS", 50)
    database = Database(sqlite_address)
    with database.writing(), pytest.raises(DatabaseUnavailable), database.write() as session:
        session.get(MunicipalityRow, "GM9999")
    database.close()


def test_a_server_that_is_not_there_is_unavailable():
    database = Database("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(DatabaseUnavailable):
        database.check_migrated()


def test_a_lock_that_another_holds_on_postgres_is_unavailable(postgres_address, monkeypatch):
    monkeypatch.setattr(database_module, "BUSY_MILLISECONDS", 50)
    database, other = Database(postgres_address), Database(postgres_address)
    with other.writing() as lock:
        lock.exec_driver_sql("LOCK TABLE voting_code IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(DatabaseUnavailable) as caught, database.reading() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM voting_code")
    assert caught.value.facts["reason"] == "canceling statement due to lock timeout"
    database.close()
    other.close()


def test_a_transaction_that_fell_silent_lets_go_of_its_locks(postgres_address, monkeypatch):
    monkeypatch.setattr(database_module, "IDLE_MILLISECONDS", 50)
    silent, teacher = Database(postgres_address), Database(postgres_address)
    with contextlib.ExitStack() as lesson:
        lesson.enter_context(pytest.raises(DatabaseUnavailable))
        connection = lesson.enter_context(silent.writing())
        connection.exec_driver_sql("LOCK TABLE polling_station IN ACCESS EXCLUSIVE MODE")
        with teacher.reading() as waiting:
            found = waiting.exec_driver_sql("SELECT count(*) FROM polling_station").scalar_one()
        connection.exec_driver_sql("SELECT 1")
    assert found == 0
    silent.close()
    teacher.close()


def test_who_gets_no_connection_is_told_so(sqlite_address, monkeypatch):
    monkeypatch.setattr(database_module, "BUSY_MILLISECONDS", 50)
    database = Database(sqlite_address)
    with contextlib.ExitStack() as busy, pytest.raises(DatabaseUnavailable):  # noqa: PT012 - the one too many
        for _ in range(40):
            busy.enter_context(database.reading())
    database.close()


def test_a_file_that_is_no_database_is_unreadable(tmp_path):
    (tmp_path / "letter.db").write_text("Dear school, this is no database at all.")
    database = Database(f"sqlite:///{tmp_path / 'letter.db'}")
    with pytest.raises(DatabaseUnreadable):
        database.check_migrated()
    database.close()


def test_an_option_that_does_not_exist_is_the_setting_s_fault(postgres_address):
    database = Database(f"{postgres_address}&frobnicate=1", setting="JEUGD_KEY_STORE")
    with pytest.raises(SettingUnfit) as caught:
        database.check_migrated()
    assert caught.value.facts == {"name": "JEUGD_KEY_STORE"}


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_an_address_as_platforms_write_it_is_known(scheme):
    assert Database(f"{scheme}://here/jeugd").engine.driver == "psycopg"


def test_an_error_shows_no_values(database):
    secret = "GM9999"
    row = MunicipalityRow(code=secret, name="een geheim")
    with database.write() as session:
        session.add(row)
    with pytest.raises(IntegrityError) as caught, database.write() as session:
        session.add(MunicipalityRow(code=secret, name="een geheim"))
    assert "een geheim" not in str(caught.value)
    assert "hide_parameters" in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mysql://x/y",
        "no address",
        "postgresql+nothing://x",
        "postgresql+asyncpg://x/y",
        "sqlite+aiosqlite:///x.db",
        "postgresql://x:port/y",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(SettingUnfit):
        Database(address)


def test_a_closed_database_opens_again(database):
    database.close()
    database.check_migrated()


def test_vacuum_waits_for_no_reader(database):
    started = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        with database.read() as session:
            session.get(MunicipalityRow, "GM9999")
            done = pool.submit(lambda: (started.set(), database.vacuum()))
            assert started.wait(5)
        done.result(10)


def test_a_line_is_looked_at_without_a_file_descriptor(postgres_address, monkeypatch):
    """When phones have used them up, those who are in may still vote."""

    def none_left(*_):
        raise OSError(errno.EMFILE, "Too many open files")

    with contextlib.closing(Database(postgres_address)) as database:
        for _ in range(2):  # the first one makes the line
            with database.reading() as connection:
                assert connection.execute(text("SELECT 1")).scalar_one() == 1
            monkeypatch.setattr(selectors.DefaultSelector, "__init__", none_left)


@pytest.mark.parametrize("way", ["write", "outside_transaction"])
def test_a_server_that_only_reads_is_unavailable(postgres_address, way):
    """It is full, or became the second one; it passes by itself, so the voter may try again."""
    address = f"{postgres_address}&options=-cdefault_transaction_read_only%3Don"
    with (
        contextlib.closing(Database(address)) as database,
        pytest.raises(DatabaseUnavailable) as caught,
        getattr(database, way)() as asked,
    ):
        (asked.connection() if way == "write" else asked.connection.cursor()).execute(
            text(WRITE) if way == "write" else WRITE
        )
    assert "read-only" in caught.value.facts["reason"]
