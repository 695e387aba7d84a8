"""Many requests in one commit, and what they hear where the database falls silent."""

import asyncio
import contextlib
import threading

import pytest

from jeugd.domain.errors import DatabaseUnavailable
from jeugd.storage import batch as batch_module
from jeugd.storage.batch import Batch


@pytest.fixture(autouse=True)
def _hurried(monkeypatch):
    monkeypatch.setattr(batch_module, "PATIENCE", 0.3)
    monkeypatch.setattr(batch_module, "LOOK_EVERY", 0.02)


@contextlib.contextmanager
def batches(work):
    made = Batch(work, name="test")
    try:
        yield made
    finally:
        made.stop()


async def answers(batch, *items):
    return await asyncio.wait_for(
        asyncio.gather(*(batch.ask(one) for one in items), return_exceptions=True), 5
    )


class SilentWork:
    """Work that says nothing until it is let go."""

    def __init__(self):
        self.done = []
        self.began, self.may_end = threading.Event(), threading.Event()

    def __call__(self, items):
        self.began.set()
        self.may_end.wait(5)
        self.done += items
        return [one * 2 for one in items]


def test_who_waits_for_a_silent_database_hears_so_and_what_had_not_begun_is_dropped():
    work = SilentWork()

    async def lesson():
        begun = asyncio.create_task(answers(batch, 1))
        await asyncio.to_thread(work.began.wait, 5)
        heard = [*await answers(batch, 2, 3), *await begun]
        assert [type(one) for one in heard] == [DatabaseUnavailable] * 3
        work.may_end.set()
        assert await answers(batch, 4) == [8]

    with batches(work) as batch:
        asyncio.run(lesson())
    assert work.done == [1, 4]


def test_a_long_queue_that_moves_is_not_sent_away(monkeypatch):
    monkeypatch.setattr(batch_module, "MOST_TOGETHER", 1)
    pause = threading.Event()

    def work(items):
        pause.wait(0.05)
        return items

    with batches(work) as batch:
        assert asyncio.run(answers(batch, *range(16))) == list(range(16))


def test_work_that_fails_again_and_again_does_not_count_as_moving(monkeypatch):
    monkeypatch.setattr(batch_module, "MOST_TOGETHER", 1)
    done, pause = [], threading.Event()

    def work(items):
        pause.wait(0.1)
        done.extend(items)
        raise DatabaseUnavailable

    with batches(work) as batch:
        heard = asyncio.run(answers(batch, *range(16)))
    assert {type(one) for one in heard} == {DatabaseUnavailable}
    assert len(done) < 8


def test_who_hung_up_does_not_hinder_the_others():
    work = SilentWork()

    async def lesson():
        gone = asyncio.create_task(batch.ask(1))
        stays = asyncio.create_task(batch.ask(2))
        await asyncio.to_thread(work.began.wait, 5)
        gone.cancel()
        work.may_end.set()
        assert await asyncio.wait_for(stays, 5) == 4

    with batches(work) as batch:
        asyncio.run(lesson())
    assert sorted(work.done) == [1, 2]


def test_what_waits_when_the_server_stops_is_finished():
    work = SilentWork()

    async def lesson():
        asked = [asyncio.create_task(batch.ask(one)) for one in (1, 2)]
        await asyncio.to_thread(work.began.wait, 5)
        asked.append(asyncio.create_task(batch.ask(3)))
        await asyncio.sleep(0)
        work.may_end.set()
        await asyncio.to_thread(batch.stop)
        assert await asyncio.gather(*asked) == [2, 4, 6]

    with batches(work) as batch:
        asyncio.run(lesson())
