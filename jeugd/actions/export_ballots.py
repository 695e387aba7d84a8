"""Export the ballots of a published poll for researchers: rankings for PrefLib, budgets for Pabulib."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jeugd.actions.export_results import ExportedFile
from jeugd.actions.read_results import public_results
from jeugd.domain.answer import BLANK, INVALID
from jeugd.domain.contest import BUDGETS, Contest, Method
from jeugd.domain.disclosure import Table
from jeugd.domain.election import Definition, ElectionState
from jeugd.domain.errors import NotFound
from jeugd.domain.marking import ABOVE, SEVERAL
from jeugd.domain.patterns import open_rankings, open_sets
from jeugd.domain.result import added_up
from jeugd.formats.pabulib import BudgetFile, Project, write_pabulib
from jeugd.formats.preflib import RankedFile, write_preflib
from jeugd.storage import ballots, elections

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jeugd.domain.result import ContestResult
    from jeugd.domain.tally.ranking import Ranking
    from jeugd.storage.database import Session

RANKED = (Method.INSTANT_RUNOFF, Method.BORDA, Method.SCHULZE)
COUNTRY = "Netherlands"


def export_ballots(session: Session, *, election: str, contest: int) -> ExportedFile:
    """Make the file of one contest: its common ballots whole, its rare ones cut or left out (``domain.patterns``).

    Raises NotFound before publication, for a contest of another method, and where too few ballots are alike.
    """
    results = _published(session, election)
    made = _file(session, election, contest, results[contest]) if contest in results else None
    if made is None:
        raise NotFound
    return made


def contests_with_ballots(session: Session, election: str) -> tuple[int, ...]:
    """The contests of which the ballots can be exported."""
    results = _published(session, election)
    return tuple(number for number, one in results.items() if _file(session, election, number, one))


def _published(session: Session, election: str) -> dict[int, ContestResult]:
    """The contests with numbers for the public, by their number; none before publication."""
    if elections.election(session, election).state is not ElectionState.PUBLISHED:
        return {}
    results = enumerate(public_results(session, election), start=1)
    return {number: result for number, (result, disclosed) in results if isinstance(disclosed, Table)}


def _file(session: Session, election: str, number: int, result: ContestResult) -> ExportedFile | None:
    contest = result.contest
    if contest.method not in (*RANKED, *BUDGETS):
        return None
    stations = [one.id for one in elections.stations_of(session, election)]
    tally = added_up(ballots.tallies(session, stations, number).values())
    name = f"{election}-{number}"
    if contest.method in RANKED:
        return _ranked_file(name, contest, tally)
    return _budget_file(name, result, tally, _meta(session, election, contest))


def _ranked_file(name: str, contest: Contest, tally: Mapping[str, int]) -> ExportedFile | None:
    place = {key: str(number) for number, key in enumerate(contest.by_key, start=1)}
    rankings: dict[Ranking, int] = {
        tuple((place[key],) for key in answer.split(ABOVE)): number
        for answer, number in tally.items()
        if answer not in (BLANK, INVALID)
    }
    opened = open_rankings(rankings)
    if opened is None:
        return None
    names = tuple(option.name for option in contest.by_key.values())
    file = RankedFile.of(contest.question, names, opened)
    return ExportedFile(f"{name}.{file.kind.value}", write_preflib(file))


def _budget_file(
    name: str, result: ContestResult, tally: Mapping[str, int], meta: dict[str, str]
) -> ExportedFile | None:
    sets = {
        frozenset(() if answer == BLANK else answer.split(SEVERAL)): number
        for answer, number in tally.items()
        if answer != INVALID
    }
    opened = open_sets(sets)
    if opened is None:
        return None
    projects = tuple(
        Project(option.key, option.cost, option.name, str(int(option.key in result.winners)))
        for option in result.contest.options
    )
    file = BudgetFile(
        {**meta, "left_out": str(opened.left_out)}, result.contest.rules.purse, 1, projects, opened.ballots
    )
    return ExportedFile(f"{name}.pb", write_pabulib(file))


def _meta(session: Session, election: str, contest: Contest) -> dict[str, str]:
    row = elections.election(session, election)
    return {
        "description": contest.question,
        "country": COUNTRY,
        "unit": elections.municipality(session, row.municipality).name,
        "instance": Definition.from_json(row.definition).title,
        "rule": "equalshares" if contest.method is Method.EQUAL_SHARES else "greedy",
        "min_length": str(contest.rules.fewest),
        "max_length": str(contest.rules.most or len(contest.options)),
        "max_sum_cost": str(contest.rules.purse),
    }
