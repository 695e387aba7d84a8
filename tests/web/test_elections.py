from datetime import UTC, datetime

import pytest

from jeugd.domain.roles import Role
from jeugd.storage import elections

FIELDS = {"title": "Kinderburgemeester 2027", "kind": "kinderburgemeester", "opening": "together"}


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2027-03-17T21:00", datetime(2027, 3, 17, 20, 0, tzinfo=UTC)),  # winter time
        ("2027-06-17T21:00", datetime(2027, 6, 17, 19, 0, tzinfo=UTC)),  # summer time
        ("", None),
    ],
)
def test_the_publication_moment_is_dutch_time(town, typed, moment):
    carla = town.signed_in(Role.OFFICIAL)
    answer = carla.post("/elections", data={**FIELDS, "publish_at": typed})
    assert answer.status_code == 200
    election = answer.url.path.rpartition("/")[2]
    with town.database.read() as session:
        assert elections.election(session, election).publish_at == moment


def test_a_moment_that_is_not_one_makes_no_election(town):
    carla = town.signed_in(Role.OFFICIAL)
    answer = carla.post("/elections", data={**FIELDS, "publish_at": "tomorrow at nine"})
    assert answer.status_code == 422
    assert "That is not possible here" in answer.text
    with town.database.read() as session:
        assert len(elections.elections_of(session, "GM9999")) == 1
