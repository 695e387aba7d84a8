"""What is stored of a voting code: two HMAC-SHA-256 under a pepper of its polling station.

The MAC (32 bytes) finds the code, the tag (16 bytes) is what its envelope is bound to.

No password hash is added: it would cost 13 ms a vote, and a stolen table is already useless without the pepper, which
lives outside the database and is destroyed when the box has been counted.
"""

from __future__ import annotations

import hmac
import itertools
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PEPPER_LENGTH = 32
TAG_LENGTH = 16


def new_pepper() -> bytes:
    """256 random bits, for one polling station."""
    return secrets.token_bytes(PEPPER_LENGTH)


def code_mac(pepper: bytes, code: str) -> bytes:
    """The MAC of a code in canonical form."""
    return _hmac(pepper, code.encode())


def code_tag(pepper: bytes, code: str) -> bytes:
    """The tag of a code in canonical form. It is not random, so that a ballot is sealed without asking for it."""
    return _hmac(pepper, b"tag|" + code.encode())[:TAG_LENGTH]


def code_seed(pepper: bytes, ticket: bytes) -> Iterator[int]:
    """Bytes without end, the same each time for a ticket, from which the code of that ticket is drawn.

    Without the pepper they look random (HMAC-SHA-256 as a stream, NIST SP 800-108, counter mode).
    """
    for counter in itertools.count():
        yield from _hmac(pepper, b"ticket|" + counter.to_bytes(4, "big") + ticket)


def _hmac(pepper: bytes, message: bytes) -> bytes:
    return hmac.new(pepper, message, "sha256").digest()  # hmac.digest would let other threads in, at a price
