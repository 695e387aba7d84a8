"""The linkability game: two voters, one vote each, different choices; who chose what?

The adversary holds everything a thief of the whole machine would hold after the opening: the database file with its
journal, copies of the files and proper backups from while the box was open, the key store, the secret of the
environment, the moments of the files. And more: which two codes voted, and which of them first.

An adversary answers with the choice of the first voter, or None for "I cannot tell"; then a coin is thrown.
"""

from __future__ import annotations

import base64
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from jeugd.actions.prepare_election import close_election
from jeugd.domain.contest import Contest, Option
from jeugd.domain.election import Definition, Opening
from jeugd.domain.errors import KeyMissing
from jeugd.domain.kind import ElectionKind
from jeugd.sealing.code_mac import code_mac
from jeugd.sealing.custody import Custody, FolderKeyStore
from jeugd.sealing.envelope import Unopenable, open_envelope, read_private_key
from tests.cast import SECRET, Town, build_town

CHOICES = ("choice-alpha", "choice-bravo")
DEFINITION = Definition(
    ElectionKind.JEUGDRAAD,
    "Het spel",
    Opening.PER_STATION,
    (Contest("Wat kies je?", options=tuple(Option(key, key.title()) for key in CHOICES)),),
)

# the definition holds every choice, before anybody has voted: those occurrences say nothing
_IN_DEFINITION = rb'"key":"'
_CHOICE = re.compile(rb'(?<!"key":")choice-(?:alpha|bravo)')


@dataclass(frozen=True)
class Loot:
    """What the thief took: ``folder`` holds ``after/``, and ``first/`` and ``second/`` from while the box was open.

    ``first`` and ``second`` are the MACs of the codes in the order of voting.
    """

    folder: Path
    first: bytes
    second: bytes
    station: str = ""
    election: str = ""

    def files(self, when: str, *endings: str) -> list[Path]:
        """The files of one moment."""
        found = sorted(path for path in (self.folder / when).rglob("*") if path.is_file())
        return [path for path in found if path.name.endswith(endings)] if endings else found

    def database(self, when: str) -> sqlite3.Connection:
        """The database as it was at one moment; a copy of the copy, because opening it would change it."""
        copy = self.folder / f"opened-{when}"
        if not copy.exists():
            shutil.copytree(self.folder / when, copy)
        return sqlite3.connect(copy / "jeugd.db")


Adversary = Callable[[Loot], str | None]


# -- the designs


def play_jeugd(
    folder: Path, template: Path, choices: tuple[str, str], counted: Callable[[Town], None]
) -> Loot:
    """The real one: two pupils of groep 8 vote, the box is opened by ``counted``."""
    live = folder / "live"
    live.mkdir(parents=True)
    shutil.copy(template, live / "jeugd.db")
    town = build_town(f"sqlite:///{live / 'jeugd.db'}", live / "keys")
    election = town.add_election(DEFINITION)
    station = town.add_station("Groep 8", 2, election)
    town.open_election(election)
    codes = town.issue(2, station)
    pepper = town.custody.keys(station).pepper
    macs = [code_mac(pepper, code) for code in codes]
    town.open(station)
    for code, choice, moment in zip(codes, choices, ("first", "second"), strict=True):
        town.vote([(code, choice)], station)
        take(live, folder / moment)
    town.station, town.election = station, election
    counted(town)
    take(live, folder / "after")
    town.close()
    return Loot(folder, macs[0], macs[1], station, election)


def open_the_box(town: Town) -> None:
    """Close and count, as the teacher does."""
    town.shut()
    town.count()
    town.do(close_election, election=town.election)


CONTROLS = {
    "row numbers": "CREATE TABLE ballot (choice TEXT)",
    "random keys": "CREATE TABLE ballot (id BLOB PRIMARY KEY, choice TEXT) WITHOUT ROWID",
}


def play_control(folder: Path, design: str, choices: tuple[str, str], draw: random.Random) -> Loot:
    """The design of nearly everybody: mark the code used, and put the ballot in a table of its own."""
    live = folder / "live"
    live.mkdir(parents=True)
    macs = [draw.randbytes(32), draw.randbytes(32)]
    with closing(sqlite3.connect(live / "jeugd.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE voting_code (mac BLOB PRIMARY KEY, used INTEGER) WITHOUT ROWID")
        connection.execute(CONTROLS[design])
        connection.executemany("INSERT INTO voting_code VALUES (?, 0)", [(mac,) for mac in sorted(macs)])
        for mac, choice, moment in zip(macs, choices, ("first", "second"), strict=True):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE voting_code SET used = 1 WHERE mac = ?", (mac,))
            row = (choice,) if design == "row numbers" else (draw.randbytes(16), choice)
            connection.execute(f"INSERT INTO ballot VALUES ({', '.join('?' * len(row))})", row)
            connection.execute("COMMIT")
            (live / f"{draw.randbytes(4).hex()}.ballot").write_text(choice)
            take(live, folder / moment)
    take(live, folder / "after")
    return Loot(folder, macs[0], macs[1])


def take(live: Path, to: Path) -> None:
    """Copy the files as they lie on the disk, and make a proper backup of the database beside them."""
    shutil.copytree(live, to)
    with (
        closing(sqlite3.connect(f"file:{live / 'jeugd.db'}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(to / "backup.db")) as backup,
    ):
        source.backup(backup)


# -- the adversaries


def row_order(loot: Loot) -> str | None:
    """Read every table in its natural order; the first choice is the first voter's."""
    with closing(loot.database("after")) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        for (table,) in tables:
            for row in connection.execute(f"SELECT * FROM {table}"):
                found = [value for value in row if value in CHOICES]
                if found:
                    return found[0]
    return None


def page_order(loot: Loot) -> str | None:
    """Cells are laid down from the end of a page: of two choices in the file, the later one was written first."""
    return last_choice(path.read_bytes() for path in loot.files("after", "jeugd.db"))


def freed_space(loot: Loot) -> str | None:
    """The same in a proper backup: it holds the journal too, and what was deleted and not overwritten."""
    return last_choice(path.read_bytes() for path in loot.files("after", "backup.db"))


def last_choice(contents: Iterator[bytes]) -> str | None:
    found = [match for data in contents for match in _CHOICE.findall(data)]
    return found[-1].decode() if found else None


def journal_order(loot: Loot) -> str | None:
    """The write-ahead log keeps pages in the order of the commits: the first page with one choice tells."""
    for when in ("first", "second", "after"):
        for path in loot.files(when, "-wal"):
            data = path.read_bytes()
            for start in range(32, len(data), 24 + 4096):
                choices = set(_CHOICE.findall(data[start + 24 : start + 24 + 4096]))
                if len(choices) == 1:
                    return choices.pop().decode()
    return None


def difference_of_backups(loot: Loot) -> str | None:
    """Whatever choice is there after the first vote is the first voter's."""
    found = {match for path in loot.files("first") for match in _CHOICE.findall(path.read_bytes())}
    return found.pop().decode() if len(found) == 1 else None


def shape_of_envelopes(loot: Loot) -> str | None:
    """Does anything of the sealed bytes follow the choice: length, sum, order? In truth nothing; here: their sum."""
    with closing(loot.database("second")) as connection:
        if "sealed" not in [row[1] for row in connection.execute("PRAGMA table_info(voting_code)")]:
            return None
        sealed = dict(connection.execute("SELECT mac, sealed FROM voting_code WHERE sealed IS NOT NULL"))
    first, second = sealed[loot.first], sealed[loot.second]
    if len(first) != len(second):
        return CHOICES[len(first) > len(second)]
    return CHOICES[sum(first) > sum(second)]


def keys_left_behind(loot: Loot) -> str | None:
    """Open the envelopes of the open phase with whatever the key store holds afterwards, and the right secret."""
    if not loot.station:
        return None
    custody = Custody(FolderKeyStore(loot.folder / "after" / "keys"), base64.b64decode(SECRET))
    try:
        key = read_private_key(custody.keys(loot.station).private_key)
    except KeyMissing:
        return None
    with closing(loot.database("second")) as connection:
        tag, sealed = connection.execute(
            "SELECT tag, sealed FROM voting_code WHERE mac = ?", (loot.first,)
        ).fetchone()
    try:
        return open_envelope(sealed, key, election=loot.election, tag=tag).rstrip(b"\0").decode()
    except Unopenable:
        return None


def moments_of_files(loot: Loot) -> str | None:
    """The oldest file that holds one choice only."""
    for path in sorted(loot.files("after"), key=lambda path: path.stat().st_mtime_ns):
        found = set(_CHOICE.findall(path.read_bytes()))
        if len(found) == 1:
            return found.pop().decode()
    return None


def order_of_the_tally(loot: Loot) -> str | None:
    """Envelopes are taken out in the order of the MAC: was the answer of the first one written down first?"""
    written_first = freed_space(loot)
    if written_first is None or loot.first < loot.second:
        return written_first
    return CHOICES[1 - CHOICES.index(written_first)]


ADVERSARIES: tuple[Adversary, ...] = (
    row_order,
    page_order,
    freed_space,
    journal_order,
    difference_of_backups,
    shape_of_envelopes,
    keys_left_behind,
    moments_of_files,
    order_of_the_tally,
)


def score(
    adversaries: tuple[Adversary, ...],
    play: Callable[[Path, tuple[str, str]], Loot],
    folder: Path,
    runs: int,
    draw: random.Random,
) -> dict[str, int]:
    """How often each adversary was right."""
    right = dict.fromkeys((one.__name__ for one in adversaries), 0)
    for run in range(runs):
        choices = CHOICES if draw.random() < 0.5 else CHOICES[::-1]
        loot = play(folder / str(run), choices)
        for adversary in adversaries:
            guess = adversary(loot) or draw.choice(CHOICES)
            right[adversary.__name__] += guess == choices[0]
        shutil.rmtree(folder / str(run))
    return right
