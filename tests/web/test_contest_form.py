"""The form of one question: nothing typed is lost, and each mistake stands at its field."""

import pytest

from jeugd.domain.contest import Contest, Method, Option, Picture, Rules
from jeugd.domain.errors import FieldMissing, FieldTooLong, FieldUnfit, PictureGone, RulesUnfit
from jeugd.formats.poll_library import library
from jeugd.web.contest_form import (
    METHODS,
    MORE_ROWS,
    Way,
    empty_form,
    form_of,
    typed_form,
    way_of,
)
from jeugd.web.contest_reading import checked
from jeugd.web.http import Form


def typed(way, rows=(("Skatebaan",), ("Pluktuin",)), **fields):
    sent = {"way": way.value, "question": "Wat?", **fields}
    for number, row in enumerate(rows, start=1):
        for name, value in zip(("name", "detail", "pitch", "cost"), (*row, "", "", ""), strict=False):
            sent[f"option-{number}-{name}"] = value
    return typed_form(Form({name: [value] for name, value in sent.items()}))


def made(*asked, **fields):
    contest, form = checked(typed(*asked, **fields), 1)
    assert form.errors == {}
    return contest


def mistakes(*asked, **fields):
    return {name: type(error) for name, error in checked(typed(*asked, **fields), 1)[1].errors.items()}


def sent(form):
    """What a browser sends of a form that was shown."""
    fields = dict(form.typed) | {"way": form.way.value}
    for row in form.rows:
        for name in ("name", "detail", "pitch", "cost", "picture"):
            fields[f"option-{row.number}-{name}"] = getattr(row, name)
    return Form({name: [value] for name, value in fields.items()})


SKATING, SITTING = Picture("ab" * 32, "Een betonnen bak"), Picture("cd" * 32, "Drie bankjes")
KEPT = {SKATING.digest, SITTING.digest}
PICTURED = Contest(
    "Wat?", options=(Option("1", "Skatebaan", picture=SKATING), Option("2", "Bankjes", picture=SITTING))
)


def test_a_picture_stays_with_its_option_when_a_row_is_moved_or_put_before_it():
    moved, form = checked(typed_form(sent(form_of(PICTURED).with_row_up(2))), 1, KEPT)
    assert form.errors == {}
    assert [(one.key, one.name, one.picture) for one in moved.options] == [
        ("1", "Bankjes", SITTING),
        ("2", "Skatebaan", SKATING),
    ]
    rows = sent(form_of(PICTURED)).fields | {"option-1-name": [""]}
    fewer, form = checked(typed_form(Form(rows)), 1, KEPT)
    assert form.errors == {}
    assert [one.picture for one in fewer.options] == [SITTING], "an option that goes takes its picture along"


def test_a_form_that_forgets_its_pictures_is_found_out():
    """Planted: what is sent lacks the hidden fields."""
    fields = {name: value for name, value in sent(form_of(PICTURED)).fields.items() if "picture" not in name}
    assert checked(typed_form(Form(fields)), 1, KEPT)[0] != PICTURED


@pytest.mark.parametrize("said", ["nonsense", "ab" * 32, "ef" * 32 + " Een ander", " x"])
def test_a_picture_that_the_election_does_not_have_is_said_at_its_row(said):
    fields = sent(form_of(PICTURED)).fields | {"option-2-picture": [said]}
    contest, form = checked(typed_form(Form(fields)), 1, KEPT)
    assert {name: type(error) for name, error in form.errors.items()} == {"option-2-picture": PictureGone}
    assert contest.options[1].picture is None


def test_a_description_that_is_too_long_was_not_sent_by_our_form():
    fields = sent(form_of(PICTURED)).fields | {"option-1-picture": ["ab" * 32 + " " + "x" * 201]}
    assert set(checked(typed_form(Form(fields)), 1, KEPT)[1].errors) == {"option-1-picture"}


def test_a_row_knows_the_key_of_its_option():
    form = typed(Way.ONE, (("",), ("Skatebaan",), ("",), ("Pluktuin",)))
    assert [form.key_at(row) for row in ("1", "2", "3", "4", "9", "x")] == ["", "1", "", "2", "", ""]
    assert [typed(Way.REFERENDUM).key_at(row) for row in ("1", "2", "3")] == ["yes", "no", ""]


QUESTIONS = [(one.name, contest) for one in library() for contest in one.definition.contests]


@pytest.mark.parametrize(("name", "contest"), QUESTIONS)
def test_a_question_that_is_shown_and_sent_back_is_the_same(name, contest):
    again, form = checked(typed_form(sent(form_of(contest))), 1)
    assert form.errors == {}
    assert again == contest


@pytest.mark.parametrize("way", Way)
def test_every_method_but_a_list_vote_has_one_way(way):
    assert [way_of(Contest("", method)) for method in METHODS[way]] == [way] * len(METHODS[way])
    assert empty_form(way).said("method") == METHODS[way][0].value
    assert way_of(Contest("", Method.LIST_VOTE)) is None
    assert form_of(Contest("", Method.LIST_VOTE)) is None


def test_a_ranked_question_is_counted_as_was_chosen():
    assert made(Way.RANKED, method="schulze").method is Method.SCHULZE
    assert made(Way.RANKED, method="greedy").method is Method.INSTANT_RUNOFF


def test_a_budget_has_prices_and_a_purse():
    rows = (("Skatebaan", "", "", "8.000"), ("Bankjes", "", "", "€ 300"))
    contest = made(Way.BUDGET, rows, purse="10000", method="greedy", completion="none", is_shuffled="yes")
    assert contest.options == (Option("1", "Skatebaan", cost=8000), Option("2", "Bankjes", cost=300))
    assert contest.rules == Rules(purse=10000, is_shuffled=True), "greedy has no completion"


@pytest.mark.parametrize(
    ("said", "share"), [("20", "1/5"), ("20 %", "1/5"), ("1/5", "1/5"), ("", ""), ("100", "1")]
)
def test_a_share_is_written_in_percent_or_as_a_fraction(said, share):
    assert made(Way.REFERENDUM, quorum=said).rules.quorum == share
    shown = form_of(made(Way.REFERENDUM, quorum=said)).said("quorum")
    assert made(Way.REFERENDUM, quorum=shown).rules.quorum == share


@pytest.mark.parametrize("said", ["veel", "0", "120", "1/0", "3/2", "1e9", "-1"])
def test_a_share_that_is_none_is_refused_at_its_field(said):
    assert mistakes(Way.REFERENDUM, quorum=said) == {"quorum": RulesUnfit}


@pytest.mark.parametrize("said", ["1/2", "40 %"])
def test_half_is_no_majority(said):
    assert mistakes(Way.REFERENDUM, threshold=said) == {"threshold": RulesUnfit}


def test_the_options_of_a_referendum_are_yes_and_no():
    contest = made(Way.REFERENDUM, (("Voor", "", "Het komt er."), ("Tegen",), ("Weet niet",)))
    assert contest.options == (Option("yes", "Voor", pitch="Het komt er."), Option("no", "Tegen"))
    assert mistakes(Way.REFERENDUM, (("Ja",), ("",))) == {"option-2-name": FieldMissing}


def test_empty_rows_are_left_out_and_the_others_numbered():
    contest = made(Way.ONE, (("",), ("Skatebaan",), ("",), ("Pluktuin", "Park", "Voor iedereen.")))
    assert contest.options == (Option("1", "Skatebaan"), Option("2", "Pluktuin", "Park", "Voor iedereen."))


def test_every_mistake_is_named_at_once_at_its_own_field():
    rows = (("", "Park"), ("x" * 121, "x" * 121, "x" * 301, "veel"))
    assert mistakes(Way.BUDGET, rows, question="", intro="x" * 601, purse="12,50", most="-1") == {
        "question": FieldMissing,
        "intro": FieldTooLong,
        "purse": FieldUnfit,
        "most": FieldUnfit,
        "option-1-name": FieldMissing,
        "option-2-name": FieldTooLong,
        "option-2-detail": FieldTooLong,
        "option-2-pitch": FieldTooLong,
        "option-2-cost": FieldUnfit,
    }


@pytest.mark.parametrize("said", ["12.50", "1.2345", "1e3", "9" * 5000, "½"])
def test_an_amount_that_is_no_whole_number_is_not_guessed_at(said):
    assert mistakes(Way.BUDGET, (("a", "", "", "1"), ("b", "", "", "2")), purse=said) == {"purse": FieldUnfit}


@pytest.mark.parametrize(
    ("way", "fields", "at"),
    [
        (Way.SEVERAL, {"most": "3"}, "most"),
        (Way.SEVERAL, {"fewest": "2", "most": "1"}, "most"),
        (Way.SEATS, {"seats": "2"}, "seats"),
        (Way.BUDGET, {"purse": "100"}, "purse"),
    ],
)
def test_rules_that_cannot_be_kept_are_refused_at_their_field(way, fields, at):
    assert mistakes(way, **fields) == {at: RulesUnfit}


def test_a_purse_or_a_number_that_leaves_no_choice_is_refused_at_its_field():
    plans = (("a", "", "", "80"), ("b", "", "", "90"))
    assert mistakes(Way.BUDGET, plans, purse="100", fewest="2") == {"purse": RulesUnfit}
    assert mistakes(Way.SEVERAL, fewest="2") == {"fewest": RulesUnfit}


@pytest.mark.parametrize("name", ["quorum", "threshold"])
def test_a_share_of_nothing_is_refused_at_its_field(name):
    for said in ("1/0", "1/0000", "0/0"):
        assert mistakes(Way.REFERENDUM, **{name: said}) == {name: RulesUnfit}


def test_what_is_not_seen_does_not_come_through_the_form():
    contest = made(Way.ONE, (("\u202eeeN",), ("J\u200ba\x07", "Pa\xadrk"), ("👩\u200d🚒",)))
    assert [(one.name, one.detail) for one in contest.options] == [
        ("eeN", ""),
        ("Ja", "Park"),
        ("👩\u200d🚒", ""),
    ]


def test_too_few_options_may_wait():
    assert made(Way.SEVERAL, (), most="3").options == ()


def test_what_was_typed_comes_back_with_the_mistakes():
    form = checked(typed(Way.BUDGET, (("Bank", "", "", "veel"),), question="", purse="heel veel"), 1)[1]
    assert form.said("purse") == "heel veel"
    assert form.rows[0].cost == "veel"
    assert form.rows[0].name == "Bank"


def test_rows_are_added_up_to_the_most_of_a_ballot():
    form = typed(Way.ONE)
    assert len(form.with_more_rows().rows) == 2 + MORE_ROWS
    for _ in range(20):
        form = form.with_more_rows()
    assert len(form.rows) == 40
    assert [row.number for row in form.rows] == list(range(1, 41))


def test_a_row_moves_up_with_all_that_is_in_it():
    form = typed(Way.BUDGET, (("a", "", "", "1"), ("b", "", "", "2"), ("c", "", "", "3"))).with_row_up(3)
    assert [(row.number, row.name, row.cost) for row in form.rows] == [
        (1, "a", "1"),
        (2, "c", "3"),
        (3, "b", "2"),
    ]
    assert form.moved == 2
    assert form.with_row_up(1) == form
    assert form.with_row_up(9) == form


def test_a_way_that_there_is_not_is_refused():
    with pytest.raises(FieldUnfit):
        typed_form(Form({"way": ["loten"]}))
