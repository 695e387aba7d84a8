"""The same comparison for a schaduwverkiezing with seats: nobody hears before the moment whether lots must be drawn."""

from datetime import timedelta

import pytest

from jeugd.actions import apportion_seats, publish_results
from jeugd.actions.apportion_seats import election_seats
from jeugd.actions.sign_in import link_for_official, link_for_station, sign_in
from jeugd.domain.apportionment import Apportioned, LotsRequired
from jeugd.domain.roles import Role
from tests.actions.test_apportion_seats import JUINEN
from tests.cast import build_town
from tests.secrecy.worlds import PUPILS, World, both, counted_worlds, differences

CLEAR = ["1.1"] * 8 + ["2.1"] * 8 + ["3.1"] * 8  # three seats for each list
TIED = (
    ["1.1"] * 10 + ["2.1"] * 10 + ["3.1"] * 2 + ["4.1"] * 2
)  # four lists have as much left over, for three seats


@pytest.fixture
def worlds(sqlite_address, tmp_path):
    """Two classes, counted; in one world lots must be drawn, in the other not."""
    town = build_town(sqlite_address, tmp_path / "keys")
    election = town.add_election(JUINEN, publish_at=town.now + timedelta(hours=6))
    stations = [town.add_station(name, PUPILS, election) for name in ("Klas 5h", "Klas 6v")]
    town.open_election(election)
    codes = {station: town.issue(PUPILS + 4, station) for station in stations}
    for station in stations:
        town.open(station)
    links = {"official": town.do(link_for_official, email="carla@juinen.example")}
    for role in (Role.TEACHER, Role.OBSERVER):
        links[role.value] = town.do(link_for_station, role=role, station=stations[0])
    devices = {name: town.do(sign_in, token=token)[0] for name, token in links.items()}
    town.database.vacuum()
    world = World(town, [election], stations, codes, {"stranger": "", **devices})
    with counted_worlds(world, tmp_path, CLEAR, TIED) as made:
        yield made


def outcomes(worlds):
    for world in worlds:
        with world.town.database.read() as session:
            yield type(election_seats(session, world.elections[0]))


def test_until_the_moment_nobody_hears_whether_lots_must_be_drawn(worlds):
    assert list(outcomes(worlds)) == [Apportioned, LotsRequired]
    assert differences(worlds, worlds[0].first_place) == []
    both(worlds, lambda world: setattr(world.town, "now", world.town.now + timedelta(hours=6, seconds=-1)))
    assert differences(worlds, worlds[0].first_place) == []
    both(worlds, lambda world: setattr(world.town, "now", world.town.now + timedelta(seconds=1)))
    shown = differences(worlds, worlds[0].first_place)
    assert (
        "official",
        "GET",
        f"/elections/{worlds[0].elections[0]}",
        "0",
    ) in shown  # the control: now they differ


def no_embargo(*_):
    """The planted bug."""


@pytest.mark.parametrize(("module", "step"), [(apportion_seats, "draw"), (publish_results, "publish")])
def test_a_step_that_forgets_the_embargo_is_found_out(worlds, monkeypatch, module, step):
    monkeypatch.setattr(module, "check_publication", no_embargo)
    found = differences(worlds, worlds[0].first_place)
    assert any(who == "official" and path.endswith(step) for who, _, path, _ in found)
