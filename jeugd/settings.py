"""Settings, read from the environment once. No secret has a default."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jeugd.domain.errors import SettingMissing, SettingUnfit

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "JEUGD_"
LANGUAGES = ("nl", "en")


@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    """One field a setting; ``JEUGD_`` and the field's name in capitals is its name in the environment.

    ``database`` and ``key_store`` are addresses (``sqlite:///...``, ``postgresql://...``); ``key_store`` may also be a
    folder. ``secret`` is 32 random bytes in base64. ``public_url`` stands in QR codes. ``language`` is what a visitor
    gets who asks for none that we speak.
    """

    secret: str
    public_url: str
    database: str = "sqlite:///jeugd.db"
    key_store: str = "keys"
    language: str = "nl"

    @property
    def is_https(self) -> bool:
        """Whether visitors come over TLS, so that cookies may insist on it."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def host(self) -> str:
        """What people read and type: the public address without its scheme."""
        return self.public_url.partition("://")[2]


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read every setting. Raises SettingMissing or SettingUnfit with the ``name`` that is to blame."""
    public_url = _needed(environment, "PUBLIC_URL").rstrip("/")
    if not _is_web_address(public_url):
        raise SettingUnfit(name="JEUGD_PUBLIC_URL")
    language = environment.get("JEUGD_LANGUAGE", "nl")
    if language not in LANGUAGES:
        raise SettingUnfit(name="JEUGD_LANGUAGE")
    key_store = environment.get("JEUGD_KEY_STORE", "keys")
    if not key_store.strip():
        raise SettingUnfit(name="JEUGD_KEY_STORE")
    return Settings(
        secret=_needed(environment, "SECRET"),
        public_url=public_url,
        database=database_address(environment),
        key_store=key_store,
        language=language,
    )


def database_address(environment: Mapping[str, str]) -> str:
    """The database alone, for commands that need nothing else."""
    return environment.get("JEUGD_DATABASE", "sqlite:///jeugd.db")


def assets(name: str) -> Path:
    """``templates`` or ``static``: inside the package when installed from a wheel, beside it in the source tree."""
    package = Path(__file__).parent
    installed = package / name
    return installed if installed.is_dir() else package.parent / name


def _is_web_address(text: str) -> bool:
    """Scheme, host and perhaps a port, and nothing else: codes and pages are put behind it."""
    try:
        address = urlsplit(text)
        is_whole = address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
    except ValueError:
        return False
    is_bare = text.partition("://")[2] == address.netloc and "@" not in text
    return is_whole and is_bare and text.isprintable() and " " not in text


def _needed(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(PREFIX + name, "").strip()
    if not value:
        raise SettingMissing(name=PREFIX + name)
    return value
