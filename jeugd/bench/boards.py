"""Live boards: how much of a core they cost while their number changes every second, and how late they hear of it."""

from __future__ import annotations

import contextlib
import selectors
import socket
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jeugd.bench import servers
from jeugd.bench.figures import Figure, at_most, median
from jeugd.bench.load import request, steady
from jeugd.bench.servers import running
from jeugd.live import CHANGED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jeugd.bench.figures import Progress
    from jeugd.bench.servers import Server
    from jeugd.bench.town import Town
    from jeugd.storage.ballot_box import Envelope

MOST_CORE = 5  # percent
LATEST = 100  # milliseconds
SETTLED = 1.0  # seconds until every board is connected and has had its first message


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many boards, and how many votes, one a second, in each round."""

    rounds: int
    boards: int
    votes: int


FULL = Sizes(rounds=3, boards=500, votes=5)
QUICK = Sizes(rounds=1, boards=50, votes=1)


@dataclass(slots=True)
class Round:
    """The share of a core, 0 to 1, that messages and fetches took; seconds from commit to message."""

    messages: float = 0.0
    fetches: float = 0.0
    delays: list[float] = field(default_factory=list)

    @property
    def p99(self) -> float:
        return sorted(self.delays)[int(0.99 * (len(self.delays) - 1))]


def figures(town: Town, sizes: Sizes, progress: Progress) -> list[Figure]:
    """The votes are cast by this process, so the server learns of them as it does of those of another one."""
    _, cards = town.open_election(sizes.rounds * sizes.votes)
    votes = iter(town.sealed(cards))
    cookie = town.board_cookie(cards[0].station)
    path = f"/board/{cards[0].station}"
    changes = request("GET", f"{path}/changes", cookie=cookie, accept="text/event-stream")
    block = request("GET", path, cookie=cookie, target="div#board")
    rounds = []
    with (
        running(servers.product, town.settings) as server,
        _boards(server.port, changes, sizes.boards) as boards,
    ):
        for number in range(1, sizes.rounds + 1):
            progress.say(f"{sizes.boards} boards, round {number} of {sizes.rounds}")
            rounds.append(_round(town, [next(votes) for _ in range(sizes.votes)], server, boards, block))
    return _figures(rounds, sizes.boards)


def _figures(rounds: list[Round], boards: int) -> list[Figure]:
    share = median(one.messages for one in rounds) * 100
    late = median(one.p99 for one in rounds) * 1000
    middle = median(median(one.delays) for one in rounds) * 1000
    fetches = median(one.fetches for one in rounds) * 100
    return [
        Figure(f"{boards} boards, 1 update/s: share of a core", share, at_most(MOST_CORE), unit="%"),
        Figure(
            f"{boards} boards: p99 from commit to message",
            late,
            at_most(LATEST),
            f"p50 {middle:.0f} ms",
            "ms",
        ),
        Figure(f"{boards} boards, when all fetch what changed: more", fetches, None, unit="%"),
    ]


class _Boards:
    """Open streams of changes."""

    def __init__(self, port: int, changes: bytes, number: int) -> None:
        self.number = number
        self._sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(number)]
        self._selector = selectors.DefaultSelector()
        for one in self._sockets:
            self._selector.register(one, selectors.EVENT_READ)
            one.sendall(changes)

    def hear(self, until: float) -> list[float]:
        """The moment at which each board first heard of a change, as far as it did before ``until``."""
        heard: dict[object, float] = {}
        while (left := until - time.perf_counter()) > 0:
            for key, _ in self._selector.select(left):
                if CHANGED in key.fileobj.recv(4096):  # type: ignore[union-attr] # we registered sockets
                    heard.setdefault(key.fileobj, time.perf_counter())
        return list(heard.values())

    def close(self) -> None:
        self._selector.close()
        for one in self._sockets:
            one.close()


@contextlib.contextmanager
def _boards(port: int, changes: bytes, number: int) -> Iterator[_Boards]:
    boards = _Boards(port, changes, number)
    try:
        boards.hear(time.perf_counter() + SETTLED)
        yield boards
    finally:
        boards.close()


def _round(town: Town, votes: list[Envelope], server: Server, boards: _Boards, block: bytes) -> Round:
    one = Round()
    before, began = server.core_seconds(), time.perf_counter()
    for number, vote in enumerate(votes, start=1):
        town.cast([vote])
        committed = time.perf_counter()
        one.delays += [heard - committed for heard in boards.hear(began + number)]
    one.messages = (server.core_seconds() - before) / len(votes)
    before = server.core_seconds()
    steady(server.port, [block] * boards.number, boards.number).check()
    one.fetches = server.core_seconds() - before
    return one
