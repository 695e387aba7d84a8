"""The result of a contest: its outcome by the contest's own method, and the numbers that small groups allow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.domain.ballot import BLANK
from jeugd.domain.contest import Contest, Method
from jeugd.domain.tally import list_vote, plurality

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Outcome = plurality.Outcome | list_vote.Outcome
Tally = dict[str, int]
"""{answer: number of ballots} of one contest."""


@dataclass(frozen=True, slots=True)
class ContestResult:
    """A contest with its outcome."""

    contest: Contest
    outcome: Outcome

    @property
    def by_answer(self) -> dict[str, int]:
        """Ballots per thing that a result shows: options or list numbers in ballot order, then blank."""
        outcome = self.outcome
        votes = outcome.votes
        if isinstance(outcome, list_vote.Outcome):
            votes = {str(number): total for number, total in outcome.of_list.items()}
        return {**votes, BLANK: outcome.blank}

    def name_of(self, answer: str) -> str:
        """The name of an option or a list; a list without a name goes by its leader. Empty for blank."""
        if answer == BLANK:
            return ""
        if self.contest.method is Method.LIST_VOTE and "." not in answer:
            return self.contest.list_by_number[int(answer)].shown_name
        return self.contest.by_key[answer].name


def contest_result(contest: Contest, tally: Mapping[str, int], lot: str | None = None) -> ContestResult:
    """Count one contest by its method. Raises LotUnfit."""
    if contest.method is Method.LIST_VOTE:
        return ContestResult(contest, list_vote.count(contest, tally))
    return ContestResult(contest, plurality.count(contest, tally, lot))


def added_up(tallies: Iterable[Mapping[str, int]]) -> Tally:
    """The tally of several stations together."""
    total: Counter[str] = Counter()
    for tally in tallies:
        total.update(tally)
    return dict(total)
