"""Layers, and nothing that happens because a module was imported."""

import ast
import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.architecture.project import PACKAGE, ROOT, imported, module_names, sources

CHECK = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"


def contracts_kept(folder):
    answer = subprocess.run(
        [sys.executable, "-c", CHECK], check=False, cwd=folder, capture_output=True, text=True
    )
    return answer.returncode == 0, answer.stdout


def test_imports_point_one_way():
    kept, report = contracts_kept(ROOT)
    assert kept, report


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("domain/kind.py", "import starlette"),
        ("domain/kind.py", "from jeugd.storage import elections"),
        ("actions/issue_codes.py", "from jeugd.web import http"),
        ("web/home.py", "import sqlalchemy"),
        ("web/home.py", "import cryptography"),
        ("utils.py", "HELPER = 1"),
    ],
)
def test_an_import_the_wrong_way_is_found_out(tmp_path, path, line):
    shutil.copytree(PACKAGE, tmp_path / "jeugd", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "jeugd" / path).open("a") as file:
        file.write(f"\n{line}\n")
    kept, report = contracts_kept(tmp_path)
    assert not kept
    assert f"jeugd.{path.removesuffix('.py').replace('/', '.')}" in report or path == "utils.py"


# where chance is not secret: the order of opened ballots (drawn from the system all the same), and plays
MAY_IMPORT_RANDOM = ("actions/count_ballots.py", "demo/", "bench")


def uses_of_chance(trees):
    return {path for path, tree in trees.items() if "random" in imported(tree)}


def test_whatever_is_secret_is_drawn_by_secrets_and_not_by_random():
    trees = sources()
    assert {path for path in uses_of_chance(trees) if not path.startswith(MAY_IMPORT_RANDOM)} == set()
    shuffle = ast.unparse(trees["actions/count_ballots.py"])
    assert shuffle.count("random.") == shuffle.count("random.SystemRandom()") == 1


def test_a_random_code_is_found_out():
    assert uses_of_chance({"domain/voting_code.py": ast.parse("def draw():\n    from random import choice")})


AT_IMPORT = """
import importlib, json, os, sys

seen = []
reading = os._Environ.__getitem__


def watched(environment, name):
    if name.startswith("JEUGD"):
        seen.append(f"environment {name}")
    return reading(environment, name)


os._Environ.__getitem__ = watched


def hook(event, arguments):
    if event in ("sqlite3.connect", "socket.connect", "socket.bind", "subprocess.Popen"):
        seen.append(event)
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        seen.append(f"open {arguments[0]}")


sys.addaudithook(hook)
sys.dont_write_bytecode = True
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps(seen))
"""


def what_happens(names, folder):
    environment = {**os.environ, "JEUGD_DATABASE": "sqlite:///must-not-be-opened.db", "JEUGD_SECRET": "x"}
    command = [sys.executable, "-c", AT_IMPORT, json.dumps(names)]
    answer = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)


def test_importing_every_module_opens_nothing_and_reads_no_setting(tmp_path):
    assert what_happens(module_names(), tmp_path) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "line",
    [
        "import os; ADDRESS = os.environ.get('JEUGD_DATABASE')",
        "import os; ADDRESS = os.environ['JEUGD_SECRET']",
        "import sqlite3; sqlite3.connect('here.db')",
        "open('here.log', 'w').close()",
    ],
)
def test_a_module_that_does_something_when_imported_is_found_out(tmp_path, line):
    (tmp_path / "planted.py").write_text(line)
    assert what_happens(["planted"], tmp_path) != []


DRAWS = (
    "secrets.",
    "random.",
    "os.urandom",
    "datetime.now",
    "time.time",
    "time.monotonic",
    "locale.setlocale",
)


def drawn_at_import(tree):
    """Calls outside every function that draw a random number or look at the clock."""
    todo, found = list(tree.body), []
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(DRAWS):
            found.append(ast.unparse(node))
        todo += ast.iter_child_nodes(node)
    return found


def test_no_module_draws_a_random_number_or_looks_at_the_clock_when_imported():
    assert {path: drawn_at_import(tree) for path, tree in sources().items() if drawn_at_import(tree)} == {}


def test_a_secret_that_is_drawn_at_import_is_found_out():
    assert drawn_at_import(ast.parse("class House:\n    SECRET = secrets.token_bytes(32)"))
    assert not drawn_at_import(ast.parse("def made():\n    return secrets.token_bytes(32)"))
