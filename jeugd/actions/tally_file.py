"""Count a file of others: ranked ballots of PrefLib and budgets of Pabulib by the methods of ``jeugd.domain.tally``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jeugd.domain.answer import INVALID
from jeugd.domain.contest import Contest, Option
from jeugd.domain.errors import FileKindUnknown, LotUnfit, MethodUnfit
from jeugd.domain.tally import approval, borda, equal_shares, greedy, instant_runoff, plurality, schulze
from jeugd.domain.tally.equal_shares import Completion
from jeugd.domain.tally.lots import Lots, one_winner
from jeugd.domain.tally.ranking import Ranking
from jeugd.formats import pabulib, preflib
from jeugd.formats.pabulib import BudgetFile, read_pabulib
from jeugd.formats.preflib import Kind, read_preflib

LARGEST_FILE = max(pabulib.LARGEST_FILE, preflib.LARGEST_FILE)  # bytes


@dataclass(frozen=True, slots=True)
class Tallied:
    """A file that was counted: its title, {option: name}, its ballots, and the outcome by the method's own module."""

    title: str
    names: dict[str, str]
    ballots: int
    outcome: Any


@dataclass(frozen=True, slots=True)
class Countable:
    """The contents of a file, ready to be counted: {option: name}, and what the method takes, given the draws."""

    title: str
    names: dict[str, str]
    ballots: int
    count: Callable[[Sequence[str]], Any]


Read = Callable[[bytes], Countable]


def tally_file(data: bytes, *, name: str, method: str, draws: Sequence[str] = ()) -> Tallied:
    """Count the file ``name``, whose end says what kind it is, with the options or names drawn so far.

    Raises FileKindUnknown, MethodUnfit, LotUnfit, or the refusals of the file's format.
    """
    kind = name.rpartition(".")[2].lower()
    if kind not in METHODS:
        raise FileKindUnknown(kinds=", ".join(f".{each}" for each in METHODS))
    if method not in METHODS[kind]:
        raise MethodUnfit(method=method, kind=f".{kind}", methods=", ".join(METHODS[kind]))
    found = METHODS[kind][method](data)
    drawn = [_option(found.names, draw) for draw in draws]
    return Tallied(found.title, found.names, found.ballots, found.count(drawn))


def _option(names: Mapping[str, str], drawn: str) -> str:
    """An option by its number, or by its name if no other has it. Raises LotUnfit."""
    called_so = [option for option, name in names.items() if name == drawn]
    if drawn in names:
        return drawn
    if len(called_so) != 1:
        raise LotUnfit
    return called_so[0]


# -- ranked ballots

CountRanked = Callable[[Sequence[str], Mapping[Ranking, int], Sequence[str]], Any]


@dataclass(frozen=True, slots=True)
class FirstPreferences:
    """The votes when each ballot counts for its first option; ballots with several first options are ``invalid``."""

    winners: tuple[str, ...]
    lots: Lots | None
    votes: dict[str, int]
    invalid: int


def _first_preferences(
    options: Sequence[str], ballots: Mapping[Ranking, int], draws: Sequence[str]
) -> FirstPreferences:
    contest = Contest("", options=tuple(Option(option, option) for option in options))
    tally: Counter[str] = Counter()
    for (first, *_), number in ballots.items():
        tally[first[0] if len(first) == 1 else INVALID] += number
    outcome = plurality.count(contest, tally)
    return FirstPreferences(*one_winner(outcome.winners, draws), outcome.votes, outcome.invalid)


RANKED: dict[str, CountRanked] = {
    "instant-runoff": instant_runoff.count,
    "borda": borda.count,
    "schulze": schulze.count,
    "plurality": _first_preferences,
}


def _ranked(kind: Kind, count: CountRanked) -> Read:
    def read(data: bytes) -> Countable:
        file = read_preflib(data, kind)
        names = dict(zip(file.options, file.names, strict=True))
        voters = sum(file.ballots.values())
        return Countable(file.title, names, voters, lambda draws: count(file.options, file.ballots, draws))

    return read


# -- budgets

CountBudget = Callable[[BudgetFile, Sequence[str]], Any]


def _equal_shares(completion: Completion) -> CountBudget:
    """Shares grow by one whole unit of money at a time, as Pabulib's rule ``equalshares/add1`` has it."""

    def count(file: BudgetFile, draws: Sequence[str]) -> equal_shares.Outcome:
        step = Fraction(file.units)
        return equal_shares.count(file.costs, file.ballots, file.purse, completion, step, draws)

    return count


BUDGET: dict[str, CountBudget] = {
    "equal-shares": _equal_shares(Completion.NONE),
    "equal-shares/add1": _equal_shares(Completion.ADD1),
    "equal-shares/utilitarian": _equal_shares(Completion.UTILITARIAN),
    "equal-shares/add1-utilitarian": _equal_shares(Completion.ADD1_UTILITARIAN),
    "greedy": lambda file, draws: greedy.count(file.costs, file.ballots, file.purse, draws),
    "approval": lambda file, draws: approval.count(tuple(file.costs), file.ballots, draws),
}


def _budget(count: CountBudget) -> Read:
    def read(data: bytes) -> Countable:
        file = read_pabulib(data)
        voters = sum(file.ballots.values())
        return Countable(
            file.meta.get("description", ""), file.names, voters, lambda draws: count(file, draws)
        )

    return read


METHODS: dict[str, dict[str, Read]] = {
    **{kind.value: {method: _ranked(kind, count) for method, count in RANKED.items()} for kind in Kind},
    "pb": {method: _budget(count) for method, count in BUDGET.items()},
}
"""What can be counted: {end of the file's name: {method: how it is read and counted}}."""
