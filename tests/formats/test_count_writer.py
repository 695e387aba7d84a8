import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from jeugd.formats.eml_nl import count_refusals, count_writer
from jeugd.formats.eml_nl.count_writer import (
    central_youth_count,
    municipal_youth_count,
    school_unit,
    write_youth_count,
    youth_file_name,
    youth_identity,
    youth_votes,
)
from jeugd.formats.eml_nl.counts import differences, must_be_official, read_count
from jeugd.formats.eml_nl.refusals import ContestUnclear
from jeugd.formats.eml_nl.vote_group import Reason
from tests.formats import count_files as files

LISTS = files.lists().contests[0]
NOON = datetime(2026, 3, 19, 12, tzinfo=UTC)


def votes_of(votes=None, **changes):
    numbers = {"entitled": 28, "admitted": 11, "blank": 1, "invalid": 0} | changes
    return youth_votes(LISTS, files.COUNTED if votes is None else votes, **numbers)


def juinen(*units, municipality="0042"):
    units = units or (school_unit("42", 1, "De Regenboog", "00AB01", votes_of()),)
    return municipal_youth_count(
        files.JUINEN, LISTS, units, municipality=municipality, municipality_name="Juinen", created=NOON
    )


def missing_marks(data):
    """The marks of an unofficial count that a file lacks, and what only an official one may have."""
    text = data.decode()
    marks = {
        "id": re.search(r'<ElectionIdentifier Id="[^"]+_jeugd"', text),
        "name": re.search(r"\(jeugdverkiezing, niet officieel\)</ElectionName>", text),
        "comment": re.search(r"\A<\?xml[^>]*>\s*<!-- JEUGDVERKIEZING, NIET OFFICIEEL\.", text),
        "unsigned": "Signature" not in text and "CanonicalizationMethod" not in text,
    }
    return [name for name, found in marks.items() if not found]


@given(files.counts())
@settings(deadline=None, max_examples=60)
def test_a_count_that_is_written_reads_back_the_same_but_for_the_name_of_its_election(count):
    written = read_count(write_youth_count(count))
    assert written == replace(count, election=youth_identity(count.election))


@given(files.counts())
@settings(deadline=None, max_examples=30)
def test_no_count_that_is_written_passes_for_official(count):
    data = write_youth_count(count)
    assert missing_marks(data) == []
    with pytest.raises(count_refusals.NotOfficial):
        must_be_official(read_count(data))


def test_an_official_count_that_is_written_becomes_a_youth_count():
    assert missing_marks(write_youth_count(read_count(files.count_file()))) == []


@pytest.mark.parametrize(
    ("part", "planted", "mark"),
    [
        ("youth_identity", lambda election: election, ["id", "name"]),
        ("COMMENT", " telling ", ["comment"]),
    ],
)
def test_a_writer_that_forgets_a_mark_is_found_out(monkeypatch, part, planted, mark):
    """The planted bugs of the tests above."""
    monkeypatch.setattr(count_writer, part, planted)
    official = read_count(files.count_file())
    assert missing_marks(write_youth_count(official)) == mark


def test_a_youth_election_is_marked_once():
    once = youth_identity(files.JUINEN)
    assert once.id == "GR2026_Juinen_jeugd"
    assert once.name == "Gemeenteraad Juinen 2026 (jeugdverkiezing, niet officieel)"
    assert youth_identity(once) == once


def test_an_election_with_the_longest_of_names_is_still_marked():
    long = replace(files.JUINEN, id=f"GR2026_{'x' * 93}", name="x" * 400)
    count = replace(juinen(), election=long)
    assert missing_marks(write_youth_count(count)) == []
    read_count(write_youth_count(count))


def test_a_school_is_a_unit_with_a_number_and_a_name_of_its_own():
    votes = votes_of()
    first = school_unit("42", 1, "De Regenboog", "00AB01", votes)
    assert (first.id, first.name) == ("0042::SB9001", "De Regenboog (BRIN 00AB-01)")
    assert school_unit("0042", 12, "School X", "00AB", votes).name == "School X (BRIN 00AB)"
    assert school_unit("0042", 12, "Jeugdhonk", None, votes).name == "Jeugdhonk"
    assert school_unit("0042", 12, "Jeugdhonk", None, votes).id == "0042::SB9012"


def test_lists_and_candidates_keep_their_numbers_and_those_without_votes_have_none():
    found = votes_of({(4, 1): 2}, admitted=3)
    assert [
        (one.number, [(person.number, person.votes) for person in one.candidates]) for one in found.lists
    ] == [
        (1, [(1, 0), (2, 0)]),
        (4, [(1, 2)]),
    ]
    assert (found.counted, found.ballots) == (2, 3)


@pytest.mark.parametrize(("admitted", "more", "fewer"), [(11, 0, 0), (10, 1, 0), (13, 0, 2)])
def test_a_difference_with_the_voters_admitted_is_stated_and_not_explained(admitted, more, fewer):
    found = votes_of(admitted=admitted)
    stated = dict(found.uncounted)
    assert (stated[Reason.MORE_BALLOTS], stated[Reason.FEWER_BALLOTS]) == (more, fewer)
    assert stated[Reason.UNEXPLAINED] == more + fewer
    assert differences(juinen(school_unit("42", 1, "De Regenboog", None, found))) == ()


def test_a_municipality_is_the_sum_of_its_schools():
    count = juinen(*(school_unit("42", place, "School", None, votes_of()) for place in (1, 2)))
    total = count.contests[0].total
    assert (total.entitled, total.counted, total.blank, total.admitted) == (56, 20, 2, 22)
    assert read_count(write_youth_count(count)) == count


def test_a_larger_area_is_the_sum_of_its_municipalities():
    whole = central_youth_count([juinen(), juinen(municipality="43")], name="Juinerland", created=NOON)
    assert (whole.message, whole.authority_id) == ("510d", "CSB")
    assert [unit.id for unit in whole.contests[0].units] == ["0042", "0043"]
    assert whole.contests[0].total.counted == 20
    assert read_count(write_youth_count(whole)) == whole
    assert missing_marks(write_youth_count(whole)) == []


def test_municipalities_of_different_kieskringen_are_not_added():
    other = juinen()
    other = replace(other, contests=(replace(other.contests[0], id="2"),))
    with pytest.raises(ContestUnclear):
        central_youth_count([juinen(), other], name="Juinerland", created=NOON)


def test_a_count_that_does_not_add_up_is_not_written():
    count = juinen()
    broken = replace(count.contests[0], total=replace(count.contests[0].total, counted=99))
    with pytest.raises(count_refusals.SumsDiffer):
        write_youth_count(replace(count, contests=(broken,)))


@pytest.mark.parametrize(
    "name",
    [
        "</ReportingUnitIdentifier><x/>",
        "--> &amp; <!-- ]]>",
        "bel\x07 nul\x00 wees\ud800 eind\uffff",
        "  regel\n  twee\t",
        "=1+1",
    ],
)
def test_a_school_may_be_called_anything_and_breaks_no_file(name):
    count = juinen(school_unit("42", 1, name, None, votes_of()))
    (unit,) = read_count(write_youth_count(count)).contests[0].units
    kept = re.sub("[\x00\x07\ud800\uffff]", " ", name)
    assert unit.name == " ".join(kept.split())
    assert unit.votes == count.contests[0].units[0].votes


def test_a_file_is_named_after_what_it_is():
    count = juinen()
    national = replace(count, election=replace(files.JUINEN, id="TK2025", category="TK"))
    assert youth_file_name(count) == "Jeugdtelling_GR2026_Juinen_jeugd.eml.xml"
    assert youth_file_name(replace(national, authority_name="'s-Juinen a/d Maas")) == (
        "Jeugdtelling_TK2025_jeugd_gemeente_s_Juinen_a_d_Maas.eml.xml"
    )
    central = central_youth_count([count], name="Juinerland", created=NOON)
    assert youth_file_name(central) == "Jeugdtotaaltelling_GR2026_Juinen_jeugd.eml.xml"
