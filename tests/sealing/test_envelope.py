"""The sealed envelope: HPKE as RFC 9180 has it, bound to one code of one election, of one length for every choice."""

import json

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain import ballot
from jeugd.domain.answer import BLANK, Answer
from jeugd.sealing.envelope import (
    OVERHEAD,
    PRIVATE_KEY_LENGTH,
    SCHEME,
    Unopenable,
    empty_envelope,
    new_private_key,
    open_envelope,
    public_bytes,
    read_private_key,
    read_public_key,
    seal,
)
from jeugd.storage.tables import VotingCodeRow
from tests.cast import KINDERBURGEMEESTER

ELECTION = "0123456789ab"
TAG = bytes(range(16))
PRIVATE = new_private_key()
KEY = read_private_key(PRIVATE)
PUBLIC = read_public_key(public_bytes(PRIVATE))


def sealed(plaintext: bytes = b"1".ljust(64, b"\0"), election: str = ELECTION, tag: bytes = TAG) -> bytes:
    return seal(plaintext, empty_envelope(PUBLIC), election=election, tag=tag)


def opened(envelope: bytes, election: str = ELECTION, tag: bytes = TAG) -> bytes:
    return open_envelope(envelope, KEY, election=election, tag=tag)


def test_an_envelope_is_the_hpke_of_the_library_behind_one_byte():
    suite = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    info = b"jeugd/v1|" + ELECTION.encode() + b"|" + TAG
    assert suite.decrypt(sealed(b"x" * 64)[1:], KEY, info=info) == b"x" * 64
    assert opened(SCHEME + suite.encrypt(b"y" * 64, PUBLIC, info=info)) == b"y" * 64
    with pytest.raises(InvalidTag):
        suite.decrypt(sealed()[1:], KEY, info=info + b"x")


# -- what an envelope promises


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=20), st.binary(min_size=16, max_size=16))
def test_what_was_sealed_is_opened(plaintext, election, tag):
    envelope = sealed(plaintext, election, tag)
    assert len(envelope) == len(plaintext) + OVERHEAD
    assert opened(envelope, election, tag) == plaintext


def test_the_envelope_of_one_question_is_146_bytes():
    """The scheme byte, 65 of the encapsulated key, 64 of the ballot, 16 of the authentication tag."""
    assert len(sealed()) == 146


def test_an_envelope_of_another_code_or_election_does_not_open():
    for envelope in (sealed(tag=bytes(16)), sealed(election="other"), sealed(tag=TAG[:15] + b"\xff")):
        with pytest.raises(Unopenable):
            opened(envelope)


def test_the_border_between_election_and_tag_cannot_be_moved():
    """The election's id is ours and a tag has one length, so ``a|`` + ``b`` is nobody else's ``a`` + ``|b``."""
    with pytest.raises(Unopenable):
        opened(sealed(election="a|", tag=b"b" * 16), election="a", tag=b"|" + b"b" * 15)


def test_an_envelope_for_another_key_does_not_open():
    other = read_public_key(public_bytes(new_private_key()))
    with pytest.raises(Unopenable):
        opened(seal(b"1", empty_envelope(other), election=ELECTION, tag=TAG))


def test_every_flipped_byte_spoils_the_envelope():
    envelope = sealed()
    for position in range(len(envelope)):
        for flip in (0x01, 0x80, 0xFF):
            changed = bytearray(envelope)
            changed[position] ^= flip
            with pytest.raises(Unopenable):
                opened(bytes(changed))


def test_a_piece_of_an_envelope_or_a_longer_one_does_not_open():
    envelope = sealed()
    for length in range(len(envelope)):
        with pytest.raises(Unopenable):
            opened(envelope[:length])
    with pytest.raises(Unopenable):
        opened(envelope + b"\0")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_noise_does_not_open(noise):
    with pytest.raises(Unopenable):
        opened(noise)
    with pytest.raises(Unopenable):
        opened(SCHEME + noise)


@pytest.mark.parametrize("scheme", [b"\x00", b"\x02", b"\xff"])
def test_a_scheme_that_we_do_not_speak_does_not_open(scheme):
    with pytest.raises(Unopenable):
        opened(scheme + sealed()[1:])


def test_the_same_ballot_never_looks_the_same():
    assert len({sealed() for _ in range(50)}) == 50


def test_every_choice_has_an_envelope_of_the_same_length():
    definition = KINDERBURGEMEESTER
    length = ballot.plaintext_length(definition)
    choices = [*definition.contests[0].by_key, BLANK]
    lengths = {len(sealed(ballot.to_plaintext((Answer(choice),), length))) for choice in choices}
    assert lengths == {64 + OVERHEAD}


def test_without_padding_the_length_would_speak():
    """The planted bug: the comparison above sees a ballot that is as long as its answer."""
    lengths = {len(sealed(choice.encode())) for choice in ("1", BLANK)}
    assert len(lengths) == 2


def test_a_private_key_is_32_bytes_and_comes_back_from_them():
    for number in (1, 255, 2**255):
        data = number.to_bytes(PRIVATE_KEY_LENGTH, "big")
        assert read_private_key(data).private_numbers().private_value == number
    assert len(new_private_key()) == PRIVATE_KEY_LENGTH


def test_a_public_key_that_is_no_point_is_refused():
    with pytest.raises(ValueError, match=r"(?i)point|key"):
        read_public_key(b"\x04" + bytes(64))


def test_an_envelope_shows_nothing_of_itself_when_it_is_printed():
    from jeugd.sealing.custody import StationKeys
    from jeugd.storage.ballot_box import Envelope

    assert "secret" not in repr(StationKeys(b"secret", b"secret"))
    assert "secret" not in repr(Envelope("7F3K2", b"secret", b"secret", b"secret"))
    assert json.dumps(list(VotingCodeRow.model_fields)).count("sealed") == 1
