"""Files of PrefLib. Those in ``elections/`` are real: the Debian project leader of 2002 (00002-00000001) and the mayor
of Burlington of 2009 (00005-00000002), votes as PrefLib has them.
"""

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from preflibtools.instances import OrdinalInstance

from jeugd.formats import preflib
from jeugd.formats.preflib import (
    LARGEST_FILE,
    MOST_ALTERNATIVES,
    Fault,
    Kind,
    PrefLibRefused,
    PrefLibTooLarge,
    PrefLibUnfit,
    RankedFile,
    read_preflib,
    write_preflib,
)
from tests.domain.tally.ranked_elections import quick, rankings

REAL = sorted((Path(__file__).parent / "elections").iterdir())

NEW = b"""# FILE NAME: 1.toi
# TITLE: What: first?
# DATA TYPE: toi
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 9
# NUMBER UNIQUE ORDERS: 3
# ALTERNATIVE NAME 1: Skatebaan
# ALTERNATIVE NAME 2: Caf\xc3\xa9: open
# ALTERNATIVE NAME 3:
4: 1,{2,3}
3: 3
2: {1,2}
"""
OLD = b"""3
1,Skatebaan
2,Zwembad, buiten
3,Kiosk
9,9,3
4,1,{2,3}
3,3
2,{1,2}
"""
BALLOTS = {(("1",), ("2", "3")): 4, (("3",),): 3, (("1", "2"),): 2}


def test_a_file_with_a_header_is_read():
    assert read_preflib(NEW, Kind.TOI) == RankedFile(
        Kind.TOI, "What: first?", ("Skatebaan", "Café: open", "3"), BALLOTS
    )


def test_an_older_file_is_read():
    names = ("Skatebaan", "Zwembad, buiten", "Kiosk")
    assert read_preflib(OLD, Kind.TOI) == RankedFile(Kind.TOI, "", names, BALLOTS)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\n\n"),
        lambda data: data.replace(b"{2,3}", b" { 2 , 3 } "),
        lambda data: data.replace(b"{2,3}", b"{3,2}"),
        lambda data: data.rstrip(b"\n"),
        lambda data: data.replace(b"# NUMBER VOTERS: 9\n", b"").replace(b"# NUMBER ALTERNATIVES: 3\n", b""),
        lambda data: data + b"# a word at the end\n",
        lambda data: data.replace(b"# ", b"#"),
    ],
    ids=range(9),
)
def test_what_says_the_same_is_read_the_same(change):
    assert read_preflib(change(NEW), Kind.TOI) == read_preflib(NEW, Kind.TOI)


def test_a_file_that_is_not_utf_8_is_latin_1():
    assert read_preflib(NEW.replace(b"\xc3\xa9", b"\xe9"), Kind.TOI).names[1] == "Café: open"


DAMAGED = {
    "nothing": (b"", 1, Fault.NAME_MISSING),
    "only blank lines": (b"\n \n\n", 1, Fault.NAME_MISSING),
    "words": (b"kandidatenlijst", 1, Fault.NUMBER),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", 1, Fault.UNPRINTABLE),
    "a NUL": (NEW.replace(b"Skate", b"Ska\0te"), 7, Fault.UNPRINTABLE),
    "an escape for the terminal": (NEW.replace(b"Skate", b"\x1b[2J"), 7, Fault.UNPRINTABLE),
    "text that runs the other way": (NEW.replace(b"Skate", "\u202e".encode()), 7, Fault.UNPRINTABLE),
    "another kind": (NEW.replace(b"TYPE: toi", b"TYPE: cat"), 3, Fault.KIND),
    "a number that is none": (NEW.replace(b"VOTERS: 9", b"VOTERS: nine"), 5, Fault.NUMBER),
    "a number in another script": (NEW.replace(b"3: 3\n", "\u0663: 3\n".encode()), 11, Fault.NUMBER),
    "a number without end": (NEW.replace(b"3: 3\n", b"9" * 3000 + b": 3\n"), 11, Fault.NUMBER),
    "a negative number": (NEW.replace(b"3: 3\n", b"-3: 3\n"), 11, Fault.NUMBER),
    "nobody's order": (NEW.replace(b"3: 3\n", b"0: 3\n"), 11, Fault.NUMBER),
    "a fraction": (NEW.replace(b"3: 3\n", b"3.5: 3\n"), 11, Fault.NUMBER),
    "a name without number": (NEW.replace(b"NAME 2:", b"NAME x:"), 8, Fault.NUMBER),
    "a name twice": (NEW.replace(b"NAME 2:", b"NAME 1:"), 8, Fault.NAME_TWICE),
    "a name too few": (NEW.replace(b"# ALTERNATIVE NAME 3:\n", b""), 4, Fault.NAME_MISSING),
    "a gap in the names": (NEW.replace(b"NAME 3:", b"NAME 4:"), 4, Fault.NAME_MISSING),
    "no names": (b"# TITLE: x\n3: 1,2\n", 2, Fault.NAME_MISSING),
    "too many names": (
        b"".join(b"# ALTERNATIVE NAME %d: x\n" % number for number in range(1, MOST_ALTERNATIVES + 2)),
        MOST_ALTERNATIVES + 1,
        Fault.TOO_MANY,
    ),
    "too many alternatives": (b"99999\n", 1, Fault.TOO_MANY),
    "an unknown alternative": (NEW.replace(b"3: 3\n", b"3: 4\n"), 11, Fault.UNKNOWN),
    "alternative 0": (NEW.replace(b"3: 3\n", b"3: 0\n"), 11, Fault.UNKNOWN),
    "an alternative twice": (NEW.replace(b"{2,3}", b"{2,1}"), 10, Fault.TWICE),
    "no colon": (NEW.replace(b"3: 3\n", b"3 3\n"), 11, Fault.LINE),
    "no order": (NEW.replace(b"3: 3\n", b"3:\n"), 11, Fault.LINE),
    "a brace that stays open": (NEW.replace(b"{2,3}", b"{2,3"), 10, Fault.LINE),
    "a brace in a brace": (NEW.replace(b"{2,3}", b"{{2},3}"), 10, Fault.LINE),
    "an empty brace": (NEW.replace(b"{2,3}", b"{}"), 10, Fault.NUMBER),
    "a comma too many": (NEW.replace(b"1,{2,3}", b"1,,{2,3}"), 10, Fault.LINE),
    "a comma at the end": (NEW.replace(b"1,{2,3}", b"1,{2,3},"), 10, Fault.LINE),
    "a comma too few": (NEW.replace(b"1,{2,3}", b"1{2,3}"), 10, Fault.LINE),
    "two numbers without a comma": (NEW.replace(b"1,{2,3}", b"1 2"), 10, Fault.NUMBER),
    "an order twice": (NEW.replace(b"2: {1,2}", b"2: 1,{3,2}"), 12, Fault.ORDER_TWICE),
    "an order too few": (NEW.replace(b"2: {1,2}\n", b""), 6, Fault.ORDERS_DIFFER),
    "a voter too many": (NEW.replace(b"2: {1,2}", b"3: {1,2}"), 5, Fault.VOTERS_DIFFER),
    "no orders": (NEW[: NEW.index(b"4: ")], 9, Fault.NO_ORDERS),
    "old and broken off in the names": (OLD[:12], 2, Fault.NO_ORDERS),
    "old and broken off after the totals": (OLD[: OLD.index(b"4,1")], 5, Fault.NO_ORDERS),
    "old, with totals of another form": (OLD.replace(b"9,9,3", b"9,9"), 5, Fault.LINE),
    "old, with a voter too many": (OLD.replace(b"3,3\n2", b"4,3\n2"), 5, Fault.VOTERS_DIFFER),
    "old, without its names": (b"3\n9,9,3\n4,1,2\n3,3\n2,1\n", 5, Fault.LINE),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_refused_with_its_line(name):
    data, line, fault = DAMAGED[name]
    with pytest.raises(PrefLibUnfit) as refused:
        read_preflib(data, Kind.TOI)
    assert refused.value.facts == {"line": line, "fault": fault.value}


@pytest.mark.parametrize(
    ("kind", "line", "fault"),
    [(Kind.SOC, 10, Fault.EQUAL), (Kind.SOI, 10, Fault.EQUAL), (Kind.TOC, 11, Fault.INCOMPLETE)],
)
def test_orders_that_this_kind_of_file_cannot_have_are_refused(kind, line, fault):
    with pytest.raises(PrefLibUnfit) as refused:
        read_preflib(NEW.replace(b"# DATA TYPE: toi", b"#"), kind)
    assert refused.value.facts == {"line": line, "fault": fault.value}


def test_every_fault_is_among_the_damaged_files():
    assert {fault for _, _, fault in DAMAGED.values()} | {Fault.EQUAL, Fault.INCOMPLETE} == set(Fault)


def test_a_file_over_the_limit_is_not_read():
    with pytest.raises(PrefLibTooLarge) as refused:
        read_preflib(NEW + b"\n" * LARGEST_FILE, Kind.TOI)
    assert refused.value.facts == {"size": LARGEST_FILE + len(NEW), "limit": LARGEST_FILE}


ROOM = LARGEST_FILE - len(NEW) - 10


@pytest.mark.parametrize(
    "data",
    [
        b"#" + b" " * ROOM + b"x",
        b"#" + b"A " * (ROOM // 2),
        b"# A" + b" " * ROOM + b": 1",
        NEW + b"{" * ROOM,
        NEW + b"3:" + b"{" * ROOM,
        NEW + b"3:" + b"{1," * (ROOM // 3),
        NEW + b"3:" + b"," * ROOM,
        NEW + b"3:" + b" " * (ROOM - 4) + b"x",
        NEW + b"3:" + b"1," * (ROOM // 2 - 2),
        NEW + b"1: 3\n" * (ROOM // 5),
        b"\n" * ROOM,
        b"1\n" * (ROOM // 2),
        bytes(range(256)) * (ROOM // 256),
        b"\xff\xfe" * (ROOM // 2),
    ],
    ids=range(14),
)
def test_a_hostile_file_is_refused_within_five_seconds(data):
    start = time.process_time()
    with pytest.raises(PrefLibRefused):
        read_preflib(data, Kind.TOI)
    assert time.process_time() - start < 5


def test_whatever_is_wrong_with_a_file_it_is_read_or_refused():
    """3,000 files with a few bytes changed, taken away or put in: nothing else ever comes out."""
    dice = random.Random(4)
    read = 0
    for _ in range(1500):
        for whole in (NEW, OLD):
            data = bytearray(whole)
            for _ in range(dice.randint(1, 3)):
                place = dice.randrange(len(data))
                data[place : place + dice.randint(0, 2)] = bytes(
                    dice.choices(b"0123,:{}#\n xA\xff\0", k=dice.randint(0, 2))
                )
            try:
                file = read_preflib(bytes(data), Kind.TOI)
            except PrefLibRefused:
                continue
            read += 1
            assert sum(file.ballots.values()) > 0
    assert read > 100


# -- writing


@st.composite
def files(draw):
    names = draw(st.lists(st.text(max_size=12), min_size=1, max_size=11))
    options = [str(number) for number in range(1, len(names) + 1)]
    ballots = draw(st.dictionaries(rankings(options), st.integers(1, 9**9), min_size=1, max_size=8))
    return RankedFile.of(draw(st.text(max_size=20)), tuple(names), ballots)


@given(files())
@quick
def test_what_is_written_is_read_back(file):
    back = read_preflib(write_preflib(file), file.kind)
    assert (back.kind, back.ballots, back.options) == (file.kind, file.ballots, file.options)
    assert write_preflib(back) == write_preflib(file)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_real_file_is_written_as_it_was_read(path):
    file = read_preflib(path.read_bytes(), Kind(path.suffix[1:]))
    assert read_preflib(write_preflib(file), file.kind) == file
    assert file.kind is RankedFile.of(file.title, file.names, file.ballots).kind


def test_a_written_file_is_of_the_strictest_kind_and_most_frequent_first():
    ballots = {(("2",), ("10",)): 1, (("10",), ("2",)): 3, (("2",), ("9",)): 1, (): 7, (("1",),): 0}
    assert write_preflib(RankedFile.of("Plein\nweg", tuple("abcdefghij"), ballots)).decode().splitlines() == [
        "# TITLE: Plein weg",
        "# DATA TYPE: soi",
        "# MODIFICATION TYPE: original",
        "# NUMBER ALTERNATIVES: 10",
        "# NUMBER VOTERS: 5",
        "# NUMBER UNIQUE ORDERS: 3",
        *(f"# ALTERNATIVE NAME {number}: {name}" for number, name in enumerate("abcdefghij", start=1)),
        "3: 10,2",
        "1: 2,9",
        "1: 2,10",
    ]


@pytest.mark.parametrize(
    ("ballot", "kind"),
    [
        ((("1",), ("2",)), Kind.SOC),
        ((("2",),), Kind.SOI),
        ((("1", "2"),), Kind.TOC),
    ],
)
def test_the_strictest_kind_of_a_file(ballot, kind):
    assert RankedFile.of("", ("a", "b"), {ballot: 1}).kind is kind
    assert RankedFile.of("", ("a", "b", "c"), {(("1", "2"),): 1}).kind is Kind.TOI


def test_two_tallies_that_are_equal_give_the_same_bytes():
    file = read_preflib(NEW, Kind.TOI)
    turned = replace(file, ballots=dict(reversed(file.ballots.items())))
    assert write_preflib(turned) == write_preflib(file)


# -- the tools of PrefLib itself


def by_preflibtools(data, kind):
    instance = OrdinalInstance()
    instance.parse_str(data.decode(), data_type=kind.value)
    ballots = {
        tuple(tuple(sorted(map(str, tier))) for tier in order): number
        for order, number in instance.multiplicity.items()
    }
    return instance, ballots


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_real_file_is_read_as_preflibtools_does(path):
    kind = Kind(path.suffix[1:])
    file = read_preflib(path.read_bytes(), kind)
    instance, ballots = by_preflibtools(path.read_bytes(), kind)
    assert (file.ballots, file.title) == (ballots, instance.title)
    assert file.names == tuple(instance.alternatives_name.values())


@given(files())
@quick
def test_preflibtools_reads_what_is_written(file):
    instance, ballots = by_preflibtools(write_preflib(file), file.kind)
    assert ballots == file.ballots
    assert instance.num_alternatives == len(file.names)
    assert instance.num_voters == sum(file.ballots.values())
    assert instance.num_unique_orders == len(file.ballots)
    assert instance.data_type == file.kind.value


def test_what_preflibtools_writes_is_read(tmp_path):
    instance, ballots = by_preflibtools(NEW.replace(b"NAME 3:", b"NAME 3: Kiosk"), Kind.TOI)
    instance.write(str(tmp_path / "again.toi"))
    assert read_preflib((tmp_path / "again.toi").read_bytes(), Kind.TOI).ballots == ballots


# -- planted bugs


def test_planted_bug_a_total_that_nobody_compares_is_noticed(monkeypatch):
    monkeypatch.setattr(preflib, "_must_agree", lambda *_: None)
    with pytest.raises(pytest.fail.Exception):
        test_a_damaged_file_is_refused_with_its_line("a voter too many")


def test_planted_bug_a_name_on_two_lines_is_noticed(monkeypatch):
    monkeypatch.setattr(preflib, "_one_line", lambda text: text)
    file = RankedFile.of("Plein\n# TITLE: weg", ("a", "b"), {(("1",),): 1})
    assert read_preflib(write_preflib(file), file.kind) != replace(file, title="Plein # TITLE: weg")
