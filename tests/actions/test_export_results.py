"""A published schaduwverkiezing as files: a unit for each school, small ones added up, nothing before its moment."""

import csv
import io
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from jeugd.actions.count_ballots import count_election
from jeugd.actions.export_results import FileFormat, export_results, has_exports, youth_count
from jeugd.actions.import_candidates import OfficialFiles, import_candidates
from jeugd.actions.prepare_election import (
    add_school,
    add_station,
    close_election,
    discard_draft,
    freeze,
    open_election,
    set_contest,
)
from jeugd.actions.publish_results import publish
from jeugd.domain.contest import Contest, numbered
from jeugd.domain.errors import NotFound
from jeugd.formats.eml_nl import read_candidate_lists
from jeugd.formats.eml_nl.counts import read_count
from jeugd.formats.kiesraad_csv import COLUMNS, is_unofficial, read_regions
from jeugd.storage import official_files
from jeugd.storage.tables import TallyRow
from tests.actions.refusals import refuses
from tests.cast import CHILDREN, KINDERBURGEMEESTER
from tests.formats.eml_files import affiliation, candidate, candidate_lists, contest, definition, identifier

DOMAIN = '<kr:ElectionDomain Id="9999">Juinen</kr:ElectionDomain>'
OF_JUINEN = identifier(domain=DOMAIN, subcategory="GR1")
PREFIX = "<xnl:NamePrefix>de</xnl:NamePrefix>"
LISTS = candidate_lists(
    contest(
        affiliation(1, "Juinen Nu", candidate(1, "Bakker") + candidate(2, "Jong", PREFIX))
        + affiliation(4, "Groen Juinen", candidate(1, "Bouzid") + candidate(3, "Stam"))
        + affiliation(7, "", candidate(1, "Zandstra"))
    ),
    OF_JUINEN,
)  # fmt: skip
DEFINED = definition(OF_JUINEN, seats="5", threshold="50")

LARGE = {"1.1": 30, "1.2": 9, "4.3": 25, "7.1": 10, "blank": 3, "invalid": 1}
OTHER = {"1.1": 12, "4.1": 13, "4.3": 11}
SMALL = {"1.1": 8, "4.1": 7}
TINY = {"7.1": 4, "blank": 2}
UNANIMOUS = {"4.1": 30, "1.1": 1}
PART = {"1.1": 12, "4.1": 9, "7.1": 3}  # of a school with several classes
ONE_CLASS = {"1.1": 20, "4.1": 8, "7.1": 1}  # a class in which one pupil chose list 7


def imported(town, lists=LISTS, defined=DEFINED, municipality="GM9999"):
    files = OfficialFiles.read(lists, defined)
    return town.do(import_candidates, files=files, by=None, municipality=municipality).election


def counted(town, schools, municipality="GM9999", **more):
    """A counted election; of each school the boxes of its classes. A name with a * is a place without a school."""
    election = imported(town, municipality=municipality, **more)
    boxes = {}
    for name, classes in schools.items():
        boxes |= _stations(town, election, name, classes, replace(town.carla, municipality=municipality))
    town.do(freeze, election=election)
    town.do(open_election, election=election)
    town.do(close_election, election=election)
    count_election(town.database, town.custody, election=election, by=town.carla, now=town.now)
    with town.database.write() as session:
        for station, box in boxes.items():
            session.add_all(
                TallyRow(station=station, contest=1, answer=one, votes=votes) for one, votes in box.items()
            )
    return election


def _stations(town, election, name, classes, by):
    """{station: box} of the classes of a school."""
    school = None if "*" in name else town.do(add_school, name=name, by=by)
    return {
        town.do(
            add_station,
            election=election,
            school=school,
            name=name.strip("*") if school is None else f"Klas {number}",
            expected=100,
        ): box
        for number, box in enumerate(classes, start=1)
    }


def published(town, schools, **more):
    election = counted(town, schools, **more)
    town.do(publish, election=election)
    return election


def exported(town, election, as_format):
    with town.database.read() as session:
        return export_results(session, election=election, as_format=as_format)


def units(town, election):
    """{name: (entitled, ballots)} of each unit, and the total, of the exported count."""
    (one,) = read_count(exported(town, election, FileFormat.EML).contents).contests
    assert sum(unit.votes.ballots for unit in one.units) == one.total.ballots
    return {unit.name: (unit.votes.entitled, unit.votes.ballots) for unit in one.units}


SCHOOLS = {"Zuid": [LARGE], "Noord": [PART, PART], "*Bibliotheek": [OTHER]}


# -- the files that were imported


def test_the_files_of_an_election_are_kept_as_they_came(either_town):
    election = imported(either_town)
    with either_town.database.read() as session:
        assert official_files.contents(session, election, "230b") == LISTS
        assert official_files.contents(session, election, "110a") == DEFINED
        assert not official_files.is_kept(session, either_town.election, "230b")


def test_a_draft_that_is_thrown_away_takes_its_files_along(either_town):
    election = imported(either_town)
    either_town.do(discard_draft, election=election)
    with either_town.database.read() as session:
        assert not official_files.is_kept(session, election, "230b")
        assert official_files.contents(session, election, "110a") is None


# -- when there is something to export


@pytest.mark.parametrize("as_format", FileFormat)
def test_nothing_is_exported_before_publication(either_town, as_format):
    town = either_town
    election = counted(town, SCHOOLS)
    with refuses(town, NotFound):
        exported(town, election, as_format)
    with town.database.read() as session:
        assert not has_exports(session, election)
    town.do(publish, election=election)
    assert exported(town, election, as_format).contents
    with town.database.read() as session:
        assert has_exports(session, election)


@pytest.mark.parametrize(
    ("schools", "why"),
    [
        ({"Zuid": [SMALL], "Noord": [{"1.1": 2, "4.1": 2}]}, "fewer than twenty votes"),
        ({"Zuid": [{"1.1": 25}], "Noord": [{"1.1": 20, "4.1": 2}]}, "nearly all chose the same"),
        ({"Zuid": [ONE_CLASS]}, "one class, in which one pupil stands out"),
        ({"Zuid": [{}]}, "no votes at all"),
    ],
)
def test_where_the_public_sees_no_numbers_there_is_no_export(town, schools, why):
    election = published(town, schools, defined=None)
    for as_format in FileFormat:
        with refuses(town, NotFound):
            exported(town, election, as_format)
    with town.database.read() as session:
        assert not has_exports(session, election), why


def test_an_election_that_was_not_imported_is_not_exported(town):
    with refuses(town, NotFound):
        exported(town, "nowhere", FileFormat.EML)
    election = town.add_election(KINDERBURGEMEESTER)
    town.add_station("Groep 8", election=election)
    town.open_election(election)
    town.do(close_election, election=election)
    count_election(town.database, town.custody, election=election, by=town.carla, now=town.now)
    town.do(publish, election=election)
    with refuses(town, NotFound):
        exported(town, election, FileFormat.EML)


def test_an_imported_draft_with_another_question_is_not_exported(town):
    election = imported(town, defined=None)
    question = Contest("Wat doen we?", options=numbered(CHILDREN))
    town.do(set_contest, election=election, number=1, contest=question)
    station = town.add_station("Klas 1", election=election)
    for step in (freeze, open_election, close_election):
        town.do(step, election=election)
    count_election(town.database, town.custody, election=election, by=town.carla, now=town.now)
    with town.database.write() as session:
        session.add(TallyRow(station=station, contest=1, answer="1", votes=60))
    town.do(publish, election=election)
    with refuses(town, NotFound):
        exported(town, election, FileFormat.EML)


# -- schools, and what small numbers hide


def test_each_school_is_a_unit_and_its_classes_are_added_up(town):
    election = published(town, SCHOOLS)
    assert units(town, election) == {"Bibliotheek": (100, 36), "Noord": (200, 48), "Zuid": (100, 78)}


def test_small_schools_are_added_up(town):
    election = published(town, SCHOOLS | {"Klein": [SMALL], "Heel klein": [TINY]})
    assert list(units(town, election)) == ["Bibliotheek", "Noord", "Zuid", "Overige scholen en locaties"]
    assert units(town, election)["Overige scholen en locaties"] == (200, 21)


def test_one_small_school_takes_the_next_smallest_along(town):
    election = published(town, SCHOOLS | {"Klein": [SMALL]})
    assert units(town, election) == {
        "Noord": (200, 48),
        "Zuid": (100, 78),
        "Overige scholen en locaties": (200, 36 + 15),
    }


def test_a_school_that_nearly_agrees_is_not_shown_by_itself(town):
    election = published(town, SCHOOLS | {"Eensgezind": [UNANIMOUS]})
    assert list(units(town, election)) == ["Noord", "Zuid", "Overige scholen en locaties"]


def test_a_school_of_one_class_shows_no_more_than_its_class_sees(town):
    election = published(town, SCHOOLS | {"Een klas": [ONE_CLASS]})
    assert "Een klas" not in units(town, election)


def test_where_no_school_can_be_shown_there_is_one_unit_for_the_municipality(town):
    election = published(town, {"Zuid": [SMALL], "Noord": [SMALL]})
    assert units(town, election) == {"Juinen": (200, 30)}


def test_the_numbers_of_voters_are_those_of_the_stations(town):
    election = imported(town)
    schools = [town.do(add_school, name=name) for name in ("Zuid", "Noord")]
    stations = [
        town.do(add_station, election=election, school=school, name="Hal", expected=28) for school in schools
    ]
    town.do(freeze, election=election)
    town.do(open_election, election=election)
    for station in stations:
        codes = town.issue(25, station)
        town.open(station)
        town.vote(list(zip(codes, ["1.1"] * 10 + ["4.3"] * 10 + ["7.1"] * 4, strict=False)), station)
        town.shut(station)
    town.do(close_election, election=election)
    count_election(town.database, town.custody, election=election, by=town.carla, now=town.now)
    town.do(publish, election=election)
    with town.database.read() as session:
        count, _ = youth_count(session, election)
    for unit in count.contests[0].units:
        assert (unit.votes.entitled, unit.votes.admitted, unit.votes.ballots) == (28, 24, 24)


# -- the files


def test_the_count_cannot_pass_for_official(town):
    made = exported(town, published(town, SCHOOLS), FileFormat.EML)
    count = read_count(made.contents)
    assert made.name == "Jeugdtelling_GR2026_Juinen_jeugd.eml.xml"
    assert count.is_youth_count
    assert "(jeugdverkiezing, niet officieel)" in count.election.name
    assert b"<!-- JEUGDVERKIEZING, NIET OFFICIEEL" in made.contents
    assert (count.authority_id, count.authority_name, count.message) == ("9999", "Juinen", "510b")
    assert [unit.id for unit in count.contests[0].units] == [f"9999::SB900{number}" for number in (1, 2, 3)]


def test_the_count_bears_the_moment_until_which_the_result_was_shut(town):
    count = read_count(exported(town, published(town, SCHOOLS), FileFormat.EML).contents)
    assert count.created.isoformat() == "2026-03-18T21:00:00+01:00"


def test_the_same_result_is_the_same_bytes(town):
    election = published(town, SCHOOLS | {"Klein": [SMALL]})
    first = [exported(town, election, one) for one in FileFormat]
    town.now = town.now.replace(year=2030)
    assert [exported(town, election, one) for one in FileFormat] == first


def test_the_table_by_school_holds_the_votes_of_every_candidate(town):
    made = exported(town, published(town, SCHOOLS), FileFormat.OSV)
    assert made.name == "Jeugdtelling_GR2026_Juinen_jeugd_osv4-3.csv"
    rows = list(csv.reader(io.StringIO(made.contents.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][2] == "Gemeenteraad Juinen 2026 (jeugdverkiezing, niet officieel)"
    assert rows[5][4:] == ["Totaal", "Bibliotheek", "Noord", "Zuid"]
    assert rows[-8:] == [
        ["1", "Juinen Nu", "", "", "75", "12", "24", "39"],
        ["", "", "1", "Bakker, A.", "66", "12", "24", "30"],
        ["", "", "2", "de Jong, A.", "9", "0", "0", "9"],
        ["4", "Groen Juinen", "", "", "67", "24", "18", "25"],
        ["", "", "1", "Bouzid, A.", "31", "13", "18", "0"],
        ["", "", "3", "Stam, A.", "36", "11", "0", "25"],
        ["7", "", "", "", "16", "0", "6", "10"],
        ["", "", "1", "Zandstra, A.", "16", "0", "6", "10"],
    ]
    figures = {row[1]: row[4:] for row in rows[8:-8]}
    assert figures["blanco stembiljetten"] == ["3", "0", "0", "3"]
    assert figures["ongeldige stembiljetten"] == ["1", "0", "0", "1"]


def test_the_long_table_has_the_columns_of_the_electoral_council_and_the_seats(town):
    election = published(town, SCHOOLS)
    made = exported(town, election, FileFormat.REGIONS)
    assert made.name == "Jeugdtelling_GR2026_Juinen_jeugd_uitslag.csv"
    assert made.contents.decode().partition("\n")[0] == ";".join(COLUMNS)
    assert is_unofficial(made.contents)
    (whole,) = read_regions(made.contents)
    assert (whole.code, whole.counted, whole.blank, whole.invalid) == ("G9999", 158, 3, 1)
    assert [(one.number, one.votes, one.seats) for one in whole.lists] == [(1, 75, 2), (4, 67, 2), (7, 16, 1)]
    elected = [(one.number, each.number) for one in whole.lists for each in one.candidates if each.elected]
    assert set(elected) == {(1, 1), (1, 2), (4, 1), (4, 3), (7, 1)}


def test_without_a_number_of_seats_the_long_table_has_none(town):
    (whole,) = read_regions(
        exported(town, published(town, SCHOOLS, defined=None), FileFormat.REGIONS).contents
    )
    assert {one.seats for one in whole.lists} == {None}


def test_the_name_of_a_school_can_neither_calculate_nor_break_the_file(town):
    names = {"=1+1;<b>&": [LARGE], '"Het Kompas"': [OTHER]}
    election = published(town, names)
    assert set(units(town, election)) == set(names)
    assert b';"\'=1+1;<b>&"' in exported(town, election, FileFormat.OSV).contents
    ET.fromstring(exported(town, election, FileFormat.EML).contents)


def test_lists_of_several_kieskringen_are_exported_for_the_own_one(town):
    circles = (
        contest(affiliation(1, "Oost", candidate(1) + candidate(2)), "5")
        + contest(affiliation(1, "West", candidate(1) + candidate(2)) + affiliation(2, "Ster", candidate(1)), "6")
    )  # fmt: skip
    national = identifier("TK2026", category="TK", subcategory="TK", domain="")
    regions = (
        '<kr:Region RegionNumber="6" RegionCategory="KIESKRING"><kr:RegionName>Juinen</kr:RegionName></kr:Region>'
        '<kr:Region RegionNumber="9999" RegionCategory="GEMEENTE" SuperiorRegionNumber="6"'
        ' SuperiorRegionCategory="KIESKRING"><kr:RegionName>Juinen</kr:RegionName></kr:Region>'
    )
    election = published(
        town,
        {"Zuid": [{"1.1": 15, "1.2": 10, "2.1": 20}]},
        lists=candidate_lists(circles, national),
        defined=definition(national, regions, seats="150", threshold="25", contest_id="alle"),
    )
    made = exported(town, election, FileFormat.EML)
    assert made.name == "Jeugdtelling_TK2026_jeugd_gemeente_Juinen.eml.xml"
    (one,) = read_count(made.contents).contests
    assert (one.id, [(each.name, each.votes) for each in one.total.lists]) == (
        "6",
        [("West", 25), ("Ster", 20)],
    )


def test_what_is_exported_is_about_the_candidates_of_the_official_file(town):
    with town.database.read() as session:
        _, lists = youth_count(session, published(town, SCHOOLS))
    assert lists == read_candidate_lists(LISTS)
