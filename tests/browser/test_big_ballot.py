"""The ballot of the Tweede Kamer on a small phone: by touch, by keyboard, by ear, with and without script."""

from __future__ import annotations

from typing import Any

import pytest

from jeugd.domain.voting_code import printed
from tests.big_ballot import CANDIDATES, LISTS, LONGEST_NAME, LONGEST_PARTY, big_definition, big_lists
from tests.browser.conftest import SMALL_PHONE
from tests.browser.test_pages import check, overflow
from tests.browser.voter import DONE, Heard, cast_it, enter, focused, heard, is_uncovered, tab_until
from tests.cast import Town

pytestmark = pytest.mark.xdist_group("browser, big_ballot")

MOST_ELEMENTS = 8_000
MOST_BYTES = 40_000  # as sent, compressed
STOPS = ("heading", "searchbox", "link", "DisclosureTriangle", "radio", "button", "alert")


class BigBallot:
    """A class that votes for the Tweede Kamer, and its unused voting codes."""

    def __init__(self, town: Town, url: str) -> None:
        self.url, self.booth = url, f"{url}/booth/{town.station}"
        self._codes = iter([printed(code) for code in town.issue(40)])

    def code(self) -> str:
        return next(self._codes)

    def open(self, opened: Any, **options: Any) -> Any:
        """A window with the ballot in it."""
        page = opened(self.url, SMALL_PHONE, **options)
        enter(page, self.booth, self.code())
        return page


@pytest.fixture(scope="module")
def klas(served_town: tuple[Town, str]) -> BigBallot:
    town, url = served_town
    town.election = town.add_election(big_definition())
    town.station = town.add_station("Klas 5h", election=town.election)
    town.open_election(town.election)
    made = BigBallot(town, url)
    town.open()
    return made


def heard_of_the_ballot(page: Any) -> list[Heard]:
    """Everything that a screen reader stops at, from the question to the button."""
    found = heard(page, *STOPS)
    first = next(place for place, one in enumerate(found) if one.role == "heading")
    last = next(place for place, one in enumerate(found) if one.name == "Verder")
    return found[first : last + 1]


def radios(page: Any) -> list[str]:
    return [one.name for one in heard_of_the_ballot(page) if one.role == "radio"]


def laid_out(page: Any) -> int:
    """How many candidates have a place on the page."""
    return int(
        page.evaluate(
            "[...document.querySelectorAll('.candidates .choice')].filter(row => row.checkVisibility()).length"
        )
    )


def head(page: Any, number: int) -> Any:
    return page.locator("details.list > summary").nth(number - 1)


def search(page: Any, text: str) -> str:
    """Type in the search box; what it says of it."""
    page.get_by_role("searchbox").fill(text)
    status = page.locator("[data-search] [role=status]")
    page.wait_for_timeout(400)  # it waits for a pause in the typing
    return str(status.inner_text())


def test_a_screen_reader_hears_lists_first_and_no_candidate(klas, opened):
    page = klas.open(opened)
    expected = [("heading", "Op wie stem jij?"), ("searchbox", "Zoek een naam of partij")]
    expected += [("link", "Sla de lijsten over, naar blanco stemmen")]
    expected += [("DisclosureTriangle", f"Lijst {one.number} {one.shown_name}") for one in big_lists()]
    expected += [("radio", "Blanco Ik kies niemand. Mijn stem telt mee in de opkomst."), ("button", "Verder")]
    now = heard_of_the_ballot(page)
    assert [(role, name) for role, name, _ in now if name != "Lees voor"] == expected
    assert [state for role, _, state in now if role == "DisclosureTriangle"] == [False] * LISTS


def test_an_open_list_is_a_group_of_numbered_candidates(klas, opened):
    page = klas.open(opened)
    head(page, 5).click()
    states = [state for role, _, state in heard_of_the_ballot(page) if role == "DisclosureTriangle"]
    assert [place for place, is_open in enumerate(states, start=1) if is_open] == [5]
    assert page.get_by_role("group", name="Lijst 5 Samen 16").get_by_role("radio").count() == 51
    names = radios(page)
    assert len(names) == len(set(names)) == 52
    assert names[0] == "Stem op de lijst Je stem gaat naar de eerste kandidaat."
    assert [name.split()[0] for name in names[6:9]] == ["6", "8", "9"], "candidate 7 was struck off"


def test_only_an_open_list_is_laid_out(klas, opened):
    page = klas.open(opened)
    assert laid_out(page) == 0
    head(page, 27).click()
    assert laid_out(page) == 21
    page.evaluate("document.querySelectorAll('details.list').forEach(list => { list.open = true })")
    assert laid_out(page) == CANDIDATES + LISTS, "what this test must be able to see"


def test_the_page_is_light(klas, opened):
    page = opened(klas.url, SMALL_PHONE)
    page.goto(klas.booth)
    page.locator("input[name=code]").fill(klas.code())
    with page.expect_response("**/ballot") as answer:
        page.locator("input[name=code]").press("Enter")
    page.locator("[data-ballot]").wait_for()
    assert answer.value.headers["content-encoding"] == "gzip"
    assert answer.value.request.sizes()["responseBodySize"] < MOST_BYTES
    assert page.evaluate("document.querySelectorAll('*').length") < MOST_ELEMENTS
    assert page.locator(".choice").count() == CANDIDATES + LISTS + 1, "all of it came through"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_step_of_a_big_ballot_breaks_a_rule_of_accessibility(klas, opened, scheme):
    page = klas.open(opened, color_scheme=scheme)
    check(page)
    head(page, 3).click()
    page.locator("label.choice", has_text=LONGEST_PARTY[:3]).or_(page.locator("details[open] label")).nth(
        1
    ).click()
    check(page)
    search(page, "jansen")
    check(page)
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("heading", name="Dit is jouw stem").wait_for()
    assert LONGEST_PARTY in page.content()
    check(page)


def test_the_longest_name_fits(klas, opened):
    page = klas.open(opened)
    head(page, 1).click()
    page.locator("label.choice", has_text=LONGEST_NAME).click()
    assert overflow(page) == 0
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("heading", name="Dit is jouw stem").wait_for()
    assert LONGEST_NAME in page.locator(".choice--checked").inner_text()
    assert overflow(page) == 0
    cast_it(page)
    assert overflow(page) == 0


@pytest.mark.parametrize(
    ("typed", "said", "shown"),
    [
        ("OZTURK", "26 kandidaten gevonden", 26),
        ("öztürk kübra", "1 kandidaat gevonden", 1),
        ("partij bijen", "1 lijst gevonden", 0),
        ("lijst 29", "1 lijst gevonden", 0),
        ("jansen fietsers", "1 kandidaat gevonden", 1),
        ("nacht", "1 lijst gevonden, 24 kandidaten gevonden", 24),
        ("qqq", "Niemand gevonden. Typ minder letters.", 0),
    ],
)
def test_a_search_finds_lists_and_candidates(klas, opened, typed, said, shown):
    page = klas.open(opened)
    assert search(page, typed) == said
    assert laid_out(page) == shown
    for row in page.locator(".candidates .choice:visible").all()[:3]:
        assert row.locator("xpath=ancestor::details/summary").is_visible(), "a found candidate shows the list"
    page.get_by_role("searchbox").press("Escape")
    page.wait_for_timeout(100)
    assert page.get_by_role("searchbox").input_value() == ""
    assert page.locator("details.list:visible").count() == LISTS
    assert laid_out(page) == 0


def test_the_choice_stays_in_sight_and_can_be_cleared(klas, opened):
    page = klas.open(opened)
    line = page.locator("[data-chosen]")
    assert not line.is_visible()
    head(page, 4).click()
    page.locator("details[open] label.choice").nth(12).click()
    page.evaluate("scrollTo(0, 0)")
    chosen = big_lists()[3].candidates[11]
    assert line.inner_text().startswith(f"Jouw keuze: 12 {chosen.name} · Groen & Sociaal")
    box = line.bounding_box()
    assert box["y"] + box["height"] <= SMALL_PHONE["height"]
    page.get_by_role("button", name="Wis mijn keuze").click()
    assert not line.is_visible()
    assert page.locator(":checked").count() == 0
    assert "Lijst 4" in focused(page)


def test_a_choice_comes_back_with_its_list_open(klas, opened):
    page = klas.open(opened)
    head(page, 2).click()
    page.locator("details[open] label.choice").first.click()
    page.get_by_role("button", name="Verder").click()
    page.get_by_text("Een stem op de lijst gaat naar de eerste kandidaat.").wait_for()
    page.get_by_role("button", name="Nee, terug").click()
    page.locator("[data-ballot]").wait_for()
    assert page.locator("details[open]").count() == 1
    assert page.locator("details[open] :checked").get_attribute("value") == "2.1"
    assert "1 " + big_lists()[1].leader.name in page.locator("[data-chosen]").inner_text()


def test_every_list_and_the_blank_vote_are_few_stops_away(klas, opened):
    page = klas.open(opened)
    assert tab_until(page, "Verder") <= LISTS + 5
    page.keyboard.press("Shift+Tab")
    assert "Blanco" in focused(page)
    head(page, 1).focus()
    page.keyboard.press("Enter")
    assert tab_until(page, "Stem op de lijst") == 1
    assert tab_until(page, "Lijst 2") == 1
    page.keyboard.press("Shift+Tab")
    assert "Stem op de lijst" in focused(page)


def test_a_choice_in_a_closed_list_locks_no_other_list(klas, opened):
    page = klas.open(opened)
    head(page, 2).click()
    page.locator("details[open] label.choice").nth(3).click()
    head(page, 2).click()
    head(page, 7).focus()
    page.keyboard.press("Enter")
    assert tab_until(page, "Stem op de lijst") == 1
    page.keyboard.press("ArrowDown")
    assert page.locator(":checked").get_attribute("value") == "7.1"
    assert tab_until(page, "Blanco") == LISTS - 7 + 1
    page.keyboard.press("Space")
    assert page.locator("[data-chosen]").inner_text().startswith("Jouw keuze: Blanco")


def test_a_candidate_is_searched_and_chosen_by_keyboard(klas, opened):
    page = klas.open(opened)
    tab_until(page, "", most=1)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("wolkers meervoud")
    page.locator("[data-search] [role=status]", has_text="1 kandidaat").wait_for()
    tab_until(page, "Lijst 3")
    assert tab_until(page, "Wolkers") == 1
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    cast_it(page)


def test_what_has_the_focus_is_not_covered(klas, opened):
    page = klas.open(opened)
    head(page, 1).click()
    page.keyboard.press("Tab")
    for _ in range(12):
        page.keyboard.press("ArrowDown")
        assert is_uncovered(page), focused(page)
    for _ in range(12):
        page.keyboard.press("ArrowUp")
        assert is_uncovered(page), focused(page)


def test_a_list_that_is_closed_from_its_end_stays_in_sight(klas, opened):
    page = klas.open(opened)
    head(page, 2).click()
    page.locator("details[open] label.choice").nth(40).scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 300)")
    head(page, 2).click()
    page.wait_for_timeout(100)
    assert -0.5 <= head(page, 2).bounding_box()["y"] < SMALL_PHONE["height"]  # half a pixel is not seen


@pytest.mark.parametrize("link", ["Naar de inhoud", "Sla de lijsten over"])
def test_a_link_to_a_place_on_the_page_keeps_the_ballot(klas, opened, link):
    page = klas.open(opened)
    head(page, 2).click()
    page.get_by_role("link", name=link).focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.locator("details[open]").count() == 1
    tab_until(page, "Verder")


def test_a_vote_by_keyboard_without_script(klas, opened):
    page = klas.open(opened, java_script_enabled=False)
    assert overflow(page) == 0
    assert not page.get_by_role("searchbox").is_visible()
    head(page, 4).focus()
    page.keyboard.press("Enter")
    assert tab_until(page, "Stem op de lijst") == 1
    page.keyboard.press("ArrowDown")
    assert overflow(page) == 0
    head(page, 4).focus()
    page.keyboard.press("Enter")  # closed with the choice in it: still there, and the way to other lists
    assert laid_out(page) == 1
    head(page, 9).focus()
    page.keyboard.press("Enter")
    head(page, 4).focus()
    assert tab_until(page, big_lists()[3].leader.name) == 1
    page.keyboard.press("ArrowDown")
    assert "Stem op de lijst" in focused(page)
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chosen = big_lists()[8].candidates[2]
    assert chosen.name in page.locator(".choice--checked").inner_text()
    tab_until(page, "Ja, in de stembus")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=DONE).wait_for()


def test_a_choice_is_cleared_without_script(klas, opened):
    page = klas.open(opened, java_script_enabled=False)
    assert not page.get_by_role("button", name="Wis mijn keuze").is_visible()
    head(page, 4).click()
    page.locator("details[open] label.choice").nth(3).click()
    head(page, 4).click()
    page.get_by_role("button", name="Wis mijn keuze").click()
    assert page.locator(":checked").count() == laid_out(page) == 0
    head(page, 9).click()
    assert tab_until(page, "Stem op de lijst") == 1, "no list is locked"


def test_a_blank_vote_without_script_is_one_link_away(klas, opened):
    page = klas.open(opened, java_script_enabled=False)
    page.get_by_role("link", name="Sla de lijsten over").focus()
    page.keyboard.press("Enter")
    assert "Blanco" in focused(page)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert "Blanco" in page.locator(".choice--checked").inner_text()
