"""Our sender of RFC 9180, against the vectors of the RFC and against the library's receiver."""

import hmac

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.sealing import hpke
from jeugd.sealing.envelope import new_private_key, public_bytes, read_private_key

LIBRARY = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
KEY = read_private_key(new_private_key())

# RFC 9180, appendix A.3.1: the same KEM, so the same keys, encapsulated key and shared secret (skRm, pkRm, skEm, enc)
RECIPIENT_PRIVATE = bytes.fromhex("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2")
RECIPIENT_PUBLIC = bytes.fromhex(
    "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0"
)
EPHEMERAL_PRIVATE = bytes.fromhex("4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb")
ENCAPSULATED = bytes.fromhex(
    "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4"
)
SHARED_SECRET = bytes.fromhex("c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8")


def test_what_is_agreed_is_what_the_rfc_says():
    """The vector is for AES-128; the last step, from shared secret to "secret", names our suite (section 5.1)."""
    recipient = read_private_key(RECIPIENT_PRIVATE).public_key()
    agreed = hpke._agree(recipient, read_private_key(EPHEMERAL_PRIVATE))
    labelled = b"HPKE-v1" + b"HPKE" + bytes.fromhex("001000010002") + b"secret"
    assert public_bytes(RECIPIENT_PRIVATE) == RECIPIENT_PUBLIC
    assert agreed.sent == ENCAPSULATED
    assert agreed.secret == hmac.digest(SHARED_SECRET, labelled, "sha256")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=100))
def test_the_library_opens_what_we_seal(plaintext, info):
    message = hpke.seal(hpke.agree(KEY.public_key()), plaintext, info)
    assert LIBRARY.decrypt(message, KEY, info=info) == plaintext


def test_what_is_bound_to_one_thing_does_not_open_for_another():
    message = hpke.seal(hpke.agree(KEY.public_key()), b"5.12", b"one")
    for info in (b"", b"on", b"one ", b"two"):
        with pytest.raises(InvalidTag):
            LIBRARY.decrypt(message, KEY, info=info)


def test_no_two_secrets_are_the_same_and_none_is_shown():
    agreed = [hpke.agree(KEY.public_key()) for _ in range(200)]
    assert len({one.sent for one in agreed}) == len({one.secret for one in agreed}) == 200
    assert agreed[0].secret.hex() not in repr(agreed[0])
    assert repr(agreed[0].secret) not in repr(agreed[0])
