"""The press is a program of its own: what goes wrong in it, or stays in its memory, ends with it."""

import os
import subprocess

import pytest

from jeugd.formats import typesetting
from jeugd.formats.typesetting import PressBroken, typeset
from tests.formats.paper import print_room

SPINS = """
import os, signal
os.kill(os.getpid(), signal.SIGSEGV)
"""


@pytest.fixture
def orders(monkeypatch):
    """What is asked of the system, and what it answered."""
    made = []
    real = subprocess.run

    def run(*args, **named):
        answer = real(*args, **named)
        made.append((args, named, answer))
        return answer

    monkeypatch.setattr(subprocess, "run", run)
    return made


@pytest.fixture
def page(tmp_path):
    """A print room with a page that says what it is given."""
    (tmp_path / "page.typ").write_text(
        '#set document(title: "Page")\n#set text(font: "Atkinson Hyperlegible Next")\n'
        "#json(bytes(sys.inputs.data)).say"
    )
    return typesetting.PrintRoom(tmp_path, print_room().fonts)


def test_a_press_that_breaks_down_ends_alone(page, tmp_path, monkeypatch):
    broken = tmp_path / "broken.py"
    broken.write_text(SPINS)
    monkeypatch.setattr(typesetting, "PRESS", broken)
    with pytest.raises(PressBroken) as caught:
        typeset(page, "page.typ", {"say": "K7QM-4XJD-9WTH"})
    assert caught.value.args == (-11,)


def test_a_template_that_is_wrong_says_nothing_of_what_it_was_given(page, tmp_path):
    (tmp_path / "page.typ").write_text("#panic(sys.inputs.data)")
    with pytest.raises(PressBroken) as caught:
        typeset(page, "page.typ", {"say": "K7QM-4XJD-9WTH"})
    assert "K7QM" not in repr(caught.value)


def test_the_press_gets_no_secret_and_no_code_stands_in_its_command(page, orders, monkeypatch):
    monkeypatch.setenv("JEUGD_SECRET", "a secret")
    assert typeset(page, "page.typ", {"say": "K7QM-4XJD-9WTH"}).startswith(b"%PDF")
    ((command,), named, _) = orders[0]
    assert "K7QM" not in " ".join(command)
    assert "JEUGD_SECRET" not in named["env"]
    assert int(named["env"]["RUST_MIN_STACK"]) > 8 * 1024 * 1024
    assert named["env"].get("PATH") == os.environ.get("PATH")
