"""A class in which every kind of poll is held: a polling station each."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from jeugd.domain.contest import Contest
from jeugd.domain.voting_code import printed
from tests import big_poll
from tests.browser.conftest import SMALL_PHONE
from tests.browser.voter import enter
from tests.cast import Town

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
PICTURES = os.environ.get("JEUGD_BALLOT_PICTURES")  # a folder, for whoever wants to look


class PollBooths:
    """The booths of a town that is served at ``url``, and unused voting codes."""

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
        enter(page, f"{self.url}/booth/{self.stations[name]}", next(self._codes[name]))
        return page


def picture(page: Any, name: str, *, whole: bool = False) -> None:
    if PICTURES:
        page.wait_for_timeout(350)  # the pencil
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=whole)
