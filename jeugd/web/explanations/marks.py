"""Marks explained: how many ballots chose each option, and who gets a seat."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from jeugd.domain.tally import several_seats
from jeugd.web.explanations.lines import Line, names, percent

if TYPE_CHECKING:
    from jeugd.domain.result import ContestResult


@dataclass(frozen=True, slots=True)
class Marks:
    """Options by their marks. Several seats have ``seats``, the lots behind them and who comes next.

    ``replacements`` are groups of equals. ``drawn`` are (who got a seat by lot, among whom).
    """

    kind: ClassVar = "marks"
    lines: tuple[Line, ...]
    ballots: int
    seats: int = 0
    replacements: tuple[tuple[str, ...], ...] = ()
    drawn: tuple[tuple[str, tuple[str, ...]], ...] = ()
    vacant: int = 0


def marked(result: ContestResult) -> tuple[Line, ...]:
    ballots = result.counted - result.invalid
    return tuple(
        Line(key, result.name_of(key), Fraction(votes), percent(votes, ballots), key in result.winners)
        for key, votes in sorted(result.votes.items(), key=lambda item: -item[1])
    )


def seats_of(result: ContestResult, outcome: several_seats.Outcome) -> Marks:
    seated = {seat.option for seat in outcome.elected}
    ballots = result.counted - result.invalid
    lines = tuple(
        Line(key, result.name_of(key), Fraction(votes), percent(votes, ballots), key in seated)
        for key, votes in sorted(outcome.votes.items(), key=lambda item: (-item[1], item[0] not in seated))
    )
    drawn = tuple(
        (result.name_of(seat.option), names(result, seat.drawn_from))
        for seat in outcome.elected
        if seat.drawn_from
    )
    return Marks(
        lines=lines,
        ballots=ballots,
        seats=outcome.seats,
        replacements=tuple(names(result, group) for group in outcome.replacements),
        drawn=drawn,
        vacant=0 if outcome.lots else outcome.vacant,
    )
