import asyncio
import secrets
import threading
import time
from collections.abc import Awaitable, Callable

import pytest

from jeugd.actions import cast_ballot
from jeugd.actions.cast_ballot import Booth, Booths
from jeugd.actions.count_ballots import count_station
from jeugd.actions.issue_codes import void_card
from jeugd.actions.read_results import station_results
from jeugd.actions.run_polling_station import close_station, pause_station
from jeugd.domain.answer import BLANK, Answer
from jeugd.domain.errors import (
    CodeUnknown,
    CodeUsed,
    CodeVoid,
    DatabaseUnavailable,
    KeyMissing,
    NotFound,
    Refused,
    StationNotOpen,
    TooBusy,
)
from jeugd.domain.voting_code import CodeState, VotingCode
from jeugd.storage import elections
from jeugd.storage.ballot_box import ballot_box
from tests.actions.refusals import refuses

FIRST, SECOND = (Answer("1"),), (Answer("2"),)


def in_booths(town, story: Callable[[Booths, Booth], Awaitable[None]]) -> None:
    """Tell a story in the booth of groep 7b."""
    booths = Booths(town.database, town.custody)

    async def tell() -> None:
        await story(booths, await booths.find(town.station))

    try:
        asyncio.run(tell())
    finally:
        booths.stop()


def test_a_code_votes_once_and_a_retry_gets_the_same_answer(either_town):
    town = either_town
    code, other, blank = town.issue(3)
    town.open()
    booths = Booths(town.database, town.custody)
    attempt = secrets.token_bytes(16)

    async def vote() -> None:
        booth = await booths.enter(town.station)
        await booths.cast(booth, code, attempt, (Answer("1"),))
        await booths.cast(booth, code, attempt, (Answer("2"),))
        await booths.cast(booth, other, secrets.token_bytes(16), (Answer("1"),))
        await booths.cast(booth, blank, secrets.token_bytes(16), (BLANK,))
        with pytest.raises(CodeUsed):
            await booths.cast(booth, code, secrets.token_bytes(16), (Answer("1"),))
        with pytest.raises(CodeUnknown):
            await booths.look(booth, VotingCode("000000000000"))

    asyncio.run(vote())
    booths.stop()
    with town.database.write() as session:
        close_station(session, station=town.station, admitted=3, reason=None, by=town.carla, now=town.now)
    count_station(town.database, town.custody, station=town.station)
    with town.database.read() as session:
        outcome = station_results(session, town.election, town.station)[0].outcome
    assert outcome.votes == {"1": 2, "2": 0, "3": 0}
    assert outcome.blank == 1


def test_a_school_that_begins_at_once_looks_its_station_up_once(town, monkeypatch):
    town.issue(1)
    town.open()
    looks = []
    station = elections.station
    monkeypatch.setattr(elections, "station", lambda *which: looks.append(which) or station(*which))
    booths = Booths(town.database, town.custody)

    async def begin():
        return await asyncio.gather(*(booths.enter(town.station) for _ in range(300)))

    assert len(set(asyncio.run(begin()))) == 1
    booths.stop()
    assert len(looks) == 1


def test_looking_at_a_code_does_not_use_it(either_town):
    town = either_town
    code, used, void = town.issue(3)
    town.open()
    town.vote([(used, "1")])
    town.do(void_card, station=town.station, typed=void)

    async def look(booths: Booths, booth: Booth) -> None:
        for _ in range(3):
            await booths.look(booth, code)
        for other, refusal in ((used, CodeUsed), (void, CodeVoid)):
            with pytest.raises(refusal):
                await booths.look(booth, other)
        await booths.cast(booth, code, b"a" * 16, FIRST)
        with pytest.raises(CodeUsed):
            await booths.look(booth, code)

    in_booths(town, look)


def test_a_code_of_another_station_is_unknown_here(either_town):
    town = either_town
    town.issue(1)
    town.open()
    other = town.add_station("Groep 8")
    code = town.issue(1, other)[0]
    town.open(other)
    with refuses(town, CodeUnknown):
        town.vote([(code, "1")])
    town.vote([(code, "1")], other)


def test_a_retry_gets_its_answer_also_after_the_closing(either_town):
    """The answer was lost, the teacher closed; the page that tries again hears that the vote is in the box."""
    town = either_town
    code, late = town.issue(2)
    town.open()

    async def lose_the_answer(booths: Booths, booth: Booth) -> None:
        await booths.cast(booth, code, b"a" * 16, FIRST)
        town.shut()
        await booths.cast(booth, code, b"a" * 16, SECOND)
        with pytest.raises(CodeUsed):
            await booths.cast(booth, code, b"b" * 16, FIRST)
        with pytest.raises(StationNotOpen):
            await booths.cast(booth, late, b"a" * 16, FIRST)

    in_booths(town, lose_the_answer)
    town.count()
    assert town.tally() == {"1": 1}


def test_the_same_attempt_on_two_codes_is_two_votes(either_town):
    town = either_town
    codes = town.issue(2)
    town.open()

    async def vote(booths: Booths, booth: Booth) -> None:
        await asyncio.gather(*(booths.cast(booth, code, b"a" * 16, FIRST) for code in codes))

    in_booths(town, vote)
    town.shut()
    town.count()
    assert town.tally() == {"1": 2}


def test_of_many_attempts_at_one_moment_one_is_accepted(either_town):
    town = either_town
    code = town.issue(1)[0]
    town.open()

    async def vote(booths: Booths, booth: Booth) -> None:
        casts = (booths.cast(booth, code, secrets.token_bytes(16), FIRST) for _ in range(50))
        answers = await asyncio.gather(*casts, return_exceptions=True)
        assert answers.count(None) == 1
        assert sum(isinstance(one, CodeUsed) for one in answers) == 49

    in_booths(town, vote)


class DoorThatFlaps:
    """A ballot box that finds the door shut once: the teacher paused and opened within one batch."""

    def __init__(self, town) -> None:
        self._real = ballot_box(town.database)
        self._shut = True

    def find(self, macs):
        return self._real.find(macs)

    def cast(self, envelopes):
        shut, self._shut = self._shut, False
        return set() if shut else self._real.cast(envelopes)


async def vote_while_the_door_flaps(town, booths: Booths, booth: Booth, code: VotingCode) -> None:
    booths._box = DoorThatFlaps(town)
    await booths.cast(booth, code, b"a" * 16, FIRST)


def test_a_vote_that_did_not_go_in_is_never_acknowledged(town):
    code = town.issue(1)[0]
    town.open()

    async def vote(booths: Booths, booth: Booth) -> None:
        with pytest.raises(TooBusy):
            await vote_while_the_door_flaps(town, booths, booth, code)
        await booths.cast(booth, code, b"a" * 16, FIRST)
        found = ballot_box(town.database).find([booth.mac(code)])
        assert found[booth.mac(code)].state is CodeState.CAST

    in_booths(town, vote)


def test_an_answer_that_only_looks_for_refusals_would_acknowledge_it(town, monkeypatch):
    """The planted bug: no refusal is taken for a success."""
    monkeypatch.setattr(cast_ballot, "_answer_again", cast_ballot._refusal)
    code = town.issue(1)[0]
    town.open()

    async def vote(booths: Booths, booth: Booth) -> None:
        await vote_while_the_door_flaps(town, booths, booth, code)
        found = ballot_box(town.database).find([booth.mac(code)])
        assert found[booth.mac(code)].state is CodeState.FRESH

    in_booths(town, vote)


@pytest.mark.parametrize(("shut", "state"), [("pause", "paused"), ("close", "closed")])
def test_a_shut_station_can_be_found_and_not_entered(town, shut, state, monkeypatch):
    monkeypatch.setattr(cast_ballot, "LOOK_AGAIN_AFTER", -1.0)
    town.issue(1)
    town.open()
    town.do(pause_station, station=town.station) if shut == "pause" else town.shut()

    async def enter(booths: Booths, booth: Booth) -> None:
        with pytest.raises(StationNotOpen) as caught:
            await booths.enter(town.station)
        assert caught.value.facts == {"state": state}

    in_booths(town, enter)


@pytest.mark.parametrize("counted", [False, True])
def test_a_station_that_has_no_box_has_no_booth(town, counted):
    town.issue(1)
    if counted:
        town.open()
        town.shut()
        town.count()
    with pytest.raises(StationNotOpen):
        in_booths(town, lambda booths, booth: pytest.fail("a booth without a box"))


def find_nowhere(town) -> None:
    booths = Booths(town.database, town.custody)
    try:
        asyncio.run(booths.find("nowhere"))
    finally:
        booths.stop()


def test_a_station_that_does_not_exist_has_no_booth(town):
    with refuses(town, NotFound):
        find_nowhere(town)


def test_a_station_whose_key_was_lost_has_no_booth(town):
    code = town.issue(1)[0]
    town.open()
    town.custody.destroy(town.station)
    with refuses(town, KeyMissing):
        town.vote([(code, "1")])


def test_what_waits_is_finished_when_the_server_stops(town):
    codes = town.issue(20)
    town.open()
    answers: list[Refused | None] = []

    async def vote(booths: Booths, booth: Booth) -> None:
        casts = [asyncio.ensure_future(booths.cast(booth, code, b"a" * 16, FIRST)) for code in codes]
        await asyncio.sleep(0)
        await asyncio.to_thread(booths.stop)
        answers.extend(await asyncio.gather(*casts))
        with pytest.raises(TooBusy):
            await booths.cast(booth, codes[0], b"b" * 16, FIRST)

    in_booths(town, vote)
    town.shut()
    town.count()
    assert answers == [None] * 20
    assert town.tally() == {"1": 20}


def test_a_box_that_is_counted_while_somebody_looks_is_closed_and_not_broken(town, monkeypatch):
    """The look found the station closed; a moment later its key is destroyed, because the box was counted."""
    monkeypatch.setattr(cast_ballot, "PATIENCE", 60.0)  # the count waits five seconds for this look to end
    town.issue(1)
    town.open()
    town.shut()
    real = elections.election

    def counted_meanwhile(session, election):
        monkeypatch.setattr(elections, "election", real)
        town.count()
        return real(session, election)

    monkeypatch.setattr(elections, "election", counted_meanwhile)
    booths = Booths(town.database, town.custody)
    with pytest.raises(StationNotOpen) as caught:
        asyncio.run(booths.find(town.station))
    booths.stop()
    assert caught.value.facts == {"state": "emptied"}


def wait_until(number: Callable[[], int], wanted: int) -> None:
    end = time.monotonic() + 10
    while number() != wanted:
        assert time.monotonic() < end
        time.sleep(0.001)


@pytest.mark.parametrize(("cards", "ready"), [(40, 39), (3, 27)], ids=["by the cards", "by the class of 28"])
def test_an_envelope_lies_ready_for_every_voter_who_may_come(town, cards, ready):
    """Of 40 cards one has voted; of a class of 28 that has three cards so far, too."""
    code, *_ = town.issue(cards)
    town.open()
    town.vote([(code, "1")])

    async def look(_: Booths, booth: Booth) -> None:
        await asyncio.to_thread(wait_until, lambda: len(booth.envelopes), ready)

    in_booths(town, look)


def test_a_vote_takes_an_envelope_that_lay_ready(town):
    code, *_ = town.issue(40)
    town.open()

    async def vote(booths: Booths, booth: Booth) -> None:
        await asyncio.to_thread(wait_until, lambda: len(booth.envelopes), 40)
        await booths.cast(booth, code, secrets.token_bytes(16), FIRST)
        assert len(booth.envelopes) == 39

    in_booths(town, vote)
    town.shut()
    town.count()
    assert town.tally() == {"1": 1}


def test_no_envelope_is_kept_when_the_box_is_counted(town):
    town.issue(40)
    town.open()

    async def count(booths: Booths, booth: Booth) -> None:
        await asyncio.to_thread(wait_until, lambda: len(booth.envelopes), 40)
        town.shut()
        town.count()
        booths._states.clear()
        with pytest.raises(StationNotOpen):
            await booths.find(town.station)
        assert len(booth.envelopes) == 0

    in_booths(town, count)


def test_a_booth_that_is_printed_shows_no_pepper(town):
    town.issue(1)
    town.open()

    async def look(_: Booths, booth: Booth) -> None:
        assert repr(booth.pepper) not in repr(booth)

    in_booths(town, look)


def test_a_ballot_that_cannot_be_sealed_spoils_no_other(town):
    """What goes wrong with one is answered to that one, also when many go together."""
    good, bad, better = town.issue(3)
    town.open()

    async def vote(booths: Booths, booth: Booth) -> None:
        ballots = [(good, FIRST), (bad, (None,)), (better, FIRST)]
        votes = [booths.cast(booth, code, b"a" * 16, answers) for code, answers in ballots]
        heard = await asyncio.gather(*votes, return_exceptions=True)
        assert [type(one) for one in heard] == [type(None), TypeError, type(None)]

    in_booths(town, vote)
    town.shut()
    town.count()
    assert town.tally() == {"1": 2}


def test_who_is_in_the_box_hears_so_when_the_others_cannot_be_looked_up(town, monkeypatch):
    code, used = town.issue(2)
    town.open()
    town.vote([(used, "1")])

    async def vote(booths: Booths, booth: Booth) -> None:
        monkeypatch.setattr(booths._box, "find", lambda _: (_ for _ in ()).throw(DatabaseUnavailable()))
        votes = [booths.cast(booth, one, b"a" * 16, FIRST) for one in (code, used)]
        heard = await asyncio.gather(*votes, return_exceptions=True)
        assert [type(one) for one in heard] == [type(None), DatabaseUnavailable]

    in_booths(town, vote)


def test_a_database_that_falls_silent_keeps_one_thread_and_no_voter(town, monkeypatch):
    monkeypatch.setattr(cast_ballot, "PATIENCE", 0.1)
    monkeypatch.setattr(cast_ballot, "LOOK_AGAIN_AFTER", -1.0)
    town.issue(1)
    town.open()
    silent, looks = threading.Event(), []

    def look(booths: Booths, station: str) -> None:
        looks.append(station)
        silent.wait(5)

    async def enter(booths: Booths, _: Booth) -> None:
        monkeypatch.setattr(Booths, "_refresh", look)
        for _ in range(3):
            entering = [booths.enter(town.station) for _ in range(20)]
            heard = await asyncio.wait_for(asyncio.gather(*entering, return_exceptions=True), 4)
            assert [type(one) for one in heard] == [DatabaseUnavailable] * 20
        silent.set()
        await asyncio.sleep(0)

    in_booths(town, enter)
    assert len(looks) == 1


def test_nothing_of_a_box_stays_in_memory_once_it_is_counted_by_another_process(town):
    other = town.add_station("Groep 8")
    for station in (town.station, other):
        town.issue(3, station)
        town.open(station)

    async def look(booths: Booths, booth: Booth) -> None:
        await booths.enter(other)
        await asyncio.to_thread(wait_until, lambda: len(booth.envelopes), 28)
        booths.forget_counted()
        assert set(booths._booths) == {town.station, other}
        town.shut()
        town.count()
        booths.forget_counted()
        assert set(booths._booths) == {other}
        assert not len(booth.envelopes)
        with pytest.raises(StationNotOpen) as caught:
            await booths.enter(town.station)
        assert caught.value.facts == {"state": "emptied"}

    in_booths(town, look)
