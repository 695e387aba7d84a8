"""The ballot paper: each question as a voter sees it, with what was filled in when the form comes back.

A question is filled in one of a few ways, each with a macro of that name in ``booth/paper_parts.html``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from markupsafe import escape

from jeugd.domain.answer import Answer
from jeugd.domain.ballot_order import ballot_order, is_shuffled
from jeugd.domain.contest import Method
from jeugd.domain.marking import Mark, marking_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jeugd.domain.contest import CandidateList, Contest, Option
    from jeugd.domain.election import Definition
    from jeugd.domain.errors import Refused
    from jeugd.domain.polling_station import StationId
    from jeugd.domain.tally.majority import Rule

    Filled = Mapping[str, Sequence[str]]


QUESTION_ROOM, MARK_ROOM = 512, 64  # bytes by which answers differ beside their texts: blank, hints, points
PICTURE_ROOM = 300  # bytes of a picture beside its description


class Way(Enum):
    """How a question is filled in."""

    ONE = "one"  # one circle
    LISTS = "lists"  # one circle, on one of the lists
    SEVERAL = "several"  # several circles
    BUDGET = "budget"  # several circles with a price
    PLACES = "places"  # a place for each option
    POINTS = "points"  # five points for each statement


_WAYS = {
    Method.PLURALITY: Way.ONE,
    Method.REFERENDUM: Way.ONE,
    Method.LIST_VOTE: Way.LISTS,
    Method.APPROVAL: Way.SEVERAL,
    Method.SEVERAL_SEATS: Way.SEVERAL,
    Method.EQUAL_SHARES: Way.BUDGET,
    Method.GREEDY: Way.BUDGET,
    Method.INSTANT_RUNOFF: Way.PLACES,
    Method.BORDA: Way.PLACES,
    Method.SCHULZE: Way.PLACES,
    Method.SCALE: Way.POINTS,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A contest on the ballot paper of one station; ``filled`` holds the fields of a form that came back."""

    number: int
    contest: Contest
    options: tuple[Option, ...]
    filled: Filled
    error: Refused | None

    @property
    def way(self) -> str:
        """The macro that draws it."""
        return _WAYS[self.contest.method].value

    @property
    def field(self) -> str:
        """The name of its field, or the first half of the names of its fields."""
        return f"choice-{self.number}"

    @property
    def is_shuffled(self) -> bool:
        """Whether the options stand in an order that was drawn for this station."""
        return is_shuffled(self.contest)

    @property
    def majority(self) -> Rule | None:
        """What a referendum needs to be accepted."""
        return self.contest.rules.referendum_rule() if self.contest.method is Method.REFERENDUM else None

    def has(self, key: str) -> bool:
        """Whether this option (or ``blank``) was chosen."""
        return key in self.filled.get(self.field, ())

    def has_in(self, one: CandidateList) -> bool:
        """Whether a candidate of this list was chosen."""
        return any(self.has(candidate.key) for candidate in one.candidates)

    def given(self, key: str) -> str:
        """The place or point of an option; empty where none was given."""
        return next(iter(self.filled.get(f"{self.field}-{key}", ())), "")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question and what was chosen in it."""

    question: Question
    answer: Answer
    marks: tuple[Mark, ...]  # none: a blank vote

    @property
    def option(self) -> Option | None:
        """The first option that was chosen; of a question with one circle the only one."""
        return self.marks[0].option if self.marks else None

    @property
    def on_list(self) -> CandidateList | None:
        """The list of a candidate."""
        return self.question.contest.list_of(self.answer)

    @property
    def value_of(self) -> dict[str, str]:
        """The place or point of every option that was marked."""
        return {mark.option.key: mark.value for mark in self.marks}

    @property
    def cost(self) -> int:
        """Whole euros of the plans that were chosen."""
        return sum(mark.option.cost for mark in self.marks)


def questions(
    definition: Definition, station: StationId, filled: Filled | None = None, error: Refused | None = None
) -> tuple[Question, ...]:
    """The questions of a ballot in their order; an error stands at the question that its facts name."""
    wrong = error.facts.get("contest") if error else None
    return tuple(
        Question(
            number,
            contest,
            ballot_order(contest, number, station),
            filled or {},
            error if wrong == number else None,
        )
        for number, contest in enumerate(definition.contests, start=1)
    )


def chosen(definition: Definition, station: StationId, answers: Sequence[Answer]) -> tuple[Chosen, ...]:
    """What a voter chose, question by question."""
    return tuple(
        Chosen(question, answer, marking_of(question.contest).marks(question.contest, answer) or ())
        for question, answer in zip(questions(definition, station), answers, strict=True)
    )


def fullest(definition: Definition, station: StationId) -> tuple[Chosen, ...]:
    """What would take most room on the check page: of one circle the longest option, else all of them at once."""
    return tuple(_fullest(question) for question in questions(definition, station))


def room(choice: Sequence[Chosen]) -> int:
    """Bytes by which another choice may be longer than the fullest one."""
    return sum(QUESTION_ROOM + MARK_ROOM * len(one.marks) for one in choice)


def _fullest(question: Question) -> Chosen:
    contest = question.contest
    if question.way in (Way.ONE.value, Way.LISTS.value):
        longest = max(contest.by_key.values(), key=lambda option: _length(contest, option))
        return Chosen(question, Answer(longest.key), (Mark(longest),))
    marks = tuple(Mark(option, str(place)) for place, option in enumerate(contest.by_key.values(), start=1))
    return Chosen(question, Answer(""), marks)


def _length(contest: Contest, option: Option) -> int:
    """Bytes of the texts of an option on a page."""
    on_list, picture = contest.list_of(option.key), option.picture
    texts = (
        option.name,
        option.detail,
        option.pitch,
        on_list.shown_name if on_list else "",
        picture.description if picture else "",
    )
    return len(escape("".join(texts)).encode()) + (PICTURE_ROOM if picture else 0)
