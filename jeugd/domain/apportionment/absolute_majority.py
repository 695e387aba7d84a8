"""Absolute majority (P 9): more than half of the votes, yet not more than half of the seats."""

from __future__ import annotations

from dataclasses import replace

from jeugd.domain.apportionment.lots import LotsKind, MajorityLots
from jeugd.domain.apportionment.progress import Progress
from jeugd.domain.apportionment.standings import Standing
from jeugd.domain.apportionment.steps import MajoritySeat, Method, ResidualSeat


def reassign_for_majority(progress: Progress) -> Progress:
    """Give the majority list exactly one seat, from the list that won the last residual seat.

    Only when a residual seat was given. Lists that won the last seats in a row for the same value draw lots.
    """
    majority = _majority_without_seats(progress)
    residual = progress.residual_steps
    if majority is None or not residual:
        return progress
    losers = tuple(one for one in dict.fromkeys(residual[-1].run) if one != majority.number)
    if len(losers) > 1:
        return _reassign_by_lots(progress, _lots(residual[-1], losers, majority))
    if losers:
        return _reassign(progress, MajoritySeat(losers[0], majority.number))
    return progress


def _majority_without_seats(progress: Progress) -> Standing | None:
    votes, seats = progress.count.votes, progress.count.seats
    for one in progress.standings:
        if 2 * one.votes > votes and 2 * one.seats <= seats:
            return one
    return None


def _lots(last: ResidualSeat, losers: tuple[int, ...], majority: Standing) -> MajorityLots:
    is_surplus = last.method is Method.LARGEST_SURPLUS
    kind = LotsKind.MAJORITY_LARGEST_SURPLUS if is_surplus else LotsKind.MAJORITY_HIGHEST_AVERAGE
    return MajorityLots(kind, losers, majority.number)


def _reassign_by_lots(progress: Progress, lots: MajorityLots) -> Progress:
    if progress.draws.are_spent:
        return progress.awaiting(lots)
    step = MajoritySeat(progress.draws.answer(lots), lots.assign_to, by_lots=True)
    return _reassign(replace(progress, draws=progress.draws.after_one()), step)


def _reassign(progress: Progress, step: MajoritySeat) -> Progress:
    lost = progress.after(step, step.from_list, lambda standing: standing.with_residual_seats(-1))
    won = tuple(one.with_residual_seats(1) if one.number == step.to_list else one for one in lost.standings)
    return replace(lost, standings=won)
