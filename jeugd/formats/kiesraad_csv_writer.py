"""A youth result as the Electoral Council's long table (``TK2025_uitslag.csv``).

The column ``Partij``, which the Council always leaves empty, says on every line that the numbers are unofficial: the
format has no other place for it, and a line cannot be cut loose from it.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import StringIO

from jeugd.formats.csv_table import harmless
from jeugd.formats.eml_nl.candidate_lists import CandidateLists, ListedCandidate, ListOfCandidates
from jeugd.formats.eml_nl.count_refusals import NotOfTheseLists
from jeugd.formats.eml_nl.count_writer import UNOFFICIAL
from jeugd.formats.eml_nl.counts import Count, UnitCount, contest_of_count
from jeugd.formats.eml_nl.vote_group import ListCount, VoteGroup
from jeugd.formats.kiesraad_csv import (
    CANDIDATE_ELECTED,
    CANDIDATE_VOTES,
    COLUMNS,
    DELIMITER,
    LIST_SEATS,
    LIST_VOTES,
    CandidateResult,
    ListResult,
    RegionResult,
)
from jeugd.formats.osv_csv import ISLANDS

Cells = dict[str, str]


def municipality_code(municipality: str) -> str:
    """Return ``G0668`` for ``668``, ``O9001`` for Bonaire."""
    number = municipality.zfill(4)
    return f"{'O' if number in ISLANDS else 'G'}{number}"


def regions_of(
    count: Count,
    lists: CandidateLists,
    area_code: str,
    *,
    seats: Mapping[int, int] | None = None,
    elected: Collection[tuple[int, int]] = (),
) -> tuple[RegionResult, ...]:
    """Return the whole area of a count under ``area_code`` (``G0668``, ``P25``, ``L528``), then the municipalities
    of a 510d. Polling stations, so schools, are no regions and stay out.

    Candidates have votes in the whole area only, as in the Council's file; so have ``seats`` by list and
    ``elected`` as (list, candidate). Raises CountOfAnotherElection, ContestUnclear or NotOfTheseLists.
    """
    counted, listed = contest_of_count(count, lists)
    known = {found.number: found for found in listed.lists}
    whole = tuple(
        _whole_list(found, known.get(found.number), seats, elected) for found in counted.total.lists
    )
    return (
        _region(area_code, count.authority_name, None, counted.total, whole),
        *(
            _region(_code(unit), unit.name, area_code, unit.votes, tuple(map(_list, unit.votes.lists)))
            for unit in counted.units
            if not _is_station(unit)
        ),
    )


def write_regions(regions: Sequence[RegionResult]) -> bytes:
    """Return the long table of a youth election, UTF-8, a line for each number.

    Lists and candidates are official text and stay as they are, so that they can be joined; the name of a region
    that a spreadsheet would calculate gets an apostrophe. Gender is left out.
    """
    out = StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", delimiter=DELIMITER, lineterminator="\n")
    writer.writeheader()
    for region in regions:
        writer.writerows(_region_cells(region) | cells for cells in _lines(region))
    return out.getvalue().encode()


# -- from a count


def _is_station(unit: UnitCount) -> bool:
    return unit.id.rpartition("::")[2].startswith("SB")


def _code(unit: UnitCount) -> str:
    last = unit.id.rpartition("::")[2]
    return f"K{last.removeprefix('HSB')}" if last.startswith("HSB") else municipality_code(last)


def _region(
    code: str, name: str | None, parent: str | None, votes: VoteGroup, lists: tuple[ListResult, ...]
) -> RegionResult:
    return RegionResult(
        code=code,
        name=name or code,
        parent=parent,
        grandparent=None,
        entitled=votes.entitled,
        turnout=votes.ballots,
        counted=votes.counted,
        blank=votes.blank,
        invalid=votes.invalid,
        lists=lists,
    )


def _list(found: ListCount) -> ListResult:
    return ListResult(found.number, found.name, found.votes, None, ())


def _whole_list(
    found: ListCount,
    listed: ListOfCandidates | None,
    seats: Mapping[int, int] | None,
    elected: Collection[tuple[int, int]],
) -> ListResult:
    if listed is None:
        raise NotOfTheseLists(list=found.number, candidate=None)
    people = {person.number: person for person in listed.candidates}
    for candidate in found.candidates:
        if candidate.number not in people:
            raise NotOfTheseLists(list=found.number, candidate=candidate.number)
    return ListResult(
        number=found.number,
        name=found.name,
        votes=found.votes,
        seats=None if seats is None else seats.get(found.number, 0),
        candidates=tuple(
            _candidate(people[candidate.number], candidate.votes, (found.number, candidate.number) in elected)
            for candidate in found.candidates
        ),
    )


def _candidate(person: ListedCandidate, votes: int, elected: bool) -> CandidateResult:  # noqa: FBT001 - a field
    return CandidateResult(
        number=person.number,
        initials=person.initials,
        first_name=person.first_name,
        prefix=person.prefix,
        last_name=person.last_name,
        locality=person.locality,
        votes=votes,
        elected=elected,
    )


# -- to lines


def _region_cells(region: RegionResult) -> Cells:
    return {
        "Regio": harmless(region.name),
        "RegioCode": region.code,
        "OuderRegioCode": region.parent or "",
        "GrootOuderRegioCode": region.grandparent or "",
        "Partij": UNOFFICIAL,
    }


def _lines(region: RegionResult) -> Iterator[Cells]:
    yield from _value("Kiesgerechtigden", region.entitled)
    yield from _value("Opkomst", region.turnout)
    yield from _value("AantalGeldigeStemmen", region.counted)
    yield from _value("AantalBlancoStemmen", region.blank)
    yield from _value("AantalOngeldigeStemmen", region.invalid)
    for found in region.lists:
        of_list = {"LijstNummer": _shown(found.number), "LijstNaam": found.name or ""}
        for cells in _list_lines(found):
            yield of_list | cells


def _list_lines(found: ListResult) -> Iterator[Cells]:
    yield from _value(LIST_VOTES, found.votes)
    yield from _value(LIST_SEATS, found.seats)
    for candidate in found.candidates:
        of_candidate = _candidate_cells(candidate)
        for cells in (
            *_value(CANDIDATE_VOTES, candidate.votes),
            *_value(CANDIDATE_ELECTED, 1 if candidate.elected else None),
        ):
            yield of_candidate | cells


def _candidate_cells(candidate: CandidateResult) -> Cells:
    return {
        "KandidaatNummer": _shown(candidate.number),
        "KandidaatInitialen": candidate.initials or "",
        "KandidaatVoornaam": candidate.first_name or "",
        "KandidaatTussenvoegsel": candidate.prefix or "",
        "KandidaatAchternaam": candidate.last_name or "",
        "KandidaatWoonplaats": candidate.locality or "",
    }


def _value(kind: str, value: int | None) -> Iterator[Cells]:
    if value is not None:
        yield {"VeldType": kind, "Waarde": str(value)}


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
