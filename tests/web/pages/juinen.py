"""What the pages are about: an election in Juinen, groep 7b that votes in it, and how it can come out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from jeugd.domain.answer import BLANK
from jeugd.domain.contest import CandidateList, Contest, Method, Option, numbered
from jeugd.domain.election import Definition, ElectionState, Opening
from jeugd.domain.kind import ElectionKind
from jeugd.domain.polling_station import StationState
from jeugd.domain.turnout import Turnout
from jeugd.web.stations import StationView
from tests.web import methods
from tests.web.methods import shown

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
LIVELY = Turnout(expected=28, issued=30, cast=23, void=1)
JOINED = Turnout(expected=28, issued=23, cast=20, void=0)

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


def definition(*contests: Contest, kind: ElectionKind = ElectionKind.KINDERBURGEMEESTER) -> Definition:
    return Definition(kind, "Verkiezing van Juinen", Opening.PER_STATION, contests or (CHILDREN,))


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
