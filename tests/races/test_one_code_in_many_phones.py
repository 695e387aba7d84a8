"""One code, two hundred phones, two servers: one vote."""

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, field

import pytest

from jeugd.domain.answer import BLANK
from tests.cast import Town, vote_fields
from tests.races.phones import phones
from tests.races.servers import planted, serving

_log = logging.getLogger(__name__)
pytestmark = pytest.mark.xdist_group("load")

PHONES = 200
ROUNDS = 50
CHOICES = ("1", "2", "3", BLANK)


@dataclass
class Outcome:
    """What the phones heard, and what the box held."""

    statuses: Counter[int] = field(default_factory=Counter)
    acknowledged: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)


def race(town: Town, folder, rounds: int, *command: tuple[str, ...]) -> Outcome:
    """``rounds`` codes are each submitted by all phones at once, with different choices; then the box is counted."""
    outcome = Outcome()
    codes = town.issue(rounds)
    town.open()

    async def submit_all(addresses) -> None:
        async with phones(addresses, PHONES) as every:
            for code in codes:
                choices = [CHOICES[number % len(CHOICES)] for number in range(PHONES)]
                replies = await asyncio.gather(
                    *(
                        phone.post(f"/booth/{town.station}/cast", vote_fields(code, choice))
                        for phone, choice in zip(every, choices, strict=True)
                    )
                )
                outcome.statuses.update(reply.status for reply in replies)
                outcome.acknowledged.update(
                    choice for reply, choice in zip(replies, choices, strict=True) if reply.status == 200
                )

    with serving(town, folder, 2, *command) as servers:
        asyncio.run(submit_all([server.address for server in servers]))
    town.shut()
    town.count()
    outcome.counted.update(town.tally())
    return outcome


def test_one_code_in_two_hundred_phones_is_one_vote(either_town, tmp_path):
    outcome = race(either_town, tmp_path, ROUNDS)
    _log.info("%s", outcome)
    assert outcome.statuses == {200: ROUNDS, 409: ROUNDS * (PHONES - 1)}
    assert outcome.counted == outcome.acknowledged
    assert outcome.counted.total() == ROUNDS


def test_the_race_finds_out_a_server_that_checks_before_it_inserts(either_town, tmp_path):
    """The planted bug, in two server processes: more votes than codes."""
    rounds = 8
    outcome = race(either_town, tmp_path, rounds, planted("check-then-insert"))
    _log.info("%s", outcome)
    assert outcome.counted.total() > rounds
    assert outcome.statuses[200] > rounds
