from datetime import timedelta

import pytest

from jeugd.actions.sign_in import (
    OFFICIAL_DEVICE_LASTS,
    OFFICIAL_LINK_LASTS,
    STATION_LINK_LASTS,
    add_official,
    link_for_official,
    link_for_station,
    revoke_links,
    sign_in,
)
from jeugd.domain.errors import AlreadyExists, LinkSpent, NotFound
from jeugd.domain.roles import Role
from jeugd.sealing.link_token import token_digest
from jeugd.storage import staff
from jeugd.storage.tables import MunicipalityRow, SignedInDeviceRow, SignInLinkRow
from tests.actions.refusals import everything, refuses

EMAIL = "carla@juinen.example"
MOMENT = timedelta(microseconds=1)


def enter(town, token):
    """The device's secret."""
    return town.do(sign_in, token=token)[0]


def grants(town, device):
    with town.database.read() as session:
        return staff.grants(session, [token_digest(device)], town.now)


def teacher_link(town, role=Role.TEACHER, station=None):
    return town.do(link_for_station, role=role, station=station or town.station)


def test_an_officials_link_signs_in_one_device_once(either_town):
    town = either_town
    token = town.do(link_for_official, email=EMAIL.upper())
    device = enter(town, token)
    assert grants(town, device) == [town.carla]
    with refuses(town, LinkSpent):
        enter(town, token)


@pytest.mark.parametrize("role", [Role.TEACHER, Role.OBSERVER])
def test_the_link_of_a_station_signs_in_as_many_devices_as_needed(either_town, role):
    town = either_town
    token = teacher_link(town, role)
    devices = {enter(town, token) for _ in range(3)}
    assert len(devices) == 3
    for device in devices:
        found = grants(town, device)[0]
        assert (found.role, found.station, found.municipality) == (role, town.station, "GM9999")


def test_an_officials_link_is_too_old_after_a_week(town):
    token = town.do(link_for_official, email=EMAIL)
    begin = town.now
    town.now = begin + OFFICIAL_LINK_LASTS
    with refuses(town, LinkSpent):
        enter(town, token)
    town.now -= MOMENT
    enter(town, token)


def test_an_officials_device_is_signed_in_for_half_a_day(town):
    device = enter(town, town.do(link_for_official, email=EMAIL))
    town.now += OFFICIAL_DEVICE_LASTS - MOMENT
    assert grants(town, device)
    town.now += MOMENT
    assert grants(town, device) == []


def test_a_teachers_device_is_signed_in_as_long_as_the_link_lives(town):
    token = teacher_link(town)
    begin = town.now
    town.now = begin + STATION_LINK_LASTS - MOMENT
    device = enter(town, token)
    assert grants(town, device)
    town.now = begin + STATION_LINK_LASTS
    assert grants(town, device) == []
    with refuses(town, LinkSpent):
        enter(town, token)


def test_revoking_ends_every_link_and_device_of_that_station_only(either_town):
    town = either_town
    other = town.add_station("Groep 8")
    tokens = [teacher_link(town), teacher_link(town, Role.OBSERVER)]
    devices = [enter(town, token) for token in tokens]
    elsewhere = teacher_link(town, station=other)
    official = enter(town, town.do(link_for_official, email=EMAIL))
    town.do(revoke_links, station=town.station)
    assert [grants(town, device) for device in devices] == [[], []]
    for token in tokens:
        with refuses(town, LinkSpent):
            enter(town, token)
    assert grants(town, enter(town, elsewhere))
    assert grants(town, official)
    assert grants(town, enter(town, teacher_link(town)))


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "\x00", "é" * 1000])
def test_a_token_that_was_never_given_is_refused(town, token):
    with refuses(town, LinkSpent):
        enter(town, token)


def test_only_digests_are_kept(town):
    token = teacher_link(town)
    device = enter(town, token)
    kept = repr(everything(town))
    assert token not in kept
    assert device not in kept
    with town.database.read() as session:
        assert session.get(SignInLinkRow, token_digest(token))
        assert session.get(SignedInDeviceRow, token_digest(device))


def test_the_search_for_a_token_would_find_it(town):
    """The planted bug: a link that is stored as it is."""
    with town.database.write() as session:
        planted = SignInLinkRow(digest=b"leak", role=Role.TEACHER, expires_at=town.now, station=town.station)
        session.add(planted)
    assert "leak" in repr(everything(town))


def test_nobody_gets_a_link_for_an_address_that_is_not_an_officials(town):
    with refuses(town, LinkSpent):
        town.do(link_for_official, email="vreemde@juinen.example")


def test_a_station_that_does_not_exist_has_no_links(town):
    with refuses(town, NotFound):
        teacher_link(town, station="nowhere")
    with refuses(town, NotFound):
        town.do(revoke_links, station="nowhere")


def test_an_official_is_added_once(either_town):
    town = either_town
    juinen = MunicipalityRow(code="GM9999", name="Een andere naam")
    before = everything(town)
    assert town.do(add_official, email=EMAIL.upper(), name="Karla", municipality=juinen) == town.carla
    assert everything(town) == before


def test_an_official_works_for_one_municipality(town):
    with refuses(town, AlreadyExists, name=EMAIL):
        town.do(
            add_official, email=EMAIL, name="C", municipality=MunicipalityRow(code="GM9998", name="Ginder")
        )
