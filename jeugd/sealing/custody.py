"""Custody in mode K1: the private key and the pepper of each polling station, outside the database until the count.

Each entry is wrapped with AES-256-GCM under a key from the environment, so a copied key store is useless without it.
Losing the key store loses the votes; a store that is not this database's own is therefore noticed by its name.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jeugd.domain.errors import (
    KeyMissing,
    KeyStoreForeign,
    KeyStoreMissing,
    KeyStoreUnreadable,
    SettingUnfit,
)
from jeugd.domain.polling_station import StationId
from jeugd.sealing.code_mac import PEPPER_LENGTH, new_pepper
from jeugd.sealing.envelope import PRIVATE_KEY_LENGTH, new_private_key

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET_LENGTH = 32
_NONCE_LENGTH = 12


@dataclass(frozen=True, slots=True, repr=False)
class StationKeys:
    """What opens the box of one station (32 bytes) and what its codes are looked up with (32 bytes)."""

    private_key: bytes
    pepper: bytes


class KeyStore(Protocol):
    """Where wrapped entries are kept. ``name`` tells one store from another."""

    def name(self) -> str | None:
        """The random name given to this store when it was made; None for a store that is missing or empty."""

    def found(self, name: str) -> None:
        """Make an empty store and give it a name; durable when this returns."""

    def put(self, station: str, entry: bytes) -> None:
        """Keep an entry; durable when this returns."""

    def get(self, station: str) -> bytes | None:
        """An entry, or None."""

    def destroy(self, station: str) -> None:
        """Overwrite and remove an entry; nothing happens if it is gone already."""


class FolderKeyStore:
    """A folder of files that only its owner may read (0700 and 0600), on the one machine that serves.

    Raises KeyStoreUnreadable where the folder or the disk does not let it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def name(self) -> str | None:
        """The text of the file ``name``."""
        try:
            with _readable():
                return (self._folder / "name").read_text().strip() or None
        except (FileNotFoundError, NotADirectoryError):
            return None

    def found(self, name: str) -> None:
        """Make the folder, then the file ``name`` last. Raises SettingUnfit where that is not possible."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(self._folder / "name", name.encode())
        except OSError as error:
            raise SettingUnfit(name="JEUGD_KEY_STORE") from error

    def put(self, station: str, entry: bytes) -> None:
        """Write one file and flush it, and the folder, to the disk."""
        try:
            with _readable():
                self._write(self._path(station), entry)
        except FileNotFoundError as error:
            raise KeyStoreMissing from error

    def get(self, station: str) -> bytes | None:
        """The bytes of one file."""
        try:
            with _readable():
                return self._path(station).read_bytes()
        except FileNotFoundError:
            return None

    def destroy(self, station: str) -> None:
        """Overwrite the file in place, then remove it."""
        path = self._path(station)
        with contextlib.suppress(FileNotFoundError), _readable():
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        with contextlib.suppress(FileNotFoundError), _readable():
            self._flush_folder()

    def _path(self, station: str) -> Path:
        return self._folder / f"{station}.key"

    def _write(self, path: Path, data: bytes) -> None:
        written = path.with_suffix(f".{secrets.token_hex(4)}.new")
        descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        written.replace(path)
        self._flush_folder()

    def _flush_folder(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _readable() -> Iterator[None]:
    """No rights, a full disk or bytes that are no text are KeyStoreUnreadable; what is not there passes."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        raise
    except (OSError, UnicodeDecodeError) as error:
        raise KeyStoreUnreadable(reason=getattr(error, "strerror", "")) from error


class Custody:
    """The keys of this database: wrapped on the way in, unwrapped on the way out, checked to be its own."""

    def __init__(self, store: KeyStore, secret: bytes) -> None:
        self._store = store
        self._secret = secret
        self._wrapping = AESGCM(hashlib.sha256(b"jeugd/v1/wrap|" + secret).digest())

    def found(self) -> str:
        """Give a new store its name, and return what the database remembers of it. An existing store is kept."""
        name = self._store.name()
        if name is None:
            name = secrets.token_hex(16)
            self._store.found(name)
        return self._fingerprint(name)

    def check(self, fingerprint: str) -> None:
        """Raise KeyStoreMissing or KeyStoreForeign unless this is the store the database remembers."""
        name = self._store.name()
        if name is None:
            raise KeyStoreMissing
        if not secrets.compare_digest(self._fingerprint(name), fingerprint):
            raise KeyStoreForeign

    def make_keys(self, station: StationId) -> StationKeys:
        """New keys for a station, durable in the store. An existing entry stays and is returned."""
        with contextlib.suppress(KeyMissing):
            return self.keys(station)
        keys = StationKeys(new_private_key(), new_pepper())
        nonce = secrets.token_bytes(_NONCE_LENGTH)
        wrapped = self._wrapping.encrypt(nonce, keys.private_key + keys.pepper, station.encode())
        self._store.put(station, nonce + wrapped)
        return keys

    def keys(self, station: StationId) -> StationKeys:
        """The keys of a station. Raises KeyMissing."""
        entry = self._store.get(station)
        if entry is None:
            raise KeyMissing(station=station)
        try:
            plain = self._wrapping.decrypt(entry[:_NONCE_LENGTH], entry[_NONCE_LENGTH:], station.encode())
        except (InvalidTag, ValueError) as error:  # ValueError: a piece of an entry
            raise KeyMissing(station=station) from error
        return StationKeys(
            plain[:PRIVATE_KEY_LENGTH], plain[PRIVATE_KEY_LENGTH : PRIVATE_KEY_LENGTH + PEPPER_LENGTH]
        )

    def has_keys(self, station: StationId) -> bool:
        """Whether the keys of a station are there and can be read."""
        try:
            self.keys(station)
        except KeyMissing:
            return False
        return True

    def destroy(self, station: StationId) -> None:
        """Destroy the keys of a station whose box has been counted."""
        self._store.destroy(station)

    def _fingerprint(self, name: str) -> str:
        """Depends on the wrapping key too: the right folder with the wrong secret is not this database's store."""
        return hmac.digest(self._secret, b"jeugd/v1/store|" + name.encode(), "sha256").hex()


def read_secret(text: str) -> bytes:
    """The 32 bytes of the setting JEUGD_SECRET, written in base64 (either alphabet). Raises SettingUnfit."""
    try:
        secret = base64.b64decode(text.strip().replace("-", "+").replace("_", "/") + "==", validate=False)
    except (binascii.Error, ValueError) as error:
        raise SettingUnfit(name="JEUGD_SECRET") from error
    if len(secret) < SECRET_LENGTH:
        raise SettingUnfit(name="JEUGD_SECRET")
    return secret
