"""Paper: a typst template and its data become one accessible PDF (PDF/UA-1) without a date."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PRESS = Path(__file__).with_name("press.py")
STACK = 64 * 1024 * 1024
"""Bytes. Typst's threads take on each other's work while they wait; 2 MB, as usual, once were too few for 30,000."""

PATIENCE = 300  # seconds


@dataclass(frozen=True, slots=True)
class PrintRoom:
    """Where the ``*.typ`` templates and the ``*.ttf`` fonts lie."""

    templates: Path
    fonts: Path


class PressBroken(Exception):
    """The press ended without a PDF: a fault of ours, with its exit code, and nothing of what it was given."""


def typeset(room: PrintRoom, template: str, data: Mapping[str, object]) -> bytes:
    """Typeset ``template`` (a file name in the print room) with ``data``, which it reads as JSON.

    Only the room's fonts and those inside typst are used, so that paper looks the same on every machine. A
    character that none of them has (an emoji in a title) is left out: PDF/UA forbids the box that would
    stand for it. Raises FileNotFoundError when template or fonts are missing, PressBroken.
    """
    source = room.templates / template
    if not source.is_file():
        raise FileNotFoundError(source)
    if not any(room.fonts.glob("*.ttf")):
        raise FileNotFoundError(room.fonts / "*.ttf")
    order = {"source": str(source), "root": str(room.templates), "fonts": str(room.fonts)}
    pressed = subprocess.run(  # noqa: S603 - our own program; what strangers wrote goes in as data
        [sys.executable, "-P", str(PRESS)],
        input=f"{json.dumps(order)}\n{json.dumps(data, ensure_ascii=False)}".encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        env=_without_secrets() | {"RUST_MIN_STACK": str(STACK)},
    )
    if pressed.returncode != 0:
        raise PressBroken(pressed.returncode)
    return pressed.stdout


def _without_secrets() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("JEUGD_")}
