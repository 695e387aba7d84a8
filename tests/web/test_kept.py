"""Results are made once and kept; a block of the board is made once a change and shared."""

import asyncio
import gzip

import pytest

from jeugd.actions.count_ballots import count_election
from jeugd.actions.prepare_election import close_election
from jeugd.actions.publish_results import publish
from jeugd.domain.roles import Role
from jeugd.live import CHANGED, STILL_THERE, Broadcaster, Watch
from jeugd.web import kept
from tests.cast import vote_fields

BLOCK = {"HX-Request": "true", "HX-Target": "div#board"}


@pytest.fixture
def app(town):
    return town.app()


def _publish(town, app):
    (code,) = town.issue(1)
    town.open()
    answer = town.visitor(app).post(f"/booth/{town.station}/cast", data=vote_fields(code, "1"))
    assert answer.status_code == 200
    with town.database.write() as session:
        close_election(session, election=town.election, by=town.carla, now=town.now)
    count_election(town.database, town.custody, election=town.election, by=town.carla, now=town.now)
    with town.database.write() as session:
        publish(session, election=town.election, by=town.carla, now=town.now)


@pytest.fixture
def renderings(app, monkeypatch):
    """The templates that are rendered from now on."""
    rendered = []
    templates = app.state.house.templates
    real = type(templates).render

    def counted(self, template, context, block=None):
        rendered.append(template)
        return real(self, template, context, block)

    monkeypatch.setattr(type(templates), "render", counted)
    return rendered


def test_a_result_is_rendered_once_for_all_visitors(town, app, renderings):
    _publish(town, app)
    pages = {town.visitor(app).get(f"/results/{town.election}").text for _ in range(5)}
    assert len(pages) == 1
    assert renderings.count("results/show.html") == 1


def test_a_result_is_kept_in_each_language(town, app):
    _publish(town, app)
    page = f"/results/{town.election}"
    assert town.visitor(app).get(f"{page}?lang=nl").text != town.visitor(app).get(page).text


def test_a_result_that_is_not_published_is_not_kept_as_missing(town, app):
    assert town.visitor(app).get(f"/results/{town.election}").status_code == 404
    _publish(town, app)
    assert town.visitor(app).get(f"/results/{town.election}").status_code == 200


@pytest.mark.parametrize("path", ["", ".json", ".csv"])
def test_a_visitor_who_has_the_result_hears_only_that_it_is_the_same(town, app, path):
    _publish(town, app)
    browser = town.visitor(app)
    first = browser.get(f"/results/{town.election}{path}")
    again = browser.get(f"/results/{town.election}{path}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "no-cache"


def test_the_compressed_result_is_the_same_result(town, app):
    _publish(town, app)
    browser = town.visitor(app)
    plain = browser.get(f"/results/{town.election}", headers={"Accept-Encoding": "identity"})
    with browser.stream("GET", f"/results/{town.election}", headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_who_is_signed_in_gets_a_result_that_nobody_else_gets(town, app):
    _publish(town, app)
    town.visitor(app).get(f"/results/{town.election}")
    answer = town.signed_in(Role.OFFICIAL, app).get(f"/results/{town.election}")
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def _watched(app, town, monkeypatch, change=1):
    now = {"change": change}
    monkeypatch.setattr(Broadcaster, "change", lambda self, station: now["change"])
    return now


def test_the_boards_of_a_station_share_what_was_rendered_until_something_changes(
    town, app, renderings, monkeypatch
):
    board = town.signed_in(Role.OBSERVER, app)
    now = _watched(app, town, monkeypatch)
    renderings.clear()
    for _ in range(3):
        assert board.get(f"/board/{town.station}", headers=BLOCK).status_code == 200
    assert renderings == ["board/show.html"]
    now["change"] += 1
    board.get(f"/board/{town.station}", headers=BLOCK)
    assert renderings == ["board/show.html"] * 2


def test_a_board_that_nobody_watches_is_always_rendered_anew(town, app, renderings):
    board = town.signed_in(Role.OBSERVER, app)
    renderings.clear()
    for _ in range(2):
        board.get(f"/board/{town.station}", headers=BLOCK)
    assert renderings == ["board/show.html"] * 2


def test_a_stranger_gets_nothing_of_what_boards_share(town, app, monkeypatch):
    board = town.signed_in(Role.OBSERVER, app)
    _watched(app, town, monkeypatch)
    assert board.get(f"/board/{town.station}", headers=BLOCK).status_code == 200
    assert town.visitor(app).get(f"/board/{town.station}", headers=BLOCK).status_code == 403


def test_what_is_too_old_for_anybody_is_not_kept(monkeypatch):
    async def made():
        return "an answer"

    async def ask_for_many():
        for number in range(50):
            await answers.get(number, made)
        assert len(answers._made) == 50
        monkeypatch.setattr(kept, "KEPT_FOR", -1.0)  # the time is over
        await answers.get("another", made)
        assert list(answers._made) == ["another"]

    answers = kept.Once()
    asyncio.run(ask_for_many())


def test_whoever_comes_back_to_watch_gets_a_new_block():
    """Nobody watched meanwhile, so nobody would have told of a change."""

    async def watch():
        broadcaster = Broadcaster()
        with broadcaster.watch("A"):
            before = broadcaster.change("A")
            with broadcaster.watch("A"):
                assert broadcaster.change("A") == before
        assert broadcaster.change("A") is None
        with broadcaster.watch("A"):
            assert broadcaster.change("A") != before

    asyncio.run(watch())


def test_a_reminder_never_takes_the_place_of_a_change():
    import asyncio

    async def told(*messages):
        watch = Watch()
        for message in messages:
            watch.tell(message)
        return await watch.message()

    assert asyncio.run(told(CHANGED, STILL_THERE)) == CHANGED
    assert asyncio.run(told(STILL_THERE, CHANGED)) == CHANGED
    assert asyncio.run(told(STILL_THERE)) == STILL_THERE


def test_a_form_with_too_many_fields_is_refused(town, app):
    (code,) = town.issue(1)
    town.open()
    many = "&".join(f"a{number}=1" for number in range(300))
    answer = town.visitor(app).post(
        f"/booth/{town.station}/cast",
        content=f"code={code}&{many}",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 422


@pytest.mark.parametrize(("others", "is_packed"), [(1, True), (200, False)])
def test_of_a_long_accept_encoding_only_the_beginning_is_read_and_kept(town, app, others, is_packed):
    _publish(town, app)
    accepted = "x, " * others + "gzip"
    answer = town.visitor(app).get(f"/results/{town.election}", headers={"Accept-Encoding": accepted})
    assert ("content-encoding" in answer.headers) is is_packed
