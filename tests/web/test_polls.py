"""The library and poll files over HTTP."""

import tomllib

import pytest

from jeugd.domain.election import Definition
from jeugd.formats.poll_library import library, poll_named
from jeugd.storage import elections
from tests.actions.refusals import everything


def test_a_poll_of_the_library_becomes_a_draft_and_a_file_again(town, carla):
    page = carla.post("/polls/klimaat")
    assert page.status_code == 200
    assert "The lesson around it" in page.text
    election = page.url.path.rpartition("/")[2]
    file = carla.get(f"/polls/{election}.toml")
    assert file.content == poll_named("klimaat").contents
    assert file.headers["content-disposition"] == 'attachment; filename="klimaat-in-onze-gemeente.toml"'
    assert file.headers["content-type"] == "application/toml"


def test_a_file_becomes_a_draft(town, carla):
    poll = poll_named("jongerenbudget")
    page = carla.post("/polls", files={"poll": ("poll.toml", poll.contents)})
    election = page.url.path.rpartition("/")[2]
    with town.database.read() as session:
        row = elections.election(session, election)
    assert Definition.from_json(row.definition) == poll.definition
    assert row.municipality == "GM9999"


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"poll": ("a.toml", b'format = "jeugd-poll-1"\ntitle = "a')}, "Line 2 cannot be read"),
        ({"poll": ("a.toml", b'format = "jeugd-poll-1"\nnaam = 1')}, '"naam", which is not known'),
        ({"poll": ("a.toml", b'format = "jeugd-poll-1"\n"<b>" = 1')}, "&lt;b&gt;"),
        ({"poll": ("a.toml", b"#" * 300_000)}, "larger than any poll"),
        ({"other": ("a.toml", b"x")}, "Choose a file first"),
    ],
)
def test_a_file_that_is_refused_is_said_at_its_field_and_changes_nothing(town, carla, files, sentence):
    before = everything(town)
    answer = carla.post("/polls", files=files)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'aria-describedby="poll-error poll-hint"' in answer.text
    assert everything(town) == before


def test_a_poll_that_is_not_in_the_library_is_not_found(carla):
    assert carla.post("/polls/..%2Fsecret").status_code == 404
    assert carla.post("/polls/loten").status_code == 404


def test_a_saved_election_names_no_candidate(town, carla):
    saved = tomllib.loads(carla.get(f"/polls/{town.election}.toml").text)
    assert "options" not in saved["contests"][0]


def test_every_poll_is_offered(carla):
    page = carla.get("/polls").text
    assert all(f'action="/polls/{one.name}"' in page for one in library())
