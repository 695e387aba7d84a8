"""No table has a place where a voter could meet a ballot, or where a child could be described."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Boolean, Column, Date, DateTime, Integer, MetaData, Table, Text, Time

from jeugd.storage import tables
from jeugd.storage.columns import Moment
from jeugd.storage.key_store_database import _metadata as key_store_metadata

# what a register of voters, a log of visits or a list of children would call its columns
DENIED = re.compile(
    r"(^|_)(ip|ip_?addr\w*|address|user_?agent|browser|device_?id|phone|mobile|email|e_mail|mail|first_?name|last_?name"
    r"|surname|voornaam|achternaam|naam|pupil|student|leerling|voter|child|kind|birth\w*|geboorte\w*|age|leeftijd|gender"
    r"|geslacht|bsn|username|login|password|created\w*|updated\w*|modified\w*|timestamp|time|cast_at|voted_at|seen_at"
    r"|serial|sequence|seq|nr|number|rowid)($|_)"
)
DENIED_FOR_VOTERS = re.compile(
    DENIED.pattern.replace("(^|_)(", "(^|_)(name|minute|moment|at|date|day|id|who|", 1)
)
MOMENTS = (DateTime, Date, Time)
VOTERS_TABLES = ("voting_code", "tally")

# the staff of a municipality have accounts; that is the whole list
ALLOWED = {("official", "email")}


def offences(metadata: MetaData) -> Iterator[tuple[str, str]]:
    """Every column that a voter's secret could be read from, as (table, column)."""
    for table in metadata.tables.values():
        for column in table.columns:
            if is_offence(table.name, column) and (table.name, column.name) not in ALLOWED:
                yield table.name, column.name


def is_offence(table: str, column: Column) -> bool:
    if table not in VOTERS_TABLES:
        return bool(DENIED.search(column.name))
    python_type = getattr(column.type, "impl", column.type)
    is_counter = isinstance(column.type, Integer) and column.primary_key and column.autoincrement is True
    return bool(DENIED_FOR_VOTERS.search(column.name)) or isinstance(python_type, MOMENTS) or is_counter


def test_no_column_is_named_or_typed_like_a_person_a_place_or_a_moment():
    assert list(offences(tables.metadata)) == []
    assert list(offences(key_store_metadata)) == []


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("voting_code", Column("cast_at", DateTime)),
        ("voting_code", Column("stamp", DateTime)),
        ("voting_code", Column("serial", Integer)),
        ("voting_code", Column("row", Integer, primary_key=True, autoincrement=True)),
        ("voting_code", Column("name", Text)),
        ("voting_code", Column("ip", Text)),
        ("tally", Column("minute", Moment)),
        ("tally", Column("created", Boolean)),
        ("voter", Column("email", Text)),
        ("polling_station", Column("voornaam", Text)),
    ],
)
def test_the_list_finds_a_planted_column(table, column):
    planted = MetaData()
    Table(table, planted, column)
    assert list(offences(planted)) == [(table, column.name)]


def test_a_code_has_these_columns_and_no_others():
    assert set(tables.metadata.tables["voting_code"].columns.keys()) == {
        "mac", "tag", "station", "state", "sealed", "attempt",
    }  # fmt: skip
    assert set(tables.metadata.tables["tally"].columns.keys()) == {"station", "contest", "answer", "votes"}


def test_nothing_refers_to_a_code_or_a_tally():
    referred = {
        key.column.table.name for table in tables.metadata.tables.values() for key in table.foreign_keys
    }
    assert not referred & set(VOTERS_TABLES)
