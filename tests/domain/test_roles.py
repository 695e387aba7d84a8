import pytest

from jeugd.domain.polling_station import StationId
from jeugd.domain.roles import Role, Staff

CARLA = Staff(Role.OFFICIAL, "GM9999", "Carla")
ANNA = Staff(Role.TEACHER, "GM9999", "teacher", StationId("7F3K2"))
BOARD = Staff(Role.OBSERVER, "GM9999", "observer", StationId("7F3K2"))


@pytest.mark.parametrize(
    ("staff", "municipality", "stations", "may"),
    [
        (CARLA, "GM9999", [], True),
        (CARLA, "GM9999", ["ANY00"], True),
        (CARLA, "GM0042", [], False),
        (CARLA, "GM0042", ["7F3K2"], False),
        (ANNA, "GM9999", ["7F3K2"], True),
        (ANNA, "GM9999", ["0THER"], False),
        (ANNA, "GM9999", [], False),
        (ANNA, "GM9999", ["ASKED", "7F3K2"], True),
        (BOARD, "GM9999", ["7F3K2"], True),
        (BOARD, "GM9999", ["0THER"], False),
        (BOARD, "GM9999", [], False),
    ],
)
def test_an_official_enters_the_municipality_and_others_their_own_station(staff, municipality, stations, may):
    assert staff.may_enter(municipality, stations) is may


def test_roles_stand_strongest_first():
    assert list(Role) == [Role.OFFICIAL, Role.TEACHER, Role.OBSERVER]
