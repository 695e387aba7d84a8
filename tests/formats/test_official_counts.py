"""Which area of which file is set beside a youth vote."""

from dataclasses import replace

import pytest

from jeugd.domain.errors import CountOfAnotherPlace, Refused
from jeugd.domain.official_count import Notice
from jeugd.domain.official_election import OfficialElection
from jeugd.formats.csv_table import CsvColumnMissing, CsvUnfit
from jeugd.formats.eml_nl.count_refusals import CountOfAnotherElection, NotOfficial, SumsDiffer
from jeugd.formats.eml_nl.count_writer import UNOFFICIAL
from jeugd.formats.eml_nl.refusals import AnotherMessage, EncodingRefused, FileEmpty, XmlBroken
from jeugd.formats.official_counts import area_of, read_official_file
from tests.formats import official_files as files
from tests.formats.eml_files import candidate_lists
from tests.formats.official_files import VOTES, authority, group, identity, official_count, unit

COUNCIL = OfficialElection("GR2026_Juinen", "GR", "2026-03-18", "9999", seats=9)
PROVINCE = OfficialElection("PS2026_Juinen", "PS", "2026-03-18", "", seats=43)
OF_PROVINCE = identity("PS2026_Juinen", category="PS", subcategory="PS1", domain="")
DOUBLED = {number: 2 * votes for number, votes in VOTES.items()}
REST = (("Kiesgerechtigden", 2000), ("Opkomst", 1007), ("AantalGeldigeStemmen", 1000))


def area(data, official=COUNCIL):
    return area_of(read_official_file(data), "9999", official)


def of_province(total=None, **more):
    return official_count(total, election=OF_PROVINCE, **more)


def votes_in(found):
    return {one.number: one.votes for one in found.lists}


# -- EML_NL


def test_the_count_of_a_municipality_is_read():
    found = area(official_count(group(cast=40, blank=3, invalid=2)))
    assert (found.source, found.name, found.is_whole) == ("510b", "Juinen", True)
    assert votes_in(found) == VOTES
    assert (found.blank, found.invalid, found.entitled, found.admitted) == (3, 2, 40, 11)
    assert [each.votes for each in found.lists[0].candidates] == [400, 0, 0, 0, 0]


def test_a_station_that_is_open_to_all_says_nothing_of_who_may_vote():
    assert area(official_count(group(cast=0))).entitled is None


def test_numbers_that_do_not_agree_are_noted():
    reasons = (("geldige stempassen", 10), ("toegelaten kiezers", 11))
    assert area(official_count(group(reasons=reasons))).notices == (Notice(None, "admitted", 11, 10),)


def test_in_a_count_of_many_municipalities_the_own_one_is_chosen():
    units = unit("0037", "Elders", VOTES) + unit("9999", "Juinen", VOTES)
    found = area(of_province(group(DOUBLED, cast=80, blank=2), units=units, message="510d"), PROVINCE)
    assert (found.source, found.name, found.is_whole) == ("510d", "Juinen", False)
    assert votes_in(found) == VOTES
    assert found.lists[0].candidates


def test_without_the_own_municipality_it_is_the_whole_and_places_on_lists_say_nothing():
    units = unit("0037", "Elders", VOTES) + unit("0038", "Nergens", VOTES)
    found = area(
        of_province(
            group(DOUBLED, cast=80, blank=2), units=units, message="510d", by=authority("CSB", "CSB")
        ),
        PROVINCE,
    )
    assert (found.name, found.is_whole) == ("Gemeenteraad Juinen 2026", True)
    assert votes_in(found) == DOUBLED
    assert all(one.candidates == () for one in found.lists)


def test_the_own_municipality_is_a_part_of_a_province():
    found = area(of_province(), PROVINCE)
    assert (found.name, found.is_whole) == ("Juinen", False)


@pytest.mark.parametrize("message", ["510b", "510c"])
def test_the_count_of_another_municipality_is_refused(message):
    with pytest.raises(CountOfAnotherPlace) as refused:
        area(of_province(by=authority("0037", "Elders"), message=message), PROVINCE)
    assert refused.value.facts == {"area": "Elders"}


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("id", {"id": "GR2026_Elders"}),
        ("date", {"day": "2026-03-19"}),
        ("domain", {"domain": '<kr:ElectionDomain Id="0037">Elders</kr:ElectionDomain>'}),
    ],
)
def test_the_count_of_another_election_is_refused(part, changes):
    with pytest.raises(CountOfAnotherElection) as refused:
        area(official_count(election=identity(**changes)))
    assert refused.value.facts["part"] == part


# -- CSV


def test_the_long_table_gives_the_own_municipality():
    lines = [*files.region(rest=REST), *files.region(DOUBLED, "L528", "Nederland")]
    found = area(files.regions(*lines), PROVINCE)
    assert (found.source, found.name, found.is_whole) == ("csv", "Juinen", False)
    assert votes_in(found) == VOTES
    assert (found.entitled, found.admitted, found.blank) == (2000, 1007, None)
    assert area(files.regions(*lines)).is_whole, "the council of a municipality is all of it"


def test_the_long_table_without_the_own_municipality_gives_the_whole():
    lines = [*files.region(VOTES, "G0037", "Elders"), *files.region(DOUBLED, "P25", "Gelderland")]
    found = area(files.regions(*lines), PROVINCE)
    assert (found.name, found.is_whole, votes_in(found)) == ("Gelderland", True, DOUBLED)
    with pytest.raises(CountOfAnotherPlace):
        area(files.regions(*lines, *files.region(VOTES, "P24", "Flevoland")), PROVINCE)


def test_the_stations_of_the_own_municipality_are_added_up():
    found = area(files.stations() + b"\n" + files.stations(DOUBLED, "37").partition(b"\n")[2])
    assert (found.source, found.name, found.is_whole) == ("csv-stations", "Juinen", True)
    assert [(one.number, one.name, one.votes) for one in found.lists] == [
        (None, files.SHOWN[number], votes) for number, votes in VOTES.items()
    ]
    with pytest.raises(CountOfAnotherPlace):
        area(files.stations(municipality="37"))


def test_candidates_in_a_table_must_add_up():
    candidate = "Juinen;G9999;1;Juinen Nu;1;1.1;KandidaatAantalStemmen;399"
    with pytest.raises(SumsDiffer) as refused:
        area(files.regions(*files.region(), candidate))
    assert refused.value.facts["part"] == "candidates"


# -- what is refused whatever the election


@pytest.mark.parametrize(
    ("refusal", "data"),
    [
        (NotOfficial, official_count(election=identity("GR2026_Juinen_jeugd"))),
        (
            NotOfficial,
            files.regions(*files.region())
            .replace(b"Regio;", b"Partij;Regio;", 1)
            .replace(b"\nJuinen;", f"\n{UNOFFICIAL};Juinen;".encode()),
        ),
        (SumsDiffer, official_count(group().replace("<TotalCounted>1000", "<TotalCounted>1001"))),
        (AnotherMessage, candidate_lists()),
        (FileEmpty, b" \n"),
        (XmlBroken, official_count()[:900]),
        (EncodingRefused, official_count().decode().encode("utf-16")),
        (CsvColumnMissing, b"Lijst;Stemmen\n1;2\n"),
        (CsvUnfit, b"PK\x03\x04\x00"),
        (CsvUnfit, files.stations() + b"\nx"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_official_count_is_refused(refusal, data):
    with pytest.raises(Refused) as refused:
        read_official_file(data)
    assert type(refused.value) is refusal


def test_a_table_without_lines_is_refused():
    with pytest.raises(CsvUnfit):
        area(files.regions())


def test_the_digest_is_that_of_the_file():
    assert "".join(read_official_file(official_count()).digest) != "".join(
        read_official_file(files.stations()).digest
    )
    assert read_official_file(files.stations()).election is None
    assert replace(read_official_file(official_count()), digest=()).election[0] == "GR2026_Juinen"
