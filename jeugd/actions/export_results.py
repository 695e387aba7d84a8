"""Export a published schaduwverkiezing in the formats of the Electoral Council, as far as small numbers allow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from jeugd.actions.apportion_seats import election_seats
from jeugd.actions.read_results import public_results
from jeugd.domain.answer import BLANK, INVALID
from jeugd.domain.apportionment import Apportioned
from jeugd.domain.clock import AMSTERDAM
from jeugd.domain.contest import Method
from jeugd.domain.disclosure import Place, Table, merged_units
from jeugd.domain.election import Definition, ElectionState
from jeugd.domain.errors import NotFound
from jeugd.domain.result import contest_result
from jeugd.domain.turnout import NO_TURNOUT, Turnout
from jeugd.formats.eml_nl.candidate_lists import MESSAGE as LISTS
from jeugd.formats.eml_nl.candidate_lists import read_candidate_lists
from jeugd.formats.eml_nl.count_writer import (
    OTHER_PLACES,
    municipal_youth_count,
    school_unit,
    write_youth_count,
    youth_file_name,
    youth_votes,
)
from jeugd.formats.eml_nl.definition import MESSAGE as DEFINITION
from jeugd.formats.eml_nl.definition import contest_of_municipality, read_definition
from jeugd.formats.kiesraad_csv_writer import municipality_code, regions_of, write_regions
from jeugd.formats.osv_csv import write_osv_csv
from jeugd.storage import ballots, elections, official_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jeugd.domain.contest import Contest
    from jeugd.formats.eml_nl.candidate_lists import CandidateLists
    from jeugd.formats.eml_nl.candidate_lists import Contest as OfficialContest
    from jeugd.formats.eml_nl.counts import Count
    from jeugd.formats.eml_nl.vote_group import VoteGroup
    from jeugd.storage.database import Session
    from jeugd.storage.tables import ElectionRow, PollingStationRow


class FileFormat(Enum):
    """A format of the Electoral Council, and how the names of its files end."""

    EML = ".eml.xml"
    OSV = "_osv4-3.csv"
    REGIONS = "_uitslag.csv"


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file to hand out: its name, and its bytes, which are the same each time."""

    name: str
    contents: bytes


@dataclass(frozen=True, slots=True)
class VotingPlace:
    """A school, or a station without one, and what its stations counted: ``tally`` is {answer: ballots}."""

    name: str
    tally: Mapping[str, int]
    turnout: Turnout
    stations: int


def export_results(session: Session, *, election: str, as_format: FileFormat) -> ExportedFile:
    """Make one file of a published result: ``count`` of the municipality, a unit for each school.

    Raises NotFound before publication, for an election that was not made of official lists, and where the public sees
    no numbers.
    """
    count, lists = youth_count(session, election)
    name = youth_file_name(count).removesuffix(FileFormat.EML.value) + as_format.value
    match as_format:
        case FileFormat.EML:
            return ExportedFile(name, write_youth_count(count))
        case FileFormat.OSV:
            return ExportedFile(name, write_osv_csv(count, lists))
        case FileFormat.REGIONS:
            return ExportedFile(name, _regions(session, election, count, lists))


def has_exports(session: Session, election: str) -> bool:
    """Whether a published result can be exported."""
    return _places_to_show(session, elections.election(session, election)) is not None


def youth_count(session: Session, election: str) -> tuple[Count, CandidateLists]:
    """Return the youth count of a published election in the shape of a 510b, and the official lists it is about.

    Small places are added up (``disclosure.merged_units``). It was made at the moment until which the result was
    shut, so that it is the same each time. Raises NotFound as ``export_results``.
    """
    row = elections.election(session, election)
    places = _places_to_show(session, row)
    if places is None:
        raise NotFound
    municipality = row.municipality.removeprefix("GM")
    lists, contest = _official_lists(session, election, municipality)
    units = [
        school_unit(municipality, number, place.name, None, _votes(contest, place))
        for number, place in enumerate(places, start=1)
    ]
    count = municipal_youth_count(
        lists.election,
        contest,
        units,
        municipality=municipality,
        municipality_name=elections.municipality(session, row.municipality).name,
        created=row.publish_at and row.publish_at.astimezone(AMSTERDAM),
    )
    return count, lists


def _regions(session: Session, election: str, count: Count, lists: CandidateLists) -> bytes:
    outcome = election_seats(session, election)
    known = outcome if isinstance(outcome, Apportioned) else None
    regions = regions_of(
        count,
        lists,
        municipality_code(count.authority_id),
        seats={one.number: one.seats for one in known.seats.standings} if known else None,
        elected={(one.number, seated.candidate) for one in known.lists for seated in one.seated}
        if known
        else (),
    )
    return write_regions(regions)


def _official_lists(
    session: Session, election: str, municipality: str
) -> tuple[CandidateLists, OfficialContest]:
    """What the files said when they were imported."""
    lists = official_files.contents(session, election, LISTS)
    assert lists is not None, "an election is exported only if it was made of official lists"
    definition = official_files.contents(session, election, DEFINITION)
    read = read_candidate_lists(lists)
    defined = read_definition(definition) if definition is not None else None
    return read, contest_of_municipality(read, municipality, defined)


def _votes(contest: OfficialContest, place: VotingPlace) -> VoteGroup:
    return youth_votes(
        contest,
        {_listed(answer): votes for answer, votes in place.tally.items() if answer not in (BLANK, INVALID)},
        entitled=place.turnout.expected,
        admitted=place.turnout.cast,
        blank=place.tally.get(BLANK, 0),
        invalid=place.tally.get(INVALID, 0),
    )


def _listed(answer: str) -> tuple[int, int]:
    """``5.12`` is candidate 12 of list 5."""
    number, _, candidate = answer.partition(".")
    return int(number), int(candidate)


def _places_to_show(session: Session, row: ElectionRow) -> list[VotingPlace] | None:
    """The places by name, small ones added up at the end; None where there is nothing to export."""
    contest = _contest_to_export(session, row)
    if contest is None:
        return None
    return _merged(_places(session, row.id), contest, elections.municipality(session, row.municipality).name)


def _contest_to_export(session: Session, row: ElectionRow) -> Contest | None:
    """The contest of official lists whose numbers are public; None where there is nothing to export."""
    if row.state is not ElectionState.PUBLISHED or not official_files.is_kept(session, row.id, LISTS):
        return None
    contest = Definition.from_json(row.definition).contests[0]
    _, disclosed = public_results(session, row.id)[0]
    if contest.method is not Method.LIST_VOTE or not isinstance(disclosed, Table) or disclosed.folded:
        return None
    return contest


def units_of(session: Session, election: str) -> tuple[frozenset[str], ...]:
    """The stations of each unit whose numbers are public: those of an export or, without one, all together."""
    stations = elections.stations_of(session, election)
    whole = (frozenset(one.id for one in stations),)
    contest = _contest_to_export(session, elections.election(session, election))
    if contest is None:
        return whole
    places = _places(session, election)
    merged = merged_units({key: _counted(contest, place) for key, place in places.items()})
    if merged is None:
        return whole
    units = ([key] for key in merged.shown)
    return tuple(
        frozenset(one.id for one in stations if _place_of(one) in unit) for unit in (*units, merged.folded)
    )


def _merged(places: Mapping[str, VotingPlace], contest: Contest, whole: str) -> list[VotingPlace] | None:
    merged = merged_units({key: _counted(contest, place) for key, place in places.items()})
    if merged is None:
        return None
    shown = [places[key] for key in merged.shown]
    if merged.folded:
        name = OTHER_PLACES if shown else whole
        shown.append(_together(name, [places[key] for key in merged.folded]))
    return shown


def _counted(contest: Contest, place: VotingPlace) -> Place:
    """A place as the rules of disclosure see it: votes of each list, and blank; and of each candidate."""
    candidates = (votes for answer, votes in place.tally.items() if answer not in (BLANK, INVALID))
    return Place(contest_result(contest, place.tally).by_answer, place.stations, tuple(candidates))


def _places(session: Session, election: str) -> dict[str, VotingPlace]:
    """Every school, and every station without one, in the order of their names."""
    stations = elections.stations_of(session, election)
    tallies = ballots.tallies(session, [one.id for one in stations], 1)
    turnouts = elections.turnouts(session, stations)
    places: dict[str, VotingPlace] = {}
    for one in stations:
        key = _place_of(one)
        name = elections.school_name(session, one) or one.name
        tally = tallies.get(one.id, {})
        own = VotingPlace(name, tally, turnouts[one.id], int(any(tally.values())))
        places[key] = _together(name, [places[key], own]) if key in places else own
    return dict(sorted(places.items(), key=lambda item: (item[1].name, item[0])))


def _place_of(station: PollingStationRow) -> str:
    """Its school, or the station itself."""
    return station.school or station.id


def _together(name: str, places: Iterable[VotingPlace]) -> VotingPlace:
    tally: Counter[str] = Counter()
    turnout, stations = NO_TURNOUT, 0
    for place in places:
        tally.update(place.tally)
        turnout += place.turnout
        stations += place.stations
    return VotingPlace(name, tally, turnout, stations)
