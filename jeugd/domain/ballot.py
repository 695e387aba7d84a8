"""The ballot: one answer to each contest, and its fixed-length plaintext inside the envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING, NewType

from jeugd.domain.errors import ChoiceMissing, ChoiceTwice, ChoiceUnknown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jeugd.domain.contest import Contest
    from jeugd.domain.election import Definition

Answer = NewType("Answer", str)
"""What a ballot says about one contest: the key of an option, or BLANK."""

BLANK = Answer("blank")
INVALID = Answer("invalid")

_BLOCK = 64
_SEPARATOR = "\n"
_PADDING = b"\x00"


def read_form(definition: Definition, form: Mapping[str, Sequence[str]]) -> tuple[Answer, ...]:
    """The answers of a form with fields ``choice-1``, ``choice-2``...: one value each, an option's key or ``blank``.

    Raises ChoiceMissing, ChoiceTwice or ChoiceUnknown with ``contest``, the number of the question.
    """
    return tuple(
        _answer(contest, number, form.get(f"choice-{number}", ()))
        for number, contest in enumerate(definition.contests, start=1)
    )


def _answer(contest: Contest, number: int, values: Sequence[str]) -> Answer:
    if not any(values):
        raise ChoiceMissing(contest=number)
    if len(values) > 1:
        raise ChoiceTwice(contest=number)
    if values[0] != BLANK and values[0] not in contest.by_key:
        raise ChoiceUnknown(contest=number)
    return Answer(values[0])


def plaintext_length(definition: Definition) -> int:
    """Bytes of every ballot of this election: the longest possible one, rounded up to a multiple of 64."""
    longest = sum(max(map(len, (*contest.by_key, BLANK))) + 1 for contest in definition.contests)
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
        Answer(line) if line == BLANK or line in contest.by_key else INVALID
        for contest, line in zip(definition.contests, lines, strict=True)
    )


def spoilt(definition: Definition) -> tuple[Answer, ...]:
    """The answers of an envelope that could not be opened: invalid in every contest."""
    return (INVALID,) * len(definition.contests)
