"""Running the server: one socket, no access log, and an end that waits no longer than two seconds for open streams.

Whoever only holds a line, without sending a request, does not keep it: else a pupil with a script of ten lines could
keep a school from voting.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import logging
import signal
import socket
import sys
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from jeugd.domain.errors import AddressTaken, SettingUnfit

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from starlette.applications import Starlette

BACKLOG = 2048
UNSENT = (
    128 * 1024
)  # bytes of one answer that the system takes from us; more would hide whether anybody reads
LET_IN_TOGETHER = 32  # connections in one turn of the event loop
PATIENCE = 2  # seconds
LONGEST_HEAD = 64 * 1024  # bytes of an address and headers
LOOK_EVERY = 20  # seconds between two looks at what each line has brought
LEAST = 8 * 1024  # bytes that a request which is not complete brings in that time
TICKS = 10  # a second, by uvicorn's own clock
OBJECTS_UNTIL_COLLECTED = 20_000


try:
    from uvloop import Loop
except ImportError:  # on Windows
    _ONE_IN_A_TURN: tuple[type, ...] = ()
else:
    _ONE_IN_A_TURN = (Loop,)

_log = logging.getLogger(__name__)


class _Line(HttpToolsProtocol):
    """One connection, and what came over it since somebody looked."""

    _is_arriving = True  # a request, or nothing yet
    _is_head = True
    _head = 0  # bytes
    _brought = LEAST  # bytes since the last look; a new line is given time until the next
    _has_finished = False
    _unsent = 0  # bytes of answers that were still waiting here at the last look

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._brought += len(data)
        if self._is_head:
            self._head += len(data)
            if self._head > LONGEST_HEAD:
                self.transport.abort()

    def on_message_begin(self) -> None:
        self._is_arriving = self._is_head = True
        self._head = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._is_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._is_arriving, self._has_finished = False, True
        super().on_message_complete()

    def look(self) -> bool:
        """Whether it may stay: a request came or an answer is on its way, or enough of a request did.

        An answer is on its way as long as somebody takes of it, also where uvicorn has nothing left to give.
        """
        answer = self.cycle  # None before the first request, which uvicorn's types leave out
        is_answering = answer is not None and not answer.response_complete  # type: ignore[redundant-expr]
        unsent = self.transport.get_write_buffer_size()
        is_taken = unsent > 0 and unsent != self._unsent
        may_stay = (
            self._has_finished
            or self._brought >= LEAST
            or (is_answering and not self._is_arriving)
            or is_taken
        )
        self._unsent = unsent
        self._brought, self._has_finished = 0, False
        return may_stay


class _Server(uvicorn.Server):
    """Says when it listens, and ends the streams of its watchers before it waits for them."""

    def __init__(
        self, config: uvicorn.Config, listening: Callable[[], None], stopping: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._listening = listening
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets and _doors(sockets))
        if self.started:
            _settle_memory()
            self._listening()

    async def on_tick(self, counter: int) -> bool:
        if counter % (LOOK_EVERY * TICKS) == 0:
            _cut_idle(self)
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping()
        await super().shutdown(sockets)


def _doors(listeners: list[socket.socket]) -> list[socket.socket]:
    """Each listener several times: uvloop lets one phone in a turn at each (libuv, pull request 3696).

    When a school votes a turn takes long, because many who are in ask something; who came last would stand outside
    for seconds. Python's own event loop lets all in, and needs no more doors.
    """
    if not isinstance(asyncio.get_running_loop(), _ONE_IN_A_TURN):
        return listeners
    return [door for one in listeners for door in (one, *(one.dup() for _ in range(LET_IN_TOGETHER - 1)))]


def _cut_idle(server: uvicorn.Server) -> None:
    """End the lines that bring no request."""
    idle = [line for line in server.server_state.connections if isinstance(line, _Line) and not line.look()]
    for line in idle:
        line.transport.abort()
    if idle:
        _log.warning("%s connections sent no request, and were ended", len(idle))


@contextlib.contextmanager
def bound_socket(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens on this port, or on a free one for 0. Raises AddressTaken, SettingUnfit.

    It listens from the beginning: two that only hold the same port would both believe that it is theirs.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNSENT)
        try:
            listener.bind((host, port))
            listener.listen(BACKLOG)
        except OverflowError as error:
            raise SettingUnfit(name="--port") from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise AddressTaken(port=port) from error
            raise SettingUnfit(name="--port" if error.errno == errno.EACCES else "--host") from error
        yield listener


@contextlib.contextmanager
def ended_politely() -> Iterator[None]:
    """Whoever stops us, by a signal or by closing the terminal, ends what stands in this block as Ctrl-C would."""

    def end(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    def hang_up(_number: int, _frame: FrameType | None) -> None:
        signal.raise_signal(signal.SIGTERM)  # which a server takes in its own way

    before = {signal.SIGTERM: signal.signal(signal.SIGTERM, end)}
    if sys.platform != "win32":
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, hang_up)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _allow_many_lines() -> None:
    """As many open files as the system lets us have: every phone is one."""
    if sys.platform == "win32":
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(OSError, ValueError):  # what we have is what there is
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _settle_memory() -> None:
    """What the program consists of stays as long as it runs: the garbage collector need not look at it again.

    Nor need it look after every 700 objects, when hundreds of requests that wait for one commit hold ten thousands.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_UNTIL_COLLECTED)


def serve(
    app: Starlette,
    listener: socket.socket,
    *,
    listening: Callable[[], None] = lambda: None,
    stopping: Callable[[], None] = lambda: None,
) -> None:
    """Serve until somebody stops it. Whose X-Forwarded-For is believed: the environment's FORWARDED_ALLOW_IPS."""
    _allow_many_lines()
    server_of(app, listening=listening, stopping=stopping).run(sockets=[listener])


def server_of(
    app: Starlette,
    *,
    listening: Callable[[], None] = lambda: None,
    stopping: Callable[[], None] = lambda: None,
) -> uvicorn.Server:
    """A server that does not run yet."""
    config = uvicorn.Config(
        app,
        http=_Line,
        ws="none",
        access_log=False,
        log_level="warning",
        backlog=BACKLOG,
        server_header=False,
        timeout_graceful_shutdown=PATIENCE,
    )
    return _Server(config, listening, stopping)
