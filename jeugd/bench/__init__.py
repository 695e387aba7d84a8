"""The hot paths, measured: each figure beside its target, as a ratio within one run, so that any machine will do."""

from __future__ import annotations

import contextlib
import os
import platform
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from jeugd.bench import boards, cards, counting, polls, servers, voting
from jeugd.bench.figures import Figure, Progress, table
from jeugd.bench.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterator


def run(*, quick: bool, database: str | None) -> None:
    """Measure everything on a new SQLite file, or in a new database on the PostgreSQL at ``database``; print it.

    A quick round is too short to be judged by: it shows the targets and no verdict.
    """
    print(table(measure(quick=quick, database=database), with_verdicts=not quick))
    kind = "PostgreSQL" if database else "SQLite"
    print(
        f"\n{kind}, Python {platform.python_version()}, {os.cpu_count()} cores for server, database and load"
    )


def measure(*, quick: bool, database: str | None) -> list[Figure]:
    """Every figure; nothing is left behind."""
    progress = Progress()
    servers.allow_many_connections()
    with _town(database) as town:
        return [
            *_in_order(
                counting.figures(town, counting.QUICK if quick else counting.FULL, progress),
                voting.figures(town, voting.QUICK if quick else voting.FULL, progress),
                boards.figures(town, boards.QUICK if quick else boards.FULL, progress),
                cards.figures(cards.QUICK if quick else cards.FULL, progress),
                polls.figures(polls.QUICK if quick else polls.FULL, progress),
            )
        ]


def _in_order(*parts: list[Figure]) -> list[Figure]:
    """Counting is measured first, while nobody votes, and shown last."""
    counted, *others = parts
    return [figure for part in (*others, counted) for figure in part]


@contextlib.contextmanager
def _town(database: str | None) -> Iterator[Town]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        place = (
            _new_database(database)
            if database
            else contextlib.nullcontext(f"sqlite:///{folder / 'jeugd.db'}")
        )
        with place as address:
            town = Town(address, folder)
            try:
                yield town
            finally:
                town.close()


@contextlib.contextmanager
def _new_database(address: str) -> Iterator[str]:
    """A new database beside the one at this address, dropped at the end."""
    url = make_url(address).set(drivername="postgresql+psycopg")
    name = f"jeugd_bench_{secrets.token_hex(6)}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT", hide_parameters=True)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
            try:
                yield url.set(database=name).render_as_string(hide_password=False)
            finally:
                connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        engine.dispose()
