"""An application that does nothing: what Starlette and uvicorn cost by themselves, the measure of everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request


def trivial_app() -> Starlette:
    """One route and no middleware: it reads the body and answers two bytes."""
    return Starlette(routes=[Route("/", _answer, methods=["GET", "POST"])])


async def _answer(request: Request) -> Response:
    await request.body()
    return PlainTextResponse("ok")
