"""A poll saved on one server and loaded on another; a file that is refused changes nothing."""

from dataclasses import replace

import pytest

from jeugd.actions.exchange_polls import load_poll, official_at_terminal, save_poll
from jeugd.actions.prepare_election import freeze, new_election
from jeugd.domain.errors import FieldUnfit, NotFound
from jeugd.domain.journal import Deed
from jeugd.domain.kind import ElectionKind
from jeugd.domain.lesson import Lesson
from jeugd.domain.roles import Role, Staff
from jeugd.formats.poll_file import Poll, PollFileRefused, read_poll
from jeugd.formats.poll_library import library
from jeugd.storage import elections, journal, pictures
from tests.actions.refusals import everything, refuses
from tests.cast import CHILDREN, build_town
from tests.drawings import digest_of
from tests.formats.test_poll_file import DAMAGED, PICTURED, SITTING, SKATING, WITH_PICTURES


@pytest.fixture
def elsewhere(tmp_path):
    """A second server, with a database and keys of its own."""
    address = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    from jeugd.storage.database import Database

    database = Database(address)
    database.migrate()
    database.close()
    keys = tmp_path / "other-keys"
    keys.mkdir()
    made = build_town(address, keys)
    yield made
    made.close()


def row(town, election):
    with town.database.read() as session:
        return elections.election(session, election)


def saved(town, election, **asked):
    with town.database.read() as session:
        return save_poll(session, election=election, **asked)


def loaded(town, contents):
    return town.do(load_poll, poll=read_poll(contents))


@pytest.mark.parametrize("poll", library(), ids=lambda poll: poll.name)
def test_a_poll_saved_here_and_loaded_elsewhere_is_fixed_with_the_same_bytes(town, elsewhere, poll):
    here = loaded(town, poll.contents)
    there = loaded(elsewhere, saved(town, here, with_candidates=True))
    town.do(freeze, election=here)
    elsewhere.do(freeze, election=there)
    ours, theirs = row(town, here), row(elsewhere, there)
    assert ours.definition == theirs.definition
    assert ours.fingerprint == theirs.fingerprint
    assert ours.lesson == theirs.lesson
    assert (
        saved(elsewhere, there, with_candidates=True)
        == saved(town, here, with_candidates=True)
        == poll.contents
    )


def test_a_poll_with_pictures_goes_to_another_server_with_its_bytes_and_its_pictures(town, elsewhere):
    here = loaded(town, PICTURED)
    file = saved(town, here)
    assert file == PICTURED
    there = loaded(elsewhere, file)
    for one, election in ((town, here), (elsewhere, there)):
        one.do(freeze, election=election)
    assert row(town, here).definition == row(elsewhere, there).definition
    assert row(town, here).fingerprint == row(elsewhere, there).fingerprint
    for one, election in ((town, here), (elsewhere, there)):
        with one.database.read() as session:
            assert pictures.contents_of(session, election) == {digest_of(a): a for a in (SKATING, SITTING)}
    assert saved(elsewhere, there) == PICTURED


def test_a_file_without_its_candidates_is_without_their_pictures(town):
    definition = replace(WITH_PICTURES, kind=ElectionKind.KINDERBURGEMEESTER)
    kept = {digest_of(one): one for one in (SKATING, SITTING)}
    election = town.do(load_poll, poll=Poll(definition, Lesson(), kept))
    assert b"webp" not in saved(town, election)
    assert saved(town, election, with_candidates=True).count(b"webp") == 2


def test_an_election_is_saved_without_its_candidates_and_its_place(town):
    text = saved(town, town.election).decode()
    names = [name for name, _, _ in CHILDREN]
    assert not [word for word in [*names, "Regenboog", "Klimmen", "GM9999", "2026", "Carla"] if word in text]
    assert "Wie wordt de nieuwe kinderburgemeester?" in text
    assert all(name in saved(town, town.election, with_candidates=True).decode() for name in names)


def test_a_loaded_poll_is_a_draft_with_its_lesson_and_the_journal_knows(town):
    poll = library()[0]
    election = loaded(town, poll.contents)
    assert Lesson.from_json(row(town, election).lesson) == poll.lesson
    assert row(town, election).publish_at is None
    with town.database.read() as session:
        assert [one.deed for one in journal.of_election(session, election)] == [Deed.ELECTION_PREPARED]


def test_a_lesson_that_is_forgotten_is_found_out(town, monkeypatch):
    poll = library()[0]
    election = town.do(new_election, definition=poll.definition)
    assert saved(town, election, with_candidates=True) != poll.contents


def test_200_damaged_files_change_nothing(town):
    before = everything(town)
    refused = 0
    for contents in DAMAGED:
        try:
            read_poll(contents)
        except PollFileRefused:
            refused += 1
            with pytest.raises(PollFileRefused):
                loaded(town, contents)
    assert refused > 120
    assert everything(town) == before


def test_an_election_that_is_not_there_is_not_saved(town):
    with pytest.raises(NotFound):
        saved(town, "nowhere")


def test_a_command_loads_for_a_municipality_that_is_here(town):
    with town.database.read() as session:
        assert official_at_terminal(session, "GM9999") == Staff(Role.OFFICIAL, "GM9999", "jeugd poll load")
    with refuses(town, FieldUnfit, field="municipality"):
        town.do(official_at_terminal, municipality="GM0001")
