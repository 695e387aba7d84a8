"""Exports of a youth vote on real and on invented lists: valid by the official schema, the official columns."""

import csv
import io
import random
from collections import Counter

import pytest

from jeugd.actions.export_results import FileFormat
from jeugd.domain.election import Definition
from jeugd.formats.eml_nl import read_candidate_lists
from jeugd.formats.eml_nl.counts import read_count
from jeugd.formats.eml_nl.vote_group import figures
from jeugd.formats.kiesraad_csv import is_unofficial, read_regions
from jeugd.storage import elections
from tests.actions.test_export_results import counted, exported
from tests.conformance.test_counts import FILES, REAL, broken_rules

WMW, TK = (real[1] for real in REAL)
LISTS = [
    ("230b_kandidatenlijsten-juinen", "GM0042"),
    (WMW, "GM0668"),
    (TK, "GM0668"),
]
# ELECTION-RULES 4
COLUMNS = (
    "Regio;RegioCode;OuderRegioCode;GrootOuderRegioCode;Partij;LijstNummer;LijstNaam;KandidaatNummer;"
    "KandidaatInitialen;KandidaatVoornaam;KandidaatTussenvoegsel;KandidaatAchternaam;KandidaatWoonplaats;"
    "KandidaatGeslacht;VeldType;Waarde"
)
KINDS = {
    "AantalBlancoStemmen",
    "AantalGeldigeStemmen",
    "AantalOngeldigeStemmen",
    "KandidaatAantalStemmen",
    "Kiesgerechtigden",
    "LijstAantalStemmen",
    "Opkomst",
}
WITH_SEATS = {"LijstAantalZetels", "KandidaatGekozen"}
# the two small ones have 14 votes together, so 't Kompas goes with them
SCHOOLS = {
    "Zuid": (120, 90),
    "Noord": (250,),
    "'t Kompas & co": (60, 40),
    "Klein": (7,),
    "Heel klein": (3, 4),
}


def data_of(name):
    return next(path for path in FILES if name in path.name).read_bytes()


def boxes(lists):
    """Boxes of each school, filled by chance; the same ones every time."""
    dice = random.Random(668)
    first = read_candidate_lists(lists).contests[0].lists
    keys = [f"{one.number}.{each.number}" for one in first for each in one.candidates] + ["blank", "invalid"]
    weights = [dice.choice((1, 1, 1, 5, 40)) for _ in keys]
    return {
        name: [dict(Counter(dice.choices(keys, weights, k=size))) for size in classes]
        for name, classes in SCHOOLS.items()
    }


@pytest.fixture(params=LISTS, ids=[one[0] for one in LISTS])
def election(request, town):
    """A published youth vote beside an election of the reference data: (town, its id, the lists)."""
    from jeugd.actions.publish_results import publish

    name, municipality = request.param
    lists = data_of(name)
    made = counted(town, boxes(lists), lists=lists, defined=None, municipality=municipality)
    with town.database.read() as session:
        assert Definition.from_json(elections.election(session, made).definition).official is not None
    town.now = town.now.replace(year=2027)
    town.do(publish, election=made)
    return town, made, read_candidate_lists(lists)


def test_the_count_is_valid_and_reads_back(election):
    town, made, lists = election
    data = exported(town, made, FileFormat.EML).contents
    assert broken_rules(data) == []
    count = read_count(data)
    (contest,) = count.contests
    assert count.is_youth_count
    assert [unit.name for unit in contest.units] == ["Noord", "Zuid", "Overige scholen en locaties"]
    assert {found.number for found in contest.total.lists} == {one.number for one in lists.contests[0].lists}
    assert contest.total.ballots == sum(map(sum, SCHOOLS.values()))


def test_the_three_files_hold_the_same_numbers(election):
    town, made, _ = election
    count = read_count(exported(town, made, FileFormat.EML).contents)
    numbers = figures(count.contests[0].total)
    table = exported(town, made, FileFormat.OSV).contents.decode("utf-8-sig")
    assert {key: votes for key, votes in in_table(table).items() if key[0]} == {
        key: votes for key, votes in numbers.items() if key[0]
    }
    (whole,) = read_regions(exported(town, made, FileFormat.REGIONS).contents)
    in_regions = {(one.number, 0): one.votes for one in whole.lists} | {
        (one.number, each.number): each.votes for one in whole.lists for each in one.candidates
    }
    assert in_regions == {key: votes for key, votes in numbers.items() if key[0]}
    assert (whole.counted, whole.invalid, whole.blank) == (numbers[0, 0], numbers[0, 1], numbers[0, 2])


def in_table(text):
    """The totals in the table by school: {(list, candidate): votes}, candidate 0 is the list."""
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[0] if row else "" for row in rows[:5]] == ["Verkiezing", "Datum", "Gebied", "Nummer", ""]
    found, current = {}, 0
    for row in rows[8:]:
        current = int(row[0] or current)
        assert int(row[4] or 0) == sum(int(cell or 0) for cell in row[5:])
        found[current, int(row[2] or 0)] = int(row[4] or 0)
    return found


def test_the_long_table_has_the_columns_and_the_kinds_of_numbers_of_the_electoral_council(election):
    town, made, _ = election
    data = exported(town, made, FileFormat.REGIONS).contents
    assert data.decode().partition("\n")[0] == COLUMNS
    assert is_unofficial(data)
    rows = csv.DictReader(io.StringIO(data.decode()), delimiter=";")
    kinds = {row["VeldType"] for row in rows}
    assert kinds - WITH_SEATS == KINDS
    assert kinds <= KINDS | WITH_SEATS
