"""The key store as a second database, for several processes or hosts, or a platform that forgets its files.

It has its own address and is never part of the first one's backup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    delete,
    select,
    update,
)

if TYPE_CHECKING:
    from jeugd.storage.database import Database

_KEY = "pk_jeugd_key_store"
_metadata = MetaData()
_entries = Table(
    "jeugd_key_store",
    _metadata,
    Column("station", String(16), nullable=False),
    Column("entry", LargeBinary, nullable=False),
    PrimaryKeyConstraint("station", name=_KEY),
)
_NAME = "name"


class DatabaseKeyStore:
    """Entries in one table, made at the founding; the name of the store is the entry of a station called ``name``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def name(self) -> str | None:
        """The store's name, or None where there is no table or no name in it."""
        name = self.get(_NAME)
        return name.decode() if name else None

    def found(self, name: str) -> None:
        """Make the table and give it a name."""
        _metadata.create_all(self._database.engine)
        self.put(_NAME, name.encode())

    def put(self, station: str, entry: bytes) -> None:
        """One row, replaced if it was there."""
        with self._database.writing() as connection:
            connection.execute(delete(_entries).where(_entries.c.station == station))
            connection.execute(_entries.insert().values(station=station, entry=entry))

    def get(self, station: str) -> bytes | None:
        """The entry of a row."""
        with self._database.reading() as connection:
            if not connection.dialect.has_table(connection, _entries.name):
                return None
            return connection.scalar(select(_entries.c.entry).where(_entries.c.station == station))

    def destroy(self, station: str) -> None:
        """Overwrite, remove, and write the table's pages anew; SQLite's journal goes too."""
        with self._database.writing() as connection:
            same = _entries.c.station == station
            size = len(connection.scalar(select(_entries.c.entry).where(same)) or b"")
            connection.execute(update(_entries).where(same).values(entry=bytes(size)))
            connection.execute(delete(_entries).where(same))
        self._database.vacuum(_entries.name, _KEY)
