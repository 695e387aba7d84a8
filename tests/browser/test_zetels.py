"""Seats and official files in a real browser: the calculator with lots, and an import that is thrown away."""

from __future__ import annotations

import pytest

from tests.browser.conftest import LAPTOP, SMALL_PHONE
from tests.browser.test_pages import check
from tests.formats.eml_files import affiliation, candidate_lists, contest, identifier

pytestmark = pytest.mark.xdist_group("browser, zetels")

DOMAIN = '<kr:ElectionDomain Id="9999">Juinen</kr:ElectionDomain>'
LISTS = candidate_lists(contest(affiliation(1) + affiliation(2, "")), identifier(domain=DOMAIN))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [SMALL_PHONE, LAPTOP], ids=["phone", "laptop"])
def test_somebody_calculates_seats_and_draws_lots(lasting_demo, opened, viewport, scheme):
    page = opened(lasting_demo.url, viewport, color_scheme=scheme)
    page.goto(lasting_demo.url + "/zetels")
    page.get_by_label("Aantal zetels").fill("10")
    for number, votes in enumerate((500, 140, 140, 140, 70), start=1):
        page.get_by_label(f"Naam van lijst {number}").fill(f"Partij {number}")
        page.locator(f"[name=votes-{number}]").fill(str(votes))
    page.get_by_role("button", name="Meer lijsten").click()
    page.locator("[name=votes-12]").wait_for()
    page.get_by_role("button", name="Bereken de zetels").click()
    for option in ("Partij 4", "Partij 2", "Partij 4"):
        check(page)
        page.get_by_role("radio", name=option).check()
        page.get_by_role("button", name="Deze is geloot").click()
    page.get_by_role("heading", name="De zetels", exact=True).wait_for()
    assert page.get_by_role("img", name="10 zetels: Partij 1 6").count() == 1
    check(page)


@pytest.mark.parametrize("viewport", [SMALL_PHONE, LAPTOP], ids=["phone", "laptop"])
def test_an_official_imports_lists_and_throws_them_away(lasting_demo, opened, viewport):
    page = opened(lasting_demo.url, viewport, expect_errors=True)
    page.goto(lasting_demo.addresses["municipality"])
    page.get_by_role("link", name="Kandidatenlijsten inlezen").click()
    file = {"name": "Kandidatenlijsten.eml.xml", "mimeType": "text/xml"}
    page.get_by_label("Kandidatenlijsten (EML 230b)").set_input_files({**file, "buffer": b"<EML>"})
    page.get_by_role("button", name="Lees de bestanden in").click()
    page.get_by_role("alert").wait_for()
    check(page)
    page.get_by_label("Kandidatenlijsten (EML 230b)").set_input_files({**file, "buffer": LISTS})
    page.get_by_role("button", name="Lees de bestanden in").click()
    page.get_by_role("heading", name="Wat de officiële bestanden zeggen").wait_for()
    check(page)
    page.get_by_label("Aantal zetels").fill("17")
    page.get_by_role("button", name="Bewaar het aantal zetels").click()
    page.get_by_text("50 procent van de kiesdeler").wait_for()
    page.locator("summary", has_text="Gooi dit concept weg").click()
    check(page)
    page.get_by_role("button", name="Ja, gooi het weg").click()
    page.wait_for_url("**/municipality")
    assert page.get_by_text("Gemeenteraad Juinen 2026").count() == 0
