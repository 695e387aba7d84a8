"""One division of the purse: every voter gets a share, and supporters pay for plans until no more can be paid for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd

from jeugd.domain.tally.lots import Lots
from jeugd.domain.tally.purse import Precedence, supporters_of


@dataclass(frozen=True, slots=True)
class Offer:
    """What supporters offer for a plan: its ``effective`` votes, and the most that one of them pays."""

    option: str
    effective: Fraction
    most_paid: Fraction


@dataclass(frozen=True, slots=True)
class Wallet:
    """So many ``voters`` have this much of their share left."""

    left: Fraction
    voters: int


@dataclass(frozen=True, slots=True)
class Round:
    """A plan that its supporters paid for.

    Of its ``supporters`` ``paid_most`` paid the same, ``offer.most_paid``; ``paid_all`` paid all they had left, which
    was less; ``paid_nothing`` had nothing left. ``others`` are the offers for the plans that were passed over, the
    best first, ``drawn_from`` the equal plans among which a lot decided (empty without a lot), and ``wallets`` what
    all voters have left afterwards, most first.
    """

    offer: Offer
    cost: int
    supporters: int
    paid_most: int
    paid_all: int
    paid_nothing: int
    others: tuple[Offer, ...]
    drawn_from: tuple[str, ...]
    wallets: tuple[Wallet, ...]

    @property
    def option(self) -> str:
        """The plan that was funded."""
        return self.offer.option


@dataclass(slots=True)
class Budget:
    """A purse, the plans that want some of it and the ballots; and what follows from them for every division."""

    costs: dict[str, int]
    ballots: dict[frozenset[str], int]
    purse: int
    supporters: dict[str, int] = field(init=False)
    affordable: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.supporters = supporters_of(self.costs, self.ballots)
        self.affordable = {
            plan: cost for plan, cost in self.costs.items() if self.supporters[plan] and cost <= self.purse
        }

    @property
    def first_share(self) -> Fraction:
        """The purse divided over the ballots; all of it when there are none."""
        return Fraction(self.purse, max(1, sum(self.ballots.values())))


@dataclass(slots=True)
class _Group:
    """Voters with the same ballot, who therefore have the same ``left``: a whole number of 1/``scale``."""

    ballot: frozenset[str]
    voters: int
    left: int


@dataclass(frozen=True, slots=True)
class _Short:
    """When the supporters of a plan had too little together, and how much."""

    had: Fraction
    round: int


@dataclass(frozen=True, slots=True)
class _Split:
    """A plan's price over its supporters: the most that one pays is ``rest / payers``, in units of 1/``scale``."""

    rest: int
    payers: int


@dataclass(slots=True)
class Sharing:
    """A division under way. Money is whole numbers of 1/``scale``, so that sums and comparisons stay exact and fast."""

    budget: Budget
    scale: int
    groups: list[_Group]
    is_explained: bool
    of_plan: dict[str, list[_Group]]
    best_known: dict[str, Fraction]
    """The effective votes of plans in the race when last looked at. They only fall, so they need no second look
    while another plan has more."""
    funded: list[str] = field(default_factory=list)
    spent: int = 0
    rounds: list[Round] = field(default_factory=list)
    short: dict[str, _Short] = field(default_factory=dict)
    lots: Lots | None = None

    def offers(self) -> dict[str, tuple[Fraction, _Split]]:
        """Effective votes and split of the plans with the most; of every plan when all is explained."""
        found: dict[str, tuple[Fraction, _Split]] = {}
        most = Fraction(0)
        for plan in sorted(self.best_known, key=self.best_known.__getitem__, reverse=True):
            if self.best_known[plan] < most and not self.is_explained:
                break
            split = self._split(plan)
            if split is None:
                self._drop(plan)
                continue
            effective = self._effective(plan, split)
            self.best_known[plan] = effective
            found[plan] = effective, split
            most = max(most, effective)
        return found

    def _split(self, plan: str) -> _Split | None:
        """Divide the price as equally as supporters can pay it; None when they have too little together."""
        rest = self.budget.costs[plan] * self.scale
        payers = self.budget.supporters[plan]
        for group in sorted(self.of_plan[plan], key=lambda group: group.left):
            if group.left * payers >= rest:
                return _Split(rest, payers)
            rest -= group.left * group.voters
            payers -= group.voters
        return None

    def _effective(self, plan: str, split: _Split) -> Fraction:
        cost = self.budget.costs[plan] * self.scale
        return Fraction(cost * split.payers, split.rest) if cost else Fraction(split.payers)

    def _drop(self, plan: str) -> None:
        had = sum(group.left * group.voters for group in self.of_plan[plan])
        self.short[plan] = _Short(Fraction(had, self.scale), len(self.funded))
        del self.best_known[plan]

    def undisputed(self, tied: Mapping[str, _Split]) -> str | None:
        """A tied plan whose payment takes nothing from the others: whoever supports more can pay for all of them."""
        disputed: set[str] = set()
        for group in self.groups:
            wanted = group.ballot & tied.keys()
            if len(wanted) > 1 and group.left < sum(self._most(tied[plan]) for plan in wanted):
                disputed |= wanted
        return next((plan for plan in self.budget.costs if plan in tied and plan not in disputed), None)

    @staticmethod
    def _most(split: _Split) -> Fraction:
        return Fraction(split.rest, split.payers)

    def pay(self, plan: str, split: _Split) -> None:
        """Let the supporters pay, in a unit in which the most that one of them pays is a whole number."""
        finer = split.payers // gcd(split.rest, split.payers)
        if finer > 1:
            self.scale *= finer
            for group in self.groups:
                group.left *= finer
        most = split.rest * finer // split.payers
        for group in self.of_plan[plan]:
            group.left -= min(group.left, most)
        self.funded.append(plan)
        self.spent += self.budget.costs[plan]
        del self.best_known[plan]

    def offer(self, plan: str, effective: Fraction, split: _Split) -> Offer:
        """The offer as it is told."""
        return Offer(plan, effective, Fraction(split.rest, split.payers * self.scale))

    def wallets(self) -> tuple[Wallet, ...]:
        """What all voters have left, most first."""
        voters: Counter[int] = Counter()
        for group in self.groups:
            voters[group.left] += group.voters
        return tuple(
            Wallet(Fraction(left, self.scale), voters[left]) for left in sorted(voters, reverse=True)
        )


def share_out(
    budget: Budget, share: Fraction, precedence: Precedence, *, is_explained: bool = False
) -> Sharing:
    """Give every voter a share and fund plans until no supporters can pay for one, or lots must be drawn.

    Stops as soon as more than the purse is spent, which only raised shares can do.
    """
    sharing = _start(budget, share, is_explained=is_explained)
    while sharing.spent <= budget.purse and (offers := sharing.offers()):
        tied = _tied(offers)
        plan = sharing.undisputed(tied) if len(tied) > 1 else next(iter(tied))
        first = plan or precedence.first_of([plan for plan in budget.costs if plan in tied])
        if isinstance(first, Lots):
            sharing.lots = first
            break
        _fund(sharing, first, offers, () if plan else tuple(plan for plan in budget.costs if plan in tied))
    return sharing


def _start(budget: Budget, share: Fraction, *, is_explained: bool) -> Sharing:
    groups = [_Group(ballot, voters, share.numerator) for ballot, voters in budget.ballots.items() if voters]
    of_plan: dict[str, list[_Group]] = {plan: [] for plan in budget.costs}
    for group in groups:
        for plan in group.ballot:
            of_plan[plan].append(group)
    hopes = {plan: Fraction(budget.supporters[plan]) for plan in budget.affordable}
    return Sharing(budget, share.denominator, groups, is_explained, of_plan, hopes)


def _tied(offers: Mapping[str, tuple[Fraction, _Split]]) -> dict[str, _Split]:
    """The plans with the most effective votes."""
    most = max(effective for effective, _ in offers.values())
    return {plan: split for plan, (effective, split) in offers.items() if effective == most}


def _fund(
    sharing: Sharing,
    plan: str,
    offers: Mapping[str, tuple[Fraction, _Split]],
    drawn_from: tuple[str, ...],
) -> None:
    if not sharing.is_explained:
        sharing.pay(plan, offers[plan][1])
        return
    told = {each: sharing.offer(each, *offer) for each, offer in offers.items()}
    others = _best_first(offer for each, offer in told.items() if each != plan)
    paid_most, paid_all, paid_nothing = _payers(sharing.of_plan[plan], offers[plan][1])
    sharing.pay(plan, offers[plan][1])
    sharing.rounds.append(
        Round(
            offer=told[plan],
            cost=sharing.budget.costs[plan],
            supporters=sharing.budget.supporters[plan],
            paid_most=paid_most,
            paid_all=paid_all,
            paid_nothing=paid_nothing,
            others=others,
            drawn_from=drawn_from,
            wallets=sharing.wallets(),
        )
    )


def _best_first(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    return tuple(sorted(offers, key=lambda offer: -offer.effective))


def _payers(groups: Sequence[_Group], split: _Split) -> tuple[int, int, int]:
    """How many supporters pay the most, all they have left, and nothing."""
    most = sum(group.voters for group in groups if group.left * split.payers >= split.rest)
    nothing = sum(group.voters for group in groups if not group.left and split.rest)
    return most, sum(group.voters for group in groups) - most - nothing, nothing
