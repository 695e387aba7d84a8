"""Every EML file of the reference data, by name: what reads it, or why nothing does. A new file wants a line here."""

import pytest

from jeugd.cli import sentence
from jeugd.domain.errors import Refused
from jeugd.formats.eml_nl import read_candidate_lists, read_definition
from jeugd.formats.eml_nl.result import read_result
from jeugd.formats.official_counts import read_official_file
from tests.conftest import SHARED_DATA

EML = SHARED_DATA / "eml"
FILES = {str(path.relative_to(EML)): path for path in EML.rglob("*") if path.is_file()}
NOT_EML = {"xsd_validity.json"}

LISTS, DEFINITION, COUNT, RESULT = READERS = (
    read_candidate_lists,
    read_definition,
    read_official_file,
    read_result,
)
READ = {
    "abacus-definitions/Verkiezingsdefinitie_AB2023_Limburg.eml.xml": DEFINITION,
    "abacus-definitions/Verkiezingsdefinitie_GR2026_Stadskanaal.eml.xml": DEFINITION,
    "abacus-definitions/Verkiezingsdefinitie_PS2023_Drenthe.eml.xml": DEFINITION,
    "abacus-definitions/Verkiezingsdefinitie_PS2023_Gelderland.eml.xml": DEFINITION,
    "abacus-definitions/Verkiezingsdefinitie_PS2023_Limburg.eml.xml": DEFINITION,
    "abacus/eml110a_test.eml.xml": DEFINITION,
    "abacus/eml110a_test_AB.eml.xml": DEFINITION,
    "abacus/eml110a_test_less_than_19_seats.eml.xml": DEFINITION,
    "abacus/eml230b_test.eml.xml": LISTS,
    "abacus/eml230b_test_more_than_45_candidates.eml.xml": LISTS,
    "abacus/eml230b_test_with_gaps.eml.xml": LISTS,
    "juinen/eml110a_verkiezingsdefinitie-juinen.eml.xml": DEFINITION,
    "juinen/eml230b_kandidatenlijsten-juinen.eml.xml": LISTS,
    "other/deserialize_eml510d_test.eml.xml": COUNT,
    "other/eml230b_test_without_addresses.eml.xml": LISTS,
    "other/eml520_test.eml.xml": RESULT,
    "real-wmw/Kandidatenlijsten_GR2022_WestMaasenWaal.eml.xml": LISTS,
    "real-wmw/Kandidatenlijsten_TK2025_Nijmegen.eml.xml": LISTS,
    "real-wmw/Telling_GR2022_WestMaasenWaal.eml.xml": COUNT,
    "real-wmw/Telling_TK2025_gemeente_West_Maas_en_Waal.eml.xml": COUNT,
}
# the reader for which its name says that it is meant, and what that reader says; the 110b lists polling stations
REFUSED = {
    "abacus/eml110a_invalid_election_category_and_sub_category_mismatch.eml.xml": (
        DEFINITION,
        "CategoryMismatch",
    ),
    "abacus/eml110a_invalid_election_limited_elections_supported.eml.xml": (DEFINITION, "DomainUnexpected"),
    "abacus/eml110a_invalid_election_missing_election_domain.eml.xml": (DEFINITION, "DomainMissing"),
    "abacus/eml110b_1_station.eml.xml": (DEFINITION, "AnotherMessage"),
    "abacus/eml110b_less_than_10_stations.eml.xml": (DEFINITION, "AnotherMessage"),
    "abacus/eml110b_not_matching_election_id.eml.xml": (DEFINITION, "AnotherMessage"),
    "abacus/eml110b_test.eml.xml": (DEFINITION, "AnotherMessage"),
    "abacus/eml110b_test_420_polling_stations.eml.xml": (DEFINITION, "AnotherMessage"),
    "abacus/eml110b_zero_number_of_voters.eml.xml": (DEFINITION, "AnotherMessage"),
    "abacus/eml230b_invalid_document_type.eml.xml": (LISTS, "AnotherMessage"),
    "abacus/eml230b_invalid_empty_affiliates.eml.xml": (LISTS, "NoLists"),
    "abacus/eml230b_invalid_empty_candidates.eml.xml": (LISTS, "ListEmpty"),
    "abacus/eml230b_invalid_incorrect_election.eml.xml": (LISTS, "AuthorityOfAnotherDomain"),
    "abacus/eml230b_invalid_incorrect_election_date.eml.xml": (LISTS, "ElectionBeforeNomination"),
    "abacus/eml230b_invalid_incorrect_election_domain.eml.xml": (LISTS, "AuthorityOfAnotherDomain"),
    "abacus/eml230b_invalid_incorrect_election_type.eml.xml": (LISTS, "CategoryMismatch"),
    "abacus/eml230b_invalid_missing_authority.eml.xml": (LISTS, "AuthorityMissing"),
    "juinen/eml110b_stembureaulijst-juinen.eml.xml": (DEFINITION, "AnotherMessage"),
}


def refusal(reader, path):
    """What a reader has against a file, or None."""
    try:
        reader(path.read_bytes())
    except Refused as error:
        return error
    return None


def unexpected(found):
    return set(found) ^ (READ.keys() | REFUSED.keys() | NOT_EML)


def test_every_file_has_an_expectation():
    assert unexpected(FILES) == set()
    assert unexpected([*FILES, "real-wmw/Telling_GR2026.eml.xml"]) == {"real-wmw/Telling_GR2026.eml.xml"}
    messages = ("110a", "110b", "230b", "510", "520", "Kandidatenlijsten", "Telling", "Verkiezingsdefinitie")
    assert not [one for one in messages if not any(one in name for name in FILES)]


@pytest.mark.parametrize("name", READ)
def test_a_good_file_is_read_by_its_own_reader_and_by_no_other(name):
    assert [one for one in READERS if refusal(one, FILES[name]) is None] == [READ[name]]


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("language", ["nl_NL.UTF-8", "C"])
def test_a_wrong_file_is_refused_with_a_sentence(monkeypatch, name, language):
    monkeypatch.setenv("LC_ALL", language)
    reader, said = REFUSED[name]
    errors = {one: refusal(one, FILES[name]) for one in READERS}
    assert None not in errors.values()
    assert errors[reader].name == said
    for error in errors.values():
        words = sentence(error)
        assert words.endswith((".", "?"))
        assert error.name not in words
        assert 30 < len(words) < 250
