"""The press: a program of its own that makes one PDF and ends. It imports nothing of jeugd.

What typst keeps in memory (voting codes among it) ends with it, and so does whatever goes wrong in it: a server in
which a class votes must not end because somebody prints.
"""

from __future__ import annotations

import json
import os
import re
import sys

import typst

NOT_IN_FONTS = re.compile(r'the text `"(.+?)"` could not be displayed')
EMOJI_JOINERS = {"\u200d", "\ufe0f"}
MOST_ATTEMPTS = 40
VOTERS_FIRST = 10  # steps of niceness


def main() -> None:
    """Print the PDF of an order on stdin: a line of JSON with ``source``, ``root`` and ``fonts``, then the data."""
    if hasattr(os, "nice"):
        os.nice(VOTERS_FIRST)
    order = json.loads(sys.stdin.buffer.readline())
    text = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(displayable(order, text))


def displayable(order: dict[str, str], text: str) -> bytes:
    """Leave out one by one the characters that no font has, until the rest can be set."""
    for _ in range(MOST_ATTEMPTS):
        try:
            return _compiled(order, text)
        except typst.TypstError as error:
            text = _without_missing(text, error)
    return _compiled(order, text)


def _compiled(order: dict[str, str], text: str) -> bytes:
    pdf = typst.compile(
        order["source"],
        root=order["root"],
        font_paths=[order["fonts"]],
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


if __name__ == "__main__":
    main()
