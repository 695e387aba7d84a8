"""Pages of a teacher: the classroom, its quick questions, poll cards and record, and the board on the wall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from jeugd.domain.election import ElectionState, Opening
from jeugd.domain.errors import (
    AdmittedMissing,
    AlreadyExists,
    CodeUsed,
    FieldMissing,
    FieldTooLong,
    FieldUnfit,
    ReasonMissing,
    TooFewOptions,
    TooManyCards,
)
from jeugd.domain.polling_station import StationState
from jeugd.domain.record import DifferenceReason, Reconciliation
from jeugd.domain.turnout import Turnout
from jeugd.web.board import BoardPage
from jeugd.web.classroom import ClassroomPage
from jeugd.web.poll_cards import PollCardsPage, Progress
from jeugd.web.quick_questions import Entered, NewQuestionPage
from jeugd.web.records import RecordPage
from jeugd.web.stations import ShownContest, StationView
from tests.web import methods
from tests.web.pages.juinen import EVERY_OUTCOME, OUTCOMES, free, station
from tests.web.pages.sample import Sample, each

COUNTED = station(StationState.EMPTIED)
NO_CARDS = station(StationState.PREPARED, turnout=Turnout(28, 0, 0, 0))


def classrooms() -> list[Sample]:
    pages = {
        **{
            f"{state.value}, {election.value}, {opening.value}": ClassroomPage(
                station(state, election, opening), ()
            )
            for state, election, opening in product(StationState, ElectionState, Opening)
        },
        "no cards": ClassroomPage(NO_CARDS, ()),
        "everybody voted": ClassroomPage(station(turnout=Turnout(28, 40, 30, 0)), (), is_guessed_at=True),
        "no number": ClassroomPage(
            station(), (), error=AdmittedMissing(limit=5000), refused_form="close", entered="x"
        ),
        "no reason": ClassroomPage(
            station(), (), error=ReasonMissing(admitted=28, cast=23), refused_form="close", entered="28"
        ),
        "wrong card": ClassroomPage(station(), (), error=CodeUsed(), refused_form="void"),
        **{f"result: {name}": ClassroomPage(COUNTED, (one,)) for name, one in EVERY_OUTCOME.items()},
        **dict(_free_participation()),
        "questions": ClassroomPage(station(), (), questions=(free(), free(StationState.EMPTIED))),
    }
    blocks = ("main", "station", "turnout")
    return each("classroom", "classroom/show.html", pages, "/classroom/7F3K2", blocks)


def _free_participation() -> Iterator[tuple[str, ClassroomPage]]:
    turnouts = {
        "nobody": Turnout(28, 0, 0, 0),
        "some": Turnout(28, 23, 20, 0),
        "all": Turnout(28, 23, 23, 0),
    }
    for state, (name, turnout) in product(StationState, turnouts.items()):
        yield f"free, {state.value}, {name}", ClassroomPage(free(state, turnout), ())


def quick_questions() -> list[Sample]:
    new = NewQuestionPage(station(), Entered(places="28"))
    filled = replace(new, entered=Entered("Wat?", "options", ("Ja", "Ja", *[""] * 6), "99"))
    errors = [
        FieldMissing(field="question"),
        AlreadyExists(name="Ja"),
        TooFewOptions(),
        FieldUnfit(field="answers"),
        FieldTooLong(field="option-3", limit=60),
        FieldUnfit(field="places"),
        FieldMissing(field="yes"),
    ]
    pages = {"new": new} | {f"{one.name} {one.facts}": replace(filled, error=one) for one in errors}
    return each("quick question", "quick_questions/new.html", pages, "/quick-questions/7F3K2")


def poll_cards() -> list[Sample]:
    draft = station(StationState.PREPARED, ElectionState.DRAFT)
    pages = {
        "too many": PollCardsPage(station(), 9, error=TooManyCards(limit=9), entered="99"),
        "being made": PollCardsPage(station(), 9, Progress(400, 1000)),
        "over": PollCardsPage(COUNTED, 9),
        "draft": PollCardsPage(draft, 9),
    }
    return [
        Sample("poll cards", "poll_cards/show.html", PollCardsPage(NO_CARDS, 5000), "/poll-cards/7F3K2"),
        *each("poll cards", "poll_cards/show.html", pages),
    ]


def records() -> list[Sample]:
    lost = Reconciliation(28, 26, DifferenceReason.CARD_LOST)
    fingerprint = ("ab12", "cd34")
    pages = {
        "not counted": RecordPage(station(StationState.CLOSED), None, (), ("ab12",)),
        **{name: RecordPage(COUNTED, lost, (one,), fingerprint) for name, one in EVERY_OUTCOME.items()},
        "free participation": RecordPage(free(StationState.EMPTIED), Reconciliation(23, 20, None), (), ()),
        "equal": RecordPage(COUNTED, Reconciliation(28, 28, None), (), ()),
    }
    return each("record", "records/show.html", pages)


def boards() -> list[Sample]:
    stations = {
        **{state.value: station(state) for state in StationState},
        **{f"free, {state.value}": free(state) for state in StationState},
        "hall": station(turnout=Turnout(600, 700, 610, 0)),
    }
    results = {
        **{name: (one,) for name, one in EVERY_OUTCOME.items()},
        "two": (OUTCOMES["winner"], OUTCOMES["tie"]),
        "every method": tuple(methods.OUTCOMES.values()),
    }
    turnouts = {name: _on_the_wall(one, ()) for name, one in stations.items()}
    counts = {f"result {name}": _on_the_wall(COUNTED, result) for name, result in results.items()}
    return [
        *each("board", "board/show.html", turnouts, "/board/7F3K2", ("main", "board")),
        *each("board", "board/show.html", counts, "/board/7F3K2"),
    ]


def _on_the_wall(of: StationView, result: tuple[ShownContest, ...]) -> BoardPage:
    return BoardPage(of, result, "stem.juinen.example/stem", "https://stem.juinen.example/s/7F3K2")
