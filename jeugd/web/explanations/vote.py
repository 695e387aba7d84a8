"""A referendum explained: what was needed, and what there was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jeugd.domain.tally import referendum
from jeugd.web.explanations.lines import percent


@dataclass(frozen=True, slots=True)
class Vote:
    """A referendum: what was needed and what there was. Lengths are of all who may vote, or of yes and no."""

    kind: ClassVar = "vote"
    yes: int
    no: int
    blank: int
    invalid: int
    valid: int
    yes_needed: int
    yes_length: int
    needed_length: int
    took_part: int
    entitled: int
    quorum: int | None
    part_length: int
    quorum_length: int
    blank_counts: bool


def vote_of(outcome: referendum.Outcome) -> Vote:
    return Vote(
        yes=outcome.yes,
        no=outcome.no,
        blank=outcome.blank,
        invalid=outcome.invalid,
        valid=outcome.valid,
        yes_needed=outcome.yes_needed,
        yes_length=percent(outcome.yes, outcome.valid),
        needed_length=percent(outcome.yes_needed, outcome.valid),
        took_part=outcome.took_part,
        entitled=outcome.entitled,
        quorum=outcome.quorum_needed,
        part_length=percent(outcome.took_part, outcome.entitled),
        quorum_length=percent(outcome.quorum_needed or 0, outcome.entitled),
        blank_counts=outcome.rule.blank_counts_for_quorum,
    )
