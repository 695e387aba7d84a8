"""The record (proces-verbaal) of one polling station: admitted voters against votes cast."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from jeugd.domain.errors import AdmittedMissing, ReasonMissing

MOST_ADMITTED = 5000


class DifferenceReason(Enum):
    """Why admitted voters and votes cast differ; a closed list, so that nobody is described."""

    DID_NOT_VOTE = "did_not_vote"
    CARD_LOST = "card_lost"
    DEVICE_FAILED = "device_failed"
    VOTED_WITH_SPARE = "voted_with_spare"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Admitted = cast, or a difference with its reason. It is shown beside every result."""

    admitted: int
    cast: int
    reason: DifferenceReason | None

    @property
    def difference(self) -> int:
        """Votes cast minus admitted voters."""
        return self.cast - self.admitted


def reconcile(admitted: int | None, cast: int, reason: DifferenceReason | None) -> Reconciliation:
    """Check what the teacher enters at closing. Raises AdmittedMissing or ReasonMissing."""
    if admitted is None or not 0 <= admitted <= MOST_ADMITTED:
        raise AdmittedMissing(limit=MOST_ADMITTED)
    if admitted != cast and reason is None:
        raise ReasonMissing(admitted=admitted, cast=cast)
    return Reconciliation(admitted, cast, reason if admitted != cast else None)
