"""The teacher closes and counts while the class votes: what was acknowledged counts, and nothing comes in late."""

import asyncio
import logging
import secrets
import time
from collections import Counter

import pytest

from jeugd.actions.run_polling_station import pause_station
from jeugd.domain.errors import DatabaseUnavailable
from tests.cast import Town, vote_fields
from tests.races.phones import Phone, phones
from tests.races.servers import planted, serving

_log = logging.getLogger(__name__)
pytestmark = pytest.mark.xdist_group("load")

ROUNDS = 10
PUPILS = 60


async def vote(phone: Phone, town: Town, station: str, code: str) -> tuple[int, float]:
    """The status, and when the ballot was sent."""
    await asyncio.sleep(secrets.randbelow(80) / 1000)
    sent = time.monotonic()
    reply = await phone.post(f"/booth/{station}/cast", vote_fields(code, "1"))
    return reply.status, sent


def race(town: Town, folder, rounds: int, *command: str) -> list[tuple[int, int, int]]:
    """(acknowledged, counted, acknowledged although it was sent after the door was shut) of each round."""
    outcome: list[tuple[int, int, int]] = []

    async def one_round(addresses, number: int) -> None:
        station = town.add_station("Groep 8")
        codes = town.issue(PUPILS, station)
        town.open(station)
        async with phones(addresses, PUPILS) as every:
            votes = [
                asyncio.create_task(vote(phone, town, station, code))
                for phone, code in zip(every, codes, strict=True)
            ]
            await asyncio.sleep(secrets.randbelow(60) / 1000)
            if number % 2:
                await asyncio.to_thread(town.do, pause_station, station=station)
            await asyncio.to_thread(town.shut, station, 0)
            shut = time.monotonic()
            await asyncio.to_thread(town.count, station)
            replies = await asyncio.gather(*votes)
        assert {status for status, _ in replies} <= {200, 409}
        outcome.append(
            (
                sum(status == 200 for status, _ in replies),
                Counter(town.tally(station)).total(),
                sum(status == 200 and sent > shut for status, sent in replies),
            )
        )

    with serving(town, folder, 2, *([command] if command else [])) as servers:
        for number in range(rounds):
            asyncio.run(one_round([server.address for server in servers], number))
    _log.info("%s", outcome)
    return outcome


def test_what_was_acknowledged_is_counted_and_nothing_comes_in_behind_the_latch(either_town, tmp_path):
    outcome = race(either_town, tmp_path, ROUNDS)
    assert [(acknowledged, 0) for acknowledged, _, _ in outcome] == [
        (counted, late) for _, counted, late in outcome
    ]
    assert 0 < sum(acknowledged for acknowledged, _, _ in outcome) < ROUNDS * PUPILS


def test_the_race_finds_out_a_box_that_does_not_look_at_the_door(either_town, tmp_path):
    """The planted bug: whether the station is open is asked before, and not in the statement itself."""
    try:
        outcome = race(either_town, tmp_path, 4, *planted("open-door"))
    except DatabaseUnavailable as error:
        if "deadlock detected" not in str(error.__cause__):
            raise
        return  # PostgreSQL: late votes and the count lock each other out, which tells as well
    assert any(acknowledged != counted or late for acknowledged, counted, late in outcome)
