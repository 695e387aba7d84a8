"""Two towns live through the same events; only the choices differ. Until publication every answer is the same bytes.

Every GET route, and every POST that would be refused, as every role, whole and in parts, in both languages.
"""

import asyncio
import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.responses import Response

from jeugd.actions.count_ballots import count_election
from jeugd.actions.prepare_election import close_election
from jeugd.actions.publish_results import publish, settle_tie
from jeugd.actions.run_polling_station import pause_station
from jeugd.actions.sign_in import link_for_official, link_for_station, sign_in
from jeugd.domain.answer import BLANK
from jeugd.domain.election import Opening
from jeugd.domain.errors import LotUnfit
from jeugd.domain.roles import Role
from jeugd.live import Broadcaster
from jeugd.web import board, stations
from tests.cast import KINDERBURGEMEESTER, build_town
from tests.secrecy.worlds import PUPILS, World, both, differences

ONE_WORLD = ["1"] * 16 + ["2"] * 4 + [BLANK] * 4
OTHER_WORLD = ["2"] * 10 + ["3"] * 10 + ["1"] * 4  # a tie, which nobody may hear of


def build(sqlite_address, tmp_path) -> World:
    town = build_town(sqlite_address, tmp_path / "keys")
    tomorrow = town.now + timedelta(days=1)
    elections, stations = [town.election], [town.station]
    for opening in Opening:
        definition = replace(KINDERBURGEMEESTER, opening=opening)
        elections.append(town.add_election(definition, publish_at=tomorrow))
        stations.append(town.add_station("Groep 8", PUPILS, elections[-1]))
        town.open_election(elections[-1])
    codes = {station: town.issue(PUPILS + 4, station) for station in stations}
    for station in stations:
        town.open(station)
    links = {"official": town.do(link_for_official, email="carla@juinen.example")}
    for station in stations[1:]:  # those of a class without an embargo see less than the official
        for role in (Role.TEACHER, Role.OBSERVER):
            links[f"{role.value} {station}"] = town.do(link_for_station, role=role, station=station)
    devices = {name: town.do(sign_in, token=token)[0] for name, token in links.items()}
    town.database.vacuum()
    return World(town, elections, stations, codes, {"stranger": "", **devices})


@pytest.fixture
def worlds(sqlite_address, tmp_path):
    world = build(sqlite_address, tmp_path)
    made = [world.elsewhere(tmp_path / "one"), world.elsewhere(tmp_path / "other")]
    yield made
    for one in (world, *made):
        one.town.close()


def test_until_publication_no_answer_depends_on_a_choice(worlds):
    one, other = worlds
    embargoed = list(zip(one.elections, one.stations, strict=True))[1:]
    one.vote(ONE_WORLD, 0, 12)
    other.vote(OTHER_WORLD, 0, 12)
    assert differences(worlds) == []  # while the class votes

    one.vote(ONE_WORLD, 12, PUPILS)
    other.vote(OTHER_WORLD, 12, PUPILS)
    both(worlds, lambda world: world.town.do(pause_station, station=world.stations[0]))
    for number in (1, 2):
        both(worlds, lambda world, number=number: world.town.shut(world.stations[number]))
    assert differences(worlds) == []  # one station paused, two shut and not opened

    both(worlds, count_under_embargo)
    assert one.town.tally(one.stations[1]) != other.town.tally(other.stations[1])
    assert differences(worlds, embargoed) == []  # the counts are in the table, and nobody sees them

    both(worlds, publish_on_the_day)
    shown = differences(worlds, embargoed)
    for election in one.elections[1:]:
        assert ("stranger", "GET", f"/results/{election}", "0") in shown  # the control: now they differ
    for station in one.stations[1:]:
        assert (f"teacher {station}", "GET", f"/classroom/{station}", "0") in shown


def count_under_embargo(world: World) -> None:
    town = world.town
    town.count(world.stations[1])
    for election in world.elections[1:]:
        town.do(close_election, election=election)
        count_election(town.database, town.custody, election=election, by=town.carla, now=town.now)


def publish_on_the_day(world: World) -> None:
    world.town.now += timedelta(days=2)
    for election in world.elections[1:]:
        with contextlib.suppress(LotUnfit):
            world.town.do(settle_tie, election=election, contest=1, drawn="2")
        world.town.do(publish, election=election)
    world.town.now -= timedelta(days=2) - timedelta(hours=1)  # the devices of officials last half a day


def test_the_comparison_finds_out_a_board_that_shows_results_too_early(worlds, monkeypatch):
    """The planted bug: a room that does not ask whether the moment has come."""
    one, other = worlds
    one.vote(ONE_WORLD, 0, PUPILS)
    other.vote(OTHER_WORLD, 0, PUPILS)
    both(worlds, lambda world: world.town.shut(world.stations[1]))
    both(worlds, lambda world: world.town.shut(world.stations[2]))
    both(worlds, count_under_embargo)
    monkeypatch.setattr(stations, "class_may_see_result", lambda *asked: True)
    shown = differences(worlds, [(one.elections[1], one.stations[1])])
    assert (f"observer {one.stations[1]}", "GET", f"/board/{one.stations[1]}", "0") in shown


def test_the_comparison_finds_out_a_length_that_depends_on_a_choice(worlds, monkeypatch):
    """The planted bug: a header with one number too many."""
    one, other = worlds
    one.vote(["1"], 0, 1)
    other.vote([BLANK], 0, 1)
    real = Response.init_headers

    def leaky(self, headers=None):
        real(self, headers)
        leak = str(len(one.town.tally()) if self.status_code == 404 else 0)
        self.raw_headers.append((b"x-size", leak.encode()))

    both(worlds[:1], lambda world: world.town.shut())
    both(worlds[:1], lambda world: world.town.count())
    monkeypatch.setattr(Response, "init_headers", leaky)
    assert differences(worlds, [(one.elections[0], one.stations[0])]) != []


def test_the_stream_says_the_same_whatever_was_chosen():
    """It gets nothing but the id of a station, and says one word."""

    async def listen() -> list[bytes]:
        broadcaster = Broadcaster()
        messages = board._messages(broadcaster, "7F3K2")
        heard = [await anext(messages)]
        broadcaster.announce(["7F3K2"])
        heard.append(await anext(messages))
        await messages.aclose()
        return heard

    assert asyncio.run(listen()) == [b"event: changed\ndata: changed\n\n"] * 2
