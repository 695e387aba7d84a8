"""Results of every method: what they say, what they hide, and the same as data."""

import json
import re

import pytest

from jeugd.domain.contest import Method
from jeugd.web.explanations.purse import CENTS
from jeugd.web.results import _contest, _rows
from tests.web import methods
from tests.web.pages.every import SAMPLES
from tests.web.pages.sample import rendered

BY_NAME = {sample.name: sample for sample in SAMPLES}
HIDDEN = [name for name, one in methods.OUTCOMES.items() if one.disclosed.kind in ("outcome_only", "too_few")]
WHOLE = [name for name, one in methods.OUTCOMES.items() if one.explanation]


def text_of(name, language="en"):
    text = re.sub(r"<(script|title).*?</\1>", "", rendered(BY_NAME[name], language), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", text).replace("&#39;", "'").replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        ("approval", ["Skatebaan was chosen on the most ballots.", "A full bar would be all 60 ballots."]),
        (
            "instant_runoff",
            [
                "Bioscoop won: in the last round more than half of the votes were for Bioscoop.",
                "Nobody has 31 votes, more than half. Zwemvijver has the fewest and drops out.",
                "Bioscoop has more than half of the 60 votes, and wins.",
            ],
        ),
        ("instant_runoff, equal", ["Bioscoop and Zwemvijver have the same number of votes, the fewest."]),
        ("instant_runoff, by lot", ["A lot decided that Zwemvijver drops out.", "Skatebaan wins"]),
        ("borda", ["Pluktuin got the most points.", "A first place is worth 3 points"]),
        ("borda, equal", ["Equal: Skatebaan and Pluktuin have the same number of points."]),
        (
            "schulze",
            [
                "Skatebaan won: no other choice is stronger.",
                "Skatebaan lost the duel with Bioscoop, 16 against 17.",
                "Skatebaan → Pluktuin → Bioscoop",
                "The weakest duel of that chain has 20 votes; the strongest chain back has 17.",
            ],
        ),
        ("schulze, all duels", ["Skatebaan wins the duel with every other choice, and so wins."]),
        ("schulze, by lot", ["were equally strong. A lot decided.", "Pluktuin won after drawing lots"]),
        (
            "scale",
            [
                "De bus moet gratis zijn. 9 14 20 The middle answer: agree. I do not know: 6.",
                "Nobody wins here.",
            ],
        ),
        (
            "equal_shares",
            [
                "There is money for 2 plans: Hangplek and Bankjes.",
                "Hangplek : 34 supporters together pay €6,000.",
                "Muziekzaal did not make it. It costs €4,000. The 30 supporters together had only €2,543 left",
                "It costs €12,000, more than the whole purse of €10,000.",
                "Then Muziekzaal would have got money too.",
                "Bankjes would have got nothing.",
            ],
        ),
        ("equal_shares, equal", ["a lot must decide which goes first"]),
        (
            "greedy",
            [
                "Hangplek : 34 votes, €6,000. There is €10,000 in the purse. It is paid for.",
                "That is too little.",
            ],
        ),
        ("several_seats", ["Skatebaan and Pluktuin get the seats.", "Who comes next", "Bioscoop"]),
        ("several_seats, equal", ["there are not enough seats for all of them"]),
        ("several_seats, by lot", ["A lot gave the seat to Bioscoop."]),
        ("referendum", ["The answer is yes.", "There is a majority for yes.", "Enough people took part."]),
        ("referendum, equal", ["a plan needs a majority"]),
        (
            "referendum, quorum missed",
            ["Too few people took part, so this vote decides nothing.", "57 did, and 100 were needed."],
        ),
        ("several_seats, outcome only", ["get the seats.", "we show no numbers"]),
        ("scale, outcome only", ["The middle answer: agree .", "we show no numbers"]),
    ],
)
def test_a_method_says_in_words_why_this_is_the_outcome(name, sentences):
    text = text_of(f"result, {name}").replace("€ ", "€")
    for sentence in sentences:
        assert sentence.replace(" .", ".") in text.replace(" .", "."), text


@pytest.mark.parametrize("name", HIDDEN)
@pytest.mark.parametrize("room", ["result,", "board, result", "classroom, result:", "record,"])
def test_where_numbers_are_hidden_no_room_draws_or_writes_one(room, name):
    page = rendered(BY_NAME[f"{room} {name}"], "en")
    assert not re.search(r'class="(bars|reveal|duels|opinions|purse)\b', page)
    assert "The numbers" not in page
    assert "Why this is the outcome" not in page


@pytest.mark.parametrize("name", WHOLE)
def test_beside_each_picture_stands_a_table(name):
    page = rendered(BY_NAME[f"result, {name}"], "nl")
    assert page.count("<table") == 1
    assert "<figure" in page
    assert not re.search(r"<svg(?![^>]*aria-hidden)", page.split("<main", 1)[1])


def test_the_wall_shows_one_question_at_a_time_with_a_link_to_each():
    page = rendered(BY_NAME["board, result two"], "en")
    assert [f'id="contest-{number}"' in page for number in (1, 2, 3)] == [True, True, False]
    assert page.count('href="#contest-2"') == 2
    assert page.count("<h1") == 1


@pytest.mark.parametrize("name", HIDDEN)
def test_as_data_a_hidden_count_names_who_won_and_nothing_more(name):
    shown = methods.OUTCOMES[name]
    said = _contest(shown)
    assert said["count"] is None
    assert all(votes is None for _, _, votes in _rows(shown))
    assert [key for key, _, _ in _rows(shown)] == list(shown.leaders)


@pytest.mark.parametrize("name", WHOLE)
def test_as_data_a_count_has_its_rounds_and_no_signature_of_a_voter(name):
    said = json.dumps(_contest(methods.OUTCOMES[name]))
    assert said.count('"count": {') == 1
    for word in ("wallets", "paid_most", "paid_all", "paid_nothing"):
        assert word not in said


def test_the_wallets_would_be_there_if_they_were_not_taken_out(monkeypatch):
    monkeypatch.setattr("jeugd.web.results.SIGNATURES", ())
    assert '"wallets"' in json.dumps(_contest(methods.OUTCOMES["equal_shares"]))


def test_a_scale_is_a_row_for_each_point_of_each_statement():
    rows = _rows(methods.OUTCOMES["scale"])
    assert rows[:3] == [
        (f"1:{point}", "De bus moet gratis zijn.", votes) for point, votes in ((1, 3), (2, 5), (3, 9))
    ]
    assert sum(votes for _, _, votes in rows) == sum(methods.POINTS.values())


def test_nobody_seems_to_pay_less_than_was_paid():
    told = methods.OUTCOMES["equal_shares"].explanation
    for payment in told.payments:
        assert payment.most * payment.supporters >= payment.cost
        assert (payment.most * CENTS).denominator == 1


def test_every_method_was_tried():
    tried = {one.result.contest.method for one in methods.OUTCOMES.values()}
    assert tried == set(Method) - {Method.PLURALITY, Method.LIST_VOTE}
