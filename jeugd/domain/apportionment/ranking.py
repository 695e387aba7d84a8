"""The ranking of a list for later vacancies (P 19)."""

from __future__ import annotations

from collections.abc import Sequence

from jeugd.domain.apportionment.vote_count import Candidate, ListVotes


def ranking_of(elected: Sequence[int], above: Sequence[Candidate], one: ListVotes) -> tuple[int, ...]:
    """Rank candidate numbers: elected on votes in that order, others above the threshold by votes, then list
    order.

    ``above`` is sorted by votes, equal votes in list order. Deceased candidates are left out (P 19a).
    """
    ranked = (*elected, *(one.number for one in above), *list_order_of(one))
    return tuple(dict.fromkeys(ranked))


def list_order_of(one: ListVotes) -> tuple[int, ...]:
    """The living candidates in the order of the list."""
    return tuple(candidate.number for candidate in one.living)


def is_changed(ranking: tuple[int, ...], one: ListVotes) -> bool:
    """Whether the ranking differs from the list as it was handed in; with a deceased candidate it always
    does.
    """
    return ranking != tuple(candidate.number for candidate in one.candidates or ())
