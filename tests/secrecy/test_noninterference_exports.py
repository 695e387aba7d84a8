"""The same comparison for an election on official lists: until publication no export, address or command differs."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from jeugd.actions import export_results
from jeugd.actions.import_candidates import OfficialFiles, import_candidates
from jeugd.actions.prepare_election import add_school, add_station, freeze, open_election
from jeugd.actions.publish_results import publish
from jeugd.actions.sign_in import link_for_official, sign_in
from jeugd.cli import EXPORT_FORMATS, main
from jeugd.domain.election import ElectionState
from tests.actions.test_export_results import LISTS
from tests.cast import HOST, build_town
from tests.secrecy.worlds import PUPILS, World, answer, both, counted_worlds, differences, paths

DAY = "2026-11-20"  # that of the cast
SHUT_UNTIL = datetime(2026, 11, 20, 20, tzinfo=UTC)  # nine in the evening in Amsterdam
ONE = ["1.1"] * 10 + ["1.2"] * 5 + ["4.1"] * 9
OTHER = ["1.1"] * 4 + ["4.3"] * 12 + ["7.1"] * 8
COMMAND = [("export", "--format", one) for one in EXPORT_FORMATS]


@pytest.fixture
def worlds(sqlite_address, tmp_path):
    """Two schools, counted; in the two worlds they chose differently."""
    town = build_town(sqlite_address, tmp_path / "keys")
    same_lists = LISTS.replace(b"2026-03-18", DAY.encode())
    files = OfficialFiles.read(same_lists, None)
    election = town.do(import_candidates, files=files).election
    stations = [
        town.do(add_station, election=election, school=town.do(add_school, name=name), name="Hal", expected=PUPILS)
        for name in ("Zuid", "Noord")
    ]  # fmt: skip
    town.do(freeze, election=election)
    town.do(open_election, election=election)
    codes = {station: town.issue(PUPILS + 4, station) for station in stations}
    for station in stations:
        town.open(station)
    link = town.do(link_for_official, email="carla@juinen.example")
    official = town.do(sign_in, token=link)[0]
    town.database.vacuum()
    world = World(town, [election], stations, codes, {"stranger": "", "official": official})
    with counted_worlds(world, tmp_path, ONE, OTHER) as made:
        yield made


def heads(world):
    """What is said of the exports to who only asks whether they are there."""
    with TestClient(world.town.app(), base_url=f"http://{HOST}", follow_redirects=False) as browser:
        return {
            (who, path): answer(browser.head(path, headers={"Cookie": f"jeugd={device}"} if device else {}))
            for who, device in world.devices.items()
            for path in paths(world.first_place)
            if path.startswith("/exports/")
        }


def commands(world, monkeypatch, capsysbinary):
    """What the command says, and its exit code."""
    for name in [name for name in os.environ if name.startswith("JEUGD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("JEUGD_DATABASE", world.town.settings.database)
    monkeypatch.setenv("LC_ALL", "C")
    heard = []
    for word, *more in COMMAND:
        code = main([word, world.elections[0], *more])
        heard.append((code, *capsysbinary.readouterr()))
    return heard


def test_until_publication_the_exports_say_nothing(worlds, monkeypatch, capsysbinary):
    one, other = worlds
    assert one.town.tally(one.stations[0]) != other.town.tally(other.stations[0])
    assert differences(worlds, worlds[0].first_place) == []
    for moment in (
        one.town.now,
        SHUT_UNTIL - timedelta(seconds=1),
        SHUT_UNTIL,
    ):  # also after it: nobody published
        both(worlds, lambda world, moment=moment: setattr(world.town, "now", moment))
        assert heads(one) == heads(other)
        assert {status for status, _, _ in heads(one).values()} == {404}
        said = commands(one, monkeypatch, capsysbinary)
        assert said == commands(other, monkeypatch, capsysbinary)
        assert {code for code, _, _ in said} == {2}
    both(worlds, lambda world: world.town.do(publish, election=world.elections[0]))
    shown = differences(worlds, worlds[0].first_place)
    for file in ("count.eml.xml", "stations.csv", "regions.csv"):
        path = f"/exports/{one.elections[0]}/{file}"
        assert ("stranger", "GET", path, "0") in shown  # the control: now they differ
    assert heads(one) != heads(other)
    assert commands(one, monkeypatch, capsysbinary) != commands(other, monkeypatch, capsysbinary)


def test_an_export_that_does_not_wait_for_publication_is_found_out(worlds, monkeypatch, capsysbinary):
    monkeypatch.setattr(
        export_results, "ElectionState", type("Any", (), {"PUBLISHED": ElectionState.COUNTED})
    )
    one, other = worlds
    shown = differences(worlds, worlds[0].first_place)
    assert ("stranger", "GET", f"/exports/{one.elections[0]}/regions.csv", "0") in shown
    assert heads(one) != heads(other)
    assert commands(one, monkeypatch, capsysbinary) != commands(other, monkeypatch, capsysbinary)
