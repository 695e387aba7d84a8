"""A real Chromium against a real server process: the demonstration, on a free port, in a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.cast import Town
from tests.races.servers import serving

if TYPE_CHECKING:
    from tests.browser.poll_booths import PollBooths

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 360, "height": 740}
SMALL_PHONE = {"width": 320, "height": 568}
LAPTOP = {"width": 1366, "height": 768}
WALL = {"width": 1920, "height": 1080}


def chromium() -> str:
    named = os.environ.get("CHROMIUM")
    found = (
        named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )
    assert found, "these tests need Chromium; make test installs it"
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One a module: while it lives its event loop is this thread's, and other tests have loops of their own."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield made
        made.close()


class Demo:
    """A running demonstration and its addresses."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [
            sys.executable,
            "-m",
            "jeugd",
            "demo",
            "--port",
            "0",
            "--json",
            "--data",
            str(folder),
            *options,
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.addresses: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.url: str = self.addresses["url"]

    def station(self, kind: str, number: int = 0) -> dict[str, Any]:
        election = next(one for one in self.addresses["elections"] if one["kind"] == kind)
        return {**election["stations"][number], "election": election["id"]}

    def cast(self, station: dict[str, Any], code: str, choice: str) -> None:
        """A vote over plain HTTP, for the classmates of whoever the test is about."""
        fields = {"code": code, "attempt": os.urandom(16).hex(), "choice-1": choice}
        body = urllib.parse.urlencode(fields).encode()
        with urllib.request.urlopen(f"{self.url}/booth/{station['id']}/cast", body) as answer:
            assert answer.status == 200

    def stop(self, *, abruptly: bool = False) -> None:
        self.process.kill() if abruptly else self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    made = Demo(tmp_path / "demo")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def lasting_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One for all tests of a module that only look, or vote with a code of their own."""
    made = Demo(tmp_path_factory.mktemp("lasting") / "demo")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def served_town(lasting_town: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, str]]:
    """A town without a demonstration, and the address at which it is served."""
    with serving(lasting_town, tmp_path_factory.mktemp("served"), 1) as [server]:
        yield lasting_town, f"http://127.0.0.1:{server.port}"


@pytest.fixture(scope="module")
def polls(served_town: tuple[Town, str]) -> PollBooths:
    """Booths for polls of every kind."""
    from tests.browser.poll_booths import PollBooths

    return PollBooths(*served_town)


class Hosts:
    """Watches that no page asks another host for anything, and that no script fails."""

    def __init__(self, context: BrowserContext, own: str) -> None:
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self._own = urllib.parse.urlsplit(own).netloc
        context.on("request", self._request)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("console", self._console)

    def _request(self, request: Any) -> None:
        parts = urllib.parse.urlsplit(request.url)
        if parts.scheme != "data" and parts.netloc != self._own:
            self.foreign.append(request.url)

    def _console(self, message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.errors.append(message.text)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Any]:
    """Open a window: ``opened(url, viewport)``; at the end it must have asked no other host and broken nothing."""
    windows: list[tuple[BrowserContext, Hosts]] = []

    def open_window(
        own: str, viewport: dict[str, int], *, expect_errors: bool = False, **options: Any
    ) -> Page:
        context = browser.new_context(viewport=viewport, locale="nl-NL", **options)
        context.set_default_timeout(10_000)
        hosts = Hosts(context, own)
        if expect_errors:
            hosts.errors = _Nothing()
        windows.append((context, hosts))
        return context.new_page()

    yield open_window
    for context, hosts in windows:
        context.close()
        assert hosts.foreign == []
        assert list(hosts.errors) == []


class _Nothing(list[str]):
    def append(self, _item: str) -> None:
        """A test that breaks the connection on purpose hears the browser complain."""
