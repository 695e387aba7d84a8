"""Limits that count failures only: a valid code always passes, also when 1,500 pupils share one address.

SECRECY-AND-INTEGRITY 4.4. Keys are MACs of addresses under a key that changes every ten minutes; they live in memory
and are never written. Nobody is ever blocked: over the limit an unknown code is answered late.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections import Counter
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

WINDOW = 600.0  # seconds
PER_ADDRESS = 60  # unknown codes in a window
PER_STATION = 100  # unknown codes in a window, over all addresses: 600 an hour
DELAY = 3.0  # seconds


class FailureLimit:
    """Counts unknown codes per address and per station in windows of ten minutes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begin()

    def failed(self, address: str, station: str) -> float:
        """Count one unknown code; the answer is how many seconds to wait before saying so."""
        self._look_at_the_clock()
        key = self._key(address)
        self._addresses[key] += 1
        self._stations[station] += 1
        return DELAY if self._addresses[key] > PER_ADDRESS or self.is_guessed_at(station) else 0.0

    def is_guessed_at(self, station: str) -> bool:
        """Whether somebody seems to be guessing codes of this station."""
        self._look_at_the_clock()
        return self._stations[station] > PER_STATION

    def _look_at_the_clock(self) -> None:
        if self._clock() - self._since >= WINDOW:
            self._begin()

    def _begin(self) -> None:
        self._since = self._clock()
        self._secret = secrets.token_bytes(32)
        self._addresses: Counter[bytes] = Counter()
        self._stations: Counter[str] = Counter()

    def _key(self, address: str) -> bytes:
        return hmac.digest(self._secret, _network(address).encode(), "sha256")


def _network(address: str) -> str:
    """The /24 of an IPv4 address, the /64 of an IPv6 one, or the text itself."""
    try:
        prefix = 64 if isinstance(ip_address(address), IPv6Address) else 24
    except ValueError:
        return address
    return str(ip_network(f"{address}/{prefix}", strict=False))
