import random
import re
import xml.etree.ElementTree as ET
from io import BytesIO

import pytest
import qrcode
import zxingcpp
from PIL import Image
from qrcode.util import MODE_8BIT_BYTE, QRData

from jeugd.formats import qr

LINK = "https://stem.juinen.nl/s/7F3K#"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def random_suffix(rng):
    return "".join(rng.choice(ALPHABET) for _ in range(12))


def matrix_of(text, version, mask):
    code = qrcode.QRCode(
        version=version, mask_pattern=mask, border=0, error_correction=qrcode.ERROR_CORRECT_M
    )
    code.add_data(QRData(text.encode(), mode=MODE_8BIT_BYTE))
    code.make(fit=False)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def as_matrix(rows, width):
    return [[bool(row >> place & 1) for place in range(width - 1, -1, -1)] for row in rows]


def picture(rows, width):
    shifted = (*(0,) * 4, *(row << 4 for row in rows), *(0,) * 4)
    return Image.open(BytesIO(qr.png(shifted, width + 8, 4))).convert("L")


def differing(press, rng, times):
    suffixes = [random_suffix(rng) for _ in range(times)]
    return [
        suffix
        for suffix in suffixes
        if as_matrix(press.rows(suffix), press.width) != matrix_of(LINK + suffix, press.version, press.mask)
    ]


def test_the_press_prints_what_qrcode_draws():
    press = qr.SymbolPress(LINK, 12, 4)
    assert press.version == 4
    assert differing(press, random.Random(1), 300) == []


def test_a_press_with_a_wrong_difference_is_found_out():
    press = qr.SymbolPress(LINK, 12, 4)
    first, *others = press._differences
    press._differences = (tuple(difference ^ 1 << 500 for difference in first), *others)
    assert len(differing(press, random.Random(1), 20)) == 20


def test_pressed_symbols_are_read_by_a_scanner():
    press, rng = qr.SymbolPress(LINK, 12, 4), random.Random(2)
    for _ in range(40):
        suffix = random_suffix(rng)
        found = zxingcpp.read_barcodes(picture(press.rows(suffix), press.width))
        assert [code.text for code in found] == [LINK + suffix]


def test_an_address_of_62_bytes_fits_version_4_and_a_longer_one_takes_the_next():
    assert qr.SymbolPress("h" * 50, 12, 4).version == 4
    assert qr.SymbolPress("h" * 51, 12, 4).version == 5


@pytest.mark.parametrize("suffix", ["SHORT", "K7QM4XJD9WTHX", "K7QM4XJD9WT\u00c9"])
def test_the_press_refuses_a_suffix_of_another_kind(suffix):
    with pytest.raises(ValueError, match="12 ASCII"):
        qr.SymbolPress(LINK, 12).rows(suffix)


def test_the_web_drawing_is_one_path_without_style_and_hidden_from_screen_readers():
    drawing = qr.svg(LINK + "K7QM4XJD9WTH")
    root = ET.fromstring(drawing)
    assert [child.tag.rpartition("}")[2] for child in root] == ["path"]
    assert root.get("aria-hidden") == "true"
    assert not re.search(r"style|fill=|stroke|width=|height=", drawing)


def test_the_web_drawing_shows_the_modules_of_qrcode_within_four_light_ones():
    text = LINK + "K7QM4XJD9WTH"
    root = ET.fromstring(qr.svg(text))
    side = int(root.get("viewBox").split()[2])
    dark = set()
    for left, top, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", root[0].get("d")):
        dark |= {(int(left) + step, int(top)) for step in range(int(length))}
    inner = qr.symbol(text)
    assert side == len(inner) + 8
    assert dark == {
        (x + 4, y + 4)
        for y, row in enumerate(as_matrix(inner, len(inner)))
        for x, module in enumerate(row)
        if module
    }


def test_a_scanner_reads_the_terminal_drawing():
    lines = qr.terminal(LINK).split("\n")
    lit = {"\u2588": (1, 1), "\u2580": (1, 0), "\u2584": (0, 1), " ": (0, 0)}
    image = Image.new("L", (len(lines[0]), 2 * len(lines)))
    for y, line in enumerate(lines):
        for x, block in enumerate(line):
            for half in (0, 1):
                image.putpixel((x, 2 * y + half), 255 * lit[block][half])
    found = zxingcpp.read_barcodes(
        image.resize((image.width * 4, image.height * 4), Image.Resampling.NEAREST)
    )
    assert [code.text for code in found] == [LINK]


def test_text_beyond_ascii_is_utf8():
    rows = qr.symbol("Noardeast-Frysl\u00e2n")
    assert [code.text for code in zxingcpp.read_barcodes(picture(rows, len(rows)))] == [
        "Noardeast-Frysl\u00e2n"
    ]
