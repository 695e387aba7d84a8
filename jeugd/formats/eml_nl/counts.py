"""Counts (EML_NL 510b, 510c, 510d): the votes for each list and candidate, in all and per polling station or
municipality.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from jeugd.formats.eml_nl.candidate_lists import CandidateLists, Contest
from jeugd.formats.eml_nl.count_refusals import (
    CandidateBeforeList,
    CountOfAnotherElection,
    NotOfficial,
    SumsDiffer,
)
from jeugd.formats.eml_nl.election import ElectionIdentity, eml_root, read_identity
from jeugd.formats.eml_nl.refusals import (
    AnotherMessage,
    AuthorityMissing,
    ContestUnclear,
    NumbersNotIncreasing,
    PartMalformed,
    PartMissing,
)
from jeugd.formats.eml_nl.vote_group import (
    CandidateCount,
    ListCount,
    Reason,
    VoteGroup,
    add_up,
    figures,
    group_must_add_up,
)
from jeugd.formats.eml_nl.xml_file import NAMESPACES, Element, every, one, own_text, text, whole_number

MUNICIPAL_COUNT = "510b"
CENTRAL_COUNT = "510d"
MESSAGES = (MUNICIPAL_COUNT, "510c", CENTRAL_COUNT)
YOUTH_SUFFIX = "_jeugd"
"""Ends the election id of every count that jeugd writes (ELECTION-RULES 2.7)."""

VOTES = re.compile("[0-9]{1,9}")
ADMITTED_BY = (Reason.POLL_CARDS, Reason.PROXIES, Reason.VOTER_PASSES)


@dataclass(frozen=True, slots=True)
class UnitCount:
    """A polling station (``0668::SB1``) or, in a 510d, a municipality (``0668``) or kieskring (``HSB6``)."""

    id: str
    name: str | None
    """``Stembureau Dorpshuis De Hucht (postcode: 6626 AC)``."""
    votes: VoteGroup


@dataclass(frozen=True, slots=True)
class ContestCount:
    """The count of the whole election (id ``geen``, ``alle``) or of one kieskring."""

    id: str
    name: str | None
    total: VoteGroup
    units: tuple[UnitCount, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """What a 510 says; at least one contest."""

    election: ElectionIdentity
    message: str
    """``510b``: by a municipality; ``510c``: by a kieskring; ``510d``: by the central stembureau."""
    authority_id: str
    """Four digits of a municipality, ``CSB`` or ``HSB<n>``."""
    authority_name: str | None
    created: datetime | None
    contests: tuple[ContestCount, ...]

    @property
    def is_youth_count(self) -> bool:
        """Whether this is one of our own: unofficial."""
        return self.election.id.endswith(YOUTH_SUFFIX)


@dataclass(frozen=True, slots=True)
class Difference:
    """Numbers about admitted voters that do not agree. Official counts have them; they stop nothing."""

    unit: str | None
    """None: the whole area."""
    part: str
    """``admitted``: against the cards, proxies and passes; ``ballots``: against the ballots found."""
    stated: int
    added: int


def read_count(data: bytes) -> Count:
    """Read a 510b, 510c or 510d (EML_NL 1.0 to 1.3; ELECTION-RULES 2.5).

    Lenient: prefixes, order of reasons and of lists, unknown or missing reasons, missing names, totals of lists
    without candidates, a count without units. Strict: sums. Raises an EmlRefused, SumsDiffer above all.
    """
    root, message = _root(data)
    identifier = root.find("eml:ManagingAuthority/eml:AuthorityIdentifier", NAMESPACES)
    if identifier is None or not identifier.get("Id", "").strip():
        raise AuthorityMissing
    election = one(root, "eml:Count/eml:Election")
    count = Count(
        election=read_identity(election),
        message=message,
        authority_id=identifier.get("Id", "").strip(),
        authority_name=own_text(identifier),
        created=_moment(text(root, "kr:CreationDateTime")),
        contests=tuple(map(_contest, every(election, "eml:Contests/eml:Contest"))),
    )
    if not count.contests:
        raise PartMissing(part="Contest")
    must_add_up(count)
    return count


def must_add_up(count: Count) -> None:
    """Check that candidates add up to their list, lists to the valid votes, and units to the whole.

    The number entitled is left out: a count by station often gives it for the municipality only. Raises
    SumsDiffer.
    """
    for contest in count.contests:
        group_must_add_up(contest.total, None)
        for unit in contest.units:
            group_must_add_up(unit.votes, unit.id)
        if contest.units:
            _units_must_add_up(contest)


def must_be_official(count: Count) -> None:
    """Refuse our own counts where the official one is meant. Raises NotOfficial."""
    if count.is_youth_count:
        raise NotOfficial(election=count.election.id)


def must_count_for(count: Count, election: ElectionIdentity) -> None:
    """Check that a count, official or ours, is of ``election``. Raises CountOfAnotherElection."""
    counted = count.election.id.removesuffix(YOUTH_SUFFIX)
    if counted != election.id.removesuffix(YOUTH_SUFFIX):
        raise CountOfAnotherElection(part="id", count=counted, expected=election.id)
    if count.election.date != election.date:
        raise CountOfAnotherElection(part="date", count=count.election.date, expected=election.date)


def contest_of_count(count: Count, lists: CandidateLists) -> tuple[ContestCount, Contest]:
    """Return the contest counted and its candidate lists: the one contest that both know.

    Raises CountOfAnotherElection, or ContestUnclear when no contest, or more than one, is in both.
    """
    must_count_for(count, lists.election)
    known = {contest.id: contest for contest in lists.contests}
    both = [(contest, known[contest.id]) for contest in count.contests if contest.id in known]
    if len(both) != 1:
        raise ContestUnclear(municipality=count.authority_name, contests=tuple(known))
    return both[0]


def differences(count: Count) -> tuple[Difference, ...]:
    """Return where the numbers about admitted voters disagree: admitted = cards + proxies + passes, and
    ballots found = admitted + more - fewer (ELECTION-RULES 2.5).
    """
    return tuple(
        difference
        for contest in count.contests
        for unit, votes in ((None, contest.total), *((unit.id, unit.votes) for unit in contest.units))
        for difference in _differences(unit, votes)
    )


# -- reading


def _root(data: bytes) -> tuple[Element, str]:
    try:
        return eml_root(data, MUNICIPAL_COUNT), MUNICIPAL_COUNT
    except AnotherMessage as another:
        message = str(another.facts["message"])
        if message not in MESSAGES:
            raise AnotherMessage(message=message, expected=", ".join(MESSAGES)) from another
    return eml_root(data, message), message


def _moment(value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if value else None
    except ValueError:
        return None


def _contest(contest: Element) -> ContestCount:
    identifier = one(contest, "eml:ContestIdentifier")
    contest_id = identifier.get("Id", "").strip()
    if not contest_id:
        raise PartMissing(part="ContestIdentifier")
    return ContestCount(
        id=contest_id[:20],
        name=text(identifier, "eml:ContestName"),
        total=_group(one(contest, "eml:TotalVotes")),
        units=tuple(map(_unit, every(contest, "eml:ReportingUnitVotes"))),
    )


def _unit(element: Element) -> UnitCount:
    identifier = one(element, "eml:ReportingUnitIdentifier")
    unit_id = identifier.get("Id", "").strip()
    if not unit_id:
        raise PartMissing(part="ReportingUnitIdentifier")
    return UnitCount(unit_id[:40], own_text(identifier), _group(element))


def _group(element: Element) -> VoteGroup:
    uncounted = _numbers_by_reason(element, "eml:UncountedVotes")
    rejected = _numbers_by_reason(element, "eml:RejectedVotes")
    if not {"ongeldig", "blanco"} <= rejected.keys():
        raise PartMissing(part="RejectedVotes")
    return VoteGroup(
        lists=tuple(_lists(every(element, "eml:Selection"))),
        entitled=_number(one(element, "eml:Cast")),
        counted=_number(one(element, "eml:TotalCounted")),
        invalid=rejected["ongeldig"],
        blank=rejected["blanco"],
        uncounted=tuple((reason, uncounted[reason]) for reason in Reason if reason in uncounted),
    )


def _lists(selections: Iterator[Element]) -> Iterator[ListCount]:
    """A list, then its candidates, then the next list: only the order tells whose candidate 1 is."""
    current: ListCount | None = None
    seen: set[int] = set()
    candidates: dict[int, CandidateCount] = {}
    for selection in selections:
        votes = _number(one(selection, "eml:ValidVotes"))
        identifier = selection.find("eml:AffiliationIdentifier", NAMESPACES)
        if identifier is None:
            candidate = _candidate(selection, votes)
            if current is None:
                raise CandidateBeforeList(candidate=candidate.number)
            _must_be_new("candidate", candidate.number, candidates)
            candidates[candidate.number] = candidate
            continue
        if current is not None:
            yield _with_candidates(current, candidates)
        candidates = {}
        number = whole_number(identifier.get("Id"), "AffiliationIdentifier")
        _must_be_new("list", number, seen)
        seen.add(number)
        current = ListCount(number, text(identifier, "eml:RegisteredName"), votes, ())
    if current is not None:
        yield _with_candidates(current, candidates)


def _with_candidates(found: ListCount, candidates: dict[int, CandidateCount]) -> ListCount:
    return ListCount(found.number, found.name, found.votes, tuple(candidates.values()))


def _candidate(selection: Element, votes: int) -> CandidateCount:
    identifier = one(selection, "eml:Candidate/eml:CandidateIdentifier")
    return CandidateCount(whole_number(identifier.get("Id"), "CandidateIdentifier"), votes)


def _must_be_new(part: str, number: int, known: set[int] | dict[int, CandidateCount]) -> None:
    if number in known:
        raise NumbersNotIncreasing(part=part, number=number)


def _number(element: Element) -> int:
    words = own_text(element) or ""
    if not VOTES.fullmatch(words):
        raise PartMalformed(part=element.tag.rsplit("}", 1)[-1], value=words[:40])
    return int(words)


def _numbers_by_reason(element: Element, path: str) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for found in every(element, path):
        reason = found.get("ReasonCode", "").strip()
        if reason in numbers:
            raise PartMalformed(part=path.partition(":")[2], value=reason[:40])
        numbers[reason] = _number(found)
    return numbers


# -- sums


def _units_must_add_up(contest: ContestCount) -> None:
    added = add_up([unit.votes for unit in contest.units])
    stated = figures(contest.total)
    summed = figures(added)
    for key in sorted(stated.keys() | summed.keys()):
        if stated.get(key, 0) != summed.get(key, 0):
            raise SumsDiffer(
                part="units",
                unit=None,
                list=key[0] or None,
                stated=stated.get(key, 0),
                added=summed.get(key, 0),
            )


def _differences(unit: str | None, votes: VoteGroup) -> Iterator[Difference]:
    admitted = votes.admitted
    if admitted is None:
        return
    if votes.stated(Reason.POLL_CARDS) is not None:
        entered = sum(votes.stated(reason) or 0 for reason in ADMITTED_BY)
        if entered != admitted:
            yield Difference(unit, "admitted", admitted, entered)
    more, fewer = votes.stated(Reason.MORE_BALLOTS), votes.stated(Reason.FEWER_BALLOTS)
    if more is not None and fewer is not None and votes.ballots != admitted + more - fewer:
        yield Difference(unit, "ballots", votes.ballots, admitted + more - fewer)
