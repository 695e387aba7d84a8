"""The official outcome (EML_NL 520): who was elected, list by list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jeugd.formats.eml_nl.candidate_lists import ListedCandidate, ListOfCandidates
from jeugd.formats.eml_nl.count_refusals import CandidateBeforeList
from jeugd.formats.eml_nl.election import ElectionIdentity, eml_root, read_identity
from jeugd.formats.eml_nl.refusals import PartMalformed, PartMissing
from jeugd.formats.eml_nl.xml_file import NAMESPACES, Element, every, one, text, whole_number

MESSAGE = "520"
RANKINGS = {"1": True, "2": False, None: None}


@dataclass(frozen=True, slots=True)
class ElectedCandidate:
    """Somebody who was elected."""

    position: int
    """Among the elected of the list, or on the list: writers differ, so find people by name (ELECTION-RULES 2.6)."""
    initials: str | None
    prefix: str | None
    last_name: str
    by_preference: bool | None
    """By preference votes (P 15), or by the order of the list (P 17); None where the file does not say."""


@dataclass(frozen=True, slots=True)
class ElectedList:
    """A list with seats."""

    number: int
    name: str | None
    elected: tuple[ElectedCandidate, ...]

    @property
    def seats(self) -> int:
        """A 520 has no numbers of seats, but everybody elected has one."""
        return len(self.elected)


@dataclass(frozen=True, slots=True)
class ContestResult:
    """The outcome of the whole election (id ``geen``, ``alle``) or of one kieskring."""

    id: str
    lists: tuple[ElectedList, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What a 520 says; at least one contest."""

    election: ElectionIdentity
    contests: tuple[ContestResult, ...]


def read_result(data: bytes) -> Result:
    """Read a 520 (EML_NL 1.0 to 1.3; ELECTION-RULES 2.6). Raises an EmlRefused."""
    election = one(eml_root(data, MESSAGE), "eml:Result/eml:Election")
    contests = tuple(map(_contest, every(election, "eml:Contest")))
    if not contests:
        raise PartMissing(part="Contest")
    return Result(read_identity(election), contests)


def person_on_list(elected: ElectedCandidate, listed: ListOfCandidates) -> ListedCandidate | None:
    """Return the candidate of that name; None when there is none, or more than one."""
    same = [person for person in listed.candidates if _name(person) == _name(elected)]
    return same[0] if len(same) == 1 else None


def _name(person: ElectedCandidate | ListedCandidate) -> str:
    return " ".join(filter(None, (person.initials, person.prefix, person.last_name))).casefold()


def _contest(contest: Element) -> ContestResult:
    contest_id = one(contest, "eml:ContestIdentifier").get("Id", "").strip()
    if not contest_id:
        raise PartMissing(part="ContestIdentifier")
    return ContestResult(contest_id[:20], tuple(_lists(every(contest, "eml:Selection"))))


def _lists(selections: Iterator[Element]) -> Iterator[ElectedList]:
    """A list, then its elected candidates, then the next list."""
    current: ElectedList | None = None
    people: list[ElectedCandidate] = []
    for selection in selections:
        if text(selection, "eml:Elected") != "yes":
            continue
        identifier = selection.find("eml:AffiliationIdentifier", NAMESPACES)
        if identifier is None:
            people.append(_elected(selection, current))
            continue
        if current is not None:
            yield ElectedList(current.number, current.name, tuple(people))
        people = []
        number = whole_number(identifier.get("Id"), "AffiliationIdentifier")
        current = ElectedList(number, text(identifier, "eml:RegisteredName"), ())
    if current is not None:
        yield ElectedList(current.number, current.name, tuple(people))


def _elected(selection: Element, of_list: ElectedList | None) -> ElectedCandidate:
    position = whole_number(
        one(selection, "eml:Candidate/eml:CandidateIdentifier").get("Id"), "CandidateIdentifier"
    )
    if of_list is None:
        raise CandidateBeforeList(candidate=position)
    name = one(selection, "eml:Candidate/eml:CandidateFullName/xnl:PersonName")
    last_name = text(name, "xnl:LastName")
    if last_name is None:
        raise PartMissing(part="LastName", list=of_list.number, candidate=position)
    return ElectedCandidate(
        position=position,
        initials=text(name, "xnl:NameLine"),
        prefix=text(name, "xnl:NamePrefix"),
        last_name=last_name,
        by_preference=_by_preference(text(selection, "eml:Ranking")),
    )


def _by_preference(ranking: str | None) -> bool | None:
    if ranking not in RANKINGS:
        raise PartMalformed(part="Ranking", value=str(ranking)[:40])
    return RANKINGS[ranking]
