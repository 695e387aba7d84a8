"""Import the candidate lists of a real election as the ballot of a schaduwverkiezing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from jeugd.actions.apportion_seats import vote_count
from jeugd.actions.prepare_election import new_election
from jeugd.domain.apportionment import Category
from jeugd.domain.contest import CandidateList, Contest, Method, Option
from jeugd.domain.election import Definition, ElectionId, Opening
from jeugd.domain.errors import FieldUnfit
from jeugd.domain.journal import Deed
from jeugd.domain.kind import ElectionKind
from jeugd.domain.official_election import OfficialElection
from jeugd.domain.result import contest_result
from jeugd.domain.roles import Role, Staff
from jeugd.formats.eml_nl.candidate_lists import MESSAGE as LISTS
from jeugd.formats.eml_nl.candidate_lists import display_name, read_candidate_lists
from jeugd.formats.eml_nl.definition import MESSAGE as DEFINITION
from jeugd.formats.eml_nl.definition import contest_of_municipality, must_belong_together, read_definition
from jeugd.formats.eml_nl.election import MUNICIPAL
from jeugd.formats.eml_nl.refusals import MunicipalityOutside, PartMalformed
from jeugd.formats.eml_nl.xml_file import file_digest
from jeugd.storage import journal, official_files
from jeugd.storage.tables import MunicipalityRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jeugd.formats.eml_nl.candidate_lists import CandidateLists, ListedCandidate, ListOfCandidates
    from jeugd.formats.eml_nl.definition import ElectionDefinition
    from jeugd.storage.database import Session

LONGEST_NUMBER = 4  # digits of a municipality's CBS code


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read, for the official to check; ``lists`` holds number, name and how many candidates.

    ``digest`` is the file's SHA-256 in sixteen groups, as the Electoral Council shows it; ``seats`` comes from a 110a.
    """

    election: ElectionId
    title: str
    category: str
    date: date
    seats: int | None
    digest: tuple[str, ...]
    lists: tuple[tuple[int, str, int], ...]

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "election": self.election,
            "title": self.title,
            "category": self.category,
            "date": self.date.isoformat(),
            "seats": self.seats,
            "sha256": "".join(self.digest),
            "lists": [
                {"number": number, "name": name, "candidates": many} for number, name, many in self.lists
            ],
        }


@dataclass(frozen=True, slots=True)
class OfficialFiles:
    """A 230b that was read, with its 110a if there is one; ``digest`` is the 230b's SHA-256 in groups.

    ``originals`` are the files as they came, by their message (``230b``, ``110a``).
    """

    lists: CandidateLists
    definition: ElectionDefinition | None
    digest: tuple[str, ...]
    originals: Mapping[str, bytes]

    @staticmethod
    def read(lists: bytes, definition: bytes | None) -> OfficialFiles:
        """Read both files; this takes a while for large ones and needs no database. Raises an EmlRefused."""
        read = read_candidate_lists(lists)
        defined = read_definition(definition) if definition is not None else None
        if defined is not None:
            must_belong_together(read, defined)
        originals = {LISTS: lists} if definition is None else {LISTS: lists, DEFINITION: definition}
        return OfficialFiles(read, defined, file_digest(lists), originals)


def import_candidates(
    session: Session,
    *,
    files: OfficialFiles,
    now: datetime,
    municipality: str | None = None,
    by: Staff | None = None,
    is_evening_before: bool = False,
) -> Imported:
    """Make a draft from a 230b, and its 110a if there is one; both are kept with it, for the exports of its result.

    The result may be public from 21:00 on election day, or, if that is chosen, from the evening before. An official
    (``by``) imports for the own municipality; a command names one (``municipality``, ``GM0668``) where the file does
    not. Raises an EmlRefused, FieldUnfit, or a refusal of the seat rules: nobody votes on what cannot become seats.
    """
    read, defined = files.lists, files.definition
    if by is not None:
        _must_be_of(read, by.municipality)
    host = _host(session, read, by.municipality if by is not None else municipality)
    contest = contest_of_municipality(read, host.code.removeprefix("GM"), defined)
    official = _official(read, defined)
    made = Definition(
        kind=ElectionKind.SCHADUWVERKIEZING,
        title=read.election.name,
        opening=Opening.TOGETHER,
        contests=(Contest(read.election.name, Method.LIST_VOTE, lists=tuple(map(_list, contest.lists))),),
        source="".join(files.digest),
        official=official,
    )
    _must_fit_seat_rules(made.contests[0], official)
    by = by or Staff(Role.OFFICIAL, host.code, "jeugd import")
    embargo = official.evening_before() if is_evening_before else official.embargo_until()
    election = new_election(session, definition=made, by=by, now=now, publish_at=embargo)
    for message, contents in files.originals.items():
        official_files.keep(session, election, message, contents, "".join(file_digest(contents)))
    journal.note(
        session,
        Deed.LISTS_IMPORTED,
        by=by,
        now=now,
        election=election,
        eml=read.election.id,
        sha256=made.source,
    )
    return Imported(
        election,
        made.title,
        read.election.category,
        read.election.date,
        defined.seats if defined else None,
        files.digest,
        tuple((one.number, one.shown_name, len(one.candidates)) for one in made.contests[0].lists),
    )


def _must_be_of(read: CandidateLists, municipality: str) -> None:
    """A council is elected by its own municipality only. Raises MunicipalityOutside."""
    if read.election.category == MUNICIPAL and _municipality_of(read) != municipality:
        raise MunicipalityOutside(municipality=municipality.removeprefix("GM"))


def _must_fit_seat_rules(contest: Contest, official: OfficialElection) -> None:
    """Make the seats of no votes at all; without a 110a the number of seats is not known yet, and one will do."""
    if official.category in Category.__members__:
        vote_count(official, official.seats or 1, contest_result(contest, {}))


def _official(read: CandidateLists, defined: ElectionDefinition | None) -> OfficialElection:
    return OfficialElection(
        id=read.election.id,
        category=read.election.category,
        held_on=read.election.date.isoformat(),
        domain=read.election.domain_id or "",
        seats=defined.seats if defined else None,
        preference_percentage=defined.preference_threshold if defined else None,
    )


def _host(session: Session, read: CandidateLists, municipality: str | None) -> MunicipalityRow:
    """The municipality that holds the youth vote; made if jeugd does not know it yet."""
    code = municipality or _municipality_of(read)
    row = session.get(MunicipalityRow, code)
    if row is None:
        row = MunicipalityRow(code=code, name=read.election.domain_name or code)
        session.add(row)
        session.flush()
    return row


def _municipality_of(read: CandidateLists) -> str:
    if read.election.category != MUNICIPAL or not read.election.domain_id:
        raise FieldUnfit(field="municipality")
    number = read.election.domain_id.lstrip("0")
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
        raise PartMalformed(part="ElectionDomain", value=read.election.domain_id[:40])
    return f"GM{number:0>4}"


def _list(one: ListOfCandidates) -> CandidateList:
    return CandidateList(
        one.number, one.name or "", tuple(_candidate(one.number, each) for each in one.candidates)
    )


def _candidate(number: int, one: ListedCandidate) -> Option:
    return Option(key=f"{number}.{one.number}", name=display_name(one), detail=one.locality or "")
