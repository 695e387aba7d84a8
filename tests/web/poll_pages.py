"""Pages to try the templates with: composing a ballot, the library of polls and the practice vote."""

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
from jeugd.web.contest_form import Way, checked, empty_form, form_of
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


def composing() -> dict[str, tuple[str, object, str]]:
    """{name: (template, page, path)} of every state of the pages on which a ballot is composed."""
    new = {f"new question, {way.value}": empty_form(way) for way in Way}
    there = {f"question, {one.method.value}": form_of(one) for one in OF_EACH_WAY}
    mistakes = {
        "question": FieldMissing(field="question"),
        "option-1-name": FieldTooLong(field="x", limit=120),
    }
    mistakes |= {
        "most": RulesUnfit(contest=1, rule="most"),
        "options": RulesUnfit(contest=1, rule="referendum"),
    }
    forms = new | there
    forms["question, picture"] = form_of(PICTURED[1])
    forms["question, picture gone"] = form_of(PICTURED[1]).with_error("option-1-picture", PictureGone())
    forms["question, mistakes"] = replace(empty_form(Way.SEVERAL), errors=mistakes)
    forms["question, moved"] = form_of(OF_EACH_WAY[4]).with_row_up(2)
    forms["question, nothing typed"] = checked(empty_form(Way.REFERENDUM), 1)[1]
    pages = {
        name: ("contests/edit.html", EditContestPage("e1", 1, form), WHERE) for name, form in forms.items()
    }
    too_long = EditContestPage("e1", 1, empty_form(Way.ONE), BallotTooLong(contests=12, options=150))
    return pages | {
        "question, too long": ("contests/edit.html", too_long, WHERE),
        "questions": ("contests/show.html", ContestsPage("e1", definition(*OF_EACH_WAY), True), WHERE),
        "questions, not whole": ("contests/show.html", ContestsPage("e1", definition(*NOT_YET), True), WHERE),
        "questions, fixed": (
            "contests/show.html",
            ContestsPage("e1", definition(*OF_EACH_WAY), False),
            WHERE,
        ),
        "questions, pictures": (
            "contests/show.html",
            ContestsPage("e1", definition(*PICTURED), True),
            WHERE,
        ),
        "no questions": ("contests/show.html", ContestsPage("e1", definition(), True), WHERE),
        "ways of asking": ("contests/new.html", NewContestPage("e1", 1), f"{WHERE}/new"),
    }


def illustrations() -> dict[str, tuple[str, object, str]]:
    """The page of a picture: none yet, there already, refused, and fixed."""
    plain, shown = PLANS[0], PICTURED[0].options[0]
    pages = {
        "picture, none": IllustrationPage("e1", "1", True, plain, ""),
        "picture": IllustrationPage("e1", "1", True, shown, DRAWN.description),
        "picture, fixed": IllustrationPage("e1", "1", False, shown, DRAWN.description),
        "picture, refused": IllustrationPage("e1", "1", True, plain, "Een bak", error=PictureKindUnknown()),
        "picture, no words": IllustrationPage("e1", "1", True, shown, "", error=DescriptionMissing()),
    }
    return {name: ("illustrations/show.html", page, "/illustrations/e1/1/1") for name, page in pages.items()}


def polls() -> dict[str, tuple[str, object, str]]:
    """The library, and files that are refused."""
    refused = PollFileUnfit(key="contests 2, name", fault="missing")
    return {
        "library": ("polls/show.html", PollsPage(library()), "/polls"),
        "library, refused": ("polls/show.html", PollsPage(library(), refused), "/polls"),
    }


def practice() -> dict[str, tuple[str, object, str]]:
    """The steps of a practice vote."""
    where = "/practice/e1"
    made, one = definition(*OF_EACH_WAY), definition(OF_EACH_WAY[0], kind=ElectionKind.KINDERBURGEMEESTER)
    questions = paper.questions(made, STATION)
    chosen, fields = paper.chosen(made, STATION, ANSWERS), ballot.to_form(made, ANSWERS)
    wrong = RulesUnfit(contest=1, rule="most")
    alone = paper.questions(one, STATION, {"choice-1": ["1"]}, wrong)
    drawn = definition(*PICTURED)
    drawn_questions, drawn_chosen = paper.questions(drawn, STATION), paper.chosen(drawn, STATION, ANSWERS)
    return {
        "practice ballot, pictures": (
            "practice/ballot.html",
            PracticeBallotPage("e1", drawn, STATION, drawn_questions),
            where,
        ),
        "practice check, pictures": (
            "practice/check.html",
            PracticeCheckPage("e1", drawn, drawn_chosen, fields),
            where,
        ),
        "preview": ("practice/show.html", PracticePage("e1", made, True, questions), where),
        "preview, nothing": ("practice/show.html", PracticePage("e1", definition(), True, ()), where),
        "practice ballot": (
            "practice/ballot.html",
            PracticeBallotPage("e1", made, STATION, questions),
            where,
        ),
        "practice ballot, wrong": (
            "practice/ballot.html",
            PracticeBallotPage("e1", one, STATION, alone, wrong),
            where,
        ),
        "practice check": ("practice/check.html", PracticeCheckPage("e1", made, chosen, fields), where),
        "practice done": ("practice/cast.html", PracticeCastPage("e1", made, ANSWERS, 64), where),
    }


POLL_PAGES = {**composing(), **illustrations(), **polls(), **practice()}
