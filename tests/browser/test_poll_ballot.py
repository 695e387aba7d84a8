"""The ballot of a poll on a small phone: 12 ranked options, 15 plans, 20 statements; by touch, by keyboard, by ear."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jeugd.domain.contest import Contest
from jeugd.domain.voting_code import printed
from jeugd.storage.database import Database
from tests import big_poll
from tests.browser.conftest import SMALL_PHONE
from tests.browser.test_pages import check, overflow
from tests.cast import Town, build_town
from tests.races.servers import serving

pytestmark = pytest.mark.xdist_group("browser, poll_ballot")

PICTURES = os.environ.get("JEUGD_BALLOT_PICTURES")  # a folder, for whoever wants to look
DONE = "Je stem zit in de stembus"
POLLS: dict[str, tuple[Contest, ...]] = {
    "approval": (big_poll.APPROVAL,),
    "referendum": (big_poll.REFERENDUM,),
    "seats": (big_poll.SEATS,),
    "ranked": (big_poll.RANKED,),
    "budget": (big_poll.BUDGET,),
    "scale": (big_poll.SCALE,),
    "every": big_poll.OF_EVERY_KIND,
    "one statement": (replace(big_poll.SCALE, options=big_poll.SCALE.options[:1]),),
}


class Polls:
    """A class with a polling station for each poll, and unused voting codes."""

    def __init__(self, town: Town, url: str) -> None:
        self.town, self.url = town, url
        self.stations = {name: self._station(contests) for name, contests in POLLS.items()}
        self._codes = {
            name: iter([printed(code) for code in town.issue(30, station)])
            for name, station in self.stations.items()
        }
        for station in self.stations.values():
            town.open(station)

    def _station(self, contests: tuple[Contest, ...]) -> str:
        election = self.town.add_election(big_poll.poll(*contests))
        station = self.town.add_station("Klas 3b", election=election)
        self.town.open_election(election)
        return station

    def open(self, opened: Any, name: str, *, without: str = "", **options: Any) -> Any:
        """A window with the ballot of this poll in it, and ``without`` the files of such an address."""
        page = opened(self.url, SMALL_PHONE, **options)
        if without:
            page.route(without, lambda route: route.abort())
        page.goto(f"{self.url}/booth/{self.stations[name]}")
        page.locator("input[name=code]").fill(next(self._codes[name]))
        page.locator("input[name=code]").press("Enter")
        page.locator("[data-ballot]").wait_for()
        return page


@pytest.fixture(scope="module")
def polls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Polls]:
    folder = tmp_path_factory.mktemp("poll-ballot")
    address = f"sqlite:///{folder / 'jeugd.db'}"
    database = Database(address)
    database.migrate()
    database.close()
    town = build_town(address, folder / "keys")
    with serving(town, folder, 1) as [server]:
        yield Polls(town, f"http://127.0.0.1:{server.port}")
    town.close()


def picture(page: Any, name: str, *, whole: bool = False) -> None:
    if PICTURES:
        page.wait_for_timeout(350)  # the pencil
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=whole)


def counter(page: Any) -> str:
    return " ".join(str(page.locator(".counter").inner_text()).split())


def focused(page: Any) -> str:
    words = page.evaluate("(document.activeElement.closest('label') ?? document.activeElement).innerText")
    return " ".join(str(words).split())


def tab_until(page: Any, words: str, most: int = 40) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if words in focused(page):
            return
    raise AssertionError(f"{words!r} was not reached in {most} stops, but {focused(page)!r}")


def heard(page: Any, roles: tuple[str, ...]) -> list[str]:
    """What a screen reader stops at on the ballot paper, with these roles, in its order: role and name."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    known = {node["nodeId"]: node for node in nodes}
    found, todo = [], [nodes[0]["nodeId"]]
    while todo:
        node = known[todo.pop()]
        todo += reversed([one for one in node.get("childIds", ()) if one in known])
        if not node.get("ignored") and node["role"]["value"] in roles:
            found.append(f"{node['role']['value']} {' '.join(node['name']['value'].split())}")
    return found


def cast_it(page: Any) -> None:
    page.get_by_role("button", name="Ja, in de stembus").click()
    page.get_by_role("heading", name=DONE).wait_for()


def checked(page: Any) -> list[str]:
    """The lines of the check page."""
    page.get_by_role("heading", name="Dit is jouw stem").wait_for()
    return [" ".join(one.split()) for one in page.locator(".choice--checked").all_inner_texts()]


def test_the_size_that_the_ballot_must_hold():
    counted = (len(big_poll.RANKED.options), len(big_poll.BUDGET.options), len(big_poll.SCALE.options))
    assert counted == (12, 15, 20)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", POLLS)
def test_no_ballot_breaks_a_rule_of_accessibility(polls, opened, name, scheme):
    page = polls.open(opened, name, color_scheme=scheme)
    check(page)
    picture(page, f"{name}-{scheme}")
    page.evaluate("document.querySelectorAll('.bar-bottom').forEach(bar => bar.style.position = '')")
    for contest in page.locator(".contest").all():
        contest.locator(".choice:not(.choice--blank):visible").first.click()
    check(page)
    picture(page, f"{name}-{scheme}-chosen", whole=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", POLLS)
def test_no_refusal_and_no_check_page_breaks_a_rule_of_accessibility(polls, opened, name, scheme):
    page = polls.open(opened, name, color_scheme=scheme)
    for one in page.get_by_role("button", name="Toon alle stellingen").all():
        one.click()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("alert").wait_for()
    picture(page, f"{name}-{scheme}-refused")
    check(page)
    for blank in page.locator(".choice--blank").all():
        blank.click()
    page.get_by_role("button", name="Verder").click()
    assert len(checked(page)) == len(POLLS[name])
    check(page)
    cast_it(page)


@pytest.mark.parametrize("name", POLLS)
def test_nothing_is_wider_than_the_screen_without_script_and_without_our_letters(polls, opened, name):
    page = polls.open(opened, name, java_script_enabled=False, expect_errors=True, without="**/*.woff2*")
    page.wait_for_load_state("load")
    picture(page, f"{name}-plain", whole=True)
    assert overflow(page) == 0
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("alert").wait_for()
    assert overflow(page) == 0


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_what_is_wrong_is_in_sight_on_a_long_ballot(polls, opened, has_script):
    page = polls.open(opened, "every", java_script_enabled=has_script)
    for blank in page.locator(".choice--blank .voting-circle").all():
        blank.check()
    page.locator(".contest--budget .choice--blank .voting-circle").uncheck()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("alert").wait_for()
    page.wait_for_timeout(300)
    picture(page, f"every-refused-{has_script}")
    box = page.get_by_role("alert").bounding_box()
    assert box["y"] > 0
    assert box["y"] + box["height"] < page.locator(".bar-bottom").bounding_box()["y"]
    assert page.locator(".choice--blank :checked").count() == len(POLLS["every"]) - 1


# -- several options and a purse


def test_the_counter_follows_what_is_chosen_and_says_when_it_is_too_much(polls, opened):
    page = polls.open(opened, "approval")
    rows = page.locator("label.choice:not(.choice--blank)")
    assert counter(page) == "0 van 3 gekozen"
    for number in range(4):
        rows.nth(number).click()
    assert counter(page) == "4 gekozen: dat is meer dan 3. Haal iets weg."
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert page.locator(".voting-circle:checked").count() == 4, "what was chosen stays"
    assert counter(page).startswith("4 gekozen")
    rows.nth(0).click()
    assert counter(page) == "3 van 3 gekozen"


@pytest.mark.parametrize("name", ["approval", "budget"])
def test_blank_stands_alone(polls, opened, name):
    page = polls.open(opened, name)
    page.locator("label.choice").nth(1).click()
    page.locator("label.choice--blank").click()
    assert page.locator(":checked").evaluate_all("all => all.map(one => one.value)") == ["blank"]
    page.locator("label.choice").nth(2).click()
    assert not page.locator(".choice--blank input").is_checked()


def test_the_purse_says_what_is_left_and_a_plan_says_why_it_does_not_fit(polls, opened):
    page = polls.open(opened, "budget")
    assert counter(page) == "Nog € 5.000 over van € 5.000"
    page.locator("label", has_text="schaatsbaan").click()
    assert counter(page) == "Nog € 800 over van € 5.000"
    fence = page.locator("label", has_text="Een pannakooi")
    assert "Past niet meer: € 700 te veel" in " ".join(fence.inner_text().split())
    music = page.locator("label", has_text="muziek")
    assert "Past niet meer" not in music.inner_text(), "€ 800 fits exactly"
    fence.click()
    assert counter(page) == "€ 700 te veel. Haal een plan weg."
    assert "Past niet meer" not in fence.inner_text()
    fence.click()
    music.click()
    assert counter(page) == "Nog € 0 over van € 5.000"
    page.get_by_role("button", name="Verder").click()
    checked(page)
    assert "Je geeft € 5.000 van € 5.000 uit." in " ".join(page.locator("main").inner_text().split())
    cast_it(page)


# -- places


def place(page: Any, *names: str) -> None:
    for name in names:
        page.locator(".tap", has_text=name).click()


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
    buttons = [
        one for one in heard(page, ("button",)) if "laats: " in one or "laats 1" in one or "ger " in one
    ]
    assert "button Plaats 1: Boomhut" in buttons
    here = buttons.index("button Plaats 1: Boomhut")
    assert buttons[here + 1 : here + 3] == ["button Hoger Boomhut", "button Lager Boomhut"]
    assert sum(one.startswith("button Nog geen plaats: ") for one in buttons) == 11
    assert heard(page, ("combobox",)) == []


def test_a_ranking_without_script(polls, opened):
    page = polls.open(opened, "ranked", java_script_enabled=False)
    assert (
        page.locator(".counter:visible").count()
        == page.locator("button:visible", has_text="Hoger").count()
        == 0
    )
    assert sum(one.startswith("combobox Plaats van") for one in heard(page, ("combobox",))) == 12
    page.get_by_label("Plaats van Skatebaan").select_option("2")
    page.get_by_label("Plaats van Podium").select_option("2")
    page.get_by_role("button", name="Verder").click()
    assert "Er staan er twee op plaats 2" in page.get_by_role("alert").inner_text()
    assert order(page) == ["Podium", "Skatebaan"], "what was filled in stays"
    page.get_by_label("Plaats van Podium").select_option("1")
    page.get_by_role("button", name="Verder").click()
    assert [one.split()[3] for one in checked(page)] == ["Podium", "Skatebaan"]
    cast_it(page)


# -- statements


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
    groups = [one for one in heard(page, ("group",)) if "Stelling" in one]
    assert groups == [f"group Stelling 1 van 20 {big_poll.SCALE.options[0].name}"]
    assert heard(page, ("radio",)) == [
        f"radio {point}"
        for point in (
            "Helemaal oneens",
            "Oneens",
            "Niet eens, niet oneens",
            "Eens",
            "Helemaal eens",
            "Weet ik niet",
        )
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


# -- the whole poll


def test_it_is_seen_where_the_next_question_begins(polls, opened):
    page = polls.open(opened, "every")
    above = page.locator("#step").bounding_box()
    for legend in page.locator(".contest > legend").all():
        assert legend.evaluate("one => parseFloat(getComputedStyle(one).borderTopWidth)") >= 2
        assert legend.bounding_box()["y"] - (above["y"] + above["height"]) >= 24
        above = legend.locator("xpath=..").bounding_box()


def test_one_ballot_with_every_kind_of_question(polls, opened):
    page = polls.open(opened, "every")
    for contest in page.locator(".contest").all():
        contest.locator(".choice:not(.choice--blank):visible").first.click()
    page.get_by_role("button", name="Verder").click()
    assert "Stelling 2 van 20" in focused(page), "statements are not overlooked"
    page.get_by_role("button", name="Toon alle stellingen").click()
    page.get_by_role("button", name="Verder").click()
    assert len(checked(page)) == 6 + 20
    picture(page, "every-check", whole=True)
    cast_it(page)


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


def lengths(polls: Polls, opened: Any, fill: Any, **options: Any) -> dict[str, tuple[int, int]]:
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


def test_a_whole_vote_without_script(polls, opened):
    page = polls.open(opened, "every", java_script_enabled=False)
    for contest in page.locator(".contest:not(.contest--places)").all():
        contest.locator(".choice .voting-circle").first.check()
    page.get_by_label("Plaats van Boomhut").select_option("1")
    page.get_by_role("button", name="Verder").click()
    assert len(checked(page)) == 6 + 20
    cast_it(page)


@pytest.mark.parametrize("name", ["approval", "ranked", "budget"])
def test_what_has_the_focus_is_not_covered(polls, opened, name):
    page = polls.open(opened, name)
    if name == "ranked":
        place(page, *[option.name for option in big_poll.RANKED.options[:4]])
        page.locator(".tap").first.focus()
    for key in ["Tab"] * 14 + ["Shift+Tab"] * 10:
        page.keyboard.press(key)
        if page.evaluate("Boolean(document.activeElement.closest('.contest'))"):
            assert page.evaluate(IS_UNCOVERED), focused(page)


IS_UNCOVERED = """() => {
  const { x, y, width, height } = document.activeElement.getBoundingClientRect();
  const there = document.elementFromPoint(x + width / 2, y + height / 2);
  return document.activeElement.contains(there);
}"""


def test_nothing_is_left_of_a_poll_when_the_page_is_left(polls, opened):
    page = polls.open(opened, "ranked")
    place(page, "Boomhut", "Podium")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.locator("#main").inner_text() == ""
    stored = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, location.hash]")
    assert stored == [0, 0, "", ""]
