"""Equal shares: the purse is divided equally over the voters, and supporters together pay for a plan.

In each round the plan with the most effective votes is funded, and its supporters pay as equally as they can: all the
same, or all they have left. Effective votes are the price divided by the most that one of them pays, so a supporter
who can pay half of that counts for half. A plan whose supporters have too little left together drops out.

Source: D. Peters, G. Pierczyński and P. Skowron, "Proportional Participatory Budgeting with Additive Utilities",
NeurIPS 34 (2021), 12726-12737, section 3. Of its utilities we take the cost of a plan ("cost utilities"), as
equalshares.net does and as Wieliczka and Świecie voted in 2023: with everybody's share untouched the plan with the
most votes goes first, whereas utilities of 1 a plan would put a cheap plan before a popular one.

* Every ballot has a share, also one that approves nothing. A plan that costs more than the whole purse takes no part.
* Equal plans that their supporters can pay for together need no lot: whichever goes first, the same is paid for all.
* What is left over is spent as was declared before the vote: see Completion.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from math import gcd

from jeugd.domain.tally.growth import steps_alike
from jeugd.domain.tally.lots import Lots, refuse_left_over
from jeugd.domain.tally.purse import Precedence, Spending, Turn, spend_by_votes, supporters_of


class Completion(Enum):
    """What happens with money that supporters did not spend (equalshares.net, completion).

    ``ADD1``: pretend that each share is one step larger, and again, until the next step would spend more than the real
    purse; or until every plan that it could pay for is funded. (Some stop as soon as nothing fits in what is left,
    which spends less; this is what gave the outcome of Wieliczka in 2023.)
    ``UTILITARIAN``: what is left goes to the other plans, those with the most votes first.
    """

    NONE = "none"
    ADD1 = "add1"
    UTILITARIAN = "utilitarian"
    ADD1_UTILITARIAN = "add1_utilitarian"

    @property
    def raises_shares(self) -> bool:
        """Whether shares grow by steps."""
        return self in (Completion.ADD1, Completion.ADD1_UTILITARIAN)

    @property
    def spends_the_rest(self) -> bool:
        """Whether what is left goes to the plans with the most votes."""
        return self in (Completion.UTILITARIAN, Completion.ADD1_UTILITARIAN)


class Reason(Enum):
    """Why a plan was not funded."""

    NO_SUPPORTERS = "no_supporters"
    DEARER_THAN_PURSE = "dearer_than_purse"
    SUPPORTERS_SHORT = "supporters_short"
    PURSE_SHORT = "purse_short"


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


@dataclass(frozen=True, slots=True)
class Unfunded:
    """A plan that was not funded, and why.

    Its supporters together had ``had`` left at the moment when that became less than ``cost``, after ``round`` rounds
    (0: from the start); both are None for a plan without supporters or dearer than the purse. ``left`` is what was in
    the purse when it had its turn in the completion, if it had one.
    """

    option: str
    cost: int
    supporters: int
    reason: Reason
    had: Fraction | None = None
    round: int | None = None
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rounds so far and the plans that were funded.

    ``first_share`` is the purse divided by the ballots, ``share`` what it became after ``raises`` steps. ``turns``
    are those of the utilitarian completion. ``winners`` stand in the order in which they were funded and are none,
    like ``unfunded``, while ``lots`` wait.
    """

    purse: int
    costs: dict[str, int]
    supporters: dict[str, int]
    ballots: int
    completion: Completion
    first_share: Fraction
    share: Fraction
    raises: int
    rounds: tuple[Round, ...]
    turns: tuple[Turn, ...] = ()
    winners: tuple[str, ...] = ()
    unfunded: tuple[Unfunded, ...] = ()
    lots: Lots | None = None

    @property
    def spent(self) -> int:
        """What the funded plans cost together; never more than the purse."""
        return sum(self.costs[plan] for plan in self.winners)

    @property
    def is_tie(self) -> bool:
        """Lots must be drawn before the count goes on."""
        return self.lots is not None


def count(
    costs: Mapping[str, int],
    ballots: Mapping[frozenset[str], int],
    purse: int,
    completion: Completion = Completion.NONE,
    step: Fraction = Fraction(1),
    draws: Sequence[str] = (),
) -> Outcome:
    """Divide ``purse`` over plans; ``costs`` is 0 or more for each plan, in ballot order.

    Ballots are sets of approved plans with how often each was cast. ``step`` (above 0) is how much a share grows at
    a time when the completion raises shares, in the same money. ``draws`` holds the plans drawn so far. Raises
    LotUnfit when a draw does not answer the lots now needed.
    """
    drawn = iter(draws)
    contest = _Contest(dict(costs), dict(ballots), purse)
    precedence = Precedence(drawn)
    raises = _raises(contest, step, precedence) if completion.raises_shares else 0
    share = contest.first_share + raises * step
    sharing = _share_out(contest, share, precedence, is_explained=True)
    spending = _spend_the_rest(contest, sharing, precedence) if completion.spends_the_rest else None
    refuse_left_over(drawn)
    return _outcome(contest, completion, share, raises, sharing, spending)


def _outcome(
    contest: _Contest,
    completion: Completion,
    share: Fraction,
    raises: int,
    sharing: _Sharing,
    spending: Spending | None,
) -> Outcome:
    spending = spending or Spending(contest.purse - sharing.spent)
    lots = sharing.lots or spending.lots
    winners = (*sharing.funded, *spending.funded)
    return Outcome(
        purse=contest.purse,
        costs=contest.costs,
        supporters=contest.supporters,
        ballots=sum(contest.ballots.values()),
        completion=completion,
        first_share=contest.first_share,
        share=share,
        raises=raises,
        rounds=tuple(sharing.rounds),
        turns=tuple(spending.turns),
        winners=() if lots else winners,
        unfunded=() if lots else _unfunded(contest, sharing, spending, winners),
        lots=lots,
    )


def _unfunded(
    contest: _Contest, sharing: _Sharing, spending: Spending, winners: Sequence[str]
) -> tuple[Unfunded, ...]:
    left = {turn.option: turn.left for turn in spending.turns}
    return tuple(
        _why_unfunded(contest, sharing, plan, left.get(plan)) for plan in contest.costs if plan not in winners
    )


def _why_unfunded(contest: _Contest, sharing: _Sharing, plan: str, left: int | None) -> Unfunded:
    cost, supporters = contest.costs[plan], contest.supporters[plan]
    if not supporters:
        return Unfunded(plan, cost, supporters, Reason.NO_SUPPORTERS)
    if cost > contest.purse:
        return Unfunded(plan, cost, supporters, Reason.DEARER_THAN_PURSE)
    short = sharing.short[plan]
    reason = Reason.SUPPORTERS_SHORT if left is None else Reason.PURSE_SHORT
    return Unfunded(plan, cost, supporters, reason, short.had, short.round, left)


# -- completion


def _raises(contest: _Contest, step: Fraction, precedence: Precedence) -> int:
    """How many steps shares grow. It ends: with shares of twice the purse every supported plan is paid for.

    Stops early where lots must be drawn, so that the same share asks for them again. Steps in which nothing changes are
    taken in one go; where that gains little, it is tried less and less often.
    """
    raises, looked_at, patience = 0, 0, 1
    sharing = _share_out(contest, contest.first_share, precedence)
    while not sharing.lots and len(sharing.funded) < len(contest.affordable):
        if raises - looked_at >= patience:
            share = contest.first_share + raises * step
            alike = steps_alike(contest.affordable, contest.ballots, share, step, precedence)
            patience = 1 if alike > patience else 2 * patience
            raises = looked_at = raises + alike
        sharing = _share_out(contest, contest.first_share + (raises + 1) * step, precedence)
        if sharing.spent > contest.purse:
            return raises
        raises += 1
    return raises


def _spend_the_rest(contest: _Contest, sharing: _Sharing, precedence: Precedence) -> Spending | None:
    if sharing.lots:
        return None
    rest = {plan: cost for plan, cost in contest.affordable.items() if plan not in sharing.funded}
    return spend_by_votes(rest, contest.supporters, contest.purse - sharing.spent, precedence)


# -- one division of the purse


@dataclass(slots=True)
class _Contest:
    """What is counted, and what follows from it for every division."""

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
class _Sharing:
    """A division under way. Money is whole numbers of 1/``scale``, so that sums and comparisons stay exact and fast."""

    contest: _Contest
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
        rest = self.contest.costs[plan] * self.scale
        payers = self.contest.supporters[plan]
        for group in sorted(self.of_plan[plan], key=lambda group: group.left):
            if group.left * payers >= rest:
                return _Split(rest, payers)
            rest -= group.left * group.voters
            payers -= group.voters
        return None

    def _effective(self, plan: str, split: _Split) -> Fraction:
        cost = self.contest.costs[plan] * self.scale
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
        return next((plan for plan in self.contest.costs if plan in tied and plan not in disputed), None)

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
        self.spent += self.contest.costs[plan]
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


def _share_out(
    contest: _Contest, share: Fraction, precedence: Precedence, *, is_explained: bool = False
) -> _Sharing:
    """Give every voter a share and fund plans until no supporters can pay for one, or lots must be drawn.

    Stops as soon as more than the purse is spent, which only raised shares can do.
    """
    sharing = _start(contest, share, is_explained=is_explained)
    while sharing.spent <= contest.purse and (offers := sharing.offers()):
        tied = _tied(offers)
        plan = sharing.undisputed(tied) if len(tied) > 1 else next(iter(tied))
        first = plan or precedence.first_of([plan for plan in contest.costs if plan in tied])
        if isinstance(first, Lots):
            sharing.lots = first
            break
        _fund(sharing, first, offers, () if plan else tuple(plan for plan in contest.costs if plan in tied))
    return sharing


def _start(contest: _Contest, share: Fraction, *, is_explained: bool) -> _Sharing:
    groups = [_Group(ballot, voters, share.numerator) for ballot, voters in contest.ballots.items() if voters]
    of_plan: dict[str, list[_Group]] = {plan: [] for plan in contest.costs}
    for group in groups:
        for plan in group.ballot:
            of_plan[plan].append(group)
    hopes = {plan: Fraction(contest.supporters[plan]) for plan in contest.affordable}
    return _Sharing(contest, share.denominator, groups, is_explained, of_plan, hopes)


def _tied(offers: Mapping[str, tuple[Fraction, _Split]]) -> dict[str, _Split]:
    """The plans with the most effective votes."""
    most = max(effective for effective, _ in offers.values())
    return {plan: split for plan, (effective, split) in offers.items() if effective == most}


def _fund(
    sharing: _Sharing,
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
            cost=sharing.contest.costs[plan],
            supporters=sharing.contest.supporters[plan],
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
