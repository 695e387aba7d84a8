"""The sealed envelope: a ballot that nobody can read until the box is opened.

Scheme 1 is HPKE base mode (RFC 9180) with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM. An envelope is one
scheme byte followed by the encapsulated key (65 bytes) and the ciphertext (plaintext + 16 bytes). It is bound to the
election and to the tag of one voting code, so a copied envelope does not open.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from jeugd.sealing import hpke

PublicKey = ec.EllipticCurvePublicKey
PrivateKey = ec.EllipticCurvePrivateKey
EmptyEnvelope = hpke.Agreed

SCHEME = b"\x01"
OVERHEAD = len(SCHEME) + 65 + 16
PRIVATE_KEY_LENGTH = 32

_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Unopenable(Exception):
    """The envelope was not made for this key, election and code, or was changed."""


def new_private_key() -> bytes:
    """A fresh private key, 32 bytes big-endian."""
    return private_bytes(ec.generate_private_key(hpke.CURVE))


def private_bytes(key: PrivateKey) -> bytes:
    """The private number of a key, 32 bytes big-endian."""
    return key.private_numbers().private_value.to_bytes(PRIVATE_KEY_LENGTH, "big")


def read_private_key(data: bytes) -> PrivateKey:
    """The key of 32 bytes that ``new_private_key`` made."""
    return ec.derive_private_key(int.from_bytes(data, "big"), hpke.CURVE)


def public_bytes(private_key: bytes) -> bytes:
    """The public key of a private one: an uncompressed point, 65 bytes."""
    return hpke.point(read_private_key(private_key).public_key())


def read_public_key(data: bytes) -> PublicKey:
    """The key of 65 bytes that ``public_bytes`` gave."""
    return ec.EllipticCurvePublicKey.from_encoded_point(hpke.CURVE, data)


def empty_envelope(public_key: PublicKey) -> EmptyEnvelope:
    """An envelope that is addressed and waits for its ballot; making it is nearly all the work of sealing."""
    return hpke.agree(public_key)


def seal(plaintext: bytes, envelope: EmptyEnvelope, *, election: str, tag: bytes) -> bytes:
    """Seal a ballot for one code of one election; the result is ``len(plaintext) + OVERHEAD`` bytes.

    An envelope takes one ballot: never seal another in the same one.
    """
    return SCHEME + hpke.seal(envelope, plaintext, _info(election, tag))


def open_envelope(sealed: bytes, private_key: PrivateKey, *, election: str, tag: bytes) -> bytes:
    """The plaintext of an envelope. Raises Unopenable."""
    if sealed[:1] != SCHEME:
        raise Unopenable
    try:
        return _SUITE.decrypt(sealed[1:], private_key, info=_info(election, tag))
    except (InvalidTag, ValueError) as error:
        raise Unopenable from error


def _info(election: str, tag: bytes) -> bytes:
    return b"jeugd/v1|" + election.encode() + b"|" + tag
