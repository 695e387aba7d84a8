"""Pages of one length: TLS hides what is sent, and not how much of it, so the length must not follow the choice.

The spaces come after the page, where they mean nothing. A page that is longer than was foreseen is as long as the next
step.
"""

from __future__ import annotations

STEP = 1024  # bytes


def rounded(length: int) -> int:
    """The multiple of ``STEP`` that has room for so many bytes."""
    return -(-length // STEP) * STEP


def evened(page: bytes, length: int) -> bytes:
    """A page with spaces behind it up to ``length``, or to the first ``STEP`` after that which it fits in."""
    return page.ljust(rounded(max(len(page), length)))
