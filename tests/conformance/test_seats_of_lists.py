"""Real candidate lists become an election, real counts its box; the public page shows the council that came of them."""

import re

from lxml import html

from jeugd.actions.count_ballots import count_election
from jeugd.actions.import_candidates import OfficialFiles, import_candidates
from jeugd.actions.prepare_election import close_election, freeze, set_seats
from jeugd.actions.publish_results import publish
from jeugd.domain.roles import Role, Staff
from jeugd.formats.eml_nl.counts import read_count
from jeugd.storage.tables import TallyRow
from tests.conftest import SHARED_DATA

FILES = SHARED_DATA / "eml" / "real-wmw"
LISTS = FILES / "Kandidatenlijsten_GR2022_WestMaasenWaal.eml.xml"
COUNT = FILES / "Telling_GR2022_WestMaasenWaal.eml.xml"
SEATS = [3, 2, 3, 2, 2, 2, 2, 1]  # ELECTION-RULES 1.11


def tally():
    """{list.candidate: votes} of the whole municipality."""
    total = read_count(COUNT.read_bytes()).contests[0].total
    return {f"{one.number}.{each.number}": each.votes for one in total.lists for each in one.candidates}


def test_the_council_of_west_maas_en_waal_comes_out(town):
    imported = town.do(
        import_candidates, files=OfficialFiles.read(LISTS.read_bytes(), None), municipality=None, by=None
    )
    election, by = imported.election, Staff(Role.OFFICIAL, "GM0668", "Dirk")
    town.do(set_seats, election=election, seats=17, by=by)
    station = town.add_station("Het dorp", 5000, election)
    town.do(freeze, election=election)
    town.open_election(election)
    town.do(close_election, election=election)
    count_election(town.database, town.custody, election=election, by=by, now=town.now)
    with town.database.write() as session:
        for answer, votes in tally().items():
            session.add(TallyRow(station=station, contest=1, answer=answer, votes=votes))
    town.do(publish, election=election)
    page = html.fromstring(town.visitor().get(f"/results/{election}").text)
    rows = page.xpath('//table[contains(@class, "seats-table")]/tbody/tr')
    assert [int(row.xpath("string(td[last()])")) for row in rows] == SEATS
    text = " ".join(page.find(".//main").text_content().split())
    assert "9,350 divided by 17 is 550" in text
    assert "A candidate with more than 275 votes is elected first: that is 50 percent" in text
    assert re.findall(r"Residual seat (\d) goes to", text) == ["1", "2", "3", "4"]
    elected = page.xpath('//table[.//th[text()="Elected by"]]/tbody/tr')
    assert len(elected) == 17
    by_votes = [row for row in elected if "own votes" in row.text_content()]
    assert len(by_votes) == 7, "the leader of each list but the last"
