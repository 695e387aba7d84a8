"""The results of a poll in a real browser: every method, on a phone, a laptop and the wall, light and dark."""

from __future__ import annotations

import contextlib
import os
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from jeugd.demo.opinions import class_with
from jeugd.domain.ballot import to_form
from jeugd.domain.contest import Contest, Method, Rules, numbered
from jeugd.domain.roles import Role
from tests import big_poll
from tests.browser.conftest import LAPTOP, SMALL_PHONE, WALL
from tests.browser.test_pages import check, overflow
from tests.cast import Town
from tests.polls import Poll, cast, whole_poll

pytestmark = pytest.mark.xdist_group("browser, poll_results")

LOOKED_AT = os.environ.get("JEUGD_LOOK")  # a folder for pictures to look at


@contextlib.contextmanager
def served(poll: Poll) -> Iterator[str]:
    """The town at an address of this machine."""
    config = uvicorn.Config(
        poll.app,
        host="127.0.0.1",
        port=0,
        log_level="critical",  # a window that still watches is told nothing and is cut off
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
    assert not thread.is_alive()


def look(page: Any, name: str) -> None:
    if LOOKED_AT:
        page.screenshot(path=Path(LOOKED_AT) / f"{name}.png", full_page=True)


def test_every_method_is_told_on_every_screen(town: Town, opened: Any) -> None:
    poll = whole_poll(town)
    with served(poll) as url:
        for viewport in (SMALL_PHONE, LAPTOP):
            for scheme in ("light", "dark"):
                page = opened(url, viewport, color_scheme=scheme)
                page.goto(f"{url}/uitslag/{poll.election}")
                check(page)
                look(page, f"result-{viewport['width']}-{scheme}")
                assert page.locator("section figure").count() == len(poll.definition.contests)
        page = opened(url, LAPTOP)
        page.goto(f"{url}/uitslag/{poll.election}")
        why = page.locator("summary", has_text="Waarom dit de uitkomst is").first
        why.focus()
        page.keyboard.press("Enter")
        assert page.locator("details.why").first.get_attribute("open") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_wall_shows_one_question_at_a_time(town: Town, opened: Any, scheme: str) -> None:
    poll = whole_poll(town)
    station = poll.stations[0]
    with served(poll) as url:
        page = opened(url, WALL, color_scheme=scheme, reduced_motion="reduce")
        page.goto(url + town.link(Role.OBSERVER, station))
        page.goto(f"{url}/board/{station}")
        sections = page.locator(".board-result section")
        assert sections.count() == len(poll.definition.contests)
        for number, contest in enumerate(poll.definition.contests, start=1):
            page.locator(".board-steps:visible").get_by_role("link").nth(number - 1).click()
            assert sections.filter(visible=True).count() == 1
            assert page.get_by_role("heading", name=contest.question).filter(visible=True).count() == 1
            check(page)
            look(page, f"wall-{number}-{scheme}")
        page.locator(".board-steps:visible").get_by_role("link").nth(1).focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        assert page.locator("#contest-2").is_visible()


OLD_WALL = {"width": 1024, "height": 768}
PARK = numbered([(f"Plan {number} voor het park", "", "") for number in range(1, 31)])
MANY = (
    *big_poll.OF_EVERY_KIND,
    Contest("Wat komt er in het park?", Method.BORDA, PARK),
    Contest("Wat mag er in het park?", Method.APPROVAL, PARK, rules=Rules(most=10)),
    Contest(
        "Wat moet er volgens jou volgend jaar het allereerst veranderen aan het plein bij de school en de sporthal?",
        options=numbered(
            [("Ontmoetingsplek " * 7, "", ""), ("Hottentottententententoonstelling" * 3, "", "")]
        ),
    ),
)


def large_poll(town: Town) -> Poll:
    """As much as a ballot holds, voted by one class of sixty and counted."""
    poll = Poll(town, big_poll.poll(*MANY), ("Klas 3b",), 60)
    [station], pupil = poll.stations, town.visitor(poll.app)
    together = class_with(poll.definition, random.Random(3))
    for code in poll.codes[station]:
        cast(pupil, station, code, to_form(poll.definition, together.pupil()))
    poll.close(60)
    return poll


def board_of(poll: Poll, url: str, opened: Any, viewport: dict[str, int]) -> Any:
    [station, *_] = poll.stations
    page = opened(url, viewport, reduced_motion="reduce")
    page.goto(url + poll.town.link(Role.OBSERVER, station))
    page.goto(f"{url}/board/{station}")
    return page


def test_a_board_is_read_without_scrolling_however_large_the_poll(town: Town, opened: Any) -> None:
    poll = large_poll(town)
    with served(poll) as url:
        for viewport in (WALL, LAPTOP, OLD_WALL):
            page = board_of(poll, url, opened, viewport)
            tops = set()
            for number in range(1, len(MANY) + 1):
                page.goto(f"{page.url.partition('#')[0]}#contest-{number}")
                look(page, f"large-{number}-{viewport['width']}")
                height = page.evaluate("document.documentElement.scrollHeight")
                assert height <= viewport["height"], f"question {number} is {height} high"
                assert overflow(page) == 0
                box = page.locator(".board-outcome:visible").bounding_box()
                assert box["y"] + box["height"] <= viewport["height"]
                tops.add(page.locator(".board-steps:visible").bounding_box()["y"])
            assert len(tops) == 1, "the numbers of the questions stay where they are"


def test_a_long_name_is_not_wider_than_a_phone(town: Town, opened: Any) -> None:
    poll = large_poll(town)
    poll.count()
    with served(poll) as url:
        page = opened(url, SMALL_PHONE)
        page.goto(url + town.link(Role.TEACHER, poll.stations[0]))
        assert page.get_by_text("Hottentot").first.is_visible()
        assert overflow(page) == 0
