from __future__ import annotations

import pytest

from tests.browser.conftest import LAPTOP, PHONE, WALL
from tests.browser.test_pages import check

pytestmark = pytest.mark.xdist_group("browser, lesson")


def test_a_lesson_from_the_first_vote_to_the_revealed_result(demo, opened):
    klas = demo.station("jeugdraad")
    teacher = opened(demo.url, LAPTOP)
    teacher.goto(klas["classroom"])
    board = opened(demo.url, WALL)
    board.goto(klas["board"])
    board.get_by_text("van 27").first.wait_for()
    for number, code in enumerate(klas["voting_codes"][:12]):
        demo.cast(klas, code, "1" if number < 7 else "2")
    board.locator("#board", has_text="12").wait_for(timeout=20_000)
    assert "skatebaan" not in board.content(), "the board shows no option before the box is opened"
    teacher.locator("#station", has_text="12").wait_for(timeout=20_000)
    assistant = opened(demo.url, LAPTOP)
    assistant.goto(klas["classroom"])

    teacher.locator("summary", has_text="Sluit het stembureau").click()
    teacher.locator("input[name=admitted]").fill("13")
    teacher.get_by_role("button", name="Definitief sluiten").click()
    assert teacher.get_by_role("alert").first.is_visible(), (
        "admitted and cast differ, and no reason was given"
    )
    teacher.locator("input[name=admitted]").fill("12")
    teacher.get_by_role("button", name="Definitief sluiten").click()
    board.get_by_text("gesloten").first.wait_for()
    assistant.get_by_role("button", name="Open de stembus").wait_for()
    assert assistant.locator("#station").count() == 1, (
        "the step of a colleague replaces the room, it does not nest it"
    )
    teacher.get_by_role("button", name="Open de stembus").click()
    board.get_by_text("Een skatebaan").first.wait_for()
    shown = board.locator("#board").inner_text()
    assert "7" in shown
    assert "5" in shown

    before = demo.station("jeugdraad", 1)
    other = opened(demo.url, LAPTOP)
    other.goto(klas["classroom"])
    assert other.goto(f"{demo.url}/classroom/{before['id']}").status == 403


def test_the_board_comes_back_by_itself_after_the_server_was_away(tmp_path, opened):
    from tests.browser.conftest import Demo

    first = Demo(tmp_path / "demo")
    klas = first.station("kinderburgemeester")
    board = opened(first.url, WALL, expect_errors=True)
    board.goto(klas["board"])
    port = first.url.rpartition(":")[2]
    first.stop(abruptly=True)
    second = Demo(tmp_path / "demo", "--port", port)
    try:
        second.cast(klas, klas["voting_codes"][0], "1")
        board.locator(".board-number b", has_text="1").wait_for(timeout=20_000)
    finally:
        second.stop()


def test_the_simulated_class_moves_the_board(tmp_path, opened):
    from tests.browser.conftest import Demo

    demo = Demo(tmp_path / "demo", "--simulate")
    try:
        board = opened(demo.url, WALL)
        board.goto(demo.station("kinderburgemeester")["board"])
        board.wait_for_timeout(100)
        before = board.locator("#board").inner_text()
        for _ in range(100):
            board.wait_for_timeout(200)
            if board.locator("#board").inner_text() != before:
                break
        assert board.locator("#board").inner_text() != before
    finally:
        demo.stop()


def test_thousands_of_poll_cards_show_how_far_they_are(demo, opened):
    klas = demo.station("kinderburgemeester")
    page = opened(demo.url, LAPTOP)
    page.goto(klas["classroom"])
    page.goto(f"{demo.url}/poll-cards/{klas['id']}")
    page.locator("input[name=number]").fill("4000")
    page.evaluate("""() => {
        window.seen = [];
        const place = document.getElementById("progress");
        const watch = new MutationObserver(() => window.seen.push(place.innerText));
        watch.observe(place, { childList: true, subtree: true });
    }""")
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name="Maak").click()
    assert any("van 4.000" in text for text in page.evaluate("window.seen"))
    assert waiting.value.suggested_filename == f"stempassen-{klas['id']}.pdf"
    page.locator("#progress progress").wait_for(state="detached")


def test_the_lesson_of_a_poll_is_folded_on_the_screen_and_whole_on_paper(demo, opened):
    page = opened(demo.url, PHONE)
    page.goto(f"{demo.url}/demo")
    page.get_by_role("link", name="De klas van Klas 1b").click()
    page.locator("summary", has_text="De les").wait_for()
    question = page.get_by_text("Waar ben jij het liefst buiten?")
    assert not question.is_visible()
    page.emulate_media(media="print")
    assert question.is_visible()
    page.emulate_media(media="screen")
    page.locator("summary", has_text="De les").press("Enter")
    assert question.is_visible()
    check(page)
