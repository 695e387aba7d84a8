"""Official files over the page as they come in real life: the wrong one, half of one, an enormous one, two at once."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import html
from sqlmodel import select

from jeugd.actions.sign_in import add_official, link_for_official
from jeugd.domain.roles import Role
from jeugd.storage import elections, official_counts
from jeugd.storage.tables import ElectionRow, MunicipalityRow
from tests.actions.test_export_results import DEFINED, LARGE, LISTS, OF_JUINEN, counted, exported, published
from tests.actions.test_export_results import FileFormat as As
from tests.formats import count_files
from tests.formats import eml_files as eml

AT_ONCE = 6
NINE_MEGABYTES = 9_900_000
LONGEST_LISTS, MOST_CANDIDATES = 27, 80  # as for the Tweede Kamer
VOTES = {(1, 1): 60, (1, 2): 0, (4, 1): 0, (4, 3): 30, (7, 1): 10}


def people(number):
    return "".join(eml.candidate(place) for place in range(1, number + 1))


def lists_of(*affiliations):
    return eml.candidate_lists(eml.contest("".join(affiliations)), OF_JUINEN)


def telling(votes=VOTES, election=OF_JUINEN):
    return count_files.count_file(
        count_files.contest(count_files.group(votes, cast=200), ""), election=election
    )


OTHER_TOWN = eml.candidate_lists(election=eml.identifier())
BIG = lists_of(
    *(eml.affiliation(one, f"Partij {one}", people(MOST_CANDIDATES)) for one in range(1, LONGEST_LISTS + 1))
)


@pytest.fixture
def carla(town):
    return town.signed_in(Role.OFFICIAL)


def rows(town):
    with town.database.read() as session:
        return len(session.exec(select(ElectionRow)).all())


def sentence(answer):
    (alert,) = html.fromstring(answer.text).xpath('//main//*[@role="alert"]')
    return " ".join(alert.text_content().split())


def send_lists(browser, lists, definition=None):
    files = {"lists": ("lijsten.xml", lists)} | (
        {"definition": ("definitie.xml", definition)} if definition else {}
    )
    return browser.post("/imports", files=files)


GOOD = {
    "as it should be": (LISTS, DEFINED),
    "with a byte order mark": (b"\xef\xbb\xbf" + LISTS, b"\xef\xbb\xbf" + DEFINED),
    "of the size of the Tweede Kamer": (BIG, None),
    "lists without a name": (lists_of(eml.affiliation(1, ""), eml.affiliation(2, "")), None),
    "two lists of one name": (lists_of(eml.affiliation(1), eml.affiliation(2)), None),
}
WRONG = {
    "nothing": (b"", None, "Choose a file first"),
    "two files swapped": (DEFINED, LISTS, "This is EML 110a, while 230b is needed"),
    "the lists twice": (LISTS, LISTS, "This is EML 230b, while 110a is needed"),
    "a count": (telling(), None, "This is EML 510b, while 230b is needed"),
    "UTF-16": (LISTS.decode().encode("utf-16"), None, "not written in UTF-8"),
    "a PDF": (b"%PDF-1.7\n" + bytes(range(256)), None, "not written in UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), None, "not written in UTF-8"),
    "a spreadsheet": (b"Lijst;Kandidaat\n1;Bakker\n", None, "not complete XML"),
    "half a file": (LISTS[: len(LISTS) // 2], None, "not complete XML"),
    "of another municipality": (OTHER_TOWN, None, "not held in municipality 9999"),
    "a list of ten thousand": (
        lists_of(eml.affiliation(1, "Veel", people(10_000))),
        None,
        "too many candidates",
    ),
    "three hundred lists": (lists_of(*map(eml.affiliation, range(1, 301))), None, "more lists than a ballot"),
    "a thousand seats": (LISTS, eml.definition(OF_JUINEN, seats="1000"), "1000 seats is not possible"),
    "long ago": (LISTS.replace(b"2026-0", b"2014-0"), None, "the seat rules are not known"),
    "before the calendar": (LISTS.replace(b"2026-03-18", b"0001-01-01"), None, "ElectionDate cannot be read"),
    "nine megabytes of nothing": (LISTS + b"\n" * NINE_MEGABYTES + b"<", None, "far more intricate"),
    "nine megabytes in one cell": (b"<EML>" + b"x" * NINE_MEGABYTES, None, "far more intricate"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_becomes_a_draft(carla, name):
    answer = send_lists(carla, *GOOD[name])
    assert answer.status_code == 200
    assert html.fromstring(answer.text).get_element_by_id("official") is not None


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_answered_with_a_sentence_and_leaves_nothing(town, carla, name):
    before = rows(town)
    *files, expected = WRONG[name]
    answer = send_lists(carla, *files)
    assert answer.status_code == 422
    assert expected in sentence(answer)
    assert rows(town) == before


def test_a_file_over_the_limit_is_not_read(town, carla):
    before = rows(town)
    assert send_lists(carla, b"x" * 21_000_000).status_code == 413
    assert rows(town) == before


def test_officials_who_import_at_the_same_time_each_get_their_draft(town):
    app = town.app()
    browsers = [town.signed_in(Role.OFFICIAL, app) for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda one: send_lists(one, LISTS, DEFINED), browsers))
    assert [one.status_code for one in answers] == [200] * AT_ONCE
    assert len({one.url for one in answers}) == AT_ONCE


# -- official counts


def send_count(browser, election, count):
    return browser.post(f"/official-counts/{election}", files={"count": ("telling", count)})


def kept(town, election):
    with town.database.read() as session:
        found = official_counts.count_of(session, election)
        return None if found is None else found[0].valid


def youth_files(town, election):
    return [exported(town, election, one).contents for one in As]


def test_a_count_of_our_own_is_never_the_official_one(town, carla):
    election = published(town, {"Zuid": [LARGE], "Noord": [LARGE]})
    assert send_count(carla, election, telling()).status_code == 200
    for data in youth_files(town, election):
        assert send_count(carla, election, data).status_code == 422
    for name in ("csv", "json"):
        answer = send_count(carla, election, carla.get(f"/results/{election}.{name}").content)
        assert answer.status_code == 422
    assert kept(town, election) == sum(VOTES.values())


@pytest.mark.parametrize(
    "count",
    [
        telling(election=OF_JUINEN.replace("GR2026_Juinen", "GR2022_Juinen")),
        telling(election=OF_JUINEN.replace("2026-03-18", "2026-03-19")),
        telling(election=OF_JUINEN.replace('Id="9999"', 'Id="9998"')),
        telling(VOTES | {(8, 1): 5}),
        telling({key: votes for key, votes in VOTES.items() if key[0] != 7}),
        telling().decode().encode("utf-16"),
        b"a;b\n" * (NINE_MEGABYTES // 4),
        bytes(range(256)) * 100,
    ],
)
def test_another_count_changes_nothing(town, carla, count):
    election = counted(town, {"Zuid": [LARGE]})
    assert send_count(carla, election, telling()).status_code == 200
    answer = send_count(carla, election, count)
    assert answer.status_code == 422
    assert len(sentence(answer)) > 20
    assert kept(town, election) == sum(VOTES.values())


def test_counts_that_arrive_at_the_same_time_are_one_of_them_whole(town):
    election = counted(town, {"Zuid": [LARGE]})
    app = town.app()
    browsers = [town.signed_in(Role.OFFICIAL, app) for _ in range(AT_ONCE)]
    counts = [telling(VOTES | {(1, 1): 100 + one}) for one in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(
            pool.map(lambda one: send_count(one[0], election, one[1]), zip(browsers, counts, strict=True))
        )
    assert [one.status_code for one in answers] == [200] * AT_ONCE
    assert kept(town, election) in {140 + one for one in range(AT_ONCE)}


def test_an_official_of_another_municipality_reaches_nothing_of_it(town, carla):
    election = counted(town, {"Zuid": [LARGE]})
    elsewhere = MunicipalityRow(code="GM0001", name="Heemdamseburg")
    town.do(add_official, email="dirk@elsewhere.example", name="Dirk", municipality=elsewhere)
    dirk = town.visitor()
    dirk.post(f"/sign-in/{town.do(link_for_official, email='dirk@elsewhere.example')}")
    assert dirk.get("/municipality").status_code == 200
    assert send_count(dirk, election, telling()).status_code == 403
    assert dirk.get(f"/official-counts/{election}").status_code == 403
    assert dirk.get(f"/elections/{election}").status_code == 403
    for step in ("lift", "publish", "seats", "freeze", "discard"):
        assert dirk.post(f"/elections/{election}/{step}", data={"seats": "9"}).status_code == 403
    assert "not held in municipality 0001" in sentence(send_lists(dirk, LISTS))
    assert send_count(dirk, "nowhere", telling()).status_code in (403, 404)
    assert kept(town, election) is None


# -- names that a spreadsheet would calculate

FORMULAS = ["=HYPERLINK(1)", "+31", "-1", "@SUM(A1)", "Stembureau =1+1"]


def test_no_name_of_a_school_is_calculated_by_a_spreadsheet(town):
    election = published(town, {name: [LARGE] for name in FORMULAS})
    names = (
        town.visitor().get(f"/exports/{election}/stations.csv").content.decode("utf-8-sig").splitlines()[5]
    )
    cells = next(csv.reader(io.StringIO(names), delimiter=";"))[5:]
    assert sorted(cells) == sorted(["'=HYPERLINK(1)", "'+31", "'-1", "'@SUM(A1)", "'=1+1"])
    with town.database.read() as session:
        assert elections.election(session, election).fingerprint
    table = town.visitor().get(f"/exports/{election}/regions.csv").text
    assert not [
        cell
        for row in csv.reader(io.StringIO(table), delimiter=";")
        for cell in row
        if cell[:1] in "=+-@" and cell
    ]
