"""A purse that is divided over plans with prices: what the budget methods have in common.

Money is a whole number of the smallest unit that prices use (euros, or cents).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from jeugd.domain.tally.lots import Lots, LotsFor, answer


@dataclass(slots=True)
class Precedence:
    """Who goes first among equal plans, by the lots that people drew; an earlier lot is never contradicted.

    The plan that was drawn goes before every plan that was in those lots with it, also when they are equal again
    later in the count: D. Peters and others advise one order for the whole of it (equalshares.net, tie breaking).
    """

    drawn: Iterator[str]
    behind: dict[str, set[str]] = field(default_factory=dict)
    """Of each plan that was drawn, the plans that come behind it, directly or through another."""

    def first_of(self, plans: Sequence[str]) -> str | Lots:
        """The plan that goes first, or the lots that say so. Raises LotUnfit for a draw that is none of them."""
        ahead = tuple(plan for plan in plans if not any(plan in self.behind.get(one, ()) for one in plans))
        if len(ahead) == 1:
            return ahead[0]
        lots = Lots(LotsFor.WINNER, ahead)
        first = answer(lots, self.drawn)
        if first is None:
            return lots
        self._put_first(first, ahead)
        return first

    def _put_first(self, first: str, ahead: Iterable[str]) -> None:
        losers = set(ahead) - {first}
        losers |= set().union(*(self.behind.get(plan, set()) for plan in losers))
        for behind in self.behind.values():
            if first in behind:
                behind.update(losers)
        self.behind.setdefault(first, set()).update(losers)


@dataclass(frozen=True, slots=True)
class Turn:
    """A plan whose turn it was: ``left`` was in the purse, and it is funded when it costs no more than that.

    ``drawn_from`` are the equal plans among which a lot gave it this turn (empty without a lot).
    """

    option: str
    votes: int
    cost: int
    left: int
    drawn_from: tuple[str, ...] = ()

    @property
    def is_funded(self) -> bool:
        """Whether the purse held enough."""
        return self.cost <= self.left


@dataclass(slots=True)
class Spending:
    """A purse that is spent plan by plan: what is ``left``, whose ``turns`` were taken, what ``lots`` wait."""

    left: int
    turns: list[Turn] = field(default_factory=list)
    lots: Lots | None = None

    @property
    def funded(self) -> tuple[str, ...]:
        """The plans that were funded, in the order of their turns."""
        return tuple(turn.option for turn in self.turns if turn.is_funded)

    def take(self, option: str, votes: int, cost: int, drawn_from: tuple[str, ...] = ()) -> None:
        """Let a plan have its turn."""
        turn = Turn(option, votes, cost, self.left, drawn_from)
        self.turns.append(turn)
        self.left -= cost if turn.is_funded else 0


def supporters_of(options: Iterable[str], ballots: Mapping[frozenset[str], int]) -> dict[str, int]:
    """How many voters approve each plan."""
    votes = dict.fromkeys(options, 0)
    for ballot, number in ballots.items():
        for option in ballot:
            votes[option] += number
    return votes


def spend_by_votes(
    costs: Mapping[str, int], votes: Mapping[str, int], purse: int, precedence: Precedence
) -> Spending:
    """Fund plans from the most votes down, passing over a plan that costs more than is left.

    A plan without votes gets no turn. Plans with equal votes that fit together need no lot. When they do not fit
    together each of them would be funded if it went first, and not all can be: so then the lot matters.
    """
    spending = Spending(purse)
    ranked = sorted((plan for plan in costs if votes[plan]), key=lambda plan: -votes[plan])
    for number, equal in groupby(ranked, key=lambda plan: votes[plan]):
        spending.lots = _spend_on_equals(spending, {plan: costs[plan] for plan in equal}, number, precedence)
        if spending.lots:
            break
    return spending


def _spend_on_equals(
    spending: Spending, costs: dict[str, int], votes: int, precedence: Precedence
) -> Lots | None:
    waiting = _pass_over(spending, costs, votes)
    while sum(waiting.values()) > spending.left:
        first = precedence.first_of(tuple(waiting))
        if isinstance(first, Lots):
            return first
        spending.take(first, votes, waiting[first], tuple(waiting))
        waiting = _pass_over(spending, {plan: cost for plan, cost in waiting.items() if plan != first}, votes)
    for plan, cost in waiting.items():
        spending.take(plan, votes, cost)
    return None


def _pass_over(spending: Spending, costs: dict[str, int], votes: int) -> dict[str, int]:
    """Give the plans that cost more than is left their turn; the others wait."""
    for plan, cost in costs.items():
        if cost > spending.left:
            spending.take(plan, votes, cost)
    return {plan: cost for plan, cost in costs.items() if cost <= spending.left}
