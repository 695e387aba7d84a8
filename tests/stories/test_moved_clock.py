"""The moment of publication, to the second and on every clock: nine in the evening, and not in another room earlier."""

import os
import re
from datetime import UTC, datetime, timedelta

import pytest
from lxml import html

from jeugd.actions import publish_results
from jeugd.actions.sign_in import add_official, link_for_official
from jeugd.app import create_app
from jeugd.cli import EXPORT_FORMATS, main
from jeugd.domain.contest import Contest, Method, numbered
from jeugd.domain.election import Definition, Opening
from jeugd.domain.kind import ElectionKind
from jeugd.domain.roles import Role
from jeugd.storage import elections
from jeugd.storage.tables import MunicipalityRow
from jeugd.web import stations
from tests.actions.test_export_results import OF_JUINEN, SCHOOLS, counted
from tests.formats import eml_files

DAY = datetime(2026, 3, 18, tzinfo=UTC)
NINE = datetime(2026, 3, 18, 20, tzinfo=UTC)  # in Amsterdam it is winter time
SECOND = timedelta(seconds=1)
FILES = ("count.eml.xml", "stations.csv", "regions.csv")
SPRING, AUTUMN = "2027-03-28", "2027-10-31"  # Sundays on which the clock jumps


class Evening:
    """A counted election, and everybody who would like to know: all rooms and the terminal."""

    def __init__(self, town, election, station):
        self.town, self.election, self.station = town, election, station
        self.app = town.app()
        self.carla = town.signed_in(Role.OFFICIAL, self.app)
        self.people = {
            "Carla": self.carla,
            "a stranger": town.visitor(self.app),
            "juf Anna": town.signed_in(Role.TEACHER, self.app, station),
            "the board": town.signed_in(Role.OBSERVER, self.app, station),
        }

    def publish(self, browser=None):
        return (browser or self.carla).post(f"/elections/{self.election}/publish")

    @property
    def public(self):
        """The addresses of the public result."""
        result = f"/results/{self.election}"
        return [
            result,
            f"{result}.json",
            f"{result}.csv",
            *(f"/exports/{self.election}/{one}" for one in FILES),
        ]

    def statuses(self, browser):
        return {browser.request(verb, one).status_code for one in self.public for verb in ("GET", "HEAD")}

    def in_class(self):
        """What stands on the screens of the class."""
        return {
            path: self.people[who].get(path).text
            for who, path in (
                ("juf Anna", f"/classroom/{self.station}"),
                ("the board", f"/board/{self.station}"),
            )
        }

    def commands(self):
        return {main(("export", self.election, "--format", one)) for one in EXPORT_FORMATS}


@pytest.fixture
def evening(town, monkeypatch):
    """Three schools voted; the boxes are counted long before nine."""
    for name in [name for name in os.environ if name.startswith("JEUGD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("JEUGD_DATABASE", town.settings.database)
    town.now = DAY
    election = counted(town, SCHOOLS)
    with town.database.read() as session:
        station = next(
            one.id for one in elections.stations_of(session, election) if one.name == "Klas 1" and one.school
        )
    return Evening(town, election, station)


def nothing_is_said(evening, answer=None):
    """Whoever asks, wherever, learns nothing."""
    if answer is not None:
        assert answer.status_code == 409
        assert "It is too early to publish. It is possible from" in answer.text
    for browser in evening.people.values():
        assert evening.statuses(browser) == {404}
    for text in evening.in_class().values():
        assert "Groen Juinen" not in text
        assert "most votes" not in text
    assert evening.commands() == {2}


def everything_is_said(evening):
    for browser in evening.people.values():
        assert evening.statuses(browser) == {200}
    for text in evening.in_class().values():
        assert "Juinen Nu got the most votes" in text
    assert evening.commands() == {0}


def test_a_second_before_nine_everything_is_shut_and_at_nine_it_opens(evening):
    evening.town.now = NINE - SECOND
    nothing_is_said(evening, evening.publish())
    evening.town.now = NINE
    nothing_is_said(evening)  # nobody pressed the button yet
    assert evening.publish().status_code == 200
    everything_is_said(evening)


def test_a_button_that_does_not_look_at_the_clock_is_found_out(evening, monkeypatch):
    monkeypatch.setattr(publish_results, "check_publication", lambda *_: None)
    evening.town.now = NINE - SECOND
    with pytest.raises(AssertionError):
        nothing_is_said(evening, evening.publish())


def test_a_class_screen_that_does_not_wait_is_found_out(evening, monkeypatch):
    monkeypatch.setattr(stations, "class_may_see_result", lambda *_: True)
    evening.town.now = NINE - SECOND
    with pytest.raises(AssertionError):
        nothing_is_said(evening)


# -- the days on which the clock jumps


def lists_on(day, **changes):
    nomination = "2027-02-01"
    election = OF_JUINEN.replace("2026-03-18", day).replace("2026-02-02", nomination)
    if changes:
        election = eml_files.identifier(day=day, nomination=nomination, domain="", **changes)
    people = eml_files.affiliation(1) + eml_files.affiliation(2, "Anders")
    return eml_files.candidate_lists(eml_files.contest(people), election)


EUROPE = {"id": "EP2029", "category": "EP", "subcategory": "EP"}
MOMENTS = [
    ({"day": "2027-03-17"}, "", datetime(2027, 3, 17, 20, tzinfo=UTC), "17 March 2027, 21:00"),
    ({"day": SPRING}, "", datetime(2027, 3, 28, 19, tzinfo=UTC), "28 March 2027, 21:00"),
    ({"day": AUTUMN}, "", datetime(2027, 10, 31, 20, tzinfo=UTC), "31 October 2027, 21:00"),
    ({"day": SPRING}, "evening_before", datetime(2027, 3, 27, 20, tzinfo=UTC), "27 March 2027, 21:00"),
    ({"day": AUTUMN}, "evening_before", datetime(2027, 10, 30, 19, tzinfo=UTC), "30 October 2027, 21:00"),
    ({"day": "2029-06-07", **EUROPE}, "", datetime(2029, 6, 10, 21, tzinfo=UTC), "10 June 2029, 23:00"),
    ({"day": "2029-06-10", **EUROPE}, "", datetime(2029, 6, 10, 21, tzinfo=UTC), "10 June 2029, 23:00"),
    ({"day": "2027-10-28", **EUROPE}, "", datetime(2027, 10, 31, 22, tzinfo=UTC), "31 October 2027, 23:00"),
]  # fmt: skip


@pytest.mark.parametrize(("lists", "chosen", "moment", "words"), MOMENTS)
def test_the_evening_of_an_imported_election_is_nine_on_the_clock_also_when_it_jumps(
    town, lists, chosen, moment, words
):
    carla = town.signed_in(Role.OFFICIAL)
    page = carla.post(
        upload_to(carla), files={"lists": ("a.xml", lists_on(**lists))}, data={"moment": chosen}
    )
    assert page.status_code == 200
    assert f"{words}" in page.text
    election = page.url.path.rpartition("/")[2]
    town.add_station("Hal", election=election)
    for step in ("freeze", "open", "close", "count"):
        assert carla.post(f"/elections/{election}/{step}").status_code == 200
    town.now = moment - SECOND
    carla = town.signed_in(Role.OFFICIAL)  # much later
    assert carla.post(f"/elections/{election}/publish").status_code == 409
    town.now = moment
    assert carla.post(f"/elections/{election}/publish").status_code == 200
    assert town.visitor().get(f"/results/{election}").status_code == 200


def upload_to(browser):
    """Where the form for official files is sent."""
    found = re.search(r'href="([^"]*import[^"]*)"', browser.get("/municipality").text)
    assert found
    (form,) = [
        one
        for one in html.fromstring(browser.get(found[1]).text).forms
        if one.get("enctype") == "multipart/form-data"
    ]
    return form.action


TYPED = [
    ("2027-10-31T01:59", datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
    ("2027-10-31T02:30", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),  # the second of the two
    ("2027-10-31T03:00", datetime(2027, 10, 31, 2, tzinfo=UTC)),
    ("2027-03-28T01:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
    ("2027-03-28T03:00", datetime(2027, 3, 28, 1, tzinfo=UTC)),
]
SKIPPED = "that night the clock jumps from 2 to 3"
UNFIT = "That is not possible here"


def new_election(browser, moment):
    fields = {"kind": "jeugdraad", "opening": "per_station", "title": "Nacht", "publish_at": moment}
    return browser.post("/elections", data=fields)


@pytest.mark.parametrize(("typed", "moment"), TYPED)
def test_an_hour_that_comes_twice_is_the_second_so_that_nothing_is_early(town, typed, moment):
    page = new_election(town.signed_in(Role.OFFICIAL), typed)
    assert page.status_code == 200
    with town.database.read() as session:
        assert elections.election(session, page.url.path.rpartition("/")[2]).publish_at == moment


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2027-03-28T02:00", SKIPPED),
        ("2027-03-28T02:30", SKIPPED),
        ("2027-03-28T02:59", SKIPPED),
        ("0001-01-01T00:00", UNFIT),
        ("2027-03-28T12:00+05", UNFIT),
        ("2027-02-29T12:00", UNFIT),
        ("vanavond", UNFIT),
    ],
)
def test_a_moment_that_no_clock_shows_is_answered_with_a_sentence(town, typed, sentence):
    page = new_election(town.signed_in(Role.OFFICIAL), typed)
    assert page.status_code == 422
    (alert,) = html.fromstring(page.text).xpath('//main//*[contains(@class, "nl-alert") or @role="alert"]')
    assert sentence in alert.text_content()


# -- a clock that is set back


def test_what_was_published_stays_public_when_the_clock_is_set_back(evening):
    town = evening.town
    town.now = NINE
    evening.publish()
    before = {one: town.visitor(evening.app).get(one).content for one in evening.public}
    for back in (SECOND, timedelta(hours=3)):
        town.now = NINE - back
        everything_is_said(evening)
        fresh = town.visitor()  # a server that started with the wrong clock
        assert {one: fresh.get(one).content for one in evening.public} == before


def test_what_was_not_published_stays_shut_when_the_clock_is_set_back(evening):
    early = evening.in_class()
    evening.town.now = NINE + SECOND
    nothing_is_said(evening)
    evening.town.now = NINE - timedelta(minutes=1)
    nothing_is_said(evening, evening.publish())
    assert shown(evening.in_class()) == shown(early)


def shown(pages):
    return {
        path: html.fromstring(text).find(".//main").text_content().split() for path, text in pages.items()
    }


def test_a_board_that_opens_by_itself_shuts_again_with_the_clock(town):
    """A box that its class opens itself, with a moment before which the class may not look."""
    election = town.add_election(
        Definition(
            ElectionKind.JEUGDRAAD,
            "Het plein",
            Opening.PER_STATION,
            (
                Contest(
                    "Wat komt er op het plein?",
                    Method.PLURALITY,
                    numbered([("Water", "", ""), ("Bomen", "", "")]),
                ),
            ),
        )
    )
    with town.database.write() as session:
        elections.election(session, election).publish_at = NINE
    station = town.add_station("Groep 8", 12, election)
    town.now = DAY
    town.open_election(election)
    codes = town.issue(12, station)
    town.open(station)
    town.vote([(code, "1" if place < 8 else "2") for place, code in enumerate(codes)], station)
    town.shut(station)
    evening = Evening(town, election, station)
    assert evening.people["juf Anna"].post(f"/classroom/{station}/count").status_code == 200
    for moment, may_see in ((NINE - SECOND, False), (NINE, True), (NINE - SECOND, False)):
        town.now = moment
        for text in evening.in_class().values():
            assert ("Water got the most votes" in text) is may_see
        assert evening.statuses(evening.people["a stranger"]) == {404}


# -- two servers whose clocks differ


def test_two_servers_whose_clocks_differ_agree_on_what_is_public(evening):
    town = evening.town
    ahead = create_app(town.settings, clock=lambda: town.now + timedelta(minutes=1))
    town.apps.append(ahead)
    town.now = NINE - timedelta(seconds=90)
    hasty = town.signed_in(Role.OFFICIAL, ahead)
    nothing_is_said(evening, evening.publish(hasty))
    town.now = NINE - timedelta(seconds=30)
    nothing_is_said(evening, evening.publish())
    assert (
        evening.publish(hasty).status_code == 200
    )  # for that one it is nine; the other was asked, and said no
    everything_is_said(evening)
    assert evening.statuses(town.visitor(ahead)) == {200}


# -- an embargo that two officials lift


@pytest.fixture
def colleague(evening):
    """Dirk, who has a sign-in of his own."""
    town = evening.town
    home = MunicipalityRow(code="GM9999", name="Juinen")
    town.do(add_official, email="dirk@juinen.example", name="Dirk", municipality=home)
    return sign_in_as(town, "dirk@juinen.example", evening.app)


def sign_in_as(town, email, app):
    browser = town.visitor(app)
    assert browser.post(f"/sign-in/{town.do(link_for_official, email=email)}").status_code == 200
    return browser


def lift(evening, browser):
    return browser.post(f"/elections/{evening.election}/lift")


def test_an_embargo_is_lifted_by_two_officials_and_not_by_one_twice(evening, colleague):
    town = evening.town
    for stranger in ("a stranger", "juf Anna", "the board"):
        assert lift(evening, evening.people[stranger]).status_code == 403
    assert lift(evening, evening.carla).status_code == 200
    nothing_is_said(evening, evening.publish())
    again = lift(evening, evening.carla)
    assert again.status_code == 409
    assert "It takes two officials" in again.text
    other_device = sign_in_as(town, "carla@juinen.example", evening.app)
    assert lift(evening, other_device).status_code == 409  # the same Carla
    nothing_is_said(evening, evening.publish())
    town.now += timedelta(minutes=1)
    assert lift(evening, colleague).status_code == 200
    nothing_is_said(evening)
    assert evening.publish().status_code == 200
    everything_is_said(evening)
    assert (
        "Two officials, Carla and Dirk, lifted that" in town.visitor(evening.app).get(evening.public[0]).text
    )


def test_a_lifted_embargo_shuts_again_with_the_clock_until_it_is_public(evening, colleague):
    town = evening.town
    for official in (evening.carla, colleague):
        assert lift(evening, official).status_code == 200
    lifted_at = town.now
    town.now = lifted_at - SECOND
    nothing_is_said(evening, evening.publish())
    assert lift(evening, colleague).status_code == 409
    town.now = lifted_at
    assert evening.publish(colleague).status_code == 200
    town.now = lifted_at - timedelta(hours=2)
    everything_is_said(evening)


def test_what_is_public_cannot_be_lifted_any_more(evening, colleague):
    town = evening.town
    town.now = NINE
    evening.publish()
    before = {one: town.visitor(evening.app).get(one).content for one in evening.public}
    for moment in (NINE, NINE - timedelta(hours=1)):
        town.now = moment
        for official in (evening.carla, colleague):
            desk = official.get(f"/elections/{evening.election}").text
            assert f"/elections/{evening.election}/lift" not in desk
            assert lift(evening, official).status_code == 409
    assert {one: town.visitor().get(one).content for one in evening.public} == before


def test_a_lift_on_the_server_that_is_ahead_waits_for_the_other_clock(evening, colleague):
    town = evening.town
    ahead = create_app(town.settings, clock=lambda: town.now + timedelta(minutes=1))
    town.apps.append(ahead)
    assert lift(evening, sign_in_as(town, "dirk@juinen.example", ahead)).status_code == 200
    hasty = town.signed_in(Role.OFFICIAL, ahead)
    assert lift(evening, hasty).status_code == 200
    nothing_is_said(evening, evening.publish())
    assert evening.publish(hasty).status_code == 200
    everything_is_said(evening)
