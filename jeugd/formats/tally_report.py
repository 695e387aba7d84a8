"""The outcome of a count, to read or to compute with: JSON with exact numbers, or indented lines of text.

Any outcome of ``jeugd.domain.tally`` goes: its dataclasses become objects with the names of their fields, fractions
``"7/2"`` (whole ones numbers), and in text every option goes by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

Plain = dict[str, "Plain"] | list["Plain"] | str | int | None
Name = Callable[[str], str]


def as_object(outcome: Any, name: Name = str) -> dict[str, Plain]:  # noqa: ANN401 - an outcome of any method
    """The fields of an outcome as JSON can hold them; ``name`` says how an option is called."""
    return {one.name: _plain(getattr(outcome, one.name), name) for one in fields(outcome)}


def _plain(value: Any, name: Name) -> Plain:  # noqa: ANN401 - any part of an outcome
    if isinstance(value, Mapping):
        return {str(_plain(key, name)): _plain(each, name) for key, each in value.items()}
    if isinstance(value, set | frozenset):
        return [_plain(each, name) for each in sorted(value)]
    if isinstance(value, tuple | list):
        return [_plain(each, name) for each in value]
    return as_object(value, name) if is_dataclass(value) else _single(value, name)


def _single(value: object, name: Name) -> Plain:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Fraction) and value.denominator > 1:
        return str(value)
    if isinstance(value, int | Fraction):
        return int(value)
    assert value is None or isinstance(value, str)
    return value and name(value)


def as_text(plain: Plain) -> str:
    """The same in lines: a field a line, with what belongs to it indented below, and lists numbered from 1."""
    return "".join(f"{line}\n" for line in _lines(plain))


def _lines(plain: Plain) -> Iterator[str]:
    if isinstance(plain, list):
        plain = {str(number): each for number, each in enumerate(plain, start=1)}
    assert isinstance(plain, dict)
    for key, value in plain.items():
        if (text := _on_one_line(value)) is not None:
            yield f"{key}: {text}"
        else:
            yield f"{key}:"
            yield from (f"  {line}" for line in _lines(value))


def _on_one_line(value: Plain) -> str | None:
    """Single values, and lists of them; None for what needs lines of its own."""
    if isinstance(value, dict):
        return None if value else "-"
    if isinstance(value, list):
        inside = [_on_one_line(each) for each in value if not isinstance(each, dict | list)]
        return ", ".join(each or "" for each in inside) or "-" if len(inside) == len(value) else None
    return "-" if value is None else str(value)
