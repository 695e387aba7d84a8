"""Sixty phones join at the same moment where there are twenty-eight places."""

import asyncio
import re
import secrets
from collections import Counter

import pytest

from jeugd.actions.ask_quickly import add_places, ask_question
from jeugd.domain.contest import Contest, numbered
from jeugd.storage import elections
from tests.cast import build_town
from tests.races.phones import phones
from tests.races.servers import planted, serving

pytestmark = pytest.mark.xdist_group("load")

PHONES, PLACES = 60, 28
CODE = re.compile(rb'name="code" value="([0-9A-Z-]{14})"')
QUESTION = Contest("Naar buiten?", options=numbered([("Ja", "", ""), ("Nee", "", "")]))


def all_join(servers, station, tickets):
    """(status, code) of each ticket; they are sent at once."""

    async def press():
        async with phones([server.address for server in servers], len(tickets)) as every:
            return await asyncio.gather(
                *(
                    phone.post(f"/join/{station}", {"ticket": ticket})
                    for phone, ticket in zip(every, tickets, strict=True)
                )
            )

    replies = asyncio.run(press())
    return [(reply.status, found[1] if (found := CODE.search(reply.body)) else b"") for reply in replies]


def numbers(town, station):
    """(codes, places taken) as the table knows them."""
    with town.database.read() as session:
        row = elections.station(session, station)
        return elections.turnout(session, row).issued, row.admitted


def tickets(number):
    return [secrets.token_hex(16) for _ in range(number)]


def test_sixty_phones_get_exactly_the_places_that_there_are(either_town, tmp_path):
    town = either_town
    station = town.do(
        ask_question, station=town.station, title="Naar buiten?", contest=QUESTION, places=PLACES
    )
    with serving(town, tmp_path, 2) as servers:
        replies = all_join(servers, station, tickets(PHONES))
        assert Counter(status for status, _ in replies) == {200: PLACES, 409: PHONES - PLACES}
        assert len({code for status, code in replies if status == 200}) == PLACES
        assert numbers(town, station) == (PLACES, PLACES)
        town.do(add_places, station=station, places=PLACES + 3)
        assert Counter(status for status, _ in all_join(servers, station, tickets(5))) == {200: 3, 409: 2}
        assert numbers(town, station) == (PLACES + 3, PLACES + 3)


def test_a_ticket_that_comes_sixteen_times_takes_one_place(either_town, tmp_path):
    town = either_town
    station = town.do(
        ask_question, station=town.station, title="Naar buiten?", contest=QUESTION, places=PLACES
    )
    with serving(town, tmp_path, 2) as servers:
        replies = all_join(servers, station, tickets(1) * 16)
    assert {status for status, _ in replies} == {200}
    assert len({code for _, code in replies}) == 1
    assert numbers(town, station) == (1, 1)


def test_the_crowd_finds_out_a_server_that_looks_for_a_place_before_it_takes_one(postgres_address, tmp_path):
    """The planted bug: look, then count. (SQLite's writers come one after the other all the same.)"""
    town = build_town(postgres_address, tmp_path / "keys")
    station = town.do(
        ask_question, station=town.station, title="Naar buiten?", contest=QUESTION, places=PLACES
    )
    with serving(town, tmp_path, 2, planted("look-for-a-place")) as servers:
        all_join(servers, station, tickets(PHONES))
        codes, _ = numbers(town, station)
    town.close()
    assert codes > PLACES
