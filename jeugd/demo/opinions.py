"""What virtual pupils think: a class has a taste, and each pupil one that is a little different."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeugd.domain.answer import BLANK, Answer
from jeugd.domain.contest import Method
from jeugd.domain.marking import ABOVE, POINT, SEVERAL
from jeugd.domain.tally.scale import POINTS, UNKNOWN

if TYPE_CHECKING:
    import random

    from jeugd.domain.contest import Contest
    from jeugd.domain.election import Definition

Liking = dict[str, float]
"""How much each option is liked: nothing is 0 and everything 1, give or take what a pupil adds to it."""

OWN = 0.35  # how far pupils stray from what their class thinks
BLANKS = 0.03  # the part of the votes that is blank
UNSURE = 0.08  # the part of the statements that a pupil has no opinion on
MARKED = 3  # the most that pupils mark or put in order
_RANKED = (Method.INSTANT_RUNOFF, Method.BORDA, Method.SCHULZE)
_SEVERAL = (Method.APPROVAL, Method.SEVERAL_SEATS, Method.EQUAL_SHARES, Method.GREEDY)


@dataclass(frozen=True, slots=True)
class Class:
    """A class before a vote, and what it likes in each contest."""

    definition: Definition
    taste: tuple[Liking, ...]
    luck: random.Random

    def pupil(self) -> list[Answer]:
        """The answers of one more pupil, one for each contest, each of them valid."""
        return [
            answer(contest, self._own(liking), self.luck)
            for contest, liking in zip(self.definition.contests, self.taste, strict=True)
        ]

    def _own(self, liking: Liking) -> Liking:
        return {key: value + self.luck.gauss(0, OWN) for key, value in liking.items()}


def class_with(definition: Definition, luck: random.Random) -> Class:
    """A class that votes on this; ``luck`` makes up its taste."""
    taste = tuple({key: luck.random() for key in contest.by_key} for contest in definition.contests)
    return Class(definition, taste, luck)


def answer(contest: Contest, liking: Liking, luck: random.Random) -> Answer:
    """What a pupil with this liking answers: a valid answer, now and then blank."""
    best = sorted(liking, key=liking.__getitem__, reverse=True)
    if luck.random() < BLANKS:
        return BLANK
    if contest.method is Method.SCALE:
        return _opinions(liking, luck)
    if contest.method in _RANKED:
        return Answer(ABOVE.join(best[: _most(contest)]))
    if contest.method in _SEVERAL:
        return _several(contest, best)
    return Answer(best[0])


def _most(contest: Contest) -> int:
    return min(max(MARKED, contest.rules.fewest), contest.most)


def _opinions(liking: Liking, luck: random.Random) -> Answer:
    """A point for each statement, or now and then that the pupil does not know."""
    points = {
        key: UNKNOWN if luck.random() < UNSURE else str(min(max(round(1 + 4 * value), 1), len(POINTS)))
        for key, value in liking.items()
    }
    return Answer(SEVERAL.join(f"{key}{POINT}{point}" for key, point in points.items()))


def _several(contest: Contest, best: list[str]) -> Answer:
    """The best that fit in the purse; as many as may be marked, and at most three."""
    chosen: list[str] = []
    left = contest.rules.purse
    for key in best:
        cost = contest.by_key[key].cost
        if len(chosen) < _most(contest) and (not contest.rules.purse or cost <= left):
            chosen, left = [*chosen, key], left - cost
    return Answer(SEVERAL.join(key for key in contest.by_key if key in chosen))
