"""Reading XML that a stranger may have written: no DTD, no entities, no other files, nothing deep or
endless.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from jeugd.domain.plain_text import tidied
from jeugd.formats.eml_nl.refusals import (
    DoctypeRefused,
    EncodingRefused,
    FileEmpty,
    FileTooLarge,
    InclusionRefused,
    PartMalformed,
    PartMissing,
    XmlBroken,
    XmlTooIntricate,
)

MOST_BYTES = 10_000_000
MOST_LEVELS = 64
MOST_ELEMENTS = 300_000
"""About as many as MOST_BYTES of real candidate lists hold."""

MOST_NAMESPACES = 30_000
"""Declarations. A file has six, or a few at each candidate if a program that writes them is wordy."""

MOST_TEXT = 400
"""Characters in one field; the longest registered name of a party has 35 (Kieswet G 1)."""

NAMESPACES = {
    "eml": "urn:oasis:names:tc:evs:schema:eml",
    "kr": "http://www.kiesraad.nl/extensions",
    "xnl": "urn:oasis:names:tc:ciq:xsdschema:xNL:2.0",
    "xal": "urn:oasis:names:tc:ciq:xsdschema:xAL:2.0",
}
XINCLUDE = "{http://www.w3.org/2001/XInclude}"
DECLARED_ENCODING = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
LONGEST_PIECE = 65_536  # bytes between two tags
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Element = etree._Element  # noqa: SLF001 - lxml's type of an element has no other name


def file_digest(data: bytes) -> tuple[str, ...]:
    """Return the SHA-256 of a file as the Electoral Council shows it: sixteen groups of four hexadecimal
    digits.
    """
    digits = hashlib.sha256(data).hexdigest()
    return tuple(digits[start : start + 4] for start in range(0, len(digits), 4))


def parse(data: bytes) -> Element:
    """Return the root element of ``data``.

    Raises FileEmpty, FileTooLarge, EncodingRefused, DoctypeRefused, XmlBroken, XmlTooIntricate or
    InclusionRefused.
    """
    plain = data.removeprefix(BYTE_ORDER_MARK)
    _must_be_small(plain)
    _must_be_utf8(plain)
    _must_be_plain(plain)
    try:
        return _root(plain)
    except etree.XMLSyntaxError as error:
        raise XmlBroken(line=error.lineno or 1) from error


def one(parent: Element, path: str, **where: object) -> Element:
    """Return the first element at ``path``. Raises PartMissing, with ``where`` among its facts."""
    found = parent.find(path, NAMESPACES)
    if found is None:
        raise PartMissing(part=_last_word(path), **where)
    return found


def every(parent: Element, path: str) -> Iterator[Element]:
    """All elements at ``path``, in the order of the file."""
    return parent.iterfind(path, NAMESPACES)


def text(parent: Element, path: str) -> str | None:
    """Return the text at ``path`` on one line, or None when it is missing or blank. Raises PartMalformed
    when it is endless.
    """
    found = parent.find(path, NAMESPACES)
    return None if found is None else own_text(found)


def own_text(element: Element) -> str | None:
    """Return the text of ``element`` on one line, or None when it is blank. Raises PartMalformed when it is
    endless.
    """
    words = tidied(element.text or "")
    if len(words) > MOST_TEXT:
        raise PartMalformed(part=etree.QName(element).localname, value=words[:40])
    return words or None


def whole_number(value: str | None, part: str, **where: object) -> int:
    """Return a number above zero. Raises PartMissing or PartMalformed."""
    if not value:
        raise PartMissing(part=part, **where)
    if not re.fullmatch(r"0*[1-9][0-9]{0,5}", value.strip(), re.ASCII):
        raise PartMalformed(part=part, value=value[:40])
    return int(value)


def _must_be_small(data: bytes) -> None:
    if not data.strip():
        raise FileEmpty
    if len(data) > MOST_BYTES:
        raise FileTooLarge(size=len(data), limit=MOST_BYTES)


def _must_be_utf8(data: bytes) -> None:
    declared = DECLARED_ENCODING.match(data[:200])
    encoding = declared[1].decode("ascii", "replace") if declared else ""
    if encoding.upper() not in {"", "UTF-8", "UTF8", "US-ASCII"} or b"\0" in data:
        raise EncodingRefused(encoding=encoding)
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise EncodingRefused(encoding=encoding) from error


def _must_be_plain(data: bytes) -> None:
    """What no EML file holds is refused before a parser sees it."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise DoctypeRefused
    if data.count(b"<") > 2 * MOST_ELEMENTS:
        raise XmlTooIntricate(what="elements")
    if data.count(b"xmlns") > MOST_NAMESPACES:
        raise XmlTooIntricate(what="namespaces")
    if max(map(len, data.split(b"<"))) > LONGEST_PIECE:
        raise XmlTooIntricate(what="length")


def _root(data: bytes) -> Element:
    events = etree.iterparse(
        BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    level = elements = 0
    for event, element in events:
        level += 1 if event == "start" else -1
        elements += event == "start"
        _must_be_modest(element, level, elements)
    root: Element = events.root
    return root


def _must_be_modest(element: Element, level: int, elements: int) -> None:
    if level > MOST_LEVELS:
        raise XmlTooIntricate(what="levels")
    if elements > MOST_ELEMENTS:
        raise XmlTooIntricate(what="elements")
    if element.tag.startswith(XINCLUDE):
        raise InclusionRefused


def _last_word(path: str) -> str:
    return path.rsplit("/", 1)[-1].rsplit(":", 1)[-1].split("[", 1)[0]
