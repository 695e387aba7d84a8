"""Pictures of options: a file from outside in, a small WebP without anything but the picture out.

What is kept is a *simple lossy* WebP (RFC 9649, 2.5): one chunk of pixels, and no room for where and when a photo was
taken. Colours are sRGB, a photo stands upright, and what was transparent is white.
"""

from __future__ import annotations

import struct
import threading
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageCms

from jeugd.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

MEDIA_TYPE = "image/webp"
LARGEST = 60_000  # bytes of a picture that is kept
LONGEST_SIDE = 640  # pixels
LARGEST_FILE = 10_000_000  # bytes of a file from outside
MOST_PIXELS = 25_000_000  # of a file from outside; phones make 12 to 24 million
SIDES, QUALITIES = (LONGEST_SIDE, 480, 320, 160), (80, 70, 60, 50, 40)  # tried until it fits

_BEGINNINGS = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n", "WEBP": b"RIFF"}
_HEADER = struct.Struct(
    "<4sI4s4sI"
)  # RIFF, bytes that follow, WEBP, VP8, bytes of the chunk (RFC 9649, 2.4 and 2.5)
_PLAIN = ("RGB", "L", "CMYK")  # what a colour profile can be of
_ORIENTATION = 0x0112  # EXIF 2.32, 4.6.4
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    OverflowError,
    MemoryError,
    struct.error,
    Warning,
)  # what decoders raise on files that were made to hurt
_ONE_AT_A_TIME = (
    threading.Lock()
)  # one picture of 25 million pixels is 100 MB for a moment; two need not be there


class PictureRefused(Refused):
    """A file that does not become the picture of an option."""


class PictureTooLarge(PictureRefused):
    """More bytes than a photo has. Facts: ``size``, ``limit``."""


class PictureKindUnknown(PictureRefused):
    """Not a JPEG, PNG or WebP: by its first bytes, whatever its name says."""


class PictureTooManyPixels(PictureRefused):
    """More pixels than are decoded here. Fact: ``limit``."""


class PictureMoves(PictureRefused):
    """An animation: on a ballot it would draw the eye to one option."""


class PictureBroken(PictureRefused):
    """A file that breaks off, or cannot be decoded."""


def read_picture(contents: bytes) -> bytes:
    """A file from outside as a picture that may be kept: at most LONGEST_SIDE pixels and LARGEST bytes.

    Raises PictureTooLarge, PictureKindUnknown, PictureTooManyPixels, PictureMoves, PictureBroken.
    """
    if len(contents) > LARGEST_FILE:
        raise PictureTooLarge(size=len(contents), limit=LARGEST_FILE)
    kind = _kind(contents)
    with _ONE_AT_A_TIME:
        try:
            return next(made for made in _attempts(_decoded(contents, kind)) if len(made) <= LARGEST)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise PictureTooManyPixels(limit=MOST_PIXELS) from error
        except _BROKEN as error:
            raise PictureBroken from error


def is_kept_form(contents: bytes) -> bool:
    """Whether these bytes are a picture as ``read_picture`` gives them, so that they may be kept as they are."""
    if len(contents) > LARGEST or not _is_simple(contents):
        return False
    try:
        with Image.open(BytesIO(contents), formats=["WEBP"]) as image:
            if max(image.size) > LONGEST_SIDE:
                return False
            image.load()
    except _BROKEN:
        return False
    return True


def _kind(contents: bytes) -> str:
    for kind, beginning in _BEGINNINGS.items():
        if contents.startswith(beginning) and (kind != "WEBP" or contents[8:12] == b"WEBP"):
            return kind
    raise PictureKindUnknown


def _is_simple(contents: bytes) -> bool:
    """One chunk of pixels that fills the file: no metadata, no animation, nothing behind it."""
    if len(contents) < _HEADER.size:
        return False
    riff, follow, webp, chunk, size = _HEADER.unpack_from(contents)
    is_filled = follow + 8 == len(contents) == _HEADER.size + size + size % 2
    return (riff, webp, chunk) == (b"RIFF", b"WEBP", b"VP8 ") and is_filled


def _decoded(contents: bytes, kind: str) -> Image.Image:
    """Small, upright, in sRGB. What the file says of its size is believed first, and then decoded."""
    with Image.open(BytesIO(contents), formats=[kind]) as image:
        if image.width * image.height > MOST_PIXELS:
            raise PictureTooManyPixels(limit=MOST_PIXELS)
        if kind != "JPEG" and getattr(image, "is_animated", False):
            raise PictureMoves
        image.draft(None, (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
        image.load()
        profile, turn = image.info.get("icc_profile"), _turn(image)
        small = _simple_mode(image)
        small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    coloured = _in_srgb(_on_white(small), profile)
    return coloured if turn is None else coloured.transpose(turn)


def _turn(image: Image.Image) -> Image.Transpose | None:
    """How a photo must be turned to stand upright; a camera that says nothing sensible is not believed."""
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        return None


def _simple_mode(image: Image.Image) -> Image.Image:
    """Eight bits a colour, without a palette."""
    if image.mode.startswith("I"):  # sixteen bits of grey
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in _PLAIN else image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """As the profile says, where it is one for this picture; else the colours are taken for sRGB."""
    if profile:
        try:
            read = ImageCms.ImageCmsProfile(BytesIO(profile))
            usual = ImageCms.createProfile("sRGB")
            made = ImageCms.profileToProfile(image, read, usual, outputMode="RGB")
        except (ImageCms.PyCMSError, *_BROKEN):
            made = None
        if made is not None:
            return made
    return image.convert("RGB")


def _attempts(image: Image.Image) -> Iterator[bytes]:
    """The picture as bytes, the best first; the last of them is small whatever it shows."""
    for side in SIDES:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            out = BytesIO()
            image.save(out, "WEBP", quality=quality, method=4)
            yield out.getvalue()
