"""Nobody can tell who chose what, also not with every file of the machine after the opening."""

import logging
import random
import secrets

import pytest

from jeugd.actions import count_ballots
from jeugd.actions.count_ballots import count_election
from jeugd.actions.prepare_election import close_election
from jeugd.sealing.custody import Custody
from jeugd.storage import ballots
from jeugd.storage.database import Database
from tests.cast import build_town
from tests.secrecy import game

_log = logging.getLogger(__name__)
RUNS = 100
# 100 throws of a coin fall outside 27..73 once in 400,000 times
CHANCE = range(27, 74)
FOUND_OUT = 95


@pytest.fixture
def draw():
    seed = secrets.randbits(64)
    _log.info("seed %d", seed)
    return random.Random(seed)


def jeugd(template, counted=game.open_the_box):
    return lambda folder, choices: game.play_jeugd(folder, template, choices, counted)


def test_after_the_opening_every_adversary_guesses(sqlite_template, tmp_path, draw):
    right = game.score(game.ADVERSARIES, jeugd(sqlite_template), tmp_path, RUNS, draw)
    _log.info("%s", right)
    assert {name: number for name, number in right.items() if number not in CHANCE} == {}


@pytest.mark.parametrize("design", game.CONTROLS)
def test_the_adversaries_find_out_a_table_of_ballots(tmp_path, design, draw):
    """The planted design, with row numbers and with random keys: the same adversaries are right nearly every time."""
    right = game.score(
        game.ADVERSARIES,
        lambda folder, choices: game.play_control(folder, design, choices, draw),
        tmp_path,
        RUNS,
        draw,
    )
    _log.info("%s", right)
    tell = {"page_order", "freed_space", "journal_order", "difference_of_backups", "moments_of_files"}
    tell |= {"row_order"} if design == "row numbers" else set()
    assert {name: right[name] for name in tell if right[name] <= FOUND_OUT} == {}


def test_a_key_that_is_not_destroyed_is_found_out(sqlite_template, tmp_path, draw, monkeypatch):
    monkeypatch.setattr(Custody, "destroy", lambda self, station: None)
    adversaries = (game.keys_left_behind,)
    right = game.score(adversaries, jeugd(sqlite_template), tmp_path, 20, draw)
    assert right == {"keys_left_behind": 20}


def test_a_count_in_the_order_of_the_box_is_found_out(sqlite_template, tmp_path, draw, monkeypatch):
    """Three planted bugs together: no shuffle, answers written in the order of opening, pages left as they are."""
    monkeypatch.setattr(count_ballots.random.SystemRandom, "shuffle", lambda self, opened: None)
    monkeypatch.setattr(ballots, "sorted", list, raising=False)
    monkeypatch.setattr(Database, "vacuum", lambda self: None)
    adversaries = (game.order_of_the_tally,)
    right = game.score(adversaries, jeugd(sqlite_template), tmp_path, 20, draw)
    assert right == {"order_of_the_tally": 20}


# -- PostgreSQL writes into every row which transaction made it (xmin) and where it lies (ctid)

HIDDEN = ("xmin::text::bigint", "ctid")


def by_hidden_column(connection, table: str, condition: str, column: str) -> str | None:
    """The choice in the row of ``table`` that was made first, as its hidden column tells."""
    rows = connection.exec_driver_sql(f"SELECT t.* FROM {table} t WHERE {condition} ORDER BY {column}").all()
    found = [value for row in rows for value in row if value in game.CHOICES]
    return found[0] if found else None


def test_after_the_opening_postgres_knows_no_more(postgres_address, tmp_path, draw):
    """A hundred classes of two in one database; an adversary who may ask it anything."""
    town = build_town(postgres_address, tmp_path / "keys")
    election = town.add_election(game.DEFINITION)
    stations = [town.add_station("Groep 8", 2, election) for _ in range(RUNS)]
    town.open_election(election)
    first = {}
    for station in stations:
        codes = town.issue(2, station)
        town.open(station)
        choices = draw.sample(game.CHOICES, 2)
        first[station] = choices[0]
        town.vote(zip(codes, choices, strict=True), station)
    town.do(close_election, election=election)
    count_election(town.database, town.custody, election=election, by=town.carla, now=town.now)
    with town.database.reading() as connection:
        for column in HIDDEN:
            right = sum(
                (
                    by_hidden_column(connection, "tally", f"station = '{station}'", column)
                    or draw.choice(game.CHOICES)
                )
                == first[station]
                for station in stations
            )
            assert right in CHANCE
        lying = connection.exec_driver_sql("SELECT mac FROM voting_code ORDER BY ctid").scalars().all()
        writers = connection.exec_driver_sql(
            "SELECT count(DISTINCT xmin::text) FROM voting_code"
        ).scalar_one()
    assert lying == sorted(lying)
    assert writers <= RUNS  # one for each box that was emptied, and never one for each vote
    town.close()


def test_postgres_tells_on_a_table_of_ballots(postgres_address, draw):
    """The planted design: code and ballot in one transaction carry the same number."""
    database = Database(postgres_address)
    with database.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE ballot (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), choice TEXT)"
        )
        connection.exec_driver_sql("CREATE TABLE used (station INTEGER, mac UUID DEFAULT gen_random_uuid())")
    right = 0
    first = {}
    for station in range(20):
        choices = draw.sample(game.CHOICES, 2)
        first[station] = choices[0]
        for choice in choices:
            with database.writing() as connection:
                connection.exec_driver_sql("INSERT INTO used (station) VALUES (%s)", (station,))
                connection.exec_driver_sql("INSERT INTO ballot (choice) VALUES (%s)", (choice,))
    with database.reading() as connection:
        for station, choice in first.items():
            same = f"t.xmin::text IN (SELECT u.xmin::text FROM used u WHERE u.station = {station})"
            right += by_hidden_column(connection, "ballot", same, HIDDEN[0]) == choice
    database.close()
    assert right == 20
