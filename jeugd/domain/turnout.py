"""Turnout: how many cards there are and what became of them; never what was chosen."""

from __future__ import annotations

from dataclasses import dataclass

PUBLIC_STEP = 5
PUBLIC_FROM = 10


@dataclass(frozen=True, slots=True)
class Turnout:
    """Numbers of one polling station: pupils expected, and codes issued, cast and void."""

    expected: int
    issued: int
    cast: int
    void: int

    @property
    def unused(self) -> int:
        """Codes that can still vote."""
        return self.issued - self.cast - self.void

    @property
    def to_come(self) -> int:
        """Voters who may still come: by the codes, or by the pupils expected where codes are given out at the door."""
        return max(self.unused, self.expected - self.cast, 0)

    def __add__(self, other: Turnout) -> Turnout:
        return Turnout(
            self.expected + other.expected,
            self.issued + other.issued,
            self.cast + other.cast,
            self.void + other.void,
        )


NO_TURNOUT = Turnout(0, 0, 0, 0)


def public_number(cast: int) -> int | None:
    """Votes cast as a stranger may see them while voting goes on: from 10, in steps of 5 (rule R8); None below."""
    return cast - cast % PUBLIC_STEP if cast >= PUBLIC_FROM else None
