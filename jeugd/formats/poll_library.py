"""The polls that come with jeugd: files of ``jeugd/library``, to begin with and to change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jeugd.domain.errors import NotFound
from jeugd.formats.poll_file import Poll, read_poll

if TYPE_CHECKING:
    from jeugd.domain.election import Definition
    from jeugd.domain.lesson import Lesson

FOLDER = Path(__file__).parents[1] / "library"


@dataclass(frozen=True, slots=True)
class LibraryPoll:
    """A poll of the library by its name, which is that of its file without the ending."""

    name: str
    poll: Poll
    contents: bytes

    @property
    def definition(self) -> Definition:
        """Its questions, options and rules."""
        return self.poll.definition

    @property
    def lesson(self) -> Lesson:
        """The lesson around it."""
        return self.poll.lesson


@cache
def library() -> tuple[LibraryPoll, ...]:
    """Every poll that comes with jeugd, by title."""
    polls = (_read(path) for path in FOLDER.glob("*.toml"))
    return tuple(sorted(polls, key=lambda one: one.definition.title))


def poll_named(name: str) -> LibraryPoll:
    """The poll of this name. Raises NotFound."""
    found = next((one for one in library() if one.name == name), None)
    if found is None:
        raise NotFound
    return found


def _read(path: Path) -> LibraryPoll:
    contents = path.read_bytes()
    return LibraryPoll(path.stem, read_poll(contents), contents)
