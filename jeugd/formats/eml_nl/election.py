"""Which election a file is about: its identifier, category, domain and day, checked against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from jeugd.formats.eml_nl.refusals import (
    AnotherMessage,
    BirthDatesRefused,
    CategoryMismatch,
    DomainMissing,
    DomainUnexpected,
    ElectionBeforeNomination,
    NotEml,
    PartMalformed,
    PartMissing,
)
from jeugd.formats.eml_nl.xml_file import NAMESPACES, Element, one, own_text, parse, text

CATEGORIES = ("EP", "EK", "TK", "GR", "BC", "GC", "ER", "PS", "AB", "NR", "PR", "LR", "IR")
NATIONAL = ("TK", "EP")
MUNICIPAL = "GR"
ELECTION_ID = re.compile(rf"({'|'.join(CATEGORIES)})2[0-9]{{3}}([0-9]{{4}})?(_[\w-]*)?")
MOST_ID = 100
DAY = re.compile(r"(2[0-9]{3}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?")
NOT_PUBLIC = ("210", "230c")
"""Messages of the Electoral Council that hold birth dates or home addresses."""


@dataclass(frozen=True, slots=True)
class ElectionIdentity:
    """An election as EML_NL names it (ELECTION-RULES 2.1)."""

    id: str
    """``GR2022_WestMaasenWaal``."""
    name: str
    category: str
    """GR, PS, AB, TK, EP ..."""
    subcategory: str | None
    """GR1 below 19 seats, GR2 from 19; PS1, PS2 ..."""
    domain_id: str | None
    """The municipality's four digits or the waterschap's number; None where the law names no area by
    number.
    """
    domain_name: str | None
    date: date


def eml_root(data: bytes, message: str) -> Element:
    """Parse ``data``, which must be the EML message ``message`` (``230b``). Raises NotEml, AnotherMessage
    or BirthDatesRefused.
    """
    root = parse(data)
    if root.tag != f"{{{NAMESPACES['eml']}}}EML":
        raise NotEml(root=root.tag.rsplit("}", 1)[-1][:40])
    found = root.get("Id", "").strip()
    if found in NOT_PUBLIC or any(True for _ in root.iter("{*}DateOfBirth")):
        raise BirthDatesRefused
    if found != message:
        raise AnotherMessage(message=found[:40], expected=message)
    return root


def read_identity(election: Element) -> ElectionIdentity:
    """Read the ElectionIdentifier under ``election``, and check that its parts agree.

    Raises PartMissing, PartMalformed, CategoryMismatch, DomainMissing, DomainUnexpected or
    ElectionBeforeNomination.
    """
    identifier = one(election, "eml:ElectionIdentifier")
    domain = identifier.find("kr:ElectionDomain", NAMESPACES)
    identity = ElectionIdentity(
        id=_election_id(identifier),
        name=_needed(identifier, "eml:ElectionName"),
        category=_needed(identifier, "eml:ElectionCategory"),
        subcategory=text(identifier, "kr:ElectionSubcategory"),
        domain_id=None if domain is None else (domain.get("Id") or "").strip() or None,
        domain_name=None if domain is None else own_text(domain),
        date=_day(identifier, "kr:ElectionDate"),
    )
    _must_have_its_category(identity)
    _must_have_its_domain(identity)
    if text(identifier, "kr:NominationDate"):
        _must_follow_nomination(identity, _day(identifier, "kr:NominationDate"))
    return identity


def same_number(one_id: str | None, other_id: str | None) -> bool:
    """Tell whether two numbers of areas are equal: writers differ in leading zeros (37 is 0037)."""
    return _without_zeros(one_id) == _without_zeros(other_id)


def _without_zeros(number: str | None) -> str | None:
    return number and (number.strip().lstrip("0") or "0")


def _needed(parent: Element, path: str) -> str:
    value = text(parent, path)
    if value is None:
        raise PartMissing(part=path.partition(":")[2])
    return value


def _election_id(identifier: Element) -> str:
    value = identifier.get("Id", "").strip()
    if len(value) > MOST_ID or not ELECTION_ID.fullmatch(value):
        raise PartMalformed(part="ElectionIdentifier", value=value[:40])
    return value


def _day(parent: Element, path: str) -> date:
    value = _needed(parent, path)
    found = DAY.fullmatch(value)
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError as error:
        raise PartMalformed(part=path.partition(":")[2], value=value[:40]) from error


def _must_have_its_category(identity: ElectionIdentity) -> None:
    """GR2 belongs to GR. The id is no judge: the Electoral Council's own test files give a waterschap a GR
    id.
    """
    fits = identity.subcategory is None or identity.subcategory.startswith(identity.category)
    if identity.category not in CATEGORIES or not fits:
        raise CategoryMismatch(category=identity.category[:10], subcategory=(identity.subcategory or "")[:10])


def _must_have_its_domain(identity: ElectionIdentity) -> None:
    if identity.category == MUNICIPAL and identity.domain_id is None:
        raise DomainMissing(category=identity.category)
    if identity.category in NATIONAL and identity.domain_id is not None:
        raise DomainUnexpected(category=identity.category, domain=identity.domain_id[:20])


def _must_follow_nomination(identity: ElectionIdentity, nomination: date) -> None:
    if identity.date <= nomination:
        raise ElectionBeforeNomination(date=identity.date, nomination=nomination)
