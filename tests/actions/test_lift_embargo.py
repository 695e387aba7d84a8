"""An embargo is lifted before its moment by two different officials, in the journal for all to see, or not at all."""

from datetime import timedelta

import pytest

from jeugd.actions.publish_results import lift_embargo, publish
from jeugd.actions.sign_in import add_official
from jeugd.domain.errors import LiftUnfit, OtherOfficialNeeded, TooEarly
from jeugd.domain.journal import Deed
from jeugd.domain.roles import Role, Staff
from jeugd.storage import elections, embargoes, journal
from jeugd.storage.tables import MunicipalityRow
from tests.actions.refusals import refuses
from tests.actions.test_publish_results import counted
from tests.cast import NOW

MOMENT = NOW + timedelta(hours=6)


@pytest.fixture
def colleague():
    """Another Carla: two officials of one name are two."""

    def make(town):
        juinen = MunicipalityRow(code="GM9999", name="Juinen")
        return town.do(add_official, email="carla.b@juinen.example", name="Carla", municipality=juinen)

    return make


def publish_at(town, election):
    with town.database.read() as session:
        return elections.election(session, election).publish_at


def deeds(town, election):
    with town.database.read() as session:
        return [row.deed for row in journal.of_election(session, election)]


def test_the_first_asks_and_the_second_confirms(either_town, colleague):
    town = either_town
    election, other = counted(town, "1", publish_at=MOMENT), colleague(town)
    town.do(lift_embargo, election=election)
    assert publish_at(town, election) == MOMENT
    with refuses(town, TooEarly):
        town.do(publish, election=election)
    town.now += timedelta(minutes=5)
    town.do(lift_embargo, election=election, by=other)
    assert publish_at(town, election) == town.now
    assert deeds(town, election)[-2:] == [Deed.EMBARGO_LIFT_ASKED, Deed.EMBARGO_LIFTED]
    town.do(publish, election=election)
    with town.database.read() as session:
        row = embargoes.lift_of(session, election)
        assert (row.shut_until, row.lifted_at) == (MOMENT, NOW + timedelta(minutes=5))


def test_one_official_alone_cannot_do_it(either_town, colleague):
    town = either_town
    election = counted(town, "1", publish_at=MOMENT)
    colleague(town)
    town.do(lift_embargo, election=election)
    for _ in range(2):
        with refuses(town, OtherOfficialNeeded):
            town.do(lift_embargo, election=election)
    assert publish_at(town, election) == MOMENT


def test_where_nothing_is_shut_there_is_nothing_to_lift(town):
    with refuses(town, LiftUnfit):
        town.do(lift_embargo, election=town.election)
    election = counted(town, "1", publish_at=MOMENT)
    town.now = MOMENT
    with refuses(town, LiftUnfit):
        town.do(lift_embargo, election=election)


def test_it_is_lifted_once(town, colleague):
    election, other = counted(town, "1", publish_at=MOMENT), colleague(town)
    town.do(lift_embargo, election=election)
    town.do(lift_embargo, election=election, by=other)
    town.now -= timedelta(
        minutes=1
    )  # a clock that was set back shuts it again, and it is not lifted a second time
    with refuses(town, TooEarly):
        town.do(publish, election=election)
    with refuses(town, OtherOfficialNeeded):
        town.do(lift_embargo, election=election, by=other)


def test_what_is_public_is_not_lifted_when_a_clock_is_set_back(town, colleague):
    election, other = counted(town, "1", publish_at=MOMENT), colleague(town)
    town.now = MOMENT
    town.do(publish, election=election)
    town.now = NOW
    for official in (town.carla, other):
        with refuses(town, LiftUnfit):
            town.do(lift_embargo, election=election, by=official)
    assert publish_at(town, election) == MOMENT
    assert Deed.EMBARGO_LIFTED not in deeds(town, election)


def test_who_has_no_own_sign_in_cannot_ask(town):
    election = counted(town, "1", publish_at=MOMENT)
    with refuses(town, LiftUnfit):
        town.do(lift_embargo, election=election, by=Staff(Role.OFFICIAL, "GM9999", "jeugd import"))


def test_officials_are_told_apart_by_who_they_are_and_not_by_their_name(town, colleague, monkeypatch):
    election, other = counted(town, "1", publish_at=MOMENT), colleague(town)
    assert other.who == town.carla.who
    assert other.official != town.carla.official
    monkeypatch.setattr(embargoes, "confirm", lambda *_: True)  # the planted bug: anybody confirms
    town.do(lift_embargo, election=election)
    with pytest.raises(pytest.fail.Exception), refuses(town, OtherOfficialNeeded):
        town.do(lift_embargo, election=election)
