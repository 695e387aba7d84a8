"""Who watches what. Says *that* something changed, never *what*.

Each watcher has a place for one message, so a slow one misses nothing but the middle of a burst.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

CHANGED = b"event: changed\ndata: changed\n\n"
STILL_THERE = b": still there\n\n"
SAY_SOMETHING_EVERY = 20.0  # seconds; shorter than the patience of proxies


class Watch:
    """One watcher's place."""

    def __init__(self) -> None:
        self._is_told = asyncio.Event()
        self._message = STILL_THERE
        self.closed = False

    def tell(self, message: bytes = CHANGED) -> None:
        """Something changed, or only that we are still there, which never takes the place of a change."""
        if message is CHANGED or not self._is_told.is_set():
            self._message = message
        self._is_told.set()

    async def message(self) -> bytes:
        """The next message of the stream."""
        await self._is_told.wait()
        self._is_told.clear()
        return self._message


class Broadcaster:
    """The watchers of this process, by station."""

    def __init__(self) -> None:
        self._watches: defaultdict[str, set[Watch]] = defaultdict(set)
        self._changes: Counter[str] = Counter()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reminder: asyncio.TimerHandle | None = None

    @contextlib.contextmanager
    def watch(self, station: str) -> Iterator[Watch]:
        """A place to wait for changes of a station."""
        self._loop = asyncio.get_running_loop()
        self._reminder = self._reminder or self._loop.call_later(SAY_SOMETHING_EVERY, self._remind)
        watch = Watch()
        if not self._watches[station]:
            self._changes[station] += 1  # nobody watched, so we may have missed one
        self._watches[station].add(watch)
        try:
            yield watch
        finally:
            self._leave(station, watch)

    def watched(self) -> Collection[str]:
        """The stations that somebody watches."""
        return list(self._watches)

    def change(self, station: str) -> int | None:
        """The number of the last change of a station that is watched; of others we would not hear."""
        return self._changes[station] if station in self._watches else None

    def announce(self, stations: Collection[str]) -> None:
        """Tell the watchers of these stations; may be called from any thread."""
        if self._loop is not None and stations:
            with contextlib.suppress(RuntimeError):  # the loop has ended, and every watcher with it
                self._loop.call_soon_threadsafe(self._tell, stations)

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        for watches in self._watches.values():
            for watch in watches:
                watch.closed = True
                watch.tell()

    def _tell(self, stations: Collection[str]) -> None:
        self._changes.update(stations)
        for station in stations:
            for watch in self._watches.get(station, ()):
                watch.tell()

    def _remind(self) -> None:
        """Say something to everybody, so that proxies keep the streams open."""
        for watches in self._watches.values():
            for watch in watches:
                watch.tell(STILL_THERE)
        self._reminder = asyncio.get_running_loop().call_later(SAY_SOMETHING_EVERY, self._remind)

    def _leave(self, station: str, watch: Watch) -> None:
        self._watches[station].discard(watch)
        if not self._watches[station]:
            del self._watches[station]
        if not self._watches and self._reminder is not None:
            self._reminder.cancel()
            self._reminder = None
