import pytest

from jeugd.domain.contest import CandidateList, Contest, Method, Option, numbered

FIRST = CandidateList(1, "Juinen Nu", (Option("1.1", "A. Bakker"), Option("1.2", "B. de Jong")))
NAMELESS = CandidateList(7, "", (Option("7.1", "H. Zandstra"), Option("7.3", "T. Bijl")))
LISTS = Contest("Op wie stem jij?", Method.LIST_VOTE, lists=(FIRST, NAMELESS))


def test_options_are_numbered_in_the_order_given():
    options = numbered([("Noor", "groep 7", "Klimmen."), ("Yassin", "", "")])
    assert options == (Option("1", "Noor", "groep 7", "Klimmen."), Option("2", "Yassin"))


def test_every_candidate_is_found_by_key_in_the_order_of_the_lists():
    assert list(LISTS.by_key) == ["1.1", "1.2", "7.1", "7.3"]
    assert LISTS.by_key["7.3"].name == "T. Bijl"


def test_a_list_keeps_its_official_number_also_after_a_gap():
    assert list(LISTS.list_by_number) == [1, 7]


@pytest.mark.parametrize(
    ("key", "expected"), [("1.2", FIRST), ("7.1", NAMELESS), ("3", None), ("blank", None)]
)
def test_a_candidate_stands_on_the_list_of_the_key(key, expected):
    assert LISTS.list_of(key) is expected


def test_the_first_candidate_leads_the_list():
    assert NAMELESS.leader.name == "H. Zandstra"
