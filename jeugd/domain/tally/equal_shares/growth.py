"""How far the shares of equal shares may grow before anything changes: the same plans, in the same order.

What voters have left, and what they pay, grows or shrinks evenly with the share for as long as every comparison in the
division comes out the same. So the step at which the first of them turns can be worked out, and the steps before it
need no division of their own: a purse of a million euros would take a million.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm

from jeugd.domain.tally.lots import Lots
from jeugd.domain.tally.purse import Precedence


def steps_alike(
    costs: Mapping[str, int],
    ballots: Mapping[frozenset[str], int],
    share: Fraction,
    step: Fraction,
    precedence: Precedence,
) -> int:
    """By how many more steps ``share`` can grow so that the plans that are funded, and their order, stay as they are.

    A lower bound, and 0 where it cannot be told. ``costs`` are of the plans that take part, in ballot order; ``step``
    is above 0, in the same money.
    """
    division = _start(costs, ballots, share, step)
    while division.steps != 0 and (splits := division.splits()):
        tied = division.best(splits)
        plan = division.undisputed(tied) if len(tied) > 1 else next(iter(tied))
        first = plan or precedence.first_of([plan for plan in costs if plan in tied])
        if isinstance(first, Lots):
            return 0
        division.pay(first, tied[first])
    return division.steps or 0


@dataclass(slots=True)
class _Group:
    """Voters with the same ballot: what each has ``left`` in 1/scale, and how much that ``grows`` with the share."""

    ballot: frozenset[str]
    voters: int
    left: int
    grows: int


@dataclass(frozen=True, slots=True)
class _Split:
    """A price over supporters: the most that one pays is ``rest / payers``; ``value`` over ``rest`` is its effect."""

    rest: int
    grows: int
    payers: int
    value: int


@dataclass(slots=True)
class _Division:
    """A division under way; ``steps`` is how many every comparison so far allows, None when all of them do."""

    costs: Mapping[str, int]
    step: Fraction
    scale: int
    groups: list[_Group]
    of_plan: dict[str, list[_Group]]
    steps: int | None = None
    over: set[str] = field(default_factory=set)  # funded, or dropped out

    def splits(self) -> dict[str, _Split]:
        """The price of every plan in the race over its supporters; a plan that they cannot pay drops out."""
        found = {plan: self._split(plan) for plan in self.costs if plan not in self.over}
        self.over |= {plan for plan, split in found.items() if split is None}
        return {plan: split for plan, split in found.items() if split is not None}

    def _split(self, plan: str) -> _Split | None:
        rest, grows = self.costs[plan] * self.scale, 0
        groups = sorted(self.of_plan[plan], key=lambda group: group.left)
        payers = sum(group.voters for group in groups)
        for poor, group in enumerate(groups):
            if group.left * payers >= rest:
                self._stay(groups[:poor], groups[poor:], rest, grows, payers)
                return _Split(rest, grows, payers, self.costs[plan] * self.scale * payers)
            rest -= group.left * group.voters
            grows -= group.grows * group.voters
            payers -= group.voters
        self._stays_above(rest, grows)
        return None

    def _stay(
        self, poor: Iterable[_Group], rich: Iterable[_Group], rest: int, grows: int, payers: int
    ) -> None:
        """Who pays all they have goes on to do so, and so does who pays the most."""
        for group in poor:
            self._stays(rest - group.left * payers, grows - group.grows * payers)
        for group in rich:
            self._stays(group.left * payers - rest, group.grows * payers - grows)

    def best(self, splits: Mapping[str, _Split]) -> dict[str, _Split]:
        """The plans with the most effective votes."""
        effects = {
            plan: Fraction(one.value, one.rest) if one.rest else Fraction(one.payers)
            for plan, one in splits.items()
        }
        most = max(effects.values())
        tied = {plan: splits[plan] for plan in splits if effects[plan] == most}
        first = _line(next(iter(tied.values())))
        for plan, split in splits.items():
            value, rest, grows = _line(split)
            slope = first[0] * grows - value * first[2]
            if plan not in tied:
                self._stays_above(first[0] * rest - value * first[1], slope)
            elif slope:
                self.steps = 0
        return tied

    def undisputed(self, tied: Mapping[str, _Split]) -> str | None:
        """A tied plan whose payment takes nothing from the others, as ``equal_shares`` has it."""
        disputed: set[str] = set()
        for group in self.groups:
            wanted = group.ballot & tied.keys()
            if len(wanted) > 1 and not self._can_pay(group, [tied[plan] for plan in wanted]):
                disputed |= wanted
        return next((plan for plan in self.costs if plan in tied and plan not in disputed), None)

    def _can_pay(self, group: _Group, wanted: list[_Split]) -> bool:
        unit = lcm(*(one.payers for one in wanted))
        over = group.left * unit - sum(one.rest * (unit // one.payers) for one in wanted)
        grows = group.grows * unit - sum(one.grows * (unit // one.payers) for one in wanted)
        if over >= 0:
            self._stays(over, grows)
        else:
            self._stays_above(-over, -grows)
        return over >= 0

    def pay(self, plan: str, split: _Split) -> None:
        """Let the supporters pay, in a unit in which all of it is whole numbers."""
        finer = split.payers // gcd(split.rest, split.grows, split.payers)
        self.scale *= finer
        for group in self.groups:
            group.left *= finer
            group.grows *= finer
        most, grows = split.rest * finer // split.payers, split.grows * finer // split.payers
        for group in self.of_plan[plan]:
            pays_most = group.left >= most
            group.left, group.grows = (group.left - most, group.grows - grows) if pays_most else (0, 0)
        self.over.add(plan)

    def _stays(self, amount: int, slope: int) -> None:
        """What is 0 or more now remains so."""
        if slope < 0:
            self._at_most(amount * self.step.denominator // (-slope * self.step.numerator))

    def _stays_above(self, amount: int, slope: int) -> None:
        """What is more than 0 now remains so."""
        if slope < 0:
            self._at_most((amount * self.step.denominator - 1) // (-slope * self.step.numerator))

    def _at_most(self, steps: int) -> None:
        self.steps = steps if self.steps is None else min(self.steps, steps)


def _line(split: _Split) -> tuple[int, int, int]:
    """Effective votes as a value over a rest that grows; who pays nothing counts for one."""
    return (split.value, split.rest, split.grows) if split.rest else (split.payers, 1, 0)


def _start(
    costs: Mapping[str, int], ballots: Mapping[frozenset[str], int], share: Fraction, step: Fraction
) -> _Division:
    scale = share.denominator
    groups = [_Group(ballot, voters, share.numerator, scale) for ballot, voters in ballots.items() if voters]
    of_plan = {plan: [group for group in groups if plan in group.ballot] for plan in costs}
    return _Division(costs, step, scale, groups, of_plan)
