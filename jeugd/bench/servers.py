"""The servers that are compared, each in a process of its own, behind the same uvicorn options."""

from __future__ import annotations

import contextlib
import multiprocessing
import resource
import threading
import time
from typing import TYPE_CHECKING
from unittest.mock import patch

from jeugd import serving
from jeugd.app import create_app
from jeugd.bench.naive import naive_app
from jeugd.bench.trivial import trivial_app
from jeugd.sealing.envelope import OVERHEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from starlette.applications import Starlette

    from jeugd.sealing.envelope import PublicKey
    from jeugd.settings import Settings

OPEN_FILES = 8192
PATIENCE = 30  # seconds until a server must have started
REST = 0.5  # seconds in which a server that does nothing uses less than a tenth of a core, also a slow one


class Server:
    """A running server: where it listens, and how much of a core it has used."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        if not line.poll(PATIENCE):
            raise TimeoutError
        self.port: int = line.recv()

    def core_seconds(self) -> float:
        """Seconds that its process has kept a core busy, since it started."""
        self._line.send(None)
        return float(self._line.recv())

    def rest(self) -> None:
        """Wait until it has nothing left to do."""
        used = -1.0
        while (now := self.core_seconds()) - used > REST / 10:
            used = now
            time.sleep(REST)


@contextlib.contextmanager
def running(make: Callable[..., Starlette], *arguments: object) -> Iterator[Server]:
    """A server of the application that ``make`` makes of ``arguments``, until the end of the block."""
    line, their_line = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_serve, args=(their_line, make, arguments), daemon=True)
    process.start()
    their_line.close()
    try:
        yield Server(line)
    finally:
        process.terminate()
        process.join()
        line.close()


def allow_many_connections() -> None:
    """Let this process, and those that it starts, hold as many open sockets as the machine allows, up to OPEN_FILES."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def trivial() -> Starlette:
    """An application that does nothing."""
    return trivial_app()


def naive(settings: Settings) -> Starlette:
    """A vote as a tutorial would write it."""
    return naive_app(settings)


def product(settings: Settings) -> Starlette:
    """The product; it seals every vote on arrival, in an envelope that lay ready if the station was entered before."""
    return create_app(settings)


def product_without_ready_envelopes(settings: Settings) -> Starlette:
    """The product as it is in the first moment after a start: it makes every envelope while its voter waits."""
    patch("jeugd.sealing.ready.MOST_READY", 0).start()
    return create_app(settings)


def product_with_sealed_votes(settings: Settings) -> Starlette:
    """The product, with envelopes that somebody else has sealed, as browsers with script may."""
    patch("jeugd.sealing.ready.MOST_READY", 0).start()
    patch("jeugd.sealing.ready.empty_envelope", _no_envelope).start()
    patch("jeugd.actions.cast_ballot.seal", _sealed_already).start()
    return create_app(settings)


def _no_envelope(_: PublicKey) -> None: ...


def _sealed_already(plaintext: bytes, *_: object, **__: object) -> bytes:
    return bytes(len(plaintext) + OVERHEAD)


def _serve(line: Connection, make: Callable[..., Starlette], arguments: tuple[object, ...]) -> None:
    def answer() -> None:
        line.send(listener.getsockname()[1])
        with contextlib.suppress(EOFError, OSError):
            while True:
                line.recv()
                line.send(time.process_time())

    with serving.bound_socket("127.0.0.1", 0) as listener:
        app = make(*arguments)
        serving.serve(app, listener, listening=lambda: threading.Thread(target=answer, daemon=True).start())
