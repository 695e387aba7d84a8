"""The journey of tests/browser on real files: the council of West Maas en Waal, 2022, and its real official count."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jeugd.formats.eml_nl import display_name, read_candidate_lists
from tests.browser import conftest as chromium
from tests.browser.test_schaduwverkiezing import Journey, check_downloads, seats_of
from tests.browser.town_hall import Official, town_hall
from tests.conftest import SHARED_DATA

pytestmark = pytest.mark.xdist_group("browser, schaduwverkiezing_journey")
browser, opened = chromium.browser, chromium.opened

REAL = SHARED_DATA / "eml" / "real-wmw"
WEST_MAAS_EN_WAAL = Official(
    code="GM0668",
    name="West Maas en Waal",
    lists=REAL / "Kandidatenlijsten_GR2022_WestMaasenWaal.eml.xml",
    count=REAL / "Telling_GR2022_WestMaasenWaal.eml.xml",
    nine=datetime(2022, 3, 16, 20, tzinfo=UTC),
    seats=17,
)
CLASS = ["1.1"] * 9 + ["3.1"] * 7 + ["4.1"] * 4 + ["6.1"] * 3
YOUNG = {1: 18, 2: 0, 3: 14, 4: 8, 5: 0, 6: 6, 7: 0, 8: 0}
YOUTH_SEATS = [7, 0, 5, 3, 0, 2, 0, 0]
OFFICIAL_SEATS = [3, 2, 3, 2, 2, 2, 2, 1]  # ELECTION-RULES 1.11


def test_two_schools_beside_the_real_count_of_west_maas_en_waal(tmp_path, opened):
    (contest,) = read_candidate_lists(WEST_MAAS_EN_WAAL.lists.read_bytes()).contests
    names = [one.name for one in contest.lists if one.name]
    with town_hall(tmp_path, WEST_MAAS_EN_WAAL) as hall:
        journey = Journey(hall, opened)
        journey.prepare(2 * len(CLASS))
        journey.vote(CLASS + CLASS[:-1], display_name(contest.lists[5].leader))
        journey.count()
        journey.publish_at_nine(names)
        journey.desk.import_count()
        assert "9.350" in journey.desk.page.locator("#read ~ *").first.inner_text(), "all valid votes"
        words = " ".join(journey.compared().locator("main").inner_text().split())
        assert f"Als het aan de jongeren lag, had {names[0]} 7 zetels in plaats van 3." in words
        files = journey.downloads()
    check_downloads(files, 46, YOUNG)
    assert seats_of(files["result.json"]) == (YOUTH_SEATS, OFFICIAL_SEATS)
