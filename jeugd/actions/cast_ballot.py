"""Cast a ballot: look the code up, seal the choice, put the envelope in the box. The hot path.

The definition and the keys of a station never change while it votes, so they are kept in memory; whether the station is
open, and whether the code is fresh, is settled by the database in the statement that stores the envelope.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from jeugd.domain import ballot
from jeugd.domain.election import Definition
from jeugd.domain.errors import (
    CodeUnknown,
    CodeUsed,
    CodeVoid,
    DatabaseUnavailable,
    KeyMissing,
    Refused,
    StationNotOpen,
    TooBusy,
)
from jeugd.domain.polling_station import StationId, StationState
from jeugd.domain.voting_code import CodeState
from jeugd.sealing.code_mac import code_mac, code_tag
from jeugd.sealing.envelope import read_public_key, seal
from jeugd.sealing.ready import EnvelopeMaker, ReadyEnvelopes
from jeugd.storage import elections
from jeugd.storage.ballot_box import BallotBox, Envelope, FoundCode, ballot_box
from jeugd.storage.batch import PATIENCE, Batch

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from jeugd.domain.answer import Answer
    from jeugd.domain.voting_code import VotingCode
    from jeugd.sealing.custody import Custody
    from jeugd.storage.database import Database, Session
    from jeugd.storage.tables import PollingStationRow

LOOK_AGAIN_AFTER = (
    1.0  # seconds that a page may still say a station is open after it closed; votes are never late
)

_HAVE_BOOTH = (StationState.OPEN, StationState.PAUSED, StationState.CLOSED)


@dataclass(frozen=True, eq=False)
class Booth:
    """What the voters of a station need, from its opening until its count; it stays in this process."""

    station: StationId
    station_name: str
    school_name: str
    municipality: str
    election: str
    definition: Definition
    pepper: bytes = field(repr=False)
    envelopes: ReadyEnvelopes = field(repr=False)
    pages: dict[Hashable, tuple[bytes, ...]] = field(
        default_factory=dict, repr=False
    )  # its rooms keep them here

    @cached_property
    def ballot_length(self) -> int:
        """Bytes of a ballot before it is sealed."""
        return ballot.plaintext_length(self.definition)

    def mac(self, code: VotingCode) -> bytes:
        """What the table knows of a code."""
        return code_mac(self.pepper, code)


@dataclass(frozen=True, slots=True, repr=False)
class FilledBallot:
    """A ballot on its way: the code's MAC and tag, the page's random value (16 bytes) and the padded answers."""

    booth: Booth
    mac: bytes
    tag: bytes
    attempt: bytes
    plaintext: bytes


class Booths:
    """The booths of this process, and the two queues to the ballot box."""

    def __init__(self, database: Database, custody: Custody) -> None:
        self._database = database
        self._custody = custody
        self._box: BallotBox = ballot_box(database)
        self._booths: dict[str, Booth] = {}
        self._states: dict[str, tuple[float, StationState]] = {}
        self._looking: dict[str, asyncio.Task[None]] = {}
        self._envelopes = EnvelopeMaker()
        self._looks = Batch(self._look, name="look")
        self._casts = Batch(self._cast, name="cast")

    async def enter(self, station: str) -> Booth:
        """The booth of a station that takes votes now, as far as a page needs to know.

        Raises NotFound for an unknown station, StationNotOpen with its state, KeyMissing.
        """
        booth = await self.find(station)
        self._states[station][1].check_open()
        return booth

    async def find(self, station: str) -> Booth:
        """The booth of a station that has begun and has not been counted; the ballot box decides the rest.

        So a voter whose answer was lost still gets it when the station has closed in the meantime.
        Raises as ``enter`` does, and DatabaseUnavailable.
        """
        known = self._states.get(station)
        if known is None or known[1] is not StationState.OPEN or station not in self._booths:
            await self._look_together(station)
        elif time.monotonic() - known[0] > LOOK_AGAIN_AFTER:
            # one looks again; the others need not wait for what it sees
            self._states[station] = (time.monotonic(), known[1])
            await self._look_together(station)
        if station not in self._booths:
            raise StationNotOpen(state=self._states[station][1].value)
        return self._booths[station]

    async def look(self, booth: Booth, code: VotingCode) -> None:
        """Check a code without using it. Raises CodeUnknown, CodeUsed, CodeVoid, StationNotOpen."""
        await self._looks.ask(booth.mac(code))

    async def cast(self, booth: Booth, code: VotingCode, attempt: bytes, answers: tuple[Answer, ...]) -> None:
        """Seal and cast a ballot; returns when it is durable. The same attempt again gets the same answer.

        Raises CodeUnknown, CodeUsed, CodeVoid, StationNotOpen, TooBusy, DatabaseUnavailable.
        """
        mac, tag = booth.mac(code), code_tag(booth.pepper, code)
        plaintext = ballot.to_plaintext(answers, booth.ballot_length)
        await self._casts.ask(FilledBallot(booth, mac, tag, attempt, plaintext))

    def forget_counted(self) -> None:
        """Keep no pepper and no envelope of a box that was counted, by whomever. Raises DatabaseUnavailable."""
        known = list(self._booths)
        if not known:
            return
        with self._database.read() as session:
            still = elections.having(session, known, _HAVE_BOOTH)
        for station in set(known) - still:
            self._forget(station)

    def stop(self) -> None:
        """Finish what waits."""
        self._envelopes.stop()
        self._looks.stop()
        self._casts.stop()

    async def _look_together(self, station: str) -> None:
        """Look once for everybody who asks meanwhile: when a school begins, hundreds do in the same moment.

        A database that falls silent keeps one thread, and nobody longer than PATIENCE.
        """
        loop = asyncio.get_running_loop()
        looking = self._looking.get(station)
        if looking is None or looking.get_loop() is not loop:
            looking = self._looking[station] = loop.create_task(asyncio.to_thread(self._refresh, station))
            looking.add_done_callback(lambda _: self._looking.pop(station, None))
        try:
            await asyncio.wait_for(asyncio.shield(looking), PATIENCE)
        except TimeoutError as error:
            raise DatabaseUnavailable(reason=f"no answer in {PATIENCE:g} seconds") from error

    def _refresh(self, station: str) -> None:
        try:
            self._read(station)
        except (
            KeyMissing
        ):  # its box was counted just now, and there is no booth any more; or else the key is lost
            self._read(station)

    def _read(self, station: str) -> None:
        with self._database.read() as session:
            row = elections.station(session, station)
            if row.state in _HAVE_BOOTH and station not in self._booths:
                self._booths[station] = self._booth(session, row)
            if row.state not in _HAVE_BOOTH:
                self._forget(station)
            self._states[station] = (time.monotonic(), row.state)

    def _forget(self, station: str) -> None:
        if counted := self._booths.pop(station, None):
            counted.envelopes.throw_away()

    def _booth(self, session: Session, row: PollingStationRow) -> Booth:
        election = elections.election(session, row.election)
        return Booth(
            station=StationId(row.id),
            station_name=row.name,
            school_name=elections.school_name(session, row),
            municipality=elections.municipality(session, election.municipality).name,
            election=election.id,
            definition=Definition.from_json(election.definition),
            pepper=self._custody.keys(StationId(row.id)).pepper,
            envelopes=self._envelopes.order(
                read_public_key(row.public_key or b""), elections.turnout(session, row).to_come
            ),
        )

    def _look(self, macs: Sequence[bytes]) -> list[Exception | None]:
        found = self._box.find(macs)
        return [_refusal(found.get(mac), None) for mac in macs]

    def _cast(self, ballots: Sequence[FilledBallot]) -> list[Exception | None]:
        first = {one.mac: one for one in reversed(ballots)}
        accepted = self._box.cast([_envelope(one) for one in first.values()])
        done = [first[one.mac] is one and one.mac in accepted for one in ballots]
        late = [one.mac for one, is_done in zip(ballots, done, strict=True) if not is_done]
        try:
            found = self._box.find(late) if late else {}
        except DatabaseUnavailable as error:  # those that are in the box are in the box
            return [None if is_done else error for is_done in done]
        return [
            None if is_done else _answer_again(found.get(one.mac), one.attempt)
            for one, is_done in zip(ballots, done, strict=True)
        ]


def _envelope(one: FilledBallot) -> Envelope:
    """Sealed with the others of its batch: one after the other is quicker than each where it arrives."""
    sealed = seal(one.plaintext, one.booth.envelopes.take(), election=one.booth.election, tag=one.tag)
    return Envelope(one.booth.station, one.mac, sealed, one.attempt)


def _answer_again(found: FoundCode | None, attempt: bytes) -> Refused | None:
    """The answer to a ballot that did not go in now: it did before, or it may not.

    Where neither is so, the station was paused for an instant: the voter may send the ballot again, and is never told
    that it is in the box.
    """
    is_fresh = found is not None and found.state is CodeState.FRESH
    return _refusal(found, attempt) or (TooBusy() if is_fresh else None)


def _refusal(found: FoundCode | None, attempt: bytes | None) -> Refused | None:
    """Why this code cannot vote, or None if it can or if this very attempt has voted already."""
    if found is None:
        return CodeUnknown()
    if found.state is CodeState.CAST:
        return None if attempt is not None and attempt == found.attempt else CodeUsed()
    if found.state is CodeState.VOID:
        return CodeVoid()
    if found.station_state is not StationState.OPEN:
        return StationNotOpen(state=found.station_state.value)
    return None
