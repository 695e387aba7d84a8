"""Poll cards (stempassen): voting codes on paper, eight on A4, each with the QR code of its address."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jeugd.formats import qr
from jeugd.formats.typesetting import PrintRoom, typeset

CARDS_ON_A_PAGE = 8
COLUMNS = 2
PAGE_WIDTH_MM = 210
PAGE_HEIGHT_MM = 297
SYMBOL_MM = 28.4
"""Wished side of a QR symbol; SECRECY-AND-INTEGRITY 4.3 asks for at least 25 mm."""

SMALLEST_VERSION = 4

PIXELS_A_MODULE = 4
"""So fine that a viewer which softens pictures still shows sharp edges."""

MOST_FINE_CARDS = 2000
"""Larger batches get one pixel a module, or 30,000 cards would not fit in 15 MB."""

POLL_CARD_WORDS = (
    "poll_card",
    "municipality",
    "station",
    "voting_code",
    "scan",
    "vote",
    "cast",
    "draw_yourself",
    "no_camera",
    "station_number",
    "symbols",
)
"""The keys of ``templates/print/poll_cards.json``: what the caller translates."""


@dataclass(frozen=True, slots=True)
class PollCardSheet:
    """What all poll cards of one polling station have in common."""

    municipality: str
    election_title: str
    station_name: str
    school_name: str
    link: str
    """The address in the QR code, without the code: ``https://stem.juinen.nl/s/7F3K``."""
    typed_address: str
    """The short address for who has no camera: ``stem.juinen.nl/stem``."""
    station_id: str
    language: str
    """``nl``, ``en`` ...: the language that a screen reader speaks."""
    words: Mapping[str, str]
    """A sentence for each of POLL_CARD_WORDS."""


def poll_cards(
    sheet: PollCardSheet,
    codes: Sequence[str],
    room: PrintRoom,
    on_progress: Callable[[int], None] | None = None,
) -> bytes:
    """Print a card for each of ``codes`` (``K7QM-4XJD-9WTH``), in their order, as one PDF/UA-1 file.

    The caller shuffles: no number, time or date on paper or in the file joins a card to a row.
    ``on_progress`` hears how many cards are drawn; it hears of the last page only when the file is
    complete. Raises KeyError when a word is missing and ValueError without codes or when a code is longer
    or shorter than the first.
    """
    if not codes:
        raise ValueError("no voting codes")
    said = on_progress or (lambda _: None)
    pages: list[dict[str, object]] = []
    raster = _Raster(sheet.link, codes)
    for start in range(0, len(codes), CARDS_ON_A_PAGE):
        said(start)
        page = codes[start : start + CARDS_ON_A_PAGE]
        pages.append({"codes": page, "picture": _as_integers(raster.picture(page))})
    pdf = typeset(
        room, "poll_cards.typ", {"sheet": _plain(sheet), "raster": raster.measures(), "pages": pages}
    )
    said(len(codes))
    return pdf


class _Raster:
    """All symbols of a page as one picture: drawings of each by itself would make the file twice to five
    times as large.

    The distance between two symbols is a whole number of modules, chosen so that a symbol's side comes
    nearest to SYMBOL_MM.
    """

    def __init__(self, link: str, codes: Sequence[str]) -> None:
        self._pixels = PIXELS_A_MODULE if len(codes) <= MOST_FINE_CARDS else 1
        self._press = qr.SymbolPress(f"{link}#", len(_plain_code(codes[0])), SMALLEST_VERSION)
        side = self._press.width
        rows = CARDS_ON_A_PAGE // COLUMNS
        self._across = round(PAGE_WIDTH_MM / COLUMNS * side / SYMBOL_MM)
        self._down = round(PAGE_HEIGHT_MM / rows * side / SYMBOL_MM)
        self._width = self._across * (COLUMNS - 1) + side
        self._height = self._down * (rows - 1) + side

    def measures(self) -> dict[str, float]:
        """Sizes in millimetres: of a symbol and of the picture."""
        across = PAGE_WIDTH_MM / COLUMNS / self._across
        down = PAGE_HEIGHT_MM * COLUMNS / CARDS_ON_A_PAGE / self._down
        side = self._press.width
        return {
            "symbol_width": side * across,
            "symbol_height": side * down,
            "width": self._width * across,
            "height": self._height * down,
        }

    def picture(self, codes: Sequence[str]) -> bytes:
        """Draw the symbols of at most CARDS_ON_A_PAGE codes, row by row, as PNG."""
        lines = [0] * self._height
        for place, code in enumerate(codes):
            row, column = divmod(place, COLUMNS)
            shift = self._width - self._press.width - column * self._across
            for line, modules in enumerate(self._press.rows(_plain_code(code)), row * self._down):
                lines[line] |= modules << shift
        return qr.png(lines, self._width, self._pixels)


def _plain_code(code: str) -> str:
    return code.replace("-", "")


def _plain(sheet: PollCardSheet) -> dict[str, object]:
    return {
        "municipality": sheet.municipality,
        "election": sheet.election_title,
        "station": sheet.station_name,
        "school": sheet.school_name,
        "address": sheet.typed_address,
        "number": sheet.station_id,
        "language": sheet.language,
        "words": {key: sheet.words[key] for key in POLL_CARD_WORDS},
    }


def _as_integers(data: bytes) -> list[int]:
    """Bytes as little-endian 64-bit integers: JSON holds no bytes, and typst takes them eight at a time."""
    padded = data + bytes(-len(data) % 8)
    return list(struct.unpack(f"<{len(padded) // 8}q", padded))
