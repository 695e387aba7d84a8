"""Polls as files: the same poll is the same bytes, and a damaged file is refused by name, with the line or the key."""

import base64
import random
import time
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain.contest import RULES_OF, Contest, Method, Option, Picture, Rules
from jeugd.domain.election import MOST_PICTURES, Definition, Opening
from jeugd.domain.kind import ElectionKind
from jeugd.domain.lesson import Lesson
from jeugd.domain.plain_text import tidied
from jeugd.domain.tally.equal_shares import Completion
from jeugd.formats import poll_file
from jeugd.formats.pictures import is_kept_form
from jeugd.formats.poll_file import (
    LARGEST,
    LARGEST_WITH_PICTURES,
    LONGEST_LINE,
    Fault,
    PollFileRefused,
    PollFileTooLarge,
    PollFileUnfit,
    read_poll,
    write_poll,
)
from jeugd.formats.poll_library import FOLDER, library, poll_named
from tests.drawings import digest_of, drawn, noise, photo

METHODS = [method for method in Method if method is not Method.LIST_VOTE]
LESSON = Lesson(("Wat weet je al?",), ("Wat viel je op?", "Wat nu?"))
POLL = Definition(
    ElectionKind.JEUGDRAAD,
    "Een pot geld",
    Opening.TOGETHER,
    (
        Contest(
            "Waaraan?",
            Method.EQUAL_SHARES,
            (
                Option("1", 'Een "skatebaan"', "in het park", "Voor iedereen.", 8000),
                Option("2", "Bankjes", cost=300),
            ),
            rules=Rules(purse=10000, completion="none", is_shuffled=True),
            intro="Kies wat past.",
        ),
        Contest(
            "Autovrij?",
            Method.REFERENDUM,
            (Option("yes", "Ja"), Option("no", "Nee")),
            rules=Rules(quorum="1/5", threshold="2/3", blank_counts=False),
        ),
    ),
)
WRITTEN = write_poll(POLL, LESSON)

SKATING, SITTING = drawn(1), drawn(2)
WITH_PICTURES = POLL.with_contests(
    (
        replace(
            POLL.contests[0],
            options=(
                replace(POLL.contests[0].options[0], picture=Picture(digest_of(SKATING), "Een betonnen bak")),
                replace(POLL.contests[0].options[1], picture=Picture(digest_of(SITTING), "Drie bankjes")),
            ),
        ),
        POLL.contests[1],
    )
)
PICTURED = write_poll(WITH_PICTURES, LESSON, {digest_of(one): one for one in (SKATING, SITTING)})


# -- the same poll is the same bytes

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
tidy = texts.map(tidied).filter(bool)
maybe = st.just("") | tidy
numbers = st.integers(0, 999_999_999)
quorums = st.sampled_from(["", "1/5", "1", "2/3", "1000/1001"])
thresholds = st.sampled_from(["", "11/20", "1", "2/3", "1000/1001"])
rules = st.builds(
    Rules,
    fewest=numbers,
    most=numbers,
    seats=numbers,
    purse=numbers,
    completion=st.sampled_from([one.value for one in Completion]),
    quorum=quorums,
    threshold=thresholds,
    blank_counts=st.booleans(),
    is_shuffled=st.booleans(),
)


@st.composite
def contests(draw):
    method = draw(st.sampled_from(METHODS))
    keys = ["yes", "no"] if method is Method.REFERENDUM else [str(number) for number in range(1, 7)]
    count = draw(st.integers(0, len(keys)))
    options = tuple(Option(key, draw(tidy), draw(maybe), draw(maybe), draw(numbers)) for key in keys[:count])
    return Contest(draw(tidy), method, options, rules=draw(rules), intro=draw(maybe))


definitions = st.builds(
    Definition,
    kind=st.sampled_from(ElectionKind),
    title=tidy,
    opening=st.sampled_from(Opening),
    contests=st.lists(contests(), max_size=3).map(tuple),
)
lessons = st.builds(Lesson, st.lists(tidy, max_size=3).map(tuple), st.lists(tidy, max_size=3).map(tuple))


@settings(max_examples=150, deadline=None)
@given(definitions, lessons)
def test_a_poll_that_was_written_is_read_byte_for_byte(definition, lesson):
    read = read_poll(write_poll(definition, lesson))
    assert read.definition.to_json() == definition.to_json()
    assert read.definition.fingerprint() == definition.fingerprint()
    assert read.lesson == lesson
    assert write_poll(read.definition, read.lesson) == write_poll(definition, lesson)


def test_a_writer_that_forgets_a_rule_is_found_out(monkeypatch):
    monkeypatch.setitem(RULES_OF, Method.EQUAL_SHARES, ())
    monkeypatch.setitem(poll_file._DEFAULTS, "purse", 10000)
    assert read_poll(write_poll(POLL, LESSON)).definition.to_json() != POLL.to_json()


def test_an_option_with_a_key_of_its_own_keeps_it():
    contest = replace(POLL.contests[0], options=(Option("b", "Bank"), Option("a", "Aap")))
    poll = POLL.with_contests((contest,))
    assert read_poll(write_poll(poll, Lesson())).definition == poll


def test_the_file_is_readable():
    text = WRITTEN.decode()
    assert text.startswith('format = "jeugd-poll-1"\ntitle = "Een pot geld"\n')
    assert '[[contests]]\nquestion = "Waaraan?"\nintro = "Kies wat past."\nmethod = "equal_shares"' in text
    assert max(map(len, text.splitlines())) < 120


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.value)
def test_every_rule_that_a_method_reads_stands_in_the_file(method):
    contest = Contest("Wat?", method, rules=Rules(quorum="1/5", threshold="2/3"))
    text = write_poll(POLL.with_contests((contest,)), Lesson()).decode()
    assert all(f"{name} = " in text for name in RULES_OF[method])


def test_a_file_written_by_hand_is_tidied_like_a_form():
    text = '''
format = "jeugd-poll-1"  # by hand
kind = "jeugdraad"
opening = "per_station"
title = "  Ons   plein "
[[contests]]
method = "plurality"
question = """
Wat komt er
op ons plein?"""
options = [{name = "Bomen"}, {name = "Banken"}]
'''
    poll = read_poll(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    read = poll.definition
    assert read.title == "Ons plein"
    assert read.contests[0].question == "Wat komt er op ons plein?"
    assert [option.key for option in read.contests[0].options] == ["1", "2"]
    assert poll.lesson.is_empty


# -- damages


def changed(old, new):
    text = WRITTEN.decode()
    assert old in text
    return text.replace(old, new, 1).encode()


@pytest.mark.parametrize(
    ("contents", "facts"),
    [
        (b"", {"key": "format", "fault": "missing"}),
        (b"\x89PNG\r\n\x1a\n", {"line": 1, "fault": "encoding"}),
        (b'title = "a"\n\xff', {"line": 2, "fault": "encoding"}),
        (changed('title = "Een pot geld"', "title = Een pot geld"), {"line": 2, "fault": "syntax"}),
        (changed('kind = "', 'title = "twee"\nkind = "'), {"line": 3, "fault": "syntax"}),
        (WRITTEN + b"[[", {"line": WRITTEN.count(b"\n") + 1, "fault": "syntax"}),
        (changed("jeugd-poll-1", "jeugd-poll-2"), {"key": "format", "fault": "version"}),
        (changed("title", "titel"), {"key": "titel", "fault": "unknown"}),
        (changed('title = "Een pot geld"', 'title = " "'), {"key": "title", "fault": "missing"}),
        (changed("Een pot geld", "x" * 121), {"key": "title", "fault": "long"}),
        (changed('"jeugdraad"', '"gemeenteraad"'), {"key": "kind", "fault": "value"}),
        (changed('"together"', "true"), {"key": "opening", "fault": "type"}),
        (changed('"equal_shares"', '"loten"'), {"key": "contests 1, method", "fault": "value"}),
        (changed("purse = 10000", "purse = true"), {"key": "contests 1 rules, purse", "fault": "type"}),
        (changed("purse = 10000", "purse = 1e4"), {"key": "contests 1 rules, purse", "fault": "type"}),
        (changed("purse = 10000", "purse = -1"), {"key": "contests 1 rules, purse", "fault": "value"}),
        (changed("purse = 10000", "purse = 1000000000"), {"key": "contests 1 rules, purse", "fault": "value"}),
        (changed("purse = 10000", "purse = " + "9" * 4000), None),
        (changed("purse = 10000", "purse = 1979-05-27"), {"key": "contests 1 rules, purse", "fault": "type"}),
        (changed('"none"', '"some"'), {"key": "contests 1 rules, completion", "fault": "value"}),
        (changed('"1/5"', '"1e999999999"'), {"key": "contests 2 rules, quorum", "fault": "value"}),
        (changed('"1/5"', '"een vijfde"'), {"key": "contests 2 rules, quorum", "fault": "value"}),
        (changed("cost = 300", 'cost = "300"'), {"key": "contests 1, options 2, cost", "fault": "type"}),
        (changed('name = "Bankjes"', 'naam = "Bankjes"'), {"key": "contests 1, options 2, naam", "fault": "unknown"}),
        (changed('name = "Bankjes"', 'detail = "x"'), {"key": "contests 1, options 2, name", "fault": "missing"}),
        (changed('"Bankjes"', '"x", key = "1"'), {"key": "contests 1, options 2, key", "fault": "value"}),
        (changed('"Bankjes"', '"x", key = "blank"'), {"key": "contests 1, options 2, key", "fault": "value"}),
        (changed("[[contests]]\n", "[contests]\n"), None),
        (changed('"Wat nu?"', "7"), {"key": "lesson, after", "fault": "type"}),
        (changed('"Wat nu?"', '"%s"' % ("x" * 301)), {"key": "lesson, after 2", "fault": "long"}),
        (b'title = "' + b"x" * LONGEST_LINE + b'"', {"line": 1, "fault": "line_long"}),
        (b"[" * 4000, {"line": 1, "fault": "syntax"}),
        (b"a = " + b"[" * 3000, {"line": 1, "fault": "syntax"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line_or_its_key(contents, facts):
    with pytest.raises(PollFileUnfit) as caught:
        read_poll(contents)
    if facts is not None:
        assert caught.value.facts == facts


def test_a_file_larger_than_any_poll_is_refused_before_it_is_read():
    with pytest.raises(PollFileTooLarge) as caught:
        read_poll(WRITTEN + b"#" * LARGEST)
    assert caught.value.facts == {"size": len(WRITTEN) + LARGEST, "limit": LARGEST}


def test_more_questions_or_options_than_a_ballot_holds_are_refused():
    option = b'[[contests.options]]\nname = "x"\n'
    head = WRITTEN.partition(b"[lesson]")[0]
    contest = b'[[contests]]\nquestion = "x"\nmethod = "approval"\n'
    for contents, key in (
        (head + contest + option * 41, "contests 1, options"),
        (head + contest * 13, "contests"),
        (head + (contest + option * 38) * 4, "contests"),
    ):
        with pytest.raises(PollFileUnfit) as caught:
            read_poll(contents)
        assert caught.value.facts == {"key": key, "fault": "many"}


def damages():
    """200 files that began as one of ours: bytes lost, doubled, changed or moved, always in the same way."""
    chance = random.Random(20261120)
    originals = [WRITTEN, PICTURED, *(one.contents for one in library())]
    for number in range(200):
        contents = bytearray(chance.choice(originals))
        for _ in range(chance.randint(1, 3)):
            at, length = chance.randrange(len(contents)), chance.randint(1, 60)
            piece = contents[at : at + length]
            match number % 5:
                case 0:
                    del contents[at : at + length]
                case 1:
                    contents[at:at] = piece * 2
                case 2:
                    contents[at] = chance.randrange(256)
                case 3:
                    del contents[at : at + length]
                    moved = chance.randrange(len(contents))
                    contents[moved:moved] = piece
                case 4:
                    del contents[at:]
                    contents = contents or bytearray(b"[")
        yield bytes(contents)


DAMAGED = list(damages())


def refusal_of(contents):
    """How a file is refused; None for a poll like any other, that can be written and read again."""
    try:
        poll = read_poll(contents)
    except PollFileRefused as refusal:
        return refusal
    assert read_poll(write_poll(poll.definition, poll.lesson, poll.pictures)) == poll
    return None


def test_200_damaged_files_are_refused_with_a_line_or_a_key():
    """But for those where a letter of a text was hit: nobody can see that, and it is a whole poll."""
    refusals = [refusal for contents in DAMAGED if (refusal := refusal_of(contents))]
    assert len(DAMAGED) == 200
    assert len(refusals) > 120
    for refusal in refusals:
        assert refusal.facts.get("line", 0) >= 1 or refusal.facts["key"]
        assert refusal.facts["fault"] in [one.value for one in Fault]


@pytest.mark.parametrize(
    "contents",
    [
        b"a" + b".a" * 2000 + b" = 1",
        b"\n".join(b"a" + b".a" * 1000 + b".b%d = 1" % n for n in range(100)),
        b"[[contests]]\n" * 20000,
        b'x = """' + b"\n" * 250_000,
        b"x = [" + b"[],\n" * 60_000,
        b"x = " + b"{a=" * 1300,
    ],
    ids=["deep key", "deep keys", "tables", "lines", "lists", "nested"],
)
def test_a_file_made_to_be_slow_is_refused_soon(contents):
    begun = time.perf_counter()
    with pytest.raises(PollFileRefused):
        read_poll(contents[:LARGEST])
    assert time.perf_counter() - begun < 5


# -- pictures


def test_a_poll_with_pictures_is_read_byte_for_byte_and_holds_them():
    read = read_poll(PICTURED)
    assert read.definition.to_json() == WITH_PICTURES.to_json()
    assert read.pictures == {digest_of(SKATING): SKATING, digest_of(SITTING): SITTING}
    assert write_poll(read.definition, read.lesson, read.pictures) == PICTURED


def test_the_pictures_stand_in_the_file_as_lines_of_base64_with_what_they_show():
    text = PICTURED.decode()
    assert '[contests.options.picture]\ndescription = "Een betonnen bak"\nsha256 = "' in text
    assert 'webp = """\nUklGR' in text
    assert max(map(len, text.splitlines())) < 120


def test_a_file_that_an_editor_saved_with_other_line_ends_gives_the_same_pictures():
    assert read_poll(PICTURED.replace(b"\n", b"\r\n")) == read_poll(PICTURED)


def test_a_poll_without_pictures_is_the_same_file_as_before_there_were_any():
    assert b"picture" not in WRITTEN
    assert read_poll(WRITTEN).pictures == {}


def damaged_picture(old, new):
    text = PICTURED.decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def other_bytes(contents, digest=None):
    """The file with another picture in the place of the first, and its digest."""
    lines = base64.encodebytes(SKATING).decode()
    text = damaged_picture(lines, base64.encodebytes(contents).decode()).decode()
    return text.replace(digest_of(SKATING), digest or digest_of(contents)).encode()


FIRST = "contests 1, options 1 picture"
DESCRIBED = 'description = "Een betonnen bak"\n'


@pytest.mark.parametrize(
    ("contents", "facts"),
    [
        (damaged_picture('webp = """\nUkl', 'webp = """\nU*l'), {"key": f"{FIRST}, webp", "fault": "base64"}),
        (damaged_picture('webp = """\nUkl', 'webp = """\nkl'), {"key": f"{FIRST}, webp", "fault": "base64"}),
        (damaged_picture('webp = """\nUkl', 'webp = """\nUkk'), {"key": f"{FIRST}, sha256", "fault": "digest"}),
        (damaged_picture('sha256 = "', 'sha256 = "0'), {"key": f"{FIRST}, sha256", "fault": "long"}),
        (other_bytes(SITTING, digest_of(SKATING)), {"key": f"{FIRST}, sha256", "fault": "digest"}),
        (other_bytes(photo()), {"key": f"{FIRST}, webp", "fault": "picture"}),
        (other_bytes(SKATING[:-9]), {"key": f"{FIRST}, webp", "fault": "picture"}),
        (other_bytes(SKATING + b"<script>"), {"key": f"{FIRST}, webp", "fault": "picture"}),
        (other_bytes(noise("WEBP", (640, 640), quality=90)), {"key": f"{FIRST}, webp", "fault": "picture"}),
        (other_bytes(b""), {"key": f"{FIRST}, webp", "fault": "picture"}),
        (damaged_picture('"Een betonnen bak"', '""'), {"key": f"{FIRST}, description", "fault": "missing"}),
        (damaged_picture(DESCRIBED, ""), {"key": f"{FIRST}, description", "fault": "missing"}),
        (damaged_picture("Een betonnen bak", "x" * 201), {"key": f"{FIRST}, description", "fault": "long"}),
        (damaged_picture("webp = ", "jpeg = "), {"key": f"{FIRST}, jpeg", "fault": "unknown"}),
        (changed('"Bankjes"', '"x", picture = "x.webp"'), {"key": "contests 1, options 2, picture", "fault": "type"}),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_picture_is_named_with_its_key(contents, facts):
    with pytest.raises(PollFileUnfit) as caught:
        read_poll(contents)
    assert caught.value.facts == facts


def test_a_picture_is_never_made_anew_for_then_the_definition_would_change(monkeypatch):
    """Planted: a reader that encodes what it reads gives another digest, and the hash would not be the same."""
    from jeugd.formats.pictures import read_picture

    again = read_picture(SKATING)
    assert is_kept_form(again)
    assert digest_of(again) != digest_of(SKATING)


def test_more_pictures_than_a_ballot_has_are_refused():
    one = PICTURED.decode().partition("[contests.options.picture]")[2].partition("[[")[0]
    option = '[[contests.options]]\nname = "x"\n[contests.options.picture]' + one
    head = WRITTEN.partition(b"[lesson]")[0]
    contest = b'[[contests]]\nquestion = "x"\nmethod = "approval"\n'
    many = head + contest + option.encode() * (MOST_PICTURES // 2)
    assert (
        len(read_poll(many + contest + option.encode() * (MOST_PICTURES // 2)).definition.pictures)
        == MOST_PICTURES
    )
    with pytest.raises(PollFileUnfit) as caught:
        read_poll(many + contest + option.encode() * (MOST_PICTURES // 2 + 1))
    assert caught.value.facts == {"key": "picture", "fault": "many"}


def test_as_many_pictures_as_there_may_be_fit_in_a_file_and_it_is_read_soon():
    large = [noise("WEBP", (320, 320), quality=60, seed=seed) for seed in range(MOST_PICTURES)]
    large = [one for one in large if 50_000 < len(one) <= 60_000]
    assert len(large) == MOST_PICTURES
    options = [
        Option(str(n), f"Plan {n}", picture=Picture(digest_of(one), "Ruis"))
        for n, one in enumerate(large, start=1)
    ]
    poll = POLL.with_contests((Contest("Wat?", Method.APPROVAL, tuple(options)),))
    written = write_poll(poll, LESSON, {digest_of(one): one for one in large})
    assert 2_500_000 < len(written) < LARGEST_WITH_PICTURES
    begun = time.perf_counter()
    assert read_poll(written).definition == poll
    assert time.perf_counter() - begun < 5


def test_lines_like_those_of_a_picture_make_no_room_for_a_larger_file_elsewhere():
    with pytest.raises(PollFileTooLarge) as caught:
        read_poll(WRITTEN + b"#" * (LARGEST_WITH_PICTURES + 1))
    assert caught.value.facts["limit"] == LARGEST_WITH_PICTURES
    begun = time.perf_counter()
    with pytest.raises(PollFileRefused):
        read_poll(b"x = [\n" + (b"A" * 76 + b"\n") * 40_000)
    assert time.perf_counter() - begun < 5


# -- the library


@pytest.mark.parametrize("poll", library(), ids=lambda poll: poll.name)
def test_every_poll_of_the_library_can_be_fixed_and_comes_with_a_lesson(poll):
    poll.definition.check_complete()
    assert poll.definition.check_size() is None
    assert len(poll.lesson.before) >= 3
    assert len(poll.lesson.after) >= 3
    assert write_poll(poll.definition, poll.lesson) == poll.contents


def test_the_library_is_a_dozen_and_shows_every_way_of_asking():
    methods = {contest.method for poll in library() for contest in poll.definition.contests}
    assert len(library()) >= 12
    assert {path.stem for path in FOLDER.glob("*.toml")} == {poll.name for poll in library()}
    assert methods == set(METHODS) - {Method.GREEDY}
    assert poll_named("schoolplein").definition.title == "Ons schoolplein"


def test_the_words_of_the_library_are_calm():
    for poll in library():
        assert "!" not in poll.contents.decode(), poll.name


def test_a_rule_that_is_new_is_read_and_written_too():
    """When ``Rules`` gets a field, this file format must get it."""
    assert {field.name for field in fields(Rules)} == set(poll_file._DEFAULTS)
    assert len(fields(Rules)) == 9


REFERENDUM = b"""format = "jeugd-poll-1"
title = "Park?"
kind = "jeugdraad"
opening = "together"
[[contests]]
question = "Een park?"
method = "referendum"
options = [{name = "J\\u202ea"}, {name = "Nee\\u200b"}]
[contests.rules]
%s = "%s"
"""


@pytest.mark.parametrize("name", [b"quorum", b"threshold"])
@pytest.mark.parametrize("share", [b"1/0", b"0/0", b"1/0000", b"0", b"2", b"3/2"])
def test_a_share_that_cannot_be_is_refused_where_it_stands(name, share):
    with pytest.raises(PollFileUnfit) as caught:
        read_poll(REFERENDUM % (name, share))
    assert caught.value.facts == {"key": f"contests 1 rules, {name.decode()}", "fault": "value"}


def test_an_option_with_something_that_is_not_seen_is_tidied():
    (contest,) = read_poll(REFERENDUM % (b"quorum", b"1/2")).definition.contests
    assert [one.name for one in contest.options] == ["Ja", "Nee"]
