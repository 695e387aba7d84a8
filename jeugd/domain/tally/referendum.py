"""Referendum: yes, no or blank, with a quorum and a majority that were declared before the first vote.

A quorum counts those who took part against all who were entitled, as in article 3 of the former Dutch Advisory
Referendum Act (Wet raadgevend referendum, 2015). A tie rejects: what is proposed needs a majority (the rule of
article 30 of the Gemeentewet for decisions of a council, without its second vote).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from math import ceil

from jeugd.domain.answer import BLANK, INVALID
from jeugd.domain.tally.majority import Rule

YES = "yes"
NO = "no"


class Verdict(Enum):
    """What a referendum says. Only ``ACCEPTED`` accepts; no lot is ever drawn."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    TIED = "tied"
    QUORUM_MISSED = "quorum_missed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Votes, and what the declared ``rule`` makes of them; ``entitled`` is the number who could have voted."""

    yes: int
    no: int
    blank: int
    invalid: int
    entitled: int
    rule: Rule

    @property
    def valid(self) -> int:
        """Votes for yes or no; the majority is a majority of these."""
        return self.yes + self.no

    @property
    def counted(self) -> int:
        """Every ballot: valid, blank and invalid."""
        return self.valid + self.blank + self.invalid

    @property
    def took_part(self) -> int:
        """Ballots that count for the quorum: yes, no and, if so declared, blank; never an invalid one."""
        return self.valid + (self.blank if self.rule.blank_counts_for_quorum else 0)

    @property
    def quorum_needed(self) -> int | None:
        """How many must take part; None without a quorum."""
        return None if self.rule.quorum is None else ceil(self.rule.quorum * self.entitled)

    @property
    def yes_needed(self) -> int:
        """How many of the valid votes must be yes, and at least one."""
        if self.rule.threshold is None:
            return self.valid // 2 + 1
        return max(1, ceil(self.rule.threshold * self.valid))

    @property
    def verdict(self) -> Verdict:
        """The quorum first, then the majority."""
        if self.quorum_needed is not None and self.took_part < self.quorum_needed:
            return Verdict.QUORUM_MISSED
        if self.yes >= self.yes_needed:
            return Verdict.ACCEPTED
        is_tied = self.rule.threshold is None and self.yes == self.no
        return Verdict.TIED if is_tied else Verdict.REJECTED

    @property
    def is_accepted(self) -> bool:
        """Whether what was asked is accepted."""
        return self.verdict is Verdict.ACCEPTED


def count(tally: Mapping[str, int], entitled: int, rule: Rule) -> Outcome:
    """Count answers ``yes``, ``no``, ``blank`` and ``invalid`` of ``entitled`` voters under a declared rule."""
    return Outcome(
        yes=tally.get(YES, 0),
        no=tally.get(NO, 0),
        blank=tally.get(BLANK, 0),
        invalid=tally.get(INVALID, 0),
        entitled=entitled,
        rule=rule,
    )
