"""Wrong input of voters: its status, its sentence in both languages, and nothing lost."""

import pytest
from lxml import html

from jeugd.actions import cast_ballot
from jeugd.actions.run_polling_station import close_station, pause_station
from jeugd.domain.voting_code import ALPHABET, printed
from tests.cast import vote_fields


@pytest.fixture
def polls(town, monkeypatch):
    """Groep 7b votes; groep 8 in other states."""
    monkeypatch.setattr(cast_ballot, "LOOK_AGAIN_AFTER", 0.0)
    town.code, town.used = town.issue(2)
    town.open()
    town.elsewhere = town.add_station("Groep 8")
    (town.foreign,) = town.issue(1, town.elsewhere)
    town.browser = town.visitor()
    done = town.browser.post(f"/booth/{town.station}/cast", data=vote_fields(town.used, "1"))
    assert done.status_code == 200
    return town


def words(answer):
    return " ".join(html.fromstring(answer.text).find(".//main").text_content().split())


def wrong_check_symbol(town):
    last = ALPHABET[(ALPHABET.index(town.code[-1]) + 1) % 32]
    return town.code[:-1] + last


MISTAKE = (
    "There is a mistake in this voting code. Look at your poll card again.",
    "Er zit een fout in deze stemcode. Kijk nog eens goed op je stempas.",
)
CODES = {
    "garbage": (
        lambda town: "hallo!",
        422,
        "Symbol 6 is not right. Look at your poll card again.",
        "Teken 6 klopt niet. Kijk nog eens goed op je stempas.",
    ),
    "too short": (
        lambda town: town.code[:11],
        422,
        "A voting code has 12 letters and digits. You typed 11. Look at your poll card again.",
        "Een stemcode heeft 12 letters en cijfers. Jij typte er 11. Kijk nog eens goed op je stempas.",
    ),
    "nothing": (
        lambda town: "",
        422,
        "You have not typed a voting code yet. It is on your poll card.",
        "Je hebt nog geen stemcode getypt. Die staat op je stempas.",
    ),
    "a typing mistake": (wrong_check_symbol, 422, *MISTAKE),
    "of another station": (
        lambda town: town.foreign,
        422,
        "This polling station does not know this voting code.",
        "Dit stembureau kent deze stemcode niet.",
    ),
    "used": (
        lambda town: town.used,
        409,
        "This voting code has been used; that vote is in the ballot box.",
        "Met deze stemcode is al gestemd; die stem zit in de stembus.",
    ),
    "a page of text": (
        lambda town: "K7QM" * 60,
        422,
        "This text is too long. Use at most 200 characters.",
        "Deze tekst is te lang. Gebruik hoogstens 200 tekens.",
    ),
}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("step", ["ballot", "check", "cast"])
@pytest.mark.parametrize("name", CODES)
def test_a_wrong_code_is_refused_in_words_at_every_step(polls, name, step, language):
    code, status, english, dutch = CODES[name]
    answer = polls.browser.post(
        f"/booth/{polls.station}/{step}?lang={language}", data=vote_fields(code(polls), "1")
    )
    assert answer.status_code == status
    assert (english if language == "en" else dutch) in words(answer)
    assert_nothing_is_lost(polls)


CHOICES = {
    "that does not exist": (
        ["9"],
        "This choice is not on the ballot. Choose again.",
        "Deze keuze staat niet op het stembiljet. Kies opnieuw.",
    ),
    "two": (
        ["1", "2"],
        "You filled more than one circle. Fill only one.",
        "Je hebt meer dan één rondje gekleurd. Kleur er maar één.",
    ),
    "none": (
        [],
        "You have not filled a circle yet. Fill one circle, or choose blank.",
        "Je hebt nog geen rondje gekleurd. Kleur één rondje, of kies blanco.",
    ),
    "empty": (
        [""],
        "You have not filled a circle yet. Fill one circle, or choose blank.",
        "Je hebt nog geen rondje gekleurd. Kleur één rondje, of kies blanco.",
    ),
}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("step", ["check", "cast"])
@pytest.mark.parametrize("name", CHOICES)
def test_a_wrong_choice_brings_the_ballot_back_with_the_code(polls, name, step, language):
    values, english, dutch = CHOICES[name]
    fields = {**vote_fields(polls.code), "choice-1": values}
    answer = polls.browser.post(f"/booth/{polls.station}/{step}?lang={language}", data=fields)
    assert answer.status_code == 422
    assert (english if language == "en" else dutch) in words(answer)
    form = next(one for one in html.fromstring(answer.text).forms if "/check" in one.action)
    assert form.fields["code"] == printed(polls.code)
    assert form.fields["attempt"] == fields["attempt"], (
        "the attempt stays the same, so that a vote counts once"
    )
    assert_nothing_is_lost(polls)


DOORS = {
    "prepared": (
        "This polling station is not open yet. Wait a moment and try again.",
        "Dit stembureau is nog niet open. Wacht even en probeer het dan opnieuw.",
    ),
    "paused": (
        "This polling station is paused. Wait a moment and try again.",
        "Dit stembureau heeft pauze. Wacht even en probeer het dan opnieuw.",
    ),
    "closed": (
        "This polling station is closed. Nobody can vote here any more.",
        "Dit stembureau is gesloten. Hier kan niemand meer stemmen.",
    ),
}


def bring(town, state):
    """The station of groep 8 in a state."""
    if state == "prepared":
        return
    town.open(town.elsewhere)
    with town.database.write() as session:
        here = {"station": town.elsewhere, "by": town.carla, "now": town.now}
        if state == "paused":
            pause_station(session, **here)
        else:
            close_station(session, admitted=0, reason=None, **here)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("step", ["", "/ballot", "/check", "/cast"])
@pytest.mark.parametrize("state", DOORS)
def test_a_door_that_is_not_open_says_so(polls, state, step, language):
    bring(polls, state)
    address = f"/booth/{polls.elsewhere}{step}?lang={language}"
    fields = vote_fields(polls.foreign, "1")
    answer = polls.browser.post(address, data=fields) if step else polls.browser.get(address)
    assert answer.status_code == 409
    assert DOORS[state][language == "nl"] in words(answer)
    if state == "paused":
        polls.open(polls.elsewhere)
        done = polls.browser.post(f"/booth/{polls.elsewhere}/cast", data=fields)
        assert done.status_code == 200, "the code still votes"


NO_STATION = (
    "There is no polling station with this number. Look at your poll card again.",
    "Dit stembureau bestaat niet. Kijk nog eens goed op je stempas.",
)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("step", ["", "/ballot", "/check", "/cast"])
@pytest.mark.parametrize("station", ["ZZZZZ", "hallo", "%00", "a%2fb", "A" * 300, "💥"])
def test_an_unknown_station_says_so(polls, station, step, language):
    address = f"/booth/{station}{step}?lang={language}"
    fields = vote_fields(polls.code, "1")
    answer = polls.browser.post(address, data=fields) if step else polls.browser.get(address)
    assert answer.status_code in (404, 405)
    if answer.status_code == 404:
        assert NO_STATION[language == "nl"] in words(answer)
    assert_nothing_is_lost(polls)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_an_unknown_station_that_was_typed_says_so(polls, language):
    answer = polls.browser.post(f"/booth?lang={language}", data={"station": "ZZZZZ", "code": polls.code})
    assert answer.status_code == 404
    assert NO_STATION[language == "nl"] in words(answer)
    assert_nothing_is_lost(polls)


BODIES = {
    "of a megabyte": (
        b"code=" + b"x" * 1_000_000,
        413,
        (
            "That is too much to send at once. Send less.",
            "Dat is te veel om in één keer te versturen. Stuur minder.",
        ),
    ),
    "that is no text": (
        b"code=%ff%fe",
        422,
        (
            "That is not possible here. Check what you filled in.",
            "Dat kan hier niet. Kijk na wat je hebt ingevuld.",
        ),
    ),
    "of bytes": (
        b"\xff\xfe\x00",
        422,
        (
            "That is not possible here. Check what you filled in.",
            "Dat kan hier niet. Kijk na wat je hebt ingevuld.",
        ),
    ),
    "of a thousand fields": (
        b"&".join(b"a=" for _ in range(1000)),
        422,
        (
            "That is not possible here. Check what you filled in.",
            "Dat kan hier niet. Kijk na wat je hebt ingevuld.",
        ),
    ),
}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("step", ["", "/ballot", "/check", "/cast"])
@pytest.mark.parametrize("name", BODIES)
def test_a_strange_body_is_refused(polls, name, step, language):
    body, status, sentences = BODIES[name]
    place = f"/booth/{polls.station}{step}" if step else "/booth"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = polls.browser.post(f"{place}?lang={language}", content=body, headers=headers)
    assert answer.status_code == status
    assert sentences[language == "nl"] in words(answer)
    assert_nothing_is_lost(polls)


@pytest.mark.parametrize("attempt", ["", "zz", "00" * 15, "00" * 17, "é" * 16])
@pytest.mark.parametrize("step", ["check", "cast"])
def test_a_ballot_without_its_own_page_is_refused(polls, attempt, step):
    fields = {**vote_fields(polls.code, "1"), "attempt": attempt}
    answer = polls.browser.post(f"/booth/{polls.station}/{step}", data=fields)
    assert answer.status_code == 422
    assert "That is not possible here. Check what you filled in." in words(answer)
    assert_nothing_is_lost(polls)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_is_refused(polls, method):
    assert polls.browser.request(method, f"/booth/{polls.station}/cast").status_code == 405


@pytest.mark.parametrize("step", ["ballot", "check", "cast"])
def test_a_step_that_is_reloaded_by_its_address_begins_again(polls, step):
    answer = polls.browser.get(f"/booth/{polls.station}/{step}")
    assert answer.url.path == f"/booth/{polls.station}"
    assert "Type your voting code" in words(answer)


def test_no_answer_to_wrong_input_says_what_was_typed_in_another_form(polls):
    """Typed text comes back only as the value of its own field, escaped."""
    nasty = '"><script>alert(1)</script>'
    for place in ("/booth", f"/booth/{polls.station}/ballot"):
        answer = polls.browser.post(place, data={"station": nasty[:19], "code": nasty})
        assert "<script>alert" not in answer.text


def assert_nothing_is_lost(town):
    """The code still votes, and what was in the box is in the box."""
    with town.database.read() as session:
        from jeugd.storage import elections

        assert elections.turnout(session, elections.station(session, town.station)).cast == 1
    done = town.browser.post(f"/booth/{town.station}/cast", data=vote_fields(town.code, "2"))
    assert done.status_code == 200
