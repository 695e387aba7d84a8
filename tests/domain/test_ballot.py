import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain.answer import BLANK, INVALID
from jeugd.domain.ballot import from_plaintext, plaintext_length, read_form, spoilt, to_plaintext
from jeugd.domain.contest import Contest, numbered
from jeugd.domain.election import Definition, Opening
from jeugd.domain.errors import ChoiceMissing, ChoiceTwice, ChoiceUnknown
from jeugd.domain.kind import ElectionKind
from tests.domain.definitions import definitions, filled

NAMES = [("Noor", "", ""), ("Yassin", "", ""), ("Fenna", "", "")]
TWO_QUESTIONS = Definition(
    ElectionKind.JEUGDRAAD,
    "De jeugdraad vraagt",
    Opening.PER_STATION,
    (Contest("Wie?", options=numbered(NAMES)), Contest("Wat?", options=numbered(NAMES[:2]))),
)


@given(filled())
@settings(deadline=None)
def test_a_ballot_comes_out_of_its_envelope_as_it_went_in(voter):
    definition, answers = voter
    length = plaintext_length(definition)
    assert from_plaintext(definition, to_plaintext(answers, length)) == answers


@given(filled(), filled())
@settings(deadline=None)
def test_the_size_of_a_ballot_says_nothing(voter, other):
    definition, answers = voter
    length = plaintext_length(definition)
    blank = to_plaintext([BLANK] * len(definition.contests), length)
    assert len(to_plaintext(answers, length)) == len(blank) == length
    assert length % 64 == 0
    # and a ballot of another election has not slipped through because of its padding
    assert len(to_plaintext(other[1], plaintext_length(other[0]))) == plaintext_length(other[0])


def test_a_size_that_follows_the_choice_is_found_out():
    short, long = (to_plaintext(answers, 0) for answers in (["1", "2"], [BLANK, BLANK]))
    assert len(short) != len(long)


@given(definitions, st.binary(max_size=100))
@settings(deadline=None)
def test_whatever_is_in_an_envelope_is_an_answer_to_every_question(definition, plaintext):
    answers = from_plaintext(definition, plaintext)
    assert len(answers) == len(definition.contests)
    for answer, contest in zip(answers, definition.contests, strict=True):
        assert answer in (BLANK, INVALID, *contest.by_key)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (b"1\n2", ("1", "2")),
        (b"9\n2", (INVALID, "2")),
        (b"invalid\nblank", (INVALID, BLANK)),
        (b"1\n3", ("1", INVALID)),
        (b"1", (INVALID, INVALID)),
        (b"1\n2\n1", (INVALID, INVALID)),
        (b"", (INVALID, INVALID)),
        (b"\xff\xfe\n1", (INVALID, "1")),
    ],
)
def test_an_impossible_answer_is_invalid(lines, expected):
    assert from_plaintext(TWO_QUESTIONS, lines.ljust(64, b"\0")) == expected


def test_an_envelope_that_does_not_open_is_invalid_in_every_contest():
    assert spoilt(TWO_QUESTIONS) == (INVALID, INVALID)


def test_a_filled_form_is_read():
    assert read_form(TWO_QUESTIONS, {"choice-1": ["3"], "choice-2": ["blank"]}) == ("3", BLANK)


@pytest.mark.parametrize(
    ("form", "refusal", "question"),
    [
        ({"choice-2": ["1"]}, ChoiceMissing, 1),
        ({"choice-1": [""], "choice-2": ["1"]}, ChoiceMissing, 1),
        ({"choice-1": ["1"]}, ChoiceMissing, 2),
        ({"choice-1": ["1", "2"], "choice-2": ["1"]}, ChoiceTwice, 1),
        ({"choice-1": ["1", "1"], "choice-2": ["1"]}, ChoiceTwice, 1),
        ({"choice-1": ["1"], "choice-2": ["3"]}, ChoiceUnknown, 2),
        ({"choice-1": ["invalid"], "choice-2": ["1"]}, ChoiceUnknown, 1),
        ({"choice-1": ["1\n2"], "choice-2": ["1"]}, ChoiceUnknown, 1),
        ({"choice-1": ["Noor"], "choice-2": ["1"]}, ChoiceUnknown, 1),
    ],
)
def test_a_form_that_is_not_a_ballot_is_refused_with_the_number_of_the_question(form, refusal, question):
    with pytest.raises(refusal) as refused:
        read_form(TWO_QUESTIONS, form)
    assert refused.value.facts == {"contest": question}
