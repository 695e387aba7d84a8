"""Ranked ballots explained: rounds of elimination, points, and duels."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from jeugd.domain.tally import borda, instant_runoff, schulze
from jeugd.web.explanations.lines import Line, names, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jeugd.domain.result import ContestResult


@dataclass(frozen=True, slots=True)
class RunoffRound:
    """A round: who dropped out and ``how``, or who won it; both are empty while a lot is awaited."""

    lines: tuple[Line, ...]
    continuing: int
    exhausted: int
    out: tuple[str, ...]
    how: str
    winner: str
    tied: tuple[str, ...]

    @property
    def majority(self) -> int:
        """The fewest votes that are more than half."""
        return self.continuing // 2 + 1

    @property
    def by_key(self) -> dict[str, Line]:
        """The options that were still in the race."""
        return {line.key: line for line in self.lines}


@dataclass(frozen=True, slots=True)
class Runoff:
    """Rounds of elimination, and the options in the order of how far they came."""

    kind: ClassVar = "runoff"
    rounds: tuple[RunoffRound, ...]
    options: tuple[tuple[str, str], ...]


def runoff(result: ContestResult, outcome: instant_runoff.Outcome) -> Runoff:
    before: list[instant_runoff.Round | None] = [None, *outcome.rounds[:-1]]
    rounds = tuple(
        _round(result, outcome, now, earlier) for earlier, now in zip(before, outcome.rounds, strict=True)
    )
    last = {line.key: line.name for told in reversed(rounds) for line in told.lines}
    return Runoff(rounds, tuple(last.items()))


def _round(
    result: ContestResult,
    outcome: instant_runoff.Outcome,
    now: instant_runoff.Round,
    before: instant_runoff.Round | None,
) -> RunoffRound:
    is_last = now is outcome.rounds[-1]
    winners = outcome.winners if is_last and not outcome.lots else ()
    lines = tuple(
        Line(
            key=key,
            name=result.name_of(key),
            votes=votes,
            length=percent(votes, now.continuing),
            is_leader=key in winners,
            is_out=key in now.eliminated,
            gained=None if before is None else int(votes - before.votes[key]),
        )
        for key, votes in sorted(now.votes.items(), key=lambda item: -item[1])
    )
    return RunoffRound(
        lines=lines,
        continuing=now.continuing,
        exhausted=now.exhausted,
        out=names(result, now.eliminated),
        how=now.how.value if now.how else "",
        winner=" ".join(names(result, winners)),
        tied=names(result, outcome.lots.options) if is_last and outcome.lots else (),
    )


@dataclass(frozen=True, slots=True)
class Points:
    """Points of each option, most first, and on how many ballots each stood first; ``most`` is a first place."""

    kind: ClassVar = "points"
    lines: tuple[Line, ...]
    firsts: dict[str, int]
    most: int


def points_of(result: ContestResult, told: borda.Round) -> Points:
    most = max(told.points.values(), default=Fraction())
    lines = tuple(
        Line(key, result.name_of(key), points, percent(points, most), is_leader=key in result.winners)
        for key, points in sorted(told.points.items(), key=lambda item: -item[1])
    )
    return Points(lines, result.votes, len(told.points) - 1)


@dataclass(frozen=True, slots=True)
class Meeting:
    """The winner against another option. ``won`` is None when they are equal.

    Where the winner lost, ``path`` are the names of a chain of won duels from it to the other, ``strength`` the
    ballots of the weakest link, and ``back`` that of the strongest chain the other way.
    """

    name: str
    ours: int
    theirs: int
    length: int
    won: bool | None
    path: tuple[str, ...]
    strength: int
    back: int


@dataclass(frozen=True, slots=True)
class Duels:
    """Every duel as a table, and the meetings of the winner. ``beats_all``: it won every one of them."""

    kind: ClassVar = "duels"
    winner: str
    beats_all: bool
    meetings: tuple[Meeting, ...]
    names: tuple[tuple[str, str], ...]
    matrix: Mapping[str, Mapping[str, int]]
    unbeaten: tuple[str, ...]


def duels_of(result: ContestResult, outcome: schulze.Outcome, told: schulze.Round) -> Duels:
    matrix: dict[str, dict[str, int]] = {key: {} for key in result.contest.by_key}
    for duel in told.duels:
        matrix[duel.one][duel.other], matrix[duel.other][duel.one] = duel.for_one, duel.for_other
    winner = result.winners[0] if result.winners else ""
    others = [key for key in matrix if winner and key != winner]
    return Duels(
        winner=result.name_of(winner) if winner else "",
        beats_all=outcome.condorcet_winner is not None,
        meetings=tuple(_meeting(result, told, matrix, winner, other) for other in others),
        names=tuple((key, result.name_of(key)) for key in matrix),
        matrix=matrix,
        unbeaten=names(result, told.unbeaten),
    )


def _meeting(
    result: ContestResult,
    told: schulze.Round,
    matrix: Mapping[str, Mapping[str, int]],
    winner: str,
    other: str,
) -> Meeting:
    ours, theirs = matrix[winner][other], matrix[other][winner]
    return Meeting(
        name=result.name_of(other),
        ours=ours,
        theirs=theirs,
        length=percent(ours, ours + theirs),
        won=None if ours == theirs else ours > theirs,
        path=names(result, told.path(winner, other)) if ours < theirs else (),
        strength=told.strengths[winner][other],
        back=told.strengths[other][winner],
    )
