"""Counts against the reference data: two real ones, the tables made of them, and the official schema."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from lxml import etree

from jeugd.formats.eml_nl import read_candidate_lists
from jeugd.formats.eml_nl.count_writer import (
    central_youth_count,
    municipal_youth_count,
    school_unit,
    write_youth_count,
    youth_identity,
    youth_votes,
)
from jeugd.formats.eml_nl.counts import differences, must_be_official, read_count
from jeugd.formats.eml_nl.result import person_on_list, read_result
from jeugd.formats.kiesraad_csv import read_regions
from jeugd.formats.kiesraad_csv_writer import regions_of, write_regions
from jeugd.formats.osv_csv import write_osv_csv
from tests.conformance.eml_files import FILES, accepts, named
from tests.conftest import SHARED_DATA
from tests.formats.count_files import counts

IS_COUNT = re.compile("510d|^Telling")
IS_RESULT = re.compile("520")
REAL = [
    ("Telling_GR2022_WestMaasenWaal", "Kandidatenlijsten_GR2022_WestMaasenWaal", "gr2022_westmaasenwaal"),
    (
        "Telling_TK2025_gemeente_West_Maas_en_Waal",
        "Kandidatenlijsten_TK2025_Nijmegen",
        "tk2025_gemeente_westmaasenwaal",
    ),
]
NOON = datetime(2026, 3, 19, 12, tzinfo=UTC)


@cache
def schema():
    return etree.XMLSchema(
        etree.parse(str(SHARED_DATA / "xsd" / "eml_nl-1.2.2" / "510-count-kiesraad-strict.xsd"))
    )


def broken_rules(data):
    """What the official schema has against a file."""
    schema().validate(etree.fromstring(data))
    return [error.message for error in schema().error_log]


@cache
def count_named(name):
    return read_count(named(name))


@cache
def lists_named(name):
    return read_candidate_lists(named(name))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_counts_are_read_and_every_other_file_is_refused(path):
    assert accepts(read_count, path) == bool(IS_COUNT.search(path.name))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_results_are_read_and_every_other_file_is_refused(path):
    assert accepts(read_result, path) == bool(IS_RESULT.search(path.name))


def test_the_count_of_west_maas_en_waal_is_read_whole():
    (contest,) = count_named(REAL[0][0]).contests
    total = contest.total
    assert (total.entitled, total.counted, total.blank, total.invalid, total.admitted) == (
        16202,
        9350,
        21,
        27,
        9398,
    )
    assert [found.votes for found in total.lists] == [1893, 1345, 1372, 1157, 941, 972, 999, 671]
    assert (len(contest.units), contest.units[11].id) == (21, "0668::SB112")


@pytest.mark.parametrize("name", [real[0] for real in REAL])
def test_the_voters_of_real_counts_agree_with_their_ballots(name):
    must_be_official(count_named(name))
    assert differences(count_named(name)) == ()


@pytest.mark.parametrize(("count", "lists", "table"), REAL)
def test_the_table_of_a_real_count_is_equal_to_the_byte(count, lists, table):
    expected = (SHARED_DATA / "csv" / f"osv4-3_telling_{table}.csv").read_bytes()
    assert write_osv_csv(count_named(count), lists_named(lists)) == expected


@pytest.mark.parametrize(("count", "lists", "_table"), REAL)
def test_a_real_count_is_a_long_table_and_reads_back(count, lists, _table):
    regions = regions_of(count_named(count), lists_named(lists), "G0668")
    assert read_regions(write_regions(regions)) == regions


@pytest.mark.parametrize("name", [*(real[0] for real in REAL), "510d"])
def test_a_real_count_that_is_written_again_is_valid_and_the_same_but_for_its_name(name):
    count = count_named(name)
    data = write_youth_count(count)
    assert broken_rules(data) == []
    assert read_count(data) == replace(count, election=youth_identity(count.election))


@given(counts())
@settings(deadline=None, max_examples=60)
def test_every_count_that_is_written_is_valid(count):
    assert broken_rules(write_youth_count(count)) == []


def test_a_file_that_breaks_the_schema_is_noticed():
    """The planted bug of the tests of validity."""
    data = write_youth_count(count_named(REAL[0][0]))
    assert broken_rules(data.replace(b"GR2022_WestMaasenWaal_jeugd", b"Jeugd2022"))
    assert broken_rules(data.replace(b"::SB1", b"::School1"))


@pytest.mark.parametrize(
    ("lists", "municipality"),
    [
        ("Kandidatenlijsten_GR2022_WestMaasenWaal", "0668"),
        ("Kandidatenlijsten_TK2025_Nijmegen", "0668"),
        ("230b_kandidatenlijsten-juinen", "42"),
        ("eml230b_test_with_gaps", "0000"),
    ],
)
def test_the_schools_of_a_municipality_make_a_valid_count(lists, municipality):
    """On real lists and on those with gaps; also where a writer gave a municipality two digits."""
    read = lists_named(lists)
    (contest,) = read.contests
    chosen = {(found.number, found.leader.number): found.number for found in contest.lists}
    votes = youth_votes(contest, chosen, entitled=900, admitted=sum(chosen.values()) + 2, blank=1, invalid=1)
    schools = [school_unit(municipality, place, "School X", "00AB01", votes) for place in (1, 2)]
    count = municipal_youth_count(
        read.election,
        contest,
        schools,
        municipality=municipality,
        municipality_name="West Maas en Waal",
        created=NOON,
    )
    area = central_youth_count([count], name="Gebied", created=NOON)
    assert broken_rules(write_youth_count(count)) == []
    assert broken_rules(write_youth_count(area)) == []
    assert b"School X (BRIN 00AB-01)" in write_osv_csv(count, read)


def test_the_elected_of_the_example_are_read():
    (contest,) = read_result(named("520")).contests
    first = contest.lists[0]
    assert (first.number, first.name) == (1, "Heemdamsenaren")
    assert [(one.initials, one.prefix, one.last_name) for one in first.elected[:2]] == [
        ("A.B.C.", None, "Oorschot"),
        ("K.", "de", "Blikkert"),
    ]
    assert all(one.by_preference is not None for found in contest.lists for one in found.elected)


def test_the_elected_are_found_on_lists_by_name():
    contest = read_result(named("520")).contests[0]
    lists = lists_named("eml230b_test.eml").contests[0].lists
    found = [person_on_list(one, lists[0]) for one in contest.lists[0].elected]
    assert any(person is not None for person in found)
