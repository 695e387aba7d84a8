"""Files that want to hurt a reader: each is refused by name, quickly and in little memory."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from jeugd.domain.errors import Refused
from jeugd.formats.eml_nl import read_candidate_lists, read_definition
from jeugd.formats.eml_nl.refusals import XmlTooIntricate
from jeugd.formats.eml_nl.xml_file import MOST_BYTES
from jeugd.formats.official_counts import read_official_file
from tests.formats import eml_files as eml
from tests.formats.quickest import quickest

ROOT_FOLDER = Path(__file__).parents[2]
GOOD = eml.candidate_lists()
TEXT = GOOD.decode()
BODY = TEXT.split("?>", 1)[1]
ROOT = TEXT.split("<TransactionId>")[0]
XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'


def with_doctype(subset, reference="&x;"):
    return f"<!DOCTYPE EML [{subset}]>{BODY.replace('Juinen Nu', reference)}".encode()


def in_root(inner):
    return f"{ROOT}{inner}</EML>".encode()


def laughs(times):
    entities = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, times))
    return with_doctype(f'<!ENTITY l0 "lol">{entities}', f"&l{times - 1};")


def declared(encoding, codec=None):
    return TEXT.replace("UTF-8", encoding).encode(codec or "utf-8", "replace")


def filled(piece, size=MOST_BYTES - 10_000):
    return in_root(piece * (size // len(piece)))


HOSTILE = {
    "empty": lambda: b"",
    "blanks": lambda: b" \n\t" * 1000,
    "only a byte order mark": lambda: b"\xef\xbb\xbf",
    "only a declaration": lambda: b'<?xml version="1.0"?>',
    "json": lambda: json.dumps({"EML": {"Id": "230b"}}).encode(),
    "csv": lambda: b"Lijst;Kandidaat\n1;Bakker\n",
    "html": lambda: b"<!DOCTYPE html><html><body>Kandidatenlijst</body></html>",
    "html without doctype": lambda: b"<html><body><p>Kandidatenlijst<br></body></html>",
    "xhtml": lambda: b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
    "svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "gzip": lambda: gzip.compress(GOOD),
    "zip": lambda: b"PK\x03\x04" + bytes(40) + GOOD,
    "pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + GOOD,
    "random bytes": lambda: bytes(range(256)) * 400,
    "no namespace": lambda: TEXT.replace(' xmlns="urn:oasis:names:tc:evs:schema:eml"', "").encode(),
    "namespace of another standard": lambda: GOOD.replace(
        b"urn:oasis:names:tc:evs:schema:eml", b"urn:example:eml"
    ),
    "lower case root": lambda: TEXT.replace("<EML", "<eml").replace("</EML", "</eml").encode(),
    "soap around it": f"<Envelope><Body>{BODY}</Body></Envelope>".encode,
    "two roots": (TEXT + BODY).encode,
    "text after the root": lambda: GOOD + b"and more",
    "text before the declaration": lambda: b"x" + GOOD,
    "unknown prefix": lambda: TEXT.replace("<kr:ListData", "<zz:ListData").encode(),
    "cut off in the middle": lambda: GOOD[: len(GOOD) // 2],
    "cut off at the end": lambda: GOOD[:-3],
    "cut off in a character": lambda: (
        TEXT.replace("Bakker", "B\u00e9").encode().replace(b"\xc3\xa9", b"\xc3")
    ),
    "tags that cross": lambda: TEXT.replace(
        "</Election></CandidateList>", "</CandidateList></Election>"
    ).encode(),
    "an attribute twice": lambda: TEXT.replace('Id="geen"', 'Id="geen" Id="geen"').encode(),
    "a bare ampersand": lambda: TEXT.replace("Juinen Nu", "Jan & Nu").encode(),
    "an undeclared entity": lambda: TEXT.replace("Juinen Nu", "&eacute;").encode(),
    "a forbidden character": lambda: TEXT.replace("Juinen Nu", "\x01").encode(),
    "a forbidden character reference": lambda: TEXT.replace("Juinen Nu", "&#0;").encode(),
    "a surrogate reference": lambda: TEXT.replace("Juinen Nu", "&#xD800;").encode(),
    "a NUL byte": lambda: TEXT.replace("Juinen Nu", "Jui\0nen").encode(),
    "NULs before it": lambda: bytes(1000) + GOOD,
    "xml 1.1": lambda: GOOD.replace(b'version="1.0"', b'version="1.1"').replace(b"Juinen Nu", b"\x85\x01"),
    "billion laughs": lambda: laughs(10),
    "few laughs": lambda: laughs(2),
    "quadratic blow-up": lambda: with_doctype(f'<!ENTITY x "{"A" * 50_000}">', "&x;" * 50_000),
    "an entity in an attribute": lambda: with_doctype('<!ENTITY x "1">').replace(b'Id="geen"', b'Id="&x;"'),
    "an entity that calls itself": lambda: with_doctype('<!ENTITY x "&y;"><!ENTITY y "&x;">'),
    "an external entity of a file": lambda: with_doctype('<!ENTITY x SYSTEM "file:///etc/hostname">'),
    "an external entity of the network": lambda: with_doctype('<!ENTITY x SYSTEM "http://192.0.2.1/x">'),
    "an external entity of a device": lambda: with_doctype('<!ENTITY x SYSTEM "file:///dev/zero">'),
    "a public identifier": lambda: with_doctype('<!ENTITY x PUBLIC "a" "http://192.0.2.1/x">'),
    "an external DTD": f'<!DOCTYPE EML SYSTEM "http://192.0.2.1/eml.dtd">{BODY}'.encode,
    "a DTD without entities": f"<!DOCTYPE EML>{BODY}".encode,
    "a parameter entity": lambda: with_doctype('<!ENTITY % p SYSTEM "http://192.0.2.1/p"> %p;'),
    "nested parameter entities": lambda: with_doctype("<!ENTITY % a '<!ENTITY &#37; b \"x\">'> %a; %b;"),
    "default attributes of a DTD": lambda: with_doctype('<!ATTLIST EML Id CDATA "230b">', ""),
    "a DTD behind a comment": f"<!-- hello --><!DOCTYPE EML>{BODY}".encode,
    "a DTD in UTF-16": lambda: laughs(5).decode().encode("utf-16"),
    "a DTD in UTF-7": lambda: (
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE EML+AD4-' + BODY.encode("utf-7")
    ),
    "XInclude of a file": lambda: in_root(f'<xi:include {XI} href="file:///etc/hostname" parse="text"/>'),
    "XInclude of itself": lambda: in_root(f'<xi:include {XI} href=""/>'),
    "XInclude deep inside": lambda: TEXT.replace(
        "<Type>", f'<Type><xi:include {XI} href="/etc/hostname"/>'
    ).encode(),
    "65 levels": lambda: in_root("<a>" * 64 + "</a>" * 64),
    "100,000 levels": lambda: in_root("<a>" * 100_000 + "</a>" * 100_000),
    "3,000,000 levels never closed": f"{ROOT}{'<a>' * 3_000_000}".encode,
    "a huge attribute": lambda: in_root(f'<a b="{"x" * 5_000_000}"/>'),
    "a huge number": lambda: GOOD.replace(
        b'AffiliationIdentifier Id="1"', b'AffiliationIdentifier Id="' + b"9" * 60_000 + b'"'
    ),
    "a huge text": lambda: TEXT.replace("Juinen Nu", "x" * 5_000_000).encode(),
    "a huge name": lambda: in_root(f"<{'a' * 5_000_000}/>"),
    "a huge comment": lambda: in_root(f"<!--{'x' * 5_000_000}-->"),
    "a huge instruction": lambda: in_root(f"<?php {'x' * 5_000_000}?>"),
    "half a million attributes": lambda: in_root(
        "<a " + " ".join(f'a{number}=""' for number in range(500_000)) + "/>"
    ),
    "millions of elements": lambda: filled("<a/>"),
    "millions of texts": lambda: filled("<a>b</a>"),
    "many namespaces": lambda: in_root("".join(f'<b{n}:a xmlns:b{n}="u{n}"/>' for n in range(250_000))),
    "more than ten million bytes": lambda: GOOD + b"\n" * MOST_BYTES,
    "UTF-16 as it says": lambda: declared("UTF-16", "utf-16"),
    "UTF-16 that says UTF-8": lambda: TEXT.encode("utf-16"),
    "UTF-16 without its mark": lambda: declared("UTF-16", "utf-16-le"),
    "UTF-8 that says UTF-16": lambda: declared("UTF-16"),
    "UTF-32": lambda: declared("UTF-32", "utf-32"),
    "UTF-7": lambda: declared("UTF-7", "utf-7"),
    "EBCDIC": lambda: declared("IBM037", "cp037"),
    "UTF-8 that says EBCDIC": lambda: declared("IBM037"),
    "Latin-1 that says UTF-8": lambda: TEXT.replace("Nu", "N\u00fa").encode("latin-1"),
    "Latin-1 as it says": lambda: declared("ISO-8859-1", "latin-1"),
    "an encoding that does not exist": lambda: declared("x-juinen"),
    "overlong UTF-8": lambda: GOOD.replace(b"Juinen Nu", b"\xc0\xbcscript\xc0\xbe"),
    "surrogates in UTF-8": lambda: GOOD.replace(b"Juinen Nu", b"\xed\xa0\x80"),
}


READERS = [read_candidate_lists, read_definition, read_official_file]
FEWEST = 50


def test_there_are_fifty_hostile_files_and_no_two_are_the_same():
    assert len({make() for make in HOSTILE.values()}) == len(HOSTILE) >= FEWEST


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_within_a_second(name, reader):
    data = HOSTILE[name]()

    def refuses():
        with pytest.raises(Refused):
            reader(data)

    assert quickest(refuses) < 1


@pytest.mark.parametrize("reader", READERS)
def test_a_file_with_too_many_namespaces_is_not_parsed(reader):
    with pytest.raises(XmlTooIntricate) as caught:
        reader(HOSTILE["many namespaces"]())
    assert caught.value.facts == {"what": "namespaces"}


def test_the_same_file_without_malice_is_read():
    assert read_candidate_lists(GOOD).election.id == "GR2026_Juinen"


def test_no_hostile_file_takes_200_megabytes():
    """In a process of its own, for the peak is never given back; VmHWM, for ru_maxrss begins with the parent's."""
    script = (
        "from jeugd.domain.errors import Refused\n"
        "from tests.formats.test_hostile_xml import HOSTILE, READERS\n"
        "for make in HOSTILE.values():\n"
        "    for reader in READERS:\n"
        "        try: reader(make())\n"
        "        except Refused: pass\n"
        "status = open('/proc/self/status').read()\n"
        "print(status.split('VmHWM:')[1].split()[0])\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True, cwd=ROOT_FOLDER
    )
    assert int(answer.stdout) < 200_000
