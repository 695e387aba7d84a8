import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain.tally import equal_shares
from jeugd.domain.tally.equal_shares import Completion
from jeugd.formats import pabulib
from jeugd.formats.pabulib import (
    BudgetFile,
    Fault,
    PabulibRefused,
    PabulibTooLarge,
    PabulibUnfit,
    Project,
    VoteTypeRefused,
    read_pabulib,
    write_pabulib,
)
from tests.domain.tally.budgets import wieliczka

LINES = [
    "META",
    "key; value",
    "description; Speelpleinen van Juinen",
    "num_projects; 3",
    "num_votes; 4",
    "budget; 2500",
    "vote_type; approval",
    "PROJECTS",
    "project_id; cost; name; selected",
    '1; 600; "Schommel; de grote"; 1',
    "2; 800; Glijbaan; 0",
    "4; 1400; ; 0",
    "VOTES",
    "voter_id; age; vote",
    "1; 9; 1,2,4",
    "2; 10; 2",
    "3; 9; ",
    "4; ; 2",
]
GOOD = "\n".join(LINES).encode()


def with_line(number, text):
    """The good file with another line of this number (1 is the first); None leaves it out."""
    lines = list(LINES)
    lines[number - 1 : number] = [] if text is None else [text]
    return "\n".join(lines).encode()


def refusal(data):
    with pytest.raises(PabulibRefused) as caught:
        read_pabulib(data)
    return caught.value


def line_of_refusal(data):
    """Where a file is refused; 1 when it is not."""
    try:
        read_pabulib(data)
    except PabulibRefused as error:
        return error.facts["line"]
    return 1


def test_a_file_is_read():
    file = read_pabulib(GOOD)
    assert (file.purse, file.units, file.vote_type) == (2500, 1, "approval")
    assert file.meta == {"description": "Speelpleinen van Juinen"}
    assert file.projects[0] == Project("1", 600, "Schommel; de grote", "1")
    assert file.costs == {"1": 600, "2": 800, "4": 1400}
    assert file.names["4"] == "4"
    assert file.ballots == {frozenset("124"): 1, frozenset("2"): 2, frozenset(): 1}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"META", b"\xef\xbb\xbfMETA"),
        (b"\n", b"\r\n"),
        (b"\n", b"\n\n"),
        (b"2; 800; Glijbaan; 0", b"2;800;Glijbaan;0"),
        (b"PROJECTS", b"projects;;;"),
        (b"project_id", b"Project_ID"),
        (b"2500", b"2500,00"),
    ],
)
def test_what_differs_in_form_only_reads_the_same(old, new):
    assert read_pabulib(GOOD.replace(old, new)) == read_pabulib(GOOD)


def test_an_amount_with_cents_makes_cents_of_all():
    file = read_pabulib(with_line(10, "1; 600,5; Schommel; 1"))
    assert (file.units, file.purse, file.costs["1"], file.costs["2"]) == (100, 250_000, 60_050, 80_000)


def test_a_file_of_one_choice_each_is_read():
    data = GOOD.replace(b"approval", b"choose-1").replace(b"1,2,4", b"1")
    assert read_pabulib(data).ballots[frozenset("1")] == 1


@pytest.mark.parametrize(
    ("line", "text", "fault", "at"),
    [
        (1, "NOTES", Fault.SECTION, 1),
        (8, None, Fault.CELLS, 8),
        (13, None, Fault.CELLS, 13),
        (2, "key", Fault.COLUMN, 2),
        (9, "project_id; name", Fault.COLUMN, 9),
        (9, "project_id; cost; cost; name", Fault.COLUMN, 9),
        (14, "voter_id; age; choice", Fault.COLUMN, 14),
        (3, "description; a; b", Fault.CELLS, 3),
        (11, "2; 800", Fault.CELLS, 11),
        (3, "budget; 2500", Fault.KEY_TWICE, 6),
        (6, "purse; 2500", Fault.KEY_MISSING, 1),
        (7, "kind; approval", Fault.KEY_MISSING, 1),
        (6, "budget; much", Fault.MONEY, 6),
        (11, "2; -800; Glijbaan; 0", Fault.MONEY, 11),
        (11, "2; 1e3; Glijbaan; 0", Fault.MONEY, 11),
        (11, "2; 8.001; Glijbaan; 0", Fault.MONEY, 11),
        (11, "2; ٨; Glijbaan; 0", Fault.MONEY, 11),
        (4, "num_projects; three", Fault.NUMBER, 4),
        (11, "; 800; Glijbaan; 0", Fault.PROJECT_ID, 11),
        (11, '"2,3"; 800; Glijbaan; 0', Fault.PROJECT_ID, 11),
        (11, "1; 800; Glijbaan; 0", Fault.PROJECT_TWICE, 11),
        (16, "2; 10; 3", Fault.PROJECT_UNKNOWN, 16),
        (16, "2; 10; 2,", Fault.PROJECT_UNKNOWN, 16),
        (16, "2; 10; 2,2", Fault.VOTE_TWICE, 16),
        (16, "1; 10; 2", Fault.VOTER_TWICE, 16),
        (3, "max_length; 2", Fault.LENGTH, 15),
        (3, "min_length; 2", Fault.LENGTH, 16),
        (3, "max_length; some", Fault.NUMBER, 3),
        (4, "num_projects; 4", Fault.PROJECTS_DIFFER, 4),
        (5, "num_votes; 5", Fault.VOTES_DIFFER, 5),
        (18, None, Fault.VOTES_DIFFER, 5),
        (11, '2; 800; "Glijbaan; 0', Fault.QUOTES, 11),
        (11, "2; 800; Glij\0baan; 0", Fault.UNPRINTABLE, 11),
    ],
)
def test_a_damaged_file_is_refused_with_the_line_and_what_is_wrong(line, text, fault, at):
    error = refusal(with_line(line, text))
    assert type(error) is PabulibUnfit
    assert (error.facts["fault"], error.facts["line"]) == (fault.value, at)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"META", b"META\nkey;value\nbudget;1\nvote_type;approval\n"])
def test_a_file_that_broke_off_is_refused(data):
    assert refusal(data).facts["fault"] == Fault.SECTION.value


def test_other_encodings_are_refused_with_their_line():
    error = refusal(GOOD.replace(b"Glijbaan", "Glijbaan \xe9\xe9n".encode("latin-1")))
    assert error.facts == {"line": 11, "fault": Fault.ENCODING.value}


@pytest.mark.parametrize("vote_type", ["ordinal", "cumulative", "scoring", "x" * 5000])
def test_votes_of_another_kind_are_refused_by_name(vote_type):
    error = refusal(with_line(7, f"vote_type; {vote_type}"))
    assert type(error) is VoteTypeRefused
    assert error.facts == {"line": 7, "vote_type": vote_type[:40]}


def test_a_vote_for_nothing_is_blank_also_where_the_file_wants_more():
    data = with_line(3, "min_length; 1\nmax_length; 3")
    assert read_pabulib(data).ballots[frozenset()] == 1


def test_one_choice_each_cannot_be_several():
    assert refusal(GOOD.replace(b"approval", b"choose-1")).facts == {"line": 15, "fault": "more_than_one"}


def test_a_file_that_is_too_large_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(pabulib, "LARGEST_FILE", 50)
    assert type(refusal(GOOD)) is PabulibTooLarge


def test_more_plans_than_can_be_counted_are_refused(monkeypatch):
    monkeypatch.setattr(pabulib, "MOST_PROJECTS", 2)
    assert refusal(GOOD).facts == {"line": 12, "fault": "too_many"}


def test_every_fault_is_tried_here():
    rows = test_a_damaged_file_is_refused_with_the_line_and_what_is_wrong.pytestmark[0].args[1]
    elsewhere = {Fault.ENCODING, Fault.MORE_THAN_ONE, Fault.TOO_MANY}
    assert {row[2] for row in rows} | elsewhere == set(Fault)


@given(st.integers(0, 2**32))
@settings(deadline=None, max_examples=300)
def test_any_damage_is_a_refusal_or_a_file_and_never_a_crash(seed):
    dice = random.Random(seed)
    data = bytearray(GOOD)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(data))
        data[at : at + dice.randint(0, 8)] = bytes(
            dice.choices(b'\n;,"\x00\xff-9 aMETA', k=dice.randint(0, 4))
        )
    assert 1 <= line_of_refusal(bytes(data)) <= data.count(b"\n") + 1


# -- writing

texts = st.text(max_size=20).map(pabulib._one_line)
keys = st.text(st.characters(exclude_characters=",", exclude_categories=["C", "Z"]), min_size=1, max_size=4)


@st.composite
def files(draw):
    units = draw(st.sampled_from([1, 100]))
    money = st.integers(0, 10**6)
    names = draw(st.lists(keys, min_size=1, max_size=5, unique=True).filter(lambda each: "VOTES" not in each))
    projects = tuple(
        Project(key, draw(money), draw(texts) or key, draw(st.sampled_from(["", "0", "1"]))) for key in names
    )
    purse = draw(money) // 100 * 100 + 1
    approved = st.frozensets(st.sampled_from(names))
    ballots = draw(st.dictionaries(approved, st.integers(1, 3), max_size=5))
    meta = dict.fromkeys(pabulib.OBLIGATORY, "unknown") | {"description": draw(texts)}
    return BudgetFile(meta, purse, units, projects, ballots)


@given(files())
@settings(deadline=None)
def test_what_was_written_reads_back_the_same(file):
    assert read_pabulib(write_pabulib(file)) == file


@given(files(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_same_contents_give_the_same_bytes_whatever_the_order_of_casting(file, dice):
    cast = list(file.ballots.items())
    dice.shuffle(cast)
    other = BudgetFile(file.meta, file.purse, file.units, file.projects, dict(cast))
    assert write_pabulib(other) == write_pabulib(file)


def test_a_written_file_has_what_pabulib_asks_for():
    text = write_pabulib(read_pabulib(GOOD)).decode()
    for line in ("num_projects;3", "num_votes;4", "budget;2500", "vote_type;approval", "country;unknown"):
        assert line in text.splitlines()
    assert text.splitlines()[-4:] == ["1;", "2;1,2,4", "3;2", "4;2"]


def test_pabutools_reads_what_was_written(tmp_path):
    from pabutools.election import parse_pabulib

    costs, _, _, cast = wieliczka()
    file = BudgetFile({}, 1_000_000, 1, tuple(Project(key, cost, key) for key, cost in costs.items()), cast)
    path = tmp_path / "wieliczka.pb"
    path.write_bytes(write_pabulib(file))
    instance, profile = parse_pabulib(str(path))
    assert {project.name: int(project.cost) for project in instance} == costs
    assert (int(instance.budget_limit), profile.num_ballots()) == (1_000_000, 6586)
    read = read_pabulib(write_pabulib(file))
    outcome = equal_shares.count(read.costs, read.ballots, read.purse, Completion.ADD1)
    assert outcome.spent == 995_079


def test_a_writer_that_keeps_the_order_of_casting_is_found_out(monkeypatch):
    def in_the_order_of_casting(file):
        rows = [["1", ",".join(sorted(ballot))] for ballot in file.ballots]
        return [["VOTES"], ["voter_id", "vote"], *rows]

    monkeypatch.setattr(pabulib, "_vote_rows", in_the_order_of_casting)
    file = read_pabulib(GOOD)
    other = BudgetFile(file.meta, 2500, 1, file.projects, dict(reversed(list(file.ballots.items()))))
    assert write_pabulib(other) != write_pabulib(file)
