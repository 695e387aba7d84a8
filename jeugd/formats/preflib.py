"""Ranked ballots in the files of PrefLib (preflib.org): ``.soc``, ``.soi``, ``.toc`` and ``.toi``, read and written.

A file has a header, ``# ALTERNATIVE NAME 1: Amsterdam``, and then a line for each order, ``12: 1,{2,3},4``: twelve
voters, alternatives 2 and 3 equal. Older files have no header: the number of alternatives, a line ``1,Amsterdam`` for
each, a line ``voters,sum,orders``, and orders as ``12,1,{2,3},4``. Source: the description of the formats in
PrefLib-Data and https://preflib.github.io/preflib.github.io/.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from jeugd.domain.errors import Refused
from jeugd.domain.tally.ranking import Ranking, ranking

LARGEST_FILE = 10_000_000  # bytes
MOST_ALTERNATIVES = 250
LONGEST_ORDER = 4_000  # characters

NUMBER = re.compile(r"\d{1,9}", re.ASCII)
SPACES = re.compile(r" *([,{}]) *")
TIER = re.compile(r"\{([^{}]*)\}|([^{},]+)")


class Kind(Enum):
    """The four kinds of ranked files, by what their orders may be; the value is the end of the file's name."""

    SOC = "soc"
    SOI = "soi"
    TOC = "toc"
    TOI = "toi"

    @property
    def is_strict(self) -> bool:
        """Whether no two alternatives of an order are equal."""
        return self in (Kind.SOC, Kind.SOI)

    @property
    def is_complete(self) -> bool:
        """Whether every order names every alternative."""
        return self in (Kind.SOC, Kind.TOC)


class Fault(Enum):
    """What can be wrong in a line."""

    LINE = "line"
    NUMBER = "number"
    UNPRINTABLE = "unprintable"
    KIND = "kind"
    TOO_MANY = "too_many"
    NAME_TWICE = "name_twice"
    NAME_MISSING = "name_missing"
    UNKNOWN = "unknown"
    TWICE = "twice"
    EQUAL = "equal"
    INCOMPLETE = "incomplete"
    ORDER_TWICE = "order_twice"
    ORDERS_DIFFER = "orders_differ"
    VOTERS_DIFFER = "voters_differ"
    NO_ORDERS = "no_orders"


class PrefLibRefused(Refused):
    """A file of ranked ballots from which nothing was read."""


class PrefLibTooLarge(PrefLibRefused):
    """More bytes than are read. Facts: ``size``, ``limit``."""


class PrefLibUnfit(PrefLibRefused):
    """A line that is not of its form. Facts: ``line`` (1 is the first), ``fault`` (the value of a Fault)."""


@dataclass(frozen=True, slots=True)
class RankedFile:
    """The contents of a file: ``names`` of the alternatives "1", "2" ... in order, and {ranking of these: voters}."""

    kind: Kind
    title: str
    names: tuple[str, ...]
    ballots: dict[Ranking, int]

    @property
    def options(self) -> tuple[str, ...]:
        """The alternatives as ballots name them."""
        return tuple(str(number) for number in range(1, len(self.names) + 1))

    @classmethod
    def of(cls, title: str, names: tuple[str, ...], ballots: Mapping[Ranking, int]) -> RankedFile:
        """Take ballots that rank "1", "2" ..., for a file of the strictest kind that fits, as PrefLib demands.

        Ballots that rank nothing, and rankings that nobody gave, are left out.
        """
        given = {ranked: number for ranked, number in ballots.items() if ranked and number}
        strict = all(len(tier) == 1 for ranked in given for tier in ranked)
        complete = all(sum(map(len, ranked)) == len(names) for ranked in given)
        kind = next(kind for kind in Kind if (kind.is_strict, kind.is_complete) == (strict, complete))
        return cls(kind, title, names, given)


# -- reading


@dataclass(slots=True)
class _Draft:
    """What was read so far, and in which line each total stood that the rest must agree with."""

    kind: Kind
    title: str = ""
    names: dict[int, str] = field(default_factory=dict)
    totals: dict[str, tuple[int, int]] = field(default_factory=dict)
    ballots: dict[Ranking, int] = field(default_factory=dict)


def read_preflib(data: bytes, kind: Kind) -> RankedFile:
    """Read a file of this kind, in UTF-8 or else Latin-1, with or without a header.

    Raises PrefLibTooLarge, or PrefLibUnfit with the line and what is wrong there. A total that the file states must
    agree with its orders.
    """
    if len(data) > LARGEST_FILE:
        raise PrefLibTooLarge(size=len(data), limit=LARGEST_FILE)
    draft = _Draft(kind)
    lines = _lines(data)
    is_old = bool(lines) and not lines[0][1].startswith("#")
    orders = _read_old(draft, lines) if is_old else _read_header(draft, lines)
    _must_have_names(draft, orders)
    for number, line, separator in orders:
        _read_order(draft, number, line, separator)
    _must_agree(draft, lines[-1][0] if lines else 1)
    names = tuple(draft.names[number] for number in sorted(draft.names))
    return RankedFile(kind, draft.title, names, draft.ballots)


_Line = tuple[int, str]
_Order = tuple[int, str, str]
"""The number of a line, its text, and what stands behind its number of voters."""


def _lines(data: bytes) -> list[_Line]:
    """Every line that says something, with its number."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    lines = [line.strip(" \r") for line in text.replace("\t", " ").split("\n")]
    if not "".join(lines).isprintable():
        broken = next(number for number, line in enumerate(lines, start=1) if not line.isprintable())
        raise PrefLibUnfit(line=broken, fault=Fault.UNPRINTABLE.value)
    return [(number, line) for number, line in enumerate(lines, start=1) if line]


def _read_header(draft: _Draft, lines: list[_Line]) -> list[_Order]:
    """Take the header from a file; what is left are its orders."""
    orders = []
    for number, line in lines:
        if not line.startswith("#"):
            orders.append((number, line, ":"))
        else:
            key, _, value = line.removeprefix("#").partition(":")
            _read_metadata(draft, number, " ".join(key.split()), value.strip())
    return orders


def _read_metadata(draft: _Draft, line: int, key: str, value: str) -> None:
    if key == "TITLE":
        draft.title = value
    elif key == "DATA TYPE" and value != draft.kind.value:
        raise PrefLibUnfit(line=line, fault=Fault.KIND.value)
    elif key.startswith("ALTERNATIVE NAME "):
        _add_name(draft, line, key.removeprefix("ALTERNATIVE NAME "), value)
    elif key.startswith("NUMBER "):
        draft.totals[key.removeprefix("NUMBER ")] = (line, _number(line, value))


def _read_old(draft: _Draft, lines: list[_Line]) -> list[_Order]:
    """Take the first lines from a file without a header; what is left are its orders."""
    first, line = lines[0]
    alternatives = _number(first, line)
    if alternatives > MOST_ALTERNATIVES:
        raise PrefLibUnfit(line=first, fault=Fault.TOO_MANY.value)
    for number, line in lines[1 : alternatives + 1]:
        key, _, name = line.partition(",")
        _add_name(draft, number, key, name.strip())
    draft.totals["ALTERNATIVES"] = (first, alternatives)
    if len(lines) <= alternatives + 1:
        raise PrefLibUnfit(line=lines[-1][0], fault=Fault.NO_ORDERS.value)
    at, line = lines[alternatives + 1]
    totals = [_number(at, each) for each in line.split(",")]
    if len(totals) != len(("voters", "sum", "orders")):
        raise PrefLibUnfit(line=at, fault=Fault.LINE.value)
    draft.totals["VOTERS"], draft.totals["UNIQUE ORDERS"] = (at, totals[1]), (at, totals[2])
    return [(number, line, ",") for number, line in lines[alternatives + 2 :]]


def _add_name(draft: _Draft, line: int, key: str, name: str) -> None:
    number = _number(line, key)
    if number in draft.names:
        raise PrefLibUnfit(line=line, fault=Fault.NAME_TWICE.value)
    if len(draft.names) == MOST_ALTERNATIVES:
        raise PrefLibUnfit(line=line, fault=Fault.TOO_MANY.value)
    draft.names[number] = name or key


def _must_have_names(draft: _Draft, orders: list[_Order]) -> None:
    """Alternatives are 1, 2 ... without a gap, as many as the file says."""
    line, stated = draft.totals.get("ALTERNATIVES", (orders[0][0] if orders else 1, len(draft.names)))
    if not draft.names or set(draft.names) != set(range(1, stated + 1)):
        raise PrefLibUnfit(line=line, fault=Fault.NAME_MISSING.value)


def _read_order(draft: _Draft, line: int, text: str, separator: str) -> None:
    voters, found, order = text.partition(separator)
    if not found or len(text) > LONGEST_ORDER:
        raise PrefLibUnfit(line=line, fault=Fault.LINE.value)
    ranked = _ranking(draft, line, SPACES.sub(r"\1", order.strip()))
    if ranked in draft.ballots:
        raise PrefLibUnfit(line=line, fault=Fault.ORDER_TWICE.value)
    draft.ballots[ranked] = _number(line, voters)
    if not draft.ballots[ranked]:
        raise PrefLibUnfit(line=line, fault=Fault.NUMBER.value)


def _ranking(draft: _Draft, line: int, order: str) -> Ranking:
    """The tiers of an order, as far as its kind of file may have them."""
    tiers = [
        [_alternative(draft, line, each) for each in found.group(found.lastindex or 0).split(",")]
        for found in TIER.finditer(order)
    ]
    if TIER.sub("", order) != "," * (len(tiers) - 1) or not tiers:
        raise PrefLibUnfit(line=line, fault=Fault.LINE.value)
    named = [each for tier in tiers for each in tier]
    if len(set(named)) < len(named):
        raise PrefLibUnfit(line=line, fault=Fault.TWICE.value)
    if draft.kind.is_strict and len(named) > len(tiers):
        raise PrefLibUnfit(line=line, fault=Fault.EQUAL.value)
    if draft.kind.is_complete and len(named) < len(draft.names):
        raise PrefLibUnfit(line=line, fault=Fault.INCOMPLETE.value)
    return ranking(tiers)


def _alternative(draft: _Draft, line: int, text: str) -> str:
    number = _number(line, text)
    if number not in draft.names:
        raise PrefLibUnfit(line=line, fault=Fault.UNKNOWN.value)
    return str(number)


def _must_agree(draft: _Draft, last: int) -> None:
    """The orders add up to the totals that the file states."""
    if not draft.ballots:
        raise PrefLibUnfit(line=last, fault=Fault.NO_ORDERS.value)
    for key, found, fault in (
        ("UNIQUE ORDERS", len(draft.ballots), Fault.ORDERS_DIFFER),
        ("VOTERS", sum(draft.ballots.values()), Fault.VOTERS_DIFFER),
    ):
        line, stated = draft.totals.get(key, (last, found))
        if stated != found:
            raise PrefLibUnfit(line=line, fault=fault.value)


def _number(line: int, text: str) -> int:
    stripped = text.strip()
    if not NUMBER.fullmatch(stripped):
        raise PrefLibUnfit(line=line, fault=Fault.NUMBER.value)
    return int(stripped)


# -- writing


def write_preflib(file: RankedFile) -> bytes:
    """Write a file with a header, in UTF-8, most frequent order first: the same bytes for the same contents."""
    header = {
        "TITLE": file.title,
        "DATA TYPE": file.kind.value,
        "MODIFICATION TYPE": "original",
        "NUMBER ALTERNATIVES": len(file.names),
        "NUMBER VOTERS": sum(file.ballots.values()),
        "NUMBER UNIQUE ORDERS": len(file.ballots),
    }
    lines = [f"# {key}: {_one_line(str(value))}".rstrip() for key, value in header.items()]
    for number, name in zip(file.options, file.names, strict=True):
        lines.append(f"# ALTERNATIVE NAME {number}: {_one_line(name) or number}")
    orders = sorted((-number, _in_numbers(ranked)) for ranked, number in file.ballots.items())
    lines += [f"{-number}: {_order(tiers)}" for number, tiers in orders]
    return "".join(f"{line}\n" for line in lines).encode()


def _one_line(text: str) -> str:
    """Text without anything that would begin a line or could not be read back."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _in_numbers(ranked: Ranking) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(sorted(map(int, tier))) for tier in ranked)


def _order(tiers: tuple[tuple[int, ...], ...]) -> str:
    return ",".join(
        str(tier[0]) if len(tier) == 1 else "{" + ",".join(map(str, tier)) + "}" for tier in tiers
    )
