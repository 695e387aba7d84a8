"""Headers on every answer, and forms from elsewhere."""

import asyncio

import pytest
from starlette.datastructures import Headers
from starlette.routing import Route
from starlette.testclient import TestClient

from jeugd.app import create_app
from jeugd.domain.errors import CrossSite
from jeugd.domain.roles import Role
from jeugd.web.security import HEADERS, SecurityHeaders, check_same_site
from tests.architecture.project import doors
from tests.cast import HOST

PAGES = [
    "/",
    "/privacy",
    "/accessibility",
    "/booth",
    "/stem",
    "/health",
    "/nothing-here",
    "/results/nothing",
    "/demo",
]


def lacking(answer):
    """The headers that an answer should have and has not."""
    wrong = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    return wrong + (["no-store"] if answer.headers.get("Cache-Control") != "no-store" else [])


@pytest.fixture
def visitor(town):
    return town.visitor()


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_bears_the_headers(visitor, path):
    assert lacking(visitor.get(path)) == []


def test_every_room_of_the_staff_bears_the_headers(town):
    browser = town.signed_in(Role.OFFICIAL)
    town.issue(2)
    places = {"{station}": town.station, "{election}": town.election}
    for door in doors():
        path = door.path
        for part, value in places.items():
            path = path.replace(part, value)
        if "{" in path or "POST" in door.methods or door.name in ("account.show", "board.changes"):
            continue
        assert lacking(browser.get(path)) == [], path


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/booth/", "/booth"),
        ("//evil.example/", "/evil.example"),
        ("/\\evil.example/", "/%5Cevil.example"),
        ("/static/css/", "/static/css"),
    ],
)
def test_a_slash_too_many_leads_to_an_address_of_our_own(visitor, path, found):
    answer = visitor.get(f"http://{HOST}{path}", headers={"Host": "evil.example"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (307, found)


@pytest.mark.parametrize("path", ["/", "//", "/nothing", "/static"])
def test_an_address_without_a_slash_too_many_leads_nowhere(visitor, path):
    assert "Location" not in visitor.get(f"http://{HOST}{path}", follow_redirects=False).headers


@pytest.mark.parametrize("fields", [{}, {"code": "x"}, {"code": "000000000000"}])
def test_the_answers_to_a_voter_bear_the_headers(town, visitor, fields):
    town.issue(1)
    town.open()
    for step in ("ballot", "check", "cast"):
        assert lacking(visitor.post(f"/booth/{town.station}/{step}", data=fields)) == []


def test_a_bug_of_ours_bears_the_headers_and_says_nothing_of_itself(town):
    async def broken(request):
        raise RuntimeError("the secret is 12345")

    app = create_app(town.settings, clock=lambda: town.now, more=[Route("/broken", broken)])
    town.apps.append(app)
    with TestClient(app, base_url=f"http://{HOST}", raise_server_exceptions=False) as browser:
        answer = browser.get("/broken", headers={"Accept-Language": "nl"})
    assert answer.status_code == 500
    assert "12345" not in answer.text
    assert "RuntimeError" not in answer.text
    assert lacking(answer) == []


def test_a_policy_for_scripts_leaves_no_way_for_text_to_become_one():
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy


def test_a_page_leaves_no_referrer_elsewhere_and_our_own_forms_still_say_where_they_come_from():
    # with no-referrer, browsers send "Origin: null" with a form; over plain http there is no Sec-Fetch-Site to help
    assert HEADERS["Referrer-Policy"] == "same-origin"


def test_tls_is_asked_for_where_there_is_tls():
    async def page(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def headers(is_https):
        app = SecurityHeaders(page, is_https=is_https)
        sent = []

        async def send(message):
            sent.append(message)

        asyncio.run(app({"type": "http"}, None, send))
        return Headers(raw=sent[0]["headers"])

    assert "strict-transport-security" not in headers(is_https=False)
    assert "max-age=31536000" in headers(is_https=True)["strict-transport-security"]


@pytest.mark.parametrize(
    ("sent", "has_cookie", "refused"),
    [
        ({"sec-fetch-site": "same-origin"}, True, False),
        ({"sec-fetch-site": "none"}, True, False),
        ({"sec-fetch-site": "same-site"}, False, True),
        ({"sec-fetch-site": "cross-site"}, False, True),
        ({"sec-fetch-site": "same-origin", "origin": "http://evil.example"}, True, False),
        ({"origin": f"https://{HOST}"}, True, False),
        ({"origin": "http://evil.example"}, False, True),
        ({"origin": "null"}, False, True),
        ({"origin": "null", "host": ""}, False, True),
        ({"origin": "http://["}, False, True),
        ({}, True, True),
        ({}, False, False),
    ],
)
def test_where_a_form_comes_from_decides(sent, has_cookie, refused):
    headers = dict(Headers({"host": HOST, **sent}).raw)
    check_same_site("GET", headers, has_cookie=has_cookie)
    if not refused:
        check_same_site("POST", headers, has_cookie=has_cookie)
        return
    with pytest.raises(CrossSite):
        check_same_site("POST", headers, has_cookie=has_cookie)
