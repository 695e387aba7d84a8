"""Languages: chosen by ``?lang=`` or by the browser; catalogues are read from their ``.po`` files at start."""

from __future__ import annotations

import io
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from jeugd.settings import LANGUAGES

LONGEST_HEADER = 200  # characters that are read of Accept-Language
SOURCE_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a page; ``is_asked`` if the visitor chose it, so that links must keep it."""

    code: str
    is_asked: bool = False


speaking: ContextVar[Language] = ContextVar("speaking")


def language_of(asked: str, accepted: str, default: str) -> Language:
    """The language that was asked for, else the first of Accept-Language that we speak, else the server's."""
    if asked in LANGUAGES:
        return Language(asked, is_asked=True)
    return _accepted(accepted[:LONGEST_HEADER], default)


def gettext(message: str) -> str:
    """Translate a sentence of a template."""
    return catalogue(speaking.get().code).ugettext(message)


def ngettext(one: str, more: str, number: int) -> str:
    """Translate a sentence with a number."""
    return catalogue(speaking.get().code).ungettext(one, more, number)


@cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of a language; the source language has none."""
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    file = resources.files("jeugd") / "locale" / language / "LC_MESSAGES" / "jeugd.po"
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(file.read_bytes()), locale=language))
    compiled.seek(0)
    return Translations(compiled)


@lru_cache(maxsize=1024)
def _accepted(header: str, default: str) -> Language:
    """The first language of an Accept-Language header (RFC 9110, 12.5.4) that we speak, by its weight; 0 is "not"."""
    weighed: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((float(weight or 1), tag[:2].lower()))
        except ValueError:
            continue
    spoken = [(weight, tag) for weight, tag in weighed if weight > 0 and tag in LANGUAGES]
    return Language(max(spoken, key=lambda one: one[0])[1] if spoken else default)
