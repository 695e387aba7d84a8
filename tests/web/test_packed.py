import gzip
import zlib

import pytest

from jeugd.web.packed import fill, pack

CODE, ATTEMPT = b"@code@", b"@attempt@"
PIECES = (b"<p>" * 9000, CODE, b"", ATTEMPT, b"kandidaat " * 9000 + CODE[:3], CODE, b"</p>")
FILLINGS = (
    (b"K7QM-4XJD-9WTH", b"00" * 16),
    (b"<p><p><p><p><p>"[:14], b"kandidaat kandidaat kandidaat kan"[:32]),
)


def filled(code, attempt):
    return {CODE: code, ATTEMPT: attempt}


def compressed_whole(pieces, _packed, filling):
    """The planted bug: what is secret and what is not go through one compressor."""
    return gzip.compress(b"".join(filling.get(piece, piece) for piece in pieces), mtime=0)


@pytest.mark.parametrize("filling", FILLINGS)
def test_a_packed_page_is_the_page(filling):
    answer = fill(PIECES, pack(PIECES, (CODE, ATTEMPT)), filled(*filling))
    assert gzip.decompress(answer) == b"".join(filled(*filling).get(piece, piece) for piece in PIECES)
    assert len(answer) < 1000


def test_a_browser_that_reads_one_member_reads_all():
    reader = zlib.decompressobj(wbits=31)
    text = reader.decompress(fill(PIECES, pack(PIECES, (CODE, ATTEMPT)), filled(*FILLINGS[0])))
    assert reader.eof
    assert reader.unused_data == b""
    assert len(text) == sum(map(len, PIECES)) - 2 * len(CODE) - len(ATTEMPT) + 2 * 14 + 32


@pytest.mark.parametrize(
    ("made", "is_safe"), [(fill, True), (compressed_whole, False)], ids=["ours", "planted"]
)
def test_the_length_says_nothing_about_a_secret(made, is_safe):
    packed = pack(PIECES, (CODE, ATTEMPT))
    lengths = {len(made(PIECES, packed, filled(*filling))) for filling in FILLINGS}
    assert (len(lengths) == 1) is is_safe


def test_a_secret_stands_uncompressed_between_the_pieces():
    answer = fill(PIECES, pack(PIECES, (CODE, ATTEMPT)), filled(*FILLINGS[0]))
    assert answer.count(FILLINGS[0][0]) == 2


def test_a_filling_may_be_as_long_as_a_stored_block():
    pieces = (b"a", CODE, b"b")
    packed = pack(pieces, (CODE,))
    assert gzip.decompress(fill(pieces, packed, {CODE: b"x" * 65_535})) == b"a" + b"x" * 65_535 + b"b"
    with pytest.raises(OverflowError):
        fill(pieces, packed, {CODE: b"x" * 65_536})
