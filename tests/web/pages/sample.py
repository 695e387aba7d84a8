"""A template with a page to try it with, and how it is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.applications import Starlette

from jeugd.web.i18n import Language, speaking
from jeugd.web.routes import routes
from jeugd.web.templates import Templates

TEMPLATES = Templates(Starlette(routes=routes()).url_path_for)
MAIN = ("main",)


@dataclass(frozen=True)
class Sample:
    """A template with a page for it; ``blocks`` are rendered alone as well."""

    name: str
    template: str
    page: object
    path: str = "/"
    blocks: tuple[str, ...] = MAIN


def each(
    kind: str, template: str, pages: Mapping[str, object], path: str = "/", blocks: tuple[str, ...] = MAIN
) -> list[Sample]:
    """A template with each of these pages, by their names."""
    return [Sample(f"{kind}, {name}", template, page, path, blocks) for name, page in pages.items()]


def rendered(sample: Sample, language: str, block: str | None = None, *, is_signed_in: bool = True) -> str:
    """A page, or one block of it, in a language."""
    spoken = Language(language)
    token = speaking.set(spoken)
    context = {"page": sample.page, "language": spoken, "path": sample.path, "is_signed_in": is_signed_in}
    try:
        return TEMPLATES.render(sample.template, context, block)
    finally:
        speaking.reset(token)
