"""Every page, at the sizes people use: no accessibility violation, nothing wider than the screen, no other host."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import LAPTOP, PHONE, SMALL_PHONE, WALL

pytestmark = pytest.mark.xdist_group("browser, pages")

PICTURES = os.environ.get("JEUGD_PICTURES")  # a folder; `make pictures` names docs/
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # of the rest it need not say where
}

PUBLIC = [
    "/",
    "/demo",
    "/privacy",
    "/accessibility",
    "/stem",
    "/zetels",
    "/booth/ZZZZZ",
    "/nowhere",
    "/sign-in/spent",
]
STAFF = ["/municipality", "/elections/new", "/imports"]


def violations(page: Any) -> str:
    """What axe finds. It cannot scroll, and takes what the bar at the bottom covers for a target that is too small."""
    page.evaluate("document.querySelectorAll('.bar-bottom').forEach(bar => bar.style.position = 'static')")
    found = Axe().run(page, options=RULES).response["violations"]
    return "\n".join(
        f"{page.url} {one['id']}: {node['html'][:300]}" for one in found for node in one["nodes"]
    )


def overflow(page: Any) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def check(page: Any) -> None:
    page.wait_for_load_state("load")  # the style too: axe measures colours
    assert violations(page) == ""
    assert overflow(page) == 0, page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [SMALL_PHONE, LAPTOP], ids=["phone", "laptop"])
def test_pages_for_everybody(lasting_demo, opened, viewport, scheme):
    page = opened(lasting_demo.url, viewport, color_scheme=scheme, expect_errors=True)
    for path in PUBLIC:
        page.goto(lasting_demo.url + path)
        check(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["kinderburgemeester", "jeugdraad", "schaduwverkiezing"])
def test_each_step_in_the_booth(lasting_demo, opened, kind, scheme):
    klas = lasting_demo.station(kind, 1)
    page = opened(lasting_demo.url, SMALL_PHONE, color_scheme=scheme)
    page.goto(klas["booth"])
    check(page)
    code = klas["voting_codes"][30 if scheme == "light" else 31]
    page.get_by_role("textbox").fill(code)
    page.get_by_role("button", name="Verder").click()
    page.locator("[data-ballot]").wait_for()
    check(page)
    for one in page.locator("details.list summary").all():
        one.click()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("alert").filter(visible=True).first.wait_for()
    check(page)
    page.locator("label.choice:visible").first.click()
    check(page)
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("heading", name="Dit is jouw stem").wait_for()
    check(page)
    page.get_by_role("button", name="Ja, in de stembus").click()
    page.get_by_role("heading", name="Je stem zit in de stembus").wait_for()
    check(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [SMALL_PHONE, LAPTOP], ids=["phone", "laptop"])
def test_pages_for_staff(lasting_demo, opened, viewport, scheme):
    page = opened(lasting_demo.url, viewport, color_scheme=scheme)
    page.goto(lasting_demo.addresses["municipality"])
    for election in lasting_demo.addresses["elections"]:
        station = election["stations"][0]["id"]
        for path in (f"/elections/{election['id']}", f"/classroom/{station}", f"/poll-cards/{station}"):
            page.goto(lasting_demo.url + path)
            check(page)
    for path in STAFF:
        page.goto(lasting_demo.url + path)
        check(page)


@pytest.mark.parametrize(
    "viewport", [LAPTOP, WALL, {"width": 1024, "height": 768}], ids=["laptop", "wall", "old"]
)
def test_the_board_fits_its_screen(lasting_demo, opened, viewport):
    page = opened(lasting_demo.url, viewport)
    page.goto(lasting_demo.station("kinderburgemeester")["board"])
    check(page)
    height = page.evaluate("document.documentElement.scrollHeight - document.documentElement.clientHeight")
    assert height <= 0, "a board does not scroll"


def test_from_closing_to_the_public_result(demo, opened):
    klas, other = demo.station("kinderburgemeester"), demo.station("kinderburgemeester", 1)
    for number, code in enumerate(klas["voting_codes"][:23]):
        demo.cast(klas, code, "1234113"[number % 7])
    board = opened(demo.url, WALL)
    board.goto(klas["board"])
    board.locator("#board", has_text="23").wait_for()
    phone = opened(demo.url, PHONE, device_scale_factor=2)
    phone.goto(f"{klas['booth']}#{klas['voting_codes'][30]}")
    phone.locator("label.choice", has_text="Fenna").click()
    if PICTURES:
        board.screenshot(path=Path(PICTURES) / "board.png")
        phone.screenshot(path=Path(PICTURES) / "booth.png")

    teacher = opened(demo.url, PHONE)
    teacher.goto(klas["classroom"])
    teacher.locator("summary", has_text="Sluit het stembureau").click()
    teacher.locator("input[name=admitted]").fill("23")
    teacher.get_by_role("button", name="Definitief sluiten").click()
    teacher.get_by_role("button", name="Open de stembus").click()
    board.get_by_text("Noor").first.wait_for()
    board.wait_for_timeout(6600)  # the reveal: six seconds, and the outcome fades in
    check(board)
    check(teacher)
    teacher.goto(f"{demo.url}/records/{klas['id']}")
    check(teacher)

    official = opened(demo.url, LAPTOP)
    official.goto(demo.addresses["municipality"])
    desk = f"{demo.url}/elections/{klas['election']}"
    for step in ("close", "count", "publish"):
        official.goto(desk)
        with official.expect_navigation():
            official.evaluate(f"document.querySelector('form[action$=\"/{step}\"]').requestSubmit()")
        assert official.url.startswith(desk)
        check(official)
    public = opened(demo.url, SMALL_PHONE)
    public.goto(f"{demo.url}/uitslag/{klas['election']}")
    check(public)
    assert "Noor" in public.content()
    public.set_viewport_size(LAPTOP)
    check(public)
    assert other["id"] not in public.content()
