import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from jeugd.actions.prepare_election import close_election
from jeugd.domain.answer import Answer
from jeugd.domain.ballot import to_form
from jeugd.domain.ballot_order import ballot_order
from jeugd.domain.kind import ElectionKind
from jeugd.domain.voting_code import printed
from tests import big_poll
from tests.big_ballot import big_definition, big_lists
from tests.cast import vote_fields
from tests.domain.polls import answers
from tests.web.pages import booth as booth_pages
from tests.web.pages.sample import Sample, rendered

FRAGMENT = {"HX-Request": "true", "HX-Target": "main#main"}


@pytest.fixture
def booth(town):
    return opened(town)


def opened(town):
    """The town with its station open, and a voter at the booth with cards."""
    town.codes = town.issue(4)
    town.open()
    town.browser = town.visitor()
    town.place = f"/booth/{town.station}"
    return town


def opened_with(town, definition, name):
    """The same with a station that votes for something else."""
    town.election = town.add_election(definition)
    town.station = town.add_station(name, election=town.election)
    town.open_election(town.election)
    return opened(town)


def ballot(town, code, **more):
    return town.browser.post(f"{town.place}/ballot", data={"code": code}, **more)


def test_the_ballot_page_is_the_same_bytes_for_every_voter_but_for_code_and_attempt(booth):
    pages = {}
    for code in booth.codes:
        answer = ballot(booth, code)
        form = next(one for one in html.fromstring(answer.text).forms if one.action.endswith("/check"))
        assert form.fields["code"] == printed(code)
        attempt = form.fields["attempt"]
        assert re.fullmatch(r"[0-9a-f]{32}", attempt)
        pages[attempt] = answer.text.replace(printed(code), "CODE").replace(attempt, "ATTEMPT")
    assert len(pages) == 4, "every page has an attempt of its own"
    assert len(set(pages.values())) == 1


def test_each_language_has_a_kept_page_of_its_own(booth):
    dutch = ballot(booth, booth.codes[0], headers={"Accept-Language": "nl"})
    english = ballot(booth, booth.codes[0], headers={"Accept-Language": "en"})
    assert '<html lang="nl">' in dutch.text
    assert '<html lang="en">' in english.text


@pytest.mark.parametrize("step", ["ballot", "check", "cast"])
def test_a_step_for_htmx_is_the_block_of_the_page(booth, step):
    fields = vote_fields(booth.codes[0], "1", attempt="00" * 16)
    whole = booth.browser.post(f"{booth.place}/{step}", data=fields)
    part = booth.browser.post(f"{booth.place}/{step}", data=fields, headers=FRAGMENT)
    assert whole.status_code == part.status_code == 200
    assert "<html" in whole.text
    assert "<html" not in part.text
    assert "HX-Request" in part.headers["Vary"]
    attempts = r"[0-9a-f]{32}"
    assert re.sub(attempts, "", part.text).strip() in re.sub(attempts, "", whole.text)


def test_no_voter_gets_a_cookie(booth):
    fields = vote_fields(booth.codes[0], "1")
    answers = [booth.browser.get(booth.place)]
    answers += [
        booth.browser.post(f"{booth.place}/{step}", data=fields) for step in ("ballot", "check", "cast")
    ]
    assert all("set-cookie" not in answer.headers for answer in answers)
    assert not booth.browser.cookies


def test_nothing_of_the_vote_is_on_the_last_page(booth):
    one, other = (
        booth.browser.post(f"{booth.place}/cast", data=vote_fields(code, choice)).text
        for code, choice in zip(booth.codes, ("1", "blank"), strict=False)
    )
    assert one == other


def test_a_code_typed_as_people_type_it_is_accepted(booth):
    typed = " ".join(printed(booth.codes[0]).lower()).replace("0", "o").replace("1", "l")
    assert ballot(booth, typed).status_code == 200


def test_a_short_address_leads_to_the_booth(booth):
    answer = booth.browser.get(f"/s/{booth.station.lower()}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/booth/{booth.station.lower()}")
    assert booth.browser.get(f"/s/{booth.station.lower()}").status_code == 200
    assert booth.browser.get("/stem?lang=nl").url.path == "/booth"


def test_station_and_code_typed_lead_to_the_ballot(booth):
    answer = booth.browser.post("/booth", data={"station": booth.station.lower(), "code": booth.codes[0]})
    assert answer.status_code == 200
    assert "Yassin" in answer.text


@pytest.fixture
def big_booth(town):
    """The booth of a class that votes for the Tweede Kamer."""
    return opened_with(town, big_definition(), "Klas 5h")


def attempt_on(page):
    return re.search(r'name="attempt" value="([0-9a-f]{32})"', page)[1]


@pytest.mark.parametrize("encoding", ["gzip, br", "identity"])
def test_a_big_ballot_is_the_same_for_every_voter_in_text_and_in_length(big_booth, encoding):
    texts, lengths = set(), set()
    for code in big_booth.codes:
        answer = ballot(big_booth, code, headers={"Accept-Encoding": encoding})
        assert answer.headers.get("Content-Encoding") == ("gzip" if "gzip" in encoding else None)
        assert answer.text.count(printed(code)) == 2
        texts.add(answer.text.replace(printed(code), "CODE").replace(attempt_on(answer.text), "ATTEMPT"))
        lengths.add(int(answer.headers["Content-Length"]))
    assert len(texts) == len(lengths) == 1
    assert lengths.pop() < (40_000 if "gzip" in encoding else 300_000)


def test_a_big_ballot_says_the_same_packed_and_plain(big_booth):
    texts = []
    for encoding in ("gzip", "identity"):
        for more in ({}, FRAGMENT):
            answer = ballot(big_booth, big_booth.codes[0], headers={"Accept-Encoding": encoding, **more})
            assert "no-store" in answer.headers["Cache-Control"]
            texts.append(answer.text.replace(attempt_on(answer.text), ""))
    assert texts[:2] == texts[2:]


def test_a_small_ballot_is_sent_as_it_is(booth):
    assert "Content-Encoding" not in ballot(booth, booth.codes[0]).headers


def test_every_list_and_candidate_has_its_official_number(big_booth):
    page = html.fromstring(ballot(big_booth, big_booth.codes[0]).text)
    shown = [one.text_content().split() for one in page.find_class("list-number")]
    assert shown == [["List", str(one.number)] for one in big_lists()]
    fifth = page.find_class("list")[4]
    circles = fifth.find_class("choice")[1:]
    numbers = [(row.find_class("number")[0].text, row.find("input").get("value")) for row in circles]
    assert numbers == [(one.key.split(".")[1], one.key) for one in big_lists()[4].candidates]
    assert ("7", "5.7") not in numbers


def test_a_vote_for_a_list_goes_to_its_first_candidate(big_booth):
    code = big_booth.codes[0]
    page = html.fromstring(ballot(big_booth, code).text)
    leader = big_lists()[5].leader
    circle = page.find_class("list")[5].find_class("choice--list")[0].find("input")
    assert "goes to the first candidate" in circle.getparent().text_content()
    fields = vote_fields(code, circle.get("value"))
    check = big_booth.browser.post(f"{big_booth.place}/check", data=fields).text
    assert leader.name in html.fromstring(check).find_class("choice--checked")[0].text_content()
    assert "A vote for the list goes to its first candidate." in check
    assert big_booth.browser.post(f"{big_booth.place}/cast", data=fields).status_code == 200
    big_booth.shut()
    big_booth.do(close_election, election=big_booth.election)
    big_booth.count()
    assert big_booth.tally() == {leader.key: 1}


def test_another_candidate_is_checked_without_a_word_about_the_first(big_booth):
    fields = vote_fields(big_booth.codes[0], "6.2")
    check = big_booth.browser.post(f"{big_booth.place}/check", data=fields).text
    assert "A vote for the list" not in check


def test_a_blank_vote_on_a_big_ballot_counts_as_blank(big_booth):
    fields = vote_fields(big_booth.codes[0], "blank")
    check = big_booth.browser.post(f"{big_booth.place}/check", data=fields).text
    assert "Blank" in html.fromstring(check).find_class("choice--checked")[0].text_content()
    assert big_booth.browser.post(f"{big_booth.place}/cast", data=fields).status_code == 200
    big_booth.shut()
    big_booth.do(close_election, election=big_booth.election)
    big_booth.count()
    assert big_booth.tally() == {"blank": 1}


def test_no_circle_votes_for_a_list_that_is_not_there(big_booth):
    for missing in ("8.1", "5.7", "5", "5.", "list"):
        fields = vote_fields(big_booth.codes[0], missing)
        assert big_booth.browser.post(f"{big_booth.place}/check", data=fields).status_code == 422


# -- polls: every way of filling in


POLL = big_poll.poll()
FIELDS = {
    "approval": [("choice-1", key) for key in ("1", "2", "3", "4", "5", "blank")],
    "referendum": [("choice-1", key) for key in ("yes", "no", "blank")],
    "seats": [("choice-1", key) for key in ("1", "2", "3", "blank")],
    "ranked": [(f"choice-1-{key}", "") for key in big_poll.RANKED.by_key] + [("choice-1", "blank")],
    "budget": [("choice-1", key) for key in (*big_poll.BUDGET.by_key, "blank")],
    "scale": [(f"choice-1-{key}", point) for key in big_poll.SCALE.by_key for point in "12345?"]
    + [("choice-1", "blank")],
}
CONTESTS = {
    "approval": big_poll.APPROVAL,
    "referendum": big_poll.REFERENDUM,
    "seats": big_poll.SEATS,
    "ranked": big_poll.RANKED,
    "budget": big_poll.BUDGET,
    "scale": big_poll.SCALE,
}
# for each refusal: the question, what was filled in, and words of the sentence
REFUSED = [
    ("approval", {}, "not filled a circle"),
    ("approval", {"choice-1": ["1", "2", "3", "4"]}, "You chose 4; 3 at most"),
    ("approval", {"choice-1": ["2", "blank"]}, "You chose blank and something else"),
    ("approval", {"choice-1": ["2", "9"]}, "not on the ballot"),
    ("approval", {"choice-1": ["2", "2"]}, "more than one circle"),
    ("ranked", {"choice-1-1": [""]}, "not given a place"),
    ("ranked", {"choice-1-1": ["2"], "choice-1-7": ["2"]}, "Two stand in place 2"),
    ("ranked", {"choice-1-1": ["2"], "choice-1": ["blank"]}, "You chose blank and something else"),
    ("budget", {"choice-1": ["12", "1"]}, "700 euros too much"),
    ("scale", {}, "not answered any statement"),
    ("scale", {"choice-1-3": ["?"], "choice-1-9": ["9"]}, "not on the ballot"),
    ("scale", {"choice-1-3": ["?"], "choice-1": ["blank"]}, "You chose blank and something else"),
]


def open_poll(town, *contests):
    return opened_with(town, big_poll.poll(*contests), "Klas 3b")


def form_of(page, step="check"):
    return next(one for one in html.fromstring(page).forms if (one.action or "").endswith(f"/{step}"))


def fields_on(form):
    """Every field of the contests that can be filled in: its name, and its value where it has a fixed one."""
    return [
        (field.get("name"), field.get("value", ""))
        for field in form.xpath(".//input | .//select")
        if (field.get("name") or "").startswith("choice-")
    ]


def filled_on(form):
    """What the form would send, without what is empty."""
    return sorted((name, value) for name, value in form.form_values() if name.startswith("choice-") and value)


@pytest.mark.parametrize("kind", CONTESTS)
def test_each_kind_of_question_has_its_fields(town, kind):
    poll = open_poll(town, CONTESTS[kind])
    assert sorted(fields_on(form_of(ballot(poll, poll.codes[0]).text))) == sorted(FIELDS[kind])


def test_a_ballot_of_every_kind_is_the_same_bytes_for_every_voter(town):
    poll = open_poll(town, *big_poll.OF_EVERY_KIND)
    texts = set()
    for code in poll.codes:
        text = ballot(poll, code).text
        texts.add(text.replace(printed(code), "CODE").replace(attempt_on(text), "ATTEMPT"))
    assert len(texts) == 1


@pytest.mark.parametrize(("kind", "filled", "words"), REFUSED, ids=[f"{one[0]}: {one[2]}" for one in REFUSED])
def test_a_refused_ballot_comes_back_with_all_that_was_filled_in(town, kind, filled, words):
    poll = open_poll(town, CONTESTS[kind])
    fields = {"code": poll.codes[0], "attempt": "ab" * 16, **filled}
    for step in ("check", "cast"):
        answer = poll.browser.post(f"{poll.place}/{step}", data=fields)
        assert answer.status_code == 422
        form = form_of(answer.text)
        [alert] = form.xpath(".//*[@role='alert']")
        assert words in alert.text_content()
        assert alert.get("autofocus") is not None
        assert alert.get("id") in form.xpath(".//fieldset")[0].get("aria-describedby").split()
        kept = {
            (name, value) for name, values in filled.items() for value in values if value not in ("", "9")
        }
        assert set(filled_on(form)) == kept, "all but what is not on the ballot"
        assert form.fields["attempt"] == "ab" * 16


def test_the_sentence_stands_at_the_question_that_it_is_about(town):
    poll = open_poll(town, big_poll.PLURALITY, big_poll.SEATS, big_poll.REFERENDUM)
    fields = {**vote_fields(poll.codes[0], "2"), "choice-2": ["1", "2", "3"], "choice-3": "no"}
    form = form_of(poll.browser.post(f"{poll.place}/check", data=fields).text)
    alerts = [len(one.xpath(".//*[@role='alert']")) for one in form.xpath(".//fieldset")]
    assert alerts == [0, 1, 0]
    assert filled_on(form) == [
        ("choice-1", "2"),
        ("choice-2", "1"),
        ("choice-2", "2"),
        ("choice-2", "3"),
        ("choice-3", "no"),
    ]


@pytest.fixture(scope="module")
def voter_of_a_poll(lasting_town):
    """A station of a poll with every kind of question, for many requests that change nothing."""
    return open_poll(lasting_town, *big_poll.OF_EVERY_KIND)


@given(st.tuples(*map(answers, big_poll.OF_EVERY_KIND)))
@settings(deadline=None, max_examples=60)
def test_the_check_page_sends_on_what_the_ballot_said(voter_of_a_poll, given_answers):
    fields = to_form(POLL, given_answers)
    data = {"code": voter_of_a_poll.codes[0], "attempt": "ab" * 16}
    for name, value in fields:
        data[name] = [*data.get(name, []), value]
    page = voter_of_a_poll.browser.post(f"{voter_of_a_poll.place}/check", data=data)
    assert page.status_code == 200
    form = form_of(page.text, "cast")
    hidden = form.xpath(".//input[@type='hidden']")
    assert [(one.get("name"), one.get("value")) for one in hidden][2:-1] == fields
    assert form.fields["attempt"] == "ab" * 16


def test_a_check_page_that_sends_on_one_value_of_several_is_found_out():
    """What the fields of the check page were before there were several."""
    several = Answer("1,2")
    fields = to_form(big_poll.poll(big_poll.APPROVAL), [several])
    assert fields == [("choice-1", "1"), ("choice-1", "2")] != [("choice-1", several)]


def words_on(page):
    return " ".join(html.fromstring(page).get_element_by_id("main").text_content().split())


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        ("approval", "1,4", ["Tafeltennis", "Skaten", "You chose 2 of 5."]),
        ("seats", "1,2", ["Amina", "Bo", "You chose 2 of 3."]),
        ("referendum", "no", ["Nee"]),
        ("ranked", "1>9", ["Place 1: 1 Skatebaan", "Place 2: 2 Podium", "10 have no place."]),
        ("budget", "2,12", ["400 Bankjes", "4,200 Een schaatsbaan", "You spend € 4,600 of € 5,000."]),
        ("scale", "2:5,3:?", ["Strongly agree", "I do not know", "Skipped", "You skipped 18 statements."]),
        ("scale", "blank", ["Blank I say nothing about these statements."]),
    ],
)
def test_the_check_page_says_the_answer_in_words(town, kind, answer, words):
    poll = open_poll(town, CONTESTS[kind])
    data = {"code": poll.codes[0], "attempt": "ab" * 16}
    for name, value in to_form(big_poll.poll(CONTESTS[kind]), [Answer(answer)]):
        data[name] = [*data.get(name, []), value]
    said = words_on(poll.browser.post(f"{poll.place}/check", data=data).text)
    for one in words:
        assert one in said
    assert poll.browser.post(f"{poll.place}/cast", data=data).status_code == 200
    poll.shut()
    poll.count()
    assert sum(poll.tally().values()) == (20 if kind == "scale" else 1)
    if kind != "scale":
        assert poll.tally() == {answer: 1}


def with_rules(contest, **rules):
    return replace(contest, rules=replace(contest.rules, **rules))


@pytest.mark.parametrize(
    ("contest", "words"),
    [
        (big_poll.APPROVAL, "Fill 1 to 3 circles red."),
        (with_rules(big_poll.APPROVAL, most=0), "Fill as many circles red as you like."),
        (with_rules(big_poll.APPROVAL, fewest=2, most=0), "Fill at least 2 circles red."),
        (with_rules(big_poll.APPROVAL, fewest=2, most=2), "Fill 2 circles red, not more and not less."),
        (big_poll.SEATS, "There are 2 seats. Fill 1 to 2 circles red."),
        (with_rules(big_poll.BUDGET, most=4), "You have € 5,000 to spend. Fill the circle of every plan"),
        (with_rules(big_poll.BUDGET, most=4), "Fill 1 to 4 circles red."),
        (with_rules(big_poll.RANKED, fewest=12), "Give each a place."),
        (with_rules(big_poll.RANKED, fewest=3, most=3), "Give 3 of them a place."),
        (with_rules(big_poll.RANKED, fewest=2, most=5), "Give 2 to 5 of them a place."),
        (with_rules(big_poll.RANKED, fewest=2), "Give at least 2 of them a place; then you may stop."),
        (big_poll.SCALE, "You may skip a statement."),
        (with_rules(big_poll.SCALE, fewest=20), "Answer them all."),
        (with_rules(big_poll.SCALE, fewest=5, most=9), "Answer at least 5; you may skip the others. Answer at most 9."),
        (with_rules(big_poll.REFERENDUM, quorum="", threshold=""), "more than half of the votes for yes and no"),
        (with_rules(big_poll.REFERENDUM, threshold="", blank_counts=True), "at least 20 percent of all voters"),
        (with_rules(big_poll.REFERENDUM, quorum=""), "at least 2/3 of the votes"),
        (big_poll.REFERENDUM, "A blank vote does not count as taking part."),
    ],
)  # fmt: skip
def test_what_is_asked_is_explained_before_it_is_refused(contest, words):
    page = Sample(
        "hint",
        "booth/ballot.html",
        booth_pages.ballot(booth_pages.booth(contest, kind=ElectionKind.JEUGDRAAD)),
    )
    text = html.fromstring(rendered(page, "en")).get_element_by_id("hint-1").text_content()
    assert words.replace("\N{NO-BREAK SPACE}", " ") in " ".join(text.split())


def test_options_stand_in_the_order_that_was_drawn_and_the_page_says_how(town):
    poll = open_poll(town, big_poll.RANKED)
    text = ballot(poll, poll.codes[0]).text
    names = [row.findtext(".//b") for row in html.fromstring(text).find_class("row")]
    assert names == [option.name for option in ballot_order(big_poll.RANKED, 1, poll.station)]
    assert "The order is drawn by lot for each polling station." in text
    assert f"{poll.station}|1|1" in text


def test_an_order_that_was_not_drawn_is_the_order_of_the_definition(town):
    poll = open_poll(town, big_poll.SEATS, big_poll.REFERENDUM)
    page = html.fromstring(ballot(poll, poll.codes[0]).text)
    assert [one.text for one in page.xpath("//label//b")] == [
        "Amina",
        "Bo",
        "Cas",
        "Blank",
        "Ja",
        "Nee",
        "Blank",
    ]
    assert not page.find_class("drawn-order")
