"""kill -9 under load: no acknowledged vote is missing, none is counted twice, and the server is soon back."""

import asyncio
import contextlib
import logging
import secrets
import statistics
from collections import Counter
from dataclasses import dataclass, field

import pytest

from jeugd.domain.answer import BLANK
from tests.cast import Town, vote_fields
from tests.races.phones import Phone
from tests.races.servers import REAL, Server, free_port, planted

_log = logging.getLogger(__name__)
pytestmark = pytest.mark.xdist_group("load")

KILLS = 30
FEW_KILLS = 4  # PostgreSQL itself stays; only its client is killed
PHONES = 8
PACE = 0.02  # seconds between the votes of one phone
SOON = 3.0  # seconds from exec to the first 200 on /health; what others take of the processor is not counted
CHOICES = ("1", "2", "3", BLANK)


@dataclass
class Crowd:
    """Phones that vote without end; each tries the same ballot again until it has an answer."""

    town: Town
    address: tuple[str, int]
    codes: list[str]
    acknowledged: Counter[str] = field(default_factory=Counter)
    strange: list[int] = field(default_factory=list)
    lost_answers: int = 0
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def votes(self, number: int) -> None:
        """Wait until so many more have an answer."""
        for _ in range(number):
            self.answered.clear()
            await self.answered.wait()

    async def vote(self, going_on: asyncio.Event) -> None:
        phone = None
        while self.codes and going_on.is_set():
            choice = secrets.choice(CHOICES)
            ballot = vote_fields(self.codes.pop(), choice)
            while True:
                try:
                    phone = phone or await Phone.to(self.address)
                    reply = await phone.post(f"/booth/{self.town.station}/cast", ballot)
                except (OSError, EOFError):
                    self.lost_answers += phone is not None
                    if phone:
                        phone.hang_up()
                    phone = None
                    await asyncio.sleep(PACE)
                    continue
                if reply.status != 503:
                    break
                await asyncio.sleep(PACE)
            if reply.status == 200:
                self.acknowledged[choice] += 1
                self.answered.set()
            else:
                self.strange.append(reply.status)
            await asyncio.sleep(PACE)
        if phone:
            phone.hang_up()


def shoot(town: Town, folder, kills: int, *command: str) -> tuple[Crowd, list[float]]:
    """Kill the server so many times while the crowd votes; seconds that each restart took."""
    codes = town.issue(4500)
    town.open()
    server = Server(town, free_port(), folder / "server.log", command or REAL)
    crowd = Crowd(town, server.address, list(codes))
    restarts: list[float] = []

    async def lesson() -> None:
        going_on = asyncio.Event()
        going_on.set()
        voting = [asyncio.create_task(crowd.vote(going_on)) for _ in range(PHONES)]
        try:
            for _ in range(kills):
                await asyncio.sleep(secrets.randbelow(200) / 1000)
                await crowd.votes(3)
                await asyncio.to_thread(server.kill)
                restarts.append(await asyncio.to_thread(server.start))
        finally:
            going_on.clear()
        await asyncio.wait_for(asyncio.gather(*voting), 60)
        await asyncio.sleep(0.01)  # the lines that were hung up are closed

    with contextlib.ExitStack() as end:
        end.callback(server.stop)
        server.start()
        asyncio.run(lesson())
    return crowd, restarts


def test_no_vote_is_lost_or_doubled_when_the_server_is_killed(either_town, tmp_path):
    town = either_town
    kills = KILLS if town.database.is_sqlite else FEW_KILLS
    crowd, restarts = shoot(town, tmp_path, kills)
    town.shut()
    town.count()
    _log.info(
        f"{kills} kills, {crowd.acknowledged.total()} votes, {crowd.lost_answers} answers lost;"
        f" restart median {statistics.median(restarts):.2f} s, longest {max(restarts):.2f} s"
    )
    assert crowd.strange == []
    assert town.tally() == crowd.acknowledged
    assert crowd.lost_answers
    assert max(restarts) < SOON


def test_the_kill_finds_out_a_server_that_answers_before_it_commits(town, tmp_path):
    """The planted bug: an acknowledgement that the disk does not know of."""
    crowd, _ = shoot(town, tmp_path, 2, *planted("answer-first"))
    town.shut()
    town.count()
    assert Counter(town.tally()).total() < crowd.acknowledged.total()


def test_a_server_that_is_slow_to_come_back_is_found_out(town, tmp_path):
    """The planted bug: it waits for what nobody else has."""
    server = Server(town, free_port(), tmp_path / "server.log", planted("slow-start"))
    with contextlib.ExitStack() as end:
        end.callback(server.stop)
        assert server.start() > SOON
