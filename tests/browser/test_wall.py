"""The board on walls of every size, with as many and as long lines as a question can have: never scrolled."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from jeugd.demo.opinions import class_with
from jeugd.domain.ballot import to_form
from jeugd.domain.contest import LONGEST_TEXTS, Contest, Method, Option, Rules, numbered
from jeugd.web import sheets
from tests import big_poll
from tests.browser.conftest import LAPTOP, WALL
from tests.browser.test_pages import check
from tests.browser.test_poll_results import OLD_WALL, board_of, look, served
from tests.cast import Town
from tests.polls import Poll, cast

pytestmark = pytest.mark.xdist_group("browser, wall")

PUPILS = 60
SMALL_WALL = {"width": 1280, "height": 720}
WORDS = "Iedereen in de gemeente hoort te weten wat jongeren van hun eigen wijk, school en toekomst vinden"


def long_names(number: int) -> tuple[Option, ...]:
    longest = LONGEST_TEXTS["name"]
    return numbered([(f"{one}. {WORDS} en willen, ook later."[:longest], "", "") for one in range(number)])


LONG = (
    Contest("Wat vind jij van deze lange stellingen?", Method.SCALE, long_names(15)),
    Contest("Welke van deze lange plannen?", Method.APPROVAL, long_names(20), rules=Rules(most=20)),
    Contest("Welk plan staat bij jou boven?", Method.SCHULZE, big_poll.RANKED.options),
    Contest("Welk lange plan staat bij jou boven?", Method.SCHULZE, long_names(9)),
    Contest("Welk lang plan komt er?", options=long_names(3)),
    Contest(
        "Waar gaat het geld heen?",
        Method.EQUAL_SHARES,
        tuple(replace(one, cost=100) for one in long_names(12)),
        rules=Rules(purse=900),
    ),
)


def voted(town: Town, *questions: Contest) -> Poll:
    """A class of sixty has voted and sees its result."""
    poll = Poll(town, big_poll.poll(*questions), ("Klas 3b",), PUPILS)
    [station], pupil = poll.stations, town.visitor(poll.app)
    together = class_with(poll.definition, random.Random(3))
    for code in poll.codes[station]:
        cast(pupil, station, code, to_form(poll.definition, together.pupil()))
    poll.close(PUPILS)
    return poll


def letters(page: Any, selector: str) -> float:
    """The height of the letters, in parts of the height of the wall."""
    size = (
        page.locator(selector)
        .filter(visible=True)
        .first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    )
    return float(size) / page.viewport_size["height"]


def test_twenty_statements_are_read_from_the_back_of_the_class(town: Town, opened: Any) -> None:
    poll = voted(town, big_poll.SCALE)
    with served(poll) as url:
        for viewport in (WALL, SMALL_WALL):
            page = board_of(poll, url, opened, viewport)
            seen: list[str] = []
            parts = page.get_by_role("navigation").filter(visible=True).get_by_role("link")
            assert parts.count() == 4
            for number in range(4):
                parts.nth(number).click()
                check(page)
                look(page, f"statements-{number + 1}-{viewport['width']}")
                seen += page.locator(".opinion-name").filter(visible=True).all_inner_texts()
                assert letters(page, ".opinion-name") > 0.03
                assert page.evaluate("document.documentElement.scrollHeight") <= viewport["height"]
            assert seen == [one.name for one in big_poll.SCALE.options]


def test_the_parts_of_a_question_are_reached_by_keyboard(town: Town, opened: Any) -> None:
    poll = voted(town, big_poll.PLURALITY, big_poll.SCALE)
    with served(poll) as url:
        page = board_of(poll, url, opened, WALL)
        page.get_by_role("link", name="Vraag 2").focus()
        page.keyboard.press("Enter")
        page.get_by_role("link", name="6 tot en met 10").focus()
        page.keyboard.press("Enter")
        page.get_by_text("Vuurwerk moet helemaal verboden worden.").wait_for()
        assert page.locator("#contest-2").is_hidden()
        current = page.locator("[aria-current]").filter(visible=True)
        assert [one.split("\n")[-1] for one in current.all_inner_texts()] == ["2", "6–10"]
        page.evaluate("htmx.trigger('#board', 'changed')")
        page.wait_for_timeout(500)
        assert page.get_by_text("Vuurwerk moet helemaal verboden worden.").is_visible()


def test_long_names_never_make_the_board_scroll(town: Town, opened: Any) -> None:
    poll = voted(town, *LONG)
    with served(poll) as url:
        for viewport in (WALL, SMALL_WALL, LAPTOP, OLD_WALL):
            page = board_of(poll, url, opened, viewport)
            there = page.locator(".board-result section").evaluate_all("all => all.map(one => one.id)")
            assert len(there) > len(LONG)
            for sheet in there:
                page.goto(f"{page.url.partition('#')[0]}#{sheet}")
                look(page, f"long-{sheet}-{viewport['width']}")
                height = page.evaluate("document.documentElement.scrollHeight")
                assert height <= viewport["height"], f"{sheet} is {height} high on {viewport}"


def test_a_question_that_is_not_divided_is_found_out(
    town: Town, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_STATEMENTS", 20)
    poll = voted(town, big_poll.SCALE)
    with served(poll) as url:
        page = board_of(poll, url, opened, WALL)
        assert page.evaluate("document.documentElement.scrollHeight") > WALL["height"]
