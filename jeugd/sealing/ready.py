"""Envelopes that lie ready when the voters come.

Making one costs the processor ten times what the rest of a vote does, and needs only the key of the polling station. So
a thread makes them as soon as the station is entered, with pauses in which the voters go first: as in a real polling
station, where nobody folds envelopes while people wait. None left: then one is made on the spot.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from typing import TYPE_CHECKING

from jeugd.sealing.envelope import empty_envelope

if TYPE_CHECKING:
    from jeugd.sealing.envelope import EmptyEnvelope, PublicKey

MOST_READY = 100_000  # in this process; 22 MB
PAUSE = 0.0002  # seconds between two, in which voters go first


class ReadyEnvelopes:
    """The envelopes of one polling station. Each is taken once, by any thread."""

    def __init__(self, public_key: PublicKey) -> None:
        self._key = public_key
        self._ready: deque[EmptyEnvelope] = deque()
        self._thrown_away = False

    def __len__(self) -> int:
        return len(self._ready)

    def take(self) -> EmptyEnvelope:
        """One that nobody else gets."""
        try:
            return self._ready.pop()
        except IndexError:
            return empty_envelope(self._key)

    def lay_ready(self) -> bool:
        """Make one more; False if they were thrown away, perhaps just now."""
        self._ready.append(empty_envelope(self._key))
        if self._thrown_away:
            self._ready.clear()
        return not self._thrown_away

    def throw_away(self) -> None:
        """Keep none, and make no more: the box is counted, or others need the room."""
        self._thrown_away = True
        self._ready.clear()


class EnvelopeMaker:
    """Makes envelopes on a thread of its own, station by station, at most MOST_READY in all.

    When there are too many, those of the station that came first go: it is the likeliest to have voted.
    """

    def __init__(self) -> None:
        self._orders: queue.SimpleQueue[tuple[ReadyEnvelopes, int] | None] = queue.SimpleQueue()
        self._made: deque[ReadyEnvelopes] = deque()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="jeugd-envelopes", daemon=True)
        self._thread.start()

    def order(self, public_key: PublicKey, number: int) -> ReadyEnvelopes:
        """So many envelopes for one station; they come one by one."""
        envelopes = ReadyEnvelopes(public_key)
        self._orders.put((envelopes, min(number, MOST_READY)))
        return envelopes

    def stop(self) -> None:
        """Make no more, and end the thread."""
        self._stopping = True
        self._orders.put(None)
        self._thread.join()

    def _run(self) -> None:
        while order := self._orders.get():
            self._make(*order)

    def _make(self, envelopes: ReadyEnvelopes, number: int) -> None:
        self._make_room(number)
        self._made.append(envelopes)
        for _ in range(number):
            if self._stopping or not envelopes.lay_ready():
                break
            time.sleep(PAUSE)

    def _make_room(self, number: int) -> None:
        while self._made and sum(map(len, self._made)) + number > MOST_READY:
            self._made.popleft().throw_away()
