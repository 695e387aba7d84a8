"""The sender of RFC 9180 (HPKE, base mode, one message) in two steps, of which the slow one may be done beforehand.

``cryptography`` has HPKE in one step only, and opens what is sealed here. Agreeing on a secret (section 4.1) takes two
multiplications on the curve and needs only the recipient's key; what is left (section 5.1) is three HMACs and one AES.
The suite is DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()

_KEM = b"HPKE-v1" + b"KEM" + (0x0010).to_bytes(2, "big")
_SUITE = b"HPKE-v1" + b"HPKE" + bytes.fromhex("001000010002")
_BASE = b"\x00"
_HASH = 32  # bytes of SHA-256, of an agreed secret and of the key of AES-256
_NONCE = 12


@dataclass(frozen=True, slots=True, repr=False)
class Agreed:
    """A secret that only the recipient can find too, for ONE message: a second one would share its key and nonce.

    ``sent`` (65 bytes) goes with the message; ``secret`` (32 bytes) is "secret" of section 5.1, which stays here.
    """

    sent: bytes
    secret: bytes


def agree(recipient: ec.EllipticCurvePublicKey) -> Agreed:
    """A new secret with the owner of this key (Encap of section 4.1, and the first line of the key schedule)."""
    return _agree(recipient, ec.generate_private_key(CURVE))


def seal(agreed: Agreed, plaintext: bytes, info: bytes) -> bytes:
    """``enc`` and ciphertext (81 bytes more than the plaintext): the only message of this secret, bound to ``info``."""
    context = _BASE + _NO_PSK + _extract(b"", _SUITE + b"info_hash" + info)
    key = _expand(agreed.secret, _SUITE + b"key" + context, _HASH)
    nonce = _expand(agreed.secret, _SUITE + b"base_nonce" + context, _NONCE)
    return agreed.sent + AESGCM(key).encrypt(nonce, plaintext, None)


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as an uncompressed point, 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _agree(recipient: ec.EllipticCurvePublicKey, ephemeral: ec.EllipticCurvePrivateKey) -> Agreed:
    sent = point(ephemeral.public_key())
    exchanged = _extract(b"", _KEM + b"eae_prk" + ephemeral.exchange(ec.ECDH(), recipient))
    shared = _expand(exchanged, _KEM + b"shared_secret" + sent + point(recipient), _HASH)
    return Agreed(sent, _extract(shared, _SUITE + b"secret"))


def _extract(salt: bytes, labelled: bytes) -> bytes:
    """HKDF-Extract (RFC 5869, section 2.2); without salt, HMAC fills its key with zeros as the RFC does."""
    return hmac.new(salt, labelled, sha256).digest()


def _expand(secret: bytes, labelled: bytes, length: int) -> bytes:
    """HKDF-Expand (RFC 5869, section 2.3) of at most one block, as LabeledExpand has it (RFC 9180, section 4)."""
    return hmac.new(secret, length.to_bytes(2, "big") + labelled + b"\x01", sha256).digest()[:length]


_NO_PSK = _extract(b"", _SUITE + b"psk_id_hash")
