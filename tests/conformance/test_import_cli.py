"""A real candidate list becomes a ballot by one command: gemeenteraad West Maas en Waal, 2022."""

import contextlib
import json
import re

import pytest

from jeugd.cli import main
from jeugd.domain.contest import Method
from jeugd.domain.election import Definition, ElectionState, Opening
from jeugd.storage import elections
from jeugd.storage.database import Database
from tests.conftest import SHARED_DATA

FOLDER = SHARED_DATA / "eml" / "real-wmw"
LISTS = FOLDER / "Kandidatenlijsten_GR2022_WestMaasenWaal.eml.xml"


@pytest.fixture
def imported(sqlite_address, monkeypatch, capsys):
    monkeypatch.setenv("JEUGD_DATABASE", sqlite_address)
    assert main(["import", "candidates", str(LISTS), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    with contextlib.closing(Database(sqlite_address)) as database, database.read() as session:
        row = elections.election(session, data["election"])
        session.expunge(row)
    return data, row


def test_the_command_says_which_lists_it_read(imported):
    data, _ = imported
    text = LISTS.read_text()
    assert len(data["lists"]) == 8
    assert sum(one["candidates"] for one in data["lists"]) == text.count("<CandidateIdentifier ")
    assert data["category"] == "GR"
    assert data["date"] == "2022-03-16"


def test_the_ballot_holds_every_list_and_candidate_in_the_official_order(imported):
    data, row = imported
    definition = Definition.from_json(row.definition)
    (contest,) = definition.contests
    assert contest.method is Method.LIST_VOTE
    assert definition.opening is Opening.TOGETHER
    assert row.state is ElectionState.DRAFT
    assert row.municipality == "GM0668"
    assert row.publish_at.isoformat() == "2022-03-16T20:00:00+00:00"
    names = re.findall(r"<(?:\w+:)?LastName>([^<]+)<", LISTS.read_text())
    assert len(contest.by_key) == len(names)
    for name, option in zip(names, contest.by_key.values(), strict=True):
        assert name in option.name
    assert definition.source == data["sha256"]


def test_the_result_file_in_its_place_is_refused(sqlite_address, monkeypatch, capsys):
    monkeypatch.setenv("JEUGD_DATABASE", sqlite_address)
    monkeypatch.setenv("LC_ALL", "C")
    counts = list(FOLDER.glob("Telling_*.xml"))
    assert counts
    for path in counts:
        assert main(["import", "candidates", str(path)]) == 2
        assert capsys.readouterr().err.startswith("jeugd: This is EML 510")
