"""Enums by value and nothing else; moments in UTC, aware on every database."""

from datetime import UTC, datetime, timedelta, timezone
from enum import Enum

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import StatementError

from jeugd.storage.columns import Moment, moment, one_of
from jeugd.storage.database import Database


class Colour(Enum):
    RED = "rood"
    BLUE = "blauw"


@pytest.fixture
def shelf(address):
    database = Database(address)
    colour = one_of(Colour)
    colour.name = "colour"
    at = moment(nullable=True)
    at.name = "at"
    table = Table("shelf", MetaData(), Column("id", Integer, primary_key=True), colour, at)
    table.create(database.engine)
    yield database, table
    database.close()


def test_an_enum_is_stored_by_its_value(shelf):
    database, table = shelf
    with database.writing() as connection:
        connection.execute(insert(table).values(id=1, colour=Colour.RED))
        assert connection.execute(text("SELECT colour FROM shelf")).scalar_one() == "rood"
        assert connection.execute(select(table.c.colour)).scalar_one() is Colour.RED


@pytest.mark.parametrize("value", ["RED", "groen", ""])
def test_a_value_that_is_no_member_is_refused(shelf, value):
    database, table = shelf
    with pytest.raises(StatementError), database.writing() as connection:
        connection.execute(insert(table).values(id=1, colour=value))


def test_a_moment_comes_back_in_utc(shelf):
    database, table = shelf
    amsterdam = timezone(timedelta(hours=2))
    with database.writing() as connection:
        connection.execute(
            insert(table).values(id=1, colour=Colour.RED, at=datetime(2026, 7, 1, 21, tzinfo=amsterdam))
        )
        found = connection.execute(select(table.c.at)).scalar_one()
    assert found == datetime(2026, 7, 1, 19, tzinfo=UTC)
    assert found.utcoffset() is not None


def test_a_moment_may_be_missing_where_the_column_says_so(shelf):
    database, table = shelf
    with database.writing() as connection:
        connection.execute(insert(table).values(id=1, colour=Colour.RED, at=None))
        assert connection.execute(select(table.c.at)).scalar_one() is None


def test_a_moment_without_a_zone_is_a_bug(shelf):
    database, table = shelf
    with pytest.raises(StatementError), database.writing() as connection:
        connection.execute(
            insert(table).values(id=1, colour=Colour.RED, at=datetime(2026, 7, 1, 21))  # noqa: DTZ001
        )
    assert Moment.cache_ok
