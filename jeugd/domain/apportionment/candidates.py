"""Who is elected: first on preference votes (P 15), then in list order (P 17); deceased candidates never (P
19a).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jeugd.domain.apportionment.lots import CandidateLots, Draws
from jeugd.domain.apportionment.ranking import is_changed, list_order_of, ranking_of
from jeugd.domain.apportionment.steps import Article
from jeugd.domain.apportionment.vote_count import Candidate, ListVotes


@dataclass(frozen=True, slots=True)
class Seated:
    """A candidate who takes seat ``seat_number`` of the list, by P 15 or P 17."""

    candidate: int
    votes: int
    seat_number: int
    article: Article
    by_lots: bool = False


@dataclass(frozen=True, slots=True)
class ListElection:
    """Who sits for one list, and its ranking (P 19). All empty when the candidates are not known."""

    number: int
    seats: int
    seated: tuple[Seated, ...]
    ranking: tuple[int, ...]
    ranking_is_changed: bool

    @property
    def on_preference(self) -> tuple[int, ...]:
        """Candidates elected on preference votes, in the order of assignment."""
        return tuple(one.candidate for one in self.seated if one.article is Article.PREFERENCE_VOTES)

    @property
    def in_list_order(self) -> tuple[int, ...]:
        """Candidates elected by their place on the list."""
        return tuple(one.candidate for one in self.seated if one.article is Article.LIST_ORDER)


def passes(votes: int, threshold: Fraction) -> bool:
    """P 15: strictly more votes than the threshold."""
    return votes > threshold


def elect(
    one: ListVotes, seats: int, threshold: Fraction, draws: Draws, *, is_ranked: bool
) -> tuple[ListElection, Draws] | CandidateLots:
    """Fill the seats of one list; answers the lots to draw when equal candidates compete for too few seats.

    ``threshold`` in votes; ``is_ranked``: whether P 19 asks a ranking of this list.
    """
    above = _above(one, threshold)
    preferred = _seat_on_preference(one, above, seats, draws)
    if isinstance(preferred, CandidateLots):
        return preferred
    seated, draws = preferred
    elected = tuple(each.candidate for each in seated)
    ranking = ranking_of(elected, above, one) if is_ranked else list_order_of(one)
    everyone = (*seated, *_seat_in_list_order(one, seated, seats))
    return ListElection(one.number, seats, everyone, ranking, is_changed(ranking, one)), draws


def _above(one: ListVotes, threshold: Fraction) -> list[Candidate]:
    """The candidates above the threshold, most votes first, equal votes in list order."""
    return sorted(
        (candidate for candidate in one.living if passes(candidate.votes, threshold)),
        key=lambda candidate: -candidate.votes,
    )


def _seat_on_preference(
    one: ListVotes, above: list[Candidate], seats: int, draws: Draws
) -> tuple[tuple[Seated, ...], Draws] | CandidateLots:
    waiting, seated = list(above), list[Seated]()
    while waiting and len(seated) < seats:
        tied = [candidate for candidate in waiting if candidate.votes == waiting[0].votes]
        chosen, by_lots = tied[0], len(tied) > seats - len(seated)
        if by_lots:
            lots = _lots(one, tied, len(seated), seats)
            if draws.are_spent:
                return lots
            drawn, draws = draws.answer(lots), draws.after_one()
            chosen = next(candidate for candidate in tied if candidate.number == drawn)
        waiting.remove(chosen)
        seated.append(Seated(chosen.number, chosen.votes, len(seated) + 1, Article.PREFERENCE_VOTES, by_lots))
    return tuple(seated), draws


def _lots(one: ListVotes, tied: list[Candidate], taken: int, seats: int) -> CandidateLots:
    return CandidateLots(
        list_number=one.number,
        options=tuple(candidate.number for candidate in tied),
        votes=tied[0].votes,
        seat_numbers=tuple(range(taken + 1, seats + 1)),
        seats=seats,
    )


def _seat_in_list_order(one: ListVotes, seated: tuple[Seated, ...], seats: int) -> list[Seated]:
    taken = {each.candidate for each in seated}
    others = [candidate for candidate in one.living if candidate.number not in taken]
    return [
        Seated(candidate.number, candidate.votes, number, Article.LIST_ORDER)
        for number, candidate in zip(range(len(seated) + 1, seats + 1), others, strict=False)
    ]
