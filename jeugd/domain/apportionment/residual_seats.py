"""Residual seats: highest averages (P 7), or in councils below 19 seats largest surpluses first (P 8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from jeugd.domain.apportionment.lots import LotsKind, SeatLots
from jeugd.domain.apportionment.progress import Progress
from jeugd.domain.apportionment.standings import Standing
from jeugd.domain.apportionment.steps import Article, MajoritySeat, Method, ResidualSeat


@dataclass(frozen=True, slots=True)
class _Contest:
    """The next residual seat: the largest value, and the lists that have it."""

    method: Method
    best: Fraction
    options: tuple[int, ...]

    @classmethod
    def between(cls, method: Method, contenders: tuple[Standing, ...]) -> _Contest:
        values = {one.number: _value_of(one, method) for one in contenders}
        best = max(values.values())
        return cls(method, best, tuple(number for number, value in values.items() if value == best))


def _value_of(one: Standing, method: Method) -> Fraction:
    return one.surplus if method is Method.LARGEST_SURPLUS else one.average


def assign_residual_seats(progress: Progress) -> Progress:
    """Give the seats left one by one, until none is left, no list may have one, or lots are needed.

    Lots are needed only when more lists share the best value than there are seats left; otherwise each of
    them gets one, in list order.
    """
    while progress.seats_left and progress.pending is None:
        contest = next(_contests(progress), None)
        if contest is None:
            break
        progress = _assign_one(progress, contest)
    return progress


def _contests(progress: Progress) -> Iterator[_Contest]:
    """Give the rounds in which somebody may still win a seat, the first one first."""
    eligible = _eligible(progress)
    for method, contenders in _rounds(progress, eligible):
        if contenders:
            yield _Contest.between(method, contenders)


def _eligible(progress: Progress) -> tuple[Standing, ...]:
    """Lists with votes, above the threshold of P 7 lid 2, and in P 10 with a free candidate."""
    exhausted = progress.exhausted
    return tuple(
        one
        for one in progress.standings
        if one.votes and one.meets_residual_threshold and one.number not in exhausted
    )


def _rounds(
    progress: Progress, eligible: tuple[Standing, ...]
) -> Iterator[tuple[Method, tuple[Standing, ...]]]:
    if progress.count.rules.uses_largest_surpluses(progress.count.seats):
        wins = _Wins.of(progress)
        yield Method.LARGEST_SURPLUS, tuple(one for one in eligible if _may_win_by_surplus(one, wins))
        yield Method.UNIQUE_HIGHEST_AVERAGE, tuple(one for one in eligible if _may_win_by_average(one, wins))
    yield Method.HIGHEST_AVERAGE, eligible


@dataclass(frozen=True, slots=True)
class _Wins:
    """The lists that won seats in each round of P 8, once a seat, and those that lost one by P 9."""

    by_surplus: tuple[int, ...]
    by_average: tuple[int, ...]
    losers: tuple[int, ...]

    @classmethod
    def of(cls, progress: Progress) -> _Wins:
        steps = progress.residual_steps
        return cls(
            tuple(one.list_number for one in steps if one.method is Method.LARGEST_SURPLUS),
            tuple(one.list_number for one in steps if one.method is Method.UNIQUE_HIGHEST_AVERAGE),
            tuple(step.from_list for step in progress.steps if isinstance(step, MajoritySeat)),
        )


def _may_win_by_surplus(one: Standing, wins: _Wins) -> bool:
    """P 8 lid 1 and 2: at least 75 % of the quota, one seat a list; a seat lost by P 9 may be won back."""
    won = wins.by_surplus.count(one.number)
    return one.meets_surplus_threshold and (won == 0 or (won == 1 and one.number in wins.losers))


def _may_win_by_average(one: Standing, wins: _Wins) -> bool:
    """P 8 lid 3: one seat a list; a seat lost by P 9 may be won back, unless it was won back by surplus."""
    won = wins.by_average.count(one.number)
    won_back = won == 1 and one.number in wins.losers and wins.by_surplus.count(one.number) <= 1
    return won == 0 or won_back


def _assign_one(progress: Progress, contest: _Contest) -> Progress:
    options = contest.options
    if len(options) <= progress.seats_left:
        return _won(progress, contest, options[0], by_lots=False)
    lots = _lots(progress, contest)
    if progress.draws.are_spent:
        return progress.awaiting(lots)
    drawn = progress.draws.answer(lots)
    return _won(replace(progress, draws=progress.draws.after_one()), contest, drawn, by_lots=True)


def _lots(progress: Progress, contest: _Contest) -> SeatLots:
    is_surplus = contest.method is Method.LARGEST_SURPLUS
    first = len(progress.residual_steps) + 1
    return SeatLots(
        kind=LotsKind.LARGEST_SURPLUS if is_surplus else LotsKind.HIGHEST_AVERAGE,
        options=contest.options,
        seat_numbers=tuple(range(first, first + progress.seats_left)),
        value=contest.best,
        values=tuple((one.number, _value_of(one, contest.method)) for one in progress.standings),
    )


def _won(progress: Progress, contest: _Contest, winner: int, *, by_lots: bool) -> Progress:
    step = ResidualSeat(
        method=contest.method,
        article=_article(progress),
        seat_number=len(progress.residual_steps) + 1,
        list_number=winner,
        value=contest.best,
        options=contest.options,
        run=(*_run_before(progress, contest.method, winner), winner),
        exhausted=progress.exhausted,
        by_lots=by_lots,
        is_refill=progress.is_refilling,
    )
    return progress.after(step, winner, lambda standing: standing.with_residual_seats(1))


def _article(progress: Progress) -> Article:
    small = progress.count.rules.uses_largest_surpluses(progress.count.seats)
    return Article.LARGEST_SURPLUSES if small else Article.HIGHEST_AVERAGES


def _run_before(progress: Progress, method: Method, winner: int) -> tuple[int, ...]:
    """The lists that won just before for the same value; P 9 draws lots between them."""
    last = progress.steps[-1] if progress.steps else None
    if isinstance(last, ResidualSeat) and last.method is method and winner in last.options:
        return last.run
    return ()
