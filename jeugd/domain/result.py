"""The result of a contest: its outcome by the contest's own method, and the numbers that small groups allow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.domain.answer import BLANK, INVALID
from jeugd.domain.contest import Contest, Method
from jeugd.domain.errors import LotUnfit
from jeugd.domain.marking import ABOVE, SEVERAL
from jeugd.domain.tally import (
    approval,
    borda,
    equal_shares,
    greedy,
    instant_runoff,
    list_vote,
    plurality,
    referendum,
    scale,
    schulze,
    several_seats,
)
from jeugd.domain.tally.lots import LotsFor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from jeugd.domain.tally.ranking import Ranking

Outcome = (
    plurality.Outcome
    | list_vote.Outcome
    | approval.Outcome
    | instant_runoff.Outcome
    | borda.Outcome
    | schulze.Outcome
    | scale.Outcome
    | equal_shares.Outcome
    | greedy.Outcome
    | referendum.Outcome
    | several_seats.Outcome
)
Tally = dict[str, int]
"""{answer: number of ballots} of one contest; of a scale {statement and point: number of ballots}."""


@dataclass(frozen=True, slots=True)
class ContestResult:
    """A contest with its outcome; ``counted`` is every ballot, ``blank`` and ``invalid`` among them.

    ``votes`` are the ballots for each option or list, in ballot order; for places those on which it stands first. A
    scale has its numbers, blanks too, by statement.
    """

    contest: Contest
    outcome: Outcome
    votes: dict[str, int]
    counted: int
    blank: int
    invalid: int

    @property
    def valid(self) -> int:
        """Ballots that chose something."""
        return self.counted - self.blank - self.invalid

    @property
    def is_exclusive(self) -> bool:
        """Each ballot counts for exactly one answer, so that the votes add up to the ballots."""
        return isinstance(self.outcome, plurality.Outcome | list_vote.Outcome | referendum.Outcome)

    @property
    def tied(self) -> tuple[str, ...]:
        """The options among which a lot must be drawn before the count goes on; empty when none need be."""
        match self.outcome:
            case plurality.Outcome(is_tie=True, winners=winners):
                return winners
            case plurality.Outcome() | list_vote.Outcome() | referendum.Outcome() | scale.Outcome():
                return ()
            case outcome:
                return outcome.lots.options if outcome.lots else ()

    @property
    def awaits_elimination(self) -> bool:
        """The lot that must be drawn says who drops out, and not who wins."""
        lots = getattr(self.outcome, "lots", None)
        return lots is not None and lots.purpose is LotsFor.ELIMINATION

    @property
    def by_greedy(self) -> greedy.Outcome | None:
        """What the votes alone would have funded, where supporters shared the purse; None for another method."""
        if not isinstance(self.outcome, equal_shares.Outcome):
            return None
        apart = {frozenset({plan}): number for plan, number in self.outcome.supporters.items()}
        return greedy.count(self.outcome.costs, apart, self.outcome.purse)

    @property
    def is_tie(self) -> bool:
        """A lot must be drawn."""
        return bool(self.tied)

    @property
    def winners(self) -> tuple[str, ...]:
        """Who won, was elected or is funded, as far as it is decided."""
        if isinstance(self.outcome, referendum.Outcome):
            return (referendum.YES,) if self.outcome.is_accepted else ()
        return () if self.is_tie else self.outcome.winners

    @property
    def by_answer(self) -> dict[str, int]:
        """Ballots per thing that a result shows: options or list numbers in ballot order, then blank."""
        return {**self.votes, BLANK: self.blank}

    def name_of(self, answer: str) -> str:
        """The name of an option or a list; a list without a name goes by its leader. Empty for blank."""
        if answer == BLANK:
            return ""
        if self.contest.method is Method.LIST_VOTE and "." not in answer:
            return self.contest.list_by_number[int(answer)].shown_name
        return self.contest.by_key[answer].name


def contest_result(
    contest: Contest, tally: Mapping[str, int], draws: Sequence[str] = (), *, entitled: int = 0
) -> ContestResult:
    """Count one contest by its method.

    ``draws`` are the options that people drew by lot, in order; ``entitled`` is how many could have voted, for the
    quorum of a referendum. Raises LotUnfit for draws that do not answer the lots of this count.
    """
    outcome = _COUNTS[contest.method](_Count(contest, tally, draws, entitled))
    if isinstance(outcome, scale.Outcome):
        first = outcome.statements[0]
        return ContestResult(contest, outcome, {}, first.counted, 0, first.invalid)
    votes = _votes(outcome, tally)
    in_order = {key: votes.get(key, 0) for key in (votes if contest.lists else contest.by_key)}
    blank, invalid = tally.get(BLANK, 0), tally.get(INVALID, 0)
    return ContestResult(contest, outcome, in_order, sum(tally.values()), blank, invalid)


def added_up(tallies: Iterable[Mapping[str, int]]) -> Tally:
    """The tally of several stations together."""
    total: Counter[str] = Counter()
    for tally in tallies:
        total.update(tally)
    return dict(total)


@dataclass(frozen=True, slots=True)
class _Count:
    """What a method counts with."""

    contest: Contest
    tally: Mapping[str, int]
    draws: Sequence[str]
    entitled: int

    @property
    def options(self) -> tuple[str, ...]:
        return tuple(self.contest.by_key)

    @property
    def costs(self) -> dict[str, int]:
        return {key: option.cost for key, option in self.contest.by_key.items()}

    @property
    def marks(self) -> list[tuple[str, int]]:
        """The answers that choose something."""
        return [one for one in self.tally.items() if one[0] not in (BLANK, INVALID)]

    @property
    def sets(self) -> dict[frozenset[str], int]:
        """Ballots as sets of marked options; a blank one is the empty set, an invalid one is left out."""
        blank = {frozenset[str](): self.tally[BLANK]} if BLANK in self.tally else {}
        return {**blank, **{frozenset(answer.split(SEVERAL)): ballots for answer, ballots in self.marks}}

    @property
    def rankings(self) -> dict[Ranking, int]:
        """Ballots as rankings; one that ranks nothing is left out."""
        return {tuple((key,) for key in answer.split(ABOVE)): ballots for answer, ballots in self.marks}

    @property
    def lot(self) -> str | None:
        """The only draw of a method that needs one at most. Raises LotUnfit."""
        if len(self.draws) > 1:
            raise LotUnfit
        return self.draws[0] if self.draws else None


def _equal_shares(this: _Count) -> equal_shares.Outcome:
    completion = equal_shares.Completion(this.contest.rules.completion)
    return equal_shares.count(this.costs, this.sets, this.contest.rules.purse, completion, draws=this.draws)


def _several_seats(this: _Count) -> several_seats.Outcome:
    return several_seats.count(
        this.options, this.sets, this.contest.rules.seats, this.contest.most, this.draws
    )


_COUNTS: dict[Method, Callable[[_Count], Outcome]] = {
    Method.PLURALITY: lambda this: plurality.count(this.contest, this.tally, this.lot),
    Method.LIST_VOTE: lambda this: list_vote.count(this.contest, this.tally),
    Method.APPROVAL: lambda this: approval.count(this.options, this.sets, this.draws),
    Method.INSTANT_RUNOFF: lambda this: instant_runoff.count(this.options, this.rankings, this.draws),
    Method.BORDA: lambda this: borda.count(this.options, this.rankings, this.draws),
    Method.SCHULZE: lambda this: schulze.count(this.options, this.rankings, this.draws),
    Method.SCALE: lambda this: scale.count(this.options, this.tally),
    Method.EQUAL_SHARES: _equal_shares,
    Method.GREEDY: lambda this: greedy.count(this.costs, this.sets, this.contest.rules.purse, this.draws),
    Method.REFERENDUM: lambda this: referendum.count(
        this.tally, this.entitled, this.contest.rules.referendum_rule()
    ),
    Method.SEVERAL_SEATS: _several_seats,
}


def _votes(outcome: Outcome, tally: Mapping[str, int]) -> dict[str, int]:
    match outcome:
        case list_vote.Outcome(of_list=of_list):
            return {str(number): total for number, total in of_list.items()}
        case referendum.Outcome(yes=yes, no=no):
            return {referendum.YES: yes, referendum.NO: no}
        case approval.Outcome(approvals=votes) | equal_shares.Outcome(supporters=votes):
            return votes
        case (
            greedy.Outcome(supporters=votes)
            | plurality.Outcome(votes=votes)
            | several_seats.Outcome(votes=votes)
        ):
            return votes
    return _first_places(tally)


def _first_places(tally: Mapping[str, int]) -> dict[str, int]:
    firsts: Counter[str] = Counter()
    for answer, ballots in tally.items():
        firsts[answer.partition(ABOVE)[0]] += ballots
    return dict(firsts)
