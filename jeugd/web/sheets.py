"""What hangs on the wall at a time: a question, or as many of its lines as can be read from the back of the class."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jeugd.web.explanations.marks import Marks
from jeugd.web.explanations.opinions import Opinions
from jeugd.web.explanations.places import Duels, Points, Runoff
from jeugd.web.explanations.purse import Budget

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jeugd.web.explanations import Explanation
    from jeugd.web.stations import Bar, ShownContest

MOST_STATEMENTS = 5  # sentences, each with a bar
LONG_STATEMENT = 90  # characters: one fewer with a longer one
MOST_DUELS = 8  # two names each
MOST_PLANS = 10  # below the picture of the purse
MOST_LINES = 12  # a name and a bar
SHORT = 40  # characters: a longer name goes on a sheet with fewer others
ROW = 48  # characters of a long name beside its bar
MOST_LONG = 6
MOST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some lines of a question (all, if they fit); ``others`` are the sheets of the same question, itself too."""

    shown: ShownContest
    question: int
    part: int
    lines: slice
    others: tuple[tuple[str, int, int], ...]  # id, first and last line

    @property
    def id(self) -> str:
        """Where it stands in the address of the board, behind the #."""
        return _id(self.question, self.part)

    @property
    def explanation(self) -> Explanation | None:
        """How the method came to its outcome, with the lines of this sheet alone."""
        told = self.shown.explanation
        match told:
            case Opinions():
                return replace(told, statements=told.statements[self.lines])
            case Duels():
                return replace(told, meetings=told.meetings[self.lines])
            case Budget():
                return replace(told, plans=told.plans[self.lines])
            case Points() | Marks():
                return replace(told, lines=told.lines[self.lines])
            case Runoff():
                last = told.rounds[-1]
                return replace(told, rounds=(*told.rounds[:-1], replace(last, lines=last.lines[self.lines])))
            case _:
                return told

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The votes, of this sheet alone."""
        return self.shown.bars[self.lines]


def sheets_of(result: Iterable[ShownContest]) -> Iterator[Sheet]:
    """The questions in their order, each on as few sheets as can be read, and these about equally full."""
    for question, shown in enumerate(result, start=1):
        number, most = _size(shown)
        parts = -(-number // most) or 1
        edges = [part * number // parts for part in range(parts + 1)]
        places = list(itertools.pairwise(edges))
        others = tuple(
            (_id(question, part), start + 1, end) for part, (start, end) in enumerate(places, start=1)
        )
        for part, (start, end) in enumerate(places, start=1):
            yield Sheet(shown, question, part, slice(start, end), others)


def _id(question: int, part: int) -> str:
    return f"contest-{question}" if part == 1 else f"contest-{question}-{part}"


def _size(shown: ShownContest) -> tuple[int, int]:
    """How many lines there are to show, and how many of that kind go on a sheet."""
    match shown.explanation:
        case Opinions(statements=statements):
            longest = max((len(one.name) for one in statements), default=0)
            return len(statements), MOST_STATEMENTS if longest <= LONG_STATEMENT else MOST_STATEMENTS - 1
        case Duels(winner=winner, meetings=meetings):
            return len(meetings), _fitting(MOST_DUELS, (winner + one.name for one in meetings))
        case Budget(plans=plans):
            return len(plans), _fitting(MOST_PLANS, (one.name for one in plans))
        case Points(lines=lines) | Marks(lines=lines):
            return len(lines), _fitting(MOST_LINES, (one.name for one in lines))
        case Runoff(rounds=rounds):
            return len(rounds[-1].lines), _fitting(MOST_LINES, (one.name for one in rounds[-1].lines))
        case _:
            return len(shown.bars), _fitting(MOST_LINES, (one.name for one in shown.bars))


def _fitting(most: int, names: Iterable[str]) -> int:
    """``most`` lines, or fewer where a name is long: it has half the width of the wall and needs several rows."""
    longest = max(map(len, names), default=0)
    return most if longest <= SHORT else min(MOST_LONG, MOST_ROWS // -(-longest // ROW))
