"""Tables as CSV, that a stranger may have written: nothing endless, nothing that hides half a file in a cell."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO, TextIOWrapper

from jeugd.domain.errors import Refused

MOST_BYTES = 32_000_000
"""The votes per station of a Tweede Kamer election: 240,562 lines, some 18 million bytes."""

MOST_LINE = 4_000
"""Characters."""

CHUNK = 1 << 20
NUMBER = re.compile("[0-9]{1,9}")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would calculate."""

Cells = Mapping[str, str]


class CsvRefused(Refused):
    """A table from which nothing was read."""


class CsvTooLarge(CsvRefused):
    """More bytes or lines than any real file has. Facts: ``size``, ``limit`` (bytes, or lines when
    ``unit`` is ``lines``), ``unit``.
    """


class CsvColumnMissing(CsvRefused):
    """A column that is needed is not in the first line. Fact: ``column``."""


class CsvUnfit(CsvRefused):
    """A line that is not of its form. Facts: ``line`` (1 is the first), ``column`` (None: the line as such)."""


def harmless(cell: str) -> str:
    """Return free text as a cell that no spreadsheet calculates."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def lines_of(
    data: bytes, needed: Collection[str], most_lines: int, delimiter: str = ";"
) -> Iterator[tuple[int, Cells]]:
    """Yield each line after the first as its cells by column, with its number (the first is 1).

    Columns in any order, UTF-8 or Windows-1252. Raises CsvTooLarge, CsvColumnMissing or CsvUnfit.
    """
    if len(data) > MOST_BYTES:
        raise CsvTooLarge(size=len(data), limit=MOST_BYTES, unit="bytes")
    stream = TextIOWrapper(BytesIO(data), encoding=_encoding(data), newline="")
    rows = csv.reader(_plain_lines(stream, most_lines), delimiter=delimiter, strict=True)
    try:
        columns = [cell.strip() for cell in next(rows, [])]
        _must_have(columns, needed)
        for row in rows:
            yield rows.line_num, _cells(rows.line_num, columns, row)
    except csv.Error as error:
        raise CsvUnfit(line=rows.line_num, column=None) from error


def _plain_lines(stream: TextIOWrapper, most_lines: int) -> Iterator[str]:
    """Lines that are short and end no quoted cell halfway: a reader may not gather half a file in one row."""
    number = 0
    while line := stream.readline(MOST_LINE + 1):
        number += 1
        if number > most_lines:
            raise CsvTooLarge(size=number, limit=most_lines, unit="lines")
        if len(line) > MOST_LINE or line.count('"') % 2:
            raise CsvUnfit(line=number, column=None)
        yield line


def _encoding(data: bytes) -> str:
    """UTF-8 where it can be, else what spreadsheets on Windows write."""
    if b"\0" not in data:
        for encoding in ("utf-8-sig", "cp1252"):
            if _is_written_in(encoding, data):
                return encoding
    raise CsvUnfit(line=1, column=None)


def _is_written_in(encoding: str, data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), CHUNK):
            decoder.decode(data[start : start + CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _must_have(columns: Collection[str], needed: Collection[str]) -> None:
    for column in needed:
        if column not in columns:
            raise CsvColumnMissing(column=column)


def _cells(line: int, columns: list[str], row: list[str]) -> Cells:
    if len(row) != len(columns):
        raise CsvUnfit(line=line, column=None)
    return dict(zip(columns, map(str.strip, row), strict=True))


def number_in(cells: Cells, column: str, line: int) -> int:
    """Return the number in a cell, at most nine digits. Raises CsvUnfit, which names ``line``."""
    if not NUMBER.fullmatch(cells[column]):
        raise CsvUnfit(line=line, column=column)
    return int(cells[column])


def number_if_any(cells: Cells, column: str, line: int) -> int | None:
    """Return the number in a cell, None when the cell is empty or there is no such column. Raises CsvUnfit."""
    return number_in(cells, column, line) if cells.get(column) else None
