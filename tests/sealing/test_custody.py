"""Custody: keys are wrapped, readable by their owner only, and gone when they are destroyed."""

import base64
import os
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jeugd.domain.errors import KeyMissing, KeyStoreForeign, KeyStoreMissing, SettingUnfit
from jeugd.domain.polling_station import StationId
from jeugd.sealing.custody import Custody, FolderKeyStore, read_secret
from jeugd.sealing.envelope import public_bytes

STATION, OTHER = StationId("7F3K2"), StationId("7F3K3")
SECRET = bytes(range(32))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "house" / "keys"


@pytest.fixture
def custody(folder):
    made = Custody(FolderKeyStore(folder), SECRET)
    made.found()
    return made


def test_keys_come_back_as_they_were_made(custody, folder):
    keys = custody.make_keys(STATION)
    again = Custody(FolderKeyStore(folder), SECRET).keys(STATION)
    assert (again.private_key, again.pepper) == (keys.private_key, keys.pepper)
    assert len(public_bytes(keys.private_key)) == 65


def test_making_keys_twice_changes_nothing(custody):
    first = custody.make_keys(STATION)
    assert custody.make_keys(STATION).private_key == first.private_key


def test_every_station_has_keys_of_its_own(custody):
    one, other = custody.make_keys(STATION), custody.make_keys(OTHER)
    assert len({one.private_key, one.pepper, other.private_key, other.pepper}) == 4


def test_only_the_owner_may_read(custody, folder):
    custody.make_keys(STATION)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_the_files_hold_no_key_that_can_be_used_without_the_secret(custody, folder):
    keys = custody.make_keys(STATION)
    stored = b"".join(path.read_bytes() for path in folder.iterdir())
    assert keys.private_key not in stored
    assert keys.pepper not in stored
    assert SECRET not in stored
    with pytest.raises(KeyMissing):
        Custody(FolderKeyStore(folder), bytes(32)).keys(STATION)


def test_the_entry_of_one_station_does_not_serve_for_another(custody, folder):
    custody.make_keys(STATION)
    (folder / f"{STATION}.key").rename(folder / f"{OTHER}.key")
    with pytest.raises(KeyMissing):
        custody.keys(OTHER)


def test_every_flipped_byte_of_an_entry_is_noticed(custody, folder):
    custody.make_keys(STATION)
    path = folder / f"{STATION}.key"
    entry = path.read_bytes()
    for position in range(len(entry)):
        changed = bytearray(entry)
        changed[position] ^= 1
        path.write_bytes(bytes(changed))
        with pytest.raises(KeyMissing):
            custody.keys(STATION)


@pytest.mark.parametrize("length", [0, 1, 11, 12, 27, 28, 91])
def test_a_piece_of_an_entry_is_no_key(custody, folder, length):
    custody.make_keys(STATION)
    path = folder / f"{STATION}.key"
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(KeyMissing):
        custody.keys(STATION)


def test_destroyed_keys_are_overwritten_before_they_are_removed(custody, folder):
    """A second name for the same file keeps its bytes: they are no longer the entry."""
    custody.make_keys(STATION)
    path = folder / f"{STATION}.key"
    kept = folder / "kept"
    os.link(path, kept)
    entry = path.read_bytes()
    custody.destroy(STATION)
    custody.destroy(STATION)
    assert not path.exists()
    assert len(kept.read_bytes()) == len(entry)
    assert kept.read_bytes() != entry
    with pytest.raises(KeyMissing):
        custody.keys(STATION)


def test_nothing_half_written_stays_in_the_folder(custody, folder):
    custody.make_keys(STATION)
    assert {path.name for path in folder.iterdir()} == {"name", f"{STATION}.key"}


def test_a_store_is_recognised_by_its_name_and_the_secret(custody, folder):
    fingerprint = custody.found()
    custody.check(fingerprint)
    with pytest.raises(KeyStoreForeign):
        Custody(FolderKeyStore(folder), bytes(32)).check(fingerprint)
    (folder / "name").write_text("another")
    with pytest.raises(KeyStoreForeign):
        custody.check(fingerprint)
    (folder / "name").write_text("")
    with pytest.raises(KeyStoreMissing):
        custody.check(fingerprint)
    with pytest.raises(KeyStoreMissing):
        Custody(FolderKeyStore(folder / "nowhere"), SECRET).check(fingerprint)


def test_the_fingerprint_does_not_tell_the_name_or_the_secret(custody, folder):
    fingerprint = custody.found()
    assert (folder / "name").read_text() not in fingerprint
    assert SECRET.hex() not in fingerprint


@settings(max_examples=100)
@given(st.binary(min_size=32, max_size=64))
def test_a_secret_is_read_in_either_alphabet_of_base64(secret):
    assert read_secret(base64.b64encode(secret).decode()) == secret
    assert read_secret(f" {base64.urlsafe_b64encode(secret).decode().rstrip('=')}\n") == secret


@settings(max_examples=100)
@given(st.text(max_size=42))
def test_a_secret_that_is_too_short_or_no_base64_is_refused(text):
    with pytest.raises(SettingUnfit):
        read_secret(text)
