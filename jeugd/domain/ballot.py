"""The ballot: one answer to each contest, and its fixed-length plaintext inside the envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from jeugd.domain.answer import BLANK, INVALID, Answer
from jeugd.domain.contest import Method
from jeugd.domain.marking import marking_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jeugd.domain.contest import Contest
    from jeugd.domain.election import Definition
    from jeugd.domain.marking import Fields

FILLER = "fill"  # a field that nobody reads: it makes every filled form as long as the longest
_BLOCK = 64
_SEPARATOR = "\n"
_PADDING = b"\x00"


def read_form(definition: Definition, form: Mapping[str, Sequence[str]]) -> tuple[Answer, ...]:
    """The answers of a form; its fields begin with ``choice-1``, ``choice-2``... (see ``jeugd.domain.marking``).

    Raises a refusal with ``contest``, the number of the question.
    """
    return tuple(
        marking_of(contest).read(contest, number, form)
        for number, contest in enumerate(definition.contests, start=1)
    )


def to_form(definition: Definition, answers: Sequence[Answer]) -> Fields:
    """The fields of a form that ``read_form`` reads as these answers."""
    return [
        field
        for number, (contest, answer) in enumerate(zip(definition.contests, answers, strict=True), start=1)
        for field in marking_of(contest).fields(contest, number, answer)
    ]


def fullest_form(definition: Definition) -> Fields:
    """Every field that a form of this election can send at once, with its longest value."""
    return [
        field
        for number, contest in enumerate(definition.contests, start=1)
        for field in marking_of(contest).fullest(contest, number)
    ]


def form_length(definition: Definition) -> int:
    """Bytes of the answers in the body of every form: those of ``fullest_form``, each with the ``&`` before it."""
    return _sent_length(fullest_form(definition))


def to_even_form(definition: Definition, answers: Sequence[Answer]) -> Fields:
    """The fields of ``to_form`` and a filler: sent, they take as many bytes for every ballot of this election."""
    fields = to_form(definition, answers)
    return [*fields, (FILLER, "0" * (form_length(definition) - _sent_length(fields)))]


def plaintext_length(definition: Definition) -> int:
    """Bytes of every ballot of this election: the longest possible one, rounded up to a multiple of 64."""
    longest = sum(marking_of(contest).longest(contest) + 1 for contest in definition.contests)
    return -(-longest // _BLOCK) * _BLOCK


def to_plaintext(answers: Sequence[Answer], length: int) -> bytes:
    """The answers, one a line, padded with zero bytes to ``length``, so that size says nothing."""
    return _SEPARATOR.join(answers).encode().ljust(length, _PADDING)


def from_plaintext(definition: Definition, plaintext: bytes) -> tuple[Answer, ...]:
    """The answers inside an opened envelope; an impossible answer, or a whole impossible ballot, is INVALID."""
    lines = plaintext.rstrip(_PADDING).decode(errors="replace").split(_SEPARATOR)
    if len(lines) != len(definition.contests):
        return spoilt(definition)
    return tuple(
        INVALID if marking_of(contest).marks(contest, line) is None else Answer(line)
        for contest, line in zip(definition.contests, lines, strict=True)
    )


def _sent_length(fields: Fields) -> int:
    """Bytes in a body of ``application/x-www-form-urlencoded`` that has other fields before these."""
    return sum(len(urlencode([field])) + 1 for field in fields)


def spoilt(definition: Definition) -> tuple[Answer, ...]:
    """The answers of an envelope that could not be opened: invalid in every contest."""
    return (INVALID,) * len(definition.contests)


def counted_as(contest: Contest, answer: Answer) -> Iterator[str]:
    """What an answer adds to the tally of its contest: itself, or for a scale one answer a statement.

    Statements are split from each other like contests: a row of twenty points would be a signature.
    """
    if contest.method is not Method.SCALE:
        yield answer
        return
    given = dict(part.split(":") for part in answer.split(",")) if answer not in (BLANK, INVALID) else {}
    skipped = INVALID if answer == INVALID else BLANK
    for key in contest.by_key:
        yield f"{key}:{given.get(key, skipped)}"
