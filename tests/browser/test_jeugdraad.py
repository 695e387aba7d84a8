"""The youth council's poll from the first tap to the published result: three classes, a question of every kind."""

from __future__ import annotations

from typing import Any

import pytest

from jeugd.domain.answer import Answer
from jeugd.domain.ballot import to_form
from jeugd.domain.roles import Role
from jeugd.domain.voting_code import printed
from tests.browser.conftest import LAPTOP, SMALL_PHONE, WALL
from tests.browser.test_pages import check
from tests.browser.test_poll_results import served
from tests.cast import Town
from tests.polls import CLASSES, POLL, PUPILS, QUESTIONS, WHEN_ALL_VOTED, Poll, ballots_of, cast

pytestmark = pytest.mark.xdist_group("browser, jeugdraad")

BY_HAND = (0, 46, 119)  # a pupil of each class, who answer differently; the last one blank where that can be


def test_three_classes_vote_on_every_kind_of_question(town: Town, opened: Any) -> None:
    poll = Poll(town, POLL, CLASSES, 100)
    ballots = ballots_of([answered for _, answered in QUESTIONS], WHEN_ALL_VOTED)
    with served(poll) as url:
        board = signed_in(opened, url, WALL, town.link(Role.OBSERVER, poll.stations[0]))
        for number, answers in enumerate(ballots):
            station = poll.stations[number % len(CLASSES)]
            code = poll.codes[station][number // len(CLASSES)]
            if number in BY_HAND:
                vote_by_hand(opened(url, SMALL_PHONE), f"{url}/s/{station}#{printed(code)}", answers)
            else:
                cast(town.visitor(poll.app), station, code, to_form(POLL, answers))
        board.locator("#board", has_text=str(PUPILS)).wait_for(timeout=20_000)
        assert "Fiets" not in board.content(), "no answer is on the wall before the box is opened"
        for station in poll.stations:
            close_the_box(signed_in(opened, url, LAPTOP, town.link(Role.TEACHER, station)))
        board.get_by_text("Fiets kreeg de meeste stemmen.").wait_for(timeout=20_000)
        publish(signed_in(opened, url, LAPTOP, town.link(Role.OFFICIAL)), url, poll)
        read_the_result(opened(url, SMALL_PHONE), f"{url}/uitslag/{poll.election}")


def signed_in(opened: Any, url: str, viewport: dict[str, int], link: str) -> Any:
    page = opened(url, viewport)
    page.goto(f"{url}{link}")
    button = page.locator("form[action*='/sign-in/'] button")
    if button.count():
        button.click()
        page.wait_for_url("**/municipality**")
    return page


def vote_by_hand(page: Any, card: str, answers: tuple[Answer, ...]) -> None:
    """A pupil scans a card, fills in every question by tapping, checks and casts."""
    page.goto(card)
    page.locator("[data-ballot]").wait_for()
    page.get_by_role("button", name="Toon alle stellingen").click()
    for name, value in sorted(to_form(POLL, answers), key=lambda field: field[1]):
        row = page.locator(f".row:has(select[name='{name}'])")
        if row.count():
            row.locator(".tap").click()  # in the order of their places
        else:
            page.locator(f"input[name='{name}'][value='{value}']").check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("heading", name="Dit is jouw stem").wait_for()
    page.get_by_role("button", name="Ja").click()
    page.get_by_text("Je stem zit in de stembus").first.wait_for()


def close_the_box(teacher: Any) -> None:
    teacher.locator("summary", has_text="Sluit het stembureau").click()
    teacher.locator("input[name=admitted]").fill(str(PUPILS))
    teacher.get_by_role("button", name="Definitief sluiten").click()
    teacher.get_by_role("button", name="Open de stembus").click()
    teacher.get_by_text("Fiets kreeg de meeste stemmen.").wait_for()


def publish(official: Any, url: str, poll: Poll) -> None:
    official.goto(f"{url}/elections/{poll.election}")
    for step in ("close", "count", "publish"):
        form = official.locator(f"form[action*='/elections/{poll.election}/{step}']")
        careful = form.locator("xpath=ancestor::details/summary")
        if careful.count():
            careful.click()
        form.get_by_role("button").click()
        form.wait_for(state="detached")


def read_the_result(page: Any, address: str) -> None:
    page.goto(address)
    check(page)
    said = " ".join(page.locator("main").inner_text().split())
    assert "Fiets kreeg de meeste stemmen" in said
    assert "Er deden te weinig mensen mee" in said, "the referendum misses its quorum"
    assert "Er is geld voor 2 plannen: Hangplek en Bankjes." in said, "equal shares"
    assert "Dan was er wel geld voor Muziekzaal." in said, "and why greedy decides otherwise"
