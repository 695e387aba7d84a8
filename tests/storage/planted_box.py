"""The ballot box that most have: look whether the code is fresh, then insert the ballot. Planted, to be found out."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence

from sqlalchemy import text

from jeugd.domain.voting_code import CodeState
from jeugd.storage.ballot_box import BallotBox, Envelope, FoundCode
from jeugd.storage.database import Database

THINKING = 0.02  # seconds between the look and the insert; a busy database takes as long

_MARK = text("UPDATE voting_code SET state = 1, attempt = :attempt WHERE mac = :mac")
_INSERT = text(
    "INSERT INTO voting_code (mac, tag, station, state, sealed, attempt)"
    " VALUES (:ballot, :tag, :station, 1, :sealed, :attempt)"
)


class PlantedBox:
    """A real box, in which votes are cast in another way."""

    def __init__(self, real: BallotBox, database: Database) -> None:
        self._real = real
        self._database = database

    def find(self, macs: Sequence[bytes]) -> dict[bytes, FoundCode]:
        return self._real.find(macs)


class CheckThenInsert(PlantedBox):
    """Two statements where there should be one; every ballot gets a row of its own."""

    def cast(self, envelopes: Sequence[Envelope]) -> set[bytes]:
        found = self.find([one.mac for one in envelopes])
        fresh = [one for one in envelopes if found[one.mac].state is CodeState.FRESH]
        time.sleep(THINKING)
        with self._database.writing() as connection:
            for one in fresh:
                row = {"mac": one.mac, "attempt": one.attempt, "station": one.station, "sealed": one.sealed}
                row |= {"ballot": secrets.token_bytes(32), "tag": secrets.token_bytes(16)}
                connection.execute(_MARK, row)
                connection.execute(_INSERT, row)
        return {one.mac for one in fresh}
