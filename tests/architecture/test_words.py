"""The same words all the way down: URL, route name, handler, template, block and element id."""

import ast
import importlib
import re

import pytest

from tests.architecture.project import PACKAGE, doors, templates

# addresses whose first word is what people read in a link, not the room
OTHER_WORDS = {
    "": "home",
    "privacy": "home",
    "accessibility": "home",
    "sign-in": "account",
    "sign-out": "account",
}
# handlers that cannot bear their route's name: a module, a builtin or another function has it
OTHER_NAMES = {
    "booth.ballot": "ballot_paper",
    "practice.ballot": "ballot_paper",
    "results.json": "as_json",
    "results.csv": "as_csv",
    "records.pdf": "as_pdf",
}
# templates that several handlers share
PARTS = ("parts.html", "layout.html")

ROOM_DOORS = [door for door in doors() if "." in door.name and not door.name.startswith("short.")]
TEMPLATES = templates()


def behind(door):
    """The functions that a door closes over: its handler is one of them."""
    todo, found = [door.endpoint], []
    while todo:
        function = todo.pop()
        found.append(function)
        cells = function.__closure__ or ()
        todo += [cell.cell_contents for cell in cells if hasattr(cell.cell_contents, "__closure__")]
    return found


@pytest.mark.parametrize("door", ROOM_DOORS, ids=lambda door: f"{door.name} {door.path}")
def test_address_route_and_handler_use_the_same_words(door):
    room, name = door.name.split(".")
    first = door.path.split("/")[1]
    assert OTHER_WORDS.get(first, first.replace("-", "_")) == room
    module = importlib.import_module(f"jeugd.web.{room}")
    named = OTHER_NAMES.get(door.name, name)
    handler = getattr(module, f"{named}_", None) or getattr(module, named)
    assert handler in behind(door)


def test_every_room_has_a_door():
    rooms = {door.name.split(".")[0] for door in ROOM_DOORS}
    handlers = {path.stem for path in (PACKAGE / "web").glob("*.py")} & {
        name.split("/")[0] for name in TEMPLATES
    }
    assert handlers - {"errors"} == rooms


def test_no_two_doors_share_a_name_or_an_address():
    names = [door.name for door in doors()]
    addresses = [(method, door.path) for door in doors() for method in door.methods]
    assert len(names) == len(set(names))
    assert len(addresses) == len(set(addresses))


def rendered_by(module):
    """The templates that a module names."""
    tree = ast.parse((PACKAGE / "web" / f"{module}.py").read_text())
    words = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {word for word in words if isinstance(word, str) and word.endswith(".html")}


ROOMS = sorted({door.name.split(".")[0] for door in ROOM_DOORS})


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_renders_its_own_templates_and_each_of_them(room):
    named = rendered_by(room)
    there = {name for name in TEMPLATES if name.startswith(f"{room}/") and not name.endswith(PARTS)}
    assert named == there


@pytest.mark.parametrize("room", ROOMS)
def test_a_template_bears_the_name_of_a_handler(room):
    routes = {door.name for door in ROOM_DOORS} | {"letters.show"}  # the letter is what letters.make shows
    for name in rendered_by(room):
        assert name.removesuffix(".html").replace("/", ".") in routes


TAG = re.compile(r"<[a-z][^<>]*?\bhx-(?:get|post)=(?:[^<>]|\{\{.*?\}\})*?>", re.DOTALL)


def fetched(text):
    """The id of the element that is replaced, for each element of a template that fetches something."""
    for tag in TAG.findall(text):
        target = re.search(r'hx-target="([^"]*)"', tag)
        assert target, tag
        if target[1] == "body":
            continue  # a whole page
        own = re.search(r'\bid="([^"]*)"', tag)
        yield own[1] if target[1] == "this" and own else target[1].removeprefix("#")


def block_is_inside_its_element(text, block):
    """``<div id="turnout" ...>`` is followed by ``{% block turnout %}``."""
    return re.search(rf'id="{block}"[^<]*>\s*\{{% block {block} %\}}', text) is not None


def family(name):
    """A template and what it extends."""
    text = TEMPLATES[name]
    parents = re.findall(r'"([\w/.]+\.html)"', "".join(re.findall(r"\{% extends .*?%\}", text)))
    return text + "".join(family(parent) for parent in parents)


FETCHED = [(name, one) for name, text in TEMPLATES.items() for one in fetched(text)]


def test_the_fetched_blocks_were_found():
    assert {one for _, one in FETCHED} >= {"main", "board", "turnout"}


@pytest.mark.parametrize(("name", "block"), FETCHED)
def test_a_block_that_is_fetched_stands_in_an_element_with_its_name(name, block):
    where = "base.html" if block == "main" else name
    assert block_is_inside_its_element(family(where), block)


def test_a_block_with_another_name_than_its_element_is_found_out():
    text = '<div id="turnout" hx-get="/x" hx-target="this">{% block votes %}{% endblock %}</div>'
    assert [block_is_inside_its_element(text, one) for one in fetched(text)] == [False]


@pytest.mark.parametrize("name", [name for name, text in TEMPLATES.items() if TAG.search(text)])
def test_what_htmx_fetches_is_there_without_it(name):
    for tag in TAG.findall(TEMPLATES[name]):
        stands_alone = re.search(r"\b(href|action)=", tag)
        refreshes_itself = 'hx-target="this"' in tag and 'hx-trigger="changed' in tag
        assert stands_alone or refreshes_itself, tag


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_marks_text_as_safe(name):
    assert not re.search(r"\|\s*safe\b|autoescape\s+false|\bMarkup\b", TEMPLATES[name])


def test_only_our_own_drawings_and_no_text_of_others_is_marked_as_safe_in_python():
    uses = {
        str(path.relative_to(PACKAGE)): path.read_text().count("Markup(")
        for path in PACKAGE.rglob("*.py")
        if "Markup(" in path.read_text()
    }
    assert uses == {"web/templates.py": 1}
