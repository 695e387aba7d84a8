"""Pages of a voter: finding the booth, the code, the ballot, the check, and joining without a card."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from jeugd.domain.answer import BLANK, Answer
from jeugd.domain.ballot import to_form
from jeugd.domain.contest import Contest
from jeugd.domain.errors import (
    ChoiceMissing,
    CodeMalformed,
    CodeUsed,
    NotFound,
    PlacesTaken,
    Refused,
    StationNotOpen,
)
from jeugd.domain.kind import ElectionKind
from jeugd.web import paper
from jeugd.web.booth import FindPage
from jeugd.web.booth_pages import BallotPage, CheckPage, CodePage, DonePage
from jeugd.web.join import JoinPage
from tests.big_poll import OF_EVERY_KIND
from tests.web.pages.juinen import CHILDREN, LISTS, PLANS, definition
from tests.web.pages.sample import Sample

CODE, ATTEMPT = "K7QM-4XJD-9WTH", "ab" * 16


def booth(*contests: Contest, kind: ElectionKind = ElectionKind.KINDERBURGEMEESTER) -> SimpleNamespace:
    """What pages see of a booth: everything but its keys."""
    return SimpleNamespace(
        station="7F3K2",
        station_name="Groep 7b",
        school_name="De Regenboog",
        municipality="Juinen",
        definition=definition(*contests, kind=kind),
    )


KINDER = booth()
FREE = booth(PLANS, kind=ElectionKind.JEUGDRAAD)
FREE.definition = replace(FREE.definition, is_free_to_join=True)
SCHADUW = booth(LISTS, kind=ElectionKind.SCHADUWVERKIEZING)
BOTH = booth(PLANS, CHILDREN, kind=ElectionKind.JEUGDRAAD)
POLL = booth(*OF_EVERY_KIND, kind=ElectionKind.JEUGDRAAD)
POLL_ANSWERS = ("2", "1,4", "no", "1", "3>1>12", "2,12", "1:5,4:?")
FILLED = {
    "choice-1": ["2"],
    "choice-2": ["1", "4"],
    "choice-5-3": ["1"],
    "choice-6": ["12"],
    "choice-7-4": ["?"],
}


def ballot(
    of: SimpleNamespace, filled: dict[str, list[str]] | None = None, error: Refused | None = None
) -> BallotPage:
    return BallotPage(of, CODE, ATTEMPT, paper.questions(of.definition, of.station, filled, error), error)


def check(of: SimpleNamespace, answers: tuple[str, ...]) -> CheckPage:
    given = tuple(map(Answer, answers))
    chosen = paper.chosen(of.definition, of.station, given)
    return CheckPage(of, CODE, ATTEMPT, chosen, to_form(of.definition, given))


def booths() -> list[Sample]:
    return [*_doors(), *_ballots(), *_checks(), *_joining()]


def _doors() -> list[Sample]:
    paused = FindPage("XXXXX", station_error=StationNotOpen(state="paused"))
    return [
        Sample("find", "booth/find.html", FindPage(), "/booth"),
        Sample("find, no station", "booth/find.html", FindPage("XXXXX", station_error=NotFound()), "/booth"),
        Sample("find, not open", "booth/find.html", paused),
        Sample("code", "booth/show.html", CodePage(KINDER)),
        Sample("code, wrong", "booth/show.html", CodePage(KINDER, "K7QI", CodeMalformed(position=3))),
        Sample("code, used", "booth/show.html", CodePage(KINDER, "", CodeUsed())),
    ]


def _ballots() -> list[Sample]:
    missing = ChoiceMissing(contest=1)
    pages = {
        "ballot": ballot(KINDER),
        "ballot, nothing chosen": ballot(KINDER, {}, missing),
        "ballot with lists": ballot(SCHADUW),
        "ballot with lists, chosen": ballot(SCHADUW, {"choice-1": ["4.1"]}, missing),
        "ballot with two questions": ballot(BOTH, {"choice-1": ["blank"]}, ChoiceMissing(contest=2)),
        "ballot of a poll": ballot(POLL),
        "ballot of a poll, filled in": ballot(POLL, FILLED, ChoiceMissing(contest=5)),
    }
    return [Sample(name, "booth/ballot.html", page) for name, page in pages.items()]


def _checks() -> list[Sample]:
    pages = {
        "check of a poll": check(POLL, POLL_ANSWERS),
        "check of a poll, blank": check(POLL, (BLANK,) * len(POLL_ANSWERS)),
        "check": check(KINDER, ("3",)),
        "check, blank": check(KINDER, (BLANK,)),
        "check, list": check(SCHADUW, ("4.1",)),
        "check, two questions": check(BOTH, (BLANK, "1")),
    }
    return [
        *(Sample(name, "booth/check.html", page) for name, page in pages.items()),
        Sample("done", "booth/cast.html", DonePage(KINDER)),
        Sample("done, free participation", "booth/cast.html", DonePage(FREE)),
    ]


def _joining() -> list[Sample]:
    errors = {"join": None, "join, full": PlacesTaken(places=28), "join, used": CodeUsed()}
    return [
        Sample(name, "join/show.html", JoinPage(FREE, ATTEMPT, error), "/join/7F3K2")
        for name, error in errors.items()
    ]
