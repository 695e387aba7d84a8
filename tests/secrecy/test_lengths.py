"""Whoever sees the traffic, and not what is in it, sees lengths: each request and answer has one, whatever is chosen.

What Chromium sends of a ballot is measured in ``tests/browser/test_ballot_lengths.py``.
"""

import random
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from jeugd.domain import ballot
from jeugd.domain.answer import BLANK, Answer
from jeugd.domain.ballot import form_length, fullest_form, to_even_form, to_form
from jeugd.domain.contest import Contest, Method, Option, Picture, Rules
from jeugd.domain.voting_code import printed
from jeugd.web import even
from tests import big_poll, polls
from tests.big_ballot import big_definition
from tests.cast import KINDERBURGEMEESTER
from tests.domain.polls import answers, filled_polls

DUTCH, ENGLISH, ASKED = {"Accept-Language": "nl"}, {"Accept-Language": "en"}, "?lang=en"
BLOCK = {"HX-Request": "true", "HX-Target": "main#main"}
WAYS = {
    "Dutch": ("", DUTCH),
    "Dutch, for htmx": ("", DUTCH | BLOCK),
    "English": ("", ENGLISH),
    "English, for htmx": ("", ENGLISH | BLOCK),
    "English, asked for": (ASKED, DUTCH),
}
SHORT, LONG = Option("1", "A", cost=1), "'t \"Öê\" & <b>'t</b> " * 6
UNEQUAL = (
    SHORT,
    Option("2", "B", LONG, cost=1),
    Option("3", "C", LONG, LONG + LONG, cost=4_000),
    Option("4", LONG, cost=4_000),
    Option("12", "D", cost=1),
)
PICTURED = (*UNEQUAL, Option("6", "E", cost=1, picture=Picture("ab" * 32, LONG)))
ONE_OF = Contest("Wie?", options=PICTURED)
UNEQUAL_POLL = big_poll.poll(
    ONE_OF,
    Contest("Wat?", Method.APPROVAL, PICTURED, rules=Rules(most=2)),
    Contest("Eerst?", Method.SCHULZE, UNEQUAL, rules=Rules(most=2)),
    Contest("Hoe?", Method.SCALE, UNEQUAL),
    Contest("Geld?", Method.GREEDY, PICTURED, rules=Rules(purse=4_500)),
)
ELECTIONS = {
    "children": KINDERBURGEMEESTER,
    "children, pictured": replace(KINDERBURGEMEESTER, contests=(ONE_OF,)),
    "every kind": big_poll.poll(),
    "the poll of ten": polls.POLL,
    "unequal options": UNEQUAL_POLL,
    "one circle": big_poll.poll(big_poll.PLURALITY),
    "statements": big_poll.poll(big_poll.SCALE),
    "lists": big_definition(),
}
BALLOTS = 24


class Voter:
    """A station of each election, and a voter who fills in ballots and casts none."""

    def __init__(self, town):
        self._town, self._browser = town, town.visitor()
        self._stations = {}

    def open(self, name):
        if name not in self._stations:
            election = self._town.add_election(ELECTIONS[name])
            station = self._town.add_station("Klas 3b", election=election)
            self._town.open_election(election)
            self._stations[name] = (station, printed(self._town.issue(1, station)[0]))
            self._town.open(station)
        return self._stations[name]

    def check(self, name, filled, way, status=200):
        """The bytes of the check page, and of the request that its form would send."""
        station, code = self.open(name)
        query, headers = WAYS[way]
        fields = [("code", code), ("attempt", "ab" * 16), *filled]
        body = urlencode(fields)
        headers = headers | {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self._browser.post(f"/booth/{station}/check{query}", content=body, headers=headers)
        assert answer.status_code == status, answer.text
        step = "/cast" if status == 200 else "/check"
        form = next(one for one in html.fromstring(answer.text).forms if step in (one.action or ""))
        return len(answer.content), len(urlencode(form.form_values()))

    def lengths(self, name, way):
        """All lengths that were seen, of check pages and of requests to cast."""
        found = [self.check(name, to_form(ELECTIONS[name], one), way) for one in ballots_of(name)]
        return [set(of_one_kind) for of_one_kind in zip(*found, strict=True)]


def ballots_of(name):
    """The blank ballot, each answer of a single circle, and random ones."""
    contests = ELECTIONS[name].contests
    drawn = random.Random(name)
    keys = list(contests[0].by_key)
    single = len(contests) == 1 and contests[0].method in (Method.PLURALITY, Method.LIST_VOTE)
    yield tuple(BLANK for _ in contests)
    for number in range(BALLOTS):
        yield (
            (Answer(drawn.choice(keys)),)
            if single
            else tuple(answer_of(one, number, drawn) for one in contests)
        )


def answer_of(contest, number, drawn):
    """A random answer; the first one fills as much as is allowed, the second as little."""
    keys = list(contest.by_key)
    if contest.method in (Method.PLURALITY, Method.REFERENDUM):
        return Answer(drawn.choice(keys))
    fewest, most = contest.rules.fewest, contest.most
    size = most if number == 0 else fewest if number == 1 else drawn.randint(fewest, most)
    marked = drawn.sample(keys, size)
    if contest.method in (Method.INSTANT_RUNOFF, Method.BORDA, Method.SCHULZE):
        return Answer(">".join(marked))
    if contest.method is Method.SCALE:
        point = {0: "3", 1: "?"}.get(number)
        return Answer(",".join(f"{key}:{point or drawn.choice('12345?')}" for key in keys if key in marked))
    purse = contest.rules.purse
    while purse and sum(contest.by_key[key].cost for key in marked) > purse:
        marked.pop()
    return Answer(",".join(key for key in keys if key in marked)) if marked else BLANK


@pytest.fixture(scope="module")
def voter(lasting_town):
    return Voter(lasting_town)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ELECTIONS)
def test_the_check_page_and_the_vote_are_as_long_for_every_choice(voter, name, way):
    pages, votes = voter.lengths(name, way)
    assert len(pages) == len(votes) == 1


def test_each_option_of_one_circle_is_as_long_as_the_others(voter):
    seen = {
        voter.check("children, pictured", [("choice-1", key)], "Dutch") for key in (*ONE_OF.by_key, BLANK)
    }
    assert len(seen) == 1


@given(st.tuples(*map(answers, UNEQUAL_POLL.contests)))
@settings(deadline=None, max_examples=40)
def test_no_ballot_is_longer_or_shorter_than_the_blank_one(voter, filled):
    name, blank = "unequal options", (BLANK,) * len(UNEQUAL_POLL.contests)
    of_this, of_blank = (
        voter.check(name, to_form(UNEQUAL_POLL, one), "Dutch, for htmx") for one in (filled, blank)
    )
    assert of_this == of_blank


def test_a_page_without_spaces_and_a_form_without_filler_are_found(voter, monkeypatch):
    monkeypatch.setattr(even, "evened", lambda page, _length: page)
    pages, votes = voter.lengths("every kind", "Dutch")
    assert len(pages) > 1 == len(votes)
    monkeypatch.undo()
    monkeypatch.setattr(ballot, "to_even_form", to_form)
    pages, votes = voter.lengths("every kind", "Dutch")
    assert len(votes) > 1 == len(pages)


def test_a_page_that_is_padded_to_the_next_step_alone_is_found(voter, monkeypatch):
    """Why the longest page is worked out: steps alone tell a long choice from a short one."""
    evened = even.evened
    monkeypatch.setattr(even, "evened", lambda page, _length: evened(page, 0))
    pages, _ = voter.lengths("every kind", "Dutch")
    assert len(pages) > 1


def test_the_check_page_of_a_long_list_stays_small(voter):
    length, _ = voter.check("lists", [("choice-1", BLANK)], "Dutch")
    assert length < 8 * even.STEP


def test_a_refused_ballot_is_as_long_for_every_choice(voter):
    """Too many circles: which ones they were does not show."""
    tries = [("1", "2", "3"), ("2", "3", "4", "5"), ("1", "2", "3", "4", "5"), ("1", BLANK)]
    station = {
        voter.check("every kind", [("choice-1", "1"), *(("choice-2", key) for key in one)], "Dutch", 422)[0]
        for one in tries
    }
    assert len(station) == 1


@given(filled_polls())
@settings(max_examples=80)
def test_a_form_has_one_length_and_nothing_can_be_longer(poll_and_answers):
    definition, filled = poll_and_answers
    sent = [("code", "x"), *to_even_form(definition, filled)]
    filler = f"&{ballot.FILLER}="
    assert len(urlencode(sent)) == len("code=x") + len(filler) + form_length(definition)
    assert {name for name, _ in to_form(definition, filled)} <= {name for name, _ in fullest_form(definition)}
