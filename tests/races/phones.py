"""Phones: connections that stay open and send one form after the other, hundreds at the same moment."""

from __future__ import annotations

import asyncio
import contextlib
import urllib.parse
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

TIMEOUT = 60.0  # seconds; nobody waits as long


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


class Phone:
    """One connection to one server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def to(cls, address: tuple[str, int]) -> Phone:
        return cls(*await asyncio.open_connection(*address))

    async def post(self, path: str, fields: dict[str, str], cookie: str = "") -> Reply:
        """Send a form and read the answer. Raises ConnectionError or IncompleteReadError when the server is gone."""
        await self.send(path, fields, cookie)
        return await asyncio.wait_for(self._reply(), TIMEOUT)

    async def send(self, path: str, fields: dict[str, str], cookie: str = "") -> None:
        """Send a form and do not wait."""
        body = urllib.parse.urlencode(fields).encode()
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: en\r\nSec-Fetch-Site: same-origin\r\n"
        head += f"Cookie: {cookie}\r\n" if cookie else ""
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        await self._writer.drain()

    async def _reply(self) -> Reply:
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)
        }
        body = await self._reader.readexactly(int(headers.get("content-length", "0")))
        return Reply(int(head[0].split()[1]), headers, body)

    def hang_up(self) -> None:
        """Cut the line at once, whatever is on its way."""
        transport = self._writer.transport
        with contextlib.suppress(OSError):
            transport.abort()


@contextlib.asynccontextmanager
async def phones(addresses: Sequence[tuple[str, int]], number: int) -> AsyncIterator[list[Phone]]:
    """So many phones, spread over the servers."""
    found = [await Phone.to(addresses[one % len(addresses)]) for one in range(number)]
    try:
        yield found
    finally:
        for phone in found:
            phone.hang_up()
        await asyncio.sleep(0)  # the lines are closed now
