"""The short way to the crowded doors: what is behind them, refusals and headers are those of the ordinary way."""

import pytest
from starlette.routing import Match
from starlette.testclient import TestClient

from jeugd.domain.errors import TooBusy
from jeugd.web import routes
from jeugd.web.doors import ShortWay
from tests.cast import HOST, vote_fields

ADDRESSES = [
    "/",
    "/booth",
    "/booth/",
    "/booth/K7QM4XJD",
    "/booth/K7QM4XJD/",
    "/booth/K7QM4XJD/cast",
    "/booth//cast",
    "/booth/K7QM/4XJD/cast",
    "/booth/K7QM%2F4XJD/cast",
    "/booth/K7QM.4XJD/ballot",
    "/booth/cast",
    "/booth/ë/cast",
    "/booth/K7QM4XJD/ballot",
    "/booth/K7QM4XJD/ballot/cast",
    "/booth/K7QM4XJD/check",
    "/results/K7QM4XJD",
    "/results/K7QM4XJD.json",
    "/results/K7QM4XJD.csv",
    "/results/",
    "/practice/K7QM4XJD/cast",
    "/static/booth/cast",
]


@pytest.fixture
def app(town):
    return town.app()


def _ordinary(app, scope):
    """The name of the route that the router takes, and the parts of the address that it reads."""
    for route in app.routes:
        match, found = route.matches(dict(scope))
        if match is Match.FULL:
            return route.name, found["path_params"]
    return None, {}


def _scope(address, method):
    return {"type": "http", "path": address, "method": method, "root_path": "", "headers": []}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_short_way_ends_at_the_same_door_as_the_ordinary_way(app, address, method):
    scope = _scope(address, method)
    taken = [(door.name, scope["path_params"]) for door in routes.crowded() if door.opens(scope)]
    assert taken in ([], [_ordinary(app, _scope(address, method))])


def test_every_crowded_door_has_a_short_way():
    assert {door.name for door in routes.crowded()} == set(routes.CROWDED)
    for door in routes.crowded():
        (method,) = door.methods - {"HEAD"}
        assert door.opens(_scope(door.path.replace("{station}", "A1").replace("{election}", "A1"), method))


def _answers(town, app, codes):
    """What a voter, a stranger and a visitor hear."""
    visitor, there = town.visitor(app), f"/booth/{town.station}"
    fields = vote_fields(codes[0], "1")
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    return [
        visitor.get(there),
        visitor.get(there, headers={"Accept-Language": "nl"}),
        visitor.get("/booth/ZZZZ9999"),
        visitor.post(f"{there}/ballot", data={"code": codes[1]}, headers=elsewhere),
        visitor.post(f"{there}/ballot", data={"code": "K7QM"}),
        visitor.post(f"{there}/cast", data=fields, headers=elsewhere),
        visitor.post(f"{there}/cast", data={**fields, "choice-1": "99"}),
        visitor.post(f"{there}/cast", data=fields),
        visitor.post(f"{there}/cast", data=fields),
        visitor.post(f"{there}/cast", data=vote_fields(codes[0], "2")),
        visitor.post(f"{there}/cast", content=b"x" * 20_000),
        visitor.post(f"{there}/cast", content=b"\xff\xfe"),
        visitor.get(f"/results/{town.election}"),
    ]


def test_both_ways_give_the_same_status_and_headers(town, app):
    codes = town.issue(4)
    town.open()
    long_way = town.app()
    long_way.user_middleware = [one for one in long_way.user_middleware if one.cls is not ShortWay]
    short, ordinary = _answers(town, app, codes[:2]), _answers(town, long_way, codes[2:])
    assert [one.status_code for one in short] == [
        200,
        200,
        404,
        403,
        422,
        403,
        422,
        200,
        200,
        409,
        413,
        422,
        404,
    ]
    for one, other in zip(short, ordinary, strict=True):
        assert (one.status_code, _fixed(one)) == (other.status_code, _fixed(other))


def _fixed(answer):
    """The headers that do not depend on whose pages they are."""
    return {name: value for name, value in answer.headers.items() if name not in ("content-length", "etag")}


def test_what_is_broken_behind_a_crowded_door_is_told_like_elsewhere(town, app, monkeypatch):
    async def broken(*_):
        raise ZeroDivisionError

    (code,) = town.issue(1)
    town.open()
    visitor = TestClient(app, base_url=f"http://{HOST}", raise_server_exceptions=False)
    assert visitor.get(f"/booth/{town.station}").status_code == 200
    monkeypatch.setattr(app.state.house.booths, "cast", broken)
    answer = visitor.post(f"/booth/{town.station}/cast", data=vote_fields(code, "1"))
    assert answer.status_code == 500
    assert "content-security-policy" in answer.headers
    assert "ZeroDivision" not in answer.text


def test_a_full_house_says_when_to_come_back(town, app, monkeypatch):
    async def busy(*_):
        raise TooBusy

    (code,) = town.issue(1)
    town.open()
    monkeypatch.setattr(app.state.house.booths, "cast", busy)
    answer = town.visitor(app).post(f"/booth/{town.station}/cast", data=vote_fields(code, "1"))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


@pytest.mark.parametrize(
    "path", ["/booth/%00", "/results/%00", "/results/%00.json", "/pictures/%00", "/join/%00"]
)
def test_an_address_that_no_database_can_look_up_leads_nowhere(either_town, path):
    assert either_town.visitor().get(path).status_code == 404
