"""What these tests look at: the modules, the templates and the routes of the project."""

import ast
import importlib
import pkgutil
from pathlib import Path

import jeugd
from jeugd.web.doors import Door
from jeugd.web.routes import routes

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "jeugd"
TEMPLATES = ROOT / "templates"

# these run in a place of their own: the entry point, the build, and the migrations
APART = ("jeugd.__main__", "jeugd.build_assets", "jeugd.storage.migrations")


def module_names():
    found = (one.name for one in pkgutil.walk_packages(jeugd.__path__, "jeugd."))
    return sorted(name for name in found if not name.startswith(APART))


def all_subclasses(base):
    """Every class under this one in the whole project."""
    for name in module_names():
        importlib.import_module(name)
    found, new = set(), {base}
    while new:
        new = {sub for one in new for sub in one.__subclasses__() if sub.__module__.startswith("jeugd.")}
        found |= new
    return found


def sources():
    """{path inside the package: syntax tree} of every module."""
    return {
        str(path.relative_to(PACKAGE)): ast.parse(path.read_text()) for path in sorted(PACKAGE.rglob("*.py"))
    }


def imported(tree):
    """The modules that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def doors():
    return [route for route in routes() if isinstance(route, Door)]


def templates():
    """{name: text} of every HTML template."""
    return {str(path.relative_to(TEMPLATES)): path.read_text() for path in sorted(TEMPLATES.rglob("*.html"))}
