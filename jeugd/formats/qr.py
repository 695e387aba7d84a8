"""QR symbols, drawn by the ``qrcode`` package, in the shapes that screen, terminal and paper need."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import groupby
from operator import xor

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_8BIT_BYTE, QRData

QUIET_ZONE = 4
"""Light modules around a symbol (ISO/IEC 18004, 9.1)."""

BITS_PER_CHARACTER = 7
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
HALF_BLOCKS = {(0, 0): "\u2588", (0, 1): "\u2580", (1, 0): "\u2584", (1, 1): " "}

Rows = tuple[int, ...]
"""One integer a row, as many bits as the symbol is wide: the highest bit stands left, 1 is dark."""


def svg(text: str) -> str:
    """Draw ``text`` for the web: one ``<svg>`` in a unit of one module, without the styles that a strict
    CSP refuses.

    The page gives ``.qr`` a white ground and a size; beside it stands the same address as text, so it is
    hidden from screen readers.
    """
    rows = symbol(text)
    side = len(rows) + 2 * QUIET_ZONE
    return (
        f'<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" aria-hidden="true">'
        f'<path class="qr-modules" d="{_path(rows)}"/></svg>'
    )


def terminal(text: str) -> str:
    """Draw ``text`` in half blocks for a dark terminal: two rows of modules a line, light modules lit."""
    rows = _with_quiet_zone(symbol(text))
    width = len(rows)
    pairs = zip(rows[::2], (*rows[1::2], 0), strict=False)
    return "\n".join(
        "".join(
            HALF_BLOCKS[upper, lower]
            for upper, lower in zip(_bits(above, width), _bits(below, width), strict=True)
        )
        for above, below in pairs
    )


def symbol(text: str) -> Rows:
    """Draw ``text`` (UTF-8) at error correction M in the smallest version and its best mask, without quiet
    zone.
    """
    return _drawn(text.encode(), None, None)


class SymbolPress:
    """Prints many symbols that differ in their last characters only, each for a dozen XORs.

    In a fixed version and mask every module is an affine function over GF(2) of the payload's bits: error
    correction is linear and the mask a constant. So the symbol of a suffix is the base symbol XOR one
    difference for each of its characters; base and differences are drawn by ``qrcode`` (error correction M,
    byte mode).
    """

    def __init__(self, prefix: str, suffix_length: int, smallest_version: int = 1) -> None:
        """Draw the base and one symbol a suffix bit. ``suffix_length`` counts ASCII characters.

        Raises qrcode.exceptions.DataOverflowError when the text fits no version.
        """
        head = prefix.encode()
        self._length = suffix_length
        self.version, self.mask = _version_and_mask(head + b"0" * suffix_length, smallest_version)
        self.width = 17 + 4 * self.version
        self._base = self._flat(head + bytes(suffix_length))
        self._differences = tuple(self._character_differences(head, place) for place in range(suffix_length))

    def rows(self, suffix: str) -> Rows:
        """Return the symbol of prefix + ``suffix``. Raises ValueError for another length and for other than
        ASCII.
        """
        if len(suffix) != self._length or not suffix.isascii():
            raise ValueError(f"not {self._length} ASCII characters")
        flat = reduce(
            xor,
            (table[ord(character)] for table, character in zip(self._differences, suffix, strict=True)),
            self._base,
        )
        full = (1 << self.width) - 1
        return tuple(flat >> shift & full for shift in range((self.width - 1) * self.width, -1, -self.width))

    def _flat(self, payload: bytes) -> int:
        rows = _drawn(payload, self.version, self.mask)
        return reduce(lambda flat, row: flat << self.width | row, rows, 0)

    def _character_differences(self, head: bytes, place: int) -> tuple[int, ...]:
        """For each ASCII character at ``place`` the modules that it turns over."""
        bits = []
        for bit in range(BITS_PER_CHARACTER):
            suffix = bytearray(self._length)
            suffix[place] = 1 << bit
            bits.append(self._flat(head + bytes(suffix)) ^ self._base)
        return tuple(
            reduce(xor, (bits[bit] for bit in range(BITS_PER_CHARACTER) if character >> bit & 1), 0)
            for character in range(1 << BITS_PER_CHARACTER)
        )


def png(rows: Sequence[int], width: int, pixels: int = 1) -> bytes:
    """Write rows of modules as a black-and-white PNG, a module ``pixels`` wide (PNG third edition: grey,
    bit depth 1).
    """
    wide = width * pixels
    padding = -wide % 8
    light = (1 << wide) - 1
    lines = b"".join(
        (b"\0" + ((_widened(row, pixels) ^ light) << padding).to_bytes((wide + padding) // 8, "big")) * pixels
        for row in rows
    )
    header = struct.pack(">IIBBBBB", wide, len(rows) * pixels, 1, 0, 0, 0, 0)
    return (
        PNG_SIGNATURE
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(lines, 1))
        + _chunk(b"IEND", b"")
    )


def _widened(row: int, pixels: int) -> int:
    """Repeat each bit ``pixels`` times."""
    if pixels == 1 or row == 0:
        return row
    return int(f"{row:b}".translate({ord(bit): bit * pixels for bit in "01"}), 2)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _drawn(payload: bytes, version: int | None, mask: int | None) -> Rows:
    code = qrcode.QRCode(version=version, error_correction=ERROR_CORRECT_M, border=0, mask_pattern=mask)
    code.add_data(QRData(payload, mode=MODE_8BIT_BYTE))
    code.make(fit=version is None)
    return tuple(
        sum(1 << place for place, dark in enumerate(reversed(row)) if dark) for row in code.get_matrix()
    )


def _version_and_mask(payload: bytes, smallest_version: int) -> tuple[int, int]:
    code = qrcode.QRCode(version=smallest_version, error_correction=ERROR_CORRECT_M)
    code.add_data(QRData(payload, mode=MODE_8BIT_BYTE))
    code.make(fit=True)
    return code.version, code.best_mask_pattern()


def _with_quiet_zone(rows: Rows) -> Rows:
    empty = (0,) * QUIET_ZONE
    return (*empty, *(row << QUIET_ZONE for row in rows), *empty)


def _bits(row: int, width: int) -> Iterator[int]:
    return (row >> place & 1 for place in range(width - 1, -1, -1))


def _path(rows: Rows) -> str:
    return "".join(
        f"M{left + QUIET_ZONE} {top + QUIET_ZONE}h{length}v1h-{length}z"
        for top, row in enumerate(rows)
        for left, length in _dark_runs(row, len(rows))
    )


def _dark_runs(row: int, width: int) -> Iterator[tuple[int, int]]:
    left = 0
    for dark, run in groupby(_bits(row, width)):
        length = len(list(run))
        if dark:
            yield left, length
        left += length
