"""How much a browser sends of a vote and gets back: as much for every choice, so that the network tells nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.poll_booths import PollBooths
from tests.browser.voter import cast_it

pytestmark = pytest.mark.xdist_group("browser, ballot_lengths")


def fill_blank(page: Any) -> None:
    for blank in page.locator(".choice--blank .voting-circle").all():
        blank.check()


def fill_little(page: Any) -> None:
    for contest in page.locator(".contest").all():
        contest.locator(".choice:not(.choice--blank):visible").first.click()
    page.get_by_role("button", name="Toon alle stellingen").click()


def fill_much(page: Any) -> None:
    page.locator(".contest--one").last.locator(".choice").nth(1).click()
    page.locator(".contest--one").first.locator(".choice").nth(2).click()
    for several in page.locator(".contest--several").all():
        for number in (1, 2):
            several.locator(".choice").nth(number).click()
    for row in page.locator(".contest--places .tap").all():
        row.click()
    for plan in (1, 4, 9):
        page.locator(".contest--budget .choice").nth(plan).click()
    page.get_by_role("button", name="Toon alle stellingen").click()
    for unknown in page.locator(".contest--points input[value='?']").all():
        unknown.check()


def lengths(polls: PollBooths, opened: Any, fill: Any, **options: Any) -> dict[str, tuple[int, int]]:
    """Bytes that were sent and that came back, by the last word of the address, of one whole vote."""
    page = polls.open(opened, "every", **options)
    sent: list[Any] = []

    def note(request: Any) -> None:
        if request.method == "POST":
            sent.append(request)

    page.on("requestfinished", note)
    fill(page)
    page.get_by_role("button", name="Verder").click()
    cast_it(page)
    return {one.url.rpartition("/")[2]: (len(one.post_data), len(one.response().body())) for one in sent}


def test_what_is_sent_and_what_comes_back_is_as_long_for_every_choice(polls, opened):
    blank, little, much = (lengths(polls, opened, fill) for fill in (fill_blank, fill_little, fill_much))
    assert blank.keys() == {"check", "cast"}
    assert blank == little == much


def test_a_ballot_that_is_sent_as_it_was_filled_in_is_found_out(polls, opened):
    """Without the script of the booth, which makes them even."""
    without = {"without": "**/booth*.js*", "expect_errors": True}
    blank, much = (lengths(polls, opened, fill, **without) for fill in (fill_blank, fill_much))
    assert blank["check"][0] != much["check"][0]
    assert blank["check"][1] == much["check"][1]
    assert blank["cast"] == much["cast"]
