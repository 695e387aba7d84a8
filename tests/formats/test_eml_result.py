import pytest

from jeugd.domain.errors import Refused
from jeugd.formats.eml_nl.refusals import EmlRefused
from jeugd.formats.eml_nl.result import person_on_list, read_result
from tests.formats import count_files as files
from tests.formats import eml_files as eml
from tests.formats.test_hostile_xml import HOSTILE


def elected(inner, ranking="", answer="yes"):
    return f"<Selection>{inner}{ranking}<Elected>{answer}</Elected></Selection>"


def of_list(number=1, **kwargs):
    name = "<RegisteredName>Juinen Nu</RegisteredName>"
    return elected(f'<AffiliationIdentifier Id="{number}">{name}</AffiliationIdentifier>', **kwargs)


def person(position=1, last_name="De Jong", ranking="1", **kwargs):
    return elected(eml.candidate(position, last_name), f"<Ranking>{ranking}</Ranking>", **kwargs)


def result_file(selections=None, message="520"):
    inside = of_list() + person() + of_list(4) + person(1, "Bos", "2") if selections is None else selections
    return (
        f'<EML {eml.NAMESPACES} Id="{message}" SchemaVersion="5"><Result><Election>{eml.identifier()}'
        f'<Contest><ContestIdentifier Id="geen"/>{inside}</Contest></Election></Result></EML>'
    ).encode()


def test_the_elected_of_each_list_are_read():
    (contest,) = read_result(result_file()).contests
    assert [(found.number, found.name, found.seats) for found in contest.lists] == [
        (1, "Juinen Nu", 1),
        (4, "Juinen Nu", 1),
    ]
    assert [found.elected[0].by_preference for found in contest.lists] == [True, False]


def test_people_are_found_on_their_list_by_name_whatever_number_the_result_gives_them():
    (contest,) = read_result(result_file()).contests
    (listed, _) = files.lists().contests[0].lists
    (de_jong,) = contest.lists[0].elected
    assert de_jong.position == 1
    assert person_on_list(de_jong, listed).number == 2
    assert person_on_list(contest.lists[1].elected[0], listed) is None


def test_whoever_is_not_elected_is_passed_over():
    lists = (
        read_result(result_file(of_list() + person(answer="no") + of_list(4, answer="no"))).contests[0].lists
    )
    assert [(found.number, found.seats) for found in lists] == [(1, 0)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("CandidateBeforeList", result_file(person())),
        ("PartMalformed", result_file(of_list() + person(ranking="9"))),
        ("PartMissing", result_file(of_list() + person(last_name=""))),
        ("PartMissing", result_file().replace(b'Id="geen"', b"")),
        ("PartMissing", result_file().replace(b"Contest>", b"Other>").replace(b"<Contest>", b"<Other>")),
        ("AnotherMessage", result_file(message="510d")),
    ],
)
def test_a_result_that_says_too_little_is_refused_by_name(name, data):
    with pytest.raises(EmlRefused) as refused:
        read_result(data)
    assert refused.value.name == name


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name):
    with pytest.raises(Refused):
        read_result(HOSTILE[name]())
