"""Pictures over HTTP: composed without script, seen by who may, kept by browsers, and silent about the choice."""

import re

import pytest

from jeugd.actions.prepare_election import freeze, new_election
from jeugd.actions.sign_in import add_official, link_for_official
from jeugd.domain.contest import Contest, Method, Picture, numbered
from jeugd.domain.election import Definition, Opening
from jeugd.domain.kind import ElectionKind
from jeugd.domain.roles import Role
from jeugd.formats.pictures import LARGEST_FILE
from jeugd.storage import elections, pictures
from jeugd.storage.tables import MunicipalityRow
from tests.actions.refusals import everything
from tests.drawings import digest_of, photo
from tests.web.pages.composing import PICTURED
from tests.web.test_templates import BY_NAME, Page, rendered

PLANS = Contest(
    "Wat?", Method.APPROVAL, numbered([("Skatebaan", "", ""), ("Bankjes", "", ""), ("Tuin", "", "")])
)
FILE = {"picture": ("foto.jpg", photo(), "image/jpeg")}
WORDS = {"description": "Een betonnen  bak"}


@pytest.fixture
def draft(town):
    made = Definition(ElectionKind.JEUGDRAAD, "De jeugdraad vraagt", Opening.PER_STATION, (PLANS,))
    return town.do(new_election, definition=made)


def shown(town, election):
    with town.database.read() as session:
        return Definition.from_json(elections.election(session, election).definition).contests[0].options


def illustrated(carla, draft, option="1"):
    answer = carla.post(f"/illustrations/{draft}/1/{option}", files=FILE, data=WORDS)
    assert answer.status_code == 200, answer.text
    return re.search(r"/pictures/([0-9a-f]{64})", answer.text)[1]


# -- composing


def test_a_picture_is_chosen_seen_described_anew_and_taken_away(town, draft, carla):
    form = carla.get(f"/illustrations/{draft}/1/1")
    assert "Picture of Skatebaan" in form.text
    digest = illustrated(carla, draft)
    assert shown(town, draft)[0].picture == Picture(digest, "Een betonnen bak")
    answer = carla.post(
        f"/illustrations/{draft}/1/1", data={"description": "Een bak"}, files={"picture": ("", b"")}
    )
    assert answer.url.path == f"/contests/{draft}/1", "on to the other options"
    assert shown(town, draft)[0].picture == Picture(digest, "Een bak")
    assert 'alt="Een bak" width="72" height="48"' in answer.text
    answer = carla.post(f"/illustrations/{draft}/1/1/remove")
    assert shown(town, draft)[0].picture is None
    assert digest not in answer.text
    assert carla.get(f"/pictures/{digest}").status_code == 404


def test_the_question_is_saved_on_the_way_to_a_picture_and_its_pictures_stay(town, draft, carla):
    digest = illustrated(carla, draft)
    fields = {
        "way": "several",
        "question": "Wat dan?",
        "option-2-name": "Skatebaan",
        "option-1-name": "Bankjes",
    }
    fields["option-2-picture"] = f"{digest} Een bak"
    answer = carla.post(f"/contests/{draft}/1", data={**fields, "picture": "1"})
    assert answer.url.path == f"/illustrations/{draft}/1/1"
    assert "Picture of Bankjes" in answer.text
    assert [one.picture for one in shown(town, draft)] == [None, Picture(digest, "Een bak")]


def test_an_empty_row_has_no_picture_and_nothing_typed_is_lost(town, draft, carla):
    fields = {"way": "several", "question": "Wat dan?", "option-1-name": "Bankjes", "option-2-name": ""}
    answer = carla.post(f"/contests/{draft}/1", data={**fields, "picture": "2"})
    assert answer.status_code == 422
    assert 'value="Wat dan?"' in answer.text
    assert shown(town, draft) == PLANS.options


def test_a_picture_that_was_taken_away_in_another_window_is_said_at_its_row(town, draft, carla):
    digest = illustrated(carla, draft)
    carla.post(f"/illustrations/{draft}/1/1/remove")
    fields = {"way": "several", "question": "Wat?", "option-1-name": "Skatebaan", "option-2-name": "Tuin"}
    answer = carla.post(f"/contests/{draft}/1", data={**fields, "option-1-picture": f"{digest} Een bak"})
    assert answer.status_code == 422
    assert "This picture is not there any more" in answer.text
    assert digest not in answer.text, "pressing once more must do"


@pytest.mark.parametrize(
    ("files", "data", "sentence"),
    [
        ({"picture": ("a.svg", b"<svg/>")}, WORDS, "This is not a JPEG, PNG or WebP picture"),
        ({"picture": ("a.jpg", photo()[:500])}, WORDS, "This picture is damaged or not complete"),
        ({"picture": ("a.jpg", b"\xff\xd8\xff" + b"0" * LARGEST_FILE)}, WORDS, "This picture is too large"),
        ({"picture": ("a.jpg", b"")}, WORDS, "Choose a file first"),
        ({"other": ("a.jpg", b"")}, WORDS, "Choose a file first"),
        (FILE, {"description": " "}, "A picture needs a description"),
        (FILE, {}, "A picture needs a description"),
        (FILE, {"description": "x" * 201}, "This text is too long"),
    ],
    ids=["svg", "half", "10 MB", "0 bytes", "none", "blank words", "no words", "many words"],
)
def test_what_is_refused_is_said_at_its_field_and_nothing_is_stored(
    town, draft, carla, files, data, sentence
):
    before = everything(town)
    answer = carla.post(f"/illustrations/{draft}/1/1", files=files, data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert answer.text.count('aria-invalid="true"') == 1
    assert everything(town) == before


@pytest.mark.parametrize("address", ["1/9", "9/1", "0/1", "x/1", "1111/1"])
def test_an_option_that_is_not_there_has_no_page(town, draft, carla, address):
    assert carla.get(f"/illustrations/{draft}/{address}").status_code == 404
    assert carla.post(f"/illustrations/{draft}/{address}", files=FILE, data=WORDS).status_code == 404


def test_what_is_fixed_shows_its_picture_and_takes_no_other(town, draft, carla):
    illustrated(carla, draft)
    town.do(freeze, election=draft)
    page = carla.get(f"/illustrations/{draft}/1/1")
    assert page.status_code == 200
    assert "<img" in page.text
    assert "multipart" not in page.text
    assert carla.post(f"/illustrations/{draft}/1/1", files=FILE, data=WORDS).status_code == 409


# -- serving


def test_a_picture_of_a_draft_is_shown_to_its_own_officials_alone(town, draft, carla):
    digest = illustrated(carla, draft)
    with town.database.write() as session:
        add_official(
            session,
            email="eve@elders.example",
            name="Eve",
            municipality=MunicipalityRow(code="GM0042", name="Elders"),
        )
        token = link_for_official(session, email="eve@elders.example", now=town.now)
    eve = town.visitor()
    assert eve.post(f"/sign-in/{token}").status_code == 200
    answer = carla.get(f"/pictures/{digest}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-cache"
    for other in (town.visitor(), eve, town.signed_in(Role.TEACHER)):
        refused = other.get(f"/pictures/{digest}")
        assert refused.status_code == 404
        assert "There is nothing at this address" in refused.text
        assert "immutable" not in refused.headers["cache-control"]


def test_a_picture_of_what_is_fixed_is_for_everybody_and_browsers_keep_it(town, draft, carla):
    digest = illustrated(carla, draft)
    town.do(freeze, election=draft)
    visitor = town.visitor()
    answer = visitor.get(f"/pictures/{digest}")
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["etag"] == f'"{digest}"'
    assert "set-cookie" not in answer.headers
    assert digest_of(answer.content) == digest
    again = visitor.get(f"/pictures/{digest}", headers={"if-none-match": f'W/"{digest}"'})
    assert (again.status_code, again.content) == (304, b"")
    assert visitor.get(f"/pictures/{digest}", headers={"if-none-match": '"x"'}).status_code == 200


@pytest.mark.parametrize("digest", ["0" * 64, "x", "..%2F..%2Fetc%2Fpasswd", "'; drop table picture"])
def test_a_picture_that_is_not_there_gets_the_usual_page(town, digest):
    answer = town.visitor().get(f"/pictures/{digest}")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


# -- on the ballot


def test_an_option_that_stands_out_by_its_picture_is_mentioned(town, draft, carla):
    sentence = "What has a picture stands out"
    assert sentence not in carla.get(f"/contests/{draft}").text
    illustrated(carla, draft)
    assert sentence in carla.get(f"/contests/{draft}").text
    for option in ("2", "3"):
        illustrated(carla, draft, option)
    assert sentence not in carla.get(f"/contests/{draft}").text


def images(text):
    return list(Page(text).named("img"))


@pytest.mark.parametrize(
    "name", ["practice ballot, pictures", "practice check, pictures", "questions, pictures"]
)
def test_every_picture_has_words_and_a_size_and_is_our_own(name):
    found = images(rendered(BY_NAME[name], "nl"))
    assert len(found) >= len(PICTURED)
    for one in found:
        assert one["alt"] == 'Een "betonnen" bak'
        assert one["width"]
        assert one["height"]
        assert one["src"] == "/pictures/" + "ab" * 32
        assert "loading" not in one, "what is fetched on scrolling tells how far somebody looked"


def test_a_ballot_without_pictures_is_the_same_bytes_as_before(town):
    """Planted: with a picture it is not."""
    assert "<img" not in rendered(BY_NAME["practice ballot"], "nl")
    assert "hidden>" not in rendered(BY_NAME["practice check"], "nl").partition("</h1>")[0]
    assert "<img" in rendered(BY_NAME["practice ballot, pictures"], "nl")


def town_with_pictures(town, carla, draft):
    digests = [illustrated_with(town, carla, draft, option) for option in ("1", "2", "3")]
    assert len(set(digests)) == 3
    return digests


def illustrated_with(town, carla, draft, option):
    made = photo((60 + int(option) * 10, 40))
    carla.post(f"/illustrations/{draft}/1/{option}", files={"picture": ("a.jpg", made)}, data=WORDS)
    return next(one.picture.digest for one in shown(town, draft) if one.key == option)


def asked_for(text):
    """What a browser asks for, in its order; one that it has already is not asked for again."""
    return list(dict.fromkeys(one["src"] for one in images(text)))


@pytest.mark.parametrize("chosen", [["1"], ["3"], ["2", "3"], ["blank"]])
def test_the_page_with_the_choice_asks_for_the_same_pictures_whatever_was_chosen(town, draft, carla, chosen):
    """Or the log of a proxy would say what somebody chose, where a browser keeps nothing."""
    digests = town_with_pictures(town, carla, draft)
    ballot = carla.get(f"/practice/{draft}/ballot")
    check = carla.post(f"/practice/{draft}/check", data={"choice-1": chosen})
    assert check.status_code == 200
    assert asked_for(check.text) == asked_for(ballot.text) == [f"/pictures/{one}" for one in digests]
    visible = 0 if chosen == ["blank"] else len(chosen)
    assert len(images(check.text)) == len(digests) + visible


def test_a_page_that_asks_for_the_chosen_picture_alone_is_found_out(town, draft, carla):
    """Planted: the hidden ones are left out."""
    digests = town_with_pictures(town, carla, draft)
    check = carla.post(f"/practice/{draft}/check", data={"choice-1": ["3"]}).text
    without = re.sub(r"<div hidden>.*?</div>", "", check, flags=re.DOTALL)
    assert asked_for(without) == [f"/pictures/{digests[2]}"]


def test_pictures_are_kept_once_an_election(town, draft, carla):
    for option in ("1", "2"):
        illustrated(carla, draft, option)
    with town.database.read() as session:
        assert len(pictures.contents_of(session, draft)) == 1
