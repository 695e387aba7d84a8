"""Who may use what: every route times every role, over HTTP, against a table of its own."""

import asyncio
import contextlib
import re
import sqlite3
from dataclasses import dataclass

import pytest

from jeugd.actions.count_ballots import count_election
from jeugd.actions.prepare_election import close_election
from jeugd.actions.publish_results import publish
from jeugd.actions.sign_in import add_official, link_for_official
from jeugd.domain.roles import Role
from jeugd.storage.tables import MunicipalityRow
from jeugd.web import doors as doors_module
from jeugd.web.access import OFFICIALS, PUBLIC, TEACHERS, WATCHERS
from jeugd.web.security import HEADERS
from tests.architecture.project import doors
from tests.cast import HOST

EVERYBODY = frozenset({"stranger", "official", "teacher", "observer", "other official", "other teacher"})
OWN_STAFF = frozenset({"official", "teacher"})

# a room that is not here cannot be built: the test asks for it
MAY_ENTER = {
    "booth": EVERYBODY,
    "join": EVERYBODY,
    "home": EVERYBODY,
    "results": EVERYBODY,
    "exports": EVERYBODY,
    "seats": EVERYBODY,
    "pictures": EVERYBODY,
    "account": EVERYBODY,
    "short": EVERYBODY,
    "health": EVERYBODY,
    "classroom": OWN_STAFF,
    "poll_cards": OWN_STAFF,
    "quick_questions": OWN_STAFF,
    "records": OWN_STAFF,
    "board": OWN_STAFF | {"observer"},
    "elections": {"official"},
    "contests": {"official"},
    "illustrations": {"official"},
    "practice": {"official"},
    "polls": {"official"},
    "imports": {"official", "other official"},
    "official_counts": {"official"},
    "letters": {"official"},
    "municipality": {"official", "other official"},  # each at a desk of their own
}
OWN_DESK = ("elections.new", "elections.create", "polls.show", "polls.load", "polls.take")
ACCESS = {
    EVERYBODY: PUBLIC,
    OWN_STAFF: TEACHERS,
    OWN_STAFF | {"observer"}: WATCHERS,
    frozenset({"official"}): OFFICIALS,
    frozenset({"official", "other official"}): OFFICIALS,
}

SIGN_OUT = ("letters.revoke", "account.leave")  # knocked at last, for then the cookies are worth nothing
DOORS = sorted(doors(), key=lambda door: SIGN_OUT.index(door.name) if door.name in SIGN_OUT else -1)
UNSAFE = [door for door in DOORS if "POST" in door.methods]
STAFF_UNSAFE = [door for door in UNSAFE if not door.access.is_public]


def may_enter(door):
    room = door.name.split(".")[0]
    return MAY_ENTER[room] | {"other official"} if door.name in OWN_DESK else MAY_ENTER[room]


@dataclass
class Cast:
    """A town with everybody in it, each with the cookies of an own device."""

    town: object
    app: object
    cookies: dict

    def address(self, door):
        parts = {
            "station": self.town.station,
            "election": self.town.election,
            "token": "x" * 43,
            "step": "check",
            "number": "1",
            "contest": "1",
            "option": "1",
            "digest": "0" * 64,
            "poll": "schoolplein",
        }
        return re.sub(r"\{(\w+)\}", lambda part: parts[part[1]], door.path)

    def knock(self, door, role, headers=None):
        """The status of an empty request, as soon as it is known: a stream does not end by itself."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies[role].items())
        sent = {"host": HOST, "origin": f"http://{HOST}", "cookie": cookie} if headers is None else headers
        if headers is not None:
            sent = {"host": HOST, "cookie": cookie, **headers}
        method = next(iter(door.methods - {"HEAD"}))
        return asyncio.run(first_answer(self.app, method, self.address(door), sent))


class Heard(Exception):
    """Enough was heard."""


async def first_answer(app, method, path, headers):
    """(status, headers) of a request with an empty body."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items() if value],
        "client": ("127.0.0.1", 40000),
        "server": (HOST, 80),
    }
    heard = []
    said = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive():
        return next(said, {"type": "http.disconnect"})

    async def send(message):
        if message["type"] == "http.response.start":
            heard.append((message["status"], {k.decode(): v.decode() for k, v in message["headers"]}))
            raise Heard

    with contextlib.suppress(Heard, ExceptionGroup):
        await app(scope, receive, send)
    return heard[0]


@pytest.fixture
def juinen(town):
    """A published election, so that every room has something to show; a second class and a second municipality."""
    other = town.add_station("Groep 8")
    town.issue(2)
    town.open()
    app = town.app()
    cookies = {
        "stranger": {},
        "official": dict(town.signed_in(Role.OFFICIAL, app).cookies),
        "teacher": dict(town.signed_in(Role.TEACHER, app).cookies),
        "observer": dict(town.signed_in(Role.OBSERVER, app).cookies),
        "other teacher": dict(town.signed_in(Role.TEACHER, app, other).cookies),
        "other official": dict(_of_another_municipality(town, app).cookies),
    }
    with town.database.write() as session:
        close_election(session, election=town.election, by=town.carla, now=town.now)
    count_election(town.database, town.custody, election=town.election, by=town.carla, now=town.now)
    with town.database.write() as session:
        publish(session, election=town.election, by=town.carla, now=town.now)
    return Cast(town, app, cookies)


def _of_another_municipality(town, app):
    with town.database.write() as session:
        home = MunicipalityRow(code="GM0042", name="Elders")
        add_official(session, email="eve@elders.example", name="Eve", municipality=home)
        token = link_for_official(session, email="eve@elders.example", now=town.now)
    browser = town.visitor(app)
    assert browser.post(f"/sign-in/{token}").status_code == 200
    return browser


def deviations(cast):
    """Doors that let in who may not enter, or keep out who may."""
    found = []
    for door in DOORS:
        for role in EVERYBODY:
            status, _ = cast.knock(door, role)
            if (status != 403) != (role in may_enter(door)) or status >= 500:
                found.append((door.name, role, status))
    return found


def everything(cast):
    """All that the database holds."""
    path = cast.town.settings.database.removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.name} {door.path}")
def test_every_route_says_who_may_use_it(door):
    if door.name in OWN_DESK:
        assert door.access == OFFICIALS
    else:
        assert door.access == ACCESS[frozenset(MAY_ENTER[door.name.split(".")[0]])]


def test_every_route_is_a_door():
    from jeugd.web.doors import Door
    from jeugd.web.routes import routes

    assert [route.name for route in routes() if not isinstance(route, Door)] == ["static"]


def test_each_role_enters_its_own_rooms_and_no_other(juinen):
    assert deviations(juinen) == []


def test_a_stranger_who_is_refused_has_changed_nothing(juinen):
    before = everything(juinen)
    for door in STAFF_UNSAFE:
        for role in EVERYBODY - may_enter(door):
            assert juinen.knock(door, role)[0] == 403
    assert everything(juinen) == before


LOOKS = [
    door for door in DOORS if "GET" in door.methods and door.name not in ("account.show", "board.changes")
]


def test_the_own_rooms_of_a_role_open(juinen):
    for door in LOOKS:
        if door.access.is_public:
            continue
        for role in may_enter(door):
            assert juinen.knock(door, role)[0] == 200, (door.name, role)


def test_every_answer_at_every_door_bears_the_security_headers(juinen):
    for door in DOORS:
        for role in ("stranger", "official"):
            headers = juinen.knock(door, role)[1]
            lacking = {name for name, value in HEADERS.items() if headers.get(name.lower()) != value}
            assert not lacking, (door.name, role)
            assert "cache-control" in headers, (door.name, role)


def test_a_door_that_asks_nobody_is_found_out(juinen, monkeypatch):
    monkeypatch.setattr(doors_module, "admit", lambda session, access, held, path: juinen.town.carla)
    found = deviations(juinen)
    assert ("classroom.show", "stranger", 200) in found
    assert ("municipality.show", "teacher", 200) in found


def test_a_door_that_forgets_whose_place_it_is_is_found_out(juinen, monkeypatch):
    from jeugd.web import access

    monkeypatch.setattr(access, "_place", lambda session, path: (None, None))
    found = {(name, role) for name, role, _ in deviations(juinen)}
    assert ("classroom.show", "other teacher") in found
    assert ("elections.show", "other official") in found


FROM_ELSEWHERE = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": f"http://{HOST}"},
    {"origin": "http://evil.example"},
    {"origin": f"http://{HOST}.evil.example"},
    {"origin": f"http://{HOST}:8080"},
    {"origin": "null"},
]


def accepted_from_elsewhere(cast, doors_, headers):
    before = everything(cast)
    statuses = {door.name: cast.knock(door, "official", headers)[0] for door in doors_}
    changed = [] if everything(cast) == before else ["the database changed"]
    return [name for name, status in statuses.items() if status != 403] + changed


@pytest.mark.parametrize("headers", FROM_ELSEWHERE, ids=str)
def test_a_form_that_another_site_sends_is_refused_at_every_door(juinen, headers):
    assert accepted_from_elsewhere(juinen, UNSAFE, headers) == []


def test_a_form_that_does_not_say_where_it_comes_from_is_refused_with_a_cookie(juinen):
    assert accepted_from_elsewhere(juinen, STAFF_UNSAFE, {}) == []


def test_a_door_that_does_not_ask_where_a_form_comes_from_is_found_out(juinen, monkeypatch):
    monkeypatch.setattr(doors_module, "check_same_site", lambda *_, **__: None)
    assert accepted_from_elsewhere(juinen, STAFF_UNSAFE, FROM_ELSEWHERE[0]) != []


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "same-origin"}, {"origin": f"http://{HOST}"}], ids=str
)
def test_our_own_forms_are_let_in(juinen, headers):
    for door in STAFF_UNSAFE:
        assert juinen.knock(door, "official", headers)[0] != 403, door.name


def test_a_voter_needs_no_browser_that_says_where_a_form_comes_from(juinen):
    for door in UNSAFE:
        if door.name.startswith("booth."):
            assert juinen.knock(door, "stranger", {})[0] != 403, door.name
