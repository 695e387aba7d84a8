import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from jeugd.domain.errors import Refused
from jeugd.formats.eml_nl import count_refusals, counts
from jeugd.formats.eml_nl.counts import (
    contest_of_count,
    differences,
    must_be_official,
    must_count_for,
    read_count,
)
from jeugd.formats.eml_nl.refusals import EmlRefused
from jeugd.formats.eml_nl.vote_group import Reason, add_up
from jeugd.formats.eml_nl.xml_file import MOST_BYTES
from tests.formats import count_files as files
from tests.formats import eml_files as eml
from tests.formats.quickest import quickest
from tests.formats.test_hostile_xml import HOSTILE

ROOT_FOLDER = Path(__file__).parents[2]
GOOD = files.count_file()
TEXT = GOOD.decode()


def refusal(data):
    with pytest.raises(EmlRefused) as refused:
        read_count(data)
    return refused.value


def test_the_count_of_juinen_is_read():
    count = read_count(GOOD)
    assert (count.election.id, count.message) == ("GR2026_Juinen", "510b")
    assert (count.authority_id, count.authority_name) == ("0042", "Juinen")
    assert count.created == datetime(2026, 3, 19, 1, 32, 49, 834000)  # noqa: DTZ001 - the file names no zone
    (contest,) = count.contests
    total = contest.total
    assert [(found.number, found.name, found.votes) for found in total.lists] == [
        (1, "Juinen Nu", 7),
        (4, None, 3),
    ]
    assert (total.entitled, total.counted, total.blank, total.invalid) == (40, 10, 1, 0)
    assert (total.ballots, total.admitted) == (11, 11)


def test_the_candidates_behind_a_list_are_its_own():
    first, second = read_count(GOOD).contests[0].total.lists
    assert [(one.number, one.votes) for one in first.candidates] == [(1, 5), (2, 2)]
    assert [(one.number, one.votes) for one in second.candidates] == [(1, 3)]


def test_each_station_has_its_own_numbers():
    units = read_count(GOOD).contests[0].units
    assert [unit.id for unit in units] == ["0042::SB1", "0042::SB2"]
    assert units[0].name == "Stembureau De Regenboog (postcode: 1234 AB)"
    assert [unit.votes.counted for unit in units] == [7, 3]
    assert [unit.votes.blank for unit in units] == [1, 0]


@pytest.mark.parametrize("message", ["510b", "510c", "510d"])
def test_the_counts_of_municipality_kieskring_and_whole_election_are_read(message):
    assert read_count(files.count_file(message=message)).message == message


def test_what_writers_are_sloppy_about_is_no_reason_to_refuse():
    unknown = (("een nieuwe reden", 3), ("geen verklaring", 2))
    loose = files.count_file(
        files.contest(files.group(files.COUNTED, reasons=unknown), units=""), moment="vannacht"
    ).replace(b"<Cast>40<", b"<Cast>\n  40 <!-- kiesgerechtigden -->\n<")
    count = read_count(loose)
    assert count.created is None
    assert count.contests[0].units == ()
    assert count.contests[0].total.entitled == 40
    assert count.contests[0].total.uncounted == ((Reason.UNEXPLAINED, 2),)
    assert count.contests[0].total.admitted is None


def test_reasons_stand_in_one_order_whatever_the_file_does():
    turned = files.group(files.COUNTED, reasons=reversed(files.REASONS))
    assert read_count(files.count_file(files.contest(turned))) == read_count(GOOD)


def test_lists_may_stand_in_any_order():
    turned = files.selections({(4, 1): 3}) + files.selections({(1, 1): 5, (1, 2): 2})
    count = read_count(files.count_file(files.contest(turned + files.figures(files.COUNTED))))
    assert [found.number for found in count.contests[0].total.lists] == [4, 1]


def test_totals_of_lists_without_candidates_are_read():
    bare = files.of_list(1, 7) + files.of_list(4, 3) + files.figures(files.COUNTED)
    total = read_count(files.count_file(files.contest(bare, units=""))).contests[0].total
    assert [(found.votes, found.candidates) for found in total.lists] == [(7, ()), (3, ())]


def test_any_vote_that_is_changed_anywhere_is_noticed():
    """Every number of votes in the file, one at a time."""
    numbers = list(re.finditer(r"<(ValidVotes|TotalCounted)>([0-9]+)<", TEXT))
    assert len(numbers) == 18
    for found in numbers:
        changed = f"{TEXT[: found.start(2)]}{int(found[2]) + 1}{TEXT[found.end(2) :]}"
        assert isinstance(refusal(changed.encode()), count_refusals.SumsDiffer)


def test_a_changed_vote_gets_by_when_sums_are_not_checked(monkeypatch):
    """The planted bug of the test above."""
    monkeypatch.setattr(counts, "must_add_up", lambda _count: None)
    read_count(TEXT.replace("<ValidVotes>5<", "<ValidVotes>6<").encode())


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("candidates", ("<ValidVotes>5<", "<ValidVotes>6<")),
        ("lists", ("<TotalCounted>10<", "<TotalCounted>11<")),
        ("units", ('"blanco">1<', '"blanco">2<')),
    ],
)
def test_a_refusal_says_which_sum_is_wrong(part, changes):
    facts = refusal(TEXT.replace(*changes, 1).encode()).facts
    assert (facts["part"], abs(facts["stated"] - facts["added"])) == (part, 1)


REFUSED = [
    ("CandidateBeforeList", files.of_candidate(1, 3) + files.group(files.COUNTED)),
    ("NumbersNotIncreasing", files.of_list(1, 0) + files.group(files.COUNTED)),
    ("NumbersNotIncreasing", files.group(files.COUNTED).replace('Identifier Id="2"', 'Identifier Id="1"')),
    ("PartMalformed", files.group(files.COUNTED).replace(">5<", ">-5<")),
    ("PartMalformed", files.group(files.COUNTED).replace(">5<", ">5.0<")),
    ("PartMalformed", files.group(files.COUNTED).replace(">5<", "><")),
    ("PartMalformed", files.group(files.COUNTED).replace(">5<", f">{'9' * 10}<")),
    ("PartMalformed", files.group(files.COUNTED).replace(">5<", ">\u0665<")),
    ("PartMalformed", files.group(files.COUNTED).replace('Identifier Id="4"', 'Identifier Id="0"')),
    ("PartMalformed", files.group(files.COUNTED, reasons=[*files.REASONS, files.REASONS[0]])),
    ("PartMissing", files.group(files.COUNTED).replace('"blanco"', '"anders"')),
    ("PartMissing", files.group(files.COUNTED).replace("Cast>", "Caste>")),
    ("PartMissing", files.group(files.COUNTED).replace("TotalCounted>", "Total>")),
    ("PartMissing", files.group(files.COUNTED).replace("ValidVotes>", "Votes>")),
    ("PartMissing", files.group(files.COUNTED).replace("CandidateIdentifier", "Person")),
]


@pytest.mark.parametrize(("name", "total"), REFUSED)
def test_votes_that_cannot_be_counted_are_refused_by_name(name, total):
    assert refusal(files.count_file(files.contest(total))).name == name


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("PartMissing", {"contests": ""}),
        ("PartMissing", {"contests": files.contest(id="")}),
        ("PartMissing", {"contests": files.contest().replace("TotalVotes>", "Votes>")}),
        ("PartMissing", {"contests": files.contest().replace("0042::SB1", " ")}),
        ("AuthorityMissing", {"authority": ""}),
        ("AuthorityMissing", {"authority": files.AUTHORITY.replace("0042", "")}),
        ("AnotherMessage", {"message": "510a"}),
        ("AnotherMessage", {"message": "510q"}),
        ("AnotherMessage", {"message": "230b"}),
        ("BirthDatesRefused", {"message": "230c"}),
    ],
)
def test_a_file_that_is_no_count_is_refused_by_name(name, changes):
    assert refusal(files.count_file(**changes)).name == name


def test_two_kieskringen_in_one_file_are_read_apart():
    both = read_count(files.count_file(files.contest(id="1") + files.contest(id="2")))
    assert [contest.id for contest in both.contests] == ["1", "2"]


# -- which election


def test_count_and_lists_of_one_contest_find_each_other():
    counted, listed = contest_of_count(read_count(GOOD), files.lists())
    assert (counted.id, listed.id) == ("geen", "geen")


def test_a_contest_that_the_lists_do_not_have_is_refused():
    with pytest.raises(EmlRefused) as refused:
        contest_of_count(read_count(files.count_file(files.contest(id="6"))), files.lists())
    assert refused.value.name == "ContestUnclear"


@pytest.mark.parametrize(
    ("part", "changes"), [("id", {"id": "GR2026_Elders"}), ("date", {"day": "2026-03-19"})]
)
def test_a_count_of_another_election_is_refused(part, changes):
    other = read_count(files.count_file(election=eml.identifier(**changes)))
    with pytest.raises(count_refusals.CountOfAnotherElection) as refused:
        must_count_for(other, files.JUINEN)
    assert refused.value.facts["part"] == part


def test_our_own_count_is_not_taken_for_the_official_one():
    ours = read_count(files.count_file(election=eml.identifier(id="GR2026_Juinen_jeugd")))
    assert ours.is_youth_count
    must_count_for(ours, files.JUINEN)
    with pytest.raises(count_refusals.NotOfficial):
        must_be_official(ours)
    must_be_official(read_count(GOOD))


# -- admitted voters


def test_numbers_of_voters_that_agree_differ_nowhere():
    assert differences(read_count(GOOD)) == ()


@pytest.mark.parametrize(
    ("reasons", "part", "stated", "added"),
    [
        ([("geldige stempassen", 10), ("toegelaten kiezers", 11)], "admitted", 11, 10),
        (
            [
                ("toegelaten kiezers", 12),
                ("meer getelde stembiljetten", 0),
                ("minder getelde stembiljetten", 0),
            ],
            "ballots",
            11,
            12,
        ),
    ],
)
def test_numbers_of_voters_that_differ_are_told_and_not_refused(reasons, part, stated, added):
    count = read_count(files.count_file(files.contest(files.group(files.COUNTED, reasons=reasons))))
    (found,) = differences(count)
    assert (found.unit, found.part, found.stated, found.added) == (None, part, stated, added)


def test_an_explained_difference_is_none():
    reasons = [
        ("toegelaten kiezers", 12),
        ("meer getelde stembiljetten", 0),
        ("minder getelde stembiljetten", 1),
    ]
    total = files.group(files.COUNTED, reasons=reasons)
    assert differences(read_count(files.count_file(files.contest(total)))) == ()


def test_a_sum_leaves_open_what_one_of_its_parts_leaves_open():
    first, second = (unit.votes for unit in read_count(GOOD).contests[0].units)
    total = read_count(GOOD).contests[0].total
    assert add_up([first, second]).uncounted == ()
    assert dict(add_up([total, total]).uncounted)[Reason.ADMITTED] == 22
    assert add_up([first, second]).lists == total.lists


# -- hostile files


def with_doctype(subset, reference):
    return f"<!DOCTYPE EML [{subset}]>{TEXT.split('?>', 1)[1].replace('Juinen Nu', reference)}".encode()


def many(piece, size=MOST_BYTES - 20_000):
    return files.count_file(files.contest(piece * (size // len(piece)) + files.group(files.COUNTED)))


HOSTILE_COUNTS = {
    "a bomb": lambda: with_doctype(
        '<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">', "&b;"
    ),
    "a file of the machine": lambda: with_doctype('<!ENTITY x SYSTEM "file:///etc/hostname">', "&x;"),
    "the network": lambda: with_doctype('<!ENTITY x SYSTEM "http://192.0.2.1/x">', "&x;"),
    "a DTD": lambda: with_doctype("", "Juinen Nu"),
    "cut off": lambda: GOOD[:-20],
    "UTF-16": lambda: TEXT.encode("utf-16"),
    "Latin-1": lambda: TEXT.replace("Juinen Nu", "Juinen N\u00fa").encode("latin-1"),
    "one candidate a hundred thousand times": lambda: many(files.of_list(9, 0) + files.of_candidate(1, 0)),
    "candidates of no list": lambda: many(files.of_candidate(1, 0)),
    "lists without end": lambda: many("<Selection/>"),
    "a number of a million digits": lambda: TEXT.replace(">5<", f">{'9' * 1_000_000}<").encode(),
    "a list number of twenty thousand digits": lambda: TEXT.replace(
        'Id="4"', f'Id="{"9" * 60_000}"'
    ).encode(),
    "a name without end": lambda: TEXT.replace("Juinen Nu", "x" * 60_000).encode(),
    "selections in selections": lambda: TEXT.replace("<Selection>", "<Selection>" * 70, 1).encode(),
    "counts in counts": lambda: TEXT.replace("<Contests>", "<Contests>" * 10_000, 1).encode(),
    "a negative number": lambda: TEXT.replace(">5<", ">-5<").encode(),
    "too much": lambda: GOOD + b" " * MOST_BYTES,
}


@pytest.mark.parametrize("name", HOSTILE_COUNTS)
def test_a_hostile_count_is_refused_within_a_second(name):
    data = HOSTILE_COUNTS[name]()

    def refuses():
        with pytest.raises(Refused):
            read_count(data)

    assert quickest(refuses) < 1


@pytest.mark.parametrize("name", HOSTILE)
def test_what_hurts_a_reader_of_lists_is_refused_here_too(name):
    with pytest.raises(Refused):
        read_count(HOSTILE[name]())


def test_no_hostile_count_takes_200_megabytes():
    """In a process of its own, by its own peak: ``ru_maxrss`` would begin with that of the process that starts it."""
    script = (
        "from pathlib import Path\n"
        "from jeugd.domain.errors import Refused\n"
        "from jeugd.formats.eml_nl.counts import read_count\n"
        "from tests.formats.test_counts import HOSTILE_COUNTS\n"
        "for make in HOSTILE_COUNTS.values():\n"
        "    try: read_count(make())\n"
        "    except Refused: pass\n"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True, cwd=ROOT_FOLDER
    )
    assert int(answer.stdout) < 200_000
