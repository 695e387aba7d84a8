"""A purse that was divided, explained: what each plan takes, who paid, and why others got nothing."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from jeugd.domain.tally import equal_shares, greedy
from jeugd.web.explanations.lines import LEAST_LABELLED, MOST_DRAWN, decimal, names, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jeugd.domain.result import ContestResult
    from jeugd.domain.tally.purse import Turn

CENTS = 100


@dataclass(frozen=True, slots=True)
class Slice:
    """What a funded plan takes of the purse."""

    number: int
    name: str
    cost: int
    x: str
    width: str
    middle: str
    is_labelled: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan: its price, who supports it, and whether it is funded; ``number`` is its place among those that are."""

    key: str
    name: str
    cost: int
    supporters: int
    length: int
    number: int | None


@dataclass(frozen=True, slots=True)
class Payment:
    """A plan that its supporters paid for together, nobody more than ``most`` (rounded up to a cent)."""

    name: str
    cost: int
    supporters: int
    most: Fraction
    drawn_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A plan that is not funded, and the reason in the words of the method; amounts where they matter."""

    name: str
    cost: int
    supporters: int
    reason: str
    had: int | None = None
    left: int | None = None


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """A plan whose turn it was by its votes, with what was left in the purse."""

    name: str
    votes: int
    cost: int
    left: int
    is_funded: bool
    drawn_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherRule:
    """What the votes alone would have funded: only there, and only here."""

    only_there: tuple[str, ...]
    only_here: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Budget:
    """A purse that was divided. ``share`` is everybody's equal part, where supporters pay together."""

    kind: ClassVar = "budget"
    purse: int
    spent: int
    plans: tuple[Plan, ...]
    slices: tuple[Slice, ...]
    turns: tuple[TurnTaken, ...]
    ballots: int
    share: Fraction | None = None
    first_share: Fraction | None = None
    payments: tuple[Payment, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    other_rule: OtherRule | None = None

    @property
    def left(self) -> int:
        """What nobody gets."""
        return self.purse - self.spent


@dataclass(frozen=True, slots=True)
class _Shared:
    """What a budget has more where supporters pay together."""

    share: Fraction
    first_share: Fraction
    payments: tuple[Payment, ...]
    refusals: tuple[Refusal, ...]
    other_rule: OtherRule | None


def shares_of(result: ContestResult, outcome: equal_shares.Outcome) -> Budget:
    payments = tuple(
        Payment(
            name=result.name_of(told.option),
            cost=told.cost,
            supporters=told.supporters,
            most=_whole_cents(told.offer.most_paid),
            drawn_from=names(result, told.drawn_from),
        )
        for told in outcome.rounds
    )
    return budget_of(
        result,
        outcome,
        outcome.turns,
        _Shared(
            outcome.share, outcome.first_share, payments, _refusals(result, outcome), _other_rule(result)
        ),
    )


def budget_of(
    result: ContestResult,
    outcome: equal_shares.Outcome | greedy.Outcome,
    turns: tuple[Turn, ...],
    shared: _Shared | None = None,
) -> Budget:
    return Budget(
        purse=outcome.purse,
        spent=outcome.spent,
        plans=_plans(result, outcome),
        slices=tuple(_slices(result, outcome)),
        turns=tuple(_turn(result, turn) for turn in turns),
        ballots=outcome.ballots,
        share=shared.share if shared else None,
        first_share=shared.first_share if shared else None,
        payments=shared.payments if shared else (),
        refusals=shared.refusals if shared else _passed_over(result, turns),
        other_rule=shared.other_rule if shared else None,
    )


def _plans(result: ContestResult, outcome: equal_shares.Outcome | greedy.Outcome) -> tuple[Plan, ...]:
    """The funded ones in their order, then the others by their votes."""
    number = {key: place for place, key in enumerate(outcome.winners, start=1)}
    order = sorted(
        outcome.costs, key=lambda key: (number.get(key, len(number) + 1), -outcome.supporters[key])
    )
    most = max(outcome.supporters.values(), default=0)
    return tuple(
        Plan(
            key=key,
            name=result.name_of(key),
            cost=outcome.costs[key],
            supporters=outcome.supporters[key],
            length=percent(outcome.supporters[key], most),
            number=number.get(key),
        )
        for key in order
    )


def _slices(result: ContestResult, outcome: equal_shares.Outcome | greedy.Outcome) -> Iterator[Slice]:
    x = Fraction(0)
    for number, key in enumerate(outcome.winners, start=1):
        width = Fraction(outcome.costs[key] * MOST_DRAWN, outcome.purse)
        yield Slice(
            number=number,
            name=result.name_of(key),
            cost=outcome.costs[key],
            x=decimal(x),
            width=decimal(width),
            middle=decimal(x + width / 2),
            is_labelled=width >= LEAST_LABELLED,
        )
        x += width


def _turn(result: ContestResult, turn: Turn) -> TurnTaken:
    return TurnTaken(
        name=result.name_of(turn.option),
        votes=turn.votes,
        cost=turn.cost,
        left=turn.left,
        is_funded=turn.is_funded,
        drawn_from=names(result, turn.drawn_from),
    )


def _refusals(result: ContestResult, outcome: equal_shares.Outcome) -> tuple[Refusal, ...]:
    return tuple(
        Refusal(
            name=result.name_of(one.option),
            cost=one.cost,
            supporters=one.supporters,
            reason=one.reason.value,
            had=None if one.had is None else int(one.had),
            left=one.left,
        )
        for one in outcome.unfunded
    )


def _passed_over(result: ContestResult, turns: Iterable[Turn]) -> tuple[Refusal, ...]:
    return tuple(
        Refusal(result.name_of(turn.option), turn.cost, turn.votes, "purse_short", left=turn.left)
        for turn in turns
        if not turn.is_funded
    )


def _other_rule(result: ContestResult) -> OtherRule | None:
    """None where the votes alone would have funded the same, or a lot would have had to decide."""
    other = result.by_greedy
    if other is None or other.lots or result.is_tie or set(other.winners) == set(result.winners):
        return None
    return OtherRule(
        names(result, (key for key in other.winners if key not in result.winners)),
        names(result, (key for key in result.winners if key not in other.winners)),
    )


def _whole_cents(amount: Fraction) -> Fraction:
    return Fraction(-(-amount * CENTS // 1), CENTS)
