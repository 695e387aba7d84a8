"""The same comparison with the official count at hand: beside it the young are seen no earlier than without it."""

from datetime import timedelta

import pytest

from jeugd.actions.import_results import import_results
from jeugd.actions.publish_results import publish
from jeugd.formats.official_counts import read_official_file
from jeugd.storage import elections
from jeugd.web import results
from tests.formats.official_files import official_count
from tests.secrecy import test_noninterference_seats as seats
from tests.secrecy.worlds import both, differences

worlds = seats.worlds


@pytest.fixture
def with_official_count(worlds):
    """The official count is there before the moment, in both worlds."""
    file = read_official_file(official_count())
    both(
        worlds,
        lambda world: world.town.do(import_results, election=world.elections[0], file=file),
    )
    return worlds


def test_until_the_moment_the_official_count_tells_nothing_of_the_young(with_official_count):
    worlds = with_official_count
    election = worlds[0].elections[0]
    assert differences(worlds, worlds[0].first_place) == []
    later = timedelta(hours=6)
    both(worlds, lambda world: setattr(world.town, "now", world.town.now + later))
    clear = worlds[0].town  # in the other world lots must be drawn first
    clear.do(publish, election=election)
    shown = differences(worlds, worlds[0].first_place)
    assert ("stranger", "GET", f"/results/{election}", "0") in shown  # the control: now they differ
    assert "Youth beside official" in clear.visitor().get(f"/results/{election}").text


def test_a_result_that_does_not_wait_is_found_out(with_official_count, monkeypatch):
    """The planted bug: the comparison is there before the result is published."""

    def hasty(session, election):
        return results._published(session, elections.election(session, election))

    monkeypatch.setattr(results, "_public", hasty)
    found = differences(with_official_count, with_official_count[0].first_place)
    assert ("stranger", "GET", f"/results/{with_official_count[0].elections[0]}", "0") in found
