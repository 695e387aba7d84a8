"""Who leaves a connection to SQLite open: it would hold its file, and at times a transaction, until it is collected."""

from __future__ import annotations

import itertools
import sqlite3
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
OURS = (f"{ROOT / 'jeugd'}/", f"{ROOT / 'tests'}/")
REMEMBERED_STEPS = 6


class Connections:
    """The connections that this process opens, each with the lines of ours that opened it, the nearest first.

    They are held, so that none is collected before it is asked about: Python 3.13 warns of one that is collected open,
    but in whichever test happens to run then, and earlier versions say nothing.
    """

    def __init__(self) -> None:
        self._opened: list[tuple[sqlite3.Connection, list[str]]] = []
        self._left: list[sqlite3.Connection] = []
        self._connect = sqlite3.connect

    def connect(self, *arguments: Any, **options: Any) -> sqlite3.Connection:
        """As ``sqlite3.connect``."""
        made: sqlite3.Connection = self._connect(*arguments, **options)
        self._opened.append((made, _steps()))
        return made

    def forget(self) -> None:
        """What is open now serves more than the next test."""
        self._opened.clear()

    def left_open(self) -> list[str]:
        """Where those were opened that are open still. They stay held: collected, they would trouble another test."""
        left = [(one, steps) for one, steps in self._opened if _is_open(one)]
        self._left += [one for one, _ in left]
        return [" < ".join(steps) for _, steps in left]


def _is_open(connection: sqlite3.Connection) -> bool:
    try:
        return connection.in_transaction in (True, False)
    except sqlite3.ProgrammingError:
        return False


def _steps() -> list[str]:
    return list(itertools.islice(_our_lines(), REMEMBERED_STEPS))


def _our_lines() -> Iterator[str]:
    for frame, line in traceback.walk_stack(None):
        file = frame.f_code.co_filename
        if file.startswith(OURS) and file != __file__:
            yield f"{file.removeprefix(f'{ROOT}/')}:{line}"
