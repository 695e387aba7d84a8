"""Who watches what. Says *that* something changed, never *what*.

Each watcher has a place for one message, so a slow one misses nothing but the middle of a burst.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

CHANGED = b"event: changed\ndata: changed\n\n"
STILL_THERE = b": still there\n\n"
SAY_SOMETHING_EVERY = 20.0  # seconds; shorter than the patience of proxies


class Watch:
    """One watcher's place."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()
        self.closed = False

    def tell(self) -> None:
        """Something changed."""
        self._changed.set()

    async def message(self) -> bytes:
        """The next message of the stream: that something changed, or that we are still there."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), SAY_SOMETHING_EVERY)
            self._changed.clear()
            return CHANGED
        return STILL_THERE


class Broadcaster:
    """The watchers of this process, by station."""

    def __init__(self) -> None:
        self._watches: defaultdict[str, set[Watch]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None

    @contextlib.contextmanager
    def watch(self, station: str) -> Iterator[Watch]:
        """A place to wait for changes of a station."""
        self._loop = asyncio.get_running_loop()
        watch = Watch()
        self._watches[station].add(watch)
        try:
            yield watch
        finally:
            self._watches[station].discard(watch)
            if not self._watches[station]:
                del self._watches[station]

    def watched(self) -> Collection[str]:
        """The stations that somebody watches."""
        return list(self._watches)

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
        for station in stations:
            for watch in self._watches.get(station, ()):
                watch.tell()
