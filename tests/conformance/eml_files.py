"""The EML files of the reference data: of real elections, of the schema's makers, and planted ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jeugd.formats.eml_nl import EmlRefused
from tests.conftest import SHARED_DATA

FILES = sorted((SHARED_DATA / "eml").rglob("*.xml"))


def named(part: str) -> bytes:
    """The first file with this in its name."""
    return next(path for path in FILES if part in path.name).read_bytes()


def accepts(reader: Callable[[bytes], object], path: Path) -> bool:
    """Whether a file is read, and not refused by name."""
    try:
        reader(path.read_bytes())
    except EmlRefused:
        return False
    return True
