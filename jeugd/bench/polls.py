"""Polls: counting a million ballots of every method, against reading them out of their opened envelopes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jeugd.actions.count_ballots import tallies
from jeugd.bench.figures import Figure, at_most
from jeugd.bench.town import DEFINITION
from jeugd.domain import ballot
from jeugd.domain.answer import Answer
from jeugd.domain.contest import Contest, Method, Option, Rules
from jeugd.domain.marking import ABOVE, POINT, SEVERAL
from jeugd.domain.result import contest_result
from jeugd.domain.tally.scale import POINTS, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jeugd.bench.figures import Progress
    from jeugd.domain.election import Definition

FULL, QUICK = 1_000_000, 2000
STATEMENTS, RANKED, PLANS, PURSE = 20, 12, 15, 40_000
REFERENDUM = ("yes", "no")

Fill = Callable[[random.Random], str]


@dataclass(frozen=True, slots=True)
class Poll:
    """A contest with the methods that count its ballots, and how a voter fills one in."""

    contest: Contest
    methods: tuple[Method, ...]
    fill: Fill


def figures(ballots: int, progress: Progress) -> list[Figure]:
    """One figure a method."""
    return [figure for poll in _polls() for figure in _of(poll, ballots, progress)]


def _of(poll: Poll, ballots: int, progress: Progress) -> list[Figure]:
    names = ", ".join(method.value for method in poll.methods)
    progress.say(f"filling and reading {ballots:,} ballots ({names})")
    definition = DEFINITION.with_contests((poll.contest,))
    length = ballot.plaintext_length(definition)
    chance = random.Random(2027)  # noqa: S311 - invented voters
    sealed = [ballot.to_plaintext((Answer(poll.fill(chance)),), length) for _ in range(ballots)]
    began = time.perf_counter()
    opened = [ballot.from_plaintext(definition, one) for one in sealed]
    reading = time.perf_counter() - began
    return [_figure(definition, method, opened, reading) for method in poll.methods]


def _figure(
    definition: Definition, method: Method, opened: Sequence[tuple[Answer, ...]], reading: float
) -> Figure:
    contest = replace(definition.contests[0], method=method)
    began = time.perf_counter()
    (tally,) = tallies(definition.with_contests((contest,)), opened)
    contest_result(contest, tally, entitled=len(opened))
    seconds = time.perf_counter() - began
    name = f"count of {len(opened):,} ballots by {method.value} / reading them"
    return Figure(name, seconds / reading, at_most(2), f"{seconds:.2f} s")


def _polls() -> tuple[Poll, ...]:
    ranked, plans, statements = _options(RANKED), _options(PLANS), _options(STATEMENTS)
    both = tuple(Option(key, key) for key in REFERENDUM)
    purse = Rules(purse=PURSE)
    return (
        Poll(Contest("Eén", options=ranked), (Method.PLURALITY,), lambda chance: chance.choice(ranked).key),
        Poll(
            Contest("Ja of nee", Method.REFERENDUM, options=both),
            (Method.REFERENDUM,),
            lambda chance: chance.choice(REFERENDUM),
        ),
        Poll(
            Contest("Meer", Method.APPROVAL, options=ranked),
            (Method.APPROVAL, Method.SEVERAL_SEATS),
            lambda chance: (
                SEVERAL.join(one.key for one in ranked if chance.random() < 1 / 3) or ranked[0].key
            ),
        ),
        Poll(
            Contest("Op volgorde", Method.INSTANT_RUNOFF, options=ranked),
            (Method.INSTANT_RUNOFF, Method.BORDA, Method.SCHULZE),
            lambda chance: ABOVE.join(one.key for one in chance.sample(ranked, RANKED)),
        ),
        Poll(
            Contest("Stellingen", Method.SCALE, options=statements),
            (Method.SCALE,),
            lambda chance: SEVERAL.join(
                f"{one.key}{POINT}{chance.choice((*POINTS, UNKNOWN))}" for one in statements
            ),
        ),
        Poll(
            Contest("Budget", Method.EQUAL_SHARES, options=plans, rules=purse),
            (Method.EQUAL_SHARES, Method.GREEDY),
            lambda chance: _basket(plans, chance),
        ),
    )


def _options(number: int) -> tuple[Option, ...]:
    return tuple(Option(str(one), f"Plan {one}", cost=1000 * one) for one in range(1, number + 1))


def _basket(plans: Sequence[Option], chance: random.Random) -> str:
    """Plans that fit in the purse together."""
    left, keys = PURSE, set[str]()
    for one in chance.sample(plans, 6):
        if one.cost <= left:
            left -= one.cost
            keys.add(one.key)
    return SEVERAL.join(one.key for one in plans if one.key in keys)
