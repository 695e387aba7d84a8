"""Secrets of sign-in links: long, and only their digest is kept."""

import hashlib

from jeugd.sealing.link_token import new_token, token_digest


def test_a_token_has_256_random_bits_and_fits_in_an_address():
    tokens = {new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(token) == 43 and token.replace("-", "").replace("_", "").isalnum() for token in tokens)


def test_the_digest_is_sha_256():
    assert token_digest("juinen") == hashlib.sha256(b"juinen").digest()
