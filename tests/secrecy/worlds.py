"""Two worlds: copies of one town that live through the same events, in which only the choices differ."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace

from starlette.routing import Mount
from starlette.testclient import TestClient

from jeugd.actions.count_ballots import count_election
from jeugd.actions.prepare_election import close_election
from jeugd.app import open_custody
from jeugd.storage.database import Database
from jeugd.web.routes import routes
from tests.cast import HOST, Town, vote_fields

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

    @property
    def first_place(self) -> list[tuple[str, str]]:
        """The first election and its station, where to look."""
        return [(self.elections[0], self.stations[0])]

    def shut_and_count(self) -> None:
        """Close the first election and count the boxes of every station."""
        town = self.town
        for station in self.stations:
            town.shut(station)
        town.do(close_election, election=self.elections[0])
        count_election(town.database, town.custody, election=self.elections[0], by=town.carla, now=town.now)


@contextlib.contextmanager
def counted_worlds(world: World, folder, *choices: list[str]) -> Iterator[list[World]]:
    """A copy of the world for each list of choices, voted and counted."""
    made = [world.elsewhere(folder / f"world-{number}") for number, _ in enumerate(choices)]
    for one, answers in zip(made, choices, strict=True):
        one.vote(answers, 0, PUPILS)
    both(made, World.shut_and_count)
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
