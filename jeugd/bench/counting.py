"""Counting: ballots in memory against GROUP BY, and a whole count against opening the envelopes alone.

Ballots of a schaduwverkiezing at the size of the Tweede Kamer also get their seats.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from jeugd.actions.apportion_seats import vote_count
from jeugd.actions.count_ballots import tallies
from jeugd.bench.figures import Figure, at_most, median
from jeugd.bench.town import CHOICES, DEFINITION
from jeugd.domain.answer import Answer
from jeugd.domain.apportionment import apportion
from jeugd.domain.contest import CandidateList, Contest, Method, Option
from jeugd.domain.official_election import OfficialElection
from jeugd.domain.result import added_up, contest_result
from jeugd.sealing.envelope import open_envelope

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jeugd.bench.figures import Progress
    from jeugd.bench.town import Town

IN_A_BOX = 5000
LISTS, CANDIDATES, SEATS = 27, 41, 150  # the size of the Tweede Kamer
COUNCIL = OfficialElection("TK9999", "TK", "2027-03-17", seats=SEATS, preference_percentage=25)
LISTED = Contest(
    "Tweede Kamer",
    Method.LIST_VOTE,
    lists=tuple(
        CandidateList(
            number,
            f"Lijst {number}",
            tuple(Option(f"{number}.{place}", f"Kandidaat {place}") for place in range(1, CANDIDATES + 1)),
        )
        for number in range(1, LISTS + 1)
    ),
)


Boxful = list[tuple[Answer, ...]]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Ballots to count, and envelopes to open."""

    rounds: int
    ballots: int
    listed: int
    envelopes: int


FULL = Sizes(rounds=3, ballots=1_000_000, listed=100_000, envelopes=10_000)
QUICK = Sizes(rounds=1, ballots=20_000, listed=2000, envelopes=100)


def figures(town: Town, sizes: Sizes, progress: Progress) -> list[Figure]:
    """No station may be voting meanwhile, or the count would leave out rewriting the pages of the database."""
    opening = []
    for number in range(1, sizes.rounds + 1):
        progress.say(f"counting {sizes.envelopes:,} envelopes, round {number} of {sizes.rounds}")
        opening.append(_opening(town, sizes.envelopes))
    progress.say(f"counting {sizes.ballots:,} ballots, and {sizes.listed:,} with seats")
    counting = _counting(town, sizes.rounds, _chosen(sizes.ballots), _result)
    listed = _counting(town, sizes.rounds, _listed(sizes.listed), _seats)
    return [
        _figure(f"count of {sizes.ballots:,} opened ballots / GROUP BY on a bare table", counting),
        _figure(
            f"count of {sizes.listed:,} list votes, and {SEATS} seats / GROUP BY on a bare table", listed
        ),
        _figure(f"opening and counting {sizes.envelopes:,} envelopes / opening them", opening),
    ]


def _figure(name: str, measured: list[tuple[float, float]]) -> Figure:
    ratio = median(ours / bare for ours, bare in measured)
    return Figure(name, ratio, at_most(2), f"{median(ours for ours, _ in measured):.2f} s")


def _opening(town: Town, envelopes: int) -> tuple[float, float]:
    """Seconds for the whole action (open, count, write, empty, destroy keys, vacuum), and for opening alone."""
    election, cards = town.open_election(envelopes)
    town.cast(town.sealed(cards))
    town.close_election(election)
    boxes = town.boxes(election)

    def open_all() -> None:
        for key, sealed in boxes:
            for tag, envelope in sealed:
                open_envelope(envelope, key, election=election, tag=tag)

    bare = _seconds(open_all)
    return _seconds(lambda: town.count(election)), bare


def _counting(
    town: Town, rounds: int, ballots: Sequence[tuple[Answer, ...]], count: Callable[[list[Boxful]], object]
) -> list[tuple[float, float]]:
    """Seconds to count what lies open in memory, box by box, to a result; and those of the database."""
    boxes = [list(ballots[first : first + IN_A_BOX]) for first in range(0, len(ballots), IN_A_BOX)]
    with town.database.write() as session:
        session.execute(text("CREATE TABLE bare_ballot (answer TEXT)"))
        session.execute(
            text("INSERT INTO bare_ballot VALUES (:answer)"), [{"answer": answer} for (answer,) in ballots]
        )
    with town.database.read() as session:
        group = text("SELECT answer, count(*) FROM bare_ballot GROUP BY answer")
        measured = [
            (_seconds(lambda: count(boxes)), _seconds(lambda: session.execute(group).all()))
            for _ in range(rounds)
        ]
    with town.database.write() as session:
        session.execute(text("DROP TABLE bare_ballot"))
    return measured


def _chosen(number: int) -> list[tuple[Answer, ...]]:
    return [(CHOICES[n % len(CHOICES)],) for n in range(number)]


def _listed(number: int) -> list[tuple[Answer, ...]]:
    """Ballots of which large lists get more than small ones, and leaders more than the others."""
    lists = ((one.number, place) for one in LISTED.lists for place in range(1, CANDIDATES + 1))
    weights = [1 / (number * place) for number, place in lists]
    answers = random.Random(2027).choices(list(LISTED.by_key), weights, k=number)  # noqa: S311 - invented voters
    return [(Answer(answer),) for answer in answers]


def _result(boxes: list[Boxful]) -> None:
    contest_result(DEFINITION.contests[0], added_up(tallies(DEFINITION, box)[0] for box in boxes))


def _seats(boxes: list[Boxful]) -> None:
    definition = DEFINITION.with_contests((LISTED,))
    result = contest_result(LISTED, added_up(tallies(definition, box)[0] for box in boxes))
    apportion(vote_count(COUNCIL, SEATS, result), ())


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
