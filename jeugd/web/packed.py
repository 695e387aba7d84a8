"""A kept page with gaps, compressed once: what a voter's own page says goes between the pieces, uncompressed.

One gzip member (RFC 1952) of deflate blocks (RFC 1951). Each kept piece is compressed by itself and ends on a whole
byte; what fills a gap is a stored block. So a secret never meets the compressor, and the length of an answer says
nothing about it (the attack is called BREACH). One member, because browsers read no further than the first.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"  # deflate, no moment, compressed slowly, no system named
_LAST_BLOCK = b"\x03\x00"
_LEVEL, _WITHOUT_HEAD = 9, -15
_WORD = 0xFFFF


def pack(pieces: Sequence[bytes], gaps: Container[bytes]) -> tuple[bytes, ...]:
    """Each piece as deflate blocks; a piece that is a gap stays as it is."""
    return tuple(piece if piece in gaps else _deflated(piece) for piece in pieces)


def fill(pieces: Sequence[bytes], packed: Sequence[bytes], filled: Mapping[bytes, bytes]) -> bytes:
    """The gzip file of a page: ``packed`` was made of ``pieces``, ``filled`` says what goes into each gap.

    A filling has at most 65,535 bytes (RFC 1951, 3.2.4).
    """
    check, length = 0, 0
    for piece in pieces:
        plain = filled.get(piece, piece)
        check, length = zlib.crc32(plain, check), length + len(plain)
    blocks = [_stored(filled[piece]) if piece in filled else piece for piece in packed]
    return b"".join([_HEAD, *blocks, _LAST_BLOCK, check.to_bytes(4, "little"), length.to_bytes(4, "little")])


def _deflated(piece: bytes) -> bytes:
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WITHOUT_HEAD)
    return compressor.compress(piece) + compressor.flush(zlib.Z_FULL_FLUSH)


def _stored(filling: bytes) -> bytes:
    length = len(filling)
    return b"\x00" + length.to_bytes(2, "little") + (length ^ _WORD).to_bytes(2, "little") + filling
