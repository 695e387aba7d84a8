import re

import pytest
from lxml import html

from jeugd.actions.prepare_election import close_election
from jeugd.domain.voting_code import printed
from tests.big_ballot import big_definition, big_lists
from tests.cast import vote_fields

FRAGMENT = {"HX-Request": "true", "HX-Target": "main#main"}


@pytest.fixture
def booth(town):
    town.codes = town.issue(4)
    town.open()
    town.browser = town.visitor()
    town.place = f"/booth/{town.station}"
    return town


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
    town.election = town.add_election(big_definition())
    town.station = town.add_station("Klas 5h", election=town.election)
    town.open_election(town.election)
    town.codes = town.issue(4)
    town.open()
    town.browser = town.visitor()
    town.place = f"/booth/{town.station}"
    return town


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
