"""The official count, in whichever file it comes (EML_NL 510, or a CSV of the Electoral Council): the numbers of the
area that a youth vote is set beside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from jeugd.domain.errors import CountOfAnotherPlace
from jeugd.domain.official_count import CountedCandidate, CountedList, Notice
from jeugd.domain.official_election import OfficialElection
from jeugd.formats.csv_table import CsvColumnMissing, CsvUnfit
from jeugd.formats.eml_nl.count_refusals import CountOfAnotherElection, NotOfficial, SumsDiffer
from jeugd.formats.eml_nl.counts import (
    CENTRAL_COUNT,
    MUNICIPAL_COUNT,
    Count,
    differences,
    must_be_official,
    read_count,
)
from jeugd.formats.eml_nl.definition import WHOLE_ELECTION
from jeugd.formats.eml_nl.election import MUNICIPAL, same_number
from jeugd.formats.eml_nl.vote_group import ListCount, VoteGroup, add_up
from jeugd.formats.eml_nl.xml_file import file_digest
from jeugd.formats.kiesraad_csv import (
    ListResult,
    RegionResult,
    StationVotes,
    is_unofficial,
    read_regions,
    read_stations,
)

LOOKED_AT = 200  # bytes, for a first sign of XML
IN_DISTRICTS = ("TK", "PS", "EP")
"""Where a party may have other candidates in each kieskring, so that a place on a list says nothing of the whole."""

REGIONS, STATIONS = "csv", "csv-stations"
OF_MUNICIPALITY, OF_WHOLE = "GO", "LPW"
"""First letters of the codes of regions: gemeente, openbaar lichaam; land, provincie, waterschap."""


@dataclass(frozen=True, slots=True)
class OfficialFile:
    """A file of counts that was read; ``digest`` is its SHA-256 in groups. A CSV does not say of which election."""

    content: Count | tuple[RegionResult, ...] | tuple[StationVotes, ...]
    digest: tuple[str, ...]

    @property
    def election(self) -> tuple[str, date] | None:
        """The id and the day of the election, if the file says them."""
        found = self.content
        return (found.election.id, found.election.date) if isinstance(found, Count) else None


@dataclass(frozen=True, slots=True)
class CountedArea:
    """What a file says of one area; None where it says nothing. ``is_whole``: of the whole election."""

    source: str
    name: str
    is_whole: bool
    lists: tuple[CountedList, ...]
    blank: int | None = None
    invalid: int | None = None
    entitled: int | None = None
    admitted: int | None = None
    notices: tuple[Notice, ...] = ()


def read_official_file(data: bytes) -> OfficialFile:
    """Read a 510b, 510c or 510d, or one of the Electoral Council's two CSV files (ELECTION-RULES 2.5 and 4).

    Raises an EmlRefused, NotOfficial and SumsDiffer among them, or a CsvRefused.
    """
    if b"<" in data[:LOOKED_AT] or not data.strip():
        count = read_count(data)
        must_be_official(count)
        return OfficialFile(count, file_digest(data))
    try:
        regions = read_regions(data)
    except CsvColumnMissing as error:
        return OfficialFile(_stations(data, error), file_digest(data))
    if is_unofficial(data):
        raise NotOfficial(election=regions[0].name)
    return OfficialFile(regions, file_digest(data))


def area_of(file: OfficialFile, municipality: str, official: OfficialElection) -> CountedArea:
    """Return the numbers of a municipality (its number, ``0668`` or ``668``), or else of the whole election.

    Raises CountOfAnotherElection, CountOfAnotherPlace when neither is in the file, SumsDiffer or CsvUnfit.
    """
    if isinstance(file.content, Count):
        _must_be_of(file.content, official)
        area = _area_of_count(file.content, municipality, official)
    else:
        area = _area_of_table(file.content, municipality, official)
    if area.is_whole and official.category in IN_DISTRICTS:
        return replace(area, lists=tuple(replace(one, candidates=()) for one in area.lists))
    return area


# -- EML_NL


def _must_be_of(count: Count, official: OfficialElection) -> None:
    """Id, day and, where both name one, the domain must agree."""
    found = count.election
    for part, ours, theirs in (
        ("id", official.id, found.id),
        ("date", official.held_on, found.date.isoformat()),
    ):
        if ours != theirs:
            raise CountOfAnotherElection(part=part, count=theirs, expected=ours)
    if official.domain and found.domain_id and not same_number(official.domain, found.domain_id):
        raise CountOfAnotherElection(part="domain", count=found.domain_id, expected=official.domain)


def _area_of_count(count: Count, municipality: str, official: OfficialElection) -> CountedArea:
    name = count.authority_name or count.authority_id
    is_whole = official.category == MUNICIPAL or count.message == CENTRAL_COUNT
    units = [unit for contest in count.contests for unit in contest.units]
    own = next((unit for unit in units if same_number(unit.id, municipality)), None)
    if own is not None and official.category != MUNICIPAL:
        return _area(count, own.votes, own.name or own.id, unit=own.id, is_whole=False)
    if is_whole:
        return _area(count, _total(count), count.election.domain_name or count.election.name, is_whole=True)
    if count.message == MUNICIPAL_COUNT and same_number(count.authority_id, municipality):
        return _area(count, _total(count), name, is_whole=False)
    raise CountOfAnotherPlace(area=name)


def _total(count: Count) -> VoteGroup:
    """The votes of the contest over everything or, without one, of all kieskringen together."""
    over_all = [contest.total for contest in count.contests if contest.id in WHOLE_ELECTION]
    return over_all[0] if over_all else add_up([contest.total for contest in count.contests])


def _area(
    count: Count, votes: VoteGroup, name: str, *, is_whole: bool, unit: str | None = None
) -> CountedArea:
    return CountedArea(
        source=count.message,
        name=name,
        is_whole=is_whole,
        lists=tuple(map(_list_of_count, votes.lists)),
        blank=votes.blank,
        invalid=votes.invalid,
        entitled=votes.entitled or None,
        admitted=votes.admitted,
        notices=tuple(
            Notice(one.unit, one.part, one.stated, one.added)
            for one in differences(count)
            if unit in (None, one.unit)
        ),
    )


def _list_of_count(one: ListCount) -> CountedList:
    people = tuple(CountedCandidate(each.number, each.votes) for each in one.candidates)
    return CountedList(one.number, one.name, one.votes, people)


# -- CSV


def _stations(data: bytes, of_regions: CsvColumnMissing) -> tuple[StationVotes, ...]:
    """The other CSV; a table that is neither is refused as the first."""
    try:
        return read_stations(data)
    except CsvColumnMissing:
        raise of_regions from None


def _area_of_table(
    rows: tuple[RegionResult, ...] | tuple[StationVotes, ...], municipality: str, official: OfficialElection
) -> CountedArea:
    if not rows:
        raise CsvUnfit(line=2, column=None)
    stations = [one for one in rows if isinstance(one, StationVotes)]
    if stations:
        return _area_of_stations(stations, municipality, official)
    return _area_of_regions([one for one in rows if isinstance(one, RegionResult)], municipality, official)


def _area_of_stations(
    stations: list[StationVotes], municipality: str, official: OfficialElection
) -> CountedArea:
    """Lists go by their names here, and the file holds all municipalities, often of several elections."""
    own = [one for one in stations if same_number(one.municipality, municipality)]
    if not own:
        raise CountOfAnotherPlace(area=stations[0].municipality_name)
    votes: Counter[str] = Counter()
    for one in own:
        votes.update(dict(one.votes))
    lists = tuple(CountedList(None, name, number) for name, number in votes.items())
    return CountedArea(STATIONS, own[0].municipality_name, official.category == MUNICIPAL, lists)


def _area_of_regions(
    regions: list[RegionResult], municipality: str, official: OfficialElection
) -> CountedArea:
    own = [
        one for one in regions if one.code[0] in OF_MUNICIPALITY and same_number(one.code[1:], municipality)
    ]
    over_all = [one for one in regions if one.code[0] in OF_WHOLE]
    if not own and len(over_all) != 1:
        raise CountOfAnotherPlace(area=regions[0].name)
    region = (own or over_all)[0]
    return CountedArea(
        source=REGIONS,
        name=region.name,
        is_whole=not own or official.category == MUNICIPAL,
        lists=tuple(_lists_of_region(region)),
        blank=region.blank,
        invalid=region.invalid,
        entitled=region.entitled,
        admitted=region.turnout,
    )


def _lists_of_region(region: RegionResult) -> Iterable[CountedList]:
    for one in region.lists:
        if one.votes is not None:
            people = _people(one)
            if people and sum(each.votes for each in people) != one.votes:
                added = sum(each.votes for each in people)
                raise SumsDiffer(
                    part="candidates", unit=region.code, list=one.number, stated=one.votes, added=added
                )
            yield CountedList(one.number, one.name, one.votes, people)


def _people(one: ListResult) -> tuple[CountedCandidate, ...]:
    """The candidates, if all of them have a number and votes."""
    found = tuple(
        CountedCandidate(each.number, each.votes, each.last_name)
        for each in one.candidates
        if each.number is not None and each.votes is not None
    )
    return found if len(found) == len(one.candidates) else ()
