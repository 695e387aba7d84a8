"""Counting: ballots in memory against GROUP BY, and a whole count against opening the envelopes alone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from jeugd.actions.count_ballots import tallies
from jeugd.bench.figures import Figure, at_most, median
from jeugd.bench.town import CHOICES, DEFINITION
from jeugd.domain.result import added_up, contest_result
from jeugd.sealing.envelope import open_envelope

if TYPE_CHECKING:
    from collections.abc import Callable

    from jeugd.bench.figures import Progress
    from jeugd.bench.town import Town
    from jeugd.domain.ballot import Answer

IN_A_BOX = 5000
_NUMBERS = {
    True: "WITH RECURSIVE one(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM one WHERE n < :many) SELECT n FROM one",
    False: "SELECT n FROM generate_series(1, :many) AS one(n)",
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """Ballots to count, and envelopes to open."""

    rounds: int
    ballots: int
    envelopes: int


FULL = Sizes(rounds=3, ballots=1_000_000, envelopes=10_000)
QUICK = Sizes(rounds=1, ballots=20_000, envelopes=100)


def figures(town: Town, sizes: Sizes, progress: Progress) -> list[Figure]:
    """No station may be voting meanwhile, or the count would leave out rewriting the pages of the database."""
    opening = []
    for number in range(1, sizes.rounds + 1):
        progress.say(f"counting {sizes.envelopes:,} envelopes, round {number} of {sizes.rounds}")
        opening.append(_opening(town, sizes.envelopes))
    progress.say(f"counting {sizes.ballots:,} ballots")
    counting = _counting(town, sizes)
    return [
        _figure(f"count of {sizes.ballots:,} opened ballots / GROUP BY on a bare table", counting),
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


def _counting(town: Town, sizes: Sizes) -> list[tuple[float, float]]:
    """Seconds to count what lies open in memory, box by box, to a result; and those of the database."""
    ballots: list[tuple[Answer, ...]] = [(CHOICES[n % len(CHOICES)],) for n in range(sizes.ballots)]
    boxes = [ballots[first : first + IN_A_BOX] for first in range(0, len(ballots), IN_A_BOX)]
    contest = DEFINITION.contests[0]

    def count() -> None:
        contest_result(contest, added_up(tallies(DEFINITION, box)[0] for box in boxes))

    with town.database.write() as session:
        session.execute(text("CREATE TABLE bare_ballot (answer TEXT)"))
        answers = " ".join(f"WHEN {n} THEN '{choice}'" for n, choice in enumerate(CHOICES))
        numbers = _NUMBERS[town.database.is_sqlite]
        fill = (
            f"INSERT INTO bare_ballot SELECT CASE n % {len(CHOICES)} {answers} END FROM ({numbers}) AS many"  # noqa: S608 - our own words
        )
        session.execute(text(fill), {"many": sizes.ballots})
    with town.database.read() as session:
        group = text("SELECT answer, count(*) FROM bare_ballot GROUP BY answer")
        return [
            (_seconds(count), _seconds(lambda: session.execute(group).all())) for _ in range(sizes.rounds)
        ]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
