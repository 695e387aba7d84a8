"""The line breaks after the vote was sent: trying again gives the very same answer, and the vote counts once."""

import asyncio
import secrets
from collections import Counter

import pytest

from tests.cast import vote_fields
from tests.races.phones import Phone, Reply
from tests.races.servers import serving

pytestmark = pytest.mark.xdist_group("load")

CUTS = 100


def answer(reply: Reply) -> tuple[int, bytes, dict[str, str]]:
    """Everything but the clock."""
    return reply.status, reply.body, {name: value for name, value in reply.headers.items() if name != "date"}


async def cut_and_try_again(addresses, station: str, code: str) -> list[Reply]:
    """Send, hang up somewhere between nothing and well after the commit, and try again twice, at either server."""
    ballot = vote_fields(code, "1")
    path = f"/booth/{station}/cast"
    phone = await Phone.to(addresses[0])
    await phone.send(path, ballot)
    await asyncio.sleep(secrets.randbelow(20) / 1000)
    phone.hang_up()
    replies = []
    for address in addresses:
        again = await Phone.to(address)
        replies.append(await again.post(path, ballot))
        another = await again.post(path, vote_fields(code, "2"))
        assert another.status == 409
        again.hang_up()
    await asyncio.sleep(0)
    return replies


def test_a_lost_answer_is_given_again(either_town, tmp_path):
    town = either_town
    first, *codes = town.issue(CUTS + 1)
    town.open()

    async def story(addresses) -> tuple[Reply, list[Reply]]:
        phone = await Phone.to(addresses[0])
        whole = await phone.post(f"/booth/{town.station}/cast", vote_fields(first, "1"))
        phone.hang_up()
        replies: list[Reply] = []
        for start in range(0, CUTS, 10):
            some = (cut_and_try_again(addresses, town.station, code) for code in codes[start : start + 10])
            replies += [reply for pair in await asyncio.gather(*some) for reply in pair]
        return whole, replies

    with serving(town, tmp_path, 2) as servers:
        whole, replies = asyncio.run(story([server.address for server in servers]))
    town.shut()
    town.count()
    assert whole.status == 200
    assert len(replies) == 2 * CUTS
    assert all(answer(reply) == answer(whole) for reply in replies)
    assert town.tally() == {"1": CUTS + 1}


def test_an_attempt_that_is_drawn_anew_would_lose_the_answer(town, tmp_path):
    """The planted bug: a page that sends another attempt when it tries again."""
    code = town.issue(1)[0]
    town.open()

    async def story(addresses) -> Counter[int]:
        statuses: Counter[int] = Counter()
        for _ in range(2):
            phone = await Phone.to(addresses[0])
            reply = await phone.post(f"/booth/{town.station}/cast", vote_fields(code, "1"))
            statuses[reply.status] += 1
            phone.hang_up()
            await asyncio.sleep(0)
        return statuses

    with serving(town, tmp_path, 1) as servers:
        assert asyncio.run(story([server.address for server in servers])) == {200: 1, 409: 1}
