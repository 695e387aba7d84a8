"""Pages with the real election in them: its lists and seats at the desk, its count, and both results side by side."""

from __future__ import annotations

from dataclasses import replace

from jeugd.domain.election import ElectionState
from jeugd.domain.errors import CountOfOtherLists, FieldMissing, SeatsUnfit
from jeugd.domain.kind import ElectionKind
from jeugd.domain.official_count import Notice, OfficialCount, compare, seats_of
from jeugd.domain.official_election import OfficialElection
from jeugd.web.comparison import Beside, set_beside
from jeugd.web.election_page import ElectionPage
from jeugd.web.imports import ImportsPage
from jeugd.web.official_counts import OfficialCountPage
from tests.web.pages import desk
from tests.web.pages.councils import WAITING
from tests.web.pages.juinen import LISTS, OUTCOMES, definition
from tests.web.pages.results import result
from tests.web.pages.sample import Sample, each

ELECTION = OfficialElection("GR2026_Juinen", "GR", "2026-03-18", "9999")
COUNT = OfficialCount(
    "510b", "Juinen", True, {1: 60, 4: 30}, {}, 3, 2, 200, 96,
    (Notice(None, "ballots", 95, 96), Notice("9999::SB1", "admitted", 9, 8)),
)  # fmt: skip
PART = OfficialCount("csv-stations", "Juinen & omstreken", False, {1: 15, 4: 9}, {})
YOUNG = {1: 15, 4: 9}  # votes of each list


def imported() -> list[Sample]:
    """Lists that are read from an official file, and the election that they make."""
    refused = ImportsPage(FieldMissing(field="lists"))
    return [
        Sample("import", "imports/show.html", ImportsPage(), "/imports"),
        Sample("import, refused", "imports/show.html", refused),
        *each("election", "elections/show.html", _desks(), desk.WHERE),
    ]


def _desks() -> dict[str, ElectionPage]:
    draft, counted = (
        replace(
            desk.election(state, LISTS),
            definition=replace(definition(LISTS), official=ELECTION),
            source=("ab12", "cd34"),
        )
        for state in (ElectionState.DRAFT, ElectionState.COUNTED)
    )
    seated = replace(ELECTION, seats=17)
    whole = replace(seated, preference_percentage=50)
    return {
        "imported": draft,
        "imported, seats": replace(
            draft, definition=replace(draft.definition, official=seated), fallback_percentage=50
        ),
        "imported, whole": replace(draft, definition=replace(draft.definition, official=whole)),
        "imported, wrong seats": replace(draft, error=SeatsUnfit(most=150), refused_form="seats"),
        **{f"lots for {name}": replace(counted, council=one) for name, one in WAITING.items()},
    }


def counts() -> list[Sample]:
    """The page on which the official count is read."""
    empty = OfficialCountPage("e1", "Gemeenteraad", False, True, None, (), ())
    lists = ((1, "Lokaal Juinen", 60), (4, "H.K.", 30))
    read = replace(empty, count=COUNT, digest=("ab12", "cd34"), lists=lists)
    pages = {
        "empty": empty,
        "draft": replace(empty, is_draft=True),
        "no real election": replace(empty, has_real_election=False),
        "read": read,
        "part": replace(read, count=PART),
        "refused": replace(read, error=CountOfOtherLists(list=4, candidate=2)),
    }
    return each("official count", "official_counts/show.html", pages, "/official-counts/e1")


def side_by_side() -> list[Sample]:
    """The result of the young with the official one beside it."""
    shown = result(ElectionKind.SCHADUWVERKIEZING, OUTCOMES["lists"], admitted=28)
    pages = {name: replace(shown, official=one) for name, one in _beside().items()}
    return each("result beside official", "results/show.html", pages, "/results/e1")


def _beside() -> dict[str, Beside]:
    with_seats = replace(ELECTION, seats=3)
    tied = OfficialCount("csv", "Juinen", True, {1: 30, 4: 30}, {})
    seats, lots = (seats_of(count, LISTS, with_seats) for count in (COUNT, tied))
    more, same = (
        compare(LISTS, YOUNG, COUNT, youth_seats=one, official_seats=seats)
        for one in ({1: 1, 4: 2}, {1: 2, 4: 1})
    )
    no_seats = compare(LISTS, YOUNG, COUNT)
    waiting = compare(LISTS, YOUNG, tied, official_seats=lots)
    digest = "ab" * 32
    return {
        "seats": set_beside(COUNT, digest, LISTS, more, seats),
        "same seats": set_beside(COUNT, digest, LISTS, same, seats),
        "no seats": set_beside(COUNT, digest, LISTS, no_seats, seats),
        "part": set_beside(PART, digest, LISTS, more, seats),
        "nothing": set_beside(COUNT, digest, LISTS, None, None),
        "lots": set_beside(tied, digest, LISTS, waiting, lots),
    }
