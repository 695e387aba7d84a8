"""Secrets of sign-in links and signed-in devices: 256 random bits, of which only the SHA-256 is stored."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """43 characters, safe in an address."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> bytes:
    """What is stored of a token, 32 bytes. A token has 256 random bits, so a plain hash cannot be searched."""
    return hashlib.sha256(token.encode()).digest()
