"""What a voter does with a ballot in a browser, and what a keyboard and a screen reader make of it."""

from __future__ import annotations

from typing import Any, NamedTuple

DONE = "Je stem zit in de stembus"


class Heard(NamedTuple):
    """What a screen reader stops at; ``is_expanded`` of what can be."""

    role: str
    name: str
    is_expanded: bool | None


def enter(page: Any, booth: str, code: str) -> None:
    """From the booth to the ballot, and wait for its style too."""
    page.goto(booth)
    page.locator("input[name=code]").fill(code)
    page.locator("input[name=code]").press("Enter")
    page.locator("[data-ballot]").wait_for()
    page.wait_for_load_state("load")


def place(page: Any, *options: str) -> None:
    """Tap options one after another, so that each gets the next place; or loses its own."""
    for name in options:
        page.locator(".tap", has_text=name).click()


def checked(page: Any) -> list[str]:
    """The lines of the check page."""
    page.get_by_role("heading", name="Dit is jouw stem").wait_for()
    return [" ".join(one.split()) for one in page.locator(".choice--checked").all_inner_texts()]


def cast_it(page: Any) -> None:
    """From the check page to the last one."""
    page.get_by_role("heading", name="Dit is jouw stem").wait_for()
    page.get_by_role("button", name="Ja, in de stembus").click()
    page.get_by_role("heading", name=DONE).wait_for()


def counter(page: Any) -> str:
    """What is said of the choice so far."""
    return " ".join(str(page.locator(".counter").inner_text()).split())


def focused(page: Any) -> str:
    """The words of what has the focus."""
    words = page.evaluate("(document.activeElement.closest('label') ?? document.activeElement).innerText")
    return " ".join(str(words).split())


def tab_until(page: Any, words: str, most: int = 40) -> int:
    """Tab until something with these words has the focus; how many times that took."""
    for times in range(1, most + 1):
        page.keyboard.press("Tab")
        if words in focused(page):
            return times
    raise AssertionError(f"{words!r} was not reached in {most} stops, but {focused(page)!r}")


def is_uncovered(page: Any) -> bool:
    """Whether what has the focus is what somebody would touch there."""
    return bool(page.evaluate(_IS_UNCOVERED))


_IS_UNCOVERED = """() => {
  const { x, y, width, height } = document.activeElement.getBoundingClientRect();
  const there = document.elementFromPoint(x + width / 2, y + height / 2);
  return document.activeElement.contains(there);
}"""


def heard(page: Any, *roles: str) -> list[Heard]:
    """What a screen reader stops at, with these roles, in its order."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    known = {node["nodeId"]: node for node in nodes}
    found: list[Heard] = []
    todo = [nodes[0]["nodeId"]]
    while todo:
        node = known[todo.pop()]
        todo += reversed([one for one in node.get("childIds", ()) if one in known])
        if not node.get("ignored") and node["role"]["value"] in roles:
            states = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
            name = " ".join(node["name"]["value"].split())
            found.append(Heard(node["role"]["value"], name, states.get("expanded")))
    return found


def named(page: Any, role: str) -> list[str]:
    """The names of everything that a screen reader announces with this role."""
    return [one.name for one in heard(page, role)]
