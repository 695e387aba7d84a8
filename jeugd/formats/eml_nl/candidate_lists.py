"""Candidate lists (EML_NL 230b): who stands in an election, as the ballot shows them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from jeugd.formats.eml_nl.election import MUNICIPAL, ElectionIdentity, eml_root, read_identity, same_number
from jeugd.formats.eml_nl.refusals import (
    AuthorityMissing,
    AuthorityOfAnotherDomain,
    ListEmpty,
    NoLists,
    NumbersNotIncreasing,
    PartMissing,
)
from jeugd.formats.eml_nl.xml_file import NAMESPACES, Element, every, one, own_text, text, whole_number

MESSAGE = "230b"


@dataclass(frozen=True, slots=True)
class ListedCandidate:
    """A person on a list. Gender is kept only where the list publishes it."""

    number: int
    initials: str | None
    first_name: str | None
    prefix: str | None
    """``van de``."""
    last_name: str
    gender: str | None
    """``male``, ``female`` ... as the file has it."""
    locality: str | None
    country_code: str | None
    """Two letters for who lives abroad."""


@dataclass(frozen=True, slots=True)
class ListOfCandidates:
    """A list with at least one candidate, in the order of its numbers, which may have gaps."""

    number: int
    name: str | None
    """None for a list without a registered name: the ballot then shows its leader."""
    list_type: str | None
    language: str
    """``nl`` or ``fy``."""
    publish_gender: bool
    candidates: tuple[ListedCandidate, ...]

    @property
    def leader(self) -> ListedCandidate:
        """The first candidate (lijsttrekker)."""
        return self.candidates[0]


@dataclass(frozen=True, slots=True)
class Contest:
    """The lists of the whole election (id ``geen``) or of one kieskring, in the order of their numbers."""

    id: str
    name: str | None
    lists: tuple[ListOfCandidates, ...]


@dataclass(frozen=True, slots=True)
class CandidateLists:
    """What a 230b says; at least one contest."""

    election: ElectionIdentity
    authority_id: str
    """Four digits of a municipality, ``CSB`` or ``HSB<n>``."""
    issued: str | None
    contests: tuple[Contest, ...]


def read_candidate_lists(data: bytes) -> CandidateLists:
    """Read a 230b (EML_NL 1.0 to 1.3; ELECTION-RULES 2.4).

    Lenient: prefixes and order of elements, leading zeros, missing addresses, names and gaps in numbers.
    Everything else that a ballot needs is checked. Raises an EmlRefused.
    """
    root = eml_root(data, MESSAGE)
    authority = _authority(root)
    election = one(root, "eml:CandidateList/eml:Election")
    identity = read_identity(election)
    _must_be_its_own(authority, identity)
    contests = tuple(_contest(contest) for contest in every(election, "eml:Contest"))
    if not contests:
        raise PartMissing(part="Contest")
    return CandidateLists(identity, authority, text(root, "eml:IssueDate"), contests)


def display_name(candidate: ListedCandidate) -> str:
    """Return the name as the ballot prints it: ``A. (Anneke) de Vries-Bakker``."""
    first_name = candidate.first_name
    bracketed = f"({first_name})" if first_name and candidate.initials else first_name
    return " ".join(filter(None, (candidate.initials, bracketed, candidate.prefix, candidate.last_name)))


def _authority(root: Element) -> str:
    found = root.find("eml:ManagingAuthority/eml:AuthorityIdentifier", NAMESPACES)
    authority = "" if found is None else found.get("Id", "").strip()
    if not authority:
        raise AuthorityMissing
    return authority


def _must_be_its_own(authority: str, identity: ElectionIdentity) -> None:
    """A municipality makes the lists of its own council only; a central stembureau (CSB) names no number."""
    if (
        identity.category == MUNICIPAL
        and authority.isdecimal()
        and not same_number(authority, identity.domain_id)
    ):
        raise AuthorityOfAnotherDomain(authority=authority[:20], domain=identity.domain_id)


def _contest(contest: Element) -> Contest:
    identifier = one(contest, "eml:ContestIdentifier")
    contest_id = identifier.get("Id", "").strip()
    if not contest_id:
        raise PartMissing(part="ContestIdentifier")
    lists = tuple(_list(affiliation) for affiliation in every(contest, "eml:Affiliation"))
    if not lists:
        raise NoLists(contest=contest_id[:20])
    _must_increase("list", [found.number for found in lists])
    return Contest(contest_id, text(identifier, "eml:ContestName"), lists)


def _list(affiliation: Element) -> ListOfCandidates:
    identifier = one(affiliation, "eml:AffiliationIdentifier")
    number = whole_number(identifier.get("Id"), "AffiliationIdentifier")
    details = affiliation.find("kr:ListData", NAMESPACES)
    publish_gender = details is not None and details.get("PublishGender", "").strip() in {"true", "1"}
    candidates = tuple(
        _candidate(person, number, publish_gender) for person in every(affiliation, "eml:Candidate")
    )
    if not candidates:
        raise ListEmpty(list=number)
    _must_increase("candidate", [candidate.number for candidate in candidates])
    return ListOfCandidates(
        number=number,
        name=text(identifier, "eml:RegisteredName"),
        list_type=text(affiliation, "eml:Type"),
        language=("" if details is None else details.get("PublicationLanguage", "").strip()) or "nl",
        publish_gender=publish_gender,
        candidates=candidates,
    )


def _candidate(person: Element, in_list: int, publish_gender: bool) -> ListedCandidate:  # noqa: FBT001 - a field of the list
    number = whole_number(
        one(person, "eml:CandidateIdentifier", list=in_list).get("Id"), "CandidateIdentifier", list=in_list
    )
    name = one(person, "eml:CandidateFullName/xnl:PersonName", list=in_list, candidate=number)
    last_name = text(name, "xnl:LastName")
    if last_name is None:
        raise PartMissing(part="LastName", list=in_list, candidate=number)
    return ListedCandidate(
        number=number,
        initials=_initials(name),
        first_name=text(name, "xnl:FirstName"),
        prefix=text(name, "xnl:NamePrefix"),
        last_name=last_name,
        gender=text(person, "eml:Gender") if publish_gender else None,
        locality=text(person, "eml:QualifyingAddress//xal:LocalityName"),
        country_code=text(person, "eml:QualifyingAddress/xal:Country/xal:CountryNameCode"),
    )


def _initials(name: Element) -> str | None:
    lines = (line for line in every(name, "xnl:NameLine") if line.get("NameType", "Initials") == "Initials")
    return next((own_text(line) for line in lines), None)


def _must_increase(part: str, numbers: list[int]) -> None:
    for before, number in pairwise(numbers):
        if number <= before:
            raise NumbersNotIncreasing(part=part, number=number)
