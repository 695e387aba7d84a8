"""Illustrate the options of a draft: give an option a picture, describe it, and take it away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jeugd.actions.prepare_election import set_contest
from jeugd.domain.contest import LONGEST_TEXTS, Contest, Option, Picture
from jeugd.domain.election import Definition
from jeugd.domain.errors import DescriptionMissing, FieldMissing, FieldTooLong, NotFound
from jeugd.storage import elections, pictures

if TYPE_CHECKING:
    from jeugd.storage.database import Session


def set_picture(
    session: Session, *, election: str, number: int, option: str, contents: bytes | None, description: str
) -> None:
    """Give an option of question ``number`` a picture as ``read_picture`` made it, with what it shows.

    Without ``contents`` the picture stays and only the description changes. Raises NotFound, ElectionFrozen,
    FieldMissing (``picture``), DescriptionMissing, FieldTooLong, TooManyPictures.
    """
    contest, shown = _option(session, election, number, option)
    digest = _digest(session, election, shown, contents)
    if not description:
        raise DescriptionMissing
    if len(description) > LONGEST_TEXTS["description"]:
        raise FieldTooLong(field="description", limit=LONGEST_TEXTS["description"])
    changed = replace(shown, picture=Picture(digest, description))
    set_contest(session, election=election, number=number, contest=_with(contest, changed))


def remove_picture(session: Session, *, election: str, number: int, option: str) -> None:
    """Take the picture of an option away; it is gone unless another option has it too.

    Raises NotFound, ElectionFrozen.
    """
    contest, shown = _option(session, election, number, option)
    changed = replace(shown, picture=None)
    set_contest(session, election=election, number=number, contest=_with(contest, changed))


def option_of(definition: Definition, number: int, option: str) -> Option:
    """An option of question ``number`` (from 1); lists of a real election have no pictures. Raises NotFound."""
    if not 1 <= number <= len(definition.contests):
        raise NotFound
    found = [one for one in definition.contests[number - 1].options if one.key == option]
    if not found:
        raise NotFound
    return found[0]


def _option(session: Session, election: str, number: int, option: str) -> tuple[Contest, Option]:
    definition = Definition.from_json(elections.election_to_change(session, election).definition)
    found = option_of(definition, number, option)
    return definition.contests[number - 1], found


def _digest(session: Session, election: str, option: Option, contents: bytes | None) -> str:
    if contents is not None:
        return pictures.keep(session, election, contents)
    if option.picture is None:
        raise FieldMissing(field="picture", is_file=True)
    return option.picture.digest


def _with(contest: Contest, changed: Option) -> Contest:
    options = tuple(changed if one.key == changed.key else one for one in contest.options)
    return replace(contest, options=options)
