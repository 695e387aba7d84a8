"""``jeugd serve`` with the ballot box that most have: check, then insert. Only to be found out by the tests."""

from __future__ import annotations

import sys

from jeugd.actions import cast_ballot
from jeugd.cli import main
from jeugd.storage.ballot_box import BallotBox, ballot_box
from jeugd.storage.database import Database
from tests.storage.planted_box import CheckThenInsert


def planted(database: Database) -> BallotBox:
    """The real box behind a careless one."""
    return CheckThenInsert(ballot_box(database), database)


if __name__ == "__main__":
    cast_ballot.ballot_box = planted
    sys.exit(main())
