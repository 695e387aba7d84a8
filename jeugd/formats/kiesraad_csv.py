"""The Electoral Council's two CSV files of an election: ``TK2025_uitslag.csv``, a long table of numbers per region,
and ``TK2025_Stemmen_Per_Lijst_Per_Stembureau.csv``, the votes for each list at each polling station.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from jeugd.formats.csv_table import Cells, CsvUnfit, lines_of, number_if_any, number_in
from jeugd.formats.eml_nl.count_refusals import SumsDiffer
from jeugd.formats.eml_nl.count_writer import UNOFFICIAL

MOST_LINES = 400_000
MOST_REGION_LINES = 100_000
"""The long table of a Tweede Kamer election has 47,609."""

REGION_CODE = re.compile("([GOKPLW])([0-9]{1,4})")
DELIMITER = ";"

COLUMNS = (
    "Regio",
    "RegioCode",
    "OuderRegioCode",
    "GrootOuderRegioCode",
    "Partij",
    "LijstNummer",
    "LijstNaam",
    "KandidaatNummer",
    "KandidaatInitialen",
    "KandidaatVoornaam",
    "KandidaatTussenvoegsel",
    "KandidaatAchternaam",
    "KandidaatWoonplaats",
    "KandidaatGeslacht",
    "VeldType",
    "Waarde",
)
NEEDED_COLUMNS = ("Regio", "RegioCode", "LijstNummer", "LijstNaam", "VeldType", "Waarde")
STATION_COLUMNS = (
    "GemeenteCode",
    "GemeenteNaam",
    "StembureauNaam",
    "StembureauCode",
    "PartijNaam",
    "AantalStemmen",
)
"""Files up to 2010 have no postcode."""

REGION_FIELDS = {
    "Kiesgerechtigden": "entitled",
    "Opkomst": "turnout",
    "AantalGeldigeStemmen": "counted",
    "AantalBlancoStemmen": "blank",
    "AantalOngeldigeStemmen": "invalid",
}
LIST_VOTES = "LijstAantalStemmen"
LIST_SEATS = "LijstAantalZetels"
CANDIDATE_VOTES = "KandidaatAantalStemmen"
CANDIDATE_ELECTED = "KandidaatGekozen"


@dataclass(frozen=True, slots=True)
class CandidateResult:
    """A candidate in a region."""

    number: int | None
    initials: str | None
    first_name: str | None
    prefix: str | None
    last_name: str | None
    locality: str | None
    votes: int | None
    elected: bool


@dataclass(frozen=True, slots=True)
class ListResult:
    """A list in a region; seats stand at the region of the whole election only."""

    number: int | None
    name: str | None
    votes: int | None
    seats: int | None
    candidates: tuple[CandidateResult, ...]


@dataclass(frozen=True, slots=True)
class RegionResult:
    """The numbers of one region; None where the file does not say."""

    code: str
    """``G0668`` (gemeente), ``O9001`` (openbaar lichaam), ``K6`` (kieskring), ``P25`` (provincie), ``L528``."""
    name: str
    parent: str | None
    grandparent: str | None
    entitled: int | None
    turnout: int | None
    """Voters: valid, blank and invalid votes together, not a percentage."""
    counted: int | None
    blank: int | None
    invalid: int | None
    lists: tuple[ListResult, ...]


@dataclass(frozen=True, slots=True)
class StationVotes:
    """The votes for each list, by its name, at one polling station."""

    municipality: str
    """Four digits."""
    municipality_name: str
    postcode: str | None
    name: str
    code: str
    """``SB1``."""
    votes: tuple[tuple[str, int], ...]


# -- reading


def read_regions(data: bytes) -> tuple[RegionResult, ...]:
    """Read the long table; columns in any order, UTF-8 or Windows-1252, unknown kinds of numbers passed over.

    Raises CsvUnfit, CsvColumnMissing, CsvTooLarge, or SumsDiffer when the lists of a region do not
    add up to its valid votes.
    """
    regions: dict[str, _Region] = {}
    for line, cells in lines_of(data, NEEDED_COLUMNS, MOST_REGION_LINES):
        code = cells["RegioCode"]
        if not REGION_CODE.fullmatch(code):
            raise CsvUnfit(line=line, column="RegioCode")
        if code not in regions:
            regions[code] = _Region(code, cells)
        regions[code].take(line, cells)
    results = tuple(region.result() for region in regions.values())
    for result in results:
        _lists_must_add_up(result)
    return results


def is_unofficial(data: bytes) -> bool:
    """Tell whether a long table is one of ours: a youth election."""
    return any(
        cells.get("Partij") == UNOFFICIAL for _, cells in lines_of(data, NEEDED_COLUMNS, MOST_REGION_LINES)
    )


def read_stations(data: bytes, municipality: str | None = None) -> tuple[StationVotes, ...]:
    """Read the votes per station, of one municipality (its number, ``0668`` or ``668``) or of all.

    Raises CsvUnfit, CsvColumnMissing or CsvTooLarge.
    """
    wanted = municipality.lstrip("0") if municipality else None
    stations: dict[tuple[str, str], tuple[Cells, dict[str, int]]] = {}
    for line, cells in lines_of(data, STATION_COLUMNS, MOST_LINES):
        code = cells["GemeenteCode"].removeprefix("GM").lstrip("0")
        if wanted is not None and code != wanted:
            continue
        votes = number_in(cells, "AantalStemmen", line)
        _, of_station = stations.setdefault((code, cells["StembureauCode"]), (cells, {}))
        if not cells["PartijNaam"] or cells["PartijNaam"] in of_station:
            raise CsvUnfit(line=line, column="PartijNaam")
        of_station[cells["PartijNaam"]] = votes
    return tuple(_station(code, cells, votes) for (code, _), (cells, votes) in stations.items())


def _station(code: str, cells: Cells, votes: Mapping[str, int]) -> StationVotes:
    return StationVotes(
        municipality=code.zfill(4),
        municipality_name=cells["GemeenteNaam"],
        postcode=cells.get("Postcode") or None,
        name=cells["StembureauNaam"],
        code=cells["StembureauCode"],
        votes=tuple(votes.items()),
    )


# -- lines that become regions


@dataclass(slots=True)
class _Candidate:
    cells: Cells
    number: int | None
    votes: int | None = None
    elected: bool = False

    def result(self) -> CandidateResult:
        return CandidateResult(
            number=self.number,
            initials=self.cells.get("KandidaatInitialen") or None,
            first_name=self.cells.get("KandidaatVoornaam") or None,
            prefix=self.cells.get("KandidaatTussenvoegsel") or None,
            last_name=self.cells.get("KandidaatAchternaam") or None,
            locality=self.cells.get("KandidaatWoonplaats") or None,
            votes=self.votes,
            elected=self.elected,
        )


CandidateKey = tuple[int | None, str, str, str]
ListKey = tuple[int | None, str]


@dataclass(slots=True)
class _List:
    votes: int | None = None
    seats: int | None = None
    candidates: dict[CandidateKey, _Candidate] = field(default_factory=dict)

    def candidate(self, line: int, cells: Cells) -> _Candidate:
        number = number_if_any(cells, "KandidaatNummer", line)
        key = (
            number,
            cells.get("KandidaatInitialen", ""),
            cells.get("KandidaatTussenvoegsel", ""),
            cells.get("KandidaatAchternaam", ""),
        )
        return self.candidates.setdefault(key, _Candidate(cells, number))


class _Region:
    """The lines of one region, gathered."""

    def __init__(self, code: str, first: Cells) -> None:
        self.code = code
        self.first = first
        self.figures: dict[str, int] = {}
        self.lists: dict[ListKey, _List] = {}

    def take(self, line: int, cells: Cells) -> None:
        kind = cells["VeldType"]
        if kind in REGION_FIELDS:
            value = number_in(cells, "Waarde", line)
            if self.figures.setdefault(REGION_FIELDS[kind], value) != value:
                raise CsvUnfit(line=line, column="Waarde")
        elif kind in {LIST_VOTES, LIST_SEATS, CANDIDATE_VOTES, CANDIDATE_ELECTED}:
            self._take_list(line, cells, kind)

    def _take_list(self, line: int, cells: Cells, kind: str) -> None:
        number = number_if_any(cells, "LijstNummer", line)
        found = self.lists.setdefault((number, cells["LijstNaam"]), _List())
        if kind == LIST_VOTES:
            found.votes = _only(line, found.votes, number_in(cells, "Waarde", line))
        elif kind == LIST_SEATS:
            found.seats = _only(line, found.seats, number_in(cells, "Waarde", line))
        elif kind == CANDIDATE_VOTES:
            candidate = found.candidate(line, cells)
            candidate.votes = _only(line, candidate.votes, number_in(cells, "Waarde", line))
        else:
            found.candidate(line, cells).elected = cells["Waarde"] != "0"

    def result(self) -> RegionResult:
        return RegionResult(
            code=self.code,
            name=self.first["Regio"],
            parent=self.first.get("OuderRegioCode") or None,
            grandparent=self.first.get("GrootOuderRegioCode") or None,
            entitled=self.figures.get("entitled"),
            turnout=self.figures.get("turnout"),
            counted=self.figures.get("counted"),
            blank=self.figures.get("blank"),
            invalid=self.figures.get("invalid"),
            lists=tuple(
                ListResult(
                    number,
                    name or None,
                    found.votes,
                    found.seats,
                    tuple(candidate.result() for candidate in found.candidates.values()),
                )
                for (number, name), found in self.lists.items()
            ),
        )


def _only(line: int, before: int | None, value: int) -> int:
    if before is not None and before != value:
        raise CsvUnfit(line=line, column="Waarde")
    return value


def _lists_must_add_up(region: RegionResult) -> None:
    votes = [found.votes for found in region.lists if found.votes is not None]
    if votes and region.counted is not None and sum(votes) != region.counted:
        raise SumsDiffer(part="lists", unit=region.code, list=None, stated=region.counted, added=sum(votes))
