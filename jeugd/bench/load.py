"""The load: many phones on plain sockets in one process, as lean as can be, so that the server is what is measured."""

from __future__ import annotations

import contextlib
import gc
import selectors
import socket
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENOUGH = 256 * 1024  # bytes read at once: more than any page
PATIENCE = 30  # seconds without any answer
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length: "


@dataclass(slots=True)
class Load:
    """What came of a load: seconds from first to last, the wait of each answer in seconds, answers by status."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    statuses: Counter[bytes] = field(default_factory=Counter)

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.waits) / self.seconds

    def wait(self, share: float) -> float:
        """The wait that this share of the answers stayed under: ``wait(0.99)`` is the p99, in seconds."""
        return sorted(self.waits)[int(share * (len(self.waits) - 1))]

    def check(self, status: int = 200) -> Load:
        """This load, if every answer had this status; else what was measured is not what was meant."""
        if set(self.statuses) != {str(status).encode()}:
            raise RuntimeError(f"wanted only {status}, got {dict(self.statuses)}")
        return self


def steady(port: int, requests: Sequence[bytes], phones: int) -> Load:
    """Send all requests over this many open connections, each with one request on its way at a time."""
    with _phones(min(phones, len(requests))) as sockets, _undisturbed():
        for one in sockets:
            one.connect(("127.0.0.1", port))
        return _run(sockets, requests)


def burst(port: int, requests: Sequence[bytes]) -> Load:
    """A connection for each request, all at once; connecting is part of the time."""
    with _phones(len(requests)) as sockets, _undisturbed():
        return _run(sockets, requests, to=("127.0.0.1", port))


def ask(port: int, request: bytes) -> bytes:
    """One request, one whole answer."""
    with socket.create_connection(("127.0.0.1", port)) as one:
        one.sendall(request)
        answer = one.recv(ENOUGH)
        while _missing(answer):
            answer += one.recv(ENOUGH)
        return answer


def request(
    method: str,
    path: str,
    body: str | None = None,
    *,
    cookie: str = "",
    target: str = "",
    accept: str = "text/html",
) -> bytes:
    """A request as a browser on a phone sends it; ``target`` makes it one by htmx for that element."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: localhost",
        "User-Agent: Mozilla/5.0 (Android 15; Mobile; rv:147.0) Gecko/147.0 Firefox/147.0",
        f"Accept: {accept}",
        "Accept-Language: en,nl;q=0.8",
        "Accept-Encoding: gzip, deflate, br, zstd",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Mode: navigate",
    ]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if target:
        lines += ["HX-Request: true", f"HX-Target: {target}"]
    if body is not None:
        lines += [
            "Origin: http://localhost",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
    return "\r\n".join([*lines, "", body or ""]).encode()


def _run(
    sockets: Sequence[socket.socket], requests: Sequence[bytes], to: tuple[str, int] | None = None
) -> Load:
    load = Load()
    waiting = iter(requests)
    sent: dict[socket.socket, float] = {}
    parts: dict[socket.socket, bytes] = {}
    clock = time.perf_counter
    with selectors.DefaultSelector() as selector:
        began = clock()
        for one, first in zip(sockets, waiting, strict=False):
            if to is not None:
                one.connect(to)
            selector.register(one, selectors.EVENT_READ)
            sent[one] = clock()
            one.sendall(first)
        while len(load.waits) < len(requests):
            ready = selector.select(PATIENCE)
            if not ready:
                raise TimeoutError
            for key, _ in ready:
                one = key.fileobj  # type: ignore[assignment] # we registered sockets
                answer = parts.pop(one, b"") + one.recv(ENOUGH)
                if _missing(answer):
                    parts[one] = answer
                    continue
                now = clock()
                load.waits.append(now - sent[one])
                load.statuses[answer[9:12]] += 1
                following = next(waiting, None)
                if following is not None:
                    sent[one] = clock()
                    one.sendall(following)
        load.seconds = clock() - began
    return load


def _missing(answer: bytes) -> bool:
    """Whether a part of this answer is still on its way; every answer that we ask for says its length."""
    head = answer.find(_END_OF_HEAD)
    if head < 0:
        if not answer:
            raise ConnectionResetError
        return True
    start = answer.find(_LENGTH, 0, head)
    if start < 0:
        return False
    end = answer.find(b"\r", start + len(_LENGTH))
    return len(answer) < head + len(_END_OF_HEAD) + int(answer[start + len(_LENGTH) : end])


@contextlib.contextmanager
def _phones(number: int) -> Iterator[list[socket.socket]]:
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_STREAM) for _ in range(number)]
    try:
        for one in sockets:
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield sockets
    finally:
        for one in sockets:
            one.close()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """No garbage collection in the middle of a measurement."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
