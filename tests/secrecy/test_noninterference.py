"""Two towns live through the same events; only the choices differ. Until publication every answer is the same bytes.

Every GET route, and every POST that would be refused, as every role, whole and in parts, in both languages.
"""

import asyncio
import contextlib
import shutil
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from starlette.responses import Response
from starlette.routing import Mount
from starlette.testclient import TestClient

from jeugd.actions.count_ballots import count_election
from jeugd.actions.prepare_election import close_election
from jeugd.actions.publish_results import publish, settle_tie
from jeugd.actions.run_polling_station import pause_station
from jeugd.actions.sign_in import link_for_official, link_for_station, sign_in
from jeugd.app import open_custody
from jeugd.domain.answer import BLANK
from jeugd.domain.election import Opening
from jeugd.domain.errors import LotUnfit
from jeugd.domain.roles import Role
from jeugd.live import Broadcaster
from jeugd.storage.database import Database
from jeugd.web import board, stations
from jeugd.web.routes import routes
from tests.cast import HOST, KINDERBURGEMEESTER, Town, build_town, vote_fields

PUPILS = 24
WAYS = (
    {"Accept-Language": "en"},
    {"Accept-Language": "nl", "HX-Request": "true", "HX-Target": "div#board"},
    {"HX-Request": "true", "HX-Target": "div#turnout", "If-None-Match": "*", "Range": "bytes=0-99"},
)
# a stream never ends; what it says is in the last test
ENDLESS = {"/board/{station}/changes"}
# what an impatient official would try before the moment
IMPATIENT = (
    ("/elections/{election}/publish", {}),
    ("/elections/{election}/lots", {"contest": "1", "position": "1", "drawn": "1"}),
    ("/elections/{election}/lots", {"contest": "1", "position": "1", "drawn": "2"}),
    ("/elections/{election}/draw", {"position": "1", "drawn": "1"}),
    ("/results/{election}", {}),
)
ONE_WORLD = ["1"] * 16 + ["2"] * 4 + [BLANK] * 4
OTHER_WORLD = ["2"] * 10 + ["3"] * 10 + ["1"] * 4  # a tie, which nobody may hear of

Answer = tuple[int, tuple[tuple[str, str], ...], bytes]


@dataclass
class World:
    """A town with three elections: no embargo; an embargo, each box by itself; an embargo, all boxes together."""

    town: Town
    elections: list[str]
    stations: list[str]
    codes: dict[str, list[str]]
    devices: dict[str, str]

    def elsewhere(self, folder) -> "World":
        """The same town on copies of all its files."""
        source = self.town.settings.database.removeprefix("sqlite:///")
        folder.mkdir()
        shutil.copy(source, folder / "jeugd.db")
        shutil.copytree(self.town.settings.key_store, folder / "keys")
        settings = replace(
            self.town.settings, database=f"sqlite:///{folder / 'jeugd.db'}", key_store=str(folder / "keys")
        )
        database = Database(settings.database)
        copy = replace(
            self.town,
            settings=settings,
            database=database,
            custody=open_custody(settings, database),
            apps=[],
        )
        return replace(self, town=copy)

    def vote(self, answers: list[str], begin: int, end: int) -> None:
        """So many pupils of every class."""
        for station in self.stations:
            self.town.vote(list(zip(self.codes[station], answers, strict=False))[begin:end], station)


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


def crawl(world: World, places: list[tuple[str, str]]) -> dict[tuple[str, ...], Answer]:
    """Everything that anybody gets to see of these (election, station), and of the rest of the server."""
    with TestClient(world.town.app(), base_url=f"http://{HOST}", follow_redirects=False) as browser:
        found = {}
        for who, device in world.devices.items():
            cookie = {"Cookie": f"jeugd={device}"} if device else {}
            for path in paths(places):
                for number, way in enumerate(WAYS):
                    reply = browser.get(path, headers=way | cookie)
                    found[who, "GET", path, str(number)] = answer(reply)
            for template, fields in IMPATIENT:
                for election, station in places:
                    path = template.format(election=election, station=station)
                    same_site = {"Sec-Fetch-Site": "same-origin"}
                    reply = browser.post(path, data=fields, headers=WAYS[0] | cookie | same_site)
                    found[who, "POST", path, str(fields)] = answer(reply)
        for _, station in places:  # and what the next pupil meets
            code = world.codes[station][0]
            for step in ("ballot", "check", "cast"):
                fields = vote_fields(code, "1", attempt="ab" * 16)
                path = f"/booth/{station}/{step}"
                found["pupil", "POST", path, "used"] = answer(browser.post(path, data=fields))
    return found


def paths(places: list[tuple[str, str]]) -> list[str]:
    """Every GET address, filled in."""
    templates = [
        route.path
        for route in routes()
        if not isinstance(route, Mount) and "GET" in route.methods and route.path not in ENDLESS
    ]
    return sorted(
        {
            path.format(
                election=election,
                station=station,
                token="x" * 43,
                step="cast",
                number="1",
                contest="1",
                option="1",
                digest="0" * 64,
            )
            for path in templates
            for election, station in places
        }
    )


def answer(reply) -> Answer:
    headers = tuple(sorted((name, value) for name, value in reply.headers.items() if name != "date"))
    return reply.status_code, headers, reply.content


def differences(worlds: list[World], places=None) -> list[tuple[str, ...]]:
    """Which answers differ."""
    places = places or list(zip(worlds[0].elections, worlds[0].stations, strict=True))
    one, other = (crawl(world, places) for world in worlds)
    assert one.keys() == other.keys()
    assert any(status == 200 for status, _, _ in one.values())
    assert {status for status, _, _ in one.values()} <= {200, 206, 303, 304, 403, 404, 405, 409, 410, 422}
    return [asked for asked in one if one[asked] != other[asked]]


def both(worlds: list[World], event) -> None:
    for world in worlds:
        event(world)


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
