"""What the tests of printed paper share: fonts, words and reading QR codes back."""

import json
from pathlib import Path

import jinja2
import pypdfium2
import zxingcpp

from jeugd.formats.typesetting import PrintRoom

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates" / "print"
FONT_FOLDERS = (ROOT / "static" / "vendor" / "fonts", Path("/usr/share/fonts/truetype/dejavu"))


def print_room():
    fonts = next((folder for folder in FONT_FOLDERS if any(folder.glob("*.ttf"))), FONT_FOLDERS[0])
    return PrintRoom(TEMPLATES, fonts)


def english_words(name, page=None):
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n"], autoescape=True
    )
    environment.install_null_translations()
    return json.loads(environment.get_template(name).render(page=page))


def pages(pdf, dots_per_inch=150):
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dots_per_inch / 72).to_pil() for page in document]


def symbols_on(image):
    """Texts of all QR codes, in rows from left to right."""
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    row_height = image.height / 4
    return [
        code.text
        for code in sorted(
            found, key=lambda code: (code.position.top_left.y // row_height, code.position.top_left.x)
        )
    ]
