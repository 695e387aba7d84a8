"""Votes on a budget in the files of Pabulib (pabulib.org): ``.pb``, read and written, for ballots that approve plans.

A file has three tables with semicolons: META (``budget;250000``), PROJECTS (``4;50000;A park``) and VOTES
(``17;4,9``), each with a line of column names under its title. Source: pabulib.org/format; D. Stolicki, S. Szufa and
N. Talmon, "Pabulib: A Participatory Budgeting Library" (2020). Votes that rank plans or give them points are refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from jeugd.domain.errors import Refused

LARGEST_FILE = 10_000_000  # bytes
MOST_PROJECTS = 1_000
MONEY = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?", re.ASCII)
NUMBER = re.compile(r"\d{1,9}", re.ASCII)
CENTS = 100

APPROVAL = "approval"
CHOOSE_ONE = "choose-1"
VOTE_TYPES = (APPROVAL, CHOOSE_ONE)
UNSAID = "unknown"
OBLIGATORY = ("description", "country", "unit", "instance", "rule", "date_begin", "date_end")
COUNTED = ("num_projects", "num_votes", "budget", "vote_type")
"""What the writer says itself."""


class Section(Enum):
    """The tables of a file, in their order."""

    META = "META"
    PROJECTS = "PROJECTS"
    VOTES = "VOTES"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a table cannot do without."""
        return {
            Section.META: ("key", "value"),
            Section.PROJECTS: ("project_id", "cost"),
            Section.VOTES: ("voter_id", "vote"),
        }[self]


class Fault(Enum):
    """What can be wrong in a line."""

    ENCODING = "encoding"
    UNPRINTABLE = "unprintable"
    QUOTES = "quotes"
    SECTION = "section"
    COLUMN = "column"
    CELLS = "cells"
    KEY_TWICE = "key_twice"
    KEY_MISSING = "key_missing"
    MONEY = "money"
    NUMBER = "number"
    PROJECT_ID = "project_id"
    PROJECT_TWICE = "project_twice"
    TOO_MANY = "too_many"
    PROJECT_UNKNOWN = "project_unknown"
    VOTE_TWICE = "vote_twice"
    VOTER_TWICE = "voter_twice"
    MORE_THAN_ONE = "more_than_one"
    LENGTH = "length"
    PROJECTS_DIFFER = "projects_differ"
    VOTES_DIFFER = "votes_differ"


class PabulibRefused(Refused):
    """A file of votes on a budget from which nothing was read."""


class PabulibTooLarge(PabulibRefused):
    """More bytes than are read. Facts: ``size``, ``limit``."""


class PabulibUnfit(PabulibRefused):
    """A line that is not of its form. Facts: ``line`` (1 is the first), ``fault`` (the value of a Fault)."""


class VoteTypeRefused(PabulibRefused):
    """Votes that do not approve plans, but rank them or give points. Facts: ``line``, ``vote_type``."""


@dataclass(frozen=True, slots=True)
class Project:
    """A plan: what ballots call it, its ``cost`` in units of the file, its name, and whether it was selected.

    ``selected`` is as the file says, usually "1" or "0"; empty when it does not say.
    """

    key: str
    cost: int
    name: str
    selected: str = ""


@dataclass(frozen=True, slots=True)
class BudgetFile:
    """The contents of a file: ``meta`` (other than what follows from the rest), plans, and {approved plans: ballots}.

    Money is a whole number of units: ``units`` is 1 when the file has whole amounts only, and 100 (cents) otherwise.
    """

    meta: Mapping[str, str]
    purse: int
    units: int
    projects: tuple[Project, ...]
    ballots: Mapping[frozenset[str], int]
    vote_type: str = APPROVAL

    @property
    def costs(self) -> dict[str, int]:
        """What each plan costs, in the order of the file."""
        return {project.key: project.cost for project in self.projects}

    @property
    def names(self) -> dict[str, str]:
        """What each plan is called."""
        return {project.key: project.name for project in self.projects}


# -- reading


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a table: its number, and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class _Tables:
    """The rows of each table, and the line on which it began."""

    rows: dict[Section, list[_Row]] = field(default_factory=dict)
    begins: dict[Section, int] = field(default_factory=dict)


def read_pabulib(data: bytes) -> BudgetFile:
    """Read a file in UTF-8. Projects without a name are called by their id.

    Raises PabulibTooLarge, VoteTypeRefused, or PabulibUnfit with the line and what is wrong there. The numbers of
    projects and votes that the file states must be those that it has.
    """
    if len(data) > LARGEST_FILE:
        raise PabulibTooLarge(size=len(data), limit=LARGEST_FILE)
    tables = _tables(data)
    meta = _meta(tables)
    vote_type = _vote_type(meta)
    rows = tables.rows[Section.PROJECTS]
    units = _units([meta["budget"].cells["value"], *(row.cells["cost"] for row in rows)])
    projects = _projects(rows, units)
    ballots = _ballots(
        tables.rows[Section.VOTES], {project.key for project in projects}, vote_type, _lengths(meta)
    )
    _must_agree(meta, "num_projects", len(projects), Fault.PROJECTS_DIFFER)
    _must_agree(meta, "num_votes", sum(ballots.values()), Fault.VOTES_DIFFER)
    return BudgetFile(
        meta={key: row.cells["value"] for key, row in meta.items() if key not in COUNTED},
        purse=_money(meta["budget"].line, meta["budget"].cells["value"], units),
        units=units,
        projects=projects,
        ballots=ballots,
        vote_type=vote_type,
    )


def _lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Every line that says something, with its number."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unfit(data.count(b"\n", 0, error.start) + 1, Fault.ENCODING) from error
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip(" \t\r")
        if not stripped.replace("\t", " ").replace("\xa0", " ").isprintable():
            raise _unfit(number, Fault.UNPRINTABLE)
        if stripped:
            yield number, stripped


def _cells(line: int, text: str) -> list[str]:
    """The cells of one line; a cell never runs on to the next."""
    try:
        (cells,) = csv.reader([text], delimiter=";", skipinitialspace=True, strict=True)
    except csv.Error as error:
        raise _unfit(line, Fault.QUOTES) from error
    return [_one_line(cell) for cell in cells]


def _tables(data: bytes) -> _Tables:
    tables = _Tables()
    awaited = list(Section)
    columns: list[str] = []
    section: Section | None = None
    number = 1
    for number, text in _lines(data):
        if awaited and text.rstrip("; \t").upper() == awaited[0].value:
            section = awaited.pop(0)
            tables.rows[section], tables.begins[section], columns = [], number, []
        elif section is None:
            raise _unfit(number, Fault.SECTION)
        elif not columns:
            columns = _columns(number, text, section)
        else:
            tables.rows[section].append(_row(number, text, columns))
    if awaited or not columns:
        raise _unfit(number, Fault.SECTION)
    return tables


def _columns(line: int, text: str, section: Section) -> list[str]:
    columns = [cell.lower() for cell in _cells(line, text)]
    if len(set(columns)) < len(columns) or not set(section.columns) <= set(columns):
        raise _unfit(line, Fault.COLUMN)
    return columns


def _row(line: int, text: str, columns: Sequence[str]) -> _Row:
    cells = _cells(line, text)
    if len(cells) != len(columns):
        raise _unfit(line, Fault.CELLS)
    return _Row(line, dict(zip(columns, cells, strict=True)))


def _meta(tables: _Tables) -> dict[str, _Row]:
    meta: dict[str, _Row] = {}
    for row in tables.rows[Section.META]:
        if row.cells["key"] in meta:
            raise _unfit(row.line, Fault.KEY_TWICE)
        meta[row.cells["key"]] = row
    if not {"budget", "vote_type"} <= meta.keys():
        raise _unfit(tables.begins[Section.META], Fault.KEY_MISSING)
    return meta


def _vote_type(meta: Mapping[str, _Row]) -> str:
    row = meta["vote_type"]
    vote_type = row.cells["value"].lower()
    if vote_type not in VOTE_TYPES:
        raise VoteTypeRefused(line=row.line, vote_type=vote_type[:40])
    return vote_type


def _lengths(meta: Mapping[str, _Row]) -> range:
    """How many plans a vote may name, if the file says so; a vote for none is a blank one, and always allowed."""
    fewest, most = (_stated(meta, key) for key in ("min_length", "max_length"))
    return range(fewest or 1, (most or MOST_PROJECTS) + 1)


def _stated(meta: Mapping[str, _Row], key: str) -> int | None:
    """A number that the file states."""
    row = meta.get(key)
    if row is None:
        return None
    if not NUMBER.fullmatch(row.cells["value"]):
        raise _unfit(row.line, Fault.NUMBER)
    return int(row.cells["value"])


def _projects(rows: Sequence[_Row], units: int) -> tuple[Project, ...]:
    projects: dict[str, Project] = {}
    for row in rows:
        key = row.cells["project_id"]
        if not key or "," in key:
            raise _unfit(row.line, Fault.PROJECT_ID)
        if key in projects:
            raise _unfit(row.line, Fault.PROJECT_TWICE)
        if len(projects) == MOST_PROJECTS:
            raise _unfit(row.line, Fault.TOO_MANY)
        cost = _money(row.line, row.cells["cost"], units)
        projects[key] = Project(key, cost, row.cells.get("name") or key, row.cells.get("selected", ""))
    return tuple(projects.values())


def _units(amounts: Sequence[str]) -> int:
    """Whole amounts when nothing but zeros follows a point or comma; otherwise cents."""
    found = [MONEY.fullmatch(amount) for amount in amounts]
    return CENTS if any(one and int(one[2] or 0) for one in found) else 1


def _money(line: int, text: str, units: int) -> int:
    found = MONEY.fullmatch(text)
    if not found:
        raise _unfit(line, Fault.MONEY)
    cents = (found[2] or "").ljust(2, "0")
    return int(found[1] + cents) if units == CENTS else int(found[1])


def _ballots(rows: Sequence[_Row], keys: set[str], vote_type: str, lengths: range) -> Counter[frozenset[str]]:
    ballots: Counter[frozenset[str]] = Counter()
    voters: set[str] = set()
    for row in rows:
        if row.cells["voter_id"] in voters:
            raise _unfit(row.line, Fault.VOTER_TWICE)
        voters.add(row.cells["voter_id"])
        ballot = _ballot(row, keys, vote_type)
        if ballot and len(ballot) not in lengths:
            raise _unfit(row.line, Fault.LENGTH)
        ballots[ballot] += 1
    return ballots


def _ballot(row: _Row, keys: set[str], vote_type: str) -> frozenset[str]:
    named = [key.strip() for key in row.cells["vote"].split(",")] if row.cells["vote"] else []
    approved = frozenset(named)
    if not approved <= keys:
        raise _unfit(row.line, Fault.PROJECT_UNKNOWN)
    if len(approved) < len(named):
        raise _unfit(row.line, Fault.VOTE_TWICE)
    if vote_type == CHOOSE_ONE and len(named) > 1:
        raise _unfit(row.line, Fault.MORE_THAN_ONE)
    return approved


def _must_agree(meta: Mapping[str, _Row], key: str, found: int, fault: Fault) -> None:
    if _stated(meta, key) not in (None, found):
        raise _unfit(meta[key].line, fault)


def _unfit(line: int, fault: Fault) -> PabulibUnfit:
    return PabulibUnfit(line=line, fault=fault.value)


# -- writing


def write_pabulib(file: BudgetFile) -> bytes:
    """Write a file in UTF-8: the same bytes for the same contents.

    Votes stand in the order of what they say and are numbered in that order, so that nothing is left of the order in
    which they were cast. Text is put on one line. What Pabulib asks for and ``meta`` lacks is written as ``unknown``.
    """
    rows = [*_meta_rows(file), *_project_rows(file), *_vote_rows(file)]
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(
        [_one_line(cell) for cell in row] for row in rows
    )
    return text.getvalue().encode()


def _meta_rows(file: BudgetFile) -> list[list[str]]:
    counted = {
        "num_projects": str(len(file.projects)),
        "num_votes": str(sum(file.ballots.values())),
        "budget": _amount(file.purse, file.units),
        "vote_type": file.vote_type,
    }
    said = dict.fromkeys(OBLIGATORY, UNSAID) | dict(file.meta) | counted
    return [[Section.META.value], ["key", "value"], *([key, value] for key, value in said.items())]


def _project_rows(file: BudgetFile) -> list[list[str]]:
    votes: Counter[str] = Counter()
    for ballot, number in file.ballots.items():
        votes.update(dict.fromkeys(ballot, number))
    rows = [
        [one.key, _amount(one.cost, file.units), str(votes[one.key]), one.name, one.selected]
        for one in file.projects
    ]
    return [[Section.PROJECTS.value], ["project_id", "cost", "votes", "name", "selected"], *rows]


def _vote_rows(file: BudgetFile) -> list[list[str]]:
    place = {project.key: number for number, project in enumerate(file.projects)}
    cast = sorted(sorted(ballot, key=place.__getitem__) for ballot in Counter(file.ballots).elements())
    rows = [[str(number), ",".join(ballot)] for number, ballot in enumerate(cast, start=1)]
    return [[Section.VOTES.value], ["voter_id", "vote"], *rows]


def _amount(money: int, units: int) -> str:
    return str(money) if units == 1 else f"{money // CENTS}.{money % CENTS:02}"


def _one_line(text: str) -> str:
    """Text without anything that would begin a line or could not be read back."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
