"""Batches: many requests that share one statement and one commit, on a thread of their own.

Group commit makes a durable vote cost what a careless one costs (docs of the hot paths: ``jeugd/README.md``).
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from jeugd.domain.errors import DatabaseUnavailable, TooBusy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Item = TypeVar("Item")
Answer = TypeVar("Answer")

MOST_WAITING = 4000
MOST_TOGETHER = 400
ENOUGH = 100  # so many need not wait for more
PATIENCE = 6.0  # seconds in which nothing moves; a little more than the database itself waits for a lock
LOOK_EVERY = 0.5  # seconds


@dataclass(frozen=True, slots=True, eq=False)
class _Place(Generic[Item, Answer]):
    """One item in the queue, who waits for it, and since when."""

    item: Item
    future: asyncio.Future[Answer]
    since: float


class Batch(Generic[Item, Answer]):
    """Collects items while ``work`` is busy with the ones before, and gives each its own answer.

    A batch goes when the event loop has nothing more to add, or when ENOUGH wait: a few large batches cost much less
    than many small ones, and a voter alone does not wait for others. ``work`` gets 1 to MOST_TOGETHER items, on a
    thread of its own, and answers in the same order; an answer that is an exception is raised to the one who asked.

    Where the database falls silent nobody waits longer than PATIENCE. An item whose work had begun may still be done;
    one that had not is dropped.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Answer | Exception]], *, name: str) -> None:
        self._work = work
        self._waiting: deque[_Place[Item, Answer]] = deque()
        self._working: list[_Place[Item, Answer]] = []
        self._moved = 0.0  # when a batch was last done
        self._watching: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Condition()
        self._may_go = False
        self._gathering: asyncio.AbstractEventLoop | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=f"jeugd-{name}", daemon=True)
        self._thread.start()

    async def ask(self, item: Item) -> Answer:
        """The answer to one item, when the batch it went with is done.

        Raises TooBusy when too many wait, DatabaseUnavailable when nothing moves.
        """
        if len(self._waiting) >= MOST_WAITING or self._stopping:
            raise TooBusy
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append(_Place(item, future, time.monotonic()))
        if self._watching is not loop:
            self._watching = loop
            loop.call_later(LOOK_EVERY, self._watch, loop)
        if self._gathering is not loop:
            self._gathering = loop
            loop.call_soon(self._gather, loop, 0)
        return await future

    def stop(self) -> None:
        """Finish what waits and end the thread."""
        with self._ready:
            self._stopping = True
            self._ready.notify()
        self._thread.join()

    def _gather(self, loop: asyncio.AbstractEventLoop, seen: int) -> None:
        """Let everything that the loop has to do go first, for as long as that adds to the batch."""
        waiting = len(self._waiting)
        if seen < waiting < ENOUGH:
            loop.call_soon(self._gather, loop, waiting)
            return
        self._gathering = None
        with self._ready:
            self._may_go = True
            self._ready.notify()

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Send away who has waited too long, as long as anybody waits."""
        with self._ready:
            late = [one for one in self._working if self._is_late(one)]
            while (
                self._waiting
                and self._waiting[0].future.get_loop() is loop
                and self._is_late(self._waiting[0])
            ):
                late.append(self._waiting.popleft())
            is_quiet = not self._waiting and not self._working
        nobody = DatabaseUnavailable(reason=f"no answer in {PATIENCE:g} seconds")
        _resolve(loop, [(one.future, nobody) for one in late])
        if is_quiet:
            self._watching = None
        else:
            loop.call_later(LOOK_EVERY, self._watch, loop)

    def _is_late(self, one: _Place[Item, Answer]) -> bool:
        return time.monotonic() - max(one.since, self._moved) > PATIENCE

    def _run(self) -> None:
        while batch := self._next():
            answers = self._answers([one.item for one in batch])
            pairs = list(zip((one.future for one in batch), answers, strict=True))
            for loop in {future.get_loop() for future, _ in pairs}:
                with contextlib.suppress(
                    RuntimeError
                ):  # that loop has ended, and with it everyone who waited
                    loop.call_soon_threadsafe(_resolve, loop, pairs)

    def _next(self) -> list[_Place[Item, Answer]]:
        with self._ready:
            self._working = []
            self._ready.wait_for(lambda: (self._waiting and self._may_go) or self._stopping)
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_TOGETHER))]
            self._may_go = bool(self._waiting)
            self._working = batch
            return batch

    def _answers(self, items: list[Item]) -> Sequence[Answer | Exception]:
        try:
            answers = self._work(items)
            self._moved = time.monotonic()
            return answers
        except Exception as error:  # noqa: BLE001 - handed to everyone who waits; the caller logs it
            return [error] * len(items)


def _resolve(
    loop: asyncio.AbstractEventLoop, pairs: Sequence[tuple[asyncio.Future[Answer], Answer | Exception]]
) -> None:
    for future, answer in pairs:
        if future.get_loop() is not loop or future.done():  # done: the browser went away; its vote stands
            continue
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)
