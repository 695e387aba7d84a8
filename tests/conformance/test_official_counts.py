"""Real official counts beside a youth vote on the real lists, and every other file refused by its name."""

import pytest
from sqlmodel import select

from jeugd.actions.import_candidates import OfficialFiles, import_candidates
from jeugd.actions.import_results import election_of, import_results
from jeugd.actions.prepare_election import freeze, set_seats
from jeugd.domain.election import Definition
from jeugd.domain.errors import ElectionUnclear, Refused
from jeugd.domain.journal import Deed
from jeugd.domain.official_count import seats_of
from jeugd.formats.eml_nl.refusals import AnotherMessage
from jeugd.formats.official_counts import read_official_file
from jeugd.storage import elections, official_counts
from jeugd.storage.tables import JournalRow
from tests.conformance.eml_files import FILES
from tests.conftest import SHARED_DATA

REAL = SHARED_DATA / "eml" / "real-wmw"
COUNCIL = "GR2022_WestMaasenWaal"
SEATS = [3, 2, 3, 2, 2, 2, 2, 1]  # ELECTION-RULES 1.11
IMPORTED = {"Telling_GR2022_WestMaasenWaal.eml.xml", "Telling_TK2025_gemeente_West_Maas_en_Waal.eml.xml"}


@pytest.fixture
def juinen(town):
    """Both real elections, frozen, in the municipality of West Maas en Waal."""
    for name, seats in ((COUNCIL, 17), ("TK2025_Nijmegen", 150)):
        lists = (REAL / f"Kandidatenlijsten_{name}.eml.xml").read_bytes()
        made = town.do(
            import_candidates, files=OfficialFiles.read(lists, None), municipality="GM0668", by=None
        )
        town.do(set_seats, election=made.election, seats=seats)
        town.do(freeze, election=made.election)
    return town


def imported(town, path):
    file = read_official_file(path.read_bytes())
    with town.database.write() as session:
        return import_results(session, election=election_of(session, file), file=file, now=town.now)


def test_the_official_council_of_west_maas_en_waal_comes_out(juinen):
    done = imported(juinen, REAL / f"Telling_{COUNCIL}.eml.xml")
    with juinen.database.read() as session:
        count, digest = official_counts.count_of(session, done.election)
        definition = Definition.from_json(elections.election(session, done.election).definition)
    seats = seats_of(count, definition.contests[0], definition.official)
    assert [one.seats for one in seats.standings] == SEATS
    assert (count.area, count.is_whole, count.valid, count.blank, count.invalid) == (
        "West Maas en Waal", True, 9350, 21, 27,
    )  # fmt: skip
    assert (count.entitled, count.admitted, count.notices) == (16202, 9398, ())
    assert count.votes.keys() == definition.contests[0].by_key.keys()
    assert digest == "".join(done.digest)


def test_a_municipality_is_a_part_of_the_tweede_kamer(juinen):
    count = imported(juinen, REAL / "Telling_TK2025_gemeente_West_Maas_en_Waal.eml.xml").count
    assert (count.area, count.is_whole, count.valid) == ("West Maas en Waal", False, 13627)
    assert len(count.of_list) == 24


def outcome(town, path):
    """What became of a file: imported, or the name of its refusal."""
    try:
        imported(town, path)
    except Refused as error:
        return error.name
    return "imported"


def test_every_file_is_imported_or_refused_by_its_name(juinen):
    outcomes = {path.name: outcome(juinen, path) for path in FILES}
    of_heemdamseburg = outcomes.pop("deserialize_eml510d_test.eml.xml")
    assert of_heemdamseburg == ElectionUnclear.__name__, "that election is not here"
    assert {name for name, found in outcomes.items() if found == "imported"} == IMPORTED
    others = {name: found for name, found in outcomes.items() if name not in IMPORTED}
    assert len(others) == len(FILES) - 3
    assert set(others.values()) == {AnotherMessage.__name__}
    with juinen.database.read() as session:
        deeds = [row.deed for row in session.exec(select(JournalRow)).all()]
    assert deeds.count(Deed.RESULTS_IMPORTED) == len(IMPORTED)
