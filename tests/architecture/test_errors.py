"""Every way of saying no has a status; that each has a sentence in each language is shown with the templates."""

import pytest

from jeugd.domain import errors
from jeugd.domain.errors import Refused
from jeugd.formats.eml_nl.refusals import EmlRefused
from jeugd.web.errors import DEFAULT_STATUS, STATUS, status_of
from tests.architecture.project import all_subclasses

REFUSALS = sorted(all_subclasses(Refused), key=lambda one: one.__name__)

# something in a form or file that is not right: the person can mend it and send it again
TO_BE_MENDED = {
    errors.CodeMalformed,
    errors.CodeUnknown,
    errors.ChoiceMissing,
    errors.ChoiceTwice,
    errors.ChoiceUnknown,
    errors.TooFewOptions,
    errors.BallotTooLong,
    errors.LotUnfit,
    errors.AdmittedMissing,
    errors.ReasonMissing,
    errors.TooManyCards,
    errors.CountOfOtherLists,
    errors.CountOfAnotherPlace,
    errors.FieldMissing,
    errors.FieldTooLong,
    errors.FieldUnfit,
    errors.FormUnread,
    errors.MomentSkipped,
    errors.SeatsUnfit,
    errors.RulesUnfit,
    errors.BlankNotAlone,
    errors.TooFewMarked,
    errors.TooManyMarked,
    errors.PlaceTwice,
    errors.PurseExceeded,
    errors.TooManyPictures,
    errors.PictureGone,
    errors.DescriptionMissing,
}
# said by commands, before anything is served
BY_COMMANDS = {
    errors.FileKindUnknown,
    errors.FileUnreadable,
    errors.FileUnwritable,
    errors.MethodUnfit,
    errors.ElectionUnclear,
    errors.SettingMissing,
    errors.SettingUnfit,
    errors.AssetsMissing,
    errors.AddressTaken,
}


def undecided(refusals):
    """Refusals for which nobody decided what a browser is told."""
    return [
        one.__name__
        for one in refusals
        if one not in STATUS | dict.fromkeys(TO_BE_MENDED | BY_COMMANDS)
        and not issubclass(one, EmlRefused)
        and not one.__module__.startswith(("jeugd.domain.apportionment", "jeugd.formats"))
    ]


def test_every_refusal_has_a_status():
    assert len(REFUSALS) >= 80
    assert undecided(REFUSALS) == []


def test_a_new_refusal_without_a_status_is_found_out():
    class Planted(Refused):
        pass

    assert undecided([*REFUSALS, Planted]) == ["Planted"]


@pytest.mark.parametrize("refusal", sorted(TO_BE_MENDED, key=lambda one: one.__name__))
def test_what_can_be_mended_is_answered_with_the_form(refusal):
    assert status_of(refusal()) == DEFAULT_STATUS == 422


def test_every_status_says_that_it_was_refused():
    assert all(400 <= status < 500 or status == 503 for status in STATUS.values())
    assert set(STATUS) <= set(REFUSALS)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: one.__name__)
def test_a_refusal_has_a_name_and_says_what_it_is_for(refusal):
    assert refusal(limit=3).name == refusal.__name__
    assert refusal(limit=3).facts == {"limit": 3}
    assert refusal.__doc__


def test_no_two_refusals_share_a_name():
    names = [one.__name__ for one in REFUSALS]
    assert len(names) == len(set(names))
