"""Pages to try the templates with: each room in each of its states, with the values its handler would give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import SimpleNamespace

from starlette.applications import Starlette

from jeugd.domain.answer import BLANK, Answer
from jeugd.domain.apportionment import Category
from jeugd.domain.ballot import to_form
from jeugd.domain.contest import CandidateList, Contest, Method, Option, numbered
from jeugd.domain.disclosed_result import class_sees, public_sees
from jeugd.domain.election import Definition, ElectionState, Opening
from jeugd.domain.errors import (
    AdmittedMissing,
    AlreadyExists,
    ChoiceMissing,
    CodeMalformed,
    CodeUsed,
    CountOfOtherLists,
    FieldMissing,
    FieldTooLong,
    FieldUnfit,
    NotFound,
    PlacesTaken,
    ReasonMissing,
    Refused,
    RulesUnfit,
    SeatsUnfit,
    StationNotOpen,
    TooBusy,
    TooFewOptions,
    TooManyCards,
)
from jeugd.domain.journal import Deed
from jeugd.domain.kind import ElectionKind
from jeugd.domain.lesson import Lesson
from jeugd.domain.official_count import Notice, OfficialCount, compare, seats_of
from jeugd.domain.official_election import OfficialElection
from jeugd.domain.polling_station import StationState
from jeugd.domain.record import DifferenceReason, Reconciliation
from jeugd.domain.result import contest_result
from jeugd.domain.roles import Role
from jeugd.domain.turnout import Turnout
from jeugd.web import paper, results
from jeugd.web.account import LinkPage
from jeugd.web.board import BoardPage
from jeugd.web.booth import FindPage
from jeugd.web.booth_pages import BallotPage, CheckPage, CodePage, DonePage
from jeugd.web.classroom import ClassroomPage
from jeugd.web.comparison import set_beside
from jeugd.web.election_page import ElectionPage, JournalLine, Lift, Tie
from jeugd.web.elections import NewElectionPage
from jeugd.web.home import HomePage, Published
from jeugd.web.i18n import Language, speaking
from jeugd.web.imports import ImportsPage
from jeugd.web.join import JoinPage
from jeugd.web.letters import LetterPage
from jeugd.web.municipality import ElectionLine, MunicipalityPage
from jeugd.web.official_counts import OfficialCountPage
from jeugd.web.poll_cards import PollCardsPage, Progress
from jeugd.web.quick_questions import Entered, NewQuestionPage
from jeugd.web.records import RecordPage
from jeugd.web.results import ResultsPage
from jeugd.web.routes import routes
from jeugd.web.seats import Row, SeatsPage
from jeugd.web.stations import ShownContest, StationView
from jeugd.web.templates import Templates
from tests.big_poll import OF_EVERY_KIND
from tests.web import methods
from tests.web.councils import COUNCILS, WAITING
from tests.web.poll_pages import NOT_YET, OF_EACH_WAY, POLL_PAGES

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
CODE, ATTEMPT = "K7QM-4XJD-9WTH", "ab" * 16
LIVELY = Turnout(expected=28, issued=30, cast=23, void=1)
JOINED = Turnout(expected=28, issued=23, cast=20, void=0)
TEMPLATES = Templates(Starlette(routes=routes()).url_path_for)

CHILDREN = Contest(
    "Wie wordt de kinderburgemeester?",
    options=numbered(
        [
            ("Noor", "De Regenboog, groep 7", "Klimmen."),
            ("Yassin", "", ""),
            ("<Fenna> & 'co'", 'Het "Kompas"', ""),
        ]
    ),
)
PLANS = Contest("Wat doen we?", options=numbered([("Een skatebaan", "", ""), ("Een pluktuin", "", "")]))
LISTS = Contest(
    "Op wie stem jij?",
    Method.LIST_VOTE,
    lists=(
        CandidateList(1, "Lokaal Juinen", (Option("1.1", "A. de Vries", "Juinen"), Option("1.2", "B. Stam"))),
        CandidateList(4, "", (Option("4.1", "H.K. Zandstra", "Juinen"),)),
    ),
)


def definition(*contests: Contest, kind: ElectionKind = ElectionKind.KINDERBURGEMEESTER) -> Definition:
    return Definition(kind, "Verkiezing van Juinen", Opening.PER_STATION, contests or (CHILDREN,))


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


def station(
    state: StationState = StationState.OPEN,
    election: ElectionState = ElectionState.OPEN,
    opening: Opening = Opening.PER_STATION,
    turnout: Turnout = LIVELY,
) -> StationView:
    return StationView(
        id="7F3K2",
        name="Groep 7b",
        school="De Regenboog",
        municipality="Juinen",
        election="e1",
        title="Verkiezing van Juinen",
        state=state,
        election_state=election,
        opening=opening,
        turnout=turnout,
        admitted=28 if state.is_over else None,
    )


def free(state: StationState = StationState.OPEN, turnout: Turnout = JOINED) -> StationView:
    """A quick question in groep 7b."""
    return replace(station(state, turnout=turnout), is_free_to_join=True, asked_in="C1A55")


def shown(
    contest: Contest, tally: dict[str, int], *, public: bool = False, draws: tuple[str, ...] = ()
) -> ShownContest:
    """A contest with these votes, as a class or the public may see it."""
    result = contest_result(contest, tally, draws)
    return ShownContest(result, public_sees(result, stations=2) if public else class_sees(result))


OUTCOMES = {
    "winner": shown(CHILDREN, {"1": 11, "2": 8, "3": 6, BLANK: 3}),
    "tie": shown(CHILDREN, {"1": 9, "2": 9, "3": 5, BLANK: 3}),
    "by lot": shown(CHILDREN, {"1": 9, "2": 9, "3": 5}, draws=("2",)),
    "folded": shown(CHILDREN, {"1": 11, "2": 2, "3": 1, BLANK: 4}),
    "folded tie": shown(CHILDREN, {"1": 1, "2": 6, "3": 6, BLANK: 7}),
    "too few": shown(CHILDREN, {"1": 4}),
    "large majority": shown(CHILDREN, {"1": 24, "2": 1}),
    "mostly blank": shown(CHILDREN, {BLANK: 25}),
    "lists": shown(LISTS, {"1.1": 11, "1.2": 4, "4.1": 9, BLANK: 3}, public=True),
    "nothing": shown(CHILDREN, {}),
}
EVERY_OUTCOME = OUTCOMES | methods.OUTCOMES


@dataclass(frozen=True)
class Sample:
    """A template with a page for it; ``blocks`` are rendered alone as well."""

    name: str
    template: str
    page: object
    path: str = "/"
    blocks: tuple[str, ...] = ("main",)


def _samples() -> list[Sample]:
    return [
        *_public(),
        *_booth(),
        *_classroom(),
        *_board(),
        *_results(),
        *_councils(),
        *_official(),
        *_desk(),
        *(Sample(name, *where) for name, where in POLL_PAGES.items()),
        *_errors(),
    ]


def _public() -> list[Sample]:
    return [
        Sample("home", "home/show.html", HomePage(())),
        Sample("home with results", "home/show.html", HomePage((Published("e1", "Verkiezing", "Juinen"),))),
        Sample("privacy", "home/privacy.html", None, "/privacy"),
        Sample("accessibility", "home/accessibility.html", None, "/accessibility"),
        Sample("sign in", "account/show.html", LinkPage("token", Role.OFFICIAL), "/sign-in/token"),
    ]


def _booth() -> list[Sample]:
    wrong = CodeMalformed(position=3)
    missing = ChoiceMissing(contest=1)
    return [
        Sample("find", "booth/find.html", FindPage(), "/booth"),
        Sample("find, no station", "booth/find.html", FindPage("XXXXX", station_error=NotFound()), "/booth"),
        Sample(
            "find, not open",
            "booth/find.html",
            FindPage("XXXXX", station_error=StationNotOpen(state="paused")),
        ),
        Sample("code", "booth/show.html", CodePage(KINDER)),
        Sample("code, wrong", "booth/show.html", CodePage(KINDER, "K7QI", wrong)),
        Sample("code, used", "booth/show.html", CodePage(KINDER, "", CodeUsed())),
        Sample("ballot", "booth/ballot.html", ballot(KINDER)),
        Sample("ballot, nothing chosen", "booth/ballot.html", ballot(KINDER, {}, missing)),
        Sample("ballot with lists", "booth/ballot.html", ballot(SCHADUW)),
        Sample(
            "ballot with lists, chosen",
            "booth/ballot.html",
            ballot(SCHADUW, {"choice-1": ["4.1"]}, missing),
        ),
        Sample(
            "ballot with two questions",
            "booth/ballot.html",
            ballot(BOTH, {"choice-1": ["blank"]}, ChoiceMissing(contest=2)),
        ),
        Sample("ballot of a poll", "booth/ballot.html", ballot(POLL)),
        Sample(
            "ballot of a poll, filled in", "booth/ballot.html", ballot(POLL, FILLED, ChoiceMissing(contest=5))
        ),
        Sample("check of a poll", "booth/check.html", _check(POLL, POLL_ANSWERS)),
        Sample("check of a poll, blank", "booth/check.html", _check(POLL, (BLANK,) * len(POLL_ANSWERS))),
        Sample("check", "booth/check.html", _check(KINDER, ("3",))),
        Sample("check, blank", "booth/check.html", _check(KINDER, (BLANK,))),
        Sample("check, list", "booth/check.html", _check(SCHADUW, ("4.1",))),
        Sample("check, two questions", "booth/check.html", _check(BOTH, (BLANK, "1"))),
        Sample("done", "booth/cast.html", DonePage(KINDER)),
        *(
            Sample(name, "join/show.html", JoinPage(FREE, ATTEMPT, error), "/join/7F3K2")
            for name, error in {
                "join": None,
                "join, full": PlacesTaken(places=28),
                "join, used": CodeUsed(),
            }.items()
        ),
        Sample("done, free participation", "booth/cast.html", DonePage(FREE)),
    ]


def ballot(
    of: SimpleNamespace, filled: dict[str, list[str]] | None = None, error: Refused | None = None
) -> BallotPage:
    return BallotPage(of, CODE, ATTEMPT, paper.questions(of.definition, of.station, filled, error), error)


def _check(of: SimpleNamespace, answers: tuple[str, ...]) -> CheckPage:
    given = tuple(map(Answer, answers))
    chosen = paper.chosen(of.definition, of.station, given)
    return CheckPage(of, CODE, ATTEMPT, chosen, to_form(of.definition, given))


def _classroom() -> list[Sample]:
    states = [
        (state, election, opening)
        for state in StationState
        for election in ElectionState
        for opening in Opening
    ]
    pages = {f"{a.value}, {b.value}, {c.value}": ClassroomPage(station(a, b, c), ()) for a, b, c in states}
    no_cards = station(StationState.PREPARED, turnout=Turnout(28, 0, 0, 0))
    pages |= {
        "no cards": ClassroomPage(no_cards, ()),
        "everybody voted": ClassroomPage(station(turnout=Turnout(28, 40, 30, 0)), (), is_guessed_at=True),
        "no number": ClassroomPage(
            station(), (), error=AdmittedMissing(limit=5000), refused_form="close", entered="x"
        ),
        "no reason": ClassroomPage(
            station(), (), error=ReasonMissing(admitted=28, cast=23), refused_form="close", entered="28"
        ),
        "wrong card": ClassroomPage(station(), (), error=CodeUsed(), refused_form="void"),
    }
    counted = station(StationState.EMPTIED)
    pages |= {f"result: {name}": ClassroomPage(counted, (one,)) for name, one in EVERY_OUTCOME.items()}
    pages |= {
        f"free, {state.value}, {name}": ClassroomPage(free(state, turnout), ())
        for state in StationState
        for name, turnout in {
            "nobody": Turnout(28, 0, 0, 0),
            "some": Turnout(28, 23, 20, 0),
            "all": Turnout(28, 23, 23, 0),
        }.items()
    }
    pages["questions"] = ClassroomPage(station(), (), questions=(free(), free(StationState.EMPTIED)))
    where = "/classroom/7F3K2"
    return [
        Sample(f"classroom, {name}", "classroom/show.html", page, where, ("main", "station", "turnout"))
        for name, page in pages.items()
    ] + [
        *(
            Sample(f"quick question, {name}", "quick_questions/new.html", page, "/quick-questions/7F3K2")
            for name, page in _questions().items()
        ),
        Sample("poll cards", "poll_cards/show.html", PollCardsPage(no_cards, 5000), "/poll-cards/7F3K2"),
        Sample(
            "poll cards, too many",
            "poll_cards/show.html",
            PollCardsPage(station(), 9, error=TooManyCards(limit=9), entered="99"),
        ),
        Sample(
            "poll cards, being made", "poll_cards/show.html", PollCardsPage(station(), 9, Progress(400, 1000))
        ),
        Sample("poll cards, over", "poll_cards/show.html", PollCardsPage(counted, 9)),
        Sample(
            "poll cards, draft",
            "poll_cards/show.html",
            PollCardsPage(station(StationState.PREPARED, ElectionState.DRAFT), 9),
        ),
        Sample(
            "record, not counted",
            "records/show.html",
            RecordPage(station(StationState.CLOSED), None, (), ("ab12",)),
        ),
        *(
            Sample(
                f"record, {name}",
                "records/show.html",
                RecordPage(
                    counted, Reconciliation(28, 26, DifferenceReason.CARD_LOST), (one,), ("ab12", "cd34")
                ),
            )
            for name, one in EVERY_OUTCOME.items()
        ),
        Sample(
            "record, free participation",
            "records/show.html",
            RecordPage(free(StationState.EMPTIED), Reconciliation(23, 20, None), (), ()),
        ),
        Sample(
            "record, equal", "records/show.html", RecordPage(counted, Reconciliation(28, 28, None), (), ())
        ),
    ]


def _questions() -> dict[str, NewQuestionPage]:
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
    return {"new": new} | {f"{one.name} {one.facts}": replace(filled, error=one) for one in errors}


def _board() -> list[Sample]:
    pages = {state.value: station(state) for state in StationState}
    pages |= {f"free, {state.value}": free(state) for state in StationState}
    pages["hall"] = station(turnout=Turnout(600, 700, 610, 0))
    results = {name: (one,) for name, one in EVERY_OUTCOME.items()} | {
        "two": (OUTCOMES["winner"], OUTCOMES["tie"]),
        "every method": tuple(methods.OUTCOMES.values()),
    }
    counted = station(StationState.EMPTIED)
    return [
        Sample(f"board, {name}", "board/show.html", _on_the_wall(one, ()), "/board/7F3K2", ("main", "board"))
        for name, one in pages.items()
    ] + [
        Sample(f"board, result {name}", "board/show.html", _on_the_wall(counted, result), "/board/7F3K2")
        for name, result in results.items()
    ]


def _on_the_wall(of: StationView, result: tuple[ShownContest, ...]) -> BoardPage:
    return BoardPage(of, result, "stem.juinen.example/stem", "https://stem.juinen.example/s/7F3K2")


def _results() -> list[Sample]:
    outcomes = {**OUTCOMES, "by lot": shown(CHILDREN, {"1": 9, "2": 9, "3": 5}, public=True, draws=("2",))}
    return [
        Sample(
            f"result, {kind.value}, {name}", "results/show.html", _result(kind, one, admitted), "/results/e1"
        )
        for kind in ElectionKind
        for (name, one), admitted in zip(outcomes.items(), [None, 26, 30] * 4, strict=False)
    ] + [
        *(
            Sample(
                f"result, {name}",
                "results/show.html",
                _result(ElectionKind.JEUGDRAAD, one, 26),
                "/results/e1",
            )
            for name, one in methods.OUTCOMES.items()
        ),
        Sample(
            "result, every method",
            "results/show.html",
            _result(ElectionKind.JEUGDRAAD, *methods.OUTCOMES.values()),
        ),
        Sample(
            "result, two", "results/show.html", _result(ElectionKind.JEUGDRAAD, *list(OUTCOMES.values())[:2])
        ),
    ]


def _result(kind: ElectionKind, *of: ShownContest | int | None) -> ResultsPage:
    contests = tuple(one for one in of if isinstance(one, ShownContest))
    admitted = next((one for one in of if isinstance(one, int)), None)
    made = definition(*(one.result.contest for one in contests), kind=kind)
    return ResultsPage("e1", made, "Juinen", contests, Turnout(28, 30, 26, 0), 2, admitted)


def _councils() -> list[Sample]:
    """Seats on the result, in the calculator and at the desk; official files; an embargo that is lifted."""
    result = _result(ElectionKind.SCHADUWVERKIEZING, OUTCOMES["lists"], 28)
    lifted = results.Lift(NOW, NOW, "Carla", "Dirk")
    rows = tuple(Row(number, f"Partij {number}", "1.000") for number in range(1, 7))
    form = SeatsPage(tuple(Category), Category.GR, "17", rows)
    official = OfficialElection("GR2026_Juinen", "GR", "2026-03-18", "9999")
    draft, counted = (
        replace(
            _election(state, LISTS),
            definition=replace(definition(LISTS), official=official),
            source=("ab12", "cd34"),
        )
        for state in (ElectionState.DRAFT, ElectionState.COUNTED)
    )
    lifts = {
        "asked": Lift("Carla", None, may_act=False),
        "to confirm": Lift("Carla", None, may_act=True),
    }
    lifts["open"] = Lift(None, None, may_act=True)
    seated = replace(official, seats=17)
    desks = {
        "imported": draft,
        "imported, seats": replace(
            draft, definition=replace(draft.definition, official=seated), fallback_percentage=50
        ),
        "imported, whole": replace(
            draft, definition=replace(draft.definition, official=replace(seated, preference_percentage=50))
        ),
        "imported, wrong seats": replace(draft, error=SeatsUnfit(most=150), refused_form="seats"),
        **{f"lots for {name}": replace(counted, council=one) for name, one in WAITING.items()},
        **{
            f"embargo, {name}": replace(counted, publish_at=NOW, may_publish=False, lift=one)
            for name, one in lifts.items()
        },
    }
    return [
        Sample("seats", "seats/show.html", form, "/seats"),
        Sample(
            "seats, wrong votes",
            "seats/show.html",
            replace(form, error=FieldUnfit(field="votes-3")),
            "/seats",
        ),
        Sample(
            "seats, wrong number", "seats/show.html", replace(form, error=FieldUnfit(field="seats")), "/seats"
        ),
        Sample(
            "seats, stale",
            "seats/show.html",
            replace(form, error=TooManyCards(limit=9), is_stale=True),
            "/seats",
        ),
        *(
            Sample(f"seats, {name}", "seats/show.html", replace(form, council=one))
            for name, one in COUNCILS.items()
        ),
        *(
            Sample(
                f"seats, lots for {name}",
                "seats/show.html",
                replace(
                    form, council=one, draws=("{}",), options=tuple((each, "{}") for each in one.lots.options)
                ),
            )
            for name, one in WAITING.items()
            if one.lots
        ),
        *(
            Sample(
                f"result, council, {name}",
                "results/show.html",
                replace(result, council=one, lift=lifted),
                "/results/e1",
            )
            for name, one in COUNCILS.items()
        ),
        Sample(
            "result, ballots",
            "results/show.html",
            replace(
                _result(ElectionKind.JEUGDRAAD, *methods.OUTCOMES.values()),
                with_ballots=(1, 2),
            ),
            "/results/e1",
        ),
        Sample("result, exports", "results/show.html", replace(result, has_exports=True), "/results/e1"),
        Sample("import", "imports/show.html", ImportsPage(), "/imports"),
        Sample("import, refused", "imports/show.html", ImportsPage(FieldMissing(field="lists"))),
        *(
            Sample(f"election, {name}", "elections/show.html", page, "/elections/e1")
            for name, page in desks.items()
        ),
    ]


def _official() -> list[Sample]:
    """The official count at the desk, and beside the youth vote on the result."""
    listed = OUTCOMES["lists"].result.contest
    count = OfficialCount(
        "510b", "Juinen", True, {1: 60, 4: 30}, {}, 3, 2, 200, 96,
        (Notice(None, "ballots", 95, 96), Notice("9999::SB1", "admitted", 9, 8)),
    )  # fmt: skip
    part = OfficialCount("csv-stations", "Juinen & omstreken", False, {1: 15, 4: 9}, {})
    young = {1: 15, 4: 9}
    seats = seats_of(count, listed, OfficialElection("GR2026_Juinen", "GR", "2026-03-18", "9999", seats=3))
    wholes = {
        "seats": compare(listed, young, count, youth_seats={1: 1, 4: 2}, official_seats=seats),
        "same seats": compare(listed, young, count, youth_seats={1: 2, 4: 1}, official_seats=seats),
        "no seats": compare(listed, young, count),
    }
    shown = {name: set_beside(count, "ab" * 32, listed, one, seats) for name, one in wholes.items()}
    shown["part"] = set_beside(part, "ab" * 32, listed, wholes["seats"], seats)
    shown["nothing"] = set_beside(count, "ab" * 32, listed, None, None)
    tied = OfficialCount("csv", "Juinen", True, {1: 30, 4: 30}, {})
    lots = seats_of(tied, listed, OfficialElection("GR2026_Juinen", "GR", "2026-03-18", "9999", seats=3))
    shown["lots"] = set_beside(
        tied, "ab" * 32, listed, compare(listed, young, tied, official_seats=lots), lots
    )
    result = _result(ElectionKind.SCHADUWVERKIEZING, OUTCOMES["lists"], 28)
    empty = OfficialCountPage("e1", "Gemeenteraad", False, True, None, (), ())
    read = replace(
        empty, count=count, digest=("ab12", "cd34"), lists=((1, "Lokaal Juinen", 60), (4, "H.K.", 30))
    )
    pages = {
        "empty": empty,
        "draft": replace(empty, is_draft=True),
        "no real election": replace(empty, has_real_election=False),
        "read": read,
        "part": replace(read, count=part),
        "refused": replace(read, error=CountOfOtherLists(list=4, candidate=2)),
    }
    where = "/official-counts/e1"
    return [
        *(
            Sample(f"result beside official, {name}", "results/show.html", replace(result, official=one))
            for name, one in shown.items()
        ),
        *(
            Sample(f"official count, {name}", "official_counts/show.html", page, where)
            for name, page in pages.items()
        ),
    ]


def _desk() -> list[Sample]:
    lines = tuple(
        ElectionLine(state.value, "Verkiezing", kind, state, Turnout(28, 30, 23, 0))
        for state, kind in zip(ElectionState, [*ElectionKind] * 2, strict=True)
    )
    error = FieldUnfit(field="kind")
    letter = LetterPage(station(), "https://juinen.example/sign-in/a", "https://juinen.example/sign-in/b")
    pages = {state.value: _election(state) for state in ElectionState}
    pages |= {
        "lists": _election(ElectionState.DRAFT, LISTS),
        "tie": _election(ElectionState.COUNTED, ties=(Tie(1, 1, OUTCOMES["tie"].result),)),
        "second lot": _election(
            ElectionState.COUNTED, ties=(Tie(2, 2, methods.OUTCOMES["instant_runoff, equal"].result),)
        ),
        "embargo": replace(_election(ElectionState.COUNTED), publish_at=NOW, may_publish=False),
        "no question": replace(
            _election(ElectionState.DRAFT), error=FieldMissing(field="question"), refused_form="contest"
        ),
        "no name": replace(
            _election(ElectionState.DRAFT), error=FieldMissing(field="name"), refused_form="station"
        ),
        "no number": replace(
            _election(ElectionState.OPEN), error=FieldUnfit(field="expected"), refused_form="station"
        ),
        "not whole": replace(
            _election(ElectionState.DRAFT),
            definition=definition(*NOT_YET, kind=ElectionKind.JEUGDRAAD),
            error=RulesUnfit(contest=2, rule="most"),
            refused_form="freeze",
        ),
        "no questions": replace(
            _election(ElectionState.DRAFT),
            definition=replace(definition(), contests=(), kind=ElectionKind.JEUGDRAAD),
            error=TooFewOptions(),
            refused_form="freeze",
        ),
        "composed, with a lesson": replace(
            _election(ElectionState.DRAFT),
            definition=definition(*OF_EACH_WAY, kind=ElectionKind.JEUGDRAAD),
            lesson=Lesson(("Wat weet je al?",), ("Wat vond je ervan?",)),
        ),
        "wrong title": replace(
            _election(ElectionState.DRAFT), error=FieldMissing(field="title"), refused_form="details"
        ),
        "wrong moment": replace(
            _election(ElectionState.DRAFT), error=FieldUnfit(field="publish_at"), refused_form="details"
        ),
        "empty": replace(
            _election(ElectionState.DRAFT),
            definition=replace(definition(), contests=()),
            stations=(),
            journal=(),
        ),
    }
    return [
        Sample(
            "desk",
            "municipality/show.html",
            MunicipalityPage("Juinen", "Carla", lines, ("De Regenboog",), (free(),)),
        ),
        Sample("desk, empty", "municipality/show.html", MunicipalityPage("Juinen", "Carla", (), ())),
        Sample(
            "desk, school twice",
            "municipality/show.html",
            MunicipalityPage(
                "Juinen", "Carla", lines[-1:], ("De Regenboog",), error=AlreadyExists(name="De Regenboog")
            ),
        ),
        Sample("new election", "elections/new.html", NewElectionPage()),
        Sample(
            "new election, no title", "elections/new.html", NewElectionPage(error=FieldMissing(field="title"))
        ),
        Sample("new election, no kind", "elections/new.html", NewElectionPage(error=error, title="Titel")),
        Sample("letter", "letters/show.html", letter, "/letters/7F3K2"),
        *(
            Sample(f"election, {name}", "elections/show.html", page, "/elections/e1")
            for name, page in pages.items()
        ),
    ]


def _election(
    state: ElectionState, contest: Contest = CHILDREN, ties: tuple[object, ...] = ()
) -> ElectionPage:
    facts = {"number": 30, "admitted": 28, "cast": 26, "name": "Groep 7b", "drawn": "Noor"}
    journal = tuple(JournalLine(NOW, "Carla", Role.OFFICIAL, deed, "7F3K2", facts) for deed in Deed)
    return ElectionPage(
        id="e1",
        definition=definition(contest),
        state=state,
        publish_at=None,
        may_publish=state is ElectionState.COUNTED,
        fingerprint=("ab12", "cd34") if state.is_frozen else (),
        stations=tuple(station(one, state) for one in StationState),
        schools=(SimpleNamespace(id="s1", name="De Regenboog"),),  # a row, as far as the page looks
        journal=(*journal, JournalLine(NOW, "teacher", Role.TEACHER, Deed.STATION_OPENED, None, {})),
        ties=ties,
        option_rows=6,
    )


def _errors() -> list[Sample]:
    return [
        Sample("not found", "errors/refused.html", NotFound(), "/nowhere"),
        Sample("no such station", "errors/refused.html", NotFound(), "/booth/XXXXX"),
        *(
            Sample(
                f"station {state.value}",
                "errors/refused.html",
                StationNotOpen(state=state.value),
                "/booth/7F3K2",
            )
            for state in StationState
        ),
        Sample("busy", "errors/refused.html", TooBusy(), "/booth/7F3K2/cast"),
        Sample("broken", "errors/broken.html", None, "/booth/7F3K2"),
    ]


SAMPLES = _samples()


def rendered(sample: Sample, language: str, block: str | None = None, *, is_signed_in: bool = True) -> str:
    """A page, or one block of it, in a language."""
    spoken = Language(language)
    token = speaking.set(spoken)
    context = {"page": sample.page, "language": spoken, "path": sample.path, "is_signed_in": is_signed_in}
    try:
        return TEMPLATES.render(sample.template, context, block)
    finally:
        speaking.reset(token)
