"""The ballot of a poll on a small phone: every kind of question alone and together, with and without script."""

from __future__ import annotations

import pytest

from tests import big_poll
from tests.browser.poll_booths import POLLS, picture
from tests.browser.test_pages import check, overflow
from tests.browser.voter import cast_it, checked, counter, focused, is_uncovered, place

pytestmark = pytest.mark.xdist_group("browser, poll_ballot")


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
            assert is_uncovered(page), focused(page)


def test_nothing_is_left_of_a_poll_when_the_page_is_left(polls, opened):
    page = polls.open(opened, "ranked")
    place(page, "Boomhut", "Podium")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.locator("#main").inner_text() == ""
    stored = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, location.hash]")
    assert stored == [0, 0, "", ""]
