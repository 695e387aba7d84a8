"""A council as a half circle of seats, as it is drawn everywhere: rows of circles, the lists side by side."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, floor, pi, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 400, 224  # of the drawing, in its own units
OUTER, INNER = 176, 76  # the radii of the outermost and the innermost row
FILLED = 0.42  # radius of a seat, as a part of the distance between rows
MOST_NUMBERED = 60  # seats that are still large enough for the number of their list
LARGEST_SEAT = 21


@dataclass(frozen=True, slots=True)
class Seat:
    """One circle: its middle, and the place of its list among the lists; None for a seat that stays empty."""

    x: str
    y: str
    place: int | None


@dataclass(frozen=True, slots=True)
class HalfCircle:
    """The seats from left to right, all of one ``radius``; ``is_numbered``: there is room for a number in them."""

    seats: tuple[Seat, ...]
    radius: str
    number_size: str
    is_numbered: bool
    width: int = WIDTH
    height: int = HEIGHT


def half_circle(seats_of_lists: Sequence[int], empty: int = 0) -> HalfCircle:
    """Draw the seats of each list, in list order, and then the seats that stay empty."""
    total = sum(seats_of_lists) + empty
    places = [place for place, seats in enumerate(seats_of_lists) for _ in range(seats)]
    rows = _rows(total)
    radius = min(LARGEST_SEAT, FILLED * _distance(len(rows)))
    drawn = zip(_middles(rows), [*places, *[None] * empty], strict=True)
    seats = tuple(Seat(f"{x:.1f}", f"{y:.1f}", place) for (x, y), place in drawn)
    return HalfCircle(seats, f"{radius:.1f}", f"{radius:.0f}", is_numbered=total <= MOST_NUMBERED)


def _distance(rows: int) -> float:
    """Between two rows; a single row has the room of two."""
    return (OUTER - INNER) / max(rows - 1, 2)


def _rows(total: int) -> list[int]:
    """How many seats stand in each row, the innermost first: as few rows as hold them, filled evenly."""
    number = 1
    while sum(_room(radius, number) for radius in _radii(number)) < total:
        number += 1
    radii = _radii(number)
    whole = sum(radii)
    counts = [floor(total * radius / whole) for radius in radii]
    for place in range(total - sum(counts)):
        counts[-1 - place % number] += 1
    return counts


def _radii(rows: int) -> list[float]:
    """The radius of each row, the innermost first."""
    return [OUTER - _distance(rows) * place for place in reversed(range(rows))]


def _room(radius: float, rows: int) -> int:
    """Seats that fit beside each other in a row, as far apart as the rows are."""
    return floor(pi * radius / min(_distance(rows), 2 * LARGEST_SEAT + 6)) + 1


def _middles(rows: list[int]) -> list[tuple[float, float]]:
    """The middles of all seats by their angle, so that the seats of a list stand together."""
    found: list[tuple[float, float, float]] = []
    for radius, number in zip(_radii(len(rows)), rows, strict=True):
        for place in range(number):
            angle = pi * place / (number - 1) if number > 1 else pi / 2
            found.append(
                (angle, WIDTH / 2 - radius * cos(angle), HEIGHT - LARGEST_SEAT - 3 - radius * sin(angle))
            )
    return [(x, y) for _, x, y in sorted(found, key=lambda one: (round(one[0], 6), one[2]))]
