"""What is stored of a voting code: HMAC-SHA-256 under a pepper."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from jeugd.domain.voting_code import ALPHABET
from jeugd.sealing.code_mac import PEPPER_LENGTH, TAG_LENGTH, code_mac, code_seed, code_tag, new_pepper

CODES = st.text(ALPHABET, min_size=12, max_size=12)


def test_the_mac_is_that_of_rfc_4231():
    """Test case 2: the key "Jefe"."""
    mac = code_mac(b"Jefe", "what do ya want for nothing?")
    assert mac.hex() == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


@given(CODES, CODES)
def test_two_codes_have_two_macs(one, other):
    pepper = bytes(32)
    assert (code_mac(pepper, one) == code_mac(pepper, other)) == (one == other)


@given(CODES)
def test_the_same_code_at_two_stations_is_not_recognised(code):
    assert code_mac(new_pepper(), code) != code_mac(new_pepper(), code)


def test_peppers_are_long_and_never_the_same():
    assert {len(new_pepper()) for _ in range(100)} == {PEPPER_LENGTH} == {32}
    assert len({new_pepper() for _ in range(100)}) == 100


@given(CODES, CODES)
def test_each_code_of_each_station_has_a_tag_of_its_own_that_is_no_part_of_its_mac(one, other):
    pepper = new_pepper()
    assert len(code_tag(pepper, one)) == TAG_LENGTH == 16
    assert (code_tag(pepper, one) == code_tag(pepper, other)) == (one == other)
    assert code_tag(pepper, one) != code_tag(new_pepper(), one)
    assert code_tag(pepper, one) not in code_mac(pepper, one)


def test_a_ticket_gives_the_same_seed_under_one_pepper_only():
    def begin(pepper, ticket):
        return bytes(itertools.islice(code_seed(pepper, ticket), 100))

    pepper, ticket = new_pepper(), bytes(16)
    assert begin(pepper, ticket) == begin(pepper, ticket)
    assert len({begin(pepper, ticket), begin(new_pepper(), ticket), begin(pepper, bytes([1] * 16))}) == 3
    assert begin(pepper, ticket)[:32] != begin(pepper, ticket)[32:64]
    assert begin(pepper, ticket)[:32] not in {code_mac(pepper, "0" * 12), code_tag(pepper, "0" * 12)}
