"""What may happen once happens once, also when eight people press at once on two servers."""

import asyncio
from collections import Counter

import pytest

from jeugd.actions.prepare_election import new_election
from jeugd.domain.journal import Deed
from jeugd.domain.polling_station import StationState
from jeugd.domain.roles import Role
from jeugd.sealing.envelope import public_bytes
from jeugd.storage import elections, journal
from tests.cast import KINDERBURGEMEESTER, Town, build_town
from tests.races.phones import Phone, Reply, phones
from tests.races.servers import planted, serving

pytestmark = pytest.mark.xdist_group("load")

PEOPLE = 8


class Hall:
    """Eight officials, signed in on devices of their own, before two servers."""

    def __init__(self, town: Town, addresses) -> None:
        self.town = town
        self._addresses = addresses
        self._cookies = [self._sign_in() for _ in range(PEOPLE)]

    def _sign_in(self) -> str:
        async def sign_in() -> Reply:
            phone = await Phone.to(self._addresses[0])
            reply = await phone.post(self.town.link(Role.OFFICIAL), {})
            phone.hang_up()
            await asyncio.sleep(0)
            return reply

        return asyncio.run(sign_in()).headers["set-cookie"].partition(";")[0]

    def all_press(
        self, path: str, fields: dict[str, str] | None = None, *, signed_in: bool = True
    ) -> Counter[int]:
        """The statuses that they got."""

        async def press() -> list[Reply]:
            async with phones(self._addresses, PEOPLE) as every:
                return await asyncio.gather(
                    *(
                        phone.post(path, fields or {}, cookie if signed_in else "")
                        for phone, cookie in zip(every, self._cookies, strict=True)
                    )
                )

        return Counter(reply.status for reply in asyncio.run(press()))

    def deeds(self, election: str) -> Counter[Deed]:
        """How often each deed is in the journal."""
        with self.town.database.read() as session:
            return Counter(row.deed for row in journal.of_election(session, election))


ONCE = {303: 1, 409: PEOPLE - 1}


def test_an_election_takes_each_step_once(either_town, tmp_path):
    town = either_town
    with serving(town, tmp_path, 2) as servers:
        hall = Hall(town, [server.address for server in servers])
        election = town.do(new_election, definition=KINDERBURGEMEESTER)
        station = town.add_station("Groep 8", election=election)
        address, room = f"/elections/{election}", f"/classroom/{station}"
        assert hall.all_press(f"{address}/freeze") == ONCE
        assert hall.all_press(f"{address}/open") == ONCE
        codes = town.issue(4, station)
        assert hall.all_press(f"{room}/open") == ONCE
        town.vote(list(zip(codes, ["1", "2", "1", "2"], strict=True)), station)
        assert hall.all_press(f"{room}/pause") == ONCE
        assert hall.all_press(f"{room}/open") == ONCE
        assert hall.all_press(f"{room}/close", {"admitted": "4"}) == ONCE
        counted = hall.all_press(f"{room}/count")
        assert counted.keys() <= {303, 409}
        assert counted[303]
        assert hall.all_press(f"{address}/close") == ONCE
        assert hall.all_press(f"{address}/count") == ONCE
        lots = hall.all_press(f"{address}/lots", {"contest": "1", "position": "1", "drawn": "2"})
        assert lots[303] == 1
        assert max(lots) < 500
        assert hall.all_press(f"{address}/publish") == ONCE
        deeds = hall.deeds(election)
    assert town.tally(station) == {"1": 2, "2": 2}
    assert town.state(station) is StationState.EMPTIED
    assert {deed: deeds[deed] for deed in deeds if deeds[deed] != 1} == {Deed.STATION_OPENED: 2}
    assert set(deeds) >= {
        Deed.ELECTION_FROZEN,
        Deed.ELECTION_OPENED,
        Deed.STATION_CLOSED,
        Deed.ELECTION_CLOSED,
        Deed.ELECTION_COUNTED,
        Deed.LOT_DRAWN,
        Deed.ELECTION_PUBLISHED,
    }


def test_a_link_that_works_once_signs_one_device_in(either_town, tmp_path):
    with serving(either_town, tmp_path, 2) as servers:
        hall = Hall(either_town, [server.address for server in servers])
        for _ in range(5):
            path = either_town.link(Role.OFFICIAL)
            assert hall.all_press(path, signed_in=False) == {303: 1, 410: PEOPLE - 1}


def test_keys_that_are_made_while_others_freeze_too_are_the_keys_of_the_table(either_town, tmp_path):
    """Otherwise every vote of that station would be sealed for a key that nobody has."""
    town = either_town
    with serving(town, tmp_path, 2) as servers:
        hall = Hall(town, [server.address for server in servers])
        for _ in range(4):
            election = town.do(new_election, definition=KINDERBURGEMEESTER)
            stations = [town.add_station(f"Groep {number}", election=election) for number in range(4)]
            assert hall.all_press(f"/elections/{election}/freeze") == ONCE
            with town.database.read() as session:
                for station in stations:
                    public = elections.station(session, station).public_key
                    assert public == public_bytes(town.custody.keys(station).private_key)


def test_the_crowd_finds_out_a_server_that_looks_before_it_steps(postgres_address, tmp_path):
    """The planted bug: read the state, then change it. (SQLite's writers come one after the other all the same.)"""
    town = build_town(postgres_address, tmp_path / "keys")
    with serving(town, tmp_path, 2, planted("look-first")) as servers:
        hall = Hall(town, [server.address for server in servers])
        statuses = hall.all_press(f"/elections/{town.election}/close")
        deeds = hall.deeds(town.election)
    town.close()
    assert statuses != ONCE
    assert deeds[Deed.ELECTION_CLOSED] > 1
