"""What is stored of a voting code: HMAC-SHA-256 under a pepper of its polling station, 32 bytes.

No password hash is added: it would cost 13 ms a vote, and a stolen table is already useless without the pepper, which
lives outside the database and is destroyed when the box has been counted.
"""

from __future__ import annotations

import hmac
import secrets

PEPPER_LENGTH = 32
TAG_LENGTH = 16


def new_pepper() -> bytes:
    """256 random bits, for one polling station."""
    return secrets.token_bytes(PEPPER_LENGTH)


def new_tag() -> bytes:
    """128 random bits, for one code; its envelope is bound to it."""
    return secrets.token_bytes(TAG_LENGTH)


def code_mac(pepper: bytes, code: str) -> bytes:
    """The MAC of a code in canonical form."""
    return hmac.new(
        pepper, code.encode(), "sha256"
    ).digest()  # hmac.digest would let other threads in, at a price
