import itertools
import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings

from jeugd.domain.contest import CandidateList, Contest, Method, Option, Picture
from jeugd.domain.election import (
    MOST_PICTURES,
    Definition,
    ElectionState,
    Opening,
    check_publication,
    class_may_see_result,
)
from jeugd.domain.errors import TooEarly, TooFewOptions, TooManyPictures, TransitionRefused
from jeugd.domain.kind import ElectionKind
from tests.domain.definitions import GR2026, definitions

STATES = list(ElectionState)
STEPS = ["frozen", "opened", "closed", "counted", "published"]
NINE = datetime(2026, 3, 18, 20, tzinfo=UTC)

OPTIONS = (Option("1", "Noor", "groep 7", "Klimmen."), Option("2", "Yassin"))
LISTS = (CandidateList(1, "Juinen Nu", (Option("1.1", "A. Bakker"), Option("1.2", "B. de Jong"))),)
DEFINITION = Definition(
    ElectionKind.KINDERBURGEMEESTER,
    "Kinderburgemeester",
    Opening.PER_STATION,
    (Contest("Wie?", options=OPTIONS), Contest("Welke lijst?", Method.LIST_VOTE, lists=LISTS)),
    official=GR2026,
)


def test_what_was_frozen_before_there_were_pictures_keeps_its_bytes():
    """The hash was made by the code of before: nothing may be added to the definition of an option without one."""
    assert len(DEFINITION.to_json()) == 1025
    assert DEFINITION.fingerprint() == "bb954806b0fa3b0a06ff8629425d2be03a1d4b0fc86dff103b86150d1103957a"
    assert Definition.from_json(DEFINITION.to_json()) == DEFINITION


def test_a_picture_is_hashed_with_the_definition_and_read_back():
    shown = replace(OPTIONS[0], picture=Picture("ab" * 32, "Noor op het plein"))
    contest = Contest("Wie?", options=(shown, OPTIONS[1]))
    pictured = DEFINITION.with_contests((contest,))
    assert Definition.from_json(pictured.to_json()) == pictured
    assert pictured.pictures == (shown.picture,)
    assert pictured.to_json().count('"picture"') == 1
    other = replace(shown, picture=Picture("ab" * 32, "Noor op het dak"))
    prints = {
        DEFINITION.with_contests((replace(contest, options=(one, OPTIONS[1])),)).fingerprint()
        for one in (OPTIONS[0], shown, other)
    }
    assert len(prints) == 3


def test_a_ballot_has_no_more_pictures_than_a_phone_fetches_in_good_time():
    option = replace(OPTIONS[0], picture=Picture("ab" * 32, "Noor"))
    contests = (Contest("Wie?", options=(option,) * (MOST_PICTURES // 2)),) * 2
    DEFINITION.with_contests(contests).check_size()
    with pytest.raises(TooManyPictures) as caught:
        DEFINITION.with_contests((*contests, Contest("En?", options=(option,)))).check_size()
    assert caught.value.facts == {"limit": MOST_PICTURES}


@pytest.mark.parametrize(("place", "step"), list(enumerate(STEPS)))
def test_an_election_goes_one_step_at_a_time(place, step):
    assert getattr(STATES[place], step)() is STATES[place + 1]


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (state, step)
        for state, step in itertools.product(STATES, STEPS)
        if STATES.index(state) != STEPS.index(step)
    ],
)
def test_every_other_step_of_an_election_is_refused(state, step):
    with pytest.raises(TransitionRefused) as refusal:
        getattr(state, step)()
    assert refusal.value.facts == {"state": state.value, "step": STATES[STEPS.index(step) + 1].value}


def test_a_definition_can_change_in_a_draft_only():
    assert [state.is_frozen for state in STATES] == [False, True, True, True, True, True]


def test_an_election_is_over_from_its_closing_on():
    assert [state.is_over for state in STATES] == [False, False, False, True, True, True]


@given(definitions)
@settings(deadline=None)
def test_a_definition_survives_its_json(definition):
    text = definition.to_json()
    assert Definition.from_json(text) == definition
    assert Definition.from_json(text).to_json() == text
    assert text.isascii()
    assert json.dumps(json.loads(text), sort_keys=True, separators=(",", ":")) == text


@given(definitions, definitions)
@settings(deadline=None)
def test_two_definitions_have_one_fingerprint_only_if_they_are_equal(one, other):
    assert (one.fingerprint() == other.fingerprint()) == (one == other)


def every_change(value):
    """The same value with one thing in it changed, for each thing that can be."""
    if isinstance(value, str):
        yield value + "x"
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, (ElectionKind, Opening, Method)):
        yield from (other for other in type(value) if other is not value)
    elif isinstance(value, tuple):
        yield from (value[:-1], value[::-1])
        for place, one in enumerate(value):
            yield from ((*value[:place], changed, *value[place + 1 :]) for changed in every_change(one))
    elif value is not None:
        for field in fields(value):
            for changed in every_change(getattr(value, field.name)):
                yield replace(value, **{field.name: changed})


def test_any_change_changes_the_fingerprint():
    shown = replace(OPTIONS[0], picture=Picture("ab" * 32, "Noor op het plein"))
    pictured = DEFINITION.with_contests((Contest("Wie?", options=(shown, OPTIONS[1])),))
    for definition in (DEFINITION, pictured):
        changed = [one for one in every_change(definition) if one != definition]
        assert len(changed) > 30
        assert definition.fingerprint() not in {one.fingerprint() for one in changed}


def test_a_fingerprint_that_leaves_something_out_is_found_out():
    careless = {replace(one, source="").fingerprint() for one in every_change(DEFINITION)}
    assert DEFINITION.fingerprint() in careless


@pytest.mark.parametrize(
    "contests",
    [
        (),
        (Contest("Wie?"),),
        (Contest("Wie?", options=OPTIONS[:1]),),
        (DEFINITION.contests[0], Contest("Wat?")),
    ],
)
def test_a_question_needs_two_options(contests):
    with pytest.raises(TooFewOptions):
        DEFINITION.with_contests(contests).check_complete()
    DEFINITION.check_complete()


@pytest.mark.parametrize(("opening", "state"), list(itertools.product(Opening, STATES[:-1])))
def test_no_class_sees_a_result_before_the_publication_moment(opening, state):
    assert not class_may_see_result(opening, state, NINE, NINE - timedelta(microseconds=1))


@pytest.mark.parametrize("opening", Opening)
def test_what_was_published_stays_public_when_a_clock_is_set_back(opening):
    assert class_may_see_result(opening, ElectionState.PUBLISHED, NINE, NINE - timedelta(hours=1))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("publish_at", [None, NINE])
def test_boxes_that_open_together_speak_at_publication_only(state, publish_at):
    visible = class_may_see_result(Opening.TOGETHER, state, publish_at, NINE)
    assert visible == (state is ElectionState.PUBLISHED)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("publish_at", [None, NINE])
def test_a_class_poll_speaks_as_soon_as_its_box_is_counted(state, publish_at):
    assert class_may_see_result(Opening.PER_STATION, state, publish_at, NINE)


def test_a_result_can_be_published_at_the_moment_and_not_a_microsecond_before():
    check_publication(None, NINE)
    check_publication(NINE, NINE)
    with pytest.raises(TooEarly) as refusal:
        check_publication(NINE, NINE - timedelta(microseconds=1))
    assert refusal.value.facts == {"moment": NINE}
