"""Import the official count of a real election, to set the youth vote beside it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from jeugd.domain.election import Definition, ElectionId
from jeugd.domain.errors import ElectionUnclear, NoRealElection, NotFound, NotFrozenYet
from jeugd.domain.journal import Deed
from jeugd.domain.kind import ElectionKind
from jeugd.domain.official_count import OfficialCount, votes_on_ballot
from jeugd.domain.roles import Role, Staff
from jeugd.formats.official_counts import OfficialFile, area_of
from jeugd.storage import elections, journal, official_counts

if TYPE_CHECKING:
    from datetime import datetime

    from jeugd.domain.official_election import OfficialElection
    from jeugd.storage.database import Session
    from jeugd.storage.tables import ElectionRow


@dataclass(frozen=True, slots=True)
class ImportedResults:
    """What was read, for the official to check.

    ``lists`` holds number, name and votes; ``digest`` is the SHA-256 of the file in sixteen groups.
    """

    election: ElectionId
    title: str
    digest: tuple[str, ...]
    count: OfficialCount
    lists: tuple[tuple[int, str, int], ...]

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        count = self.count
        return {
            "election": self.election,
            "title": self.title,
            "source": count.source,
            "area": count.area,
            "is_whole": count.is_whole,
            "sha256": "".join(self.digest),
            "valid": count.valid,
            "blank": count.blank,
            "invalid": count.invalid,
            "entitled": count.entitled,
            "admitted": count.admitted,
            "lists": [{"number": number, "name": name, "votes": votes} for number, name, votes in self.lists],
            "notices": [asdict(one) for one in count.notices],
        }


def import_results(
    session: Session, *, election: str, file: OfficialFile, now: datetime, by: Staff | None = None
) -> ImportedResults:
    """Keep the official count beside a schaduwverkiezing, in the place of an earlier one: counts are corrected.

    It is the count of the municipality that holds the youth vote or, where the file has none, of the whole election.
    Raises NoRealElection, NotFrozenYet, CountOfAnotherElection, CountOfAnotherPlace, CountOfOtherLists, or a refusal
    of the file itself.
    """
    row = elections.election_to_change(session, election)
    definition = Definition.from_json(row.definition)
    official = definition.official
    if official is None or not has_real_election(definition):
        raise NoRealElection
    if not row.state.is_frozen:
        raise NotFrozenYet
    count = _beside(file, definition, official, row.municipality.removeprefix("GM"))
    digest = "".join(file.digest)
    official_counts.keep(session, election, count, digest)
    by = by or Staff(Role.OFFICIAL, row.municipality, "jeugd import")
    journal.note(
        session,
        Deed.RESULTS_IMPORTED,
        by=by,
        now=now,
        election=election,
        area=count.area,
        source=count.source,
        sha256=digest,
    )
    return ImportedResults(
        ElectionId(election), definition.title, file.digest, count, counted_lists(definition, count)
    )


def has_real_election(definition: Definition) -> bool:
    """Whether there is a real election beside this one: a schaduwverkiezing on official lists."""
    return definition.kind is ElectionKind.SCHADUWVERKIEZING and definition.official is not None


def counted_lists(definition: Definition, count: OfficialCount) -> tuple[tuple[int, str, int], ...]:
    """Number, name and official votes of each list, in the order of the ballot."""
    lists = definition.contests[0].lists
    return tuple((one.number, one.shown_name, count.of_list[one.number]) for one in lists)


def election_of(session: Session, file: OfficialFile) -> ElectionId:
    """Find the one election here that a count is of, by the id and the day in the file. Raises ElectionUnclear."""
    if file.election is None:
        raise ElectionUnclear
    name, day = file.election
    found = [row.id for row in elections.all_elections(session) if _is_of(row, name, day.isoformat())]
    if len(found) != 1:
        raise ElectionUnclear(count=name, elections=tuple(found))
    return ElectionId(found[0])


def election_named(session: Session, election: str) -> ElectionId:
    """The election with this id, as somebody typed it. Raises ElectionUnclear."""
    try:
        return ElectionId(elections.election(session, election).id)
    except NotFound:
        raise ElectionUnclear(count=election, elections=()) from None


def _is_of(row: ElectionRow, name: str, day: str) -> bool:
    official = Definition.from_json(row.definition).official
    return official is not None and (official.id, official.held_on) == (name, day)


def _beside(
    file: OfficialFile, definition: Definition, official: OfficialElection, municipality: str
) -> OfficialCount:
    area = area_of(file, municipality, official)
    of_list, votes = votes_on_ballot(area.lists, definition.contests[0])
    return OfficialCount(
        source=area.source,
        area=area.name,
        is_whole=area.is_whole,
        of_list=of_list,
        votes=votes,
        blank=area.blank,
        invalid=area.invalid,
        entitled=area.entitled,
        admitted=area.admitted,
        notices=area.notices,
    )
