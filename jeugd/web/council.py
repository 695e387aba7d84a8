"""What several rooms say of seats: a council, who is elected, and how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.actions.apportion_seats import draws_made, election_seats, vote_count
from jeugd.actions.read_results import election_results
from jeugd.domain.apportionment import (
    Apportioned,
    CandidateLots,
    Category,
    ExhaustedSeat,
    LotsRequired,
    MajorityLots,
    MajoritySeat,
    ResidualSeat,
    VoteCount,
)
from jeugd.domain.apportionment.steps import Article
from jeugd.domain.election import Definition
from jeugd.storage import elections
from jeugd.web.half_circle import HalfCircle, half_circle

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from jeugd.domain.apportionment import (
        ListElection,
        Lots,
        PreferenceThreshold,
        RuleSet,
        SeatAssignment,
        Seated,
        Step,
    )
    from jeugd.storage.database import Session

COLOURS = 10  # in seats.css; the number of the list tells them apart, not the colour alone
IN_DISTRICTS = (Category.TK, Category.PS, Category.EP)  # where a party may have a list in each kieskring


@dataclass(frozen=True, slots=True)
class Elected:
    """Somebody who would have a seat; ``on_preference`` by P 15, else in list order (P 17)."""

    name: str
    votes: int
    on_preference: bool
    by_lots: bool


@dataclass(frozen=True, slots=True)
class ListSeats:
    """The seats of one list; ``colour`` counts from 1 and repeats."""

    number: int
    name: str
    colour: int
    votes: int
    full: int
    residual: int
    seats: int
    elected: tuple[Elected, ...]


@dataclass(frozen=True, slots=True)
class Council:
    """An allocation of seats, complete or waiting for lots, ready to be explained step by step."""

    rules: RuleSet
    votes: int
    assignment: SeatAssignment
    threshold: PreferenceThreshold
    lists: tuple[ListSeats, ...]
    circle: HalfCircle
    lots: Lots | None
    drawn_before: int
    name_of: Callable[[int], str]
    candidate: Callable[[int, int], str]

    @property
    def is_complete(self) -> bool:
        """All lots were drawn."""
        return self.lots is None

    @property
    def seated(self) -> tuple[ListSeats, ...]:
        """The lists that have seats, most seats first; equals in list order."""
        return tuple(sorted((one for one in self.lists if one.seats), key=lambda one: -one.seats))

    @property
    def largest(self) -> tuple[ListSeats, ...]:
        """The lists with the most seats."""
        return tuple(one for one in self.seated if one.seats == self.seated[0].seats)

    @property
    def is_small(self) -> bool:
        """Residual seats go by the largest surpluses first (P 8)."""
        return self.rules.uses_largest_surpluses(self.assignment.seats)

    @property
    def surplus_threshold(self) -> Fraction:
        """The votes that a list needs for a seat by its surplus (P 8)."""
        return self.assignment.quota * self.rules.surplus_threshold

    @property
    def needs_whole_quota(self) -> bool:
        """Only lists with a full seat get residual seats (P 7, second paragraph)."""
        return self.rules.residual_threshold > 0

    @property
    def is_in_districts(self) -> bool:
        """In reality a party may have a list in each kieskring; here each party is one list."""
        return self.rules.category in IN_DISTRICTS

    @property
    def steps(self) -> tuple[tuple[str, Step], ...]:
        """Each step with the word by which the template tells it."""
        return tuple((_word(step), step) for step in self.assignment.steps)

    @property
    def lots_word(self) -> str:
        """What kind of lots must be drawn, in the words of the template."""
        if isinstance(self.lots, CandidateLots):
            return "candidate"
        return "majority" if isinstance(self.lots, MajorityLots) else "seat"

    @property
    def articles(self) -> dict[str, str]:
        """The articles of the Kieswet by their name."""
        return {article.name: article.value for article in Article}

    def names(self, numbers: tuple[int, ...]) -> list[str]:
        """The names of lists."""
        return [self.name_of(number) for number in numbers]

    def option_name(self, option: int) -> str:
        """The name of a list, or of a candidate, that takes part in the lots."""
        if isinstance(self.lots, CandidateLots):
            return self.candidate(self.lots.list_number, option)
        return self.name_of(option)

    @property
    def option_names(self) -> list[str]:
        """The names of all who take part in the lots."""
        return [self.option_name(one) for one in self.lots.options] if self.lots else []

    def divisor(self, step: ResidualSeat) -> int:
        """By how many seats the votes of the winner were divided: those it had, and one more (P 7)."""
        votes = next(one.votes for one in self.lists if one.number == step.list_number)
        return int(votes / step.value) if step.value else 1


def council_of(session: Session, election: str) -> Council | None:
    """The council that the votes of an election would give; None where there are no seats, or none may be shown."""
    outcome = election_seats(session, election)
    if outcome is None:
        return None
    official = Definition.from_json(elections.election(session, election).definition).official
    assert official is not None, "seats without an official election"
    assert official.seats is not None, "seats of an unknown number"
    result = election_results(session, election)[0]
    contest = result.contest
    return council(
        outcome,
        vote_count(official, official.seats, result),
        name_of=lambda number: contest.list_by_number[number].shown_name,
        candidate=lambda number, place: contest.by_key[f"{number}.{place}"].name,
        drawn_before=draws_made(session, election),
    )


def council(
    outcome: Apportioned | LotsRequired,
    count: VoteCount,
    name_of: Callable[[int], str],
    candidate: Callable[[int, int], str],
    drawn_before: int = 0,
) -> Council:
    """Make an outcome ready to be shown. ``name_of`` a list by its number, ``candidate`` by list and number."""
    elected = {one.number: one for one in outcome.lists}
    lists = tuple(
        ListSeats(
            number=one.number,
            name=name_of(one.number),
            colour=place % COLOURS + 1,
            votes=one.votes,
            full=one.full_seats,
            residual=one.residual_seats,
            seats=one.seats,
            elected=_elected(elected.get(one.number), candidate),
        )
        for place, one in enumerate(outcome.seats.standings)
    )
    return Council(
        rules=count.rules,
        votes=count.votes,
        assignment=outcome.seats,
        threshold=outcome.threshold,
        lists=lists,
        circle=half_circle([one.seats for one in lists], outcome.seats.empty_seats),
        lots=outcome.lots if isinstance(outcome, LotsRequired) else None,
        drawn_before=drawn_before,
        name_of=name_of,
        candidate=candidate,
    )


def _elected(one: ListElection | None, candidate: Callable[[int, int], str]) -> tuple[Elected, ...]:
    if one is None:
        return ()
    return tuple(_named(one.number, seated, candidate) for seated in one.seated)


def _named(number: int, seated: Seated, candidate: Callable[[int, int], str]) -> Elected:
    return Elected(
        name=candidate(number, seated.candidate),
        votes=seated.votes,
        on_preference=seated.article is Article.PREFERENCE_VOTES,
        by_lots=seated.by_lots,
    )


def _word(step: Step) -> str:
    match step:
        case ResidualSeat(method=method):
            return method.value
        case MajoritySeat():
            return "majority"
        case ExhaustedSeat():
            return "exhausted"
