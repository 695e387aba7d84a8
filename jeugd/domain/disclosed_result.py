"""What a room may show of the result of a contest: one rule for every way of counting."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from jeugd.domain import disclosure
from jeugd.domain.disclosure import Overlapping, Table
from jeugd.domain.result import added_up, contest_result
from jeugd.domain.tally import borda, equal_shares, instant_runoff, list_vote, scale, schulze

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from jeugd.domain.contest import Contest
    from jeugd.domain.disclosure import Disclosed
    from jeugd.domain.result import ContestResult, Tally


def class_sees(result: ContestResult) -> Disclosed:
    """What the class may see of its own box."""
    if result.is_exclusive:
        return disclosure.for_class(result.by_answer)
    return disclosure.overlapping_for_class(_overlapping(result))


def public_sees(result: ContestResult, *, stations: int) -> Disclosed:
    """What the public may see of an election in which people voted in so many stations."""
    if result.is_exclusive:
        return disclosure.for_public(result.by_answer, stations=stations)
    return disclosure.overlapping_for_public(_overlapping(result), stations=stations)


def classes_beside_total(contest: Contest, tallies: Mapping[str, Tally]) -> frozenset[str]:
    """Which classes may see their own numbers, by tally, where those of all of them together are public (R5).

    Marks, places, points and supporters add up to those of the total too. So where ballots overlap, the classes that
    may not see theirs must be fit to be an election by themselves, and until they are the next smallest goes with them.
    """
    results = {key: contest_result(contest, tally) for key, tally in tallies.items()}
    if all(one.is_exclusive for one in results.values()):
        return disclosure.classes_beside_total({key: one.by_answer for key, one in results.items()})
    voted = sorted(
        (key for key in results if results[key].counted), key=lambda key: (results[key].counted, key)
    )
    hidden = [key for key in voted if not isinstance(class_sees(results[key]), Table)]
    shown = [key for key in voted if key not in hidden]
    while hidden and shown and not _may_remain(contest, [tallies[key] for key in hidden]):
        hidden.append(shown.pop(0))
    return frozenset(shown)


def _may_remain(contest: Contest, tallies: Collection[Tally]) -> bool:
    """Whether these classes together could be an election by themselves."""
    rest = contest_result(contest, added_up(tallies))
    return isinstance(public_sees(rest, stations=len(tallies)), Table)


def candidates_are_seen(result: ContestResult, *, stations: int) -> bool:
    """Whether the public may see the votes of each candidate where it sees those of each list: rule R3 in one class."""
    if not isinstance(result.outcome, list_vote.Outcome):
        return False
    is_class = stations == 1 and result.counted < disclosure.UNANIMITY_BELOW
    return not (is_class and disclosure.has_small_cell(result.outcome.votes.values()))


def _overlapping(result: ContestResult) -> Overlapping:
    ballots = result.counted - result.invalid
    cells = {*result.by_answer.values(), *_told(result, ballots)}
    return Overlapping(result.by_answer, cells, ballots, _chose(result))


def _chose(result: ContestResult) -> int:
    """Ballots that are not blank; of statements, which were split from each other, the most that one was answered."""
    if isinstance(result.outcome, scale.Outcome):
        return max(one.answers + one.unknown for one in result.outcome.statements)
    return result.valid


def middle_answer(statement: scale.Statement) -> tuple[int, int] | None:
    """The middle answer where no number is shown; None where so few gave one that it would be theirs."""
    return statement.medians if statement.answers >= disclosure.FEWEST_IN_CLASS else None


def _told(result: ContestResult, ballots: int) -> Iterator[int]:
    """The numbers of ballots in what a method tells of itself, and those that follow from two of them."""
    match result.outcome:
        case scale.Outcome(statements=statements):
            for statement in statements:
                yield from (*statement.points, statement.unknown, statement.blank)
        case instant_runoff.Outcome(rounds=rounds):
            yield from _of_rounds(rounds)
        case borda.Outcome(rounds=points):
            for one in points:
                yield from (number for received in one.received.values() for number in received.values())
        case schulze.Outcome(rounds=duels):
            for duel in (duel for one in duels for duel in one.duels):
                yield from (duel.for_one, duel.for_other, ballots - duel.for_one - duel.for_other)
        case equal_shares.Outcome(rounds=payments):
            for paid in payments:
                yield from (paid.paid_most, paid.paid_all, paid.paid_nothing)


def _of_rounds(rounds: tuple[instant_runoff.Round, ...]) -> Iterator[int]:
    """The votes of each round, the ballots that had no further place, and how many went over to whom."""
    for one in rounds:
        yield from (int(votes) for votes in one.votes.values())
        yield one.exhausted
    for before, after in pairwise(rounds):
        yield from (int(votes - before.votes[key]) for key, votes in after.votes.items())
        yield after.exhausted - before.exhausted
