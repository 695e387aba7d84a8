"""Composing a ballot in a real browser, at a laptop and at a phone: with and without script, by keyboard, axe clean."""

from __future__ import annotations

import pytest

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_pages import check

pytestmark = pytest.mark.xdist_group("browser, composing")


def desk(demo, opened, viewport, **options):
    page = opened(demo.url, viewport, expect_errors=True, **options)
    page.goto(demo.addresses["municipality"])
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_poll_is_composed_tried_and_saved(demo, opened, viewport, scheme):
    page = desk(demo, opened, viewport, color_scheme=scheme)
    page.goto(f"{demo.url}/polls")
    check(page)
    page.locator("form[action*='/polls/veiligheid'] button").click()
    page.get_by_role("heading", name="De les eromheen").wait_for()
    check(page)
    page.get_by_role("link", name="Schrijf de vragen").click()
    check(page)
    page.get_by_role("link", name="Voeg een vraag toe").click()
    check(page)
    page.get_by_role("link", name="Budget verdelen").click()
    check(page)
    page.get_by_label("Vraag", exact=True).fill("Waaraan?")
    page.locator("[name=option-1-name]").fill("Skatebaan")
    page.locator("[name=option-1-cost]").fill("veel")
    page.get_by_role("button", name="Bewaar de vraag").click()
    page.get_by_text("klopt nog niet").wait_for()
    check(page)
    assert page.locator("[name=option-1-cost]").input_value() == "veel"
    page.locator("[name=option-1-cost]").fill("8000")
    page.locator("[name=option-2-name]").fill("Bankjes")
    page.locator("[name=option-2-cost]").fill("300")
    page.locator("[name=purse]").fill("10000")
    page.get_by_role("button", name="Omhoog").first.click()
    assert page.locator("[name=option-1-name]").input_value() == "Bankjes"
    page.get_by_role("button", name="Bewaar de vraag").click()
    page.get_by_role("heading", name="3. Waaraan?").wait_for()
    page.get_by_role("link", name="Bekijk en probeer het stembiljet").click()
    check(page)
    page.get_by_role("link", name="Probeer het stembiljet").click()
    check(page)
    for one in page.locator(".choice--blank").all():
        one.click()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("heading", name="Dit is jouw stem").wait_for()
    check(page)
    page.get_by_role("button", name="Ja, laat zien").click()
    page.get_by_role("heading", name="Dit zou in de envelop zitten").wait_for()
    check(page)
    assert page.locator(".stored li").all_text_contents() == ["blank"] * 3


def test_enter_saves_a_question_and_moves_no_row(demo, opened):
    page = desk(demo, opened, LAPTOP)
    page.goto(f"{demo.url}/polls")
    page.locator("form[action*='/polls/schoolplein'] button").click()
    page.get_by_role("link", name="Schrijf de vragen").click()
    page.get_by_role("link", name="Wijzig").first.click()
    page.locator("[name=option-3-name]").fill("Een leeshoek")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Vragen op het stembiljet").wait_for()
    assert "Een leeshoek" in page.locator(".contest-card li").nth(2).text_content()


def test_everything_works_without_script(demo, opened):
    page = desk(demo, opened, PHONE, java_script_enabled=False)
    page.goto(f"{demo.url}/polls")
    page.locator("form[action*='/polls/sportaanbod'] button").click()
    page.get_by_role("link", name="Schrijf de vragen").click()
    page.get_by_role("link", name="Wijzig").first.click()
    rows = page.locator(".option-row").count()
    page.get_by_role("button", name="Meer rijen").click()
    assert page.locator(".option-row").count() == rows + 5
    page.get_by_role("button", name="Bewaar de vraag").click()
    page.get_by_role("heading", name="Vragen op het stembiljet").wait_for()
