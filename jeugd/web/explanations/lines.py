"""A line of an explanation: an option with a number and the length of its bar."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jeugd.domain.result import ContestResult

MOST_DRAWN = 100  # percent
LEAST_LABELLED = 7  # percent of the width: a narrower part of a bar has no room for its number


@dataclass(frozen=True, slots=True)
class Line:
    """An option with its votes or points; ``gained`` is what it got since the round before, if there was one."""

    key: str
    name: str
    votes: Fraction
    length: int
    is_leader: bool = False
    is_out: bool = False
    gained: int | None = None


def percent(part: Fraction | int, whole: Fraction | int) -> int:
    """A whole percentage, never more than all; 0 of nothing."""
    return min(MOST_DRAWN, int(Fraction(part) * MOST_DRAWN / whole)) if whole else 0


def names(result: ContestResult, keys: Iterable[str]) -> tuple[str, ...]:
    """The names of options."""
    return tuple(map(result.name_of, keys))


def decimal(value: Fraction) -> str:
    """A length as a picture has it, in hundredths of a percent."""
    return f"{float(value):.2f}"
