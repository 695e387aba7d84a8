"""Tables that want to hurt a reader: each is refused by name, quickly and in little memory."""

import subprocess
import sys
from pathlib import Path

import pytest

from jeugd.formats.csv_table import MOST_BYTES, CsvRefused, CsvTooLarge, harmless, lines_of
from jeugd.formats.kiesraad_csv import COLUMNS, read_regions, read_stations
from tests.formats.quickest import quickest

ROOT_FOLDER = Path(__file__).parents[2]
HEAD = ";".join(COLUMNS).encode() + b"\n"
ROW = b"Juinen;G0042" + b";" * 12 + b";Opkomst;1\n"

HOSTILE = {
    "empty": lambda: b"",
    "blank lines": lambda: b"\n" * 1_000_000,
    "only a head and blank lines": lambda: HEAD + b"\n" * 1_000_000,
    "a NUL byte": lambda: HEAD + ROW.replace(b"Juinen", b"Jui\0nen"),
    "random bytes": lambda: bytes(range(256)) * 1000,
    "UTF-16": lambda: (HEAD + ROW).decode().encode("utf-16"),
    "xml": lambda: b"<EML/>",
    "a zip": lambda: b"PK\x03\x04" + bytes(100) + HEAD,
    "one line without end": lambda: HEAD + b"x" * (MOST_BYTES - 1000),
    "one row of millions of cells": lambda: HEAD + b";" * (MOST_BYTES - 1000),
    "a head of millions of columns": lambda: b"Regio;" * (MOST_BYTES // 6),
    "a quoted cell that never ends": lambda: HEAD + b'"' + ROW * 300_000,
    "a row over many lines": lambda: HEAD + b'"a\n";' * 3_000_000,
    "text behind a quote": lambda: HEAD + b'"a"b' + ROW,
    "millions of lines": lambda: HEAD + ROW * (MOST_BYTES // len(ROW) - 10),
    "too many bytes": lambda: HEAD + b" " * MOST_BYTES,
    "a cell too few": lambda: HEAD + ROW.replace(b";1\n", b"\n"),
    "a cell too many": lambda: HEAD + ROW.replace(b";1\n", b";1;2\n"),
    "a number in another script": lambda: HEAD + ROW.replace(b";1\n", ";\u0661\n".encode()),
}


@pytest.mark.parametrize("reader", [read_regions, read_stations])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_table_is_refused_within_two_seconds(name, reader):
    data = HOSTILE[name]()

    def refuses():
        with pytest.raises(CsvRefused):
            reader(data)

    assert quickest(refuses) < 2


def test_the_same_table_without_malice_is_read():
    assert read_regions(HEAD + ROW)[0].turnout == 1


def test_a_table_with_too_many_lines_is_refused_as_such():
    with pytest.raises(CsvTooLarge) as refused:
        list(lines_of(HEAD + ROW * 11, ("Regio",), 10))
    assert refused.value.facts == {"size": 11, "limit": 10, "unit": "lines"}


def test_no_hostile_table_takes_200_megabytes():
    """In a process of its own, by its own peak: ``ru_maxrss`` would begin with that of the process that starts it."""
    script = (
        "from pathlib import Path\n"
        "from jeugd.domain.errors import Refused\n"
        "from jeugd.formats.kiesraad_csv import read_regions\n"
        "from tests.formats.test_csv_table import HOSTILE\n"
        "for make in HOSTILE.values():\n"
        "    try: read_regions(make())\n"
        "    except Refused: pass\n"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True, cwd=ROOT_FOLDER
    )
    assert int(answer.stdout) < 200_000


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_calculate_gets_an_apostrophe(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "De Regenboog", "'t Centrum", "1", "a=1"])
def test_any_other_cell_stays_as_it_is(cell):
    assert harmless(cell) == cell
