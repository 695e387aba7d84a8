"""The results of a poll in a real browser: every method, on a phone, a laptop and the wall, light and dark."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from jeugd.domain.roles import Role
from tests.browser.conftest import LAPTOP, SMALL_PHONE, WALL
from tests.browser.test_pages import check
from tests.cast import Town
from tests.polls import Poll, whole_poll

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
