"""The youth vote beside the official count, as the public result shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.domain.disclosure import Table
from jeugd.domain.official_count import compare, seats_of
from jeugd.domain.tally import list_vote
from jeugd.storage import official_counts
from jeugd.web.council import COLOURS
from jeugd.web.half_circle import HalfCircle, half_circle

if TYPE_CHECKING:
    from fractions import Fraction

    from jeugd.domain.apportionment import SeatAssignment
    from jeugd.domain.contest import Contest
    from jeugd.domain.election import Definition
    from jeugd.domain.official_count import ComparedList, Comparison, OfficialCount
    from jeugd.storage.database import Session
    from jeugd.web.council import Council
    from jeugd.web.stations import ShownContest


@dataclass(frozen=True, slots=True)
class Line:
    """One list in both counts; lengths are whole percentages of the longest bar, ``colour`` counts from 1."""

    compared: ComparedList
    colour: int
    youth_length: int
    official_length: int


@dataclass(frozen=True, slots=True)
class Beside:
    """An official count, and the youth vote beside it as far as its numbers may be shown.

    ``digest`` is the SHA-256 of the official file. Without ``comparison`` there are too few youth votes to show. The
    circles, of the young and of the official count, are drawn when both have seats.
    """

    count: OfficialCount
    digest: str
    names: tuple[tuple[int, str], ...]
    official_seats: SeatAssignment | None
    comparison: Comparison | None
    lines: tuple[Line, ...]
    circles: tuple[HalfCircle, HalfCircle] | None

    def as_json(self) -> dict[str, object]:
        """Plain values; what may not be shown, or is not known, is null."""
        count = self.count
        compared = {one.number: one for one in self.comparison.lists} if self.comparison else {}
        return {
            "source": count.source,
            "area": count.area,
            "is_whole": count.is_whole,
            "sha256": self.digest,
            "valid": count.valid,
            "blank": count.blank,
            "invalid": count.invalid,
            "entitled": count.entitled,
            "admitted": count.admitted,
            "awaits_lots": self.awaits_lots,
            "lists": [
                {
                    "list": number,
                    "name": name,
                    "votes": count.of_list[number],
                    "seats": self.seats_by_list.get(number),
                    "more_seats_with_the_young": compared[number].more_seats if number in compared else None,
                }
                for number, name in self.names
            ],
        }

    @property
    def awaits_lots(self) -> bool:
        """The official count has a tie whose draw is not known here."""
        return self.official_seats is not None and self.official_seats.lots is not None

    @property
    def seats_by_list(self) -> dict[int, int]:
        """The official seats of each list; none while lots decide, or where their number is not known."""
        if self.official_seats is None or self.awaits_lots:
            return {}
        return {one.number: one.seats for one in self.official_seats.standings}


def beside(
    session: Session, election: str, definition: Definition, shown: ShownContest, council: Council | None
) -> Beside | None:
    """The official count beside a published result; None where there is none."""
    found = official_counts.count_of(session, election)
    if found is None or definition.official is None:
        return None
    count, digest = found
    contest = shown.result.contest
    assigned = seats_of(count, contest, definition.official)
    return set_beside(count, digest, contest, _compared(shown, count, council, assigned), assigned)


def set_beside(
    count: OfficialCount,
    digest: str,
    contest: Contest,
    comparison: Comparison | None,
    assigned: SeatAssignment | None,
) -> Beside:
    """Make a comparison ready to be shown, with its picture."""
    circles = _circles(comparison, assigned) if comparison and assigned and comparison.has_seats else None
    return Beside(
        count=count,
        digest=digest,
        names=tuple((one.number, one.shown_name) for one in contest.lists),
        official_seats=assigned,
        comparison=comparison,
        lines=_lines(comparison) if comparison else (),
        circles=circles,
    )


def _compared(
    shown: ShownContest, count: OfficialCount, council: Council | None, assigned: SeatAssignment | None
) -> Comparison | None:
    """Nothing where a number of the young may not be shown: shares would tell it."""
    outcome, disclosed = shown.result.outcome, shown.disclosed
    if not isinstance(outcome, list_vote.Outcome) or not isinstance(disclosed, Table) or disclosed.folded:
        return None
    return compare(
        shown.result.contest,
        outcome.of_list,
        count,
        youth_seats=None if council is None else {one.number: one.seats for one in council.lists},
        official_seats=assigned,
    )


def _lines(comparison: Comparison) -> tuple[Line, ...]:
    longest = max((max(one.youth_share, one.official_share) for one in comparison.lists), default=0) or 1
    return tuple(
        Line(
            compared=one,
            colour=place % COLOURS + 1,
            youth_length=_length(one.youth_share, longest),
            official_length=_length(one.official_share, longest),
        )
        for place, one in enumerate(comparison.lists)
    )


def _length(share: Fraction, longest: Fraction | int) -> int:
    return int(share * 100 / longest)


def _circles(comparison: Comparison, assigned: SeatAssignment) -> tuple[HalfCircle, HalfCircle]:
    """Of the young, and of the official count; what no list could fill stays empty."""
    young = [one.youth_seats or 0 for one in comparison.lists]
    official = [one.official_seats or 0 for one in comparison.lists]
    return (
        half_circle(young, assigned.seats - sum(young)),
        half_circle(official, assigned.seats - sum(official)),
    )
