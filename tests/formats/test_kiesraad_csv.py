import csv
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain.errors import Refused
from jeugd.formats import kiesraad_csv_writer
from jeugd.formats.csv_table import FORMULA, CsvColumnMissing, CsvUnfit
from jeugd.formats.eml_nl import count_refusals
from jeugd.formats.eml_nl.count_writer import (
    central_youth_count,
    municipal_youth_count,
    school_unit,
    youth_votes,
)
from jeugd.formats.eml_nl.counts import read_count
from jeugd.formats.kiesraad_csv import (
    COLUMNS,
    CandidateResult,
    ListResult,
    RegionResult,
    is_unofficial,
    read_regions,
    read_stations,
)
from jeugd.formats.kiesraad_csv_writer import municipality_code, regions_of, write_regions
from tests.formats import count_files as files

COUNT = read_count(files.count_file())
LISTS = files.lists()
HEAD = ";".join(COLUMNS)
WORDS = files.WORDS.filter(lambda words: not words.startswith(FORMULA))
NUMBERS = st.none() | st.integers(0, 999)


def line(kind, value, *, region="Juinen;G0042;K6;P25", of=";;;;;;;;"):
    """``of``: list number and name, then the candidate's number, initials, first name, prefix, last name, place."""
    return f"{region};;{of};{kind};{value}"


def official(*lines):
    return "\n".join((HEAD, *lines)).encode()


OFFICIAL = official(
    line("LijstAantalStemmen", 7, of="1;Juinen Nu;;;;;;;"),
    line("Kiesgerechtigden", 40),
    line("Opkomst", 11),
    line("AantalGeldigeStemmen", 10),
    line("AantalBlancoStemmen", 1),
    line("AantalOngeldigeStemmen", 0),
    line("LijstAantalStemmen", 3, of="4;;;;;;;;"),
    line("LijstAantalZetels", 2, of="1;Juinen Nu;;;;;;;", region="Nederland;L528;;"),
    line(
        "KandidaatAantalStemmen", 5, of="1;Juinen Nu;1;A.;Anna;de;Bakker;Juinen;v", region="Nederland;L528;;"
    ),
    line("KandidaatGekozen", 1, of="1;Juinen Nu;1;A.;Anna;de;Bakker;Juinen;v", region="Nederland;L528;;"),
)


# -- the long table


def test_the_numbers_of_a_region_are_gathered_from_its_lines():
    juinen, country = read_regions(OFFICIAL)
    assert (juinen.code, juinen.name, juinen.parent, juinen.grandparent) == ("G0042", "Juinen", "K6", "P25")
    assert (juinen.entitled, juinen.turnout, juinen.counted, juinen.blank, juinen.invalid) == (
        40,
        11,
        10,
        1,
        0,
    )
    assert [(found.number, found.name, found.votes) for found in juinen.lists] == [
        (1, "Juinen Nu", 7),
        (4, None, 3),
    ]
    assert (country.entitled, country.parent) == (None, None)
    assert country.lists[0].seats == 2
    assert country.lists[0].candidates == (
        CandidateResult(1, "A.", "Anna", "de", "Bakker", "Juinen", 5, True),
    )


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + OFFICIAL,
        OFFICIAL.replace(b"\n", b"\r\n"),
        OFFICIAL + b"\n",
        OFFICIAL.replace(b"Juinen Nu", b'"Juinen Nu"'),
        OFFICIAL + b"\n" + line("EenNieuwVeld", "ja").encode(),
    ],
)
def test_how_the_table_is_written_does_not_matter(data):
    assert read_regions(data) == read_regions(OFFICIAL)


def test_the_order_of_columns_does_not_matter():
    rows = [dict(zip(COLUMNS, row.split(";"), strict=True)) for row in OFFICIAL.decode().split("\n")[1:]]
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS[::-1], delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    assert read_regions(out.getvalue().encode()) == read_regions(OFFICIAL)


def test_a_name_from_a_spreadsheet_on_windows_is_read():
    data = official(line("Opkomst", 1, region="S\u00fad-Juinen;G0042;;")).decode().encode("cp1252")
    assert read_regions(data)[0].name == "S\u00fad-Juinen"


@pytest.mark.parametrize(
    ("refusal", "column", "data"),
    [
        (CsvUnfit, "Waarde", official(line("Opkomst", -1))),
        (CsvUnfit, "Waarde", official(line("Opkomst", ""))),
        (CsvUnfit, "Waarde", official(line("Opkomst", "1.000"))),
        (CsvUnfit, "Waarde", official(line("Opkomst", "9" * 10))),
        (CsvUnfit, "Waarde", official(line("Opkomst", 1), line("Opkomst", 2))),
        (
            CsvUnfit,
            "Waarde",
            official(*(line("LijstAantalStemmen", n, of="1;Juinen Nu;;;;;;;") for n in (1, 2))),
        ),
        (CsvUnfit, "LijstNummer", official(line("LijstAantalStemmen", 1, of="een;;;;;;;;"))),
        (CsvUnfit, "RegioCode", official(line("Opkomst", 1, region="Juinen;42;;"))),
        (CsvUnfit, None, official("Juinen;G0042;Opkomst;1")),
        (CsvUnfit, None, OFFICIAL.replace(b"\n", b"\n\n")),
        (CsvColumnMissing, "VeldType", OFFICIAL.replace(b"VeldType", b"Veld")),
        (CsvColumnMissing, "Regio", b""),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_by_name(refusal, column, data):
    with pytest.raises(refusal) as refused:
        read_regions(data)
    assert refused.value.facts["column"] == column


def test_lists_that_do_not_add_up_to_the_valid_votes_are_noticed():
    with pytest.raises(count_refusals.SumsDiffer) as refused:
        read_regions(OFFICIAL.replace(b"LijstAantalStemmen;3", b"LijstAantalStemmen;4"))
    assert refused.value.facts["unit"] == "G0042"


# -- votes per station

STATIONS = (
    b"GemeenteCode;GemeenteNaam;Postcode;StembureauNaam;StembureauCode;PartijNaam;AantalStemmen\n"
    b"42;Juinen;1234AB;De Regenboog;SB1;Juinen Nu;4\n"
    b"42;Juinen;1234AB;De Regenboog;SB1;Blanco (Bos);3\n"
    b"42;Juinen;;Dorpshuis;SB2;Juinen Nu;3\n"
    b"43;Elders;;Dorpshuis;SB1;Juinen Nu;9\n"
)


def test_the_votes_of_each_station_are_gathered():
    first, second, elsewhere = read_stations(STATIONS)
    assert (first.municipality, first.municipality_name, first.postcode) == ("0042", "Juinen", "1234AB")
    assert (first.name, first.code, first.votes) == (
        "De Regenboog",
        "SB1",
        (("Juinen Nu", 4), ("Blanco (Bos)", 3)),
    )
    assert (second.postcode, second.votes) == (None, (("Juinen Nu", 3),))
    assert elsewhere.municipality == "0043"


@pytest.mark.parametrize("municipality", ["0042", "42"])
def test_of_all_stations_those_of_one_municipality_are_read(municipality):
    assert [found.code for found in read_stations(STATIONS, municipality)] == ["SB1", "SB2"]


def test_older_files_have_no_postcodes():
    older = "\n".join(
        ";".join(cell for place, cell in enumerate(row.split(";")) if place != 2)
        for row in STATIONS.decode().splitlines()
    )
    assert [found.postcode for found in read_stations(older.encode())] == [None, None, None]


@pytest.mark.parametrize(
    "change", [(b";4\n", b";vier\n"), (b"Blanco (Bos)", b"Juinen Nu"), (b"Juinen Nu", b"")]
)
def test_a_station_with_unclear_votes_is_refused(change):
    with pytest.raises(CsvUnfit):
        read_stations(STATIONS.replace(*change, 1))


# -- written


@st.composite
def regions(draw):
    codes = draw(st.lists(st.integers(1, 9999), min_size=1, max_size=3, unique=True))
    return tuple(draw(one_region(f"G{code:04}")) for code in codes)


@st.composite
def one_region(draw, code):
    lists = tuple(
        draw(one_list(number)) for number in draw(st.lists(st.integers(1, 99), max_size=3, unique=True))
    )
    votes = [found.votes for found in lists if found.votes is not None]
    return RegionResult(
        code=code,
        name=draw(WORDS),
        parent=draw(st.sampled_from([None, "K6"])),
        grandparent=draw(st.sampled_from([None, "L528"])),
        entitled=draw(st.integers(0, 999)),
        turnout=draw(NUMBERS),
        counted=sum(votes) if votes else draw(NUMBERS),
        blank=draw(NUMBERS),
        invalid=draw(NUMBERS),
        lists=lists,
    )


@st.composite
def one_list(draw, number):
    candidates = tuple(
        CandidateResult(
            number=place,
            initials=draw(st.none() | files.WORDS),
            first_name=draw(st.none() | files.WORDS),
            prefix=draw(st.none() | files.WORDS),
            last_name=draw(files.WORDS),
            locality=draw(st.none() | files.WORDS),
            votes=draw(st.integers(0, 999)),
            elected=draw(st.booleans()),
        )
        for place in draw(st.lists(st.integers(1, 80), max_size=3, unique=True))
    )
    return ListResult(
        number, draw(st.none() | files.WORDS), draw(st.integers(0, 999)), draw(NUMBERS), candidates
    )


@given(regions())
@settings(deadline=None, max_examples=60)
def test_what_is_written_is_read_back(written):
    assert read_regions(write_regions(written)) == written


def unmarked_lines(data):
    rows = list(csv.DictReader(StringIO(data.decode()), delimiter=";"))
    assert rows
    return [row for row in rows if row["Partij"] != "jeugdverkiezing, niet officieel"]


def test_every_line_says_that_it_is_unofficial():
    data = write_regions(regions_of(COUNT, LISTS, "G0042"))
    assert unmarked_lines(data) == []
    assert is_unofficial(data)
    assert not is_unofficial(OFFICIAL)


def test_a_line_that_does_not_say_so_is_found_out(monkeypatch):
    """The planted bug of the test above."""
    monkeypatch.setattr(kiesraad_csv_writer, "UNOFFICIAL", "")
    assert unmarked_lines(write_regions(regions_of(COUNT, LISTS, "G0042")))


def test_a_count_becomes_a_region_with_its_candidates_seats_and_elected():
    (region,) = regions_of(COUNT, LISTS, municipality_code("42"), seats={1: 2}, elected={(1, 2)})
    assert (region.code, region.name, region.entitled, region.turnout) == ("G0042", "Juinen", 40, 11)
    assert [(found.votes, found.seats) for found in region.lists] == [(7, 2), (3, 0)]
    assert [(one.last_name, one.votes, one.elected) for one in region.lists[0].candidates] == [
        ("Bakker", 5, False),
        ("De Jong", 2, True),
    ]
    assert read_regions(write_regions([region])) == (region,)


def test_polling_stations_are_no_regions():
    assert len(regions_of(COUNT, LISTS, "G0042")) == 1


def test_the_municipalities_of_a_larger_area_are_regions_without_candidates():
    votes = youth_votes(LISTS.contests[0], files.COUNTED, entitled=28, admitted=10, blank=0, invalid=0)
    noon = datetime(2026, 3, 19, 12, tzinfo=UTC)
    counts = [
        municipal_youth_count(
            files.JUINEN,
            LISTS.contests[0],
            [school_unit(number, 1, "School", None, votes)],
            municipality=number,
            municipality_name="Juinen",
            created=noon,
        )
        for number in ("0042", "9001")
    ]
    whole, *municipal = regions_of(central_youth_count(counts, name="Juinerland", created=noon), LISTS, "P25")
    assert (whole.code, whole.counted, len(whole.lists[0].candidates)) == ("P25", 20, 2)
    assert [(one.code, one.parent, one.counted) for one in municipal] == [
        ("G0042", "P25", 10),
        ("O9001", "P25", 10),
    ]
    assert {found.candidates for one in municipal for found in one.lists} == {()}


@pytest.mark.parametrize("lost", [(1, 2), (4, 1)])
def test_candidates_whom_the_lists_do_not_have_are_refused(lost):
    (contest,) = LISTS.contests
    fewer = tuple(
        replace(
            found, candidates=tuple(one for one in found.candidates if (found.number, one.number) != lost)
        )
        for found in contest.lists
    )
    lists = replace(LISTS, contests=(replace(contest, lists=tuple(one for one in fewer if one.candidates)),))
    with pytest.raises(count_refusals.NotOfTheseLists):
        regions_of(COUNT, lists, "G0042")


def test_a_region_is_not_calculated_by_a_spreadsheet():
    (region,) = regions_of(COUNT, LISTS, "G0042")
    written = write_regions([replace(region, name="=1+1")])
    assert {row["Regio"] for row in csv.DictReader(StringIO(written.decode()), delimiter=";")} == {"'=1+1"}


def test_a_count_of_other_lists_is_refused():
    with pytest.raises(Refused):
        regions_of(replace(COUNT, election=replace(COUNT.election, id="GR2026_Elders")), LISTS, "G0042")
