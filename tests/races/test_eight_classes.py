"""Eight classes of thirty vote at once, over the whole way from the ballot to the box."""

import asyncio
import http.client
import logging
import re
import time
from collections import Counter
from contextlib import closing

import pytest

from jeugd.domain.answer import BLANK
from jeugd.domain.roles import Role
from tests.cast import Town, vote_fields
from tests.races.phones import Phone, phones
from tests.races.servers import Server, serving

_log = logging.getLogger(__name__)
pytestmark = pytest.mark.xdist_group("load")

CLASSES, PUPILS = 8, 30
ANSWERS = ["1"] * 12 + ["2"] * 9 + ["3"] * 5 + [BLANK] * 4
ATTEMPT = re.compile(rb'name="attempt" value="([0-9a-f]{32})"')
SHOWN = re.compile(rb'class="board-number"[^>]*><b>(\d+)</b>')


async def vote(phone: Phone, station: str, code: str, answer: str) -> list[int]:
    """A pupil: the ballot, the check, the box; the statuses of the three answers."""
    ballot = await phone.post(f"/booth/{station}/ballot", {"code": code})
    attempt = ATTEMPT.search(ballot.body)
    assert attempt, ballot.body.decode()
    fields = vote_fields(code, answer, attempt=attempt[1].decode())
    check = await phone.post(f"/booth/{station}/check", fields)
    cast = await phone.post(f"/booth/{station}/cast", fields)
    return [ballot.status, check.status, cast.status]


class Wall:
    """The board of one class: signed in by its link, looked at, and told of changes."""

    def __init__(self, town: Town, server: Server, station: str) -> None:
        self._server = server
        self._station = station
        with closing(http.client.HTTPConnection(*server.address, timeout=10)) as connection:
            connection.request("GET", town.link(Role.OBSERVER, station))
            answer = connection.getresponse()
            self._cookie = answer.headers["Set-Cookie"].partition(";")[0]
        self.stream = http.client.HTTPConnection(*server.address, timeout=10)
        self.stream.request("GET", f"/board/{station}/changes", headers={"Cookie": self._cookie})
        self._events = self.stream.getresponse()
        self.read_event()  # a stream begins with a change

    def read_event(self) -> bytes:
        lines = b""
        while not lines.endswith(b"\n\n"):
            lines += self._events.read(1)
        return lines

    def look(self) -> bytes:
        with closing(http.client.HTTPConnection(*self._server.address, timeout=10)) as connection:
            connection.request("GET", f"/board/{self._station}", headers={"Cookie": self._cookie})
            return connection.getresponse().read()

    def number(self) -> int:
        shown = SHOWN.search(self.look())
        return int(shown[1]) if shown else -1


def test_eight_classes_of_thirty_vote_at_once(either_town, tmp_path):
    town = either_town
    stations = [town.station, *(town.add_station(f"Groep {number}", PUPILS) for number in range(1, CLASSES))]
    codes = {station: town.issue(PUPILS, station) for station in stations}
    for station in stations:
        town.open(station)
    ballots = [
        (station, code, answer)
        for station in stations
        for code, answer in zip(codes[station], ANSWERS, strict=True)
    ]

    async def lesson(servers: list[Server]) -> list[list[int]]:
        async with phones([server.address for server in servers], len(ballots)) as every:
            return await asyncio.gather(
                *(vote(phone, *ballot) for phone, ballot in zip(every, ballots, strict=True))
            )

    with serving(town, tmp_path, 2) as servers:
        walls = [Wall(town, servers[number % 2], station) for number, station in enumerate(stations)]
        assert [wall.number() for wall in walls] == [0] * CLASSES
        begin = time.monotonic()
        statuses = asyncio.run(lesson(servers))
        _log.info(f"{len(ballots)} votes, three requests each, in {time.monotonic() - begin:.2f} s")
        assert [wall.read_event() for wall in walls] == [b"event: changed\ndata: changed\n\n"] * CLASSES
        assert [wall.number() for wall in walls] == [PUPILS] * CLASSES
        for station in stations:
            town.shut(station)
            town.count(station)
        after = [wall.look() for wall in walls]
        for wall in walls:
            wall.stream.close()
    assert Counter(map(tuple, statuses)) == {(200, 200, 200): CLASSES * PUPILS}
    assert [town.tally(station) for station in stations] == [Counter(ANSWERS)] * CLASSES
    for page in after:
        assert re.findall(rb"(?s)Noor.{0,400}?\b12\b", page), page.decode()
