from datetime import date

import pytest

from jeugd.formats.eml_nl import (
    contest_of_municipality,
    display_name,
    file_digest,
    must_belong_together,
    read_candidate_lists,
    read_definition,
    refusals,
)
from tests.formats import eml_files as eml

PROVINCE = {
    "id": "PS2027_Juinerland",
    "category": "PS",
    "subcategory": "PS2",
    "domain": "<kr:ElectionDomain>Juinerland</kr:ElectionDomain>",
}


def first_list(data):
    return read_candidate_lists(data).contests[0].lists[0]


def test_the_lists_of_juinen_are_read():
    lists = read_candidate_lists(eml.candidate_lists())
    assert lists.election.id == "GR2026_Juinen"
    assert lists.election.date == date(2026, 3, 18)
    assert (lists.election.category, lists.election.subcategory) == ("GR", "GR2")
    assert (lists.election.domain_id, lists.election.domain_name) == ("0042", "Juinen")
    assert (lists.authority_id, lists.issued) == ("CSB", "2026-02-06")
    (contest,) = lists.contests
    assert contest.id == "geen"
    assert [(found.number, found.name, found.language) for found in contest.lists] == [(1, "Juinen Nu", "nl")]
    assert [candidate.last_name for candidate in contest.lists[0].candidates] == ["Bakker", "De Jong"]


def test_the_definition_of_juinen_is_read():
    definition = read_definition(eml.definition())
    assert (definition.seats, definition.preference_threshold, definition.contest_id) == (27, 25, "geen")
    assert [(region.number, region.name) for region in definition.municipalities] == [("42", "Juinen")]
    assert definition.registered_names == ("Juinen Nu",)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            "<xnl:FirstName>Anneke</xnl:FirstName><xnl:NamePrefix>de</xnl:NamePrefix>",
            "A. (Anneke) de Vries-Bakker",
        ),
        ("<xnl:NamePrefix>van der</xnl:NamePrefix>", "A. van der Vries-Bakker"),
        ("", "A. Vries-Bakker"),
    ],
)
def test_a_name_is_shown_as_on_the_ballot(parts, expected):
    people = eml.candidate(last_name="Vries-Bakker", name=parts)
    assert (
        display_name(first_list(eml.candidate_lists(eml.contest(eml.affiliation(candidates=people)))).leader)
        == expected
    )


def test_a_name_without_initials_has_no_brackets():
    people = eml.candidate(name="<xnl:FirstName>Anneke</xnl:FirstName>").replace(">A.<", "><")
    assert (
        display_name(first_list(eml.candidate_lists(eml.contest(eml.affiliation(candidates=people)))).leader)
        == "Anneke Bakker"
    )


def test_what_is_not_seen_in_a_name_does_not_come_onto_the_ballot():
    people = eml.candidate(last_name="Bak\u202eker\u200b")
    found = first_list(
        eml.candidate_lists(eml.contest(eml.affiliation(name="Juinen\u2067 Nu", candidates=people)))
    )
    assert (found.name, display_name(found.leader)) == ("Juinen Nu", "A. Bakker")


def test_a_name_of_which_nothing_is_seen_is_missing():
    people = eml.candidate(last_name="\u202e\u200b")
    with pytest.raises(refusals.PartMissing):
        first_list(eml.candidate_lists(eml.contest(eml.affiliation(candidates=people))))


def test_a_list_without_a_name_has_none_and_is_known_by_its_leader():
    nameless = first_list(eml.candidate_lists(eml.contest(eml.affiliation(name=" "))))
    assert nameless.name is None
    assert nameless.leader.last_name == "Bakker"


def test_gaps_in_the_numbers_of_lists_and_candidates_are_kept():
    people = eml.candidate(1) + eml.candidate(7)
    contest = eml.contest(eml.affiliation(2) + eml.affiliation(9, candidates=people))
    lists = read_candidate_lists(eml.candidate_lists(contest)).contests[0].lists
    assert [found.number for found in lists] == [2, 9]
    assert [candidate.number for candidate in lists[1].candidates] == [1, 7]


@pytest.mark.parametrize(
    ("data", "gender"), [('PublishGender="true"', "female"), ('PublishGender="false"', None), ("", None)]
)
def test_gender_is_kept_only_where_the_list_publishes_it(data, gender):
    assert first_list(eml.candidate_lists(eml.contest(eml.affiliation(data=data)))).leader.gender == gender


def test_where_a_candidate_lives_at_home_abroad_and_unsaid():
    home = (
        "<QualifyingAddress><xal:Locality><xal:LocalityName>Juinen</xal:LocalityName>"
        "</xal:Locality></QualifyingAddress>"
    )
    abroad = (
        "<QualifyingAddress><xal:Country><xal:CountryNameCode>BE</xal:CountryNameCode><xal:Locality>"
        "<xal:LocalityName>Brussel</xal:LocalityName></xal:Locality></xal:Country></QualifyingAddress>"
    )
    people = eml.candidate(1, rest=home) + eml.candidate(2, rest=abroad) + eml.candidate(3, rest="")
    found = first_list(eml.candidate_lists(eml.contest(eml.affiliation(candidates=people)))).candidates
    assert [(person.locality, person.country_code) for person in found] == [
        ("Juinen", None),
        ("Brussel", "BE"),
        (None, None),
    ]


def test_other_prefixes_a_byte_order_mark_comments_and_line_breaks_do_not_matter():
    data = (
        eml.candidate_lists().replace(b"kr:", b"k:").replace(b"xmlns:kr", b"xmlns:k").replace(b"xnl:", b"n:")
    )
    data = data.replace(b"xmlns:n:", b"xmlns:n").replace(b"xmlns:xnl", b"xmlns:n")
    data = data.replace(b">Juinen Nu<", b">\n  Juinen\n  Nu <!-- so -->\n<")
    assert first_list(b"\xef\xbb\xbf" + data).name == "Juinen Nu"


def test_the_parts_of_the_identifier_stand_in_any_order():
    kr_first = eml.DOMAIN + "<kr:ElectionDate>2026-03-18+01:00</kr:ElectionDate>"
    election = (
        f'<ElectionIdentifier Id="GR2026_Juinen">{kr_first}<ElectionCategory>GR</ElectionCategory>'
        "<ElectionName>Raad</ElectionName></ElectionIdentifier>"
    )
    assert read_candidate_lists(eml.candidate_lists(election=election)).election.date == date(2026, 3, 18)


REFUSED_LISTS = [
    ("PartMissing", {"contests": ""}),
    ("NoLists", {"contests": eml.contest("")}),
    ("ListEmpty", {"contests": eml.contest(eml.affiliation(candidates=""))}),
    ("NumbersNotIncreasing", {"contests": eml.contest(eml.affiliation(1) + eml.affiliation(1))}),
    ("NumbersNotIncreasing", {"contests": eml.contest(eml.affiliation(2) + eml.affiliation(1))}),
    (
        "NumbersNotIncreasing",
        {"contests": eml.contest(eml.affiliation(candidates=eml.candidate(2) + eml.candidate(1)))},
    ),
    ("PartMalformed", {"contests": eml.contest(eml.affiliation("0"))}),
    ("PartMalformed", {"contests": eml.contest(eml.affiliation("-1"))}),
    ("PartMalformed", {"contests": eml.contest(eml.affiliation("\u0661"))}),
    ("PartMalformed", {"contests": eml.contest(eml.affiliation(candidates=eml.candidate("1e9")))}),
    ("PartMissing", {"contests": eml.contest(eml.affiliation(""))}),
    ("PartMissing", {"contests": eml.contest(eml.affiliation(candidates=eml.candidate(last_name=" ")))}),
    ("PartMalformed", {"contests": eml.contest(eml.affiliation(name="x" * 401))}),
    ("PartMissing", {"contests": eml.contest(id="")}),
    ("AuthorityMissing", {"authority": ""}),
    ("AuthorityMissing", {"authority": eml.AUTHORITY.replace('Id="CSB"', 'Id=" "')}),
    ("AuthorityOfAnotherDomain", {"authority": eml.AUTHORITY.replace("CSB", "0043")}),
    ("BirthDatesRefused", {"message": "230c"}),
    ("BirthDatesRefused", {"message": "210"}),
    ("BirthDatesRefused", {"extra": "<DateOfBirth>1970-01-01</DateOfBirth>"}),
    ("AnotherMessage", {"message": "110a"}),
    ("AnotherMessage", {"message": "510b"}),
    ("AnotherMessage", {"message": ""}),
    ("CategoryMismatch", {"election": eml.identifier(subcategory="AB2")}),
    ("CategoryMismatch", {"election": eml.identifier(category="XX", subcategory="XX1")}),
    ("DomainMissing", {"election": eml.identifier(domain="")}),
    ("DomainMissing", {"election": eml.identifier(domain="<kr:ElectionDomain>Juinen</kr:ElectionDomain>")}),
    ("DomainUnexpected", {"election": eml.identifier("TK2027", category="TK", subcategory="TK")}),
    ("ElectionBeforeNomination", {"election": eml.identifier(day="2026-02-02")}),
    ("PartMalformed", {"election": eml.identifier(day="18 maart 2026")}),
    ("PartMalformed", {"election": eml.identifier(day="2026-02-30")}),
    ("PartMissing", {"election": eml.identifier(day="")}),
    ("PartMalformed", {"election": eml.identifier(id="Juinen")}),
]


@pytest.mark.parametrize(("name", "changes"), REFUSED_LISTS)
def test_lists_that_make_no_ballot_are_refused_by_name(name, changes):
    with pytest.raises(refusals.EmlRefused) as refused:
        read_candidate_lists(eml.candidate_lists(**changes))
    assert type(refused.value).__name__ == name


@pytest.mark.parametrize("changes", [{"authority": eml.AUTHORITY.replace("CSB", "42")}, {}])
def test_the_municipality_itself_and_its_central_stembureau_may_publish_the_lists(changes):
    read_candidate_lists(eml.candidate_lists(**changes))


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("PartMissing", {"seats": ""}),
        ("PartMalformed", {"seats": "0"}),
        ("PartMalformed", {"threshold": "250"}),
        ("PartMalformed", {"threshold": "half"}),
        ("PartMissing", {"threshold": ""}),
        ("PartMissing", {"regions": ""}),
        ("CategoryMismatch", {"election": eml.identifier(subcategory="TK")}),
    ],
)
def test_a_definition_that_lacks_what_a_result_needs_is_refused_by_name(name, changes):
    with pytest.raises(refusals.EmlRefused) as refused:
        read_definition(eml.definition(**changes))
    assert type(refused.value).__name__ == name


def test_lists_and_definition_of_one_election_belong_together_whatever_their_zeros():
    other_zeros = eml.identifier(domain=eml.DOMAIN.replace("0042", "42"))
    must_belong_together(
        read_candidate_lists(eml.candidate_lists()), read_definition(eml.definition(election=other_zeros))
    )


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("id", {"id": "GR2026_Elders"}),
        ("date", {"day": "2026-03-19"}),
        ("category", {"category": "AB", "subcategory": "AB2"}),
        ("domain", {"domain": eml.DOMAIN.replace("0042", "0043")}),
    ],
)
def test_lists_of_another_election_are_refused(part, changes):
    definition = read_definition(eml.definition(election=eml.identifier(**changes)))
    with pytest.raises(refusals.AnotherElection) as refused:
        must_belong_together(read_candidate_lists(eml.candidate_lists()), definition)
    assert refused.value.facts["part"] == part


def province(*contest_ids):
    contests = "".join(eml.contest(id=contest_id) for contest_id in contest_ids)
    return read_candidate_lists(eml.candidate_lists(contests, eml.identifier(**PROVINCE)))


def two_circles():
    regions = (
        eml.region("1", "KIESKRING", "Noord")
        + eml.region("2", "KIESKRING", "Zuid")
        + eml.region("42", "GEMEENTE", "Juinen", eml.within("1"))
        + eml.region("43", "GEMEENTE", "Elders", eml.within("2"))
    )
    return read_definition(eml.definition(eml.identifier(**PROVINCE), regions, contest_id="alle"))


@pytest.mark.parametrize("ids", [("1", "2"), ("I", "II")])
def test_of_several_kieskringen_a_municipality_gets_its_own(ids):
    assert contest_of_municipality(province(*ids), "0043", two_circles()).id == ids[1]


def test_one_contest_needs_no_definition():
    assert contest_of_municipality(read_candidate_lists(eml.candidate_lists()), "0042").id == "geen"


def test_a_municipality_outside_the_election_is_refused():
    with pytest.raises(refusals.MunicipalityOutside):
        contest_of_municipality(province("1", "2"), "0099", two_circles())


@pytest.mark.parametrize(
    ("ids", "with_definition"), [(("1", "2"), False), (("1",), True), (("3", "4"), True)]
)
def test_a_kieskring_that_cannot_be_told_is_refused(ids, with_definition):
    with pytest.raises(refusals.ContestUnclear):
        contest_of_municipality(province(*ids), "0043", two_circles() if with_definition else None)


def test_a_file_is_known_by_sixteen_groups_of_four_digits():
    groups = file_digest(b"")
    assert (
        " ".join(groups) == "e3b0 c442 98fc 1c14 9afb f4c8 996f b924 27ae 41e4 649b 934c a495 991b 7852 b855"
    )
