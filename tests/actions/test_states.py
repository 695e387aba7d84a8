"""A model of an election, its stations, codes and votes, against the real one: every step, in any order.

The model knows which steps are possible; the real one must take exactly those, refuse the others by name, and leave
nothing half done.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from jeugd.actions import cast_ballot, publish_results
from jeugd.actions.cast_ballot import Booths
from jeugd.actions.count_ballots import count_election
from jeugd.actions.issue_codes import void_card
from jeugd.actions.prepare_election import close_election, freeze, new_election, open_election
from jeugd.actions.publish_results import publish, settle_tie
from jeugd.actions.read_results import election_results
from jeugd.actions.run_polling_station import close_station, open_station, pause_station
from jeugd.domain.answer import BLANK, Answer
from jeugd.domain.election import ElectionState, Opening
from jeugd.domain.errors import (
    CodeUsed,
    CodeVoid,
    ElectionFrozen,
    KeyMissing,
    LotNeeded,
    LotUnfit,
    NoCodes,
    NoPollingStation,
    Refused,
    StationNotOpen,
    TooEarly,
    TransitionRefused,
)
from jeugd.domain.polling_station import StationState
from jeugd.domain.record import DifferenceReason
from jeugd.storage import elections
from jeugd.storage.database import Database
from tests.cast import KINDERBURGEMEESTER, NOW, Town, build_town

ANSWERS = st.sampled_from(["1", "2", BLANK])
STATIONS = st.integers(0, 1)
MOST_STATIONS = 2
THERE_IS_ONE = precondition(lambda self: bool(self.model))
VOTING = (StationState.OPEN, StationState.PAUSED)
OVER = (StationState.CLOSED, StationState.EMPTIED)
IS_OVER = (ElectionState.CLOSED, ElectionState.COUNTED, ElectionState.PUBLISHED)


@dataclass
class ModelStation:
    """What a station should be."""

    state: StationState = StationState.PREPARED
    issued: int = 0
    void: int = 0
    box: Counter[str] = field(default_factory=Counter)


@dataclass
class ModelCode:
    """What a code should be."""

    station: str
    code: str
    attempt: bytes | None = None
    is_void: bool = False


class ElectionMachine(RuleBasedStateMachine):
    """One election of one or two stations, by its actions."""

    town: Town  # one town for all runs; each run has an election of its own
    booths: Booths
    loop: asyncio.AbstractEventLoop

    codes = Bundle("codes")

    @initialize(
        target=codes,
        opening=st.sampled_from(Opening),
        days=st.sampled_from([None, 0, 1, 1]),
        far=st.sampled_from([0, 3, 5, 5, 6, 10, 10, 10]),
    )
    def begin(self, opening, days, far):
        """A draft; and mostly the first ``far`` steps of every election, or else a run rarely gets to votes."""
        self.now = NOW
        self.publish_at = None if days is None else NOW + timedelta(days=days)
        definition = type(KINDERBURGEMEESTER)(
            KINDERBURGEMEESTER.kind, "Proef", opening, KINDERBURGEMEESTER.contests
        )
        self.opening = opening
        self.state = ElectionState.DRAFT
        self.election = self.town.do(new_election, definition=definition, publish_at=self.publish_at)
        self.model: dict[str, ModelStation] = {}
        self.cast = 0
        self.lot: str | None = None
        if not far:
            return multiple()
        self.add_one()
        (station,) = self.model
        codes: list[ModelCode] = []
        steps = (
            self.freeze,
            self.open_election,
            lambda: codes.extend(self.issue_some(station, 4)),
            lambda: self.open_station(station),
            self.add_one,
            lambda: self.put_one_in(codes[0], "1", b"a" * 16),
            lambda: self.put_one_in(codes[1], "2", b"a" * 16),
            self.close_election,
            self.count_election,
        )
        for step in steps[: far - 1]:
            step()
        return multiple(*codes)

    # -- taking a step, and what should come of it

    def take(self, expected, action, **asked) -> bool:
        """Do it; ``expected`` is None, or the only refusal that is right."""
        asked = {"now": self.now} | asked
        return self.expect(expected, lambda: self.town.do(action, **asked))

    def expect(self, expected, step) -> bool:
        try:
            step()
        except Refused as error:
            refusal = type(error)
        else:
            refusal = None
        assert refusal is expected
        return refusal is None

    def move(self, state: ElectionState, action, others=None) -> None:
        before = list(ElectionState)[list(ElectionState).index(state) - 1]
        refusal = TransitionRefused if self.state is not before else others
        if self.take(refusal, action, election=self.election):
            self.state = state

    # -- the official

    @rule()
    @precondition(lambda self: len(self.model) < MOST_STATIONS)
    def add_station(self):
        self.add_one()

    def add_one(self):
        made: list[str] = []
        refusal = ElectionFrozen if self.state in IS_OVER else None
        if self.expect(refusal, lambda: made.append(self.town.add_station("Groep", election=self.election))):
            self.model[made[0]] = ModelStation()

    def station(self, number: int) -> str:
        """One of the stations there are."""
        every = list(self.model)
        return every[number % len(every)]

    @rule()
    def freeze(self):
        self.move(ElectionState.FROZEN, freeze)

    @rule()
    def open_election(self):
        self.move(ElectionState.OPEN, open_election, None if self.model else NoPollingStation)

    @rule()
    @precondition(lambda self: self.state is not ElectionState.OPEN or self.cast > 1)
    def close_election(self):
        self.move(ElectionState.CLOSED, close_election)
        if self.state is ElectionState.CLOSED:
            for station in self.model.values():
                station.state = station.state if station.state in OVER else StationState.CLOSED

    @rule()
    def count_election(self):
        refusal = None if self.state is ElectionState.CLOSED else TransitionRefused
        step = lambda: count_election(  # noqa: E731 - the step is what is expected
            self.town.database,
            self.town.custody,
            election=self.election,
            by=self.town.carla,
            now=self.now,
        )
        if self.expect(refusal, step):
            self.state = ElectionState.COUNTED
            for station in self.model.values():
                station.state = StationState.EMPTIED

    @rule()
    def publish(self):
        refusal = (
            TooEarly if self.is_early() else LotNeeded if len(self.winners()) > 1 and not self.lot else None
        )
        self.move(ElectionState.PUBLISHED, publish, refusal)

    @rule(drawn=st.sampled_from(["1", "2", "3", BLANK]))
    def settle_tie(self, drawn):
        tied = self.state is ElectionState.COUNTED and len(self.winners()) > 1 and not self.lot
        refusal = None if tied and drawn in self.winners() else LotUnfit
        if self.state is ElectionState.COUNTED and self.is_early():
            refusal = TooEarly
        if self.take(refusal, settle_tie, election=self.election, contest=1, drawn=drawn):
            self.lot = drawn

    @rule()
    def wait_a_day(self):
        self.now += timedelta(days=1)

    # -- the teacher

    @THERE_IS_ONE
    @rule(target=codes, station=STATIONS, number=st.integers(1, 3))
    def issue(self, station, number):
        return multiple(*self.issue_some(self.station(station), number))

    def issue_some(self, station: str, number: int) -> list[ModelCode]:
        model = self.model[station]
        refusal = StationNotOpen if model.state in OVER else None
        if refusal is None and self.state is ElectionState.DRAFT:
            refusal = KeyMissing
        made: list[str] = []
        if self.expect(refusal, lambda: made.extend(self.town.issue(number, station))):
            model.issued += number
        return [ModelCode(station, code) for code in made]

    @THERE_IS_ONE
    @rule(station=STATIONS)
    def press_open(self, station):
        self.open_station(self.station(station))

    def open_station(self, station):
        model = self.model[station]
        refusal = None
        may_open = model.state in (StationState.PREPARED, StationState.PAUSED)
        if self.state is not ElectionState.OPEN or not may_open:
            refusal = TransitionRefused
        elif not model.issued:
            refusal = NoCodes
        if self.take(refusal, open_station, station=station):
            model.state = StationState.OPEN

    @THERE_IS_ONE
    @rule(station=STATIONS)
    def pause_station(self, station):
        station = self.station(station)
        model = self.model[station]
        refusal = None if model.state is StationState.OPEN else TransitionRefused
        if self.take(refusal, pause_station, station=station):
            model.state = StationState.PAUSED

    @precondition(lambda self: self.model and self.cast > 1)
    @rule(station=STATIONS)
    def close_station(self, station):
        station = self.station(station)
        model = self.model[station]
        refusal = None if model.state in VOTING else TransitionRefused
        if self.take(refusal, close_station, station=station, admitted=9, reason=DifferenceReason.UNKNOWN):
            model.state = StationState.CLOSED

    @THERE_IS_ONE
    @rule(station=STATIONS)
    def count_station(self, station):
        station = self.station(station)
        model = self.model[station]
        may = model.state in OVER and not (
            self.opening is Opening.TOGETHER and self.state is ElectionState.OPEN
        )
        if self.expect(None if may else TransitionRefused, lambda: self.town.count(station)):
            model.state = StationState.EMPTIED

    @rule(code=codes)
    def void(self, code):
        model = self.model[code.station]
        refusal = None
        if model.state in OVER:
            refusal = StationNotOpen
        elif code.is_void:
            refusal = CodeVoid
        elif code.attempt:
            refusal = CodeUsed
        if self.take(refusal, void_card, station=code.station, typed=code.code):
            code.is_void = True
            model.void += 1

    # -- the pupils

    @rule(code=codes, answer=ANSWERS, attempt=st.sampled_from([b"a" * 16, b"b" * 16]))
    def vote(self, code, answer, attempt):
        self.put_one_in(code, answer, attempt)

    def put_one_in(self, code, answer, attempt):
        model = self.model[code.station]
        refusal = None
        if model.state in (StationState.PREPARED, StationState.EMPTIED):
            refusal = StationNotOpen
        elif code.attempt:
            refusal = None if code.attempt == attempt else CodeUsed
        elif code.is_void:
            refusal = CodeVoid
        elif model.state is not StationState.OPEN:
            refusal = StationNotOpen
        if self.expect(refusal, lambda: self.put_in_the_box(code, answer, attempt)) and not code.attempt:
            code.attempt = attempt
            model.box[answer] += 1
            self.cast += 1

    @rule(code=consumes(codes))
    def lose_a_card(self, code):
        """A pupil takes it home."""

    def put_in_the_box(self, code, answer, attempt):
        async def cast():
            booth = await self.booths.find(code.station)
            await self.booths.cast(booth, code.code, attempt, (Answer(answer),))

        self.loop.run_until_complete(cast())

    # -- what always holds

    def is_early(self) -> bool:
        return self.publish_at is not None and self.now < self.publish_at

    def winners(self) -> list[str]:
        total = sum((station.box for station in self.model.values()), Counter())
        most = max((total[key] for key in ("1", "2")), default=0)
        return [key for key in ("1", "2") if total[key] == most > 0]

    @invariant()
    def the_election_is_as_the_model_says(self):
        if not hasattr(self, "election"):
            return
        with self.town.database.read() as session:
            row = elections.election(session, self.election)
            stations = elections.stations_of(session, self.election)
            turnouts = elections.turnouts(session, stations)
            outcome = election_results(session, self.election)[0].outcome
        assert row.state is self.state
        assert {one.id: one.state for one in stations} == {
            station: model.state for station, model in self.model.items()
        }
        for station, model in self.model.items():
            turnout = turnouts[station]
            assert (turnout.issued, turnout.void, turnout.cast) == (
                model.issued,
                model.void,
                model.box.total(),
            )
            counted = model.state is StationState.EMPTIED
            assert self.town.tally(station) == (dict(model.box) if counted else {})
        if self.state in (ElectionState.COUNTED, ElectionState.PUBLISHED):
            assert list(outcome.winners) == ([self.lot] if self.lot else self.winners())


def run(examples: int, *phases: Phase) -> None:
    """All runs in one town, on a disk that need not be flushed."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/jeugd.db"
        database = Database(address)
        database.migrate()
        database.close()
        ElectionMachine.town = town = build_town(address, Path(folder) / "keys")
        town.issue(1)
        town.open()  # somebody is always voting, so that the file is not rewritten for every box
        ElectionMachine.booths = Booths(town.database, town.custody)
        ElectionMachine.loop = asyncio.new_event_loop()
        try:
            run_state_machine_as_test(
                ElectionMachine,
                settings=settings(
                    max_examples=examples,
                    stateful_step_count=20,
                    deadline=None,
                    phases=phases or tuple(Phase),
                    derandomize=bool(phases),
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            ElectionMachine.booths.stop()
            ElectionMachine.loop.close()
            town.close()


@pytest.fixture(autouse=True)
def booths_look_every_time(monkeypatch):
    monkeypatch.setattr(cast_ballot, "LOOK_AGAIN_AFTER", -1.0)


def test_every_step_in_any_order_is_taken_or_refused_as_the_model_says():
    run(200)


def reopened(self: StationState) -> StationState:
    """The planted bug: close, look, open again."""
    return StationState.OPEN


def always(*_: object) -> None:
    """The planted bug: no embargo."""


@pytest.mark.parametrize(
    ("where", "name", "bug"),
    [
        (StationState, "opened", reopened),
        (publish_results, "check_publication", always),
        (cast_ballot, "_answer_again", always),
    ],
)
def test_the_model_finds_a_planted_step(monkeypatch, where, name, bug):
    monkeypatch.setattr(where, name, bug)
    with pytest.raises(AssertionError):
        run(300, Phase.generate)
