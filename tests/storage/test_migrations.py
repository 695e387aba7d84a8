"""The steps from an empty database to the tables of this version."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from jeugd.app import create_app
from jeugd.domain.errors import DatabaseNewer, DatabaseNotMigrated
from jeugd.settings import Settings
from jeugd.storage.database import Database
from jeugd.storage.tables import metadata
from tests.cast import SECRET


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request, tmp_path):
    address = f"sqlite:///{tmp_path / 'new.db'}"
    if request.param == "postgres":
        address = request.getfixturevalue("empty_postgres_address")
    made = Database(address)
    yield made
    made.close()


def differences(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, metadata)


def test_an_empty_database_gets_the_tables_of_this_version(empty):
    empty.migrate()
    empty.check_migrated()
    assert differences(empty) == []


def test_the_comparison_sees_a_column_that_no_migration_made(empty):
    empty.migrate()
    with empty.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE voting_code ADD COLUMN cast_at VARCHAR(9)")
    assert [one[0] for one in differences(empty)] == ["remove_column"]


def test_migrating_twice_changes_nothing(empty):
    empty.migrate()
    empty.migrate()
    assert differences(empty) == []


def test_the_first_migration_can_be_taken_back(empty):
    empty.migrate()
    command.downgrade(empty._alembic(), "base")
    assert set(inspect(empty.engine).get_table_names()) == {"alembic_version"}


def test_sqlite_keeps_codes_and_tallies_without_row_numbers(empty):
    empty.migrate()
    if not empty.is_sqlite:
        columns = {one["name"] for one in inspect(empty.engine).get_columns("voting_code")}
        assert columns == {"mac", "tag", "station", "state", "sealed", "attempt"}
        return
    with empty.reading() as connection:
        definitions = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name IN ('voting_code', 'tally')"
        ).scalars()
        assert all(one.rstrip().endswith("WITHOUT ROWID") for one in definitions)


def test_an_unmigrated_database_is_refused(empty, tmp_path):
    with pytest.raises(DatabaseNotMigrated):
        empty.check_migrated()
    settings = Settings(
        secret=SECRET, public_url="http://x", database=empty.address, key_store=str(tmp_path / "keys")
    )
    with pytest.raises(DatabaseNotMigrated):
        create_app(settings)
    assert not (tmp_path / "keys").exists()


def test_a_database_of_a_later_version_is_refused(empty):
    empty.migrate()
    with empty.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseNewer):
        empty.check_migrated()
    with pytest.raises(DatabaseNewer):
        empty.migrate()
