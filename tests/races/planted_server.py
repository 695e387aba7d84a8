"""``jeugd`` with one planted bug, named by the first word on the command line. Only to be found out by the tests."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Sequence

from sqlalchemy import text

from jeugd import serving
from jeugd.actions import cast_ballot
from jeugd.actions.cast_ballot import Booths
from jeugd.cli import main
from jeugd.domain.voting_code import CodeState
from jeugd.storage import elections
from jeugd.storage.ballot_box import BallotBox, Envelope, ballot_box
from jeugd.storage.database import Database, Session
from jeugd.storage.tables import ElectionRow
from tests.storage.planted_box import CheckThenInsert, PlantedBox

DELAY = 0.05  # seconds; what a busy machine does by itself
TOO_LONG = 3.0  # seconds that a class does not wait for a restart


class AnswerFirst(PlantedBox):
    """Says that the ballot is in the box, and puts it there a little later."""

    def __init__(self, real: BallotBox, database: Database) -> None:
        super().__init__(real, database)
        self._promised: set[bytes] = set()

    def cast(self, envelopes: Sequence[Envelope]) -> set[bytes]:
        found = self.find([one.mac for one in envelopes])
        fresh = [
            one
            for one in envelopes
            if found[one.mac].state is CodeState.FRESH and one.mac not in self._promised
        ]
        self._promised.update(one.mac for one in fresh)
        threading.Timer(5 * DELAY, self._real.cast, [fresh]).start()
        return {one.mac for one in fresh}


class OpenDoor(PlantedBox):
    """Does not look at the door in the statement that stores the envelope."""

    _CAST = text(
        "UPDATE voting_code SET sealed = :sealed, attempt = :attempt, state = 1 WHERE mac = :mac AND state = 0"
    )

    def cast(self, envelopes: Sequence[Envelope]) -> set[bytes]:
        time.sleep(DELAY)
        with self._database.writing() as connection:
            return {one.mac for one in envelopes if self._put(connection, one)}

    def _put(self, connection, one: Envelope) -> bool:
        row = {"sealed": one.sealed, "attempt": one.attempt, "mac": one.mac}
        return connection.execute(self._CAST, row).rowcount > 0


def box_with(plant: Callable[[BallotBox, Database], BallotBox]) -> Callable[[], None]:
    def put() -> None:
        cast_ballot.ballot_box = lambda database: plant(ballot_box(database), database)

    return put


def look_first() -> None:
    """Read the state of an election, think, and change it."""

    def careless(session: Session, election: str) -> ElectionRow:
        row = elections.election(session, election)
        time.sleep(DELAY)
        return row

    elections.election_to_change = careless


def look_for_a_place() -> None:
    """Count who has joined, think, and let one more in."""

    def careless(session: Session, station: str) -> bool:
        row = elections.station(session, station)
        taken = row.admitted or 0
        time.sleep(DELAY)
        row.admitted = taken + 1
        return taken < row.expected

    elections.take_place = careless


def talk() -> None:
    """Write down what happened, for the helpdesk."""
    real = Booths.cast

    async def cast(self, booth, code, attempt, answers) -> None:
        logging.getLogger(__name__).info("vote with code %s", code)
        await real(self, booth, code, attempt, answers)

    Booths.cast = cast


def leave_the_envelope_open() -> None:
    """Store what should have been sealed."""
    cast_ballot.seal = lambda plaintext, public_key, *, election, tag: plaintext


def start_slowly() -> None:
    """Wait for something before listening."""
    time.sleep(TOO_LONG)


def keep_an_access_log() -> None:
    """The default of the web server."""
    real = serving.uvicorn.Config
    serving.uvicorn.Config = lambda *args, **named: real(
        *args, **named | {"access_log": True, "log_level": "info"}
    )


BUGS: dict[str, Callable[[], None]] = {
    "check-then-insert": box_with(CheckThenInsert),
    "answer-first": box_with(AnswerFirst),
    "open-door": box_with(OpenDoor),
    "look-first": look_first,
    "look-for-a-place": look_for_a_place,
    "talkative-log": talk,
    "plain-envelope": leave_the_envelope_open,
    "access-log": keep_an_access_log,
    "slow-start": start_slowly,
}

if __name__ == "__main__":
    BUGS[sys.argv.pop(1)]()
    sys.exit(main())
