"""Pictures for the tests, drawn here: small ones as they are kept, photos with everything a phone writes, and noise."""

import hashlib
import random
from io import BytesIO

from PIL import Image, ImageDraw, TiffImagePlugin

GPS = 0x8825


def drawn(number, size=(96, 64)):
    """A small picture in the form that is kept; every number is another one."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((8 * number, 8, 8 * number + 32, 48), fill=(200, 16, 46))
    pen.ellipse((size[0] // 2, 16, size[0] // 2 + 30, 46), fill=(21, 66, 115))
    return saved(image, "WEBP", quality=80, method=4)


def saved(image, kind, **how):
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def digest_of(contents):
    return hashlib.sha256(contents).hexdigest()


def noise(kind, size, seed=1, **how):
    """Nothing compresses worse."""
    chance = random.Random(seed)
    return saved(Image.frombytes("RGB", size, chance.randbytes(size[0] * size[1] * 3)), kind, **how)


def exif(orientation=1):
    """What a phone writes: the camera, the moment, and where the child was standing."""
    written = Image.Exif()
    written[0x010F], written[0x0110], written[0x0112] = "Nokia", "3310", orientation
    written[0x9003] = "2026:11:20 10:15:00"
    degrees = tuple(TiffImagePlugin.IFDRational(*pair) for pair in ((52, 1), (3, 1), (1234, 100)))
    east = tuple(TiffImagePlugin.IFDRational(*pair) for pair in ((4, 1), (29, 1), (5678, 100)))
    written.get_ifd(GPS).update({1: "N", 2: degrees, 3: "E", 4: east, 29: "2026:11:20"})
    return written


def photo(size=(1200, 800), kind="JPEG", orientation=1, **how):
    """A photo: red above with a white corner on the left, blue below, with EXIF and a GPS block."""
    image = Image.new("RGB", size, (200, 16, 46))
    ImageDraw.Draw(image).rectangle((0, size[1] // 2, *size), fill=(21, 66, 115))
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1] // 2), fill="white")
    return saved(image, kind, exif=exif(orientation), **how)
