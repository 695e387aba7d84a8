"""What an official sees of one election: where it stands, what comes next, and what is still to be mended."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from jeugd.actions.read_results import election_results
from jeugd.domain.apportionment import Category, rules_for
from jeugd.domain.contest import MOST_OPTIONS
from jeugd.domain.election import Definition, ElectionState, Opening
from jeugd.domain.errors import Refused
from jeugd.domain.lesson import Lesson
from jeugd.storage import ballots, elections, embargoes, journal
from jeugd.web.council import Council, council_of
from jeugd.web.stations import StationView, in_groups, view
from jeugd.web.templates import AMSTERDAM

if TYPE_CHECKING:
    from jeugd.domain.journal import Deed
    from jeugd.domain.result import ContestResult
    from jeugd.domain.roles import Role
    from jeugd.storage.tables import JournalRow, SchoolRow
    from jeugd.web.http import Visit

SPARE_ROWS = 3
NO_LESSON = Lesson()


@dataclass(frozen=True, slots=True)
class JournalLine:
    """Who did what, to the minute."""

    minute: datetime
    who: str
    role: Role
    deed: Deed
    station: str | None
    facts: dict[str, object]


@dataclass(frozen=True, slots=True)
class Tie:
    """A contest that waits for a lot: its ``number``, and which draw of it this is, from 1."""

    number: int
    position: int
    result: ContestResult


@dataclass(frozen=True, slots=True)
class ElectionPage:
    """An election at the official's desk.

    ``ties`` holds the contests that wait for a lot; only once the election is counted.
    ``error`` belongs to the form ``refused_form``: "contest", "details", "freeze", "station" or "seats". ``council``
    waits for lots.
    """

    id: str
    definition: Definition
    state: ElectionState
    publish_at: datetime | None
    may_publish: bool
    fingerprint: tuple[str, ...]
    stations: tuple[StationView, ...]
    schools: tuple[SchoolRow, ...]
    journal: tuple[JournalLine, ...]
    ties: tuple[Tie, ...]
    option_rows: int
    error: Refused | None = None
    refused_form: str = ""
    source: tuple[str, ...] = ()  # the SHA-256 of the official file, in groups
    fallback_percentage: int | None = None  # the preference threshold by the rules, where no 110a gives it
    council: Council | None = None
    lift: Lift | None = None
    lesson: Lesson = NO_LESSON

    @property
    def openings(self) -> tuple[Opening, ...]:
        """When boxes may open."""
        return tuple(Opening)

    @property
    def publish_minute(self) -> str:
        """The publication moment as a form field has it, in Dutch time."""
        return minute_of(self.publish_at)

    @property
    def problems(self) -> dict[int, Refused]:
        """What must be mended before the election can be fixed, by the number of the question."""
        return self.definition.problems() if self.state is ElectionState.DRAFT else {}


@dataclass(frozen=True, slots=True)
class Lift:
    """How far the lifting of an embargo is; ``may_confirm`` by whoever looks at the page."""

    asked_who: str | None
    confirmed_who: str | None
    may_act: bool


def minute_of(moment: datetime | None) -> str:
    """A moment on an official's clock, as ``datetime-local`` fields write it; empty for none."""
    return moment.astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M") if moment else ""


def page_of(visit: Visit, error: Refused | None = None, refused_form: str = "") -> ElectionPage:
    """The page of the election in the address."""
    row = elections.election(visit.session, visit.path("election"))
    definition = Definition.from_json(row.definition)
    is_early = row.publish_at is not None and visit.now < row.publish_at
    options = max((len(one.options) for one in definition.contests), default=0)
    may_look = row.state is ElectionState.COUNTED and not is_early
    return ElectionPage(
        id=row.id,
        definition=definition,
        state=row.state,
        publish_at=row.publish_at,
        may_publish=may_look,
        fingerprint=in_groups(row.fingerprint or ""),
        stations=tuple(view(visit.session, one.id) for one in elections.stations_of(visit.session, row.id)),
        schools=tuple(elections.schools_of(visit.session, row.municipality)),
        journal=tuple(_line(one) for one in journal.of_election(visit.session, row.id)),
        ties=_ties(visit, row.id) if may_look else (),
        option_rows=min(max(options + SPARE_ROWS, 5), MOST_OPTIONS),
        error=error,
        refused_form=refused_form,
        source=in_groups(definition.source),
        fallback_percentage=_fallback_percentage(definition),
        council=_awaiting_lots(visit, row.id) if may_look else None,
        lift=_lift(visit, row.id) if is_early and row.state is not ElectionState.PUBLISHED else None,
        lesson=Lesson.from_json(row.lesson),
    )


def _fallback_percentage(definition: Definition) -> int | None:
    """The preference threshold by the rules (P 15), once the seats are known and no 110a gives it."""
    official = definition.official
    if official is None or official.is_defined or official.category not in Category.__members__:
        return None
    if official.seats is None:
        return None
    return rules_for(Category(official.category), official.day).preference_percentage_for(official.seats)


def _awaiting_lots(visit: Visit, election: str) -> Council | None:
    found = council_of(visit.session, election)
    return None if found is None or found.is_complete else found


def _lift(visit: Visit, election: str) -> Lift:
    row = embargoes.lift_of(visit.session, election)
    if row is None:
        return Lift(None, None, may_act=True)
    return Lift(row.asked_who, row.confirmed_who, may_act=row.asked_by != visit.staff.official)


def _ties(visit: Visit, election: str) -> tuple[Tie, ...]:
    drawn = ballots.lots(visit.session, election)
    results = enumerate(election_results(visit.session, election), start=1)
    return tuple(
        Tie(number, len(drawn.get(number, ())) + 1, result) for number, result in results if result.is_tie
    )


def _line(row: JournalRow) -> JournalLine:
    return JournalLine(row.minute, row.who, row.role, row.deed, row.station, json.loads(row.facts))
