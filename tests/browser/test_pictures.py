"""Pictures in a real browser: chosen, described, on the ballot at 320 px, and silent about what was chosen."""

from __future__ import annotations

import pytest

from tests.browser.conftest import LAPTOP, SMALL_PHONE
from tests.browser.test_composing import desk
from tests.browser.test_pages import check
from tests.drawings import photo

pytestmark = pytest.mark.xdist_group("browser, pictures")


def compose(page, demo, pictures):
    """A draft of the library with a picture at each of its first options; the page of its question is open."""
    page.goto(f"{demo.url}/polls")
    page.locator("form[action*='/polls/jongerenbudget'] button").click()
    page.get_by_role("link", name="Schrijf de vragen").click()
    page.get_by_role("link", name="Wijzig").first.click()
    for number in range(1, pictures + 1):
        page.locator(f"button[name=picture][value='{number}']").click()
        file = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": photo((900, 600 + 50 * number))}
        page.locator("[name=picture]").set_input_files(file)
        page.locator("[name=description]").fill(f"Tekening {number}")
        page.get_by_role("button", name="Plaatje opslaan").click()
        page.get_by_alt_text(f"Tekening {number}").wait_for()
    return page.url.split("/")[-2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, SMALL_PHONE], ids=["laptop", "phone"])
def test_pictures_are_composed_and_stand_on_the_ballot(demo, opened, viewport, scheme):
    page = desk(demo, opened, viewport, color_scheme=scheme)
    election = compose(page, demo, 3)
    check(page)
    page.locator("button[name=picture][value='1']").click()
    page.get_by_role("heading", name="Plaatje bij Skatebaan").wait_for()
    check(page)
    page.locator("[name=picture]").set_input_files(
        {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}
    )
    page.get_by_role("button", name="Plaatje opslaan").click()
    page.get_by_text("Dit is geen plaatje in JPEG, PNG of WebP").wait_for()
    check(page)
    for path in (f"/contests/{election}", f"/practice/{election}", f"/practice/{election}/ballot"):
        page.goto(demo.url + path)
        check(page)
    sizes = page.locator("img.picture").evaluate_all(
        "all => all.map(one => [one.naturalWidth, one.clientWidth, one.clientHeight])"
    )
    assert len(sizes) == 3
    assert all(natural > 0 for natural, _, _ in sizes)
    assert len({(width, height) for _, width, height in sizes}) == 1, "the same space for each"
    name = page.get_by_role("checkbox", name="Skatebaan").first.evaluate(
        "one => one.closest('label').innerText"
    )
    assert "Skatebaan" in name
    assert page.get_by_role("checkbox", name="Tekening 1").count() == 1, (
        "who cannot see it hears what it shows"
    )
    page.get_by_role("checkbox", name="Tekening 1").check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("heading", name="Dit is jouw stem").wait_for()
    check(page)
    assert page.locator("img.picture:visible").count() == 1


@pytest.mark.parametrize("script", [True, False])
def test_a_browser_asks_for_the_same_pictures_whatever_was_chosen(demo, opened, script):
    page = desk(demo, opened, SMALL_PHONE, java_script_enabled=script)
    election = compose(page, demo, 3)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/pictures/" in request.url else None)
    found = []
    for chosen in (None, "Tekening 1", "Tekening 3"):
        page.goto(f"{demo.url}/practice/{election}/ballot")
        page.wait_for_load_state("networkidle")
        asked.clear()
        page.get_by_role("checkbox", name=chosen or "Blanco").check()
        page.get_by_role("button", name="Verder").click()
        page.get_by_role("heading", name="Dit is jouw stem").wait_for()
        page.wait_for_load_state("networkidle")
        found.append(list(asked))
    assert len(set(found[0])) in (0, 3)
    assert found[0] == found[1] == found[2]
