"""Pictures of options: whatever comes in, what is kept is small, upright and holds nothing but the picture."""

import io
import struct
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from jeugd.formats import pictures
from jeugd.formats.pictures import (
    LARGEST,
    LARGEST_FILE,
    LONGEST_SIDE,
    MOST_PIXELS,
    PictureBroken,
    PictureKindUnknown,
    PictureMoves,
    PictureRefused,
    PictureTooLarge,
    PictureTooManyPixels,
    is_kept_form,
    read_picture,
)
from tests.drawings import GPS, drawn, exif, noise, photo, saved

RED, BLUE = (200, 16, 46), (21, 66, 115)


def opened(contents):
    image = Image.open(io.BytesIO(contents), formats=["WEBP"])
    image.load()
    return image


def is_like(pixel, colour):
    return all(abs(one - other) < 24 for one, other in zip(pixel, colour, strict=True))


# -- what comes out


modes = st.sampled_from([("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), *(("PNG", one) for one in "1LP")])
more = st.sampled_from(
    [("PNG", one) for one in ("LA", "RGB", "RGBA", "I;16")] + [("WEBP", "RGB"), ("WEBP", "RGBA")]
)
colours = st.integers(0, 255)


@settings(max_examples=120, deadline=None)
@given(
    modes | more,
    st.integers(1, 900),
    st.integers(1, 900),
    st.integers(0, 2**32),
    st.sampled_from([None, *range(9)]),
)
def test_any_picture_comes_out_small_and_bare(kind_and_mode, width, height, seed, orientation):
    kind, mode = kind_and_mode
    pattern = Image.effect_noise((width, height), seed % 120).convert("L")
    image = Image.new(mode, (width, height)) if mode == "I;16" else pattern.convert(mode)
    how = {} if orientation is None else {"exif": exif(orientation)}
    made = read_picture(saved(image, kind, **how))
    assert len(made) <= LARGEST
    assert is_kept_form(made)
    out = opened(made)
    assert max(out.size) <= LONGEST_SIDE
    assert out.mode == "RGB"
    assert not {"exif", "icc_profile", "xmp"} & set(out.info)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_and_when_a_photo_was_taken_is_gone(kind):
    before = photo(kind=kind)
    read = Image.open(io.BytesIO(before)).getexif()
    assert read.get_ifd(GPS)[1] == "N", "the photo of this test must have a place"
    assert b"Nokia" in before
    made = read_picture(before)
    assert b"EXIF" not in made
    assert b"Exif" not in made
    assert b"Nokia" not in made
    assert b"2026:11:20" not in made
    assert len(opened(made).getexif()) == 0


def test_an_encoder_that_keeps_the_exif_is_found_out(monkeypatch):
    """Planted: the picture is saved with what the camera wrote."""

    def with_exif(image):
        yield saved(image, "WEBP", exif=exif())

    monkeypatch.setattr(pictures, "_attempts", with_exif)
    assert not is_kept_form(read_picture(photo()))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_was_taken_sideways_stands_upright(kind, orientation):
    """As a viewer shows it: Pillow's own transpose is the judge."""
    from PIL import ImageOps

    contents = photo((400, 240), kind, orientation, **({"lossless": True} if kind == "WEBP" else {}))
    judged = ImageOps.exif_transpose(Image.open(io.BytesIO(contents))).convert("RGB")
    out = opened(read_picture(contents))
    assert out.size == judged.size
    for at in ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)):
        place = tuple(int(side * part) for side, part in zip(out.size, at, strict=True))
        assert is_like(out.getpixel(place), judged.getpixel(place))


def test_what_is_transparent_becomes_white_and_not_black():
    image = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    image.paste((200, 16, 46, 255), (0, 0, 30, 40))
    out = opened(read_picture(saved(image, "PNG")))
    assert is_like(out.getpixel((50, 20)), (255, 255, 255))
    assert is_like(out.getpixel((10, 20)), RED)


def test_colours_of_another_profile_become_srgb():
    """In the profile of this test red is called green, and green is called red."""
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = usual.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")

    def seen(profile):
        contents = saved(Image.new("RGB", (40, 40), (220, 20, 20)), "PNG", icc_profile=profile)
        return opened(read_picture(contents)).getpixel((20, 20))

    red, green, _ = seen(swapped)
    assert green > 180 > red
    assert is_like(seen(usual), (220, 20, 20))
    assert is_like(seen(b"no profile at all"), (220, 20, 20))


def test_sixteen_bits_of_grey_keep_their_shade():
    grey = Image.new("I;16", (20, 20), 100 * 256)
    assert is_like(opened(read_picture(saved(grey, "PNG"))).getpixel((10, 10)), (100, 100, 100))


def test_the_proportions_stay():
    assert opened(read_picture(photo((3000, 1500)))).size == (640, 320)
    assert opened(read_picture(photo((30, 15)))).size == (30, 15)
    assert opened(read_picture(saved(Image.new("RGB", (4000, 3)), "PNG"))).size == (640, 1)


def test_the_same_file_gives_the_same_bytes():
    assert read_picture(photo()) == read_picture(photo())


def test_noise_is_made_smaller_until_it_fits():
    assert len(read_picture(noise("PNG", (800, 800)))) <= LARGEST


def test_a_photo_with_a_second_picture_behind_it_is_read_as_the_first():
    """Phones write MPO: a JPEG with a depth map or a second exposure."""
    first, second = Image.new("RGB", (80, 60), RED), Image.new("RGB", (80, 60), BLUE)
    contents = saved(first, "MPO", save_all=True, append_images=[second])
    assert is_like(opened(read_picture(contents)).getpixel((40, 30)), RED)


# -- what is refused


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width, height):
    """A PNG of a few bytes that says it is enormous."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + chunk(b"IEND", b"")
    )


def moving(kind):
    frames = [Image.new("RGB", (20, 20), colour) for colour in (RED, BLUE)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


@pytest.mark.parametrize(
    ("contents", "refusal"),
    [
        (b"", PictureKindUnknown),
        (b"\0" * 100, PictureKindUnknown),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", PictureKindUnknown),
        (saved(Image.new("RGB", (9, 9)), "GIF"), PictureKindUnknown),
        (moving("GIF"), PictureKindUnknown),
        (saved(Image.new("RGB", (9, 9)), "BMP"), PictureKindUnknown),
        (saved(Image.new("RGB", (9, 9)), "TIFF"), PictureKindUnknown),
        (b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", PictureKindUnknown),
        (b"%PDF-1.7\n", PictureKindUnknown),
        (b"RIFF\x24\0\0\0WAVEfmt ", PictureKindUnknown),
        (moving("PNG"), PictureMoves),
        (moving("WEBP"), PictureMoves),
        (photo()[:3], PictureBroken),
        (photo()[: len(photo()) // 2], PictureBroken),
        (noise("PNG", (99, 99))[:20_000], PictureBroken),
        (noise("WEBP", (99, 99))[:2000], PictureBroken),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, PictureBroken),
        (b"RIFF\x24\0\0\0WEBPVP8 " + b"x" * 24, PictureBroken),
        (bomb(5001, 5000), PictureTooManyPixels),
        (bomb(10_000, 10_000), PictureTooManyPixels),
        (bomb(60_000, 60_000), PictureTooManyPixels),
        (b"\xff\xd8\xff" + b"\0" * LARGEST_FILE, PictureTooLarge),
    ],
    ids=[
        "0 bytes", "zeros", "svg", "gif", "moving gif", "bmp", "tiff", "heic", "pdf", "wave", "moving png",
        "moving webp", "3 bytes", "half a jpeg", "half a png", "half a webp", "no png", "no webp", "bomb",
        "bomb that warns", "bomb that fails", "10 MB",
    ],
)  # fmt: skip
def test_what_is_no_picture_for_a_ballot_is_refused_by_name_and_soon(contents, refusal):
    begun = time.perf_counter()
    with pytest.raises(PictureRefused) as caught:
        read_picture(contents)
    assert type(caught.value) is refusal
    assert time.perf_counter() - begun < 2


def test_what_is_said_when_there_is_too_much_names_the_limit():
    with pytest.raises(PictureTooLarge) as large:
        read_picture(b"\xff\xd8\xff" + b"\0" * LARGEST_FILE)
    assert large.value.facts == {"size": LARGEST_FILE + 3, "limit": LARGEST_FILE}
    with pytest.raises(PictureTooManyPixels) as many:
        read_picture(bomb(60_000, 60_000))
    assert many.value.facts == {"limit": MOST_PIXELS}


def test_a_bomb_is_not_decoded(monkeypatch):
    """Planted: a reader without a limit on pixels goes on to decode what the file says it is."""
    monkeypatch.setattr(pictures, "MOST_PIXELS", 10**12)
    with pytest.raises(PictureBroken):
        read_picture(bomb(5001, 5000))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hangs_behind_a_picture_or_hides_in_it_is_gone(kind):
    """A polyglot: the file is a picture and a page with script at once."""
    hidden = b"<script>alert(1)</script>PK\x03\x04"
    made = read_picture(photo(kind=kind) + hidden)
    assert hidden[:8] not in made
    commented = saved(Image.new("RGB", (60, 40), RED), "JPEG", comment=hidden)
    assert hidden[:8] not in read_picture(commented)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 10**6), st.binary(min_size=1, max_size=12))
def test_a_damaged_picture_is_refused_or_comes_out_as_any_other(kind, at, damage):
    contents = bytearray(photo((64, 48), kind))
    at %= len(contents)
    contents[at : at + len(damage)] = damage
    try:
        made = read_picture(bytes(contents))
    except PictureRefused:
        return
    assert is_kept_form(made)


# -- what may be kept as it is


def test_what_was_made_here_may_be_kept_as_it_is():
    assert is_kept_form(read_picture(photo()))
    assert is_kept_form(drawn(1))


@pytest.mark.parametrize(
    "contents",
    [
        b"",
        photo(),
        photo(kind="WEBP"),
        saved(Image.new("RGB", (9, 9)), "WEBP", lossless=True),
        saved(Image.new("RGBA", (9, 9)), "WEBP"),
        saved(Image.new("RGB", (9, 9)), "WEBP", xmp=b"<x/>"),
        saved(Image.new("RGB", (9, 9)), "WEBP", icc_profile=b"x"),
        moving("WEBP"),
        saved(Image.new("RGB", (641, 9)), "WEBP"),
        noise("WEBP", (640, 640), quality=90),
        drawn(1) + b"<script>",
        drawn(1)[:-4],
        b"RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0",
    ],
    ids=[
        "nothing", "jpeg", "exif", "lossless", "see-through", "xmp", "profile", "moving", "wide", "heavy",
        "something behind it", "broken off", "no pixels",
    ],
)  # fmt: skip
def test_what_is_not_in_the_form_that_is_kept_is_seen(contents):
    assert not is_kept_form(contents)


def test_pixels_that_break_off_inside_a_whole_file_are_seen():
    whole = noise("WEBP", (99, 99))
    body = whole[20 : 20 + 1000]
    short = struct.pack("<4sI4s4sI", b"RIFF", len(body) + 12, b"WEBP", b"VP8 ", len(body)) + body
    assert pictures._is_simple(short)
    assert not is_kept_form(short)
