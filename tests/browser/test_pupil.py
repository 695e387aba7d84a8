from __future__ import annotations

import io
import urllib.request
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from tests.browser.conftest import PHONE, SMALL_PHONE

pytestmark = pytest.mark.xdist_group("browser, pupil")

DONE = "Je stem zit in de stembus"


def scanned(pdf_address: str) -> list[str]:
    """What a camera reads on the printed cards, page by page."""
    with urllib.request.urlopen(pdf_address) as answer:
        document = pypdfium2.PdfDocument(io.BytesIO(answer.read()))
    pictures = (page.render(scale=3).to_pil() for page in document)
    return [found.text for picture in pictures for found in zxingcpp.read_barcodes(picture)]


def traces(page: Any) -> str:
    """Everything a next visitor could find on this device."""
    stored = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    return page.content() + stored + page.url


def choose(page: Any, name: str) -> None:
    page.locator("label.choice", has_text=name).first.click()


def vote(page: Any, name: str) -> None:
    choose(page, name)
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("heading", name="Dit is jouw stem").wait_for()
    page.get_by_role("button", name="Ja, in de stembus").click()
    page.get_by_role("heading", name=DONE).wait_for()


@pytest.fixture
def groep_7b(lasting_demo):
    return lasting_demo.station("kinderburgemeester")


def test_a_pupil_scans_a_printed_card_and_votes(lasting_demo, opened, groep_7b):
    cards = scanned(groep_7b["poll_cards"])
    assert len(cards) == len(set(cards)) == 28
    page = opened(lasting_demo.url, PHONE, has_touch=True, is_mobile=True)
    page.goto(cards[0])
    page.get_by_role("heading", name="Wie wordt de nieuwe kinderburgemeester?").wait_for()
    assert "#" not in page.url
    length = page.evaluate("history.length")
    vote(page, "Fenna")
    assert page.evaluate("history.length") == length
    code = cards[0].partition("#")[2]
    assert "Fenna" not in traces(page)
    assert code not in traces(page).replace("-", "")


def test_back_and_reload_show_nothing_of_the_vote(lasting_demo, opened, groep_7b):
    page = opened(lasting_demo.url, PHONE)
    page.goto(f"{lasting_demo.url}/")
    code = groep_7b["voting_codes"][0]
    page.goto(f"{groep_7b['booth']}#{code.replace('-', '')}")
    vote(page, "Noor")
    for step in ("go_back", "go_forward", "reload", "go_back", "go_forward") * 2:
        getattr(page, step)()
        page.wait_for_load_state()
        assert "Noor" not in traces(page)
        assert code not in traces(page)


def test_a_typed_code_with_a_mistake_is_noticed_without_a_request(lasting_demo, opened, groep_7b):
    page = opened(lasting_demo.url, PHONE)
    page.goto(groep_7b["booth"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    code = groep_7b["voting_codes"][1]
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    page.get_by_role("textbox").fill(wrong)
    page.get_by_role("button", name="Verder").click()
    assert page.get_by_role("alert").filter(has_text="Kijk nog eens").is_visible()
    assert [url for url in asked if "/booth/" in url] == []
    page.get_by_role("textbox").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("heading", name="Wie wordt").wait_for()


def test_a_lost_connection_loses_no_vote(lasting_demo, opened, groep_7b):
    page = opened(lasting_demo.url, PHONE, expect_errors=True)
    page.goto(f"{groep_7b['booth']}#{groep_7b['voting_codes'][2]}")
    choose(page, "Milan")
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("heading", name="Dit is jouw stem").wait_for()
    sent: list[str] = []

    def cut(route: Any) -> None:
        sent.append(route.request.post_data)
        if len(sent) == 1:
            route.abort()  # the vote never left
        elif len(sent) == 2:
            route.fetch()  # the vote arrived, its answer is lost
            route.abort()
        else:
            route.continue_()

    page.route("**/cast*", cut)
    page.get_by_role("button", name="Ja, in de stembus").click()
    page.get_by_text("geen verbinding").wait_for()
    page.get_by_role("heading", name=DONE).wait_for(timeout=20_000)
    assert len(sent) == 3
    assert len(set(sent)) == 1, "the same attempt each time"


def test_a_pupil_votes_without_script(lasting_demo, opened, groep_7b):
    page = opened(lasting_demo.url, SMALL_PHONE, java_script_enabled=False)
    code = groep_7b["voting_codes"][3]
    page.goto(f"{lasting_demo.url}/stem")
    page.locator("input[name=station]").fill(groep_7b["id"].lower())
    page.locator("input[name=code]").fill(code)
    page.locator("input[name=code]").press("Enter")
    choose(page, "Yassin")
    page.get_by_role("button", name="Verder").click()
    assert "Yassin" in page.content()
    page.get_by_role("button", name="Ja, in de stembus").click()
    assert page.get_by_role("heading", name=DONE).is_visible()
    page.goto(groep_7b["booth"])
    page.locator("input[name=code]").fill(code)
    page.locator("input[name=code]").press("Enter")
    assert "al gestemd" in page.content()


def test_a_pupil_votes_with_the_keyboard_alone(lasting_demo, opened, groep_7b):
    page = opened(lasting_demo.url, PHONE)
    page.goto(groep_7b["booth"])
    page.get_by_role("textbox").focus()
    page.keyboard.type(groep_7b["voting_codes"][4])
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Wie wordt").wait_for()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            break
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("document.querySelector('input[type=radio]:checked').value")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Dit is jouw stem").wait_for()
    assert page.evaluate("document.querySelector('[name=choice-1]').value") == chosen
    for _ in range(12):
        page.keyboard.press("Tab")
        if "Ja" in page.evaluate("document.activeElement.textContent"):
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=DONE).wait_for()


def test_the_candidate_lists_of_a_real_election_fit_a_small_phone(lasting_demo, opened):
    klas = lasting_demo.station("schaduwverkiezing")
    page = opened(lasting_demo.url, SMALL_PHONE)
    page.goto(f"{klas['booth']}#{klas['voting_codes'][0]}")
    page.get_by_text("Groen & Sociaal").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE["width"]
    vote(page, "F. (Fatima) Bouzid")


def test_in_forced_colours_the_step_and_the_choice_are_still_seen(lasting_demo, opened, groep_7b):
    page = opened(lasting_demo.url, PHONE, forced_colors="active")
    page.goto(f"{groep_7b['booth']}#{groep_7b['voting_codes'][9]}")
    choose(page, "Fenna")
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("heading", name="Dit is jouw stem").wait_for()
    adjusted = "one => getComputedStyle(one).forcedColorAdjust"
    assert page.locator(".steps").evaluate(adjusted) == "none"
    assert page.locator(".voting-circle--filled").evaluate(adjusted) == "none"


def test_a_code_that_was_used_is_told_in_sight_with_its_field(lasting_demo, opened, groep_7b):
    page = opened(lasting_demo.url, SMALL_PHONE, expect_errors=True)
    page.goto(f"{groep_7b['booth']}#{groep_7b['voting_codes'][10]}")
    vote(page, "Fenna")
    page.goto(groep_7b["booth"])
    page.get_by_role("textbox").fill(groep_7b["voting_codes"][10])
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("alert").filter(has_text="al gestemd").wait_for()
    page.wait_for_timeout(300)
    field = page.get_by_role("textbox").bounding_box()
    bar = page.locator(".bar-bottom").bounding_box()
    assert field["y"] >= 0
    assert field["y"] + field["height"] <= bar["y"], "the bar at the bottom covers the field"


def test_a_whole_code_is_seen_in_its_field_on_a_small_phone(lasting_demo, opened, groep_7b):
    page = opened(lasting_demo.url, SMALL_PHONE)
    page.goto(groep_7b["booth"])
    field = page.get_by_role("textbox")
    field.fill("MQ7W-4XJD-9WMA")
    page.get_by_role("button", name="Verder").click()
    assert page.locator(".field--wrong").count() == 1
    assert field.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_a_long_word_of_the_question_stays_whole_beside_the_speaker(lasting_demo, opened, groep_7b):
    page = opened(lasting_demo.url, SMALL_PHONE)
    page.goto(f"{groep_7b['booth']}#{groep_7b['voting_codes'][11]}")
    heading = page.get_by_role("heading", name="Wie wordt")
    heading.wait_for()
    page.evaluate("document.documentElement.classList.add('has-voice')")
    lines = heading.evaluate(
        """one => {
          const text = one.lastChild, word = text.data.indexOf("kinderburgemeester"), range = document.createRange();
          range.setStart(text, word);
          range.setEnd(text, word + "kinderburgemeester".length);
          return range.getClientRects().length;
        }"""
    )
    assert lines == 1
