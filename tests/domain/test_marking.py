import contextlib
from collections import defaultdict
from dataclasses import replace
from itertools import combinations, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain import marking
from jeugd.domain.answer import BLANK, INVALID, Answer
from jeugd.domain.ballot import from_plaintext, plaintext_length, read_form, to_form, to_plaintext
from jeugd.domain.contest import BUDGETS, Contest, Method, Option, Rules, numbered
from jeugd.domain.errors import (
    BlankNotAlone,
    ChoiceMissing,
    ChoiceTwice,
    ChoiceUnknown,
    PlaceTwice,
    PurseExceeded,
    Refused,
    TooFewMarked,
    TooManyMarked,
)
from jeugd.domain.marking import marking_of
from tests.big_poll import poll
from tests.domain.polls import ONE, RANKED, contests, filled_contests, filled_polls

FOUR = numbered([("A", "", ""), ("B", "", ""), ("C", "", ""), ("D", "", "")])
UP_TO_TWO = Rules(fewest=2, most=2)
SEVERAL = Contest("Wat?", Method.APPROVAL, FOUR, rules=UP_TO_TWO)
PLACES = Contest("Wat?", Method.BORDA, FOUR, rules=UP_TO_TWO)
POINTS = Contest("Wat?", Method.SCALE, FOUR, rules=UP_TO_TWO)
PURSE = Contest(
    "Wat?",
    Method.GREEDY,
    tuple(replace(option, cost=cost) for option, cost in zip(FOUR, (5, 4, 3, 9), strict=True)),
    rules=Rules(purse=8),
)
NO_ANSWER = [
    "",
    ",",
    ">",
    ":",
    "invalid",
    "0",
    "99",
    "blank,1",
    "1,blank",
    "1:9",
    "1:",
    " 1",
    "1\n2",
    "?",
    "1:5:2",
]


def as_form(fields, number=1):
    form = defaultdict(list)
    for name, value in fields:
        form[name].append(value)
    return form


def read(contest, form):
    return marking_of(contest).read(contest, 1, form)


# -- a form is read, and written as it was


@given(filled_contests())
@settings(deadline=None)
def test_the_fields_of_an_answer_are_read_as_that_answer(voter):
    contest, answer = voter
    assert read(contest, as_form(marking_of(contest).fields(contest, 1, answer))) == answer


@given(filled_polls())
@settings(deadline=None)
def test_several_questions_do_not_get_in_each_others_way(voter):
    definition, answers = voter
    assert read_form(definition, as_form(to_form(definition, answers))) == answers


@given(filled_contests())
@settings(deadline=None)
def test_what_a_form_lets_through_an_envelope_lets_through(voter):
    contest, answer = voter
    marks = marking_of(contest).marks(contest, answer)
    assert marks is not None
    assert (marks == ()) == (answer == BLANK)


@given(contests(), st.data())
@settings(deadline=None, max_examples=300)
def test_an_envelope_lets_nothing_through_that_a_form_would_not(contest, data):
    """Whatever is written in an envelope: what is read as marks is an answer that a form could have given."""
    keys = st.sampled_from([*contest.by_key, "99", BLANK])
    parts = st.lists(st.tuples(keys, st.sampled_from(["", ":1", ":?", ":6"])), max_size=8)
    joined = data.draw(st.sampled_from([",", ">", ":"])).join(key + point for key, point in data.draw(parts))
    text = data.draw(
        st.just(joined) | st.text("0123456789,>:?blank", max_size=12) | st.sampled_from(NO_ANSWER)
    )
    if marking_of(contest).marks(contest, text) is not None:
        fields = marking_of(contest).fields(contest, 1, Answer(text))
        assert read(contest, as_form(fields)) == text


@pytest.mark.parametrize("text", NO_ANSWER)
@pytest.mark.parametrize("contest", [SEVERAL, PLACES, POINTS, PURSE], ids=lambda one: one.method.value)
def test_junk_is_no_answer(contest, text):
    assert marking_of(contest).marks(contest, text) is None


@pytest.mark.parametrize(
    ("contest", "text"),
    [
        (SEVERAL, "1,2,3"),
        (SEVERAL, "1"),
        (SEVERAL, "2,1"),
        (SEVERAL, "1,1"),
        (PLACES, "1>2>3"),
        (PLACES, "1>1"),
        (PLACES, "1"),
        (POINTS, "1:1,2:2,3:3"),
        (POINTS, "1:1"),
        (POINTS, "2:1,1:1"),
        (POINTS, "1:1,1:2"),
        (POINTS, "1:6,2:1"),
        (PURSE, "1,2"),
        (PURSE, "4"),
    ],
)
def test_an_answer_that_no_form_lets_through_is_no_answer(contest, text):
    assert marking_of(contest).marks(contest, text) is None


def test_an_envelope_that_is_not_held_to_the_rules_is_found_out(monkeypatch):
    monkeypatch.setattr(marking, "_fits", lambda *_: True)
    assert marking_of(SEVERAL).marks(SEVERAL, "1,2,3") is not None
    assert marking_of(PURSE).marks(PURSE, "1,2") is not None


# -- what is refused, and with which facts


@pytest.mark.parametrize(
    ("contest", "form", "refusal", "facts"),
    [
        (SEVERAL, {}, ChoiceMissing, {}),
        (SEVERAL, {"choice-1": ["1", "1"]}, ChoiceTwice, {}),
        (SEVERAL, {"choice-1": ["1", "9"]}, ChoiceUnknown, {}),
        (SEVERAL, {"choice-1": ["1", "blank"]}, BlankNotAlone, {}),
        (SEVERAL, {"choice-1": ["1"]}, TooFewMarked, {"fewest": 2, "marked": 1}),
        (SEVERAL, {"choice-1": ["1", "2", "3"]}, TooManyMarked, {"most": 2, "marked": 3}),
        (PLACES, {"choice-1-1": [""], "choice-1-2": [""]}, ChoiceMissing, {}),
        (PLACES, {"choice-1-1": ["1"], "choice-1-2": ["1"]}, PlaceTwice, {"place": 1}),
        (PLACES, {"choice-1-1": ["0"]}, ChoiceUnknown, {}),
        (PLACES, {"choice-1-1": ["5"]}, ChoiceUnknown, {}),
        (PLACES, {"choice-1-1": ["²"]}, ChoiceUnknown, {}),
        (PLACES, {"choice-1-1": ["1" * 5000]}, ChoiceUnknown, {}),
        (PLACES, {"choice-1-9": ["1"]}, ChoiceUnknown, {}),
        (PLACES, {"choice-1-1": ["1", "2"]}, ChoiceTwice, {}),
        (PLACES, {"choice-1-1": ["1"]}, TooFewMarked, {"fewest": 2, "marked": 1}),
        (PLACES, {"choice-1": ["blank"], "choice-1-1": ["1"]}, BlankNotAlone, {}),
        (PLACES, {"choice-1": ["1"]}, ChoiceUnknown, {}),
        (POINTS, {}, ChoiceMissing, {}),
        (POINTS, {"choice-1-1": ["6"]}, ChoiceUnknown, {}),
        (POINTS, {f"choice-1-{key}": ["?"] for key in "123"}, TooManyMarked, {"most": 2, "marked": 3}),
        (POINTS, {"choice-1": ["blank"], "choice-1-1": ["1"]}, BlankNotAlone, {}),
        (PURSE, {"choice-1": ["1", "2"]}, PurseExceeded, {"over": 1}),
    ],
)
def test_a_form_that_breaks_a_rule_is_refused_with_the_facts(contest, form, refusal, facts):
    with pytest.raises(refusal) as refused:
        read(contest, form)
    assert refused.value.facts == {"contest": 1, **facts}


@given(
    contests(), st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=6), max_size=3), max_size=6)
)
@settings(deadline=None)
def test_any_form_is_an_answer_or_a_named_refusal(contest, form):
    named = {f"choice-1{name}": values for name, values in form.items()}
    with contextlib.suppress(Refused):
        assert marking_of(contest).marks(contest, read(contest, named)) is not None


def test_places_may_have_gaps():
    assert read(PLACES, {"choice-1-3": ["4"], "choice-1-2": ["2"], "choice-1-1": [""]}) == "2>3"


# -- one length for every ballot


def every_answer(contest):
    """All answers that are possible, by trying: orders, subsets and points of a small contest."""
    keys = list(contest.by_key)
    yield BLANK
    if contest.method in ONE:
        yield from keys
    for number in range(contest.rules.fewest, contest.most + 1):
        if contest.method in RANKED:
            yield from (">".join(one) for one in permutations(keys, number))
        elif contest.method is Method.SCALE:
            for some in combinations(keys, number):
                points = product("15?", repeat=number)
                yield from (",".join(map(":".join, zip(some, one, strict=True))) for one in points)
        elif contest.method not in ONE:
            yield from (",".join(some) for some in combinations(keys, number))


SMALL = [("1", "2"), ("1", "22", "333"), ("9", "10", "11", "12")]


@pytest.mark.parametrize("keys", SMALL, ids=str)
@pytest.mark.parametrize(
    "method", [method for method in Method if method not in (Method.LIST_VOTE, *BUDGETS)]
)
def test_the_longest_answer_is_as_long_as_it_says(method, keys):
    contest = Contest("Wat?", method, tuple(Option(key, key) for key in keys))
    answers = [one for one in every_answer(contest) if marking_of(contest).marks(contest, one) is not None]
    assert max(map(len, answers)) == marking_of(contest).longest(contest)


@given(filled_polls())
@settings(deadline=None)
def test_no_answer_is_longer_than_the_longest_and_every_ballot_has_one_length(voter):
    definition, answers = voter
    for contest, answer in zip(definition.contests, answers, strict=True):
        assert len(answer.encode()) <= marking_of(contest).longest(contest)
    length = plaintext_length(definition)
    blank = to_plaintext([BLANK] * len(answers), length)
    assert len(to_plaintext(answers, length)) == len(blank) == length
    assert length % 64 == 0
    assert from_plaintext(definition, to_plaintext(answers, length)) == answers


def test_a_length_that_is_too_short_is_found_out(monkeypatch):
    """The planted bug: a longest answer without the signs between the keys."""
    contest = Contest("Wat?", Method.BORDA, numbered([("", "", "")] * 28))
    definition = replace(poll(), contests=(contest,))
    full = Answer(">".join(contest.by_key))
    assert len(to_plaintext([full], plaintext_length(definition))) == plaintext_length(definition)
    monkeypatch.setattr(marking, "_longest_join", lambda parts: sum(map(len, parts)))
    assert len(to_plaintext([full], plaintext_length(definition))) != plaintext_length(definition)


def test_an_over_full_ballot_in_an_envelope_is_invalid():
    definition = replace(poll(), contests=(SEVERAL, PLACES))
    plaintext = to_plaintext([Answer("1,2,3"), Answer("1>2")], plaintext_length(definition))
    assert from_plaintext(definition, plaintext) == (INVALID, "1>2")
