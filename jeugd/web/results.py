"""The public result of an election, from the moment it is published; and the same as open data."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from jeugd.actions.export_ballots import contests_with_ballots
from jeugd.actions.export_results import has_exports
from jeugd.actions.read_results import public_results
from jeugd.domain.answer import BLANK
from jeugd.domain.disclosed_result import candidates_are_seen
from jeugd.domain.disclosure import LargeMajority, OutcomeOnly, Table
from jeugd.domain.election import Definition, ElectionState
from jeugd.domain.errors import NotFound
from jeugd.domain.tally import scale
from jeugd.domain.tally.scale import POINTS, UNKNOWN
from jeugd.formats.tally_report import as_object
from jeugd.storage import elections, embargoes
from jeugd.web.comparison import Beside, beside
from jeugd.web.council import Council, council_of
from jeugd.web.http import Visit, render
from jeugd.web.stations import ShownContest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from jeugd.domain.result import ContestResult
    from jeugd.domain.turnout import Turnout
    from jeugd.formats.tally_report import Plain
    from jeugd.storage.database import Session
    from jeugd.storage.tables import ElectionRow

COLUMNS = (
    "answer",
    "name",
    "votes",
)  # two options may have the same name, so the key on the ballot is there too
SIGNATURES = ("wallets", "paid_most", "paid_all", "paid_nothing")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """A published result; ``admitted`` is None while some station entered no number.

    ``has_exports``: made of official lists, and its numbers may be shown place by place. ``with_ballots`` are the
    contests of which the ballots may be handed out, by number.
    """

    id: str
    definition: Definition
    municipality: str
    contests: tuple[ShownContest, ...]
    turnout: Turnout
    stations: int
    admitted: int | None
    council: Council | None = None
    lift: Lift | None = None
    has_exports: bool = False
    with_ballots: tuple[int, ...] = ()
    official: Beside | None = None


@dataclass(frozen=True, slots=True)
class Lift:
    """An embargo that two officials lifted before its moment, for all to see."""

    shut_until: datetime
    lifted_at: datetime
    asked_who: str
    confirmed_who: str


def show(visit: Visit) -> Response:
    return render(visit.request, "results/show.html", _page(visit))


def as_json(visit: Visit) -> Response:
    return Response(json_of(visit.session, visit.path("election")), media_type="application/json")


def json_of(session: Session, election: str) -> bytes:
    """A published result as JSON. Raises NotFound before publication."""
    page = _public(session, election)
    answer = JSONResponse(
        {
            "id": page.id,
            "title": page.definition.title,
            "kind": page.definition.kind.value,
            "municipality": page.municipality,
            "unofficial": True,
            "free_to_join": page.definition.is_free_to_join,
            "issued": page.turnout.issued,
            "cast": page.turnout.cast,
            "admitted": page.admitted,
            "contests": [_contest(shown) for shown in page.contests],
            "seats": _seats(page.council),
            "official": page.official.as_json() if page.official else None,
        }
    )
    return bytes(answer.body)


def _contest(shown: ShownContest) -> dict[str, object]:
    """A contest with its votes, and how its method came to the outcome where all numbers may be shown."""
    return {
        "question": shown.result.contest.question,
        "method": shown.result.contest.method.value,
        "shown": shown.disclosed.kind,
        "outcome": shown.leaders,
        "verdict": shown.verdict or None,
        "votes": [dict(zip(COLUMNS, row, strict=True)) for row in _rows(shown)],
        "count": _without_signatures(as_object(shown.result.outcome)) if shown.explanation else None,
    }


def _without_signatures(plain: Plain) -> Plain:
    """Leave out what would tell the ballots of single voters: what each group of them has left of its share."""
    if isinstance(plain, dict):
        return {key: _without_signatures(each) for key, each in plain.items() if key not in SIGNATURES}
    return [_without_signatures(each) for each in plain] if isinstance(plain, list) else plain


def _seats(council: Council | None) -> list[dict[str, object]] | None:
    """The seats of each list; None where there are none to show."""
    if council is None:
        return None
    return [{"list": one.number, "name": one.name, "seats": one.seats} for one in council.lists]


def as_csv(visit: Visit) -> Response:
    page = _page(visit)
    out = io.StringIO()
    writer = csv.writer(out)
    free = page.definition.is_free_to_join
    writer.writerow(("contest", *COLUMNS, *(["participation"] if free else [])))
    for number, shown in enumerate(page.contests, start=1):
        writer.writerows(
            (number, answer, _harmless(name), votes, *(["free"] if free else []))
            for answer, name, votes in _rows(shown)
        )
    return Response(out.getvalue(), media_type="text/csv")


def _page(visit: Visit) -> ResultsPage:
    return _public(visit.session, visit.path("election"))


def _public(session: Session, election: str) -> ResultsPage:
    """Raises NotFound before publication: that there is nothing to see says nothing."""
    row = elections.election(session, election)
    if row.state is not ElectionState.PUBLISHED:
        raise NotFound
    return _published(session, row)


def _published(session: Session, row: ElectionRow) -> ResultsPage:
    stations = elections.stations_of(session, row.id)
    admitted = [one.admitted for one in stations]
    definition = Definition.from_json(row.definition)
    turnouts = elections.turnouts(session, stations)
    voted = sum(one.cast > 0 for one in turnouts.values())
    contests = tuple(
        ShownContest(result, disclosed, candidates_are_seen(result, stations=voted))
        for result, disclosed in public_results(session, row.id)
    )
    council = council_of(session, row.id)
    return ResultsPage(
        id=row.id,
        definition=definition,
        municipality=elections.municipality(session, row.municipality).name,
        contests=contests,
        turnout=elections.total(turnouts),
        stations=len(stations),
        admitted=None if None in admitted else sum(number for number in admitted if number is not None),
        council=council,
        lift=_lift(session, row.id),
        has_exports=has_exports(session, row.id),
        with_ballots=contests_with_ballots(session, row.id),
        official=beside(session, row.id, definition, contests[0], council) if contests else None,
    )


def _lift(session: Session, election: str) -> Lift | None:
    row = embargoes.lift_of(session, election)
    if row is None or row.lifted_at is None or row.confirmed_who is None:
        return None
    return Lift(row.shut_until, row.lifted_at, row.asked_who, row.confirmed_who)


def _rows(shown: ShownContest) -> list[tuple[str, str, int | None]]:
    """COLUMNS of each answer that may be named; one without a number won, or is folded."""
    match shown.disclosed:
        case Table() if isinstance(shown.result.outcome, scale.Outcome):
            return list(_statements(shown.result, shown.result.outcome))
        case Table(shown=numbers):
            return [
                (answer, shown.result.name_of(answer), numbers.get(answer))
                for answer in shown.result.by_answer
            ]
        case LargeMajority(answer=answer):
            return [(answer, shown.result.name_of(answer), None)]
        case OutcomeOnly():
            return [(answer, shown.result.name_of(answer), None) for answer in shown.leaders]
    return []


def _statements(result: ContestResult, outcome: scale.Outcome) -> Iterator[tuple[str, str, int]]:
    """Each point of each statement, as the tally has them: ``2:5`` is agreement with the second."""
    for one in outcome.statements:
        name = result.name_of(one.key)
        numbers = (*zip(POINTS, one.points, strict=True), (UNKNOWN, one.unknown), (BLANK, one.blank))
        yield from ((f"{one.key}:{point}", name, number) for point, number in numbers)


def _harmless(text: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe (ASVS 1.2.10)."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
