"""A class that votes by itself, so that the board moves: over HTTP, like any other voter."""

from __future__ import annotations

import logging
import random
import secrets
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jeugd.demo.town import DemoElection, DemoStation, Town

LESSON = 90.0  # seconds in which a class has voted
ABSENT = 2  # pupils of every class who stay at home
_log = logging.getLogger(__name__)


def let_them_vote(town: Town, address: str, choices: dict[str, list[str]]) -> None:
    """Start a thread a station; ``choices`` holds the keys on the ballot of each election."""
    for election in town.elections:
        for station in election.stations:
            arguments = (election, station, address, choices[election.id])
            threading.Thread(target=_vote, args=arguments, daemon=True).start()


def _vote(election: DemoElection, station: DemoStation, address: str, choices: list[str]) -> None:
    voters = station.simulated[:-ABSENT]
    favourite = random.choice(choices[:-1])  # noqa: S311 - a play, not a ballot; the last choice is blank
    for code in voters:
        time.sleep(random.uniform(0, 2 * LESSON / len(voters)))  # noqa: S311
        choice = random.choice([favourite, *choices[:-1], *choices])  # noqa: S311
        fields = {"code": code, "attempt": secrets.token_hex(16), "choice-1": choice}
        body = urllib.parse.urlencode(fields).encode()
        try:
            urllib.request.urlopen(f"{address}/booth/{station.id}/cast", body, timeout=10).close()  # noqa: S310
        except urllib.error.HTTPError as error:
            if error.code == 409:  # noqa: PLR2004 - the class was closed, or voted before the demo was started again
                continue
            _log.warning("a virtual pupil of %s was answered %s", election.title, error.code)
