"""Real server processes over one database and one key store, started and stopped (or shot) by a test."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.cast import Town

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds for a server to come up on a busy machine
REAL = ("jeugd", "serve")


def planted(bug: str) -> tuple[str, ...]:
    """The command of a server with one of the bugs of ``planted_server``."""
    return ("tests.races.planted_server", bug, "serve")


@dataclass
class Server:
    """A process that serves a town at ``port``; what it writes goes to ``log``."""

    town: Town
    port: int
    log: Path
    command: tuple[str, ...] = REAL
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    def start(self) -> float:
        """Seconds from exec to the first 200 on /health, less those in which others had the processor."""
        with self.log.open("ab") as log:
            begin = time.monotonic()
            self.process = subprocess.Popen(
                [sys.executable, "-m", *self.command, "--port", str(self.port)],
                cwd=ROOT,
                env=environment(self.town),
                stdout=log,
                stderr=log,
            )
        while not self.is_healthy():
            if self.process.poll() is not None or time.monotonic() - begin > PATIENCE:
                raise AssertionError(self.log.read_text())
            time.sleep(0.01)
        return time.monotonic() - begin - waited(self.process.pid)

    def is_healthy(self) -> bool:
        connection = http.client.HTTPConnection(*self.address, timeout=5)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        return False

    def kill(self) -> None:
        """kill -9: nothing is finished, nothing is flushed."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)

    def stop(self) -> None:
        """A polite end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


def waited(process: int) -> float:
    """Seconds that a process was ready to go on and had to wait for a processor; 0 where the system does not say.

    Source: the second number of Linux's ``/proc/<pid>/schedstat``, in nanoseconds. It is that of the main thread, in
    which a server starts.
    """
    kept = Path(f"/proc/{process}/schedstat")
    return int(kept.read_text().split()[1]) / 1e9 if kept.exists() else 0.0


def environment(town: Town) -> dict[str, str]:
    """The settings of the town, as a server reads them."""
    settings = town.settings
    return {name: value for name, value in os.environ.items() if not name.startswith("JEUGD_")} | {
        "JEUGD_SECRET": settings.secret,
        "JEUGD_PUBLIC_URL": settings.public_url,
        "JEUGD_DATABASE": settings.database,
        "JEUGD_KEY_STORE": settings.key_store,
        "JEUGD_LANGUAGE": settings.language,
    }


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(town: Town, folder: Path, number: int, command: tuple[str, ...] = REAL) -> Iterator[list[Server]]:
    """So many server processes, all up. Their clock is the real one, and from now on so is that of the town."""
    town.now = datetime.now(UTC)
    servers = [Server(town, free_port(), folder / f"server-{one}.log", command) for one in range(number)]
    try:
        for server in servers:
            server.start()
        yield servers
    finally:
        for server in servers:
            server.stop()
