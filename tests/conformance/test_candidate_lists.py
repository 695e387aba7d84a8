"""Each EML file of the reference data is accepted or refused as its name says."""

import re

import pytest

from jeugd.formats.eml_nl import (
    EmlRefused,
    contest_of_municipality,
    display_name,
    must_belong_together,
    read_candidate_lists,
    read_definition,
)
from tests.conformance.eml_files import FILES, accepts, named

IS_LISTS = re.compile(r"230b|^Kandidatenlijsten")
IS_DEFINITION = re.compile(r"110a|^Verkiezingsdefinitie")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_candidate_lists_are_read_and_every_other_file_is_refused(path):
    good = bool(IS_LISTS.search(path.name)) and "invalid" not in path.name
    assert accepts(read_candidate_lists, path) == good


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_definitions_are_read_and_every_other_file_is_refused(path):
    good = bool(IS_DEFINITION.search(path.name)) and "invalid" not in path.name
    assert accepts(read_definition, path) == good


def test_there_are_files():
    assert len(FILES) > 30


@pytest.mark.parametrize(
    ("name", "lists", "candidates", "seats"),
    [
        ("GR2022_WestMaasenWaal", 8, 251, None),
        ("TK2025_Nijmegen", 24, 1085, None),
        ("230b_kandidatenlijsten-juinen", 4, 94, 45),
    ],
)
def test_real_lists_are_read_whole(name, lists, candidates, seats):
    (contest,) = read_candidate_lists(named(name)).contests
    assert len(contest.lists) == lists
    assert sum(len(found.candidates) for found in contest.lists) == candidates
    if seats:
        assert read_definition(named("110a_verkiezingsdefinitie-juinen")).seats == seats


def test_names_of_real_candidates_are_written_as_on_the_ballot():
    first = read_candidate_lists(named("GR2022_WestMaasenWaal")).contests[0].lists[0]
    assert display_name(first.candidates[0]) == "R.A.N. (Rob) Reuvers"
    assert display_name(first.candidates[2]) == "C.G.H.M. (Cees) van Dreumel"
    assert first.candidates[0].locality == "Beneden-Leeuwen"


def test_a_candidate_abroad_has_a_country():
    lists = read_candidate_lists(named("TK2025_Nijmegen")).contests[0].lists
    assert {person.country_code for found in lists for person in found.candidates} >= {None, "BE"}


def test_juinens_lists_and_definition_belong_together():
    must_belong_together(
        read_candidate_lists(named("230b_kandidatenlijsten-juinen")),
        read_definition(named("110a_verkiezingsdefinitie-juinen")),
    )


def test_the_definitions_of_provinces_know_the_kieskring_of_each_municipality():
    definition = read_definition(named("PS2023_Gelderland"))
    circles = {region.superior_number for region in definition.municipalities}
    assert (len(definition.municipalities), circles) == (51, {"1", "2"})


def test_lists_of_another_council_do_not_fit_juinens_definition():
    with pytest.raises(EmlRefused):
        must_belong_together(
            read_candidate_lists(named("GR2022_WestMaasenWaal")),
            read_definition(named("110a_verkiezingsdefinitie-juinen")),
        )


def test_a_municipality_votes_in_the_only_contest_of_its_lists():
    assert contest_of_municipality(read_candidate_lists(named("GR2022_WestMaasenWaal")), "0668").id == "geen"
