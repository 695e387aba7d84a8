"""Batches: many requests that share one statement and one commit, on a thread of their own.

Group commit makes a durable vote cost what a careless one costs (docs of the hot paths: ``jeugd/README.md``).
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

from jeugd.domain.errors import TooBusy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Item = TypeVar("Item")
Answer = TypeVar("Answer")

MOST_WAITING = 4000
MOST_TOGETHER = 400
BUSY = 8  # together in the batch before: others are on their way ...
ENOUGH = 100  # ... and unless so many wait already,
GATHER = 0.005  # seconds are given to them to join, for a commit costs the same for all (as PostgreSQL's commit_delay)


class Batch(Generic[Item, Answer]):
    """Collects items while ``work`` is busy with the ones before, and gives each its own answer.

    ``work`` gets 1 to MOST_TOGETHER items, on one of ``threads`` threads, and answers in the same order; an answer that
    is an exception is raised to the one who asked.
    """

    def __init__(
        self, work: Callable[[Sequence[Item]], Sequence[Answer | Exception]], *, name: str, threads: int = 1
    ) -> None:
        self._work = work
        self._waiting: deque[tuple[Item, asyncio.Future[Answer]]] = deque()
        self._ready = threading.Condition()
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._run, name=f"jeugd-{name}-{number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    async def ask(self, item: Item) -> Answer:
        """The answer to one item, when the batch it went with is done. Raises TooBusy when too many wait."""
        if len(self._waiting) >= MOST_WAITING or self._stopping:
            raise TooBusy
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        with self._ready:
            self._waiting.append((item, future))
            self._ready.notify()
        return await future

    def stop(self) -> None:
        """Finish what waits and end the threads."""
        with self._ready:
            self._stopping = True
            self._ready.notify_all()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        before = 0
        while batch := self._next(before):
            before = len(batch)
            answers = self._answers([item for item, _ in batch])
            pairs = list(zip((future for _, future in batch), answers, strict=True))
            for loop in {future.get_loop() for future, _ in pairs}:
                with contextlib.suppress(
                    RuntimeError
                ):  # that loop has ended, and with it everyone who waited
                    loop.call_soon_threadsafe(_resolve, loop, pairs)

    def _next(self, before: int) -> list[tuple[Item, asyncio.Future[Answer]]]:
        if before >= BUSY and len(self._waiting) < ENOUGH:
            time.sleep(GATHER)
        with self._ready:
            self._ready.wait_for(lambda: self._waiting or self._stopping)
            return [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_TOGETHER))]

    def _answers(self, items: list[Item]) -> Sequence[Answer | Exception]:
        try:
            return self._work(items)
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
