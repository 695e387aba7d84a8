"""The voting code: eleven random Crockford symbols and a check symbol over GF(32), as printed on a poll card.

SECRECY-AND-INTEGRITY 4.1: 55 random bits; the check symbol finds every single wrong symbol, every swap of
neighbours or at distance two, and every twin error. It adds no security.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NewType

from jeugd.domain.errors import CodeMalformed

if TYPE_CHECKING:
    from collections.abc import Callable

VotingCode = NewType("VotingCode", str)
"""Twelve symbols in canonical form: upper case, no separators, right check symbol."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_SYMBOLS = 11
LENGTH = RANDOM_SYMBOLS + 1
GROUP = 4

_READ_AS = str.maketrans(
    {symbol: symbol for symbol in ALPHABET}  # named too: what is not in the table costs an exception each
    | {symbol.lower(): symbol for symbol in ALPHABET}
    | dict.fromkeys("Oo", "0")
    | dict.fromkeys("IiLl", "1")
    | dict.fromkeys("- \N{NO-BREAK SPACE}")
)
_LONGEST_INPUT = 40

# Dutch and English insults that this alphabet can spell (O is read as 0, I and L as 1, U looks like V)
UNWANTED_WORDS = frozenset(
    """
    ANAA1 ASS C0CK CVNT D1CK DEB1E1 D0M DVM F1KKER FAG FVCK GEK H0ER H0M0 H1T1ER HEKS J00D J0DE K0NT K10TE KAK KANKER
    KKK KVT M0NG00 MAF M0F NAZ1 NEGER N1GG P0EP P0RN P1K P1S RAPE REET S1AAF S1ET SEKS SEX SVKKE1 TERR0R TET
    TYFVS VET Z0T ZEMMER
    """.split()
)


class CodeState(IntEnum):
    """What became of a code. No moment is kept with it."""

    FRESH = 0
    CAST = 1
    VOID = 2


def _times_alpha(value: int) -> int:
    """Multiply by the generator of GF(32) with polynomial x^5 + x^2 + 1."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value


def _weights() -> tuple[tuple[int, ...], ...]:
    """Row i holds, for each symbol value, value * a^i in GF(32)."""
    rows = [tuple(range(32))]
    for _ in range(RANDOM_SYMBOLS):
        rows.append(tuple(_times_alpha(value) for value in rows[-1]))
    return tuple(rows)


_WEIGHTED = _weights()
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}


def check_symbol(symbols: str) -> str:
    """The check symbol of eleven symbols: their sum in GF(32), symbol i weighted with a^i for i = 1 to 11."""
    total = 0
    for row, symbol in zip(_WEIGHTED[1:], symbols, strict=True):
        total ^= row[_VALUE[symbol]]
    return ALPHABET[total]


def draw(choice: Callable[[str], str]) -> VotingCode:
    """Draw one code; ``choice`` picks a symbol at random (``secrets.choice``). One that spells an insult is redrawn."""
    while True:
        symbols = "".join(choice(ALPHABET) for _ in range(RANDOM_SYMBOLS))
        code = symbols + check_symbol(symbols)
        if not any(word in code for word in UNWANTED_WORDS):
            return VotingCode(code)


def read(text: str) -> VotingCode:
    """The code somebody typed or scanned; spaces, hyphens, lower case and O, I, L are forgiven.

    Raises CodeMalformed, with ``position`` (1 to 12) where one symbol is to blame.
    """
    symbols = text[:_LONGEST_INPUT].strip().translate(_READ_AS)
    if not _VALUE.keys() >= set(symbols[:LENGTH]):
        raise CodeMalformed(position=_first_unknown(symbols))
    if len(symbols) != LENGTH or len(text) > _LONGEST_INPUT:
        raise CodeMalformed(length=len(symbols))
    if check_symbol(symbols[:RANDOM_SYMBOLS]) != symbols[-1]:
        raise CodeMalformed
    return VotingCode(symbols)


def _first_unknown(symbols: str) -> int:
    return next(place for place, symbol in enumerate(symbols, start=1) if symbol not in _VALUE)


def printed(code: VotingCode) -> str:
    """Three groups of four, as on the poll card: ``K7QM-4XJD-9WTH``."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))
