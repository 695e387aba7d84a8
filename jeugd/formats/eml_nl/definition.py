"""The definition of an election (EML_NL 110a): its seats, its threshold, and which municipalities take
part.
"""

from __future__ import annotations

from dataclasses import dataclass

from jeugd.formats.eml_nl.candidate_lists import CandidateLists, Contest
from jeugd.formats.eml_nl.election import ElectionIdentity, eml_root, read_identity, same_number
from jeugd.formats.eml_nl.refusals import (
    AnotherElection,
    ContestUnclear,
    MunicipalityOutside,
    PartMalformed,
    PartMissing,
)
from jeugd.formats.eml_nl.xml_file import Element, every, one, own_text, text, whole_number

MESSAGE = "110a"
ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
WHOLE_ELECTION = ("geen", "alle")
WHOLE = 100
"""Per cent."""


@dataclass(frozen=True, slots=True)
class Region:
    """A node of the election tree; numbers without leading zeros count as equal (37 is 0037)."""

    number: str | None
    category: str
    """GEMEENTE, KIESKRING, PROVINCIE, WATERSCHAP, STAAT ..."""
    name: str
    superior_number: str | None
    superior_category: str | None
    roman_numerals: bool
    """Whether this election writes the number as a roman numeral."""


@dataclass(frozen=True, slots=True)
class ElectionDefinition:
    """What a 110a says."""

    election: ElectionIdentity
    contest_id: str
    """``geen`` (one contest) or ``alle`` (several kieskringen)."""
    seats: int
    preference_threshold: int
    """Per cent of the electoral quota."""
    regions: tuple[Region, ...]
    registered_names: tuple[str, ...]

    @property
    def municipalities(self) -> tuple[Region, ...]:
        """The municipalities in which the election is held."""
        return tuple(region for region in self.regions if region.category == "GEMEENTE")


def read_definition(data: bytes) -> ElectionDefinition:
    """Read a 110a (EML_NL 1.0 to 1.3; ELECTION-RULES 2.2). Raises an EmlRefused."""
    election = one(eml_root(data, MESSAGE), "eml:ElectionEvent/eml:Election")
    threshold = text(election, "kr:PreferenceThreshold")
    return ElectionDefinition(
        election=read_identity(election),
        contest_id=one(election, "eml:Contest/eml:ContestIdentifier").get("Id", "").strip()
        or WHOLE_ELECTION[0],
        seats=whole_number(text(election, "kr:NumberOfSeats"), "NumberOfSeats"),
        preference_threshold=_per_cent(threshold),
        regions=_regions(election),
        registered_names=tuple(
            filter(None, map(own_text, every(election, "kr:RegisteredParties//kr:RegisteredAppellation")))
        ),
    )


def must_belong_together(lists: CandidateLists, definition: ElectionDefinition) -> None:
    """Check that candidate lists and definition are of one election. Raises AnotherElection."""
    ours, theirs = lists.election, definition.election
    for part in ("id", "date", "category"):
        if getattr(ours, part) != getattr(theirs, part):
            raise AnotherElection(part=part, lists=getattr(ours, part), definition=getattr(theirs, part))
    if not same_number(ours.domain_id, theirs.domain_id):
        raise AnotherElection(part="domain", lists=ours.domain_id, definition=theirs.domain_id)


def contest_of_municipality(
    lists: CandidateLists, municipality: str, definition: ElectionDefinition | None = None
) -> Contest:
    """Return the contest that the ballot of ``municipality`` (its number, ``0668`` or ``668``) shows.

    Raises MunicipalityOutside when the definition's tree does not hold it, and ContestUnclear when there
    are several kieskringen and the definition is missing or leads to none of them.
    """
    circle = _circle_of(definition, municipality) if definition else None
    if len(lists.contests) == 1 and (circle is None or lists.contests[0].id in WHOLE_ELECTION):
        return lists.contests[0]
    for contest in lists.contests:
        if circle is not None and _arabic(contest.id) == _arabic(circle):
            return contest
    raise ContestUnclear(municipality=municipality, contests=tuple(contest.id for contest in lists.contests))


def _regions(election: Element) -> tuple[Region, ...]:
    regions = tuple(map(_region, every(election, "kr:ElectionTree//kr:Region")))
    if not regions:
        raise PartMissing(part="ElectionTree")
    return regions


def _region(region: Element) -> Region:
    name = text(region, "kr:RegionName")
    category = region.get("RegionCategory", "").strip()
    if name is None or not category:
        raise PartMissing(part="Region")
    return Region(
        number=region.get("RegionNumber"),
        category=category,
        name=name,
        superior_number=region.get("SuperiorRegionNumber"),
        superior_category=region.get("SuperiorRegionCategory"),
        roman_numerals=region.get("RomanNumerals", "").strip() in {"true", "1"},
    )


def _per_cent(value: str | None) -> int:
    if value is None:
        raise PartMissing(part="PreferenceThreshold")
    if not (value.isascii() and value.isdecimal()) or int(value[:4]) > WHOLE:
        raise PartMalformed(part="PreferenceThreshold", value=value[:40])
    return int(value)


def _circle_of(definition: ElectionDefinition, municipality: str) -> str | None:
    """The number of the kieskring that holds a municipality; None when the election has no kieskringen."""
    for region in definition.municipalities:
        # a file about one municipality may leave its own number open (000)
        if same_number(region.number, municipality) or same_number(
            definition.election.domain_id, municipality
        ):
            return region.superior_number if region.superior_category == "KIESKRING" else None
    raise MunicipalityOutside(municipality=municipality)


def _arabic(contest_id: str) -> str:
    """A kieskring is numbered ``6`` or ``VI``."""
    if not contest_id or not set(contest_id) <= set(ROMAN_DIGITS):
        return contest_id.lstrip("0")
    values = [ROMAN_DIGITS[digit] for digit in contest_id]
    return str(
        sum(
            -value if value < following else value
            for value, following in zip(values, [*values[1:], 0], strict=True)
        )
    )
