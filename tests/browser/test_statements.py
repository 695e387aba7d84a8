"""Statements on a ballot, one at a time: by touch, by keyboard and by ear."""

from __future__ import annotations

from typing import Any

import pytest

from tests import big_poll
from tests.browser.poll_booths import picture
from tests.browser.voter import cast_it, checked, counter, focused, named, tab_until

pytestmark = pytest.mark.xdist_group("browser, statements")


def shown_statement(page: Any) -> str:
    [number] = page.locator(".statement-number:visible").all_inner_texts()
    return str(number)


def test_statements_come_one_by_one_and_the_progress_is_said(polls, opened):
    page = polls.open(opened, "scale")
    assert shown_statement(page) == "Stelling 1 van 20"
    assert not page.get_by_role("button", name="Vorige").is_visible()
    page.get_by_text("Helemaal eens").locator("visible=true").click()
    assert counter(page) == "1 van 20 beantwoord"
    page.get_by_role("button", name="Volgende stelling").click()
    assert shown_statement(page) == "Stelling 2 van 20"
    assert "Stelling 2 van 20" in focused(page)
    page.get_by_role("button", name="Volgende stelling").click()
    assert counter(page) == "Stelling 2 is overgeslagen."
    page.get_by_role("button", name="Vorige").click()
    page.get_by_role("button", name="Vorige").click()
    page.get_by_role("button", name="Wis dit antwoord").click()
    assert page.locator(":checked").count() == 0
    assert counter(page) == "0 van 20 beantwoord"


def test_twenty_statements_by_keyboard(polls, opened):
    """An arrow chooses, Enter goes on: no statement is overlooked, and skipping is said on the check page."""
    page = polls.open(opened, "scale")
    for number in range(1, 21):
        assert shown_statement(page) == f"Stelling {number} van 20"
        if number in (4, 7):  # skipped
            page.get_by_role("button", name="Verder").press("Enter")
            continue
        tab_until(page, "Helemaal oneens")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    lines = checked(page)
    assert [line.rsplit(" ", 1)[1] for line in lines] == [
        "Overgeslagen" if number in (4, 7) else "Oneens" for number in range(1, 21)
    ]
    assert "Je sloeg 2 stellingen over." in page.locator("main").inner_text()
    page.get_by_role("button", name="Nee, terug").click()
    page.locator("[data-ballot]").wait_for()
    assert counter(page) == "18 van 20 beantwoord"
    assert shown_statement(page) == "Stelling 4 van 20", "the first that has no answer"
    page.get_by_role("button", name="Verder").click()
    checked(page)
    cast_it(page)


def test_a_screen_reader_hears_one_statement_with_six_answers(polls, opened):
    page = polls.open(opened, "scale")
    groups = [one for one in named(page, "group") if "Stelling" in one]
    assert groups == [f"Stelling 1 van 20 {big_poll.SCALE.options[0].name}"]
    assert named(page, "radio") == [
        "Helemaal oneens",
        "Oneens",
        "Niet eens, niet oneens",
        "Eens",
        "Helemaal eens",
        "Weet ik niet",
    ]


def test_all_statements_can_be_shown_below_each_other(polls, opened):
    page = polls.open(opened, "scale")
    page.get_by_role("button", name="Toon alle stellingen").click()
    assert page.locator(".statement:visible").count() == 20
    page.locator(".statement").nth(19).get_by_text("Weet ik niet").click()
    page.get_by_role("button", name="Verder").click()
    assert checked(page)[-1].endswith("Weet ik niet")


def test_a_statement_fits_on_a_small_phone(polls, opened):
    """The statement and its answers are seen at once, above the bar."""
    page = polls.open(opened, "scale")
    page.get_by_role("button", name="Verder").click()
    page.wait_for_timeout(200)
    picture(page, "scale-second")
    top = page.locator(".statement:visible").bounding_box()["y"]
    last = page.locator(".point:visible").last.bounding_box()
    bar = page.locator(".bar-bottom").bounding_box()["y"]
    assert top >= 0
    assert last["y"] + last["height"] <= bar


def test_one_statement_is_not_numbered(polls, opened):
    page = polls.open(opened, "one statement")
    assert "1 van 1" not in page.locator("main").inner_text()
    page.get_by_text("Weet ik niet").click()
    page.get_by_role("button", name="Verder").click()
    assert checked(page)[0].endswith("Weet ik niet")
