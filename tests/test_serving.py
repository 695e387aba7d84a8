"""A server, and those who only hold its line."""

import asyncio
import contextlib
import socket
import subprocess
import sys
import threading
import time

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from jeugd import serving
from jeugd.domain.errors import AddressTaken
from tests.races.servers import serving as processes

LONG = 16_000_000  # bytes
_HALF_A_BODY = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\ncode="
HALVES = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nHos",
    "half a body": _HALF_A_BODY,
    "half a second request": b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT",
    "half a second body": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" + _HALF_A_BODY,
    "empty lines": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n\r\n",
}


async def _echo(request):
    return PlainTextResponse(str(len(await request.body())))


@contextlib.contextmanager
def server_at(listener, app):
    server = serving.server_of(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def address(monkeypatch):
    """Where a server listens that looks twice a second at what its lines have brought."""
    monkeypatch.setattr(serving, "LOOK_EVERY", 1)
    monkeypatch.setattr(serving, "TICKS", 5)
    app = Starlette(routes=[Route("/", _echo, methods=["GET", "POST"]), Route("/long", _long)])
    with serving.bound_socket("127.0.0.1", 0) as listener, server_at(listener, app):
        yield listener.getsockname()


def hears(line):
    """Everything until the other side ends the line."""
    said = b""
    with contextlib.suppress(ConnectionResetError):
        while more := line.recv(65536):
            said += more
    return said


@pytest.mark.parametrize("sent", HALVES.values(), ids=HALVES)
def test_a_line_that_brings_no_whole_request_is_ended(address, sent):
    with socket.create_connection(address, timeout=4) as line:
        line.sendall(sent)
        hears(line)


def test_a_slow_upload_that_goes_on_is_left_alone(address, monkeypatch):
    monkeypatch.setattr(serving, "LEAST", 100)
    with socket.create_connection(address, timeout=4) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2000\r\n\r\n")
        for _ in range(20):
            line.sendall(b"a" * 100)
            time.sleep(0.1)
        assert hears(line).endswith(b"2000")


async def _long(_request):
    return PlainTextResponse("a" * LONG)


def test_who_reads_slowly_is_left_alone_and_who_does_not_read_is_not(address):
    """What is longer than a line holds, such as the poll cards of a school, is sent as fast as it is taken."""
    with socket.socket() as slow, socket.socket() as deaf:
        for line in (slow, deaf):
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
            line.settimeout(4)
            line.connect(address)
            line.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        heard = 0
        for _ in range(60):  # three seconds, in which somebody looks six times
            heard += len(slow.recv(64 * 1024))
            time.sleep(0.05)
        assert heard < LONG / 2
        assert heard + len(hears(slow)) > LONG
        assert len(hears(deaf)) < LONG


def heard_after_a_head(address, length):
    with socket.create_connection(address, timeout=4) as line:
        with contextlib.suppress(ConnectionError):
            line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n")
            for number in range(length // 1000):
                line.sendall(b"X-%d: %s\r\n" % (number, b"a" * 1000))
            line.sendall(b"\r\n")
        return hears(line)


def test_a_head_that_does_not_end_is_not_read_to_its_end(address):
    assert heard_after_a_head(address, 2_000_000) == b""
    assert heard_after_a_head(address, serving.LONGEST_HEAD // 2).startswith(b"HTTP/1.1 200")


def test_who_come_at_once_are_let_in_together(monkeypatch):
    """Many stand at the door when it opens; told in turns of the event loop, not in seconds."""
    crowd, turns, let_in = 256, 0, []

    class Line(serving._Line):
        def connection_made(self, transport):
            super().connection_made(transport)
            if not let_in:
                self.loop.call_soon(count, self.loop)
            let_in.append(turns)

    def count(loop):
        nonlocal turns
        turns += 1
        if len(let_in) < crowd and turns < crowd:
            loop.call_soon(count, loop)

    monkeypatch.setattr(serving, "_Line", Line)
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(serving.bound_socket("127.0.0.1", 0))
        for _ in range(crowd):
            stack.enter_context(socket.create_connection(listener.getsockname(), timeout=4))
        with server_at(listener, Starlette()):
            for _ in range(100):
                if len(let_in) == crowd:
                    break
                time.sleep(0.05)
    assert len(let_in) == crowd
    assert let_in[-1] < 32  # eight turns, and a few in which nobody was seen yet


def test_an_event_loop_that_lets_all_in_has_one_door():
    async def doors():
        return serving._doors([listener])

    with serving.bound_socket("127.0.0.1", 0) as listener:
        assert asyncio.run(doors()) == [listener]


def test_a_port_is_held_from_the_beginning():
    with serving.bound_socket("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(AddressTaken), serving.bound_socket("127.0.0.1", port):
            pass


def test_a_phone_that_hangs_up_halfway_is_no_error_in_the_log(town, tmp_path):
    with processes(town, tmp_path, 1) as (server,):
        for path in ("cast", "ballot"):
            with socket.create_connection(server.address, timeout=4) as line:
                head = f"POST /booth/{town.station}/{path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"
                line.sendall(head.encode() + b"code=")
        town.issue(1)
        town.open()
        assert server.is_healthy()
        assert server.log.read_text() == f"jeugd serves on port {server.port}\n"


ENDS = """
import os, signal, sys, tempfile
from jeugd.serving import ended_politely
with ended_politely(), tempfile.TemporaryDirectory() as folder:
    print(folder, flush=True)
    os.kill(os.getpid(), getattr(signal, sys.argv[1]))
    signal.pause()
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_whoever_ends_us_leaves_no_folder_behind(name):
    ended = subprocess.run(
        [sys.executable, "-c", ENDS, name], capture_output=True, text=True, timeout=20, check=False
    )
    assert ended.returncode == 143
    assert ended.stderr == ""
    assert not subprocess.os.path.exists(ended.stdout.strip())
