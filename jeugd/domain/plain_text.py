"""A text that somebody typed or a file holds, as a line that looks like what it is."""

from __future__ import annotations

import re
import unicodedata

_JOINERS = "\u200c\u200d"  # zero width non-joiner and joiner
_UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters and marks that show nothing
_ARROW, _AS_PICTURE = "\u2194", "\ufe0f"  # an arrow in a shaking head; what makes a heart a red one
_PICTURES = range(0x1F000, 0x1FB00)  # also those that are newer than the tables of this Python
_VIRAMA = 9  # canonical combining class
_FLAG = re.compile("(\U0001f3f4[\U000e0061-\U000e007a]{5}\U000e007f)")  # of a part of a country: England


def tidied(text: str) -> str:
    """One line, with single spaces and nothing that is not seen.

    Control characters and format characters (Unicode, General_Category Cc and Cf), such as those that turn the
    direction of what follows, could make one option read as another. A joiner stays where it belongs (RFC 5892, A.1
    and A.2; UTS 51, 2.3), and so does a flag. What is tidy stays as it is.
    """
    if not text.isprintable() or not text.isascii():
        text = "".join(part if _FLAG.fullmatch(part) else _seen(part) for part in _FLAG.split(text))
    return " ".join(text.split())


def _seen(text: str) -> str:
    kept: list[str] = []
    for place, one in enumerate(text):
        before, after = kept[-1] if kept else "", text[place + 1 : place + 2]
        if _joins(before, after) if one in _JOINERS else _is_seen(one):
            kept.append(one)
    return "".join(kept)


def _is_seen(one: str) -> bool:
    return one.isspace() or (unicodedata.category(one) not in ("Cc", "Cf") and one not in _UNSEEN)


def _joins(before: str, after: str) -> bool:
    """Whether a joiner says something between these: in an emoji, and in a script of India or of Arabic."""
    if not before or not after:
        return False
    virama = _VIRAMA in (unicodedata.combining(before), unicodedata.combining(after))
    arabic = unicodedata.bidirectional(before) in ("AL", "NSM") and unicodedata.bidirectional(after) == "AL"
    return virama or arabic or (_is_picture(before) and _is_picture(after))


def _is_picture(one: str) -> bool:
    return unicodedata.category(one) == "So" or ord(one) in _PICTURES or one in (_ARROW, _AS_PICTURE)
