"""The order of the options on the ballot of a polling station: as it was declared, or drawn by a published rule."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from jeugd.domain.contest import Method

if TYPE_CHECKING:
    from jeugd.domain.contest import Contest, Option
    from jeugd.domain.polling_station import StationId

NEVER_SHUFFLED = (Method.LIST_VOTE, Method.REFERENDUM)
"""Lists keep their official order, and yes stands above no."""


def is_shuffled(contest: Contest) -> bool:
    """Whether each polling station has an order of its own for this contest."""
    return contest.rules.is_shuffled and contest.method not in NEVER_SHUFFLED


def ballot_order(contest: Contest, number: int, station: StationId) -> tuple[Option, ...]:
    """The options of contest ``number`` (1 is the first) as they stand on the ballot of a station.

    A shuffled contest is sorted by SHA-256 of the UTF-8 text ``<station>|<number>|<key>``, so everybody can work the
    order out, and nobody can choose it: the station's id was drawn when the station was made.
    """
    if not is_shuffled(contest):
        return contest.options
    return tuple(sorted(contest.options, key=lambda option: _lot(station, number, option.key)))


def _lot(station: StationId, number: int, key: str) -> bytes:
    return hashlib.sha256(f"{station}|{number}|{key}".encode()).digest()
