"""The lesson around a vote: questions for the class before it and after it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a teacher asks the class, in order; meant for one lesson of 45 minutes, the vote included.

    It is no part of the definition: it is not hashed, and nothing of it stands on the ballot.
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """There are no questions."""
        return not (self.before or self.after)

    def to_json(self) -> str:
        """JSON for the database; nothing for an empty lesson."""
        return "" if self.is_empty else json.dumps(asdict(self))

    @staticmethod
    def from_json(text: str) -> Lesson:
        """Read what ``to_json`` wrote."""
        data = json.loads(text) if text else {}
        return Lesson(tuple(data.get("before", ())), tuple(data.get("after", ())))
