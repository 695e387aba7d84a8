"""A poll as one readable TOML file: questions, options, texts, rules and the lesson around it (TOML 1.0.0).

The file holds no municipality, no moment, no list of a real election and nothing of a vote. It is written in one way
only, so that the same poll is the same bytes; what is read gives the definition that was written, byte for byte. A
picture stands in it as the bytes that are kept, in base64 (RFC 4648) with their SHA-256, and is never made anew.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

import tomli_w

from jeugd.domain.contest import (
    LONGEST_TEXTS,
    MOST_EUROS,
    MOST_OPTIONS,
    REFERENDUM_KEYS,
    RULES_OF,
    Contest,
    Method,
    Option,
    Picture,
    Rules,
)
from jeugd.domain.election import LONGEST_TITLE, MOST_CONTESTS, MOST_PICTURES, Definition, Opening
from jeugd.domain.errors import BallotTooLong, Refused, TooManyPictures
from jeugd.domain.kind import ElectionKind
from jeugd.domain.lesson import Lesson
from jeugd.domain.plain_text import tidied
from jeugd.domain.tally.equal_shares import Completion
from jeugd.formats import pictures
from jeugd.formats.pictures import is_kept_form

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = 256 * 1024  # bytes beside the pictures
LARGEST_WITH_PICTURES = LARGEST + MOST_PICTURES * (pictures.LARGEST * 4 // 3 + 2048)  # and their line ends
LONGEST_LINE = (
    4096  # characters; no text of a poll is as long, and a key of a thousand parts takes a parser long
)
MOST_QUESTIONS, LONGEST_LESSON_QUESTION = 12, 300
FORMAT = "jeugd-poll-1"
SHARE = re.compile(r"(\d{1,4}(/\d{1,4})?)?", re.ASCII)
PICTURE_LINE = re.compile(rb"^[A-Za-z0-9+/]{76}\r?\n", re.MULTILINE)  # a full line of base64 (RFC 2045, 6.8)
NO_PICTURES: Mapping[str, bytes] = {}
KEY = re.compile(r"(?!blank$|invalid$)[a-z0-9]{1,12}")
_AT_LINE = re.compile(r"at line (\d+)")
_Choice = TypeVar("_Choice", bound=Enum)
_DEFAULTS = {field.name: field.default for field in dataclasses.fields(Rules)}


class PollFileRefused(Refused):
    """A file that cannot be read as a poll."""


class PollFileTooLarge(PollFileRefused):
    """More bytes than any poll has. Facts: ``size``, ``limit``."""


class PollFileUnfit(PollFileRefused):
    """A file that goes wrong somewhere. Facts: ``fault``, and ``line`` (from 1) or ``key`` (``contests 2, name``)."""


class Fault(Enum):
    """What is wrong with a poll file; the first three are of a line, the others of a key."""

    ENCODING = "encoding"
    LINE_LONG = "line_long"
    SYNTAX = "syntax"
    VERSION = "version"
    MISSING = "missing"
    UNKNOWN = "unknown"
    TYPE = "type"
    LONG = "long"
    MANY = "many"
    VALUE = "value"
    BASE64 = "base64"
    DIGEST = "digest"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll file holds; ``pictures`` are the bytes of every picture of the definition, by digest."""

    definition: Definition
    lesson: Lesson
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def write_poll(definition: Definition, lesson: Lesson, kept: Mapping[str, bytes] = NO_PICTURES) -> bytes:
    """The file of a poll, in UTF-8. Lists and the official election are not written: see ``without_people``.

    ``kept`` are the bytes of its pictures by digest.
    """
    poll = {
        "format": FORMAT,
        "title": definition.title,
        "kind": definition.kind.value,
        "opening": definition.opening.value,
        "lesson": _filled(before=list(lesson.before), after=list(lesson.after)),
        "contests": [_contest_table(contest, kept) for contest in definition.contests],
    }
    return tomli_w.dumps(_filled(**poll), multiline_strings=bool(definition.pictures)).encode()


def read_poll(contents: bytes) -> Poll:
    """Read what ``write_poll`` wrote, or somebody by hand. Raises PollFileTooLarge, PollFileUnfit."""
    poll = _Table(_parsed(_text(contents)))
    poll.knows("format", "title", "kind", "opening", "lesson", "contests")
    if poll.text("format", 40) != FORMAT:
        raise poll.unfit("format", Fault.VERSION)
    found: dict[str, bytes] = {}
    definition = Definition(
        kind=poll.one_of("kind", ElectionKind),
        title=poll.text("title", LONGEST_TITLE),
        opening=poll.one_of("opening", Opening),
        contests=tuple(_contest(one, found) for one in poll.tables("contests", MOST_CONTESTS)),
    )
    try:
        definition.check_size()
    except BallotTooLong as error:
        raise poll.unfit("contests", Fault.MANY) from error
    except TooManyPictures as error:
        raise poll.unfit("picture", Fault.MANY) from error
    return Poll(definition, _lesson(poll.table("lesson")), found)


def _filled(**entries: object) -> dict[str, object]:
    """Only what says something."""
    return {name: value for name, value in entries.items() if value not in ("", [], {})}


def _contest_table(contest: Contest, kept: Mapping[str, bytes]) -> dict[str, object]:
    return _filled(
        question=contest.question,
        intro=contest.intro,
        method=contest.method.value,
        rules=_rules_table(contest),
        options=[_option_table(contest, place, option, kept) for place, option in enumerate(contest.options)],
    )


def _rules_table(contest: Contest) -> dict[str, object]:
    """What the method reads, also where it is as usual: it is declared before the vote."""
    said = dataclasses.asdict(contest.rules)
    return {
        name: said[name]
        for name in _DEFAULTS
        if said[name] != _DEFAULTS[name] or (name in RULES_OF[contest.method] and said[name] != "")
    }


def _option_table(
    contest: Contest, place: int, option: Option, kept: Mapping[str, bytes]
) -> dict[str, object]:
    key = "" if option.key == _usual_key(contest.method, place) else option.key
    cost = {"cost": option.cost} if option.cost else {}
    table = _filled(key=key, name=option.name, detail=option.detail, pitch=option.pitch, **cost)
    if option.picture is not None:
        table["picture"] = _picture_table(option.picture, kept[option.picture.digest])
    return table


def _picture_table(picture: Picture, contents: bytes) -> dict[str, object]:
    lines = base64.encodebytes(contents).decode()
    return {"description": picture.description, "sha256": picture.digest, "webp": lines}


def _usual_key(method: Method, place: int) -> str:
    if method is Method.REFERENDUM and place < len(REFERENDUM_KEYS):
        return REFERENDUM_KEYS[place]
    return str(place + 1)


def _text(contents: bytes) -> str:
    if len(contents) > LARGEST_WITH_PICTURES:
        raise PollFileTooLarge(size=len(contents), limit=LARGEST_WITH_PICTURES)
    size = len(contents) - sum(len(line[0]) for line in PICTURE_LINE.finditer(contents))
    if size > LARGEST:
        raise PollFileTooLarge(size=size, limit=LARGEST)
    try:
        text = contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unfit_line(contents.count(b"\n", 0, error.start) + 1, Fault.ENCODING) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise _unfit_line(number, Fault.LINE_LONG)
    return text


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of a thousand digits is a ValueError too
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else text.rstrip("\n").count("\n") + 1
        raise _unfit_line(line, Fault.SYNTAX) from error


def _unfit_line(line: int, fault: Fault) -> PollFileUnfit:
    return PollFileUnfit(line=line, fault=fault.value)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file that knows where it stands; each way of asking raises PollFileUnfit with the key."""

    data: dict[str, Any]
    where: str = ""

    def unfit(self, name: str, fault: Fault) -> PollFileUnfit:
        return PollFileUnfit(key=f"{self.where}, {name}" if self.where else name, fault=fault.value)

    def knows(self, *names: str) -> None:
        for name in self.data:
            if name not in names:
                raise self.unfit(name[:40], Fault.UNKNOWN)

    def text(self, name: str, longest: int, default: str | None = None) -> str:
        """A text on one line; without a default it must say something."""
        if name not in self.data and default is not None:
            return default
        tidy = self._tidy(name, self._value(name, str), longest)
        if not tidy and default is None:
            raise self.unfit(name, Fault.MISSING)
        return tidy

    def raw(self, name: str) -> str:
        """A text as it stands."""
        value: str = self._value(name, str)
        return value

    def texts(self, name: str, most: int, longest: int) -> tuple[str, ...]:
        values = self._list(name, str, most)
        return tuple(self._tidy(f"{name} {place}", one, longest) for place, one in enumerate(values, start=1))

    def number(self, name: str, default: int) -> int:
        value: int = self._value(name, int) if name in self.data else default
        if not 0 <= value <= MOST_EUROS:
            raise self.unfit(name, Fault.VALUE)
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        value: bool = self._value(name, bool) if name in self.data else default
        return value

    def one_of(self, name: str, choices: type[_Choice]) -> _Choice:
        try:
            return choices(self.text(name, 40))
        except ValueError as error:
            raise self.unfit(name, Fault.VALUE) from error

    def table(self, name: str) -> _Table:
        return _Table(self._value(name, dict) if name in self.data else {}, f"{self.where} {name}".strip())

    def tables(self, name: str, most: int) -> list[_Table]:
        where = f"{self.where}, {name}" if self.where else name
        return [
            _Table(one, f"{where} {place}") for place, one in enumerate(self._list(name, dict, most), start=1)
        ]

    def _value(self, name: str, kind: type) -> Any:  # noqa: ANN401 - what a file may hold
        if name not in self.data:
            raise self.unfit(name, Fault.MISSING)
        if type(self.data[name]) is not kind:  # a truth value is no number
            raise self.unfit(name, Fault.TYPE)
        return self.data[name]

    def _list(self, name: str, kind: type, most: int) -> list[Any]:
        values: list[Any] = self._value(name, list) if name in self.data else []
        if any(type(one) is not kind for one in values):
            raise self.unfit(name, Fault.TYPE)
        if len(values) > most:
            raise self.unfit(name, Fault.MANY)
        return values

    def _tidy(self, name: str, text: str, longest: int) -> str:
        tidy = tidied(text)
        if len(tidy) > longest:
            raise self.unfit(name, Fault.LONG)
        return tidy


def _lesson(table: _Table) -> Lesson:
    table.knows("before", "after")
    before, after = (table.texts(one, MOST_QUESTIONS, LONGEST_LESSON_QUESTION) for one in ("before", "after"))
    return Lesson(before, after)


def _contest(table: _Table, found: dict[str, bytes]) -> Contest:
    """A question; the bytes of its pictures go to ``found``."""
    table.knows("question", "intro", "method", "rules", "options")
    method = table.one_of("method", Method)
    return Contest(
        question=table.text("question", LONGEST_TEXTS["question"]),
        method=method,
        options=_options(table, method, found),
        rules=_rules(table.table("rules")),
        intro=table.text("intro", LONGEST_TEXTS["intro"], ""),
    )


def _options(table: _Table, method: Method, pictured: dict[str, bytes]) -> tuple[Option, ...]:
    found: list[Option] = []
    for place, one in enumerate(table.tables("options", MOST_OPTIONS)):
        one.knows("key", "name", "detail", "pitch", "cost", "picture")
        option = Option(
            key=one.text("key", 12, _usual_key(method, place)),
            name=one.text("name", LONGEST_TEXTS["name"]),
            detail=one.text("detail", LONGEST_TEXTS["detail"], ""),
            pitch=one.text("pitch", LONGEST_TEXTS["pitch"], ""),
            cost=one.number("cost", 0),
            picture=_picture(one.table("picture"), pictured) if "picture" in one.data else None,
        )
        if not KEY.fullmatch(option.key) or option.key in [other.key for other in found]:
            raise one.unfit("key", Fault.VALUE)
        found.append(option)
    return tuple(found)


def _picture(table: _Table, pictured: dict[str, bytes]) -> Picture:
    """A picture as it was kept elsewhere: the same bytes, or none at all."""
    table.knows("description", "sha256", "webp")
    contents = _bytes(table, "webp")
    digest = hashlib.sha256(contents).hexdigest()
    if table.text("sha256", 64) != digest:
        raise table.unfit("sha256", Fault.DIGEST)
    if not is_kept_form(contents):
        raise table.unfit("webp", Fault.PICTURE)
    pictured[digest] = contents
    return Picture(digest, table.text("description", LONGEST_TEXTS["description"]))


def _bytes(table: _Table, name: str) -> bytes:
    lines = table.raw(name)
    try:
        return base64.b64decode("".join(lines.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise table.unfit(name, Fault.BASE64) from error


def _rules(table: _Table) -> Rules:
    table.knows(*_DEFAULTS)
    usual = Rules()
    rules = Rules(
        fewest=table.number("fewest", usual.fewest),
        most=table.number("most", usual.most),
        seats=table.number("seats", usual.seats),
        purse=table.number("purse", usual.purse),
        completion=table.text("completion", 20, usual.completion),
        quorum=table.text("quorum", 20, usual.quorum),
        threshold=table.text("threshold", 20, usual.threshold),
        blank_counts=table.flag("blank_counts", default=usual.blank_counts),
        is_shuffled=table.flag("is_shuffled", default=usual.is_shuffled),
    )
    _check_rules(table, rules)
    return rules


def _check_rules(table: _Table, rules: Rules) -> None:
    if rules.completion not in [one.value for one in Completion]:
        raise table.unfit("completion", Fault.VALUE)
    for name, share, alone in (
        ("quorum", rules.quorum, Rules(quorum=rules.quorum)),
        ("threshold", rules.threshold, Rules(threshold=rules.threshold)),
    ):
        if not (SHARE.fullmatch(share) and alone.has_fit_shares):
            raise table.unfit(name, Fault.VALUE)
