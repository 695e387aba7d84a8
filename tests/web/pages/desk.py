"""Pages of an official: the desk, an election in each of its states, and the letter to a class."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from jeugd.domain.contest import Contest
from jeugd.domain.election import ElectionState
from jeugd.domain.errors import AlreadyExists, FieldMissing, FieldUnfit, Refused, RulesUnfit, TooFewOptions
from jeugd.domain.journal import Deed
from jeugd.domain.kind import ElectionKind
from jeugd.domain.lesson import Lesson
from jeugd.domain.polling_station import StationState
from jeugd.domain.roles import Role
from jeugd.domain.turnout import Turnout
from jeugd.web.election_page import ElectionPage, JournalLine, Lift, Tie
from jeugd.web.elections import NewElectionPage
from jeugd.web.letters import LetterPage
from jeugd.web.municipality import ElectionLine, MunicipalityPage
from tests.web import methods
from tests.web.pages.composing import NOT_YET, OF_EACH_WAY
from tests.web.pages.juinen import CHILDREN, LISTS, NOW, OUTCOMES, definition, free, station
from tests.web.pages.sample import Sample, each

WHERE = "/elections/e1"


def desks() -> list[Sample]:
    lines = tuple(
        ElectionLine(state.value, "Verkiezing", kind, state, Turnout(28, 30, 23, 0))
        for state, kind in zip(ElectionState, [*ElectionKind] * 2, strict=True)
    )
    full = MunicipalityPage("Juinen", "Carla", lines, ("De Regenboog",), (free(),))
    twice = replace(full, elections=lines[-1:], questions=(), error=AlreadyExists(name="De Regenboog"))
    letter = LetterPage(station(), "https://juinen.example/sign-in/a", "https://juinen.example/sign-in/b")
    return [
        Sample("desk", "municipality/show.html", full),
        Sample("desk, empty", "municipality/show.html", MunicipalityPage("Juinen", "Carla", (), ())),
        Sample("desk, school twice", "municipality/show.html", twice),
        Sample("letter", "letters/show.html", letter, "/letters/7F3K2"),
    ]


def elections() -> list[Sample]:
    no_title = NewElectionPage(error=FieldMissing(field="title"))
    no_kind = NewElectionPage(error=FieldUnfit(field="kind"), title="Titel")
    pages = {
        **{state.value: election(state) for state in ElectionState},
        **_drafts(),
        **_counted(),
        **_refused(),
    }
    return [
        Sample("new election", "elections/new.html", NewElectionPage()),
        *each("new election", "elections/new.html", {"no title": no_title, "no kind": no_kind}),
        *each("election", "elections/show.html", pages, WHERE),
    ]


def election(state: ElectionState, contest: Contest = CHILDREN, ties: tuple[Tie, ...] = ()) -> ElectionPage:
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


def _drafts() -> dict[str, ElectionPage]:
    draft = election(ElectionState.DRAFT)
    bare = replace(definition(), contests=())
    composed = definition(*OF_EACH_WAY, kind=ElectionKind.JEUGDRAAD)
    return {
        "lists": election(ElectionState.DRAFT, LISTS),
        "composed, with a lesson": replace(
            draft, definition=composed, lesson=Lesson(("Wat weet je al?",), ("Wat vond je ervan?",))
        ),
        "empty": replace(draft, definition=bare, stations=(), journal=()),
        "not whole": _refused_at(
            "freeze",
            RulesUnfit(contest=2, rule="most"),
            replace(draft, definition=definition(*NOT_YET, kind=ElectionKind.JEUGDRAAD)),
        ),
        "no questions": _refused_at(
            "freeze", TooFewOptions(), replace(draft, definition=replace(bare, kind=ElectionKind.JEUGDRAAD))
        ),
    }


def _counted() -> dict[str, ElectionPage]:
    counted = election(ElectionState.COUNTED)
    second = methods.OUTCOMES["instant_runoff, equal"].result
    shut = replace(counted, publish_at=NOW, may_publish=False)
    lifts = {
        "asked": Lift("Carla", None, may_act=False),
        "to confirm": Lift("Carla", None, may_act=True),
        "open": Lift(None, None, may_act=True),
    }
    return {
        "tie": replace(counted, ties=(Tie(1, 1, OUTCOMES["tie"].result),)),
        "second lot": replace(counted, ties=(Tie(2, 2, second),)),
        "embargo": shut,
        **{f"embargo, {name}": replace(shut, lift=one) for name, one in lifts.items()},
    }


def _refused() -> dict[str, ElectionPage]:
    draft = election(ElectionState.DRAFT)
    number = FieldUnfit(field="expected")
    return {
        "no question": _refused_at("contest", FieldMissing(field="question"), draft),
        "no name": _refused_at("station", FieldMissing(field="name"), draft),
        "no number": _refused_at("station", number, election(ElectionState.OPEN)),
        "wrong title": _refused_at("details", FieldMissing(field="title"), draft),
        "wrong moment": _refused_at("details", FieldUnfit(field="publish_at"), draft),
    }


def _refused_at(form: str, error: Refused, page: ElectionPage) -> ElectionPage:
    return replace(page, error=error, refused_form=form)
