"""Who may do what: the roles of staff. Voters have none: they hold a code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from jeugd.domain.polling_station import StationId


class Role(Enum):
    """What a signed-in device is for, strongest first."""

    OFFICIAL = "official"  # a municipality
    TEACHER = "teacher"  # one polling station
    OBSERVER = "observer"  # the board of one polling station: may look, not touch


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who is signed in: for a municipality, or for one polling station in it."""

    role: Role
    municipality: str
    who: str
    station: StationId | None = None
    official: str | None = None  # the official's own id: two of the same name are two

    def may_enter(self, municipality: str, stations: Collection[str]) -> bool:
        """An official enters everything of the municipality; others only what belongs to their own station.

        ``stations`` is the station of the room, and the one in which its question was asked if there is one.
        """
        if self.role is Role.OFFICIAL:
            return self.municipality == municipality
        return self.station in stations
