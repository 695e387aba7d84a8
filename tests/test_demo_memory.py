"""What the demonstration remembers in its folder, and how it goes on when something went wrong there."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from jeugd.app import create_app
from jeugd.demo import town as town_module
from jeugd.demo.town import secret_of, town
from jeugd.domain.errors import FileUnreadable, FileUnwritable
from jeugd.settings import Settings
from jeugd.storage.database import Database


class PowerCut(Exception):
    """The demonstration ends here."""


@pytest.fixture
def build(tmp_path):
    def start():
        settings = Settings(
            secret=secret_of(tmp_path),
            public_url="http://localhost",
            database=f"sqlite:///{tmp_path / 'jeugd.db'}",
            key_store=str(tmp_path / "keys"),
        )
        made = town(tmp_path, settings)
        app = create_app(settings)
        app.state.house.booths.stop()
        app.state.house.database.close()
        return made

    return start


def stations(folder):
    connection = sqlite3.connect(folder / "jeugd.db")
    found = {row[0] for row in connection.execute("SELECT id FROM polling_station")}
    connection.close()
    return found


@pytest.mark.parametrize("cut", [1, 2], ids=["before the town is in the database", "after it"])
def test_a_start_that_was_cut_off_is_done_again(build, tmp_path, monkeypatch, cut):
    real, taken = town_module._write, []

    def write(path, text):
        if path.name != "secret":
            taken.append(path)
        if len(taken) == cut:
            raise PowerCut
        real(path, text)

    with monkeypatch.context() as patched:
        patched.setattr(town_module, "_write", write)
        with pytest.raises(PowerCut):
            build()
    built = build()
    assert {one.id for election in built.votes for one in election.stations} == stations(tmp_path)
    assert build() == built


def test_a_draft_of_a_town_that_never_was_is_not_believed(build, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    built = build()
    (tmp_path / "town.json").rename(tmp_path / "town.json.new")
    for file in tmp_path.glob("jeugd.db*"):
        file.unlink()
    assert build() != built
    assert not (tmp_path / "town.json.new").exists()


@pytest.mark.parametrize("harm", ["", "{", "[]", '{"official_token": 1}'])
def test_a_memory_that_broke_off_is_named(build, tmp_path, harm):
    build()
    (tmp_path / "town.json").write_text(harm)
    with pytest.raises(FileUnreadable) as caught:
        build()
    assert caught.value.facts == {"path": str(tmp_path / "town.json")}


def test_a_folder_that_takes_no_files_is_named(tmp_path):
    (tmp_path / "secret").symlink_to(tmp_path / "gone")
    with pytest.raises(FileUnwritable):
        secret_of(tmp_path / "nowhere")


def test_a_folder_of_an_earlier_version_is_migrated(build, tmp_path, monkeypatch):
    build()
    migrated = []
    monkeypatch.setattr(Database, "migrate", lambda _: migrated.append(1))
    build()
    assert migrated == [1]


def test_a_demonstration_that_is_kept_for_long_gets_a_new_link(build, tmp_path):
    built = build()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=8), tick=True):
        later = build()
    assert later.official_token != built.official_token
    assert later.votes == built.votes
    assert json.loads((tmp_path / "town.json").read_text())["official_token"] == later.official_token
