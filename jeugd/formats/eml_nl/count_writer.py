"""Youth counts in the shape of a 510b or 510d, that nobody can take for an official one.

The Electoral Council's programs can read them beside the official file, because lists and candidates keep their
numbers. The id and the name of the election say that they are unofficial, a comment says it again, and there is
neither a signature nor a page with digests to compare (ELECTION-RULES 2.7).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from lxml import etree

from jeugd.formats.eml_nl.candidate_lists import Contest
from jeugd.formats.eml_nl.counts import (
    CENTRAL_COUNT,
    MUNICIPAL_COUNT,
    YOUTH_SUFFIX,
    ContestCount,
    Count,
    UnitCount,
    must_add_up,
)
from jeugd.formats.eml_nl.election import MOST_ID, MUNICIPAL, ElectionIdentity
from jeugd.formats.eml_nl.refusals import ContestUnclear
from jeugd.formats.eml_nl.vote_group import CandidateCount, ListCount, Reason, VoteGroup, add_up
from jeugd.formats.eml_nl.xml_file import MOST_TEXT, NAMESPACES, Element

UNOFFICIAL = "jeugdverkiezing, niet officieel"
"""Stands in every file that jeugd writes in a format of the Electoral Council."""

UNOFFICIAL_NAME = f" ({UNOFFICIAL})"
COMMENT = (
    " JEUGDVERKIEZING, NIET OFFICIEEL. Dit is geen telling van een verkiezing volgens de Kieswet, maar van een"
    " jeugdverkiezing ernaast. De uitkomst is niet representatief. "
)
OTHER_PLACES = "Overige scholen en locaties"
"""The unit in which small places are added up."""

FIRST_SCHOOL = 9001
"""Schools have station numbers of their own, far above those of real polling stations."""

USUAL = tuple(
    reason
    for reason in Reason
    if reason not in {Reason.NO_POSTAL_BALLOTS, Reason.TOO_MANY_POSTAL_BALLOTS, Reason.LOST}
)
"""The reasons of a polling station without postal votes."""

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""


def youth_identity(election: ElectionIdentity) -> ElectionIdentity:
    """Return the election as a youth count names it; a youth election stays as it is."""
    return replace(
        election,
        id=election.id.removesuffix(YOUTH_SUFFIX)[: MOST_ID - len(YOUTH_SUFFIX)] + YOUTH_SUFFIX,
        name=election.name.removesuffix(UNOFFICIAL_NAME)[: MOST_TEXT - len(UNOFFICIAL_NAME)].rstrip()
        + UNOFFICIAL_NAME,
    )


def youth_votes(
    lists: Contest,
    votes: Mapping[tuple[int, int], int],
    *,
    entitled: int,
    admitted: int,
    blank: int,
    invalid: int,
) -> VoteGroup:
    """Return the numbers of one place from its ``votes`` by (list, candidate); whoever is missing has none.

    ``admitted`` are the voting codes used and the voters on paper. A difference with the ballots counted is
    stated as unexplained. Nothing is hidden here: merge small places before (SECRECY-AND-INTEGRITY).
    """
    counted = tuple(
        _listed_count(
            found.number,
            found.name,
            {person.number: votes.get((found.number, person.number), 0) for person in found.candidates},
        )
        for found in lists.lists
    )
    valid = sum(found.votes for found in counted)
    surplus = valid + blank + invalid - admitted
    stated = {
        Reason.POLL_CARDS: admitted,
        Reason.ADMITTED: admitted,
        Reason.MORE_BALLOTS: max(surplus, 0),
        Reason.FEWER_BALLOTS: max(-surplus, 0),
        Reason.UNEXPLAINED: abs(surplus),
    }
    return VoteGroup(
        counted, entitled, valid, invalid, blank, tuple((reason, stated.get(reason, 0)) for reason in USUAL)
    )


def school_unit(municipality: str, place: int, name: str, brin: str | None, votes: VoteGroup) -> UnitCount:
    """Return the count of a school or other place as a reporting unit: ``0668::SB9001``, ``School X (BRIN
    00AB-01)``. ``place`` counts from 1; ``brin`` is ``00AB``, ``00AB01`` or None.
    """
    number = f"{brin[:4]}-{brin[4:]}".rstrip("-") if brin else ""
    shown = f"{name} (BRIN {number})" if number else name
    return UnitCount(f"{municipality.zfill(4)}::SB{FIRST_SCHOOL + place - 1}", _plain(shown), votes)


def municipal_youth_count(
    election: ElectionIdentity,
    lists: Contest,
    units: Sequence[UnitCount],
    *,
    municipality: str,
    municipality_name: str,
    created: datetime | None,
) -> Count:
    """Return the youth count of one municipality (510b), at least one unit, added up."""
    return Count(
        election=youth_identity(election),
        message=MUNICIPAL_COUNT,
        authority_id=municipality.zfill(4),
        authority_name=municipality_name,
        created=created,
        contests=(ContestCount(lists.id, lists.name, add_up([unit.votes for unit in units]), tuple(units)),),
    )


def central_youth_count(counts: Sequence[Count], *, name: str, created: datetime) -> Count:
    """Return the youth count of a larger area (510d) from those of its municipalities, each a unit.

    All must be of one election and one contest (a kieskring). Raises ContestUnclear.
    """
    first = counts[0]
    contest = first.contests[0]
    if {(count.election.id, *(found.id for found in count.contests)) for count in counts} != {
        (first.election.id, contest.id)
    }:
        raise ContestUnclear(
            municipality=name,
            contests=tuple(sorted({found.id for count in counts for found in count.contests})),
        )
    units = tuple(
        UnitCount(count.authority_id, count.authority_name, count.contests[0].total) for count in counts
    )
    total = ContestCount(contest.id, contest.name, add_up([unit.votes for unit in units]), units)
    return Count(youth_identity(first.election), CENTRAL_COUNT, "CSB", name, created, (total,))


def youth_file_name(count: Count) -> str:
    """Return ``Jeugdtelling_GR2026_Juinen_jeugd.eml.xml``, or for an election of a larger area
    ``Jeugdtelling_TK2025_jeugd_gemeente_Juinen.eml.xml``; a 510d begins with ``Jeugdtotaaltelling``.
    """
    central = count.message == CENTRAL_COUNT
    parts = ["Jeugdtotaaltelling" if central else "Jeugdtelling", youth_identity(count.election).id]
    if not central and count.election.category != MUNICIPAL:
        parts += ["gemeente", re.sub(r"\W+", "_", count.authority_name or count.authority_id).strip("_")]
    return "_".join(parts) + ".eml.xml"


def write_youth_count(count: Count) -> bytes:
    """Return ``count`` as EML_NL 1.2.2, always as a youth count, whatever its election is called.

    Raises SumsDiffer when its numbers do not add up.
    """
    must_add_up(count)
    root = _root(count.message)
    root.addprevious(etree.Comment(COMMENT))
    _add(root, "TransactionId", "1")
    authority = _add(root, "ManagingAuthority")
    _add(authority, "AuthorityIdentifier", count.authority_name, Id=count.authority_id)
    _add(authority, "AuthorityAddress")
    if count.created:
        _add(root, "kr:CreationDateTime", count.created.isoformat())
    content = _add(root, "Count")
    _add(content, "EventIdentifier")
    election = _add(content, "Election")
    _add_identity(election, youth_identity(count.election))
    contests = _add(election, "Contests")
    for contest in count.contests:
        _add_contest(contests, contest)
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")


def _root(message: str) -> Element:
    prefixes = {None: NAMESPACES["eml"], "kr": NAMESPACES["kr"]}
    return etree.Element(
        _name("EML"),
        {"Id": message, "SchemaVersion": "5"},
        nsmap=prefixes,  # type: ignore[arg-type]  # the stubs forget that a namespace may have no prefix
    )


def _listed_count(number: int, name: str | None, votes: Mapping[int, int]) -> ListCount:
    candidates = tuple(CandidateCount(candidate, found) for candidate, found in votes.items())
    return ListCount(number, name, sum(votes.values()), candidates)


def _add_identity(parent: Element, election: ElectionIdentity) -> None:
    identifier = _add(parent, "ElectionIdentifier", Id=election.id)
    _add(identifier, "ElectionName", election.name)
    _add(identifier, "ElectionCategory", election.category)
    if election.subcategory:
        _add(identifier, "kr:ElectionSubcategory", election.subcategory)
    if election.domain_id or election.domain_name:
        width = 4 if election.category == MUNICIPAL else 0  # the schema wants 0042, some writers give 42
        attributes = {"Id": election.domain_id.zfill(width)} if election.domain_id else {}
        _add(identifier, "kr:ElectionDomain", election.domain_name, **attributes)
    _add(identifier, "kr:ElectionDate", election.date.isoformat())


def _add_contest(parent: Element, contest: ContestCount) -> None:
    element = _add(parent, "Contest")
    identifier = _add(element, "ContestIdentifier", Id=contest.id)
    if contest.name:
        _add(identifier, "ContestName", contest.name)
    _add_votes(_add(element, "TotalVotes"), contest.total)
    for unit in contest.units:
        unit_element = _add(element, "ReportingUnitVotes")
        _add(unit_element, "ReportingUnitIdentifier", unit.name, Id=unit.id)
        _add_votes(unit_element, unit.votes)


def _add_votes(parent: Element, votes: VoteGroup) -> None:
    for found in votes.lists:
        _add_list(parent, found)
    _add(parent, "Cast", str(votes.entitled))
    _add(parent, "TotalCounted", str(votes.counted))
    _add(parent, "RejectedVotes", str(votes.invalid), ReasonCode="ongeldig")
    _add(parent, "RejectedVotes", str(votes.blank), ReasonCode="blanco")
    for reason, number in votes.uncounted:
        _add(parent, "UncountedVotes", str(number), ReasonCode=reason.value)


def _add_list(parent: Element, found: ListCount) -> None:
    selection = _add(parent, "Selection")
    _add(_add(selection, "AffiliationIdentifier", Id=str(found.number)), "RegisteredName", found.name)
    _add(selection, "ValidVotes", str(found.votes))
    for candidate in found.candidates:
        selection = _add(parent, "Selection")
        _add(_add(selection, "Candidate"), "CandidateIdentifier", Id=str(candidate.number))
        _add(selection, "ValidVotes", str(candidate.votes))


def _add(parent: Element, tag: str, words: str | None = None, **attributes: str) -> Element:
    element = etree.SubElement(parent, _name(tag), attributes)
    element.text = _plain(words) if words else None
    return element


def _name(tag: str) -> str:
    prefix, _, name = tag.rpartition(":")
    return f"{{{NAMESPACES[prefix or 'eml']}}}{name}"


def _plain(words: str) -> str:
    """On one line, without what XML cannot hold."""
    return " ".join(FORBIDDEN.sub(" ", words).split())
