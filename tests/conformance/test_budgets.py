"""Files of Pabulib that nobody here wrote, where they are present (``pabulib`` beside the other reference data)."""

import os
from pathlib import Path

import pytest

from jeugd.actions.tally_file import tally_file
from jeugd.formats.pabulib import read_pabulib, write_pabulib

DATA = Path(os.environ.get("JEUGD_SHARED_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
FILES = sorted((DATA / "pabulib").glob("*.pb"))
FUNDED = "1"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_read_and_what_is_written_reads_the_same(path):
    file = read_pabulib(path.read_bytes())
    again = read_pabulib(write_pabulib(file))
    assert (again.projects, again.ballots) == (file.projects, file.ballots)
    assert (again.purse, again.units, again.vote_type) == (file.purse, file.units, file.vote_type)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_equal_shares_give_the_outcome_that_was_published(path):
    file = read_pabulib(path.read_bytes())
    published = {project.key for project in file.projects if project.selected == FUNDED}
    if file.meta.get("rule") != "equalshares/add1" or not published:
        pytest.skip("counted by another rule, or without its outcome")
    tallied = tally_file(path.read_bytes(), name=path.name, method="equal-shares/add1")
    assert set(tallied.outcome.winners) == published
