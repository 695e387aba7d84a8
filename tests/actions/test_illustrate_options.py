"""Pictures of options: kept with the election, hashed with its definition, and gone when nobody shows them."""

import pytest

from jeugd.actions.illustrate_options import remove_picture, set_picture
from jeugd.actions.prepare_election import (
    discard_draft,
    freeze,
    move_contest_up,
    new_election,
    remove_contest,
    set_contest,
)
from jeugd.domain.contest import Contest, Method, Option, Picture, numbered
from jeugd.domain.election import MOST_PICTURES, Definition, Opening
from jeugd.domain.errors import (
    DescriptionMissing,
    ElectionFrozen,
    FieldMissing,
    FieldTooLong,
    NotFound,
    PictureGone,
    TooManyPictures,
)
from jeugd.domain.kind import ElectionKind
from jeugd.storage import elections, pictures
from tests.actions.refusals import refuses
from tests.drawings import digest_of, drawn

PLANS = Contest("Wat?", Method.APPROVAL, numbered([("Skatebaan", "", ""), ("Bankjes", "", "")]))
TREES = Contest("Bomen?", Method.APPROVAL, numbered([("Eik", "", ""), ("Linde", "", "")]))
SKATING, SITTING = drawn(1), drawn(2)


def poll(town, *contests):
    definition = Definition(ElectionKind.JEUGDRAAD, "Plein", Opening.PER_STATION, contests or (PLANS, TREES))
    return town.do(new_election, definition=definition)


@pytest.fixture
def draft(either_town):
    return poll(either_town)


def shown(town, election, number=1):
    with town.database.read() as session:
        definition = Definition.from_json(elections.election(session, election).definition)
    return [one.picture for one in definition.contests[number - 1].options]


def kept(town, election):
    with town.database.read() as session:
        return pictures.digests_of(session, election)


def illustrate(town, election, contents=SKATING, option="1", number=1, description="Een bak"):
    asked = {"number": number, "option": option, "contents": contents, "description": description}
    with town.database.write() as session:
        set_picture(session, election=election, **asked)


def test_an_option_gets_a_picture_that_is_kept_by_its_digest(either_town, draft):
    illustrate(either_town, draft)
    assert shown(either_town, draft) == [Picture(digest_of(SKATING), "Een bak"), None]
    with either_town.database.read() as session:
        assert pictures.contents_of(session, draft) == {digest_of(SKATING): SKATING}
        assert pictures.contents(session, digest_of(SKATING)) == SKATING
        assert pictures.contents(session, "0" * 64) is None


def test_another_picture_takes_the_place_of_the_first_and_the_first_is_gone(either_town, draft):
    illustrate(either_town, draft)
    illustrate(either_town, draft, SITTING, description="Een bank")
    assert shown(either_town, draft)[0] == Picture(digest_of(SITTING), "Een bank")
    assert kept(either_town, draft) == {digest_of(SITTING)}


def test_the_words_can_change_while_the_picture_stays(either_town, draft):
    illustrate(either_town, draft)
    illustrate(either_town, draft, None, description="Een betonnen bak")
    assert shown(either_town, draft)[0] == Picture(digest_of(SKATING), "Een betonnen bak")


def test_a_picture_is_gone_only_when_no_option_shows_it(either_town, draft):
    illustrate(either_town, draft)
    illustrate(either_town, draft, option="2", number=2)
    with either_town.database.write() as session:
        remove_picture(session, election=draft, number=1, option="1")
    assert kept(either_town, draft) == {digest_of(SKATING)}
    with either_town.database.write() as session:
        remove_picture(session, election=draft, number=2, option="2")
    assert kept(either_town, draft) == set()
    assert shown(either_town, draft, 2) == [None, None]


def test_a_question_that_goes_takes_its_pictures_along(either_town, draft):
    illustrate(either_town, draft)
    illustrate(either_town, draft, SITTING, number=2)
    with either_town.database.write() as session:
        move_contest_up(session, election=draft, number=2)
    assert kept(either_town, draft) == {digest_of(SKATING), digest_of(SITTING)}
    with either_town.database.write() as session:
        remove_contest(session, election=draft, number=1)
    assert kept(either_town, draft) == {digest_of(SKATING)}
    with either_town.database.write() as session:
        set_contest(session, election=draft, number=1, contest=TREES)
    assert kept(either_town, draft) == set()


def test_a_draft_that_is_thrown_away_takes_its_pictures_along_and_no_others(either_town, draft):
    other = poll(either_town)
    for election in (draft, other):
        illustrate(either_town, election)
    either_town.do(discard_draft, election=draft)
    assert kept(either_town, draft) == set()
    assert kept(either_town, other) == {digest_of(SKATING)}


def test_what_is_fixed_keeps_its_pictures_and_takes_no_others(town):
    draft = poll(town)
    illustrate(town, draft)
    town.do(freeze, election=draft)
    with refuses(town, ElectionFrozen):
        illustrate(town, draft, SITTING)
    with refuses(town, ElectionFrozen), town.database.write() as session:
        remove_picture(session, election=draft, number=1, option="1")


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"description": ""}, DescriptionMissing),
        ({"description": "x" * 201}, FieldTooLong),
        ({"contents": None}, FieldMissing),
        ({"option": "3"}, NotFound),
        ({"number": 3}, NotFound),
        ({"number": 0}, NotFound),
    ],
)
def test_what_is_not_right_is_refused_and_nothing_is_kept(town, asked, refusal):
    draft = poll(town)
    with refuses(town, refusal):
        illustrate(town, draft, **asked)


def test_a_question_cannot_name_a_picture_of_another_election(town):
    draft, other = poll(town), poll(town)
    illustrate(town, other)
    stolen = Contest(
        "Wat?", options=(Option("1", "a", picture=Picture(digest_of(SKATING), "x")), Option("2", "b"))
    )
    with refuses(town, PictureGone), town.database.write() as session:
        set_contest(session, election=draft, number=1, contest=stolen)


def test_a_ballot_with_as_many_pictures_as_there_may_be_takes_no_more(town):
    options = numbered([(f"Plan {number}", "", "") for number in range(MOST_PICTURES)])
    draft = poll(town, Contest("Wat?", Method.APPROVAL, options), TREES)
    for option in options:
        illustrate(town, draft, option=option.key)
    with refuses(town, TooManyPictures, limit=MOST_PICTURES):
        illustrate(town, draft, number=2)
