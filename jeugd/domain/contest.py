"""A contest: one question on the ballot, its options and the way it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from jeugd.domain.errors import FieldUnfit, RulesUnfit, TooFewOptions
from jeugd.domain.tally.majority import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator


class Method(Enum):
    """How the answers to a contest are counted; one module of ``jeugd.domain.tally`` each."""

    PLURALITY = "plurality"
    LIST_VOTE = "list_vote"
    APPROVAL = "approval"
    INSTANT_RUNOFF = "instant_runoff"
    BORDA = "borda"
    SCHULZE = "schulze"
    SCALE = "scale"
    EQUAL_SHARES = "equal_shares"
    GREEDY = "greedy"
    REFERENDUM = "referendum"
    SEVERAL_SEATS = "several_seats"


BUDGETS = (Method.EQUAL_SHARES, Method.GREEDY)
FREELY_MARKED = (Method.APPROVAL, Method.SEVERAL_SEATS, *BUDGETS)  # several options, without an order
REFERENDUM_KEYS = ("yes", "no")
MOST_OPTIONS = 40  # of one contest
LONGEST_TEXTS = {  # characters
    "question": 200,
    "intro": 600,
    "name": 120,
    "detail": 120,
    "pitch": 300,
    "description": 200,
}
MOST_EUROS = 999_999_999


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of an option: the SHA-256 of its bytes in hexadecimal, and what it shows to who cannot see it."""

    digest: str
    description: str


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: a plan, a child who stands for office, or a candidate on a list.

    ``key`` is what a ballot holds: ``"3"`` for the third option, ``"5.12"`` for candidate 12 of list 5. ``cost`` is
    the price of a plan in whole euros.
    """

    key: str
    name: str
    detail: str = ""  # school and group, or residence
    pitch: str = ""
    cost: int = 0
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What is declared before the vote beside the method; each method reads its own, the others keep the default.

    A ballot marks, ranks or rates from ``fewest`` to ``most`` options (0: all of them). ``seats`` are for a vote with
    several winners, ``purse`` (whole euros) and ``completion`` for a budget. ``quorum`` is a share of the entitled and
    ``threshold`` one of yes among yes and no, as fractions such as ``"1/5"``; empty: none, and more than half.
    """

    fewest: int = 1
    most: int = 0
    seats: int = 1
    purse: int = 0
    completion: str = "add1_utilitarian"
    quorum: str = ""
    threshold: str = ""
    blank_counts: bool = True
    is_shuffled: bool = False

    def referendum_rule(self) -> Rule:
        """What a referendum needs to be accepted. Raises FieldUnfit, ValueError or ZeroDivisionError, where that
        cannot be kept.
        """
        quorum, threshold = (Fraction(text) if text else None for text in (self.quorum, self.threshold))
        return Rule(quorum, threshold, self.blank_counts)

    @property
    def has_fit_shares(self) -> bool:
        """A referendum can be accepted by its quorum and its threshold."""
        try:
            self.referendum_rule()
        except (FieldUnfit, ValueError, ZeroDivisionError):
            return False
        return True


_MARKED = ("fewest", "most", "is_shuffled")
RULES_OF: dict[Method, tuple[str, ...]] = {
    Method.PLURALITY: ("is_shuffled",),
    Method.LIST_VOTE: (),
    Method.APPROVAL: _MARKED,
    Method.INSTANT_RUNOFF: _MARKED,
    Method.BORDA: _MARKED,
    Method.SCHULZE: _MARKED,
    Method.SCALE: _MARKED,
    Method.EQUAL_SHARES: ("purse", "completion", *_MARKED),
    Method.GREEDY: ("purse", *_MARKED),
    Method.REFERENDUM: ("quorum", "threshold", "blank_counts"),
    Method.SEVERAL_SEATS: ("seats", *_MARKED),
}
"""The names of the rules that a method reads."""


@dataclass(frozen=True, slots=True)
class CandidateList:
    """A list of candidates of a real election, in the official order; ``name`` is empty for a list without one."""

    number: int
    name: str
    candidates: tuple[Option, ...]

    @property
    def leader(self) -> Option:
        """The first candidate (lijsttrekker); a vote for the list goes to this candidate."""
        return self.candidates[0]

    @property
    def shown_name(self) -> str:
        """The name, or that of the leader for a list without one."""
        return self.name or self.leader.name


@dataclass(frozen=True)
class Contest:
    """One question. Either ``options`` or, for a list vote, ``lists`` is filled."""

    question: str
    method: Method = Method.PLURALITY
    options: tuple[Option, ...] = ()
    lists: tuple[CandidateList, ...] = ()
    rules: Rules = Rules()
    intro: str = ""

    @cached_property
    def by_key(self) -> dict[str, Option]:
        """Every option that a ballot may hold, by its key; lists first to last."""
        listed = (candidate for one in self.lists for candidate in one.candidates)
        return {option.key: option for option in (*self.options, *listed)}

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures of the options, in the order of the definition."""
        return tuple(option.picture for option in self.options if option.picture is not None)

    @property
    def is_partly_illustrated(self) -> bool:
        """Some options have a picture and others do not, so that they stand out."""
        return 0 < len(self.pictures) < len(self.options)

    @property
    def most(self) -> int:
        """The most options that a ballot may mark."""
        return self.rules.most or len(self.by_key)

    @property
    def fewest_options(self) -> int:
        """How many options there must be: one statement is a question, one option is no choice."""
        return 1 if self.method is Method.SCALE else 2

    @property
    def has_choice(self) -> bool:
        """There is enough to choose from."""
        return len(self.by_key) >= self.fewest_options

    @property
    def is_about_people(self) -> bool:
        """The options are candidates by the way they are counted."""
        return self.method in (Method.LIST_VOTE, Method.SEVERAL_SEATS)

    def check_complete(self, number: int) -> None:
        """Raise TooFewOptions unless there is a choice, RulesUnfit unless the rules can be kept; both say which."""
        if not self.has_choice:
            raise TooFewOptions(contest=number)
        self.check_rules(number)

    def check_rules(self, number: int) -> None:
        """Raise RulesUnfit (``contest`` is ``number``, ``rule`` names which) unless the rules can be kept."""
        rule = next(self._unfit(), None)
        if rule is not None:
            raise RulesUnfit(contest=number, rule=rule)

    def _unfit(self) -> Iterator[str]:
        rules, costs = self.rules, [option.cost for option in self.options]
        if not 1 <= rules.fewest <= self.most <= len(self.by_key):
            yield "most"
        if self.method is Method.SEVERAL_SEATS and not 1 <= rules.seats < len(self.by_key):
            yield "seats"
        if self.method in BUDGETS and not (rules.purse > 0 and all(costs) and min(costs) <= rules.purse):
            yield "purse"
        if self.method is Method.REFERENDUM and tuple(self.by_key) != REFERENDUM_KEYS:
            yield "referendum"
        if self.method is Method.REFERENDUM and not rules.has_fit_shares:
            yield "share"
        if self.method in FREELY_MARKED and not self._has_two_ballots:
            yield "afford" if rules.purse else "all"

    @property
    def _has_two_ballots(self) -> bool:
        """The cheapest options can be marked, and also another one in place of the dearest of these."""
        cheapest = sorted(option.cost for option in self.by_key.values())[: self.rules.fewest + 1]
        if len(cheapest) <= self.rules.fewest:
            return False
        return not self.rules.purse or sum(cheapest) - cheapest[-2] <= self.rules.purse

    @cached_property
    def list_by_number(self) -> dict[int, CandidateList]:
        """The lists by their official number (numbers may have gaps)."""
        return {one.number: one for one in self.lists}

    def list_of(self, key: str) -> CandidateList | None:
        """The list on which an option stands, if it stands on one."""
        number, dot, _ = key.partition(".")
        return self.list_by_number[int(number)] if dot else None


def numbered(names: list[tuple[str, str, str]]) -> tuple[Option, ...]:
    """Options in the order given, keys ``"1"`` onward; each a name, a detail and a pitch."""
    return tuple(
        Option(str(number), name, detail, pitch)
        for number, (name, detail, pitch) in enumerate(names, start=1)
    )
