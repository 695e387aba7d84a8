"""Scale: statements from 1 (disagree) to 5 (agree), or "I do not know". It says what people think; nobody wins.

The answers are ranks and not quantities, so there is a median and no mean: S. S. Stevens, On the Theory of Scales
of Measurement, Science 103 (1946), 677-680; the five points are R. Likert's (1932).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from jeugd.domain.answer import BLANK, INVALID

POINTS = ("1", "2", "3", "4", "5")
UNKNOWN = "?"
_DISAGREE = slice(0, 2)
_AGREE = slice(3, 5)


@dataclass(frozen=True, slots=True)
class Statement:
    """What was answered to one statement.

    ``points`` counts the answers 1 to 5 in that order; ``unknown`` is "I do not know", ``blank`` was skipped.
    Medians and shares are over the five points alone and None when nobody chose one.
    """

    key: str
    points: tuple[int, ...]
    unknown: int
    blank: int
    invalid: int

    @property
    def answers(self) -> int:
        """Answers on the five points."""
        return sum(self.points)

    @property
    def counted(self) -> int:
        """Every ballot: answered, unknown, blank and invalid."""
        return self.answers + self.unknown + self.blank + self.invalid

    @property
    def medians(self) -> tuple[int, int] | None:
        """The lower and the upper median; they differ only when the answers halve between two points."""
        if not self.answers:
            return None
        return self._answer_at((self.answers + 1) // 2), self._answer_at(self.answers // 2 + 1)

    @property
    def agree(self) -> Fraction | None:
        """The share of the answers that is 4 or 5."""
        return self._share(_AGREE)

    @property
    def disagree(self) -> Fraction | None:
        """The share of the answers that is 1 or 2."""
        return self._share(_DISAGREE)

    def _answer_at(self, position: int) -> int:
        """The answer at a position (1 is the first) when all are laid in order."""
        return next(point for point, upto in enumerate(accumulate(self.points), start=1) if upto >= position)

    def _share(self, points: slice) -> Fraction | None:
        return Fraction(sum(self.points[points]), self.answers) if self.answers else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The statements of a contest, in ballot order."""

    statements: tuple[Statement, ...]

    @property
    def winners(self) -> tuple[str, ...]:
        """Nobody: statements do not compete."""
        return ()

    @property
    def lots(self) -> None:
        """None, for the same reason."""


def count(statements: Sequence[str], tally: Mapping[str, int]) -> Outcome:
    """Count answers with keys ``"<statement>:<value>"``, value ``1`` to ``5``, ``?``, ``blank`` or ``invalid``.

    The answers of one voter were split from each other when the box was opened, so nothing joins them here.
    """
    return Outcome(tuple(_statement(key, tally) for key in statements))


def _statement(key: str, tally: Mapping[str, int]) -> Statement:
    return Statement(
        key=key,
        points=tuple(tally.get(f"{key}:{point}", 0) for point in POINTS),
        unknown=tally.get(f"{key}:{UNKNOWN}", 0),
        blank=tally.get(f"{key}:{BLANK}", 0),
        invalid=tally.get(f"{key}:{INVALID}", 0),
    )
