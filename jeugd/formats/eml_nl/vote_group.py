"""The numbers of one area or polling station: votes for each list and candidate, and what they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from jeugd.formats.eml_nl.count_refusals import SumsDiffer


class Reason(StrEnum):
    """What a count says besides votes (ReasonCode of UncountedVotes), in the order of the schema."""

    POLL_CARDS = "geldige stempassen"
    PROXIES = "geldige volmachtbewijzen"
    VOTER_PASSES = "geldige kiezerspassen"
    ADMITTED = "toegelaten kiezers"
    MORE_BALLOTS = "meer getelde stembiljetten"
    FEWER_BALLOTS = "minder getelde stembiljetten"
    TAKEN_AWAY = "meegenomen stembiljetten"
    TOO_FEW_ISSUED = "te weinig uitgereikte stembiljetten"
    TOO_MANY_ISSUED = "te veel uitgereikte stembiljetten"
    NO_POSTAL_BALLOTS = "geen briefstembiljetten"
    TOO_MANY_POSTAL_BALLOTS = "te veel briefstembiljetten"
    LOST = "kwijtgeraakte stembiljetten"
    UNEXPLAINED = "geen verklaring"
    OTHERWISE_EXPLAINED = "andere verklaring"


@dataclass(frozen=True, slots=True)
class CandidateCount:
    """The votes for one candidate; ``number`` is the place on the list."""

    number: int
    votes: int


@dataclass(frozen=True, slots=True)
class ListCount:
    """The votes for a list, and for its candidates as far as the count tells."""

    number: int
    name: str | None
    votes: int
    candidates: tuple[CandidateCount, ...]


@dataclass(frozen=True, slots=True)
class VoteGroup:
    """All numbers of one area or polling station."""

    lists: tuple[ListCount, ...]
    entitled: int
    """``Cast`` in the file: who may vote, *not* who did. 0 at a station that is open to all."""
    counted: int
    """Valid votes."""
    invalid: int
    blank: int
    uncounted: tuple[tuple[Reason, int], ...]
    """In the order of Reason; only what the file states."""

    @property
    def ballots(self) -> int:
        """Ballots found in the box."""
        return self.counted + self.invalid + self.blank

    @property
    def admitted(self) -> int | None:
        """Voters admitted; None where the count does not say."""
        return self.stated(Reason.ADMITTED)

    def stated(self, reason: Reason) -> int | None:
        """The number given for ``reason``."""
        return dict(self.uncounted).get(reason)


def add_up(groups: Sequence[VoteGroup]) -> VoteGroup:
    """Return the sum of the groups, list by list and candidate by candidate. A reason that one group leaves
    open stays open in the sum.
    """
    stated = [dict(group.uncounted) for group in groups]
    lists: dict[int, list[ListCount]] = {}
    for group in groups:
        for found in group.lists:
            lists.setdefault(found.number, []).append(found)
    return VoteGroup(
        lists=tuple(_added_list(lists[number]) for number in sorted(lists)),
        entitled=sum(group.entitled for group in groups),
        counted=sum(group.counted for group in groups),
        invalid=sum(group.invalid for group in groups),
        blank=sum(group.blank for group in groups),
        uncounted=tuple(
            (reason, sum(one_group[reason] for one_group in stated))
            for reason in Reason
            if stated and all(reason in one_group for one_group in stated)
        ),
    )


def group_must_add_up(votes: VoteGroup, unit: str | None) -> None:
    """Check that candidates add up to their list, and lists to the valid votes; ``unit`` says where. A list without
    candidates is taken as it stands. Raises SumsDiffer.
    """
    for found in votes.lists:
        of_candidates = sum(candidate.votes for candidate in found.candidates)
        if found.candidates and of_candidates != found.votes:
            raise SumsDiffer(
                part="candidates", unit=unit, list=found.number, stated=found.votes, added=of_candidates
            )
    of_lists = sum(found.votes for found in votes.lists)
    if of_lists != votes.counted:
        raise SumsDiffer(part="lists", unit=unit, list=None, stated=votes.counted, added=of_lists)


def figures(votes: VoteGroup) -> dict[tuple[int, int], int]:
    """Return the numbers by (list, candidate): candidate 0 is the list, list 0 holds valid, invalid and blank."""
    numbers = {(0, 0): votes.counted, (0, 1): votes.invalid, (0, 2): votes.blank}
    for found in votes.lists:
        numbers[found.number, 0] = found.votes
        numbers |= {(found.number, candidate.number): candidate.votes for candidate in found.candidates}
    return numbers


def _added_list(counts: Sequence[ListCount]) -> ListCount:
    votes: dict[int, int] = {}
    for count in counts:
        for candidate in count.candidates:
            votes[candidate.number] = votes.get(candidate.number, 0) + candidate.votes
    return ListCount(
        number=counts[0].number,
        name=counts[0].name,
        votes=sum(count.votes for count in counts),
        candidates=tuple(CandidateCount(number, votes[number]) for number in sorted(votes)),
    )
