"""Paper: a typst template and its data become one accessible PDF (PDF/UA-1) without a date."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import typst


@dataclass(frozen=True, slots=True)
class PrintRoom:
    """Where the ``*.typ`` templates and the ``*.ttf`` fonts lie."""

    templates: Path
    fonts: Path


NOT_IN_FONTS = re.compile(r'the text `"(.+?)"` could not be displayed')
EMOJI_JOINERS = {"\u200d", "\ufe0f"}
MOST_ATTEMPTS = 40
RUNS_KEPT = 11


def typeset(room: PrintRoom, template: str, data: Mapping[str, object]) -> bytes:
    """Typeset ``template`` (a file name in the print room) with ``data``, which it reads as JSON.

    Only the room's fonts and those inside typst are used, so that paper looks the same on every machine. A
    character that none of them has (an emoji in a title) is left out: PDF/UA forbids the box that would
    stand for it. Raises FileNotFoundError when template or fonts are missing.
    """
    source = room.templates / template
    if not source.is_file():
        raise FileNotFoundError(source)
    if not any(room.fonts.glob("*.ttf")):
        raise FileNotFoundError(room.fonts / "*.ttf")
    try:
        return _displayable(room, source, json.dumps(data, ensure_ascii=False))
    finally:
        _forget()


def _displayable(room: PrintRoom, source: Path, text: str) -> bytes:
    for _ in range(MOST_ATTEMPTS):
        try:
            return _compiled(room, source, text)
        except typst.TypstError as error:
            text = _without_missing(text, error)
    return _compiled(room, source, text)


def _forget() -> None:
    """Typst keeps what it has set for its next ten runs; neither voting codes nor their memory may stay."""
    no_fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    empty = typst.Compiler(font_paths=no_fonts, ignore_system_fonts=True)
    for _ in range(RUNS_KEPT):
        empty.compile(b" ", format="pdf")


def _compiled(room: PrintRoom, source: Path, text: str) -> bytes:
    pdf = typst.compile(
        source,
        root=room.templates,
        font_paths=[room.fonts],
        ignore_system_fonts=True,
        sys_inputs={"data": text},
        format="pdf",
        pdf_standards=["ua-1"],
    )
    if not isinstance(pdf, bytes):
        raise TypeError(type(pdf).__name__)
    return pdf


def _without_missing(text: str, error: typst.TypstError) -> str:
    """Leave out the characters that ``error`` says no font has; any other error is raised again."""
    named = NOT_IN_FONTS.search(error.message)
    missing = {character for character in named[1] if not character.isascii()} if named else set()
    if not missing & set(text):
        raise error
    return text.translate({ord(character): None for character in missing | EMOJI_JOINERS})
