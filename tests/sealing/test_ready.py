"""Envelopes that lie ready: each for one ballot, never in the way of a voter, never more than there is room for."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from jeugd.sealing import ready
from jeugd.sealing.envelope import (
    Unopenable,
    empty_envelope,
    new_private_key,
    open_envelope,
    public_bytes,
    read_private_key,
    read_public_key,
    seal,
)
from jeugd.sealing.ready import EnvelopeMaker, ReadyEnvelopes

PRIVATE = read_private_key(new_private_key())
PUBLIC = PRIVATE.public_key()
OTHER = read_public_key(public_bytes(new_private_key()))


@pytest.fixture
def maker() -> Iterator[EnvelopeMaker]:
    maker = EnvelopeMaker()
    yield maker
    maker.stop()


def until(holds: Callable[[], bool]) -> None:
    """Wait for the other thread, ten seconds at most."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_as_many_lie_ready_as_were_ordered_for_each_station(maker):
    first, second = maker.order(PUBLIC, 28), maker.order(OTHER, 5)
    until(lambda: (len(first), len(second)) == (28, 5))


@pytest.mark.parametrize("number", [0, 3])
def test_ready_or_made_on_the_spot_an_envelope_opens(maker, number):
    envelopes = maker.order(PUBLIC, number)
    until(lambda: len(envelopes) == number)
    for _ in range(5):
        sealed = seal(b"5.12", envelopes.take(), election="e", tag=bytes(16))
        assert open_envelope(sealed, PRIVATE, election="e", tag=bytes(16)) == b"5.12"


def test_each_is_taken_once_however_many_take():
    envelopes = ReadyEnvelopes(PUBLIC)
    for _ in range(400):
        envelopes.lay_ready()
    taken = []

    def take() -> None:
        for _ in range(150):
            taken.append(envelopes.take().secret)  # noqa: PERF401 - interleaved with the other threads

    threads = [threading.Thread(target=take) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(set(taken)) == 600  # 400 that were ready, 200 made on the spot


def test_when_there_are_too_many_those_of_the_first_station_go(maker, monkeypatch):
    monkeypatch.setattr(ready, "MOST_READY", 50)
    first, second, third = (maker.order(PUBLIC, number) for number in (20, 20, 25))
    until(lambda: (len(first), len(second), len(third)) == (0, 20, 25))
    larger = maker.order(PUBLIC, 1000)
    until(lambda: (len(second), len(third), len(larger)) == (0, 0, 50))


def test_none_is_kept_or_made_once_they_are_thrown_away(maker, monkeypatch):
    monkeypatch.setattr(ready, "PAUSE", 0.005)
    envelopes = maker.order(PUBLIC, 1000)
    until(lambda: len(envelopes) > 3)
    envelopes.throw_away()
    after = maker.order(PUBLIC, 2)
    until(lambda: len(after) == 2)
    assert len(envelopes) == 0


def test_the_maker_hears_that_they_were_thrown_away():
    envelopes = ReadyEnvelopes(PUBLIC)
    assert envelopes.lay_ready()
    envelopes.throw_away()
    assert not envelopes.lay_ready()


def test_stopping_does_not_wait_for_what_was_ordered(monkeypatch):
    monkeypatch.setattr(ready, "PAUSE", 0.005)
    maker = EnvelopeMaker()
    envelopes = [maker.order(PUBLIC, 1000) for _ in range(3)]
    until(lambda: len(envelopes[0]) > 0)
    maker.stop()
    assert sum(map(len, envelopes)) < 500


def test_an_envelope_for_one_station_is_not_one_for_another(maker):
    envelopes = maker.order(OTHER, 1)
    until(lambda: len(envelopes) == 1)
    sealed = seal(b"1", envelopes.take(), election="e", tag=bytes(16))
    own = seal(b"1", empty_envelope(PUBLIC), election="e", tag=bytes(16))
    assert len(sealed) == len(own)
    with pytest.raises(Unopenable):
        open_envelope(sealed, PRIVATE, election="e", tag=bytes(16))
