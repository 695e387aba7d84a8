"""What is the same for everybody is made once and kept: results until they may have changed, a board until it did."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from starlette.responses import Response

from jeugd.web.http import KeptResponse, header, visitors_language, wanted_block
from jeugd.web.i18n import LONGEST_HEADER

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    from starlette.requests import Request

    Headers = tuple[tuple[bytes, bytes], ...]
    Make = Callable[[], Awaitable[Response]]

T = TypeVar("T")

_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", re.IGNORECASE)
KEPT_FOR = 1.0  # seconds; so nobody needs to say that something changed that seldom does


class Once(Generic[T]):
    """Things that are made for whoever asks first; those who ask meanwhile, and shortly after, get the same one."""

    def __init__(self) -> None:
        self._made: dict[Hashable, tuple[float, int, asyncio.Task[T]]] = {}

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]], version: int = 0) -> T:
        """What ``make`` gave for this key and version less than KEPT_FOR ago. What it raises is not kept."""
        now = time.monotonic()
        made, known, task = self._made.get(key, (0.0, 0, None))
        if task is None or known != version or now - made > KEPT_FOR:
            task = asyncio.ensure_future(_done(make))
            self._forget_before(now - KEPT_FOR)
            self._made[key] = (now, version, task)
        try:
            return task.result() if task.done() else await asyncio.shield(task)
        except BaseException:
            self._made.pop(key, None)
            raise

    def _forget_before(self, moment: float) -> None:
        """What is too old for anybody is kept for nobody; else all that was ever asked would stay."""
        self._made = {key: one for key, one in self._made.items() if one[0] >= moment}


class KeptAnswers:
    """The public answers of one process. What is published at nine is there at nine: refusals are not kept."""

    def __init__(self) -> None:
        self._answers: Once[KeptAnswer] = Once()

    async def get(self, request: Request, make: Make) -> Response:
        """The answer of ``make`` for this address and language; visitors who are signed in get their own."""
        if header(request, b"cookie") or wanted_block(request):
            return await make()
        key = (request.scope["path"], visitors_language(request))
        answer = await self._answers.get(key, lambda: _kept(make))
        return answer.response(request)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as bytes, plain and compressed, each with the headers that go with it."""

    plain: bytes
    plain_headers: Headers
    packed: bytes
    packed_headers: Headers

    def response(self, request: Request) -> Response:
        """What this visitor gets: nothing new, the compressed form, or the plain one."""
        is_packed = takes_gzip(request)
        headers = self.packed_headers if is_packed else self.plain_headers
        asked = header(request, b"if-none-match")
        if asked and not _tags(asked).isdisjoint(dict(headers).values()):
            unchanged = Response(status_code=304)
            unchanged.raw_headers = list(headers)
            return unchanged
        return KeptResponse(self.packed if is_packed else self.plain, headers)


async def _kept(make: Make) -> KeptAnswer:
    response = await make()
    plain = bytes(response.body)
    packed = gzip.compress(plain, mtime=0)
    said = (
        (b"content-type", response.headers["content-type"].encode()),
        *((name, value) for name, value in response.raw_headers if name == b"content-disposition"),
        (b"vary", b"Accept-Encoding, " + response.headers.get("vary", "Accept-Language, Cookie").encode()),
        (b"cache-control", b"no-cache"),
    )
    return KeptAnswer(
        plain,
        (*said, (b"etag", _tag(plain))),
        packed,
        (*said, (b"etag", _tag(packed)), (b"content-encoding", b"gzip")),
    )


def takes_gzip(request: Request) -> bool:
    """Whether this browser can read what is compressed."""
    return _takes_gzip(header(request, b"accept-encoding")[:LONGEST_HEADER])


@lru_cache(maxsize=1024)
def _takes_gzip(accepted: str) -> bool:
    """What an Accept-Encoding says (RFC 9110, 12.5.3); there are few of them, and each is asked often."""
    return bool(_GZIP.search(accepted))


async def _done(make: Callable[[], Awaitable[T]]) -> T:
    return await make()


def _tags(asked: str) -> set[bytes]:
    """The answers that a visitor, or a proxy that compressed one, still has (RFC 9110, 13.1.2)."""
    return {one.strip().removeprefix("W/").encode("latin-1") for one in asked.split(",")}


def _tag(body: bytes) -> bytes:
    return b'"%s"' % hashlib.sha256(body).hexdigest()[:32].encode()
