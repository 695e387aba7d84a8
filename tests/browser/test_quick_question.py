"""A quick question, from "nieuw" to the reveal, with twelve phones and no poll card."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE, SMALL_PHONE, WALL
from tests.browser.test_pages import check

pytestmark = pytest.mark.xdist_group("browser, quick_question")

PHONES = 12
SCHEMES = {"light": [LAPTOP, WALL, PHONE], "dark": [LAPTOP, PHONE]}


def pictured(page, name):
    if folder := os.environ.get("JEUGD_QUICK_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def check_everywhere(page, name):
    """No violation and no overflow at each width, light and dark."""
    own = page.viewport_size
    for scheme, viewports in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        for viewport in viewports:
            page.set_viewport_size(viewport)
            check(page)
            pictured(page, f"{name}-{viewport['width']}-{scheme}")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(own)


def join_and_vote(phone, address, choice):
    """One pupil after the other on one device; nothing is kept between them."""
    phone.goto(address)
    phone.get_by_role("button", name="Doe mee").click()
    fill_in(phone, choice)


def fill_in(phone, choice):
    phone.locator("label.choice", has_text=choice).first.click()
    phone.get_by_role("button", name="Verder").click()
    phone.get_by_role("button", name="Ja, in de stembus").click()
    phone.get_by_role("heading", name="Je stem zit in de stembus").wait_for()


def ask(teacher):
    """Two clicks, one question, two options and one request; the answer is the polling station of the question."""
    posts: list[str] = []
    teacher.on("request", lambda one: posts.append(one.url) if one.method == "POST" else None)

    teacher.get_by_role("link", name="Stel snel een vraag").click()
    check_everywhere(teacher, "new")
    station = put(teacher, "Wat doen we vrijdag?", "Naar het bos", "Een film")
    assert len(posts) == 1
    return station


def put(teacher, question, *options):
    """Ask it of eleven pupils; the polling station of the question."""
    teacher.get_by_label("Je vraag of stelling").fill(question)
    for number, option in enumerate(options, start=1):
        teacher.get_by_label(f"Keuze {number}").fill(option)
    teacher.get_by_label("Hoeveel leerlingen").fill("11")
    teacher.get_by_role("button", name="Stel de vraag").click()
    teacher.get_by_text("0 van 11 meegedaan").wait_for()
    return teacher.url.rpartition("/")[2]


def reveal(teacher, board):
    """The box is opened in class."""
    teacher.locator("summary", has_text="Sluit het stembureau").click()
    teacher.get_by_role("button", name="Definitief sluiten").click()
    teacher.get_by_role("button", name="Open de stembus").click()
    board.get_by_text("Naar het bos").first.wait_for(timeout=20_000)
    board.wait_for_timeout(7000)  # the reveal
    shown = board.locator("#board").inner_text()
    assert "7" in shown
    assert "5" in shown
    check_everywhere(board, "reveal")
    check(teacher)


def test_a_quick_question_from_new_to_the_reveal(demo, opened):
    klas = demo.station("jeugdraad")
    teacher = opened(demo.url, LAPTOP)
    teacher.goto(klas["classroom"])
    asked = ask(teacher)

    board = opened(demo.url, WALL)
    board.goto(klas["board"])  # signed in for the class, and so for its question
    board.goto(f"{demo.url}/board/{asked}")
    board.get_by_text("Vrije deelname").wait_for()
    check_everywhere(board, "board")
    assert board.evaluate("document.documentElement.scrollHeight <= document.documentElement.clientHeight")

    address = f"{demo.url}/j/{asked}"
    phones = [opened(demo.url, SMALL_PHONE), opened(demo.url, PHONE, java_script_enabled=False)]
    phones[0].goto(address)
    check_everywhere(phones[0], "join")
    for number in range(PHONES - 1):
        join_and_vote(phones[number % 2], address, "Naar het bos" if number < 7 else "Een film")
    late = opened(demo.url, SMALL_PHONE, expect_errors=True)
    late.goto(address)
    late.get_by_role("button", name="Doe mee").dblclick()
    late.get_by_role("alert").wait_for()
    assert "Alle 11 plaatsen zijn bezet" in late.content()
    check(late)
    teacher.get_by_text("11 van 11 meegedaan").wait_for()
    check_everywhere(teacher, "classroom")
    teacher.locator("summary", has_text="Er zijn meer leerlingen").click()
    teacher.get_by_label("Hoeveel leerlingen").fill("12")
    teacher.get_by_role("button", name="Maak plaatsen erbij").click()
    teacher.get_by_text("11 van 12 meegedaan").wait_for()
    late.get_by_role("button", name="Doe mee").click()
    late.locator("label.choice", has_text="Een film").wait_for()
    check(late)
    fill_in(late, "Een film")
    board.locator(".board-number b", has_text="12").wait_for(timeout=20_000)
    assert "bos" not in board.content()

    reveal(teacher, board)
    teacher.goto(f"{demo.url}/records/{asked}")
    check(teacher)
    teacher.goto(klas["classroom"])
    assert teacher.get_by_role("link", name="Wat doen we vrijdag?").is_visible()
    check(teacher)


def test_a_join_page_that_is_loaded_again_takes_no_second_place(demo, opened):
    """Planted: without its script the page has another ticket each time, and so another place."""
    teacher = opened(demo.url, LAPTOP)
    teacher.goto(demo.station("jeugdraad")["classroom"])
    teacher.get_by_role("link", name="Stel snel een vraag").click()
    address = f"{demo.url}/j/{put(teacher, 'Zullen we buiten eten?', 'Ja', 'Nee')}"

    phone = opened(demo.url, SMALL_PHONE, expect_errors=True)
    asked = []
    phone.on("request", lambda one: asked.append(one.url))
    phone.goto(address)
    ticket = joins(phone)
    phone.reload()
    assert joins(phone) == ticket
    phone.goto(f"{demo.url}/")
    phone.go_back()
    assert joins(phone) == ticket
    phone.reload()
    phone.locator("a.nl-skip-link").focus()
    phone.keyboard.press("Enter")
    phone.get_by_role("link", name="English").click()
    phone.get_by_role("button", name="Join in").wait_for()
    phone.get_by_role("link", name="Nederlands").click()
    assert joins(phone) == ticket
    teacher.get_by_text("1 van 11 meegedaan").wait_for()

    fill_in(phone, "Ja")
    phone.reload()
    phone.get_by_role("button", name="Doe mee").click()
    phone.get_by_text("die stem zit in de stembus").wait_for()
    check_everywhere(phone, "joined-before")
    phone.get_by_role("link", name="De volgende kiezer").click()
    assert joins(phone) != ticket
    fill_in(phone, "Nee")
    phone.get_by_role("link", name="De volgende kiezer").click()
    phone.get_by_role("button", name="Doe mee").wait_for()
    teacher.get_by_text("2 van 11 meegedaan").wait_for()
    assert phone.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    assert not any(ticket in one.partition("#")[0] for one in asked)

    bare = opened(demo.url, PHONE, java_script_enabled=False)
    for place in (3, 4):
        bare.goto(address)
        bare.get_by_role("button", name="Doe mee").click()
        bare.locator("label.choice").first.wait_for()
        teacher.get_by_text(f"{place} van 11 meegedaan").wait_for()


def joins(phone):
    """Press the button and wait for the ballot; the answer is the ticket, which stands in the address."""
    phone.get_by_role("button", name="Doe mee").wait_for()
    phone.wait_for_url(re.compile("#[0-9a-f]{32}$"))
    ticket = phone.url.partition("#")[2]
    expect(phone.locator("input[name=ticket]")).to_have_value(ticket)
    phone.get_by_role("button", name="Doe mee").click()
    phone.locator("label.choice").first.wait_for()
    return ticket
