"""Running the server: one socket, no access log, and an end that waits no longer than two seconds for open streams."""

from __future__ import annotations

import contextlib
import errno
import gc
import socket
from typing import TYPE_CHECKING

import uvicorn

from jeugd.domain.errors import AddressTaken, SettingUnfit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.applications import Starlette

BACKLOG = 2048
PATIENCE = 2  # seconds
OBJECTS_UNTIL_COLLECTED = 20_000


class _Server(uvicorn.Server):
    """Says when it listens, and ends the streams of its watchers before it waits for them."""

    def __init__(
        self, config: uvicorn.Config, listening: Callable[[], None], stopping: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._listening = listening
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _settle_memory()
            self._listening()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping()
        await super().shutdown(sockets)


@contextlib.contextmanager
def bound_socket(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that is bound to this port, or to a free one for 0. Raises AddressTaken, SettingUnfit."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OverflowError as error:
            raise SettingUnfit(name="--port") from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise AddressTaken(port=port) from error
            raise SettingUnfit(name="--port" if error.errno == errno.EACCES else "--host") from error
        yield listener


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
    config = uvicorn.Config(
        app,
        access_log=False,
        log_level="warning",
        backlog=BACKLOG,
        server_header=False,
        timeout_graceful_shutdown=PATIENCE,
    )
    _Server(config, listening, stopping).run(sockets=[listener])
