"""The steps of a seat allocation as values, each with its article, so that a page can explain them one by
one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction


class Article(Enum):
    """The articles of the Kieswet that a step can follow."""

    QUOTA = "P 5"
    FULL_SEATS = "P 6"
    HIGHEST_AVERAGES = "P 7"
    LARGEST_SURPLUSES = "P 8"
    ABSOLUTE_MAJORITY = "P 9"
    LIST_EXHAUSTION = "P 10"
    PREFERENCE_VOTES = "P 15"
    LIST_ORDER = "P 17"
    RANKING = "P 19"
    DECEASED = "P 19a"


class Method(Enum):
    """How a residual seat is won."""

    LARGEST_SURPLUS = "largest_surplus"
    UNIQUE_HIGHEST_AVERAGE = "unique_highest_average"
    HIGHEST_AVERAGE = "highest_average"


@dataclass(frozen=True, slots=True)
class ResidualSeat:
    """A list wins a residual seat because ``value`` (its surplus or average, in votes) is the largest.

    ``options`` had the same value; ``run`` are the lists that won seats in a row for it, this one last;
    ``exhausted`` had no free candidate. ``is_refill``: the seat had been taken from an exhausted list (P 10).
    """

    method: Method
    article: Article
    seat_number: int
    list_number: int
    value: Fraction
    options: tuple[int, ...]
    run: tuple[int, ...]
    exhausted: tuple[int, ...] = ()
    by_lots: bool = False
    is_refill: bool = False


@dataclass(frozen=True, slots=True)
class MajoritySeat:
    """The list with an absolute majority of the votes takes over the last residual seat (P 9)."""

    from_list: int
    to_list: int
    by_lots: bool = False
    article: Article = Article.ABSOLUTE_MAJORITY


@dataclass(frozen=True, slots=True)
class ExhaustedSeat:
    """A list has fewer candidates than seats and gives one up (P 10)."""

    from_list: int
    was_full_seat: bool
    article: Article = Article.LIST_EXHAUSTION


Step = ResidualSeat | MajoritySeat | ExhaustedSeat
