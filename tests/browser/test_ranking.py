"""Places on a ballot: by touch, by keyboard, by ear, and without script."""

from __future__ import annotations

from typing import Any

import pytest

from tests import big_poll
from tests.browser.test_pages import overflow
from tests.browser.voter import DONE, cast_it, checked, counter, focused, named, place, tab_until

pytestmark = pytest.mark.xdist_group("browser, ranking")


PLACES = """all => all.filter(one => one.value).map(
  one => [Number(one.value), one.closest('.row').querySelector('b').textContent]
)"""


def order(page: Any) -> list[str]:
    """What the form would send, as names in order of their places."""
    filled = page.locator("select.place").evaluate_all(PLACES)
    return [name for _, name in sorted(filled)]


def test_tapping_gives_the_next_place_and_tapping_again_takes_it_out(polls, opened):
    page = polls.open(opened, "ranked")
    assert counter(page) == "Tik eerst op wat je het liefst wilt."
    place(page, "Boomhut", "Podium", "Skatebaan")
    assert order(page) == ["Boomhut", "Podium", "Skatebaan"]
    assert counter(page) == "Plaats 3: Skatebaan. 3 van 12 plaatsen gegeven."
    place(page, "Podium")
    assert order(page) == ["Boomhut", "Skatebaan"]
    assert counter(page) == "Podium heeft geen plaats meer. 2 van 12 plaatsen gegeven."
    page.get_by_role("button", name="Hoger Skatebaan").click()
    assert order(page) == ["Skatebaan", "Boomhut"]
    page.get_by_role("button", name="Hoger Skatebaan").click()
    assert counter(page).startswith("Skatebaan staat al bovenaan.")
    page.locator(".choice--blank").click()
    assert order(page) == []
    assert counter(page).startswith("Blanco: er is geen plaats gegeven.")


def test_all_twelve_get_a_place_and_come_back(polls, opened):
    page = polls.open(opened, "ranked")
    names = [option.name for option in big_poll.RANKED.options]
    place(page, *names)
    assert order(page) == names
    assert overflow(page) == 0
    page.get_by_role("button", name="Verder").click()
    lines = checked(page)
    for number, (name, line) in enumerate(zip(names, lines, strict=True), start=1):
        assert line.startswith(f"Plaats {number}: {number} {name}")
    page.get_by_role("button", name="Nee, terug").click()
    page.locator("[data-ballot]").wait_for()
    assert order(page) == names, "going back keeps the places"


def test_a_ranking_by_keyboard(polls, opened):
    page = polls.open(opened, "ranked")
    tab_until(page, "Boomhut")
    page.keyboard.press("Enter")
    tab_until(page, "Hoger")
    page.keyboard.press("Enter")
    assert counter(page).startswith("Boomhut staat al bovenaan.")
    assert "Hoger" in focused(page), "the focus stays"
    page.locator(".tap").filter(has_not_text="Boomhut").first.focus()
    first = focused(page).removeprefix("Nog geen plaats: ")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert order(page)[0] in first
    tab_until(page, "Verder")
    page.keyboard.press("Enter")
    assert len(checked(page)) == 2
    tab_until(page, "Ja, in de stembus")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=DONE).wait_for()


def test_a_screen_reader_hears_each_option_with_its_place(polls, opened):
    page = polls.open(opened, "ranked")
    place(page, "Boomhut")
    buttons = [one for one in named(page, "button") if "laats: " in one or "laats 1" in one or "ger " in one]
    assert "Plaats 1: Boomhut" in buttons
    here = buttons.index("Plaats 1: Boomhut")
    assert buttons[here + 1 : here + 3] == ["Hoger Boomhut", "Lager Boomhut"]
    assert sum(one.startswith("Nog geen plaats: ") for one in buttons) == 11
    assert named(page, "combobox") == []


def test_a_ranking_without_script(polls, opened):
    page = polls.open(opened, "ranked", java_script_enabled=False)
    assert (
        page.locator(".counter:visible").count()
        == page.locator("button:visible", has_text="Hoger").count()
        == 0
    )
    assert sum(one.startswith("Plaats van") for one in named(page, "combobox")) == 12
    page.get_by_label("Plaats van Skatebaan").select_option("2")
    page.get_by_label("Plaats van Podium").select_option("2")
    page.get_by_role("button", name="Verder").click()
    assert "Er staan er twee op plaats 2" in page.get_by_role("alert").inner_text()
    assert order(page) == ["Podium", "Skatebaan"], "what was filled in stays"
    page.get_by_label("Plaats van Podium").select_option("1")
    page.get_by_role("button", name="Verder").click()
    assert [one.split()[3] for one in checked(page)] == ["Podium", "Skatebaan"]
    cast_it(page)
