"""The page that says no: its title is its heading, and it sends people where they came from."""

from __future__ import annotations

import re

import pytest


@pytest.mark.parametrize(
    "address", ["/nowhere", "/booth/ZZZZZ", "/j/ZZZZZZZZ", "/municipality", "/sign-in/spent", "/uitslag/none"]
)
def test_the_title_of_a_refusal_is_its_heading(town, address):
    page = town.visitor().get(address, follow_redirects=True).text
    [heading] = re.findall(r"<h1[^>]*>(.*?)</h1>", page)
    assert f"<title>{heading} – jeugd</title>" in page


def test_whoever_joins_where_nothing_is_asked_looks_at_the_board_and_not_at_a_card(town):
    page = town.visitor().get("/j/ZZZZZZZZ", follow_redirects=True).text
    assert "Look at the board again." in page
    assert "poll card" not in page
    assert "Look at your poll card again." in town.visitor().get("/booth/ZZZZZ").text
