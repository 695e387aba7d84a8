"""A class that votes by itself, so that the board moves: over HTTP, like any other voter."""

from __future__ import annotations

import http.client
import logging
import random
import secrets
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING

from jeugd.demo.opinions import class_with
from jeugd.domain.ballot import to_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jeugd.demo.town import DemoElection, DemoStation, Town
    from jeugd.domain.election import Definition

LESSON = 90.0  # seconds in which a class has voted
ABSENT = 2  # pupils of every class who stay at home
_log = logging.getLogger(__name__)


def let_them_vote(town: Town, address: str, definitions: Sequence[Definition]) -> None:
    """Start a thread a station; ``definitions`` are those of the town's votes, in its order."""
    for election, definition in zip(town.votes, definitions, strict=True):
        for station in election.stations:
            arguments = (election, station, address, definition)
            threading.Thread(target=_vote, args=arguments, daemon=True).start()


def _vote(election: DemoElection, station: DemoStation, address: str, definition: Definition) -> None:
    voters = station.simulated[:-ABSENT]
    luck = random.Random()  # noqa: S311 - a play, not a ballot
    together = class_with(definition, luck)
    for code in voters:
        time.sleep(luck.uniform(0, 2 * LESSON / len(voters)))
        fields = [("code", code), ("attempt", secrets.token_hex(16)), *to_form(definition, together.pupil())]
        body = urllib.parse.urlencode(fields).encode()
        try:
            urllib.request.urlopen(f"{address}/booth/{station.id}/cast", body, timeout=10).close()  # noqa: S310
        except urllib.error.HTTPError as error:
            if error.code == 409:  # noqa: PLR2004 - the class was closed, or voted before the demo was started again
                continue
            _log.warning("a virtual pupil of %s was answered %s", election.title, error.code)
        except (OSError, http.client.HTTPException):  # the demonstration was stopped
            return
