"""List exhaustion (P 10): a list with more seats than living candidates (P 19a) gives the excess back."""

from __future__ import annotations

from dataclasses import replace

from jeugd.domain.apportionment.progress import Progress
from jeugd.domain.apportionment.residual_seats import assign_residual_seats
from jeugd.domain.apportionment.standings import Standing
from jeugd.domain.apportionment.steps import ExhaustedSeat


def reassign_exhausted(progress: Progress) -> Progress:
    """Take the excess seats list by list, then go on giving seats to lists with a free candidate.

    What no list can fill stays empty.
    """
    for standing in progress.standings:
        progress = _take_excess(progress, standing)
    return assign_residual_seats(replace(progress, is_refilling=True))


def _take_excess(progress: Progress, standing: Standing) -> Progress:
    """Take residual seats first, full seats after them."""
    residual = min(standing.excess, standing.residual_seats)
    for index in range(standing.excess):
        is_full = index >= residual
        step = ExhaustedSeat(standing.number, was_full_seat=is_full)
        take = Standing.without_full_seat if is_full else _without_residual_seat
        progress = progress.after(step, standing.number, take)
    return progress


def _without_residual_seat(standing: Standing) -> Standing:
    return standing.with_residual_seats(-1)
