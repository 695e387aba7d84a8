"""The official count of the real election beside a youth vote, and what sets the two apart."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction

from jeugd.domain.apportionment import (
    Candidate,
    Category,
    Draws,
    ListVotes,
    SeatAssignment,
    VoteCount,
    assign_seats,
    rules_for,
)
from jeugd.domain.contest import CandidateList, Contest
from jeugd.domain.errors import CountOfOtherLists
from jeugd.domain.official_election import OfficialElection

NAMELESS = ("blanco", "lijst")
"""How counts begin the name of a list that has none: ``Blanco (Zandstra, H.K.)``."""


@dataclass(frozen=True, slots=True)
class CountedCandidate:
    """Votes for a place on a list; a count with names gives the last name too."""

    number: int
    votes: int
    last_name: str | None = None


@dataclass(frozen=True, slots=True)
class CountedList:
    """A list as a count gives it: by its number or, where there is none, by its name."""

    number: int | None
    name: str | None
    votes: int
    candidates: tuple[CountedCandidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Numbers of an official count that do not agree; they stop nothing.

    ``unit`` is None for the whole area; ``part`` is ``admitted`` or ``ballots``.
    """

    unit: str | None
    part: str
    stated: int
    added: int


@dataclass(frozen=True, slots=True)
class OfficialCount:
    """The official count of one area, by the lists and candidates of the ballot of a youth vote."""

    source: str
    """``510b``, ``510c``, ``510d``, ``csv`` (votes per region) or ``csv-stations`` (votes per polling station)."""
    area: str
    is_whole: bool
    """The area is that of the whole election, so that its seats are the real ones."""
    of_list: dict[int, int]
    """Votes by number of the list."""
    votes: dict[str, int]
    """Votes by key of the candidate (``5.12``); only of lists whose candidates were counted."""
    blank: int | None = None
    invalid: int | None = None
    entitled: int | None = None
    admitted: int | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def valid(self) -> int:
        """Votes for a list."""
        return sum(self.of_list.values())

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, ASCII; equal counts give equal bytes."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> OfficialCount:
        """Read what ``to_json`` wrote."""
        data = json.loads(text)
        of_list = {int(number): votes for number, votes in data.pop("of_list").items()}
        notices = tuple(Notice(**one) for one in data.pop("notices"))
        return OfficialCount(**data, of_list=of_list, notices=notices)


# -- whether a count is of the lists on the ballot


def votes_on_ballot(lists: Iterable[CountedList], contest: Contest) -> tuple[dict[int, int], dict[str, int]]:
    """Return the votes by number of the list and by key of the candidate, in the order of the ballot.

    Lists are the same when number, name and candidates are; a list without a name goes by its number and candidates.
    A list that nobody voted for may be one of another district. Raises CountOfOtherLists.
    """
    found: dict[int, CountedList] = {}
    for one in lists:
        listed = _on_ballot(one, contest)
        if listed is None or listed.number in found:
            if listed is None and not one.votes:
                continue
            raise CountOfOtherLists(list=one.number or one.name, candidate=None)
        _must_have_the_same_candidates(one, listed)
        found[listed.number] = one
    for number in contest.list_by_number:
        if number not in found:
            raise CountOfOtherLists(list=number, candidate=None)
    of_list = {number: found[number].votes for number in contest.list_by_number}
    return of_list, {
        f"{number}.{each.number}": each.votes for number in of_list for each in found[number].candidates
    }


def _on_ballot(one: CountedList, contest: Contest) -> CandidateList | None:
    """The list on the ballot that was counted, if it is there. Raises CountOfOtherLists for another of its number."""
    if one.number is None:
        return next((listed for listed in contest.lists if one.name and _is_name_of(one.name, listed)), None)
    listed = contest.list_by_number.get(one.number)
    if listed is not None and one.name and listed.name and not _is_name_of(one.name, listed):
        raise CountOfOtherLists(list=one.number, candidate=None)
    return listed


def _is_name_of(name: str, listed: CandidateList) -> bool:
    if listed.name:
        return _plain(name) == _plain(listed.name)
    return _plain(name).startswith(NAMELESS) and _plain(listed.leader.name).split()[-1] in _plain(name)


def _must_have_the_same_candidates(one: CountedList, listed: CandidateList) -> None:
    if not one.candidates:
        return
    names = {option.key.partition(".")[2]: _plain(option.name) for option in listed.candidates}
    for each in one.candidates:
        name = names.pop(str(each.number), None)
        if name is None or _plain(each.last_name or "") not in name:
            raise CountOfOtherLists(list=listed.number, candidate=each.number)
    for number in names:
        raise CountOfOtherLists(list=listed.number, candidate=int(number))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


# -- what sets the young apart


@dataclass(frozen=True, slots=True)
class ComparedList:
    """One list in both counts; shares are of the valid votes, seats None where they are not known."""

    number: int
    name: str
    youth_votes: int
    official_votes: int
    youth_share: Fraction
    official_share: Fraction
    youth_seats: int | None
    official_seats: int | None

    @property
    def points(self) -> Fraction:
        """How much larger the share is with the young, in percentage points."""
        return (self.youth_share - self.official_share) * 100

    @property
    def more_seats(self) -> int | None:
        """How many seats more it has with the young."""
        if self.youth_seats is None or self.official_seats is None:
            return None
        return self.youth_seats - self.official_seats


@dataclass(frozen=True, slots=True)
class Comparison:
    """The lists in official order; ``awaits_lots``: the official count has a tie whose draw is not known."""

    lists: tuple[ComparedList, ...]
    awaits_lots: bool = False

    @property
    def has_seats(self) -> bool:
        """Both sides have seats."""
        return all(one.more_seats is not None for one in self.lists)

    @property
    def changes(self) -> tuple[ComparedList, ...]:
        """The lists with more or fewer seats, the largest difference first; equals in list order."""
        changed = [one for one in self.lists if one.more_seats]
        return tuple(sorted(changed, key=lambda one: -abs(one.more_seats or 0)))

    @property
    def furthest(self) -> ComparedList:
        """The list whose shares differ most."""
        return max(self.lists, key=lambda one: abs(one.points))


def compare(
    contest: Contest,
    youth: Mapping[int, int],
    count: OfficialCount,
    *,
    youth_seats: Mapping[int, int] | None = None,
    official_seats: SeatAssignment | None = None,
) -> Comparison:
    """Set the votes of the young (by number of the list) beside the official ones, exactly."""
    awaits_lots = official_seats is not None and official_seats.lots is not None
    standings = () if official_seats is None or awaits_lots else official_seats.standings
    of_official = {one.number: one.seats for one in standings}
    total = sum(youth.values())
    return Comparison(
        tuple(
            ComparedList(
                number=one.number,
                name=one.shown_name,
                youth_votes=youth[one.number],
                official_votes=count.of_list[one.number],
                youth_share=_share(youth[one.number], total),
                official_share=_share(count.of_list[one.number], count.valid),
                youth_seats=None if youth_seats is None else youth_seats[one.number],
                official_seats=of_official.get(one.number),
            )
            for one in contest.lists
        ),
        awaits_lots,
    )


def seats_of(count: OfficialCount, contest: Contest, official: OfficialElection) -> SeatAssignment | None:
    """Return the seats that the official votes give by the same rules; its ``lots`` are set when lots decide.

    None where the number of seats or the rules are not known. What an official drew is not in a count, so a tie stays
    a tie.
    """
    if official.seats is None or official.category not in Category.__members__:
        return None
    rules = rules_for(Category(official.category), official.day)
    lists = tuple(_list_votes(one, count) for one in contest.lists)
    votes = VoteCount(rules, official.seats, lists, official.preference_percentage)
    return assign_seats(votes, Draws(()))[0]


def _list_votes(one: CandidateList, count: OfficialCount) -> ListVotes:
    """The total of a list, with as many places as it has candidates: seats need no more (P 10)."""
    places = (int(option.key.partition(".")[2]) for option in one.candidates)
    return ListVotes(
        one.number,
        count.of_list[one.number],
        tuple(Candidate(place, count.votes.get(f"{one.number}.{place}", 0)) for place in places),
    )


def _share(votes: int, total: int) -> Fraction:
    return Fraction(votes, total) if total else Fraction(0)
