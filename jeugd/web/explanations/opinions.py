"""Points from disagree to agree explained: a bar around the middle for each statement."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from jeugd.domain.tally import scale
from jeugd.web.explanations.lines import LEAST_LABELLED, MOST_DRAWN, decimal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jeugd.domain.result import ContestResult

SIDES = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a drawn bar: where it begins and how wide it is, in percent of the picture."""

    point: str
    x: str
    width: str
    middle: str
    votes: int
    is_labelled: bool


@dataclass(frozen=True, slots=True)
class Opinion:
    """A statement: its bar around the middle, and the middle answer (1 to 5; two where the answers halve)."""

    name: str
    parts: tuple[Part, ...]
    numbers: tuple[int, ...]
    medians: tuple[int, int] | None
    unknown: int
    blank: int
    agree: Fraction | None
    disagree: Fraction | None


@dataclass(frozen=True, slots=True)
class Opinions:
    """The statements of a scale."""

    kind: ClassVar = "opinions"
    statements: tuple[Opinion, ...]


def opinions_of(result: ContestResult, outcome: scale.Outcome) -> Opinions:
    reach = max(map(_reach, outcome.statements), default=Fraction(0)) or Fraction(1)
    return Opinions(tuple(_opinion(result, one, reach) for one in outcome.statements))


def _reach(statement: scale.Statement) -> Fraction:
    """How far the bar of a statement goes from the middle, as a part of its answers."""
    first, second, third, fourth, fifth = statement.points
    sides = (2 * (first + second) + third, 2 * (fourth + fifth) + third)
    return Fraction(max(sides), SIDES * statement.answers) if statement.answers else Fraction(0)


def _opinion(result: ContestResult, statement: scale.Statement, reach: Fraction) -> Opinion:
    return Opinion(
        name=result.name_of(statement.key),
        parts=tuple(_parts(statement, reach)),
        numbers=statement.points,
        medians=statement.medians,
        unknown=statement.unknown,
        blank=statement.blank,
        agree=statement.agree,
        disagree=statement.disagree,
    )


def _parts(statement: scale.Statement, reach: Fraction) -> Iterator[Part]:
    """From disagree to agree, with the middle of the middle answer in the middle of the picture."""
    if not statement.answers:
        return
    unit = Fraction(MOST_DRAWN, SIDES) / (reach * statement.answers)  # percent of the picture for one answer
    first, second, third = statement.points[:3]
    x = Fraction(MOST_DRAWN, SIDES) - unit * (first + second + Fraction(third, SIDES))
    for point, votes in zip(scale.POINTS, statement.points, strict=True):
        width = unit * votes
        if votes:
            yield Part(
                point, decimal(x), decimal(width), decimal(x + width / 2), votes, width >= LEAST_LABELLED
            )
        x += width
