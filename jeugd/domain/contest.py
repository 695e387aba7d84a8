"""A contest: one question on the ballot, its options and the way it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property


class Method(Enum):
    """How the answers to a contest are counted; one module of ``jeugd.domain.tally`` each."""

    PLURALITY = "plurality"
    LIST_VOTE = "list_vote"


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: a plan, a child who stands for office, or a candidate on a list.

    ``key`` is what a ballot holds: ``"3"`` for the third option, ``"5.12"`` for candidate 12 of list 5.
    """

    key: str
    name: str
    detail: str = ""  # school and group, or residence
    pitch: str = ""


@dataclass(frozen=True, slots=True)
class CandidateList:
    """A list of candidates of a real election, in the official order; ``name`` is empty for a list without one."""

    number: int
    name: str
    candidates: tuple[Option, ...]

    @property
    def leader(self) -> Option:
        """The first candidate (lijsttrekker); a vote for the list goes to this candidate."""
        return self.candidates[0]

    @property
    def shown_name(self) -> str:
        """The name, or that of the leader for a list without one."""
        return self.name or self.leader.name


@dataclass(frozen=True)
class Contest:
    """One question. Either ``options`` or, for a list vote, ``lists`` is filled."""

    question: str
    method: Method = Method.PLURALITY
    options: tuple[Option, ...] = ()
    lists: tuple[CandidateList, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Option]:
        """Every option that a ballot may hold, by its key; lists first to last."""
        listed = (candidate for one in self.lists for candidate in one.candidates)
        return {option.key: option for option in (*self.options, *listed)}

    @cached_property
    def list_by_number(self) -> dict[int, CandidateList]:
        """The lists by their official number (numbers may have gaps)."""
        return {one.number: one for one in self.lists}

    def list_of(self, key: str) -> CandidateList | None:
        """The list on which an option stands, if it stands on one."""
        number, dot, _ = key.partition(".")
        return self.list_by_number[int(number)] if dot else None


def numbered(names: list[tuple[str, str, str]]) -> tuple[Option, ...]:
    """Options in the order given, keys ``"1"`` onward; each a name, a detail and a pitch."""
    return tuple(
        Option(str(number), name, detail, pitch)
        for number, (name, detail, pitch) in enumerate(names, start=1)
    )
