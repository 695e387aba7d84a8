import re

import pytest
from lxml import html

from jeugd.domain.voting_code import printed
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
