import csv
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given, settings

from jeugd.domain.errors import Refused
from jeugd.formats import osv_csv
from jeugd.formats.csv_table import FORMULA
from jeugd.formats.eml_nl import count_refusals
from jeugd.formats.eml_nl.count_writer import youth_identity
from jeugd.formats.eml_nl.counts import UnitCount, read_count
from jeugd.formats.osv_csv import station_name, station_postcode, write_osv_csv
from tests.formats import count_files as files
from tests.formats import eml_files as eml

COUNT = read_count(files.count_file())
LISTS = files.lists()


def table(count=COUNT, lists=LISTS):
    return list(
        csv.reader(StringIO(write_osv_csv(count, lists).decode("utf-8-sig")), delimiter=";", strict=True)
    )


def with_names(count, *names):
    (contest,) = count.contests
    units = tuple(replace(unit, name=name) for unit, name in zip(contest.units, names, strict=True))
    return replace(count, contests=(replace(contest, units=units),))


def test_the_table_of_juinen():
    rows = table()
    assert rows[:4] == [
        ["Verkiezing", "", "Gemeenteraad Juinen 2026"],
        ["Datum", "", "2026-03-18"],
        ["Gebied", "", "Gemeente Juinen"],
        ["Nummer", "", "0042"],
    ]
    assert rows[5][4:] == ["Totaal", "De Regenboog", "Dorpshuis"]
    assert rows[6] == ["Gebiednummer", "", "", "", "", "1", "2"]
    assert rows[7] == ["Postcode", "", "", "", "", "1234 AB", ""]
    assert rows[8] == ["", "opgeroepenen", "", "", "40", "0", "0"]
    assert rows[-5:] == [
        ["1", "Juinen Nu", "", "", "7", "4", "3"],
        ["", "", "1", "Bakker, A.", "5", "4", "1"],
        ["", "", "2", "De Jong, A.", "2", "0", "2"],
        ["4", "", "", "", "3", "3", "0"],
        ["", "", "1", "Bos, A.", "3", "3", "0"],
    ]


def test_a_number_that_the_count_leaves_open_stays_open():
    rows = {row[1]: row[4:] for row in table() if len(row) > 4 and row[1]}
    assert rows["geldige stempas"] == ["11", "", ""]
    assert rows["geldig volmachtbewijs"] == ["", "", ""]
    assert rows["aangetroffen stembiljetten"] == ["11", "8", "3"]


def test_the_bytes_are_as_the_format_has_them():
    data = write_osv_csv(COUNT, LISTS)
    assert data.startswith(b'\xef\xbb\xbf"Verkiezing";;"Gemeenteraad')
    assert data.endswith(b'"Bos, A.";"3";"3";"0"')
    assert b"\r" not in data
    assert b'"0042"\n\n"Lijstnummer"' in data


@pytest.mark.parametrize(
    ("name", "shown", "postcode"),
    [
        ("Stembureau De Hucht (postcode: 6626 AC)", "De Hucht", "6626 AC"),
        ("Briefstembureau De Hucht", "De Hucht", ""),
        ("Stembureau Stembureau De Hucht", "De Hucht", ""),
        ("Hoofdgebouw (maandag) (postcode: 6626 AC)", "Hoofdgebouw (maandag)", "6626 AC"),
        ("School X (BRIN 00AB-01)", "School X (BRIN 00AB-01)", ""),
        (None, "", ""),
    ],
)
def test_a_station_is_shown_without_its_word_and_postcode(name, shown, postcode):
    unit = UnitCount("0042::SB1", name, COUNT.contests[0].total)
    assert (station_name(unit), station_postcode(unit)) == (shown, postcode)


def test_quotes_and_semicolons_stay_in_their_cell():
    assert table(with_names(COUNT, 'De "Hucht"; zaal', "b"))[5][5:] == ['De "Hucht"; zaal', "b"]


@pytest.mark.parametrize(("authority", "area"), [("9001", "Openbaar lichaam Juinen"), ("CSB", "Juinen")])
def test_an_island_and_a_larger_area_are_no_municipality(authority, area):
    assert table(replace(COUNT, authority_id=authority))[2][2] == area


def test_a_youth_count_says_so_in_its_first_line():
    ours = replace(COUNT, election=youth_identity(COUNT.election))
    assert table(ours)[0][2] == "Gemeenteraad Juinen 2026 (jeugdverkiezing, niet officieel)"


def calculated_cells(count):
    return [cell for row in table(count) for cell in row if cell.startswith(FORMULA)]


FORMULAS = ("=HYPERLINK(1)", "@SOM(A1)")


def test_no_school_of_a_youth_count_is_calculated_by_a_spreadsheet():
    ours = with_names(replace(COUNT, election=youth_identity(COUNT.election)), *FORMULAS)
    assert calculated_cells(ours) == []
    assert table(ours)[5][5:] == [f"'{name}" for name in FORMULAS]


def test_a_formula_that_gets_through_is_found_out(monkeypatch):
    """The planted bug of the test above."""
    monkeypatch.setattr(osv_csv, "harmless", lambda cell: cell)
    ours = with_names(replace(COUNT, election=youth_identity(COUNT.election)), *FORMULAS)
    assert calculated_cells(ours) == list(FORMULAS)


def test_the_stations_of_an_official_count_stay_as_they_are_to_the_byte():
    assert calculated_cells(with_names(COUNT, *FORMULAS)) == list(FORMULAS)


def test_other_candidates_are_refused():
    fewer = {key: votes for key, votes in files.COUNTED.items() if key != (1, 2)}
    count = read_count(files.count_file(files.contest(files.group(fewer), units="")))
    with pytest.raises(count_refusals.NotOfTheseLists) as refused:
        write_osv_csv(count, LISTS)
    assert refused.value.facts == {"list": 1, "candidate": 2}


def test_a_count_of_another_election_is_refused():
    with pytest.raises(Refused):
        write_osv_csv(read_count(files.count_file(election=eml.identifier(id="GR2026_Elders"))), LISTS)


@given(files.counts())
@settings(deadline=None, max_examples=30)
def test_every_vote_is_in_the_table(count):
    lists = files.lists_of(count)
    (contest,) = count.contests
    rows = table(count, lists)[24:]
    numbers = iter(rows)
    for found in contest.total.lists:
        assert next(numbers)[4] == str(found.votes)
        for person in found.candidates:
            cells = next(numbers)
            assert (cells[2], cells[4]) == (str(person.number), str(person.votes))
            assert sum(map(int, cells[5:])) == person.votes
    assert list(numbers) == []
