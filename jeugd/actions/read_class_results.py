"""Read the result of one class as far as the class may see it, also beside what is public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jeugd.actions.export_results import units_of
from jeugd.actions.read_results import public_results, station_results
from jeugd.domain.disclosed_result import class_sees, classes_beside_total
from jeugd.domain.disclosure import OutcomeOnly, Table
from jeugd.domain.election import Definition, ElectionState, Opening
from jeugd.storage import ballots, elections

if TYPE_CHECKING:
    from jeugd.domain.disclosure import Disclosed
    from jeugd.domain.result import ContestResult
    from jeugd.storage.database import Session


def class_results(
    session: Session, election: str, station: str
) -> tuple[tuple[ContestResult, Disclosed], ...]:
    """Each contest in one station, and what its class may see of it. Whether it is time is the caller's to check.

    Boxes that open together are seen when the whole is public. Then a class keeps its numbers to itself where
    together with the public ones they would tell those of a smaller class (R5). A box that its class opened itself
    was seen before anybody knew of the others.
    """
    results = station_results(session, election, station)
    seen = tuple((result, class_sees(result)) for result in results)
    if not _is_seen_beside_total(session, election):
        return seen
    return tuple(
        (result, _beside_total(session, election, station, number, result, disclosed))
        for number, (result, disclosed) in enumerate(seen, start=1)
    )


def _is_seen_beside_total(session: Session, election: str) -> bool:
    row = elections.election(session, election)
    is_together = Definition.from_json(row.definition).opening is Opening.TOGETHER
    return is_together and row.state is ElectionState.PUBLISHED


def _beside_total(
    session: Session, election: str, station: str, number: int, result: ContestResult, disclosed: Disclosed
) -> Disclosed:
    """The numbers of a class, or its outcome alone."""
    if not isinstance(disclosed, Table):
        return disclosed
    if not isinstance(public_results(session, election)[number - 1][1], Table):
        return disclosed
    unit = next(one for one in units_of(session, election) if station in one)
    tallies = ballots.tallies(session, sorted(unit), number)
    return disclosed if station in classes_beside_total(result.contest, tallies) else OutcomeOnly()
