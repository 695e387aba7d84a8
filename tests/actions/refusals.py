"""A refusal is a named error, and nothing was done: no row, no key."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from jeugd.domain.errors import Refused
from jeugd.storage.tables import metadata
from tests.cast import Town


def everything(town: Town) -> dict[str, list[object]]:
    """Every row of every table, and every file of the key store."""
    with town.database.reading() as connection:
        found: dict[str, list[object]] = {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in metadata.sorted_tables
        }
    keys = Path(town.settings.key_store)
    return found | {"keys": sorted((path.name, path.read_bytes()) for path in keys.iterdir())}


@contextlib.contextmanager
def refuses(town: Town, refusal: type[Refused], **facts: object) -> Iterator[None]:
    """The block is refused by this very name, with at least these facts, and leaves everything as it was."""
    before = everything(town)
    with pytest.raises(Refused) as caught:
        yield
    assert type(caught.value) is refusal
    assert facts.items() <= caught.value.facts.items()
    assert everything(town) == before
