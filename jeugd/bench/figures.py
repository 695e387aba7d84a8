"""Figures: what was measured, beside what was wanted; and the table that shows them."""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROUND_FROM = 100
HEAD = ("figure", "target", "measured", "", "in this run")


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be: at least, or at most, ``limit``."""

    limit: float
    is_floor: bool

    def is_met(self, measured: float) -> bool:
        return measured >= self.limit if self.is_floor else measured <= self.limit

    def __str__(self) -> str:
        return f"{'>=' if self.is_floor else '<='} {self.limit:g}"


def at_least(limit: float) -> Target:
    """As high as this, or higher."""
    return Target(limit, is_floor=True)


def at_most(limit: float) -> Target:
    """As low as this, or lower."""
    return Target(limit, is_floor=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: ``measured`` is a ratio unless ``unit`` says what it is; ``context`` the machine's own figure."""

    name: str
    measured: float
    target: Target | None
    context: str = ""
    unit: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the target was reached; None where there is none."""
        return self.target.is_met(self.measured) if self.target else None

    def cells(self, *, with_verdict: bool = True) -> tuple[str, ...]:
        """The cells of its line."""
        unit = f" {self.unit}" if self.unit else ""
        verdict = {True: "pass", False: "FAIL", None: ""}[self.is_met if with_verdict else None]
        wanted = f"{self.target}{unit}" if self.target else ""
        measured = f"{self.measured:,.0f}" if self.measured >= ROUND_FROM else f"{self.measured:.2f}"
        return (self.name, wanted, f"{measured}{unit}", verdict, self.context)


class Progress:
    """Says on the terminal what is being measured."""

    def say(self, what: str) -> None:
        print(f"  {what} ...", file=sys.stderr, flush=True)


def median(values: Iterable[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def table(figures: Sequence[Figure], *, with_verdicts: bool = True) -> str:
    """All figures in columns."""
    lines = [HEAD, *(figure.cells(with_verdict=with_verdicts) for figure in figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
