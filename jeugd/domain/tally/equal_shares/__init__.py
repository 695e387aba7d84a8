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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jeugd.domain.tally.equal_shares.growth import steps_alike
from jeugd.domain.tally.equal_shares.sharing import Budget, Round, Sharing, share_out
from jeugd.domain.tally.lots import Lots, refuse_left_over
from jeugd.domain.tally.purse import Precedence, Spending, Turn, spend_by_votes


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
    budget = Budget(dict(costs), dict(ballots), purse)
    precedence = Precedence(drawn)
    raises = _raises(budget, step, precedence) if completion.raises_shares else 0
    share = budget.first_share + raises * step
    sharing = share_out(budget, share, precedence, is_explained=True)
    spending = _spend_the_rest(budget, sharing, precedence) if completion.spends_the_rest else None
    refuse_left_over(drawn)
    return _outcome(budget, completion, share, raises, sharing, spending)


def _outcome(
    budget: Budget,
    completion: Completion,
    share: Fraction,
    raises: int,
    sharing: Sharing,
    spending: Spending | None,
) -> Outcome:
    spending = spending or Spending(budget.purse - sharing.spent)
    lots = sharing.lots or spending.lots
    winners = (*sharing.funded, *spending.funded)
    return Outcome(
        purse=budget.purse,
        costs=budget.costs,
        supporters=budget.supporters,
        ballots=sum(budget.ballots.values()),
        completion=completion,
        first_share=budget.first_share,
        share=share,
        raises=raises,
        rounds=tuple(sharing.rounds),
        turns=tuple(spending.turns),
        winners=() if lots else winners,
        unfunded=() if lots else _unfunded(budget, sharing, spending, winners),
        lots=lots,
    )


def _unfunded(
    budget: Budget, sharing: Sharing, spending: Spending, winners: Sequence[str]
) -> tuple[Unfunded, ...]:
    left = {turn.option: turn.left for turn in spending.turns}
    return tuple(
        _why_unfunded(budget, sharing, plan, left.get(plan)) for plan in budget.costs if plan not in winners
    )


def _why_unfunded(budget: Budget, sharing: Sharing, plan: str, left: int | None) -> Unfunded:
    cost, supporters = budget.costs[plan], budget.supporters[plan]
    if not supporters:
        return Unfunded(plan, cost, supporters, Reason.NO_SUPPORTERS)
    if cost > budget.purse:
        return Unfunded(plan, cost, supporters, Reason.DEARER_THAN_PURSE)
    short = sharing.short[plan]
    reason = Reason.SUPPORTERS_SHORT if left is None else Reason.PURSE_SHORT
    return Unfunded(plan, cost, supporters, reason, short.had, short.round, left)


# -- completion


def _raises(budget: Budget, step: Fraction, precedence: Precedence) -> int:
    """How many steps shares grow. It ends: with shares of twice the purse every supported plan is paid for.

    Stops early where lots must be drawn, so that the same share asks for them again. Steps in which nothing changes are
    taken in one go; where that gains little, it is tried less and less often.
    """
    raises, looked_at, patience = 0, 0, 1
    sharing = share_out(budget, budget.first_share, precedence)
    while not sharing.lots and len(sharing.funded) < len(budget.affordable):
        if raises - looked_at >= patience:
            share = budget.first_share + raises * step
            alike = steps_alike(budget.affordable, budget.ballots, share, step, precedence)
            patience = 1 if alike > patience else 2 * patience
            raises = looked_at = raises + alike
        sharing = share_out(budget, budget.first_share + (raises + 1) * step, precedence)
        if sharing.spent > budget.purse:
            return raises
        raises += 1
    return raises


def _spend_the_rest(budget: Budget, sharing: Sharing, precedence: Precedence) -> Spending | None:
    if sharing.lots:
        return None
    rest = {plan: cost for plan, cost in budget.affordable.items() if plan not in sharing.funded}
    return spend_by_votes(rest, budget.supporters, budget.purse - sharing.spent, precedence)
