"""Lots of a count: equal options among which people draw one, and the draws that answer them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from jeugd.domain.errors import LotUnfit


class LotsFor(Enum):
    """What happens to the option that is drawn: it wins (or goes first), or it drops out."""

    WINNER = "winner"
    ELIMINATION = "elimination"


@dataclass(frozen=True, slots=True)
class Lots:
    """People must draw one of these equal ``options``, in ballot order, before the count goes on."""

    purpose: LotsFor
    options: tuple[str, ...]


def answer(lots: Lots, drawn: Iterator[str]) -> str | None:
    """The option that the next draw names; None when these lots have still to be drawn.

    Raises LotUnfit when it took no part in them.
    """
    option = next(drawn, None)
    if option is not None and option not in lots.options:
        raise LotUnfit
    return option


def refuse_left_over(drawn: Iterator[str]) -> None:
    """Raise LotUnfit when there is a draw that nothing asked for."""
    if next(drawn, None) is not None:
        raise LotUnfit


def one_winner(leaders: tuple[str, ...], draws: Sequence[str]) -> tuple[tuple[str, ...], Lots | None]:
    """The winner among equal leaders, by lot if there are several; all of them while the lots wait.

    Raises LotUnfit for a draw that settles nothing.
    """
    drawn = iter(draws)
    lots = Lots(LotsFor.WINNER, leaders) if len(leaders) > 1 else None
    option = answer(lots, drawn) if lots else None
    refuse_left_over(drawn)
    return (leaders, lots) if option is None else ((option,), None)
