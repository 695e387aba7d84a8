"""A ranked ballot: which options somebody put above which others; equals and leaving options out are possible."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Ranking = tuple[tuple[str, ...], ...]
"""Tiers of options, best first. Options of one tier are equal and stand in the order of their text, so that equal
ballots are equal values; options that are left out are below all others.
"""

_ABOVE = ">"
_EQUAL = "="


def ranking(tiers: Iterable[Iterable[str]]) -> Ranking:
    """Write tiers in the one form that equal ballots share."""
    return tuple(tuple(sorted(tier)) for tier in tiers)


def from_answer(answer: str, options: Collection[str]) -> Ranking | None:
    """The ranking in the answer of a ballot, such as ``3>1=2``.

    None when it is not one: an unknown option, one that is ranked twice, or nothing at all. Such a ballot is invalid.
    """
    tiers = [tier.split(_EQUAL) for tier in answer.split(_ABOVE)]
    named = list(chain.from_iterable(tiers))
    if len(set(named)) < len(named) or not set(named) <= set(options):
        return None
    return ranking(tiers)


def to_answer(ranked: Ranking) -> str:
    """The answer on a ballot that holds this ranking."""
    return _ABOVE.join(map(_EQUAL.join, ranked))
