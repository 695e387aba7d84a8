"""Pages of whoever composes a ballot: its questions and pictures, the library of polls, the practice vote."""

from __future__ import annotations

from dataclasses import replace

from jeugd.domain import ballot
from jeugd.domain.answer import Answer
from jeugd.domain.contest import Contest, Method, Option, Picture, Rules, numbered
from jeugd.domain.election import Definition, Opening
from jeugd.domain.errors import (
    BallotTooLong,
    DescriptionMissing,
    FieldMissing,
    FieldTooLong,
    PictureGone,
    RulesUnfit,
)
from jeugd.domain.kind import ElectionKind
from jeugd.formats.pictures import PictureKindUnknown
from jeugd.formats.poll_file import PollFileUnfit
from jeugd.formats.poll_library import library
from jeugd.web import paper
from jeugd.web.contest_form import ContestForm, Way, empty_form, form_of
from jeugd.web.contest_reading import checked
from jeugd.web.contests import ContestsPage, EditContestPage, NewContestPage
from jeugd.web.illustrations import IllustrationPage
from jeugd.web.polls import PollsPage
from jeugd.web.practice import (
    STATION,
    PracticeBallotPage,
    PracticeCastPage,
    PracticeCheckPage,
    PracticePage,
)
from tests.web.pages.sample import Sample

PLANS = (Option("1", "Skatebaan <b>", "Park", "Voor iedereen.", 8000), Option("2", "Bankjes", "", "", 3000))
YES_NO = (Option("yes", "Ja"), Option("no", "Nee"))
OF_EACH_WAY = (
    Contest("Een keuze?", options=PLANS),
    Contest("Meer keuzes?", Method.APPROVAL, PLANS, rules=Rules(most=1, is_shuffled=True), intro="Lees dit."),
    Contest("Welke volgorde?", Method.BORDA, PLANS),
    Contest("Eens of oneens?", Method.SCALE, numbered([("De bus is gratis.", "", "")])),
    Contest("Waaraan?", Method.EQUAL_SHARES, PLANS, rules=Rules(purse=10000)),
    Contest("Ja of nee?", Method.REFERENDUM, YES_NO, rules=Rules(quorum="1/5", threshold="2/3")),
    Contest("Wie?", Method.SEVERAL_SEATS, PLANS, rules=Rules(seats=1)),
)
DRAWN = Picture("ab" * 32, 'Een "betonnen" bak')
PICTURED = tuple(
    replace(one, options=(replace(one.options[0], picture=DRAWN), *one.options[1:])) for one in OF_EACH_WAY
)
NOT_YET = (Contest("Leeg?"), Contest("Te veel?", Method.APPROVAL, PLANS, rules=Rules(most=9)))
ANSWERS = tuple(map(Answer, ("1", "2", "2>1", "1:5", "1", "yes", "blank")))
WHERE = "/contests/e1"


def definition(*contests: Contest, kind: ElectionKind = ElectionKind.JEUGDRAAD) -> Definition:
    return Definition(kind, "De jeugdraad vraagt", Opening.PER_STATION, contests)


MADE, ILLUSTRATED = definition(*OF_EACH_WAY), definition(*PICTURED)


def questions() -> list[Sample]:
    """Every state of the pages on which a ballot is composed."""
    ballots = {
        "questions": ContestsPage("e1", MADE, True),
        "questions, not whole": ContestsPage("e1", definition(*NOT_YET), True),
        "questions, fixed": ContestsPage("e1", MADE, False),
        "questions, pictures": ContestsPage("e1", ILLUSTRATED, True),
        "no questions": ContestsPage("e1", definition(), True),
    }
    too_long = EditContestPage("e1", 1, empty_form(Way.ONE), BallotTooLong(contests=12, options=150))
    edits = {name: EditContestPage("e1", 1, form) for name, form in _forms().items()}
    edits["question, too long"] = too_long
    return [
        *(Sample(name, "contests/show.html", page, WHERE) for name, page in ballots.items()),
        Sample("ways of asking", "contests/new.html", NewContestPage("e1", 1), f"{WHERE}/new"),
        *(Sample(name, "contests/edit.html", page, WHERE) for name, page in edits.items()),
    ]


def _forms() -> dict[str, ContestForm | None]:
    forms = {f"new question, {way.value}": empty_form(way) for way in Way}
    forms |= {f"question, {one.method.value}": form_of(one) for one in OF_EACH_WAY}
    mistakes = {
        "question": FieldMissing(field="question"),
        "option-1-name": FieldTooLong(field="x", limit=120),
        "most": RulesUnfit(contest=1, rule="most"),
        "options": RulesUnfit(contest=1, rule="referendum"),
    }
    return forms | {
        "question, picture": form_of(PICTURED[1]),
        "question, picture gone": form_of(PICTURED[1]).with_error("option-1-picture", PictureGone()),
        "question, mistakes": replace(empty_form(Way.SEVERAL), errors=mistakes),
        "question, moved": form_of(OF_EACH_WAY[4]).with_row_up(2),
        "question, nothing typed": checked(empty_form(Way.REFERENDUM), 1)[1],
    }


def illustrations() -> list[Sample]:
    """The page of a picture: none yet, there already, refused, and fixed."""
    plain, shown = PLANS[0], PICTURED[0].options[0]
    pages = {
        "picture, none": IllustrationPage("e1", "1", True, plain, ""),
        "picture": IllustrationPage("e1", "1", True, shown, DRAWN.description),
        "picture, fixed": IllustrationPage("e1", "1", False, shown, DRAWN.description),
        "picture, refused": IllustrationPage("e1", "1", True, plain, "Een bak", error=PictureKindUnknown()),
        "picture, no words": IllustrationPage("e1", "1", True, shown, "", error=DescriptionMissing()),
    }
    where = "/illustrations/e1/1/1"
    return [Sample(name, "illustrations/show.html", page, where) for name, page in pages.items()]


def polls() -> list[Sample]:
    """The library, and files that are refused."""
    refused = PollFileUnfit(key="contests 2, name", fault="missing")
    return [
        Sample("library", "polls/show.html", PollsPage(library()), "/polls"),
        Sample("library, refused", "polls/show.html", PollsPage(library(), refused), "/polls"),
    ]


def practice() -> list[Sample]:
    """The steps of a practice vote."""
    pages = {
        "preview": ("show", PracticePage("e1", MADE, True, paper.questions(MADE, STATION))),
        "preview, nothing": ("show", PracticePage("e1", definition(), True, ())),
        "practice ballot": ("ballot", _practice_ballot(MADE)),
        "practice ballot, pictures": ("ballot", _practice_ballot(ILLUSTRATED)),
        "practice ballot, wrong": ("ballot", _refused_ballot()),
        "practice check": ("check", _practice_check(MADE)),
        "practice check, pictures": ("check", _practice_check(ILLUSTRATED)),
        "practice done": ("cast", PracticeCastPage("e1", MADE, ANSWERS, 64)),
    }
    return [
        Sample(name, f"practice/{handler}.html", page, "/practice/e1")
        for name, (handler, page) in pages.items()
    ]


def _practice_ballot(of: Definition) -> PracticeBallotPage:
    return PracticeBallotPage("e1", of, STATION, paper.questions(of, STATION))


def _refused_ballot() -> PracticeBallotPage:
    alone = definition(OF_EACH_WAY[0], kind=ElectionKind.KINDERBURGEMEESTER)
    wrong = RulesUnfit(contest=1, rule="most")
    return PracticeBallotPage(
        "e1", alone, STATION, paper.questions(alone, STATION, {"choice-1": ["1"]}, wrong), wrong
    )


def _practice_check(of: Definition) -> PracticeCheckPage:
    return PracticeCheckPage("e1", of, paper.chosen(of, STATION, ANSWERS), ballot.to_form(of, ANSWERS))
